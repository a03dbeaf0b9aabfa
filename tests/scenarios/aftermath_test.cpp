// What a final grade sets off, and the worker's own voice, among the people of an early help service: Waltham Forest's
// way of working through the use cases on a real database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/action/actions.hpp"
#include "app/audit/audit_context.hpp"
#include "app/audit/earlier_practice.hpp"
#include "app/audit/edit_audit.hpp"
#include "app/audit/hand_over.hpp"
#include "app/audit/reaudit.hpp"
#include "app/audit/submit_audit.hpp"
#include "app/follow_up/follow_ups.hpp"
#include "app/learning/meetings.hpp"
#include "app/mail/reminders.hpp"
#include "app/messages/messages.hpp"
#include "app/moderation/disagreements.hpp"
#include "app/perspective/perspectives.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/disagreement_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/upkeep/upkeep.hpp"
#include "base/text.hpp"
#include "domain/framework/letter_keys.hpp"
#include "domain/framework/loader.hpp"
#include "support/one_audit.hpp"

namespace plumbline::tests {
namespace {

using app::Role;
using app::ScopeKind;
using domain::AuditState;
using domain::FollowUpKind;
using domain::FollowUpState;
using domain::Grade;
using domain::JobRole;
using domain::PersonId;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Aftermath : public OneAudit {
 protected:
  explicit Aftermath(const domain::FrameworkFiles& files = domain::shipped_framework_files())
      : OneAudit("waltham-forest", files) {
    const auto work = store_.begin(kCouncil);
    add(*work, "auditor", JobRole::CaseManager, "South 2");
    add(*work, "worker", JobRole::Practitioner, "North 1", "manager");
    add(*work, "earlier", JobRole::Practitioner, "South 1", "earlier-manager");
    add(*work, "manager", JobRole::TeamManager, "North 1");
    add(*work, "earlier-manager", JobRole::TeamManager, "South 1");
    add(*work, "area", JobRole::AreaManager);
    add(*work, "service", JobRole::ServiceManager);
    add(*work, "hos", JobRole::HeadOfService);
    add(*work, "hos2", JobRole::HeadOfService);
    add(*work, "senior1", JobRole::SeniorManager);
    add(*work, "senior2", JobRole::SeniorManager);
    add(*work, "lead", JobRole::QaLead);
    add(*work, "admin", JobRole::QaAdministrator);
    work->people().put_team({"North 1", "North", "", PersonId{"manager"}});
    work->people().put_team({"South 1", "South", "", PersonId{"earlier-manager"}});
    send(*work, "early-help", [](domain::Audit& audit) {
      audit.reference = "WFE-2026-12-001";
      audit.category = domain::Category::EarlyHelp;
      audit.locality = "North";
      audit.team = "North 1";
      audit.worker_id = PersonId{"worker"};
      audit.supervisor_id = PersonId{"manager"};
      audit.tool = "early-help";
      audit.auditor = PersonId{"auditor"};
    });
    EXPECT_TRUE(work->commit());
  }
  const app::Actor auditor_ = as("auditor", Role::Auditor);
  const app::Actor worker_ = as("worker", Role::SocialWorker);
  const app::Actor manager_ = as("manager", Role::TeamManager, ScopeKind::Team, "North 1");
  const app::Actor hos_ = as("hos", Role::HeadOfService, ScopeKind::Council);
  const app::Actor hos2_ = as("hos2", Role::HeadOfService, ScopeKind::Council);
  const app::Actor lead_ = as("lead", Role::QaLead, ScopeKind::Council);
  const app::Actor admin_ = as("admin", Role::QaAdministrator, ScopeKind::Council);

  void at(const char* instant) { clock_.set(*base::parse_instant(instant)); }
  std::vector<domain::FollowUp> follow_ups() { return read()->follow_ups().of(id_); }
  std::vector<std::string> journal() {
    std::vector<std::string> actions;
    for (const auto& line : journal_lines()) actions.push_back(line.action + " by " + line.actor);
    return actions;
  }
  const domain::Tool& tool() {
    static const auto framework =
        domain::load_framework(domain::shipped_framework_files(), "waltham-forest.yaml").framework;
    return *framework.find_tool("early-help");
  }

  // Writes all that is asked for and returns it; a section below good gets its action.
  void write_and_return(const domain::AuditId& id, const app::Actor& writer, Grade overall,
                        Grade first_section = Grade::Good) {
    Grade judgement = first_section;
    for (const auto* section : sections_for(tool(), domain::Category::EarlyHelp)) {
      domain::AuditSection written;
      written.section = section->key;
      written.judgement = judgement;
      written.evidence = "The record shows it.";
      written.impact = "The child knows whom to ring.";
      for (const auto& question : section->questions)
        if (question.kind == domain::QuestionKind::Compliance && applies_to(question, domain::Category::EarlyHelp))
          written.answers.push_back({question.key, domain::Answer::Yes, ""});
      ASSERT_TRUE(run([&](app::UnitOfWork& work) {
        return app::save_section({id, written, 5}, writer, clock_, frameworks_, work);
      }));
      if (domain::is_below_good(judgement)) {
        app::PutAction put;
        put.audit = id;
        put.section = section->key;
        put.text = "Hold a family meeting.";
        put.measure = "The grandmother knows the plan";
        put.due_on = base::add_days(clock_.today(), 14);
        ASSERT_TRUE(
            run([&](app::UnitOfWork& work) { return app::put_action(put, writer, clock_, frameworks_, work); }));
      }
      judgement = Grade::Good;
    }
    app::SaveDocuments documents{id, {}};
    for (const char* key : {"referral", "assessment", "plan", "reviews", "direct-work", "supervision", "chronology"})
      documents.findings.push_back({key, domain::DocumentFinding::Found, ""});
    ASSERT_TRUE(
        run([&](app::UnitOfWork& work) { return app::save_documents(documents, writer, clock_, frameworks_, work); }));
    ASSERT_TRUE(run([&](app::UnitOfWork& work) {
      return app::save_overall({id, audit(id).version, overall, "It follows from the sections."}, writer, clock_,
                               frameworks_, work);
    }));
    const auto returned = run([&](app::UnitOfWork& work) {
      return app::submit_audit({id, audit(id).version}, writer, clock_, frameworks_, work);
    });
    ASSERT_TRUE(returned) << app::sentence(returned.error());
    ASSERT_EQ(audit(id).state, AuditState::Final);
  }

  base::Result<domain::Perspective> give_view(std::vector<std::string> answers, int version, bool send,
                                              const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) {
      return app::save_perspective({id_, version, std::move(answers), send}, actor, clock_, frameworks_, work);
    });
  }
  base::Result<domain::Disagreement> disagree(const app::Actor& actor, const std::string& reasons = "It was seen.") {
    return run([&](app::UnitOfWork& work) {
      return app::raise_disagreement({id_, reasons}, actor, clock_, frameworks_, work);
    });
  }
};

