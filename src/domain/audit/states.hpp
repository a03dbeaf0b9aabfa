// Every state of an audit, an action and a concern, what moves it on, and who may. One table each: policies ask it, the
// transitions below obey it, and docs/states.md is its text.
#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/action/action.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/concern.hpp"

namespace plumbline::domain {

// What someone is to an audit, an action or a concern. Add, never change.
enum class Party {
  System,   // follows from another move or from the calendar; nobody presses a button for it
  Viewer,   // whoever may see the audit
  Auditor,  // the one the audit is allocated to
  CaseWorker,
  SupervisingManager,  // of the case
  ActionOwner,
  Told,       // of the concern
  Moderator,  // with the audit in scope, and neither its auditor nor tied to its case
  QaAdministrator,
  QaLead,
  HeadOfService,  // with the case's area in scope
  PrincipalSocialWorker
};
inline constexpr std::array kParties{Party::System,
                                     Party::Viewer,
                                     Party::Auditor,
                                     Party::CaseWorker,
                                     Party::SupervisingManager,
                                     Party::ActionOwner,
                                     Party::Told,
                                     Party::Moderator,
                                     Party::QaAdministrator,
                                     Party::QaLead,
                                     Party::HeadOfService,
                                     Party::PrincipalSocialWorker};
std::string_view say(Party party);  // `the supervising manager`

// A set of parties.
class Parties {
 public:
  constexpr Parties() = default;
  constexpr Parties(std::initializer_list<Party> parties) {
    for (const auto party : parties) bits_ |= bit(party);
  }
  constexpr bool contains(Party party) const { return (bits_ & bit(party)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(Parties, Parties) = default;
  friend constexpr Parties operator|(Parties a, Parties b) {
    a.bits_ |= b.bits_;
    return a;
  }

 private:
  static constexpr unsigned bit(Party party) { return 1U << static_cast<unsigned>(party); }
  unsigned bits_ = 0;
};

enum class AuditVerb {
  Send,
  Begin,
  Save,
  BookConversation,
  RecordConversation,
  ReplyToFamily,
  Submit,
  Finalise,
  HandBack,
  Reallocate,
  Withdraw,
  Confirm,
  ChangeGrade,
  Return
};
inline constexpr std::array kAuditVerbs{AuditVerb::Send,
                                        AuditVerb::Begin,
                                        AuditVerb::Save,
                                        AuditVerb::BookConversation,
                                        AuditVerb::RecordConversation,
                                        AuditVerb::ReplyToFamily,
                                        AuditVerb::Submit,
                                        AuditVerb::Finalise,
                                        AuditVerb::HandBack,
                                        AuditVerb::Reallocate,
                                        AuditVerb::Withdraw,
                                        AuditVerb::Confirm,
                                        AuditVerb::ChangeGrade,
                                        AuditVerb::Return};
std::string_view say(AuditVerb verb);         // `Return the audit`
std::string_view past_tense(AuditVerb verb);  // `audit-submitted`: the journal's word

enum class ActionVerb { Revise, Remove, Open, MarkDone, SignOff, Reopen, Withdraw };
inline constexpr std::array kActionVerbs{ActionVerb::Revise,   ActionVerb::Remove,  ActionVerb::Open,
                                         ActionVerb::MarkDone, ActionVerb::SignOff, ActionVerb::Reopen,
                                         ActionVerb::Withdraw};
std::string_view say(ActionVerb verb);
std::string_view past_tense(ActionVerb verb);

enum class ConcernVerb { Acknowledge, Close };
inline constexpr std::array kConcernVerbs{ConcernVerb::Acknowledge, ConcernVerb::Close};
std::string_view say(ConcernVerb verb);
std::string_view past_tense(ConcernVerb verb);

template <class Verb, class State>
struct Move {
  Verb verb;
  State from;
  State to;
  Parties who;
};
std::span<const Move<AuditVerb, AuditState>> audit_moves();
std::span<const Move<ActionVerb, ActionState>> action_moves();
std::span<const Move<ConcernVerb, ConcernState>> concern_moves();

// Where the verb leads from that state; nothing where the state does not allow it. A verb leads to one state only.
std::optional<AuditState> next(AuditState from, AuditVerb verb);
std::optional<ActionState> next(ActionState from, ActionVerb verb);
std::optional<ConcernState> next(ConcernState from, ConcernVerb verb);
// Who may do it in that state; empty where nobody may.
Parties who_may(AuditState from, AuditVerb verb);
Parties who_may(ActionState from, ActionVerb verb);
Parties who_may(ConcernState from, ConcernVerb verb);
// Who may do it in some state.
Parties who_may(AuditVerb verb);
Parties who_may(ActionVerb verb);
Parties who_may(ConcernVerb verb);

// The three tables as Markdown: docs/states.md.
std::string states_as_markdown();

}  // namespace plumbline::domain
