// Waltham Forest's cycle in plain steps, in one piece: the register is imported, chance makes pairs with two cases
// each, practitioners say how they see their work, one of a pair is away, an inadequate – critical audit alerts at once
// and is audited again, a manager disagrees and an independent look settles it, the meeting talks every case over and
// chooses the next theme, the note goes onto the child's record, and the re-audit is compared with the first.
#include <map>
#include <set>

#include "app/audit/earlier_practice.hpp"
#include "app/audit/hand_over.hpp"
#include "app/audit/reaudit.hpp"
#include "app/audit/together.hpp"
#include "app/follow_up/follow_ups.hpp"
#include "app/learning/meetings.hpp"
#include "app/moderation/disagreements.hpp"
#include "app/perspective/perspectives.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/disagreement_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "app/upkeep/upkeep.hpp"
#include "support/journey.hpp"

namespace plumbline {
namespace {

using app::Role;
using app::ScopeKind;
using domain::AuditState;
using domain::FollowUpKind;
using domain::FollowUpState;
using domain::Grade;
using domain::PersonId;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using tests::rule_of;

// Six teams of five practitioners, who work two families each; every second family has the theme of neglect.
class WalthamForest : public tests::Journey {
 protected:
  WalthamForest() : Journey("waltham-forest") {
    std::string staff;
    std::string team_rows;
    std::string cases;
    for (int t = 0; t < 6; ++t) {
      const auto team = "Team " + std::to_string(t);
      const auto manager = "M" + std::to_string(t);
      staff += person_row(manager, "team-manager", team);
      team_rows += team + ",,," + manager + "\n";
      for (int p = 0; p < 5; ++p) {
        const auto practitioner = "P" + std::to_string(t * 5 + p);
        staff += person_row(practitioner, "practitioner", team);
        for (int c = 0; c < 2; ++c)
          cases += case_row("C" + std::to_string(1000 + (t * 5 + p) * 2 + c), "early-help", "", "", team, practitioner,
                            manager, "", c == 0 ? "neglect" : "");
      }
    }
    staff += person_row("area", "area-manager") + person_row("service", "service-manager") +
             person_row("hos", "head-of-service") + person_row("hos2", "head-of-service") +
             person_row("senior", "senior-manager") + person_row("senior2", "senior-manager") +
             person_row("lead", "qa-lead") + person_row("admin", "qa-administrator");
    people(staff);
    teams(team_rows);
    register_of(cases);
  }

