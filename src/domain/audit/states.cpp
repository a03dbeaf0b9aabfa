#include "domain/audit/states.hpp"

#include <vector>

namespace plumbline::domain {

namespace {

using enum Party;

constexpr Parties kWriter{Auditor};
constexpr Parties kOrganiser{QaAdministrator, QaLead};
constexpr Parties kJudge{Moderator, QaLead};

using A = AuditState;
using V = AuditVerb;
constexpr std::array kAuditMoves{
    Move<V, A>{V::Send, A::Allocated, A::Sent, kOrganiser},

    Move<V, A>{V::Begin, A::Sent, A::InProgress, kWriter},
    Move<V, A>{V::Save, A::InProgress, A::InProgress, kWriter},
    Move<V, A>{V::Save, A::Returned, A::Returned, kWriter},

    Move<V, A>{V::BookConversation, A::Sent, A::Sent, {Auditor, QaAdministrator}},
    Move<V, A>{V::BookConversation, A::InProgress, A::InProgress, {Auditor, QaAdministrator}},
    Move<V, A>{V::BookConversation, A::Returned, A::Returned, {Auditor, QaAdministrator}},
    Move<V, A>{V::RecordConversation, A::Sent, A::Sent, kWriter},
    Move<V, A>{V::RecordConversation, A::InProgress, A::InProgress, kWriter},
    Move<V, A>{V::RecordConversation, A::Returned, A::Returned, kWriter},
    // The family hears what was done with their feedback, which is known only once the audit is in (AUDIT-8).
    Move<V, A>{V::ReplyToFamily, A::Submitted, A::Submitted, {Auditor, QaLead}},
    Move<V, A>{V::ReplyToFamily, A::Final, A::Final, {Auditor, QaLead}},

    Move<V, A>{V::Submit, A::InProgress, A::Submitted, kWriter},
    Move<V, A>{V::Submit, A::Returned, A::Submitted, kWriter},
    Move<V, A>{V::Finalise, A::Submitted, A::Final, {System}},

    Move<V, A>{V::HandBack, A::Sent, A::HandedBack, kWriter},
    Move<V, A>{V::HandBack, A::InProgress, A::HandedBack, kWriter},
    Move<V, A>{V::HandBack, A::Returned, A::HandedBack, kWriter},

    Move<V, A>{V::Reallocate, A::Allocated, A::Allocated, kOrganiser},
    Move<V, A>{V::Reallocate, A::Sent, A::Sent, kOrganiser},
    Move<V, A>{V::Reallocate, A::InProgress, A::InProgress, kOrganiser},
    Move<V, A>{V::Reallocate, A::Returned, A::Returned, kOrganiser},
    Move<V, A>{V::Reallocate, A::HandedBack, A::Sent, kOrganiser},

    Move<V, A>{V::Withdraw, A::Allocated, A::Withdrawn, kOrganiser},
    Move<V, A>{V::Withdraw, A::Sent, A::Withdrawn, kOrganiser},
    Move<V, A>{V::Withdraw, A::InProgress, A::Withdrawn, kOrganiser},
    Move<V, A>{V::Withdraw, A::Returned, A::Withdrawn, kOrganiser},
    Move<V, A>{V::Withdraw, A::HandedBack, A::Withdrawn, kOrganiser},

    Move<V, A>{V::Confirm, A::Submitted, A::Final, kJudge},
    Move<V, A>{V::ChangeGrade, A::Submitted, A::Final, kJudge},
    Move<V, A>{V::Return, A::Submitted, A::Returned, kJudge},
};

using S = ActionState;
using W = ActionVerb;
constexpr std::array kActionMoves{
    Move<W, S>{W::Revise, S::Proposed, S::Proposed, {Auditor}},
    // Actions may change after moderation, with a reason and their history (ACT-1).
    Move<W, S>{W::Revise, S::Open, S::Open, {Auditor, SupervisingManager, Moderator, QaLead}},
    Move<W, S>{W::Remove, S::Proposed, S::Withdrawn, {Auditor}},
    Move<W, S>{W::Open, S::Proposed, S::Open, {System}},
    Move<W, S>{W::MarkDone, S::Open, S::Done, {ActionOwner}},
    Move<W, S>{W::SignOff, S::Done, S::SignedOff, {SupervisingManager, QaLead}},
    Move<W, S>{W::Reopen, S::Done, S::Open, {SupervisingManager, QaLead}},
    Move<W, S>{W::Withdraw, S::Open, S::Withdrawn, {QaLead}},
};

using C = ConcernState;
using X = ConcernVerb;
constexpr std::array kConcernMoves{
    Move<X, C>{X::Acknowledge,
               C::Raised,
               C::Acknowledged,
               {Told, CaseWorker, SupervisingManager, HeadOfService, PrincipalSocialWorker, QaLead}},
    Move<X, C>{
        X::Close, C::Acknowledged, C::Closed, {Told, SupervisingManager, HeadOfService, PrincipalSocialWorker, QaLead}},
};

template <class Moves, class State, class Verb>
auto find_move(const Moves& moves, State from, Verb verb) -> const typename Moves::value_type* {
  for (const auto& move : moves)
    if (move.verb == verb && move.from == from) return &move;
  return nullptr;
}

template <class Moves, class State, class Verb>
std::optional<State> next_in(const Moves& moves, State from, Verb verb) {
  const auto* move = find_move(moves, from, verb);
  return move == nullptr ? std::nullopt : std::optional{move->to};
}

template <class Moves, class State, class Verb>
Parties who_in(const Moves& moves, State from, Verb verb) {
  const auto* move = find_move(moves, from, verb);
  return move == nullptr ? Parties{} : move->who;
}

template <class Moves, class Verb>
Parties who_at_all(const Moves& moves, Verb verb) {
  Parties parties;
  for (const auto& move : moves)
    if (move.verb == verb) parties = parties | move.who;
  return parties;
}

// One table: a row for each verb and state from which it leads on.
template <class Moves>
void append_table(std::string& out, const Moves& moves) {
  out += "| what | from | to | who may |\n|---|---|---|---|\n";
  for (const auto& move : moves) {
    std::string who;
    for (const auto party : kParties)
      if (move.who.contains(party)) who += (who.empty() ? "" : ", ") + std::string(say(party));
    out += "| " + std::string(say(move.verb)) + " | " + std::string(say(move.from)) + " | " +
           (move.to == move.from ? "stays" : std::string(say(move.to))) + " | " + who + " |\n";
  }
}

template <class States>
void append_states(std::string& out, const States& states) {
  for (const auto state : states)
    out += "- **" + std::string(say(state)) + "** (`" + std::string(to_string(state)) + "`)\n";
  out += "\n";
}

}  // namespace

std::string_view say(Party party) {
  switch (party) {
    case Party::System:
      return "the program itself";
    case Party::Viewer:
      return "whoever may see the audit";
    case Party::Auditor:
      return "its auditor (of a pair, either)";
    case Party::CaseWorker:
      return "the case worker";
    case Party::SupervisingManager:
      return "the supervising manager";
    case Party::ActionOwner:
      return "the owner of the action";
    case Party::Told:
      return "whoever was told of it";
    case Party::Moderator:
      return "a moderator";
    case Party::QaAdministrator:
      return "the QA administrator";
    case Party::QaLead:
      return "the QA lead";
    case Party::HeadOfService:
      return "the head of service";
    case Party::PrincipalSocialWorker:
      return "the principal social worker";
  }
  return "";
}

std::string_view say(AuditVerb verb) {
  switch (verb) {
    case AuditVerb::Send:
      return "Send it to its auditor";
    case AuditVerb::Begin:
      return "Begin writing";
    case AuditVerb::Save:
      return "Write and save";
    case AuditVerb::BookConversation:
      return "Book a conversation";
    case AuditVerb::RecordConversation:
      return "Record a conversation";
    case AuditVerb::ReplyToFamily:
      return "Reply to the family";
    case AuditVerb::Submit:
      return "Return the audit";
    case AuditVerb::Finalise:
      return "Make it final, when it is not picked for moderation";
    case AuditVerb::HandBack:
      return "Hand it back with a reason";
    case AuditVerb::Reallocate:
      return "Give it to another auditor";
    case AuditVerb::Withdraw:
      return "Withdraw it";
    case AuditVerb::Confirm:
      return "Confirm the grade";
    case AuditVerb::ChangeGrade:
      return "Change the grade with a reason";
    case AuditVerb::Return:
      return "Send it back for more work";
  }
  return "";
}

std::string_view past_tense(AuditVerb verb) {
  switch (verb) {
    case AuditVerb::Send:
      return "audit-sent";
    case AuditVerb::Begin:
      return "audit-begun";
    case AuditVerb::Save:
      return "audit-saved";
    case AuditVerb::BookConversation:
      return "conversation-booked";
    case AuditVerb::RecordConversation:
      return "conversation-recorded";
    case AuditVerb::ReplyToFamily:
      return "family-replied-to";
    case AuditVerb::Submit:
      return "audit-submitted";
    case AuditVerb::Finalise:
      return "audit-finalised";
    case AuditVerb::HandBack:
      return "audit-handed-back";
    case AuditVerb::Reallocate:
      return "audit-reallocated";
    case AuditVerb::Withdraw:
      return "audit-withdrawn";
    case AuditVerb::Confirm:
      return "grade-confirmed";
    case AuditVerb::ChangeGrade:
      return "grade-changed";
    case AuditVerb::Return:
      return "audit-returned";
  }
  return "";
}

std::string_view say(ActionVerb verb) {
  switch (verb) {
    case ActionVerb::Revise:
      return "Change it";
    case ActionVerb::Remove:
      return "Take it out of the audit";
    case ActionVerb::Open:
      return "Open it, when its audit is final";
    case ActionVerb::MarkDone:
      return "Mark it as done, with evidence";
    case ActionVerb::SignOff:
      return "Sign it off";
    case ActionVerb::Reopen:
      return "Open it again with a note";
    case ActionVerb::Withdraw:
      return "Withdraw it with a reason";
  }
  return "";
}

std::string_view past_tense(ActionVerb verb) {
  switch (verb) {
    case ActionVerb::Revise:
      return "action-revised";
    case ActionVerb::Remove:
      return "action-removed";
    case ActionVerb::Open:
      return "action-opened";
    case ActionVerb::MarkDone:
      return "action-done";
    case ActionVerb::SignOff:
      return "action-signed-off";
    case ActionVerb::Reopen:
      return "action-reopened";
    case ActionVerb::Withdraw:
      return "action-withdrawn";
  }
  return "";
}

std::string_view say(ConcernVerb verb) {
  switch (verb) {
    case ConcernVerb::Acknowledge:
      return "Acknowledge it";
    case ConcernVerb::Close:
      return "Close it with the outcome";
  }
  return "";
}

std::string_view past_tense(ConcernVerb verb) {
  switch (verb) {
    case ConcernVerb::Acknowledge:
      return "concern-acknowledged";
    case ConcernVerb::Close:
      return "concern-closed";
  }
  return "";
}

std::span<const Move<AuditVerb, AuditState>> audit_moves() { return kAuditMoves; }
std::span<const Move<ActionVerb, ActionState>> action_moves() { return kActionMoves; }
std::span<const Move<ConcernVerb, ConcernState>> concern_moves() { return kConcernMoves; }

std::optional<AuditState> next(AuditState from, AuditVerb verb) { return next_in(kAuditMoves, from, verb); }
std::optional<ActionState> next(ActionState from, ActionVerb verb) { return next_in(kActionMoves, from, verb); }
std::optional<ConcernState> next(ConcernState from, ConcernVerb verb) { return next_in(kConcernMoves, from, verb); }
Parties who_may(AuditState from, AuditVerb verb) { return who_in(kAuditMoves, from, verb); }
Parties who_may(ActionState from, ActionVerb verb) { return who_in(kActionMoves, from, verb); }
Parties who_may(ConcernState from, ConcernVerb verb) { return who_in(kConcernMoves, from, verb); }
Parties who_may(AuditVerb verb) { return who_at_all(kAuditMoves, verb); }
Parties who_may(ActionVerb verb) { return who_at_all(kActionMoves, verb); }
Parties who_may(ConcernVerb verb) { return who_at_all(kConcernMoves, verb); }

std::string states_as_markdown() {
  std::string out =
      "# States, and who may move them\n\n"
      "Made from the table in `src/domain/audit/states.cpp`, which the program itself obeys. Change the table, then "
      "run\n"
      "`script/rebaseline`. A test walks every role, action and state against it.\n\n"
      "## Audit\n\n";
  append_states(out, kAuditStates);
  append_table(out, kAuditMoves);
  out +=
      "\nAn immediate concern is no move of the audit: whoever may see the audit may raise one, in any state.\n\n"
      "Where the audit team prepares an audit, its preparer writes the prepared sections and the key documents first, "
      "and\n"
      "the auditor writes once they are said to be prepared. The auditor linked to a case’s area counts as a "
      "moderator\n"
      "where the framework says so. Of a joint audit nobody who grades the case sees another’s before all are\n"
      "returned.\n\n"
      "## Action\n\n";
  append_states(out, kActionStates);
  append_table(out, kActionMoves);
  out += "\nNobody signs off an action of their own.\n\n## Concern\n\n";
  append_states(out, std::array{ConcernState::Raised, ConcernState::Acknowledged, ConcernState::Closed});
  append_table(out, kConcernMoves);
  out += "\nNobody acknowledges a concern that they raised themselves.\n";
  return out;
}

}  // namespace plumbline::domain
