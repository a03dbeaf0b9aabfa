// Buckinghamshire's audit in plain steps: the conversation booked as soon as the audit is allocated, a form without
// "inadequate", escalation and review as two paths, the moderator as last gatekeeper, actions that may change
// afterwards.
#include "app/audit/reasons.hpp"
#include "support/journey.hpp"

namespace plumbline {
namespace {

using domain::ConcernKind;
using domain::Grade;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::rule_of;

class Buckinghamshire : public tests::Journey {
 protected:
  Buckinghamshire() : Journey("buckinghamshire") {
    std::string staff;
    std::string cases;
    for (int t = 0; t < 3; ++t) {
      const auto team = "Team " + std::to_string(t);
      const auto manager = "M" + std::to_string(t);
      staff += person_row(manager, "team-manager", team) +
               person_row("B" + std::to_string(t), "assistant-team-manager", team);
      for (int w = 0; w < 4; ++w) {
        const auto worker = "W" + std::to_string(t * 4 + w);
        staff += person_row(worker, "social-worker", team);
        cases += case_row("C" + std::to_string(100 + t * 4 + w), "cin", "", "", team, worker, manager);
      }
    }
    staff += person_row("lead", "qa-lead") + person_row("psw", "principal-social-worker") +
             person_row("assistant-director", "head-of-service") + person_row("director", "director");
    people(staff);
    teams("Team 0,,,M0\nTeam 1,,,M1\nTeam 2,,,M2\n");
    register_of(cases);
  }
  std::vector<std::string> told(ConcernKind kind, const domain::Audit& of) {
    const auto concern = run([&](app::UnitOfWork& work) {
      return app::raise_concern({{}, of.id, kind, "Nobody has seen the child for nine weeks.", ""},
                                auditor(*of.auditor), clock_, frameworks_, work);
    });
    EXPECT_EQ(rule_of(concern), "done");
    std::vector<std::string> people;
    for (const auto& notice : concern->told) people.push_back(notice.person.text());
    return people;
  }
};

TEST_F(Buckinghamshire, AnAuditGoesFromTheImportToASignedOffAction) {
  draw_allocate_and_send("case-audit", 3);
  const auto all = audits("case-audit");
  ASSERT_THAT(all, SizeIs(3));
  const auto& one = all[0];
  const auto who = auditor(*one.auditor);

  // Booked at once, with an invitation; a Friday afternoon is advised against and not forbidden.
  const auto book = [&](const char* when, int version) {
    return run([&](app::UnitOfWork& work) {
      return app::book_conversation(
          {one.id, domain::ConversationKind::Worker, *base::parse_instant(when), "By video", version}, who, clock_,
          frameworks_, work);
    });
  };
  const auto friday = book("2026-12-04T15:00:00Z", 0);
  ASSERT_EQ(rule_of(friday), "done");
  EXPECT_THAT(*friday, HasSubstr("Friday"));
  const auto tuesday = book("2026-12-08T10:00:00Z", 1);
  ASSERT_EQ(rule_of(tuesday), "done");
  EXPECT_THAT(*tuesday, IsEmpty());
  EXPECT_THAT(letters_to(*one.worker_id), Contains("conversation-booked"));

  // The form has no "inadequate": whoever fears for a child escalates, at once and not after the audit.
  EXPECT_EQ(rule_of(save(one.id, "contact", who, Grade::Inadequate)), "audit.save.grade_unknown");
  const auto number = one.team.substr(5);
  EXPECT_THAT(
      told(ConcernKind::Immediate, one),
      testing::UnorderedElementsAre("psw", "assistant-director", "M" + number, "B" + number, one.worker_id->text()));
  EXPECT_THAT(told(ConcernKind::Review, one), testing::ElementsAre("psw")) << "the quieter path";

  // Judgement, evidence, impact, actions; the impact is asked for, not only questioned.
  const auto sections = read()->audits().sections(one.id);
  const auto context = app::audit_context(one.id, frameworks_, *read()).value();
  EXPECT_EQ(context.programme->parts.impact, domain::Need::Required);
  EXPECT_THAT(context.tool->sections, SizeIs(12));
  const auto worst = context.tool->sections[2].key;
  const auto conversations = read()->audits().conversations(one.id);
  ASSERT_THAT(conversations, SizeIs(1));
  domain::Conversation talk = conversations.front();
  talk.held = true;
  talk.held_on = clock_.today();
  talk.summary = "What now needs to happen for the child.";
  ASSERT_EQ(rule_of(save(one.id, worst, who, Grade::RequiresImprovement)), "done");
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::record_conversation({one.id, talk}, who, clock_, frameworks_, work);
            })),
            "done");
  app::PutAction put;
  put.audit = one.id;
  put.section = worst;
  put.text = "Hold a family meeting";
  put.measure = "The grandmother knows the plan";
  put.due_on = base::parse_day("2026-12-18");
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) { return app::put_action(put, who, clock_, frameworks_, work); })),
            "done");
  for (const auto* section : domain::sections_for(*context.tool, one.category))
    if (section->key != worst) {
      ASSERT_EQ(rule_of(save(one.id, section->key, who)), "done");
    }
  app::SaveDocuments documents{one.id, {}};
  for (const auto* document : domain::key_documents_for(*context.framework, *context.programme, one.category))
    documents.findings.push_back({document->key, domain::DocumentFinding::Found, ""});
  ASSERT_EQ(rule_of(run(
                [&](app::UnitOfWork& work) { return app::save_documents(documents, who, clock_, frameworks_, work); })),
            "done");
  ASSERT_EQ(rule_of(overall(one.id, who, Grade::RequiresImprovement)), "done");
  ASSERT_EQ(rule_of(submit(one.id, who)), "done");

  // The last gatekeeper answers three questions; without an answer nothing is decided.
  app::ModerateAudit unanswered{
      one.id, audit(one.id).version, true, std::nullopt, true, domain::ModerationOutcome::Confirmed, {}, ""};
  EXPECT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::moderate_audit(unanswered, lead("lead"), clock_, frameworks_, work);
            })),
            "moderation.decide.question_missing");
  ASSERT_EQ(rule_of(moderate(one.id, lead("lead"))), "done");
  ASSERT_EQ(audit(one.id).state, domain::AuditState::Final);

  // An action may change after moderation, with a reason and its history.
  const auto action = actions(one.id).front();
  app::PutAction revised = put;
  revised.action = action.id;
  revised.version = action.version;
  revised.owner = action.owner;
  revised.text = "Hold the family meeting with the school there";
  EXPECT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::put_action(revised, lead("lead"), clock_, frameworks_, work);
            })),
            "action.put.reason_missing");
  revised.reason = "The school can help with mornings";
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::put_action(revised, lead("lead"), clock_, frameworks_, work);
            })),
            "done");
  const auto history = app::reasons_of(action.id.text(), read()->co_auditors());
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].note, "The school can help with mornings");
  EXPECT_EQ(history[1].note, action.text);
  close_the_loop(one.id);
  EXPECT_EQ(month("case-audit").now.actions.signed_off, 1);
}

}  // namespace
}  // namespace plumbline