  app::Actor manager(const domain::Audit& of) {
    return as(of.supervisor_id->text(), Role::TeamManager, ScopeKind::Team, of.team);
  }
  PersonId second_of(const domain::Audit& of) { return of.co_auditor(domain::CoAuditorKind::Second)->person; }
  std::vector<domain::FollowUp> follow_ups(const domain::AuditId& id) { return read()->follow_ups().of(id); }
  void return_it(const domain::AuditId& id) {
    ASSERT_EQ(rule_of(submit(id, auditor(*audit(id).auditor))), "done");
    ASSERT_EQ(audit(id).state, AuditState::Final) << "nobody moderates here: pairs and the meeting keep the standard";
  }
  app::MeetingKey december() const { return {"early-help", period_, ""}; }
  app::OpenMeeting meeting() { return app::open_meeting(december(), lead("lead"), frameworks_, *read()).value(); }
  template <class UseCase, class Command>
  auto at_meeting(UseCase use_case, const Command& command) {
    const auto chair = as("hos", Role::HeadOfService, ScopeKind::Council);
    return run([&](app::UnitOfWork& work) { return use_case(command, chair, clock_, frameworks_, work); });
  }
};

TEST_F(WalthamForest, ACycleOfPairsGoesFromTheImportOverTheMeetingToTheReauditComparedWithTheFirst) {
  // Chance makes pairs; each has two cases at most, and neither of them works one of theirs.
  draw_allocate_and_send("early-help");
  const auto all = audits("early-help");
  ASSERT_THAT(all, SizeIs(24));
  EXPECT_THAT(verified("early-help"), IsEmpty());
  std::map<std::set<PersonId>, int> pairs;
  for (const auto& one : all) {
    ++pairs[{*one.auditor, second_of(one)}];
    EXPECT_NE(one.worker_id, one.auditor);
    EXPECT_NE(one.worker_id, second_of(one));
  }
  for (const auto& [pair, cases] : pairs) EXPECT_LE(cases, 2);
  const auto &critical = all[0], &improving = all[1], &disputed = all[2], &alone = all[3];

  // The practitioner is asked how they see it, and the pair reads it before they judge.
  EXPECT_THAT(letters_to(*critical.worker_id), Contains("perspective-asked"));
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::save_perspective({critical.id, 0, {"We wanted calm mornings.", "Their trust"}, true},
                                           as(critical.worker_id->text(), Role::SocialWorker), clock_, frameworks_,
                                           work);
            })),
            "done");
  for (const auto& reader : {*critical.auditor, second_of(critical)})
    EXPECT_TRUE(app::may_read_answers(auditor(reader), critical, read()->perspectives().find(critical.id)));

  // One of a pair is away: the other completes it and presents alone.
  const auto stays = second_of(alone);
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::arrange_pair({alone.id, alone.version, alone.auditor, "Ill"}, run_, clock_, work);
            })),
            "done");
  EXPECT_EQ(audit(alone.id).auditor, stays);
  EXPECT_THAT(letters_to(stays), Contains("auditor-away"));

  // A child may be at risk: the team manager hears of it at once, before the audit is finished.
  const auto raised = run([&](app::UnitOfWork& work) {
    return app::raise_concern({{}, critical.id, domain::ConcernKind::Immediate, "Nobody has seen the baby.", ""},
                              auditor(*critical.auditor), clock_, frameworks_, work);
  });
  ASSERT_EQ(rule_of(raised), "done");
  EXPECT_THAT(letters_to(*critical.supervisor_id), Contains("concern-raised"));

  // Both of a pair write in the same audit; what an earlier practitioner did well goes back to them.
  ASSERT_EQ(rule_of(save(improving.id, "assessment", auditor(second_of(improving)))), "done");
  const PersonId earlier{improving.worker_id == PersonId{"P29"} ? "P28" : "P29"};
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::note_practice(
                  {improving.id, domain::PracticeKind::Strength, earlier, "", "A clear plan from day one."},
                  auditor(*improving.auditor), clock_, frameworks_, work);
            })),
            "done");
  write_with_an_action(critical.id, auditor(*critical.auditor), "assessment", Grade::InadequateCritical);
  write_with_an_action(improving.id, auditor(*improving.auditor), "planning", Grade::RequiresImprovement);
  write_with_an_action(disputed.id, auditor(*disputed.auditor), "planning", Grade::RequiresImprovement);
  write_all(alone.id, auditor(stays));
  for (std::size_t i = 4; i < all.size(); ++i) write_all(all[i].id, auditor(*all[i].auditor));
  for (const auto& one : all) return_it(one.id);
  if (HasFatalFailure()) return;
  EXPECT_THAT(letters_to(earlier), Contains("practice-fed-back"));

  // Inadequate – critical: the service manager is alerted, and somebody senior audits again in two to three months.
  EXPECT_THAT(letters_to(PersonId{"service"}), Contains("grade-alert"));
  ASSERT_THAT(follow_ups(critical.id), SizeIs(1));
  const auto again = *follow_ups(critical.id).front().reaudit;
  EXPECT_EQ(read()->people().find(*audit(again).auditor)->role, domain::JobRole::SeniorManager);
  EXPECT_EQ(follow_ups(critical.id).front().from_on, base::parse_day("2027-02-01"));

  // Requires improvement: manager and practitioner agree what is to be done and record it in supervision.
  clock_.set(*base::parse_instant("2026-12-08T09:00:00Z"));
  ASSERT_THAT(follow_ups(improving.id), SizeIs(1));
  const auto talk = follow_ups(improving.id).front();
  ASSERT_EQ(talk.kind, FollowUpKind::Supervision);
  ASSERT_EQ(
      rule_of(run([&](app::UnitOfWork& work) {
        return app::agree_action(
            {talk.id, "Visit weekly until January", "Each visit is on the record", {}, base::parse_day("2027-01-15")},
            manager(improving), clock_, frameworks_, work);
      })),
      "done");
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::record_talk({talk.id, talk.version, clock_.today(), "We agreed weekly visits."},
                                      manager(improving), clock_, work);
            })),
            "done");

  // A manager disagrees; a head of service who had no part in it looks and comes to another grade. That is final.
  const auto disagreed = run([&](app::UnitOfWork& work) {
    return app::raise_disagreement({disputed.id, "The visits were made."}, manager(disputed), clock_, frameworks_,
                                   work);
  });
  ASSERT_EQ(rule_of(disagreed), "done");
  ASSERT_TRUE(disagreed->decider);
  EXPECT_EQ(read()->people().find(*disagreed->decider)->role, domain::JobRole::HeadOfService);
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::decide_disagreement({disagreed->id, read()->disagreements().find(disagreed->id)->version,
                                               false, Grade::Good, "They are on the file."},
                                              as(disagreed->decider->text(), Role::HeadOfService, ScopeKind::Council),
                                              clock_, frameworks_, work);
            })),
            "done");
  EXPECT_EQ(audit(disputed.id).overall, Grade::RequiresImprovement) << "the pair's own grade is kept";
  EXPECT_EQ(audit(disputed.id).grade(), Grade::Good);
  EXPECT_EQ(follow_ups(disputed.id).front().state, FollowUpState::Withdrawn) << "and sets nothing off any more";

  // The meeting: about ten minutes a case, all of the pairs invited, what was asked for checked, the next theme chosen.
  const auto before = meeting();
  EXPECT_EQ(before.meeting.on, base::parse_day("2026-12-24"));
  EXPECT_EQ(before.agenda.minutes, 240);
  EXPECT_THAT(before.cases, SizeIs(24));
  EXPECT_THAT(before.follow_ups, SizeIs(1)) << "the talk that waits to be checked";
  std::vector<PersonId> invited{PersonId{"hos"}, PersonId{"area"}, PersonId{"admin"}};
  for (const auto& one : before.expected)
    if (std::ranges::find(invited, one.person_id) == invited.end()) invited.push_back(one.person_id);
  EXPECT_THAT(invited, Contains(stays));
  EXPECT_THAT(invited, Contains(second_of(critical))) << "either of a pair may present their case";
  ASSERT_EQ(rule_of(at_meeting(app::plan_meeting, app::PlanMeeting{december(), before.meeting.version,
                                                                   before.meeting.on, 9 * 60, "Hall", ""})),
            "done");
  ASSERT_EQ(rule_of(at_meeting(app::call_meeting, app::CallMeeting{december(), meeting().meeting.version, invited})),
            "done");
  EXPECT_THAT(letters_to(stays), Contains("meeting-called"));
  clock_.set(*base::parse_instant("2026-12-24T14:00:00Z"));
  app::RecordMeeting record;
  record.key = december();
  record.version = meeting().meeting.version;
  for (const auto& one : invited) record.people.push_back({one, domain::Attendance::Present});
  for (const auto& one : all)
    record.notes.push_back({domain::NoteKind::Case, one.id.text(), "What it meant for the family."});
  record.minutes = "Cases were talked over in order.";
  record.next_theme = "neglect";
  ASSERT_EQ(rule_of(at_meeting(app::record_meeting, record)), "done");
  ASSERT_EQ(rule_of(at_meeting(app::check_talk, app::CheckTalk{talk.id, follow_ups(improving.id).front().version, true,
                                                               "Seen on the file."})),
            "done");
  EXPECT_EQ(follow_ups(improving.id).front().state, FollowUpState::Done);
  ASSERT_EQ(rule_of(at_meeting(app::close_meeting, app::CloseMeeting{december(), meeting().meeting.version})), "done");
  EXPECT_EQ(cycle("early-help").state, domain::CycleState::Closed);

  // The council's own note, with what was found and agreed, goes onto the child's record.
  {
    const auto reader = read();
    const auto context = *app::audit_context(critical.id, frameworks_, *reader);
    const auto note = app::case_note(context, app::contents_of(critical.id, *reader), reader->people());
    EXPECT_THAT(note, HasSubstr(critical.reference));
    EXPECT_THAT(note, HasSubstr("Inadequate – critical"));
    EXPECT_THAT(note, HasSubstr("Hold a family meeting"));
    EXPECT_THAT(note, Not(HasSubstr("{")));
  }
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::hand_over_audit({critical.id, clock_.today()}, manager(critical), clock_, frameworks_, work);
            })),
            "done");
  close_the_loop(critical.id);

  // January's draw takes the theme that the meeting chose, and leaves in peace whom December looked at.
  const auto chosen = app::chosen_theme(*before.programme, period_.plus_months(1), read()->meetings());
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->title, "Neglect");
  clock_.set(*base::parse_instant("2027-01-04T09:00:00Z"));
  const auto drawn = run([&](app::UnitOfWork& work) {
    return app::draw_cycle({"early-help", period_.plus_months(1), 6, chosen->cohort, "4711", "", {}}, run_, clock_,
                           frameworks_, work);
  });
  ASSERT_EQ(rule_of(drawn), "done");
  std::set<domain::ChildId> lately;
  for (const auto& one : all) lately.insert(one.child_id);
  for (const auto& child : drawn->sample()) {
    EXPECT_THAT(read()->cases().find(child)->flags, Contains("neglect"));
    EXPECT_FALSE(lately.contains(child)) << child.text();
  }

  // Two months on the re-audit goes out by itself; it is better than the first, and everybody concerned is told.
  clock_.set(*base::parse_instant("2027-02-01T09:00:00Z"));
  EXPECT_EQ(app::run_upkeep(*store_, frameworks_, clock_).followed_up, 1);
  ASSERT_EQ(audit(again).state, AuditState::Sent);
  write_all(again, auditor(*audit(again).auditor));
  return_it(again);
  EXPECT_EQ(app::change_of(audit(critical.id).grade(), audit(again).grade()), app::Change::Better);
  EXPECT_EQ(follow_ups(critical.id).front().state, FollowUpState::Done);
  EXPECT_THAT(letters_to(PersonId{"service"}), Contains("re-audit-final"));

  const auto report = month("early-help");
  EXPECT_EQ(report.now.returns.distributed, 24) << "the re-audit is no part of the sample";
  EXPECT_EQ(report.now.returns.returned, 24);
  for (const auto& check : report.checks) EXPECT_TRUE(check.holds()) << check.check;
  EXPECT_EQ(read()->journal().verify(), std::nullopt);
}

}  // namespace
}  // namespace plumbline