// ---- the worker's own view (AUDIT-7) ----

TEST_F(Aftermath, OnlyTheWorkerGivesTheirViewAndTheAuditorsReadItOnceSent) {
  const auto draft = give_view({"We wanted calm mornings."}, 0, false, worker_);
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->version, 1);
  const auto view = [&] { return read()->perspectives().find(id_); };
  EXPECT_FALSE(app::may_read_answers(auditor_, audit(), view())) << "a draft is the worker's alone";
  EXPECT_FALSE(app::may_read_answers(lead_, audit(), view()));
  for (const auto& other : {manager_, auditor_, lead_})
    EXPECT_EQ(give_view({"Mine"}, 1, false, other).error().rule, "perspective.save.forbidden");
  EXPECT_EQ(give_view({" "}, 1, true, worker_).error().rule, "perspective.send.empty");
  EXPECT_EQ(give_view({std::string(app::kLongestText + 1, 'x')}, 1, false, worker_).error().rule,
            "perspective.save.too_long");
  ASSERT_TRUE(give_view({"We wanted calm mornings.", "Their trust"}, 1, true, worker_));
  EXPECT_TRUE(app::may_read_answers(auditor_, audit(), view()));
  EXPECT_THAT(letters_to("auditor"), Contains("perspective-sent"));
  EXPECT_EQ(give_view({"More"}, 2, false, worker_).error().rule, "perspective.save.sent");
  EXPECT_THAT(journal(), testing::IsSupersetOf({"perspective-saved by worker", "perspective-sent by worker"}));
  for (const auto& line : journal_lines()) EXPECT_THAT(line.after, Not(HasSubstr("calm mornings")));
}

TEST_F(Aftermath, TwoWindowsOfTheWorkerLoseNoText) {
  ASSERT_TRUE(give_view({"First window"}, 0, false, worker_));
  const auto second = give_view({"Second window"}, 0, false, worker_);
  EXPECT_EQ(second.error().code, base::ErrorCode::Stale);
  EXPECT_EQ(read()->perspectives().find(id_)->answers.front(), "First window");
  EXPECT_TRUE(give_view({"First window"}, 0, false, worker_)) << "what stands there already is no conflict";
}

TEST_F(Aftermath, TheWorkerIsRemindedUntilTheViewIsSentAndNotAfterTheAuditIsBack) {
  const auto due = [&] {
    std::vector<std::string> kinds;
    for (const auto& message : app::reminders_due(*base::parse_day("2026-12-15"), clock_.now(), frameworks_, *read()))
      if (message.kind == "perspective-reminder") kinds.push_back(message.to);
    return kinds;
  };
  EXPECT_THAT(due(), ElementsAre("worker@example.org"));
  ASSERT_TRUE(give_view({"We wanted calm mornings."}, 0, false, worker_));
  EXPECT_THAT(due(), ElementsAre("worker@example.org")) << "a draft is not sent";
  const auto waiting = audit();
  write_and_return(id_, auditor_, Grade::Good);
  EXPECT_THAT(due(), IsEmpty()) << "the auditors have judged without it";
  ASSERT_TRUE(run([&](app::UnitOfWork& work) {
    auto again = audit();
    again.state = waiting.state;
    again.submitted_at = again.finalised_at = {};
    EXPECT_TRUE(work.audits().save(again));
    return work.commit();
  }));
  EXPECT_THAT(due(), ElementsAre("worker@example.org"));
  ASSERT_TRUE(give_view({"We wanted calm mornings."}, 1, true, worker_));
  EXPECT_THAT(due(), IsEmpty());
}

