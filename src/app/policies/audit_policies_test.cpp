#include "app/policies/audit_policies.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "domain/audit/states.hpp"
#include "support/golden.hpp"

namespace plumbline::app {
namespace {

using domain::ActionState;
using domain::ActionVerb;
using domain::AuditState;
using domain::AuditVerb;
using domain::ConcernState;
using domain::PersonId;

struct Someone {
  std::string title;
  Actor actor;
};

Actor an_actor(const std::string& person, std::vector<Grant> grants) {
  Actor actor;
  actor.council = "north";
  actor.user = UserId{"u-" + person};
  actor.person = PersonId{person};
  actor.grants = std::move(grants);
  return actor;
}

// Everybody who may have to do with an audit of a case in team East 1, locality East.
std::vector<Someone> everybody() {
  using enum Role;
  using enum ScopeKind;
  return {
      {"its auditor", an_actor("auditor", {{Auditor, Own, ""}})},
      {"another auditor", an_actor("other", {{Auditor, Own, ""}})},
      {"the case worker", an_actor("worker", {{SocialWorker, Own, ""}})},
      {"another social worker", an_actor("other", {{SocialWorker, Own, ""}})},
      {"the supervising manager", an_actor("manager", {{TeamManager, Team, "East 1"}})},
      {"a manager of another team", an_actor("other", {{TeamManager, Team, "West 2"}})},
      {"the owner of the action", an_actor("owner", {{SocialWorker, Own, ""}})},
      {"one who was told", an_actor("told", {{SocialWorker, Own, ""}})},
      {"a moderator of the council", an_actor("moderator", {{Moderator, Council, ""}})},
      {"a moderator of the locality", an_actor("moderator", {{Moderator, Locality, "East"}})},
      {"a moderator of another locality", an_actor("moderator", {{Moderator, Locality, "North"}})},
      {"the QA lead", an_actor("lead", {{QaLead, Council, ""}})},
      {"the QA administrator", an_actor("qa", {{QaAdministrator, Council, ""}})},
      {"the head of service", an_actor("hos", {{HeadOfService, Locality, "East"}})},
      {"the principal social worker", an_actor("psw", {{PrincipalSocialWorker, Council, ""}})},
      {"leadership", an_actor("director", {{Leadership, Council, ""}})},
      {"an administrator", an_actor("admin", {{Administrator, Council, ""}})},
      {"a partner agency", an_actor("partner", {{Partner, Own, ""}})},
      {"the QA lead who made the audit", an_actor("auditor", {{QaLead, Council, ""}, {Auditor, Own, ""}})},
      {"a moderator who works the case", an_actor("worker", {{Moderator, Council, ""}})},
      {"the command line", command_line_actor("north")},
  };
}

domain::Audit an_audit(AuditState state) {
  domain::Audit audit;
  audit.id = domain::AuditId{"a"};
  audit.state = state;
  audit.locality = "East";
  audit.service_area = "Safeguarding";
  audit.team = "East 1";
  audit.worker_id = PersonId{"worker"};
  audit.supervisor_id = PersonId{"manager"};
  audit.auditor = PersonId{"auditor"};
  return audit;
}

domain::Action an_action(ActionState state) {
  domain::Action action;
  action.state = state;
  action.owner = PersonId{"owner"};
  action.sign_off_by = PersonId{"manager"};
  return action;
}

domain::Concern a_concern(ConcernState state) {
  domain::Concern concern;
  concern.state = state;
  concern.raised_by = PersonId{"auditor"};
  concern.told = {{PersonId{"told"}, "case-worker", {}}};
  return concern;
}

base::Result<void> ask(const Actor& actor, const domain::Audit& audit, AuditVerb verb) {
  switch (verb) {
    case AuditVerb::Send:
      return may_send(actor, audit);
    case AuditVerb::Begin:
    case AuditVerb::Save:
      return may_edit(actor, audit);
    case AuditVerb::BookConversation:
      return may_book_conversation(actor, audit);
    case AuditVerb::RecordConversation:
      return may_record_conversation(actor, audit);
    case AuditVerb::ReplyToFamily:
      return may_reply_to_family(actor, audit);
    case AuditVerb::Submit:
      return may_submit(actor, audit);
    case AuditVerb::Finalise:
      return base::forbidden("audit.finalise.state");
    case AuditVerb::HandBack:
      return may_hand_back(actor, audit);
    case AuditVerb::Reallocate:
      return may_reallocate(actor, audit);
    case AuditVerb::Withdraw:
      return may_withdraw(actor, audit);
    case AuditVerb::Confirm:
    case AuditVerb::ChangeGrade:
    case AuditVerb::Return:
      return may_moderate(actor, audit);
  }
  return {};
}

base::Result<void> ask(const Actor& actor, const domain::Action& action, const domain::Audit& audit, ActionVerb verb) {
  switch (verb) {
    case ActionVerb::Revise:
      return may_revise(actor, action, audit);
    case ActionVerb::Remove:
      return may_remove(actor, action, audit);
    case ActionVerb::Open:
      return base::forbidden("action.open.state");
    case ActionVerb::MarkDone:
      return may_mark_done(actor, action, audit);
    case ActionVerb::SignOff:
    case ActionVerb::Reopen:
      return may_sign_off(actor, action, audit);
    case ActionVerb::Withdraw:
      return may_withdraw(actor, action, audit);
  }
  return {};
}

base::Result<void> ask(const Actor& actor, const domain::Concern& concern, const domain::Audit& audit,
                       domain::ConcernVerb verb) {
  if (verb == domain::ConcernVerb::Acknowledge) return may_acknowledge(actor, concern, audit);
  return may_close(actor, concern, audit);
}

// Nobody does what the table does not let some party do, in no state; whoever may do nothing leaves with a reason.
TEST(Policies, WalkEveryRoleActionAndStateAndNeverGoBeyondTheTable) {
  for (const auto& [title, actor] : everybody()) {
    for (const auto state : domain::kAuditStates) {
      const auto audit = an_audit(state);
      for (const auto verb : domain::kAuditVerbs) {
        const auto allowed = ask(actor, audit, verb);
        const bool in_table = !domain::who_may(state, verb).empty() ||
                              (verb == AuditVerb::Save && state == AuditState::Sent) ||
                              (verb == AuditVerb::Begin && !domain::who_may(state, AuditVerb::Save).empty());
        if (!in_table) {
          EXPECT_FALSE(allowed) << title << ": " << say(verb) << " when " << say(state);
        }
        if (!allowed) {
          EXPECT_FALSE(allowed.error().rule.empty());
        }
      }
    }
    for (const auto state : domain::kActionStates)
      for (const auto verb : domain::kActionVerbs)
        if (domain::who_may(state, verb).empty()) {
          EXPECT_FALSE(ask(actor, an_action(state), an_audit(AuditState::Final), verb)) << title << ": " << say(verb);
        }
  }
}

// The whole of who may do what, for a person to read: a change of the table or of a policy shows here.
TEST(Policies, AreWhatThePictureOfThemSays) {
  std::string out = "Who may do what, by the policies as they run: the states in which each may.\n";
  const auto add = [&](const std::string& heading, auto states, auto allowed) {
    out += "\n" + heading + "\n";
    for (const auto& [title, actor] : everybody()) {
      std::string line;
      for (const auto state : states)
        if (allowed(actor, state)) line += (line.empty() ? "" : ", ") + std::string(to_string(state));
      if (!line.empty()) out += "  " + title + ": " + line + "\n";
    }
  };
  add("See the audit", domain::kAuditStates,
      [](const Actor& actor, AuditState state) { return may_view(actor, an_audit(state)).has_value(); });
  add("Read what the auditor found", domain::kAuditStates,
      [](const Actor& actor, AuditState state) { return may_read_findings(actor, an_audit(state)).has_value(); });
  for (const auto verb : domain::kAuditVerbs) {
    if (verb == AuditVerb::Begin || verb == AuditVerb::Finalise || verb == AuditVerb::ChangeGrade ||
        verb == AuditVerb::Return)
      continue;
    add(std::string(say(verb)), domain::kAuditStates,
        [&](const Actor& actor, AuditState state) { return ask(actor, an_audit(state), verb).has_value(); });
  }
  for (const auto verb : domain::kActionVerbs) {
    if (verb == ActionVerb::Open || verb == ActionVerb::Reopen) continue;
    add("Action: " + std::string(say(verb)), domain::kActionStates, [&](const Actor& actor, ActionState state) {
      const auto audit = an_audit(state == ActionState::Proposed ? AuditState::InProgress : AuditState::Final);
      return ask(actor, an_action(state), audit, verb).has_value();
    });
  }
  for (const auto verb : domain::kConcernVerbs)
    add("Concern: " + std::string(say(verb)),
        std::array{ConcernState::Raised, ConcernState::Acknowledged, ConcernState::Closed},
        [&](const Actor& actor, ConcernState state) {
          return ask(actor, a_concern(state), an_audit(AuditState::InProgress), verb).has_value();
        });
  test::expect_golden(out, "policies/who-may.txt");
}

TEST(Policies, ANameUnknownToTheAuditLearnsNothingOfIt) {
  const auto stranger = an_actor("nobody", {{Role::Auditor, ScopeKind::Own, ""}});
  for (const auto state : domain::kAuditStates)
    for (const auto verb : domain::kAuditVerbs) {
      if (verb == AuditVerb::Finalise) continue;
      EXPECT_EQ(ask(stranger, an_audit(state), verb).error().rule, "access.row.not_found");
    }
}

TEST(Policies, AnAuditorWhoIsNoLongerOneCannotWrite) {
  EXPECT_EQ(may_edit(an_actor("auditor", {{Role::SocialWorker, ScopeKind::Own, ""}}), an_audit(AuditState::Sent))
                .error()
                .rule,
            "audit.save.forbidden");
}

TEST(Policies, AProposedActionRestsWhenTheAuditHasBeenReturned) {
  const auto auditor = an_actor("auditor", {{Role::Auditor, ScopeKind::Own, ""}});
  EXPECT_TRUE(may_revise(auditor, an_action(ActionState::Proposed), an_audit(AuditState::Returned)));
  EXPECT_EQ(may_revise(auditor, an_action(ActionState::Proposed), an_audit(AuditState::Submitted)).error().rule,
            "audit.save.state");
}

TEST(Policies, NobodyModeratesTheirOwnAuditOrCase) {
  const auto both =
      an_actor("auditor", {{Role::Moderator, ScopeKind::Council, ""}, {Role::Auditor, ScopeKind::Own, ""}});
  EXPECT_EQ(may_moderate(both, an_audit(AuditState::Submitted)).error().rule, "moderation.decide.own");
}

TEST(Policies, NobodySignsOffTheirOwnAction) {
  auto action = an_action(ActionState::Done);
  action.owner = PersonId{"manager"};
  EXPECT_EQ(may_sign_off(an_actor("manager", {{Role::TeamManager, ScopeKind::Team, "East 1"}}), action,
                         an_audit(AuditState::Final))
                .error()
                .rule,
            "action.sign_off.own");
}

// Found while reading: worker and manager could read the draft, and the grade that moderation might still change.
TEST(Policies, WhoAnswersForTheCaseReadsTheAuditWhenItIsFinished) {
  for (const auto& actor : {an_actor("worker", {{Role::SocialWorker, ScopeKind::Own, ""}}),
                            an_actor("manager", {{Role::TeamManager, ScopeKind::Team, "East 1"}}),
                            an_actor("manager", {{Role::TeamManager, ScopeKind::Own, ""}})})
    for (const auto state : domain::kAuditStates) {
      EXPECT_TRUE(may_view(actor, an_audit(state)));
      EXPECT_EQ(may_read_findings(actor, an_audit(state)).has_value(), state == AuditState::Final);
    }
  const auto owner = an_actor("owner", {{Role::SocialWorker, ScopeKind::Own, ""}});
  EXPECT_FALSE(may_view(owner, an_action(ActionState::Proposed), an_audit(AuditState::InProgress)));
  EXPECT_TRUE(may_view(owner, an_action(ActionState::Open), an_audit(AuditState::Final)));
}

TEST(Policies, LeadershipSeesNoSingleCase) {
  EXPECT_EQ(may_view(an_actor("director", {{Role::Leadership, ScopeKind::Council, ""}}), an_audit(AuditState::Final))
                .error()
                .rule,
            "access.row.not_found");
}

domain::CoAuditor beside(domain::CoAuditorKind kind, const std::string& person) {
  return {kind, PersonId{person}, {}, {}, false, false};
}
const Actor kSecond = an_actor("second", {{Role::Auditor, ScopeKind::Own, ""}});

TEST(Policies, TheSecondOfAPairDoesAllThatTheAuditorDoes) {
  for (const auto state : domain::kAuditStates) {
    auto audit = an_audit(state);
    EXPECT_FALSE(may_view(kSecond, audit));
    audit.beside = {beside(domain::CoAuditorKind::Second, "second")};
    EXPECT_TRUE(may_view(kSecond, audit));
    const auto auditor = an_actor("auditor", {{Role::Auditor, ScopeKind::Own, ""}});
    for (const auto verb : domain::kAuditVerbs)
      EXPECT_EQ(ask(kSecond, audit, verb).has_value(), ask(auditor, audit, verb).has_value()) << say(verb);
  }
  auto audit = an_audit(AuditState::Submitted);
  audit.beside = {beside(domain::CoAuditorKind::Second, "moderator")};
  EXPECT_EQ(may_moderate(an_actor("moderator", {{Role::Moderator, ScopeKind::Council, ""}}), audit).error().rule,
            "moderation.decide.own");
}

TEST(Policies, APreparerWritesThePreparedPartFirstAndTheAuditorTheRestAfterwards) {
  domain::Programme programme;
  programme.auditors.preparation.sections = {"summary"};
  auto audit = an_audit(AuditState::Sent);
  audit.beside = {beside(domain::CoAuditorKind::Preparer, "team")};
  const auto preparer = an_actor("team", {{Role::Auditor, ScopeKind::Own, ""}});
  const auto leader = an_actor("auditor", {{Role::Auditor, ScopeKind::Own, ""}});
  const auto rule = [](const base::Result<void>& result) { return result ? std::string() : result.error().rule; };
  EXPECT_EQ(rule(may_edit_section(preparer, audit, programme, "summary")), "");
  EXPECT_EQ(rule(may_edit_section(preparer, audit, programme, "learning")), "audit.save.forbidden");
  EXPECT_EQ(rule(may_edit_section(leader, audit, programme, "learning")), "audit.save.being_prepared");
  EXPECT_EQ(rule(may_submit(preparer, audit)), "audit.submit.forbidden");
  audit.state = AuditState::InProgress;
  EXPECT_EQ(rule(may_submit(leader, audit)), "audit.submit.being_prepared");
  audit.beside[0].prepared_at = base::Instant{};
  EXPECT_EQ(rule(may_edit_section(preparer, audit, programme, "summary")), "audit.prepare.done");
  EXPECT_EQ(rule(may_edit_section(leader, audit, programme, "summary")), "audit.save.prepared_section");
  EXPECT_EQ(rule(may_edit_section(leader, audit, programme, "learning")), "");
  EXPECT_EQ(rule(may_submit(leader, audit)), "");
  EXPECT_EQ(rule(may_write_note(leader, audit)), "");
  EXPECT_EQ(rule(may_write_note(preparer, audit)), "");
  EXPECT_EQ(rule(may_write_note(kSecond, audit)), "access.row.not_found");
}

TEST(Policies, WhoGradesTheSameCaseSeesNothingOfItBeforeAllAreReturned) {
  auto audit = an_audit(AuditState::Submitted);
  audit.part = "2";
  audit.submitted_at = base::Instant{};
  audit.others = {{domain::AuditId{"b"}, "1", PersonId{"lead"}, true},
                  {domain::AuditId{"c"}, "3", PersonId{"c"}, false}};
  const auto lead = an_actor("lead", {{Role::QaLead, ScopeKind::Council, ""}, {Role::Auditor, ScopeKind::Own, ""}});
  EXPECT_EQ(may_view(lead, audit).error().rule, "access.row.not_found") << "whatever else they may see";
  EXPECT_TRUE(may_view(an_actor("another lead", {{Role::QaLead, ScopeKind::Council, ""}}), audit));
  EXPECT_EQ(may_compare(lead, audit).error().rule, "audit.compare.not_all_returned");
  audit.others[1].returned = true;
  EXPECT_TRUE(may_view(lead, audit));
  EXPECT_TRUE(may_compare(lead, audit));
  EXPECT_TRUE(may_view(an_actor("c", {{Role::Auditor, ScopeKind::Own, ""}}), audit));
  EXPECT_FALSE(may_edit(an_actor("c", {{Role::Auditor, ScopeKind::Own, ""}}), audit));
}

TEST(Policies, TheAuditorLinkedToAnAreaModeratesThereOnlyWhereTheFrameworkSaysSo) {
  auto audit = an_audit(AuditState::Submitted);
  const auto linked = an_actor("linked", {{Role::Auditor, ScopeKind::Own, ""}});
  audit.beside = {beside(domain::CoAuditorKind::Linked, "linked")};
  EXPECT_TRUE(may_view(linked, audit));
  EXPECT_FALSE(may_moderate(linked, audit));
  EXPECT_FALSE(may_edit(linked, audit));
  audit.beside[0].moderates = true;
  EXPECT_TRUE(may_moderate(linked, audit));
  audit.auditor = PersonId{"linked"};
  EXPECT_EQ(may_moderate(linked, audit).error().rule, "moderation.decide.own");
}

}  // namespace
}  // namespace plumbline::app