TEST_F(Aftermath, AViewThatWasNotGivenInTimeIsNotTakenAfterTheAuditIsBack) {
  write_and_return(id_, auditor_, Grade::Good);
  EXPECT_EQ(give_view({"Too late"}, 0, true, worker_).error().rule, "perspective.save.state");
}

// ---- requires improvement: supervision, the next meeting (ACT-3) ----

TEST_F(Aftermath, RequiresImprovementIsTalkedOverRecordedAndCheckedAtTheNextMeeting) {
  write_and_return(id_, auditor_, Grade::RequiresImprovement, Grade::RequiresImprovement);
  ASSERT_THAT(follow_ups(), SizeIs(1));
  auto talk = follow_ups().front();
  EXPECT_EQ(talk.kind, FollowUpKind::Supervision);
  EXPECT_EQ(talk.due_on, base::parse_day("2026-12-30"));
  EXPECT_THAT(letters_to("manager"), Contains("follow-up-opened"));
  EXPECT_THAT(letters_to("worker"), Contains("follow-up-opened"));

  at("2026-12-09T09:00:00Z");
  app::AgreeAction agree{talk.id, "Visit weekly until January", "", {}, base::parse_day("2027-01-15")};
  const auto agreed = [&](const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) { return app::agree_action(agree, actor, clock_, frameworks_, work); });
  };
  EXPECT_EQ(agreed(manager_).error().rule, "follow_up.record.measure_missing") << "what is agreed can be measured";
  agree.measure = "Each visit is on the record";
  EXPECT_EQ(agreed(auditor_).error().rule, "follow_up.record.forbidden");
  ASSERT_TRUE(agreed(worker_));
  EXPECT_EQ(agreed(worker_)->state, domain::ActionState::Open);
  EXPECT_THAT(read()->actions().of(id_), SizeIs(2)) << "pressed twice it is there once";

  const auto record = [&](app::RecordTalk command, const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) { return app::record_talk(command, actor, clock_, work); });
  };
  app::RecordTalk command{talk.id, talk.version, base::parse_day("2026-12-10"), "We agreed weekly visits."};
  EXPECT_EQ(record(command, worker_).error().rule, "follow_up.record.forbidden");
  EXPECT_EQ(record(command, manager_).error().rule, "follow_up.record.day_future");
  command.talked_on = base::parse_day("2026-12-01");
  EXPECT_EQ(record(command, manager_).error().rule, "follow_up.record.day_early");
  command.talked_on = base::parse_day("2026-12-08");
  ASSERT_TRUE(record(command, manager_));
  EXPECT_EQ(record(command, manager_).error().rule, "follow_up.record.state") << "recorded once";
  EXPECT_THAT(letters_to("worker"), Contains("talk-recorded"));

  // The meeting lists it, is not content, is content in the end.
  const auto listed = [&] { return read()->follow_ups().open_for_meeting("early-help"); };
  ASSERT_THAT(listed(), SizeIs(1));
  EXPECT_EQ(listed()[0].reference, "WFE-2026-12-001");
  const auto check = [&](bool done, const std::string& note, const app::Actor& actor) {
    const auto version = follow_ups().front().version;
    return run([&](app::UnitOfWork& work) {
      return app::check_talk({talk.id, version, done, note}, actor, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(check(true, "", manager_).error().rule, "follow_up.check.forbidden") << "nobody checks their own";
  EXPECT_EQ(check(false, "", hos_).error().rule, "follow_up.check.note_missing");
  ASSERT_TRUE(check(false, "The visits are not on the record.", hos_));
  EXPECT_EQ(follow_ups().front().state, FollowUpState::Open);
  EXPECT_THAT(letters_to("manager"), Contains("talk-not-done"));
  EXPECT_THAT(letters_to("area"), Contains("talk-not-done")) << "non-compliance goes up the line";
  command.version = follow_ups().front().version;
  ASSERT_TRUE(record(command, manager_));
  ASSERT_TRUE(check(true, "", hos_));
  EXPECT_EQ(follow_ups().front().state, FollowUpState::Done);
  EXPECT_THAT(listed(), IsEmpty());
}

// ACT-3: the meeting checks it in its own minutes, in one save with what was said; closed minutes keep telling so.
TEST_F(Aftermath, TheMinutesOfTheNextMeetingSayWhetherItIsDone) {
  write_and_return(id_, auditor_, Grade::RequiresImprovement, Grade::RequiresImprovement);
  const auto talk = follow_ups().front();
  const app::MeetingKey key{"early-help", *base::parse_period("2026-12"), ""};
  const auto open = [&] { return app::open_meeting(key, lead_, frameworks_, *store_.read(kCouncil)).value(); };
  const auto minutes = [&](bool done, const std::string& note) {
    app::RecordMeeting command{
        key, open().meeting.version, {{PersonId{"lead"}, domain::Attendance::Present}}, {}, "Said.", "", "Plans", {}};
    command.checks = {{talk.id, follow_ups().front().version, done, note}};
    return run([&](app::UnitOfWork& work) { return app::record_meeting(command, lead_, clock_, frameworks_, work); });
  };
  const auto day = open().meeting.on;
  clock_.set(base::london_midnight(day) + std::chrono::hours{11});
  ASSERT_THAT(open().follow_ups, SizeIs(1));
  const auto refused = minutes(true, "");
  EXPECT_EQ(refused.error().rule, "follow_up.check.state") << "nothing is recorded yet that could be done";
  EXPECT_EQ(refused.error().field, "done-" + talk.id.text());
  EXPECT_TRUE(open().meeting.id.empty()) << "minutes and checks are kept together or not at all";
  EXPECT_EQ(minutes(false, " ").error().field, "note-" + talk.id.text());
  ASSERT_TRUE(minutes(false, "The visits are not on the record."));
  EXPECT_EQ(open().meeting.minutes, "Said.");
  EXPECT_THAT(letters_to("manager"), Contains("talk-not-done"));
  ASSERT_THAT(open().checked, SizeIs(1));
  EXPECT_EQ(open().checked[0].follow_up.checked_note, "The visits are not on the record.");
  ASSERT_TRUE(run([&](app::UnitOfWork& work) {
    return app::close_meeting({key, open().meeting.version}, lead_, clock_, frameworks_, work);
  }));
  EXPECT_THAT(open().checked, SizeIs(1));
  EXPECT_EQ(follow_ups().front().state, FollowUpState::Open) << "and the next meeting checks it again";
}

TEST_F(Aftermath, ATalkNotRecordedInTimeGoesUpTheLineOnce) {
  write_and_return(id_, auditor_, Grade::RequiresImprovement, Grade::RequiresImprovement);
  at("2026-12-30T12:00:00Z");
  EXPECT_EQ(app::run_upkeep(store_, frameworks_, clock_).followed_up, 0) << "the last day is still in time";
  at("2026-12-31T00:10:00Z");
  EXPECT_EQ(app::run_upkeep(store_, frameworks_, clock_).followed_up, 1);
  EXPECT_EQ(app::run_upkeep(store_, frameworks_, clock_).followed_up, 0);
  EXPECT_EQ(std::ranges::count(letters_to("area"), "follow-up-escalated"), 1);
  EXPECT_EQ(std::ranges::count(letters_to("service"), "follow-up-escalated"), 1);
  EXPECT_THAT(journal(), Contains("follow-up-escalated by command-line"));
}

// ---- inadequate: the alert and the re-audit (ACT-4) ----

TEST_F(Aftermath, InadequateAlertsTheServiceManagerAndIsAuditedAgainBySomebodySenior) {
  EXPECT_TRUE(run([](app::UnitOfWork& work) {
    // One of the two senior managers supervised the worker's case before: a never-rule keeps them from it.
    const auto import = work.cases().begin_import();
    domain::Case row;
    row.child_id = domain::ChildId{"C1"};
    row.category = domain::Category::EarlyHelp;
    row.locality = "North";
    row.team = "North 1";
    row.worker_id = PersonId{"worker"};
    row.supervisor_id = PersonId{"senior1"};
    row.opened_on = base::parse_day("2026-01-05");
    import->insert(row, 1);
    import->finish();
    return work.commit();
  }));
  write_and_return(id_, auditor_, Grade::Inadequate, Grade::Inadequate);
  EXPECT_THAT(letters_to("service"), Contains("grade-alert"));
  ASSERT_THAT(follow_ups(), SizeIs(1));
  const auto planned = follow_ups().front();
  ASSERT_TRUE(planned.reaudit);
  EXPECT_EQ(planned.from_on, base::parse_day("2027-02-02"));
  EXPECT_EQ(planned.due_on, base::parse_day("2027-03-02"));
  const auto again = audit(*planned.reaudit);
  EXPECT_EQ(again.reaudit_of, id_);
  EXPECT_EQ(again.state, AuditState::Allocated);
  EXPECT_EQ(again.reference, "WFE-2027-02-001");
  EXPECT_EQ(again.child_id.text(), "C1");
  EXPECT_EQ(again.tool, audit().tool);
  EXPECT_EQ(again.auditor, PersonId{"senior2"}) << "the other one supervises the case";
  EXPECT_EQ(again.due_on, base::parse_day("2027-03-02"));
  EXPECT_THAT(letters_to("senior2"), ElementsAre("re-audit-planned"));
  EXPECT_THAT(read()->audits().of_cycle(domain::CycleId{"cycle"}), SizeIs(1)) << "no part of the sample";

  // Given to somebody else by hand only where no rule forbids it.
  const auto give_to = [&](const std::string& person) {
    return run([&](app::UnitOfWork& work) {
      return app::reallocate_audit({again.id, audit(again.id).version, PersonId{person}, "Leave"}, admin_, clock_,
                                   frameworks_, work);
    });
  };
  EXPECT_EQ(give_to("auditor").error().rule, "reaudit.make.first_auditor");
  EXPECT_EQ(give_to("area").error().rule, "reaudit.make.role");
  EXPECT_EQ(give_to("senior1").error().rule, "allocation.never.supervises_case");

  at("2027-02-01T09:00:00Z");
  EXPECT_EQ(app::run_upkeep(store_, frameworks_, clock_).followed_up, 0);
  at("2027-02-02T09:00:00Z");
  EXPECT_EQ(app::run_upkeep(store_, frameworks_, clock_).followed_up, 1);
  EXPECT_EQ(app::run_upkeep(store_, frameworks_, clock_).followed_up, 0);
  EXPECT_EQ(audit(again.id).state, AuditState::Sent);
  EXPECT_THAT(letters_to("senior2"), Contains("audit-sent"));
  EXPECT_THAT(letters_to("worker"), Contains("perspective-asked")) << "the worker is asked again";

  write_and_return(again.id, as("senior2", Role::Auditor), Grade::Good);
  EXPECT_EQ(follow_ups().front().state, FollowUpState::Done);
  EXPECT_THAT(letters_to("service"), Contains("re-audit-final"));
  EXPECT_EQ(app::change_of(audit().grade(), audit(again.id).grade()), app::Change::Better);
  EXPECT_EQ(app::change_of(Grade::Good, {}), app::Change::Unknown);
  EXPECT_EQ(read()->cases().find(domain::ChildId{"C1"})->last_audited_on, base::parse_day("2027-02-02"))
      << "it counts for the six-month rule";
}

TEST_F(Aftermath, AReauditNobodyMayMakeWaitsForTheAdministrator) {
  EXPECT_TRUE(run([](app::UnitOfWork& work) {
    for (const auto* id : {"senior1", "senior2"}) {
      auto person = *work.people().find(PersonId{id});
      person.away_from = base::parse_day("2027-01-01");
      person.away_to = base::parse_day("2027-12-31");
      work.people().put(person);
    }
    return work.commit();
  }));
  write_and_return(id_, auditor_, Grade::InadequateCritical, Grade::InadequateCritical);
  const auto again = *follow_ups().front().reaudit;
  EXPECT_EQ(audit(again).auditor, std::nullopt);
  EXPECT_THAT(letters_to("admin"), Contains("re-audit-unplaced"));
  at("2027-02-02T09:00:00Z");
  EXPECT_EQ(app::run_upkeep(store_, frameworks_, clock_).followed_up, 0) << "it is sent to nobody";
  EXPECT_EQ(audit(again).state, AuditState::Allocated);
}

// ---- disagreement (MOD-4) ----

TEST_F(Aftermath, ADisagreementIsSettledBySomebodyIndependentAndTheFirstGradeIsKept) {
  write_and_return(id_, auditor_, Grade::Inadequate, Grade::Inadequate);
  EXPECT_EQ(disagree(worker_).error().rule, "disagreement.raise.forbidden") << "the framework names the managers";
  EXPECT_EQ(disagree(manager_, " ").error().rule, "disagreement.raise.reasons_missing");
  const auto raised = disagree(manager_);
  ASSERT_TRUE(raised);
  EXPECT_EQ(raised->decider, PersonId{"hos"});
  EXPECT_EQ(disagree(manager_).error().rule, "disagreement.raise.already");
  EXPECT_THAT(letters_to("hos"), Contains("disagreement-raised"));
  EXPECT_THAT(letters_to("auditor"), Contains("disagreement-told"));

  const auto decide = [&](std::optional<bool> stands, std::optional<Grade> to, const app::Actor& actor,
                          const std::string& finding = "The visits were made.") {
    const auto version = read()->disagreements().find(raised->id)->version;
    return run([&](app::UnitOfWork& work) {
      return app::decide_disagreement({raised->id, version, stands, to, finding}, actor, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(decide(true, {}, hos2_).error().rule, "disagreement.decide.forbidden");
  EXPECT_EQ(decide({}, {}, hos_).error().rule, "disagreement.decide.outcome_missing");
  EXPECT_EQ(decide(false, Grade::Inadequate, hos_).error().rule, "disagreement.decide.grade_same");
  EXPECT_EQ(decide(true, {}, hos_, "").error().rule, "disagreement.decide.finding_missing");
  const auto take_over = [&](const app::Actor& actor, const std::string& reason) {
    return run([&](app::UnitOfWork& work) {
      return app::take_over_disagreement({raised->id, 0, reason}, actor, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(take_over(lead_, "I am free").error().rule, "disagreement.take_over.forbidden");
  EXPECT_EQ(take_over(hos2_, "").error().rule, "disagreement.take_over.reason_missing");
  ASSERT_TRUE(take_over(hos2_, "Leave"));
  EXPECT_EQ(decide(true, {}, hos_).error().rule, "disagreement.decide.forbidden");

  const auto planned = *follow_ups().front().reaudit;
  ASSERT_TRUE(decide(false, Grade::RequiresImprovement, hos2_));
  EXPECT_EQ(audit().overall, Grade::Inadequate) << "the auditor's own grade is kept for ever";
  EXPECT_EQ(audit().grade(), Grade::RequiresImprovement);
  const auto settled = *read()->disagreements().of(id_);
  EXPECT_EQ(settled.from, Grade::Inadequate);
  EXPECT_EQ(settled.to, Grade::RequiresImprovement);
  for (const auto* person : {"auditor", "worker", "manager"})
    EXPECT_THAT(letters_to(person), Contains("disagreement-settled")) << person;
  // What the grade sets off follows it.
  EXPECT_EQ(audit(planned).state, AuditState::Withdrawn);
  ASSERT_THAT(follow_ups(), SizeIs(2));
  EXPECT_THAT(follow_ups(), testing::UnorderedElementsAre(
                                testing::AllOf(testing::Field(&domain::FollowUp::kind, FollowUpKind::Reaudit),
                                               testing::Field(&domain::FollowUp::state, FollowUpState::Withdrawn)),
                                testing::Field(&domain::FollowUp::kind, FollowUpKind::Supervision)));
  EXPECT_EQ(decide(true, {}, hos2_).error().rule, "disagreement.decide.state") << "the finding is final";
}

TEST_F(Aftermath, ADisagreementComesInTimeOrNotAtAll) {
  EXPECT_EQ(disagree(manager_).error().rule, "disagreement.raise.state");
  write_and_return(id_, auditor_, Grade::Good);
  at("2026-12-17T00:00:00Z");
  const auto refused = disagree(manager_);
  EXPECT_EQ(refused.error().rule, "disagreement.raise.too_late");
  EXPECT_THAT(app::sentence(refused.error()), HasSubstr("16 December 2026"));
  at("2026-12-16T23:59:59Z");  // the tenth working day
  EXPECT_TRUE(disagree(manager_));
}

// ---- an earlier worker's practice (AUDIT-12) ----

TEST_F(Aftermath, EarlierPracticeIsFedBackToThatWorkerAndTheirManagerAndToNobodyElse) {
  const auto note = [&](app::NotePractice command, const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) { return app::note_practice(command, actor, clock_, frameworks_, work); });
  };
  app::NotePractice command{id_, domain::PracticeKind::Strength, PersonId{"earlier"}, "", "A clear plan from day one."};
  EXPECT_EQ(note(command, worker_).error().rule, "audit.save.forbidden");
  auto wrong = command;
  wrong.worker = PersonId{"worker"};
  EXPECT_EQ(note(wrong, auditor_).error().rule, "earlier_practice.note.who_present");
  wrong.worker.reset();
  EXPECT_EQ(note(wrong, auditor_).error().rule, "earlier_practice.note.who_missing");
  wrong = command;
  wrong.text = " ";
  EXPECT_EQ(note(wrong, auditor_).error().rule, "earlier_practice.note.text_missing");
  const auto noted = note(command, auditor_);
  ASSERT_TRUE(noted);
  app::NotePractice team{id_, domain::PracticeKind::Concern, {}, "South 1", "Handed over late."};
  ASSERT_TRUE(note(team, auditor_));
  EXPECT_THAT(letters_to("earlier"), IsEmpty()) << "not before the audit is final";

  write_and_return(id_, auditor_, Grade::Good);
  EXPECT_THAT(letters_to("earlier"), ElementsAre("practice-fed-back"));
  EXPECT_EQ(std::ranges::count(letters_to("earlier-manager"), "practice-fed-back"), 2) << "their worker, their team";
  for (const auto* person : {"worker", "manager", "lead", "hos", "area"})
    EXPECT_THAT(letters_to(person), Not(Contains("practice-fed-back"))) << person;

  const auto kept = *read()->follow_ups().find_practice(noted->id);
  const auto earlier = as("earlier", Role::SocialWorker);
  EXPECT_TRUE(app::may_read(earlier, kept, audit()));
  EXPECT_TRUE(app::may_read(auditor_, kept, audit()));
  for (const auto& other : {worker_, manager_, lead_, hos_, admin_})
    EXPECT_EQ(app::may_read(other, kept, audit()).error().rule, "access.row.not_found");
  const auto acknowledge = [&](const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) { return app::acknowledge_practice({noted->id}, actor, clock_, work); });
  };
  EXPECT_EQ(acknowledge(lead_).error().rule, "access.row.not_found");
  ASSERT_TRUE(acknowledge(earlier));
  ASSERT_TRUE(acknowledge(earlier)) << "twice does nothing more";
  EXPECT_EQ(std::ranges::count(journal(), "practice-acknowledged by earlier"), 1);
  EXPECT_EQ(note(command, auditor_).error().code, base::ErrorCode::RuleBroken) << "a finished audit is not written in";
}

// ---- hand-over (ACT-6) and examples (AUDIT-13) ----

TEST_F(Aftermath, AFinishedAuditIsHandedToTheChildsRecordOnce) {
  write_and_return(id_, auditor_, Grade::Good, Grade::RequiresImprovement);
  EXPECT_THAT(letters_to("manager"), Contains("hand-over-asked"));
  const auto reader = read();
  const auto context = *app::audit_context(id_, frameworks_, *reader);
  const auto text = app::case_note(context, app::contents_of(id_, *reader), reader->people());
  const auto sections = sections_for(tool(), domain::Category::EarlyHelp);
  EXPECT_THAT(text, HasSubstr("WFE-2026-12-001"));
  EXPECT_THAT(text, HasSubstr("2 December 2026"));
  EXPECT_THAT(text, HasSubstr("Person auditor"));
  EXPECT_THAT(text, HasSubstr("To be learned: " + sections[0]->title + "."));
  EXPECT_THAT(text, HasSubstr("Strengths: " + sections[1]->title + ", "));
  EXPECT_THAT(text, HasSubstr("Hold a family meeting (by 16 December 2026)."));
  EXPECT_THAT(text, Not(HasSubstr("The record shows it"))) << "no free text that the template does not ask for";
  EXPECT_THAT(text, Not(HasSubstr("{")));

  const auto hand_over = [&](std::optional<base::Day> on, const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) {
      return app::hand_over_audit({id_, on}, actor, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(hand_over(base::parse_day("2026-12-02"), auditor_).error().rule, "hand_over.record.forbidden");
  EXPECT_EQ(hand_over({}, manager_).error().rule, "hand_over.record.day_missing");
  EXPECT_EQ(hand_over(base::parse_day("2026-12-03"), manager_).error().rule, "hand_over.record.day_future");
  EXPECT_EQ(hand_over(base::parse_day("2026-12-01"), manager_).error().rule, "hand_over.record.day_early");
  ASSERT_TRUE(hand_over(base::parse_day("2026-12-02"), manager_));
  EXPECT_EQ(hand_over(base::parse_day("2026-12-02"), worker_).error().rule, "hand_over.record.already");
  EXPECT_EQ(read()->follow_ups().hand_over_of(id_)->by, PersonId{"manager"});
}

// Whatever somebody typed into an action stands in the note as typed, also where it looks like a placeholder.
TEST_F(Aftermath, WhatIsTypedIsNeverReadAsAPlaceholder) {
  write_and_return(id_, auditor_, Grade::Good, Grade::RequiresImprovement);
  const auto reader = read();
  const auto context = *app::audit_context(id_, frameworks_, *reader);
  auto contents = app::contents_of(id_, *reader);
  contents.actions.front().text = "Ask for {grade} and {reference}";
  EXPECT_THAT(app::case_note(context, contents, reader->people()), HasSubstr("Ask for {grade} and {reference}"));
}

TEST_F(Aftermath, AnExampleIsSharedByThoseWhoAnswerForTheTeam) {
  const auto* first = sections_for(tool(), domain::Category::EarlyHelp).front();
  write_and_return(id_, auditor_, Grade::Good);
  const auto share = [&](const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) { return app::share_example({id_, first->key}, actor, clock_, work); });
  };
  EXPECT_EQ(share(manager_).error().rule, "example.share.unknown") << "nobody flagged it";
  EXPECT_TRUE(run([&](app::UnitOfWork& work) {
    auto section = work.audits().sections(id_).front();
    for (auto& each : work.audits().sections(id_))
      if (each.section == first->key) section = each;
    section.good_practice = true;
    EXPECT_TRUE(work.audits().save_section(id_, section));
    return work.commit();
  }));
  EXPECT_EQ(share(worker_).error().rule, "example.share.forbidden");
  ASSERT_TRUE(share(manager_));
  ASSERT_TRUE(share(lead_));
  const auto examples = read()->follow_ups().examples({}, {}, {true, {}, {}, {}, {}}).rows;
  ASSERT_THAT(examples, SizeIs(1));
  EXPECT_EQ(examples[0].shared_by, PersonId{"manager"});
}

// ---- the form an audit was made with (AUDIT-1) ----

TEST_F(Aftermath, AnImportedAuditOpensWithItsOwnFormAfterThatHasMovedOn) {
  EXPECT_TRUE(run([&](app::UnitOfWork& work) {
    auto old = audit();
    old.imported = true;
    old.cycle = domain::CycleId{"none-of-ours"};
    EXPECT_TRUE(work.audits().save(old));
    return work.commit();
  }));
  auto files = domain::shipped_framework_files();
  for (auto& [name, text] : files)
    if (name == "waltham-forest.yaml" || name == "tools/early-help.yaml")
      text = base::replace_all(text, "\nversion: 1\n", "\nversion: 2\n");
  ASSERT_TRUE(run([&](app::UnitOfWork& work) {
    return app::add_council({kCouncil, "", files, "waltham-forest.yaml", ""}, app::command_line_actor(kCouncil), clock_,
                            work);
  }));
  const auto context = app::audit_context(id_, frameworks_, *read());
  ASSERT_TRUE(context) << app::sentence(context.error());
  EXPECT_EQ(context->tool->version, 1);
  EXPECT_EQ(context->framework->version, 1);
}

// ---- letters in a council's own words ----

domain::FrameworkFiles with_every_letter() {
  auto files = domain::shipped_framework_files();
  auto& text = files.at("waltham-forest.yaml");
  const auto begin = text.find("letters:");
  std::string letters = "letters:\n";
  for (const auto key : domain::kLetterKeys)
    letters += "  - {key: " + std::string(key) + ", subject: \"Ours: {reference} {due}\", body: \"To {person}.\"}\n";
  text.replace(begin, text.find("quiet_hours:") - begin, letters);
  return files;
}

class AftermathInOwnWords : public Aftermath {
 protected:
  AftermathInOwnWords() : Aftermath(with_every_letter()) {}
  // Of the letters that a council can word: those that went out, each in its words.
  std::set<std::string> sent_in_own_words() {
    std::set<std::string> kinds;
    for (const auto& letter : letters()) {
      if (std::ranges::find(domain::kLetterKeys, letter.kind) == domain::kLetterKeys.end()) continue;
      kinds.insert(letter.kind);
      EXPECT_THAT(letter.subject, testing::StartsWith("Ours: WFE-")) << letter.kind;
      EXPECT_THAT(letter.body, testing::StartsWith("To Person ")) << letter.kind;
      EXPECT_THAT(letter.body, HasSubstr("{public_url}/")) << letter.kind << " has its link";
    }
    return kinds;
  }
};

TEST_F(AftermathInOwnWords, EveryLetterOfAnAuditAndItsAftermathIsWorded) {
  ASSERT_TRUE(run([&](app::UnitOfWork& work) {
    return app::hand_back_audit({id_, audit().version, "conflict", ""}, auditor_, clock_, frameworks_, work);
  }));
  EXPECT_TRUE(run([&](app::UnitOfWork& work) {
    auto again = audit();
    again.state = AuditState::Sent;
    EXPECT_TRUE(work.audits().save(again));
    return work.commit();
  }));
  write_and_return(id_, auditor_, Grade::RequiresImprovement, Grade::RequiresImprovement);
  at("2026-12-31T12:00:00Z");
  app::run_upkeep(store_, frameworks_, clock_);
  EXPECT_THAT(sent_in_own_words(),
              testing::IsSupersetOf({"audit-handed-back", "audit-finished", "grade-alert", "hand-over-asked",
                                     "action-given", "follow-up-opened", "follow-up-escalated"}));
  const auto day = [&](const std::string& kind) {
    for (const auto& letter : letters())
      if (letter.kind == kind) return letter.subject;
    return std::string();
  };
  EXPECT_EQ(day("follow-up-opened"), "Ours: WFE-2026-12-001 Wednesday 30 December 2026") << "the follow-up's own day";
  const auto reminders = [&](const char* on) {
    std::set<std::string> kinds;
    for (const auto& message : app::reminders_due(*base::parse_day(on), clock_.now(), frameworks_, *read())) {
      kinds.insert(message.kind);
      EXPECT_THAT(message.subject, testing::StartsWith("Ours: WFE-")) << message.kind;
    }
    return kinds;
  };
  EXPECT_THAT(reminders("2026-12-17"), Contains("action-overdue"));
  EXPECT_THAT(reminders("2026-12-30"), Contains("action-escalated"));
}

TEST_F(AftermathInOwnWords, ASecondAuditTellsItsTimeBelowTheCouncilsWords) {
  write_and_return(id_, auditor_, Grade::Inadequate);
  EXPECT_THAT(sent_in_own_words(), Contains("re-audit-planned"));
  for (const auto& letter : letters())
    if (letter.kind == "re-audit-planned") {
      EXPECT_THAT(letter.body,
                  HasSubstr("The case of audit WFE-2026-12-001 is looked at again between 2 February 2027 and "
                            "2 March 2027."));
    }
}

// ---- what a framework says of actions ----

class AftermathOfFixedActions : public Aftermath {
 protected:
  static domain::FrameworkFiles fixed() {
    auto files = domain::shipped_framework_files();
    auto& text = files.at("waltham-forest.yaml");
    text = base::replace_all(text, "sign_off: [supervising-manager]",
                             "sign_off: [area-manager]\n      may_change_after_moderation: no");
    return files;
  }
  AftermathOfFixedActions() : Aftermath(fixed()) {}
};

TEST_F(AftermathOfFixedActions, AreSignedOffByWhomItNamesAndStandOnceTheAuditIsFinal) {
  write_and_return(id_, auditor_, Grade::RequiresImprovement, Grade::RequiresImprovement);
  auto action = read()->actions().of(id_).front();
  EXPECT_EQ(action.sign_off_by, PersonId{"area"});
  app::PutAction change{action.id,      action.version, id_,           action.section,  "Hold two family meetings.",
                        action.measure, action.owner,   action.due_on, action.priority, "One was not enough"};
  EXPECT_EQ(run([&](app::UnitOfWork& work) { return app::put_action(change, auditor_, clock_, frameworks_, work); })
                .error()
                .rule,
            "action.put.fixed");
  ASSERT_TRUE(run([&](app::UnitOfWork& work) {
    return app::mark_action_done({action.id, action.version, "The meeting of 9 December"}, worker_, clock_, work);
  }));
  EXPECT_THAT(letters_to("area"), Contains("action-done"));
  const auto area = as("area", Role::Auditor);
  const auto sign = [&](const app::Actor& actor) {
    const auto version = read()->actions().find(action.id)->version;
    return run([&](app::UnitOfWork& work) {
      return app::sign_off_action({action.id, version, true, ""}, actor, clock_, work);
    });
  };
  ASSERT_TRUE(sign(area)) << "whoever the framework names";
  EXPECT_EQ(read()->actions().find(action.id)->state, domain::ActionState::SignedOff);
}

TEST_F(Aftermath, ADateBeyondWhatThePriorityAllowsIsAskedAbout) {
  app::PutAction put;
  put.audit = id_;
  put.text = "Hold a family meeting.";
  put.measure = "The grandmother knows the plan";
  put.priority = domain::Priority::High;
  const auto asked = [&](int days) {
    put.due_on = base::add_days(clock_.today(), days);
    const auto action =
        run([&](app::UnitOfWork& work) { return app::put_action(put, auditor_, clock_, frameworks_, work); });
    EXPECT_TRUE(action);
    put.action = action->id;
    put.version = action->version;
    std::vector<std::string> rules;
    const auto findings = app::check_audit(audit(), frameworks_, *read());
    for (const auto& finding : findings.value()) {
      if (finding.error.rule != "audit.submit.action_due_late") continue;
      EXPECT_FALSE(finding.blocks);
      EXPECT_THAT(app::sentence(finding.error), HasSubstr("high priority is to be done within 14 days"));
      rules.push_back(finding.error.rule);
    }
    return rules.size();
  };
  EXPECT_EQ(asked(14), 0U);
  EXPECT_EQ(asked(15), 1U);
}

}  // namespace
}  // namespace plumbline::tests
