// A meeting closes a month of pairs: it is called by letter, its cases are talked over, what was decided comes back
// until it is done, and its theme is proposed for the next draw. Then what is drawn only when somebody agreed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/audit/reasons.hpp"
#include "app/draw/draw_cycle.hpp"
#include "app/learning/agreements.hpp"
#include "app/learning/meeting_list.hpp"
#include "app/learning/meetings.hpp"
#include "app/messages/messages.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "app/register/case_fields.hpp"
#include "base/hash.hpp"
#include "domain/framework/loader.hpp"
#include "store/store.hpp"
#include "support/a_person.hpp"
#include "support/databases.hpp"

namespace plumbline {
namespace {

using app::Role;
using app::ScopeKind;
using domain::Attendance;
using domain::PersonId;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

base::Day on(std::string_view text) { return base::parse_day(text).value(); }
base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }
base::Period in(std::string_view text) { return base::parse_period(text).value(); }
std::string rule(const auto& outcome) { return outcome ? "" : outcome.error().rule; }

class Meetings : public testing::Test {
 protected:
  explicit Meetings(const char* framework = "waltham-forest.yaml", const char* prefix = "WFE",
                    const char* programme = "early-help")
      : clock_(at("2026-11-16T09:00:00Z")), place_(store::Backend::Sqlite), programme_(programme) {
    base::init_crypto();
    store_ = std::make_unique<store::SqlStore>(place_.open());
    const auto added = app::add_council({"shire", "", domain::shipped_framework_files(), framework, ""},
                                        app::command_line_actor("shire"), clock_, *store_->begin("shire"));
    if (!added) throw std::runtime_error(app::sentence(added.error()));
    const auto work = store_->begin("shire");
    person(*work, "hos", domain::JobRole::HeadOfService);
    person(*work, "area", domain::JobRole::AreaManager);
    person(*work, "p1", domain::JobRole::Practitioner);
    person(*work, "p2", domain::JobRole::Practitioner);
    person(*work, "admin", domain::JobRole::QaAdministrator);
    person(*work, "lead", domain::JobRole::QaLead);
    person(*work, "senior", domain::JobRole::SeniorManager);
    domain::Cycle cycle;
    cycle.id = domain::CycleId{"cycle"};
    cycle.programme = programme_;
    cycle.period = in("2026-11");
    cycle.state = domain::CycleState::Sent;
    cycle.sent_at = at("2026-11-09T09:00:00Z");
    work->cycles().add(cycle);
    for (int i = 1; i <= 2; ++i) {
      domain::Audit audit;
      audit.id = domain::AuditId{"a" + std::to_string(i)};
      audit.reference = std::string(prefix) + "-2026-11-00" + std::to_string(i);
      audit.cycle = cycle.id;
      audit.programme = programme_;
      audit.period = cycle.period;
      audit.child_id = domain::ChildId{"C" + std::to_string(i)};
      audit.category = domain::Category::EarlyHelp;
      audit.locality = "East";
      audit.worker_id = PersonId{"p2"};
      audit.auditor = PersonId{"p" + std::to_string(i)};
      audit.state = domain::AuditState::Final;
      audit.overall = i == 1 ? domain::Grade::Good : domain::Grade::RequiresImprovement;
      audit.sent_at = cycle.sent_at;
      audit.submitted_at = at("2026-11-13T09:00:00Z");
      audit.finalised_at = audit.submitted_at;
      work->audits().add(audit);
    }
    const auto import = work->cases().begin_import();
    for (int i = 0; i < 80; ++i) {
      domain::Case row;
      row.child_id = domain::ChildId{"F" + std::to_string(100 + i)};
      row.category = i % 2 == 0 ? domain::Category::EarlyHelp : domain::Category::Cin;
      row.locality = i % 3 == 0 ? "East" : "North";
      row.worker_id = PersonId{"w" + std::to_string(i)};
      row.opened_on = on("2026-02-02");
      if (i % 4 < 2) row.flags = {"neglect"};
      import->insert(row, app::fingerprint(row));
    }
    import->finish();
    if (!work->commit()) throw std::runtime_error("the register was not kept");
  }

  static void person(app::UnitOfWork& work, const std::string& id, domain::JobRole role,
                     const std::string& locality = "") {
    auto one = tests::a_person(id, role);
    one.locality = locality;
    work.people().put(one);
  }
  static app::Actor as(const std::string& id, Role role, ScopeKind scope = ScopeKind::Council, std::string value = "") {
    app::Actor actor;
    actor.council = "shire";
    actor.user = app::UserId{"u-" + id};
    actor.person = PersonId{id};
    actor.grants = {{role, scope, std::move(value)}};
    return actor;
  }
  const app::Actor lead_ = as("lead", Role::QaLead);
  const app::Actor chair_ = as("area", Role::TeamManager, ScopeKind::Own);
  const app::Actor auditor_ = as("p1", Role::Auditor, ScopeKind::Own);

  app::MeetingKey key(const std::string& period = "2026-11", const std::string& locality = "") const {
    return {programme_, in(period), locality};
  }
  app::OpenMeeting open(const app::MeetingKey& which, const app::Actor& actor) {
    return app::open_meeting(which, actor, frameworks_, *store_->read("shire")).value();
  }
  base::Result<app::OpenMeeting> opened(const app::MeetingKey& which, const app::Actor& actor) {
    return app::open_meeting(which, actor, frameworks_, *store_->read("shire"));
  }
  template <class Command, class UseCase>
  auto run(UseCase use_case, const Command& command, const app::Actor& actor) {
    return use_case(command, actor, clock_, frameworks_, *store_->begin("shire"));
  }
  int version(const app::MeetingKey& which) { return open(which, lead_).meeting.version; }
  base::Result<void> plan(const app::MeetingKey& which, const std::string& day, const std::string& reason = "") {
    return run(app::plan_meeting, app::PlanMeeting{which, version(which), on(day), 14 * 60, "Room 2", reason}, chair_);
  }
  base::Result<int> call(const app::MeetingKey& which) {
    return run(app::call_meeting,
               app::CallMeeting{which, version(which), {PersonId{"area"}, PersonId{"p1"}, PersonId{"p2"}}}, chair_);
  }
  app::RecordMeeting a_record(const app::MeetingKey& which) {
    return {which,
            version(which),
            {{PersonId{"area"}, Attendance::Present},
             {PersonId{"p1"}, Attendance::Present},
             {PersonId{"p2"}, Attendance::Apologies}},
            {{domain::NoteKind::Case, "a1", "Warm, direct work."}, {domain::NoteKind::Case, "a2", "No plan on file."}},
            "A SECRET of the meeting.",
            "neglect",
            ""};
  }
  std::vector<app::OutboxMessage> letters() { return store_->read("shire")->outbox().waiting(100); }

  base::FixedClock clock_;
  tests::FreshPlace place_;
  std::unique_ptr<store::SqlStore> store_;
  app::Frameworks frameworks_;
  std::string programme_;
};

TEST_F(Meetings, IsPlannedByTheCalendarBeforeAnybodyWritesOfIt) {
  const auto meeting = open(key(), lead_);
  EXPECT_EQ(meeting.meeting.on, on("2026-11-25")) << "three working days before the end of November";
  EXPECT_TRUE(meeting.meeting.id.empty());
  EXPECT_EQ(meeting.agenda.minutes, 20) << "about ten minutes for each of two cases";
  EXPECT_THAT(meeting.cases, SizeIs(2));
  std::vector<std::string> expected;
  for (const auto& one : meeting.expected) expected.push_back(one.person_id.text());
  EXPECT_THAT(expected, testing::IsSupersetOf({"hos", "area", "p1", "p2", "admin"}));
  EXPECT_THAT(expected, Not(Contains("senior")));
  // Nobody but those of the council and those who take part may look.
  EXPECT_EQ(rule(opened(key(), as("senior", Role::Auditor, ScopeKind::Own))), "meeting.view.forbidden");
  EXPECT_EQ(rule(opened(key(), as("hos", Role::Leadership))), "meeting.view.forbidden")
      << "leadership sees no single case";
  EXPECT_TRUE(opened(key(), chair_));
  EXPECT_EQ(rule(opened({"early-help", in("2026-11"), "East"}, lead_)), "meeting.find.locality");
}

TEST_F(Meetings, IsMovedWithAReasonAndCalledByLetterWithAnEntryForCalendars) {
  EXPECT_EQ(rule(call(key())), "meeting.call.time_missing");
  EXPECT_EQ(rule(plan(key(), "2026-11-26")), "meeting.plan.reason_missing");
  ASSERT_TRUE(plan(key(), "2026-11-26", "The hall is taken"));
  EXPECT_EQ(rule(run(app::plan_meeting, app::PlanMeeting{key(), 0, on("2026-11-25"), {}, "", ""}, chair_)),
            "store.save.stale");
  ASSERT_EQ(call(key()).value(), 3);
  const auto sent = letters();
  ASSERT_THAT(sent, SizeIs(3));
  EXPECT_EQ(sent[0].kind, "meeting-called");
  EXPECT_EQ(sent[0].subject, "Early help case audits: quality assurance meeting on Thursday 26 November 2026");
  EXPECT_THAT(sent[0].body, AllOf(HasSubstr("about ten minutes for each case"), HasSubstr("Room 2"),
                                  HasSubstr("{public_url}/meetings/early-help/2026-11/all")));
  EXPECT_THAT(sent[0].calendar, AllOf(HasSubstr("METHOD:REQUEST"), HasSubstr("DTSTART:20261126T140000Z"),
                                      HasSubstr("DTEND:20261126T142000Z"), HasSubstr("SEQUENCE:0")));
  // An auditor who is invited sees the meeting now.
  EXPECT_TRUE(opened(key(), auditor_));
  ASSERT_TRUE(plan(key(), "2026-11-25"));
  ASSERT_TRUE(call(key()));
  EXPECT_THAT(letters(),
              Contains(testing::Field(&app::OutboxMessage::calendar,
                                      AllOf(HasSubstr("DTSTART:20261125T140000Z"), HasSubstr("SEQUENCE:1")))));
  EXPECT_EQ(
      rule(run(app::plan_meeting, app::PlanMeeting{key(), version(key()), on("2026-11-25"), {}, "", ""}, auditor_)),
      "meeting.run.forbidden");
}

TEST_F(Meetings, ClosesTheCycleAndItsThemeIsProposedForTheNextDraw) {
  ASSERT_TRUE(plan(key(), "2026-11-25"));
  ASSERT_TRUE(call(key()));
  EXPECT_EQ(rule(run(app::close_meeting, app::CloseMeeting{key(), version(key())}, chair_)), "meeting.close.early");
  clock_.set(at("2026-11-25T16:00:00Z"));
  EXPECT_EQ(rule(run(app::close_meeting, app::CloseMeeting{key(), version(key())}, chair_)), "meeting.close.nobody");
  auto record = a_record(key());
  record.next_theme = "no-such-theme";
  EXPECT_EQ(rule(run(app::record_meeting, record, chair_)), "meeting.record.theme");
  record.next_theme.clear();
  ASSERT_TRUE(run(app::record_meeting, record, chair_));
  EXPECT_EQ(rule(run(app::close_meeting, app::CloseMeeting{key(), version(key())}, chair_)),
            "meeting.close.theme_missing");
  ASSERT_TRUE(run(app::record_meeting, a_record(key()), chair_));
  ASSERT_TRUE(run(app::close_meeting, app::CloseMeeting{key(), version(key())}, chair_));
  const auto held = open(key(), lead_);
  EXPECT_EQ(held.meeting.state, domain::MeetingState::Held);
  EXPECT_EQ(held.meeting.note_of(domain::NoteKind::Case, "a2"), "No plan on file.");
  EXPECT_EQ(held.cycle->state, domain::CycleState::Closed);
  EXPECT_EQ(rule(run(app::record_meeting, a_record(key()), chair_)), "meeting.record.held");

  const auto reader = store_->read("shire");
  const auto& programme = *held.programme;
  const auto chosen = app::chosen_theme(programme, in("2026-12"), reader->meetings());
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->cohort, "neglect");
  EXPECT_EQ(chosen->title, "Neglect");
  EXPECT_FALSE(app::chosen_theme(programme, in("2026-11"), reader->meetings()));
  // The draw takes it: every case of the next month has the theme's flag.
  app::DrawCycle draw{programme_, in("2026-12"), 8, chosen->cohort, "a public number", "", {}};
  const auto drawn = app::draw_cycle(draw, lead_, clock_, frameworks_, *store_->begin("shire"));
  ASSERT_TRUE(drawn) << app::sentence(drawn.error());
  EXPECT_THAT(drawn->sample(), SizeIs(8));
  for (const auto& child : drawn->sample())
    EXPECT_THAT(store_->read("shire")->cases().find(child)->flags, Contains("neglect"));
  EXPECT_EQ(store_->read("shire")->cycles().find(programme_, in("2026-12"))->cohort, "neglect");

  // Opened again with a reason, and the whole is in the journal without a word of what was said.
  EXPECT_EQ(rule(run(app::reopen_meeting, app::ReopenMeeting{key(), version(key()), " "}, chair_)),
            "meeting.reopen.reason_missing");
  ASSERT_TRUE(run(app::reopen_meeting, app::ReopenMeeting{key(), version(key()), "A SECRET name was wrong"}, chair_));
  const auto again = open(key(), lead_).meeting;
  EXPECT_EQ(again.state, domain::MeetingState::Called);
  const auto why = app::reasons_of(again.id.text(), store_->read("shire")->co_auditors());
  ASSERT_THAT(why, SizeIs(1));
  EXPECT_EQ(why[0].note, "A SECRET name was wrong");
  std::vector<std::string> done;
  for (const auto& line : store_->read("shire")->journal().list({"meeting", "", ""}, {1, 100, "", false}).rows) {
    done.push_back(line.action);
    EXPECT_THAT(line.before + line.after + line.reason, Not(HasSubstr("SECRET")));
  }
  EXPECT_THAT(done, ElementsAre("meeting-reopened", "meeting-closed", "meeting-recorded", "meeting-recorded",
                                "meeting-called", "meeting-planned"));
  EXPECT_EQ(store_->read("shire")->journal().verify(), std::nullopt);
}

TEST_F(Meetings, LeavesTheMonthOpenWhileAnAuditIsOut) {
  {
    const auto work = store_->begin("shire");
    auto audit = work->audits().find(domain::AuditId{"a2"}).value();
    audit.state = domain::AuditState::InProgress;
    audit.submitted_at.reset();
    ASSERT_TRUE(work->audits().save(audit));
    ASSERT_TRUE(work->commit());
  }
  clock_.set(at("2026-11-25T16:00:00Z"));
  ASSERT_TRUE(run(app::record_meeting, a_record(key()), chair_));
  ASSERT_TRUE(run(app::close_meeting, app::CloseMeeting{key(), version(key())}, chair_));
  EXPECT_EQ(open(key(), lead_).cycle->state, domain::CycleState::Sent);
}

TEST_F(Meetings, FollowsItsDecisionsAtTheNextMeetingsUntilTheyAreDone) {
  clock_.set(at("2026-11-25T16:00:00Z"));
  const auto decide = [&](const std::string& text, std::optional<PersonId> owner, std::optional<base::Day> due) {
    return run(app::decide_at_meeting, app::DecideAtMeeting{key(), text, std::move(owner), due}, chair_);
  };
  EXPECT_EQ(rule(decide(" ", PersonId{"p1"}, on("2026-12-10"))), "meeting.decide.text_missing");
  EXPECT_EQ(rule(decide("Ask", {}, on("2026-12-10"))), "meeting.decide.owner_missing");
  EXPECT_EQ(rule(decide("Ask", PersonId{"nobody"}, on("2026-12-10"))), "meeting.decide.owner_unknown");
  {
    const auto work = store_->begin("shire");
    auto leaver = *work->people().find(PersonId{"area"});
    leaver.left_on = on("2026-11-20");
    work->people().put(leaver);
    ASSERT_TRUE(work->commit());
  }
  EXPECT_EQ(rule(decide("Ask", PersonId{"area"}, on("2026-12-10"))), "meeting.decide.owner_unknown");
  EXPECT_EQ(rule(decide("Ask", PersonId{"p1"}, {})), "meeting.decide.due_missing");
  EXPECT_EQ(rule(decide("Ask", PersonId{"p1"}, on("2026-11-01"))), "meeting.decide.due_past");
  const auto made = decide("Ask schools for their view", PersonId{"p2"}, on("2026-12-10"));
  ASSERT_TRUE(made);
  // The next month's meeting begins with it.
  auto december = open(key("2026-12"), lead_);
  ASSERT_THAT(december.follow_up, SizeIs(1));
  EXPECT_EQ(december.agenda.points.front().count, 1U);
  const auto settle = [&](const app::Actor& actor, const std::string& outcome, int of) {
    return run(app::settle_decision, app::SettleDecision{made->id, of, domain::TaskState::Done, outcome}, actor);
  };
  EXPECT_EQ(rule(settle(as("senior", Role::Auditor, ScopeKind::Own), "x", 0)), "access.row.not_found");
  EXPECT_EQ(rule(settle(as("p2", Role::Auditor, ScopeKind::Own), " ", 0)), "meeting.settle.outcome_missing");
  clock_.set(at("2026-12-08T09:00:00Z"));
  ASSERT_TRUE(settle(as("p2", Role::Auditor, ScopeKind::Own), "Asked all six", 0));
  EXPECT_EQ(rule(settle(chair_, "again", 0)), "store.save.stale");
  december = open(key("2026-12"), lead_);
  ASSERT_THAT(december.follow_up, SizeIs(1)) << "what was done since the last meeting is told once";
  EXPECT_EQ(december.follow_up[0].outcome, "Asked all six");
  clock_.set(at("2026-12-24T16:00:00Z"));
  auto record = a_record(key("2026-12"));
  record.notes.clear();
  ASSERT_TRUE(run(app::record_meeting, record, chair_));
  EXPECT_THAT(open(key("2027-01"), lead_).follow_up, IsEmpty()) << "and rests after that";
}

class LocalityMeetings : public Meetings {
 protected:
  LocalityMeetings() : Meetings("lancashire.yaml", "LAN", "tier2") {
    const auto work = store_->begin("shire");
    person(*work, "east", domain::JobRole::TeamManager, "East");
    person(*work, "north", domain::JobRole::TeamManager, "North");
    person(*work, "east-practitioner", domain::JobRole::AdvancedPractitioner, "East");
    EXPECT_TRUE(work->commit());
  }
};

TEST_F(LocalityMeetings, AreOneForEachLocalityAndForItsOwnPeople) {
  const auto east = key("2026-11", "East");
  EXPECT_TRUE(opened(east, as("east", Role::TeamManager, ScopeKind::Team, "East 1")));
  EXPECT_TRUE(opened(east, as("east-practitioner", Role::Auditor, ScopeKind::Own)));
  EXPECT_TRUE(opened(east, as("hos", Role::HeadOfService, ScopeKind::Locality, "East")));
  EXPECT_TRUE(opened(east, as("director", Role::Leadership)));
  EXPECT_EQ(rule(opened(east, as("north", Role::TeamManager, ScopeKind::Team, "North 1"))), "meeting.view.forbidden");
  EXPECT_EQ(rule(opened(east, as("p1", Role::SocialWorker, ScopeKind::Own))), "meeting.view.forbidden");
  EXPECT_EQ(rule(opened(key("2026-11", "Atlantis"), lead_)), "meeting.find.locality");
  EXPECT_EQ(rule(opened(key("2026-11", ""), lead_)), "meeting.find.locality");
  const auto listed = [&](const app::Actor& actor) {
    std::vector<std::string> places;
    const auto framework = frameworks_.current(*store_->read("shire")).value();
    for (const auto& one : app::list_meetings(actor, *framework, in("2026-11"), in("2026-11"), *store_->read("shire")))
      places.push_back(one.key.locality);
    return places;
  };
  EXPECT_THAT(listed(as("east", Role::TeamManager, ScopeKind::Team, "East 1")), ElementsAre("East"));
  EXPECT_THAT(listed(lead_), testing::UnorderedElementsAre("North", "Central", "East"));
  EXPECT_THAT(open(east, lead_).cases, IsEmpty()) << "figures are talked over here, not cases";
}

TEST_F(LocalityMeetings, NothingDrawnWhenNeededIsDrawnBeforeSomebodyAgreed) {
  const app::DrawCycle draw{"case-sampling", in("2026-12"), {}, "", "a public number", "", {}};
  const auto attempt = [&](std::optional<int> size) {
    auto command = draw;
    command.size = size;
    return app::draw_cycle(command, lead_, clock_, frameworks_, *store_->begin("shire"));
  };
  EXPECT_EQ(rule(attempt(10)), "draw.make.not_agreed");
  app::RecordAgreement agree{
      "case-sampling", in("2026-12"),   0, "Visits to children in need", "", "Tier 2 audits", 20, "LAN-2026-11-002",
      PersonId{"hos"}, on("2026-11-13")};
  const auto record = [&](const app::Actor& actor) { return run(app::record_agreement, agree, actor); };
  const auto with = [&](auto change) {
    const auto kept = agree;
    change();
    const auto outcome = rule(record(lead_));
    agree = kept;
    return outcome;
  };
  EXPECT_EQ(with([&] { agree.theme = " "; }), "agreement.put.theme_missing");
  EXPECT_EQ(with([&] { agree.source = "A hunch"; }), "agreement.put.source");
  EXPECT_EQ(with([&] { agree.size = 0; }), "agreement.put.size");
  EXPECT_EQ(with([&] { agree.answers = "LAN-2026-11-999"; }), "agreement.put.answers_unknown");
  EXPECT_EQ(with([&] { agree.agreed_by.reset(); }), "agreement.put.person_missing");
  EXPECT_EQ(with([&] { agree.agreed_by = PersonId{"p1"}; }), "agreement.put.person_role");
  EXPECT_EQ(with([&] { agree.agreed_on = on("2026-11-17"); }), "agreement.put.day_future");
  EXPECT_EQ(with([&] { agree.programme = "tier2"; }), "agreement.put.not_needed");
  // A senior manager records the own yes, and nobody else's.
  EXPECT_EQ(rule(record(as("senior", Role::HeadOfService, ScopeKind::Locality, "East"))), "agreement.put.own");
  EXPECT_EQ(rule(record(auditor_)), "agreement.put.forbidden");
  ASSERT_TRUE(record(lead_));
  EXPECT_EQ(rule(attempt(21)), "draw.make.over_agreed");
  const auto drawn = attempt({});
  ASSERT_TRUE(drawn) << app::sentence(drawn.error());
  EXPECT_THAT(drawn->sample(), SizeIs(20)) << "as many as were agreed";
  EXPECT_EQ(with([&] { agree.version = 1; }), "agreement.put.drawn");
  const auto kept = store_->read("shire")->reviews().agreement("case-sampling", in("2026-12"));
  EXPECT_EQ(kept->answers, "LAN-2026-11-002");
  const auto reader = store_->read("shire");
  const auto cycle = reader->cycles().find("case-sampling", in("2026-12"));
  const auto lines = reader->journal().list({"cycle", cycle->id.text(), ""}, {1, 100, "", false}).rows;
  EXPECT_THAT(lines.front().after, HasSubstr(kept->id.text())) << "the draw's line names the agreement";
}

}  // namespace
}  // namespace plumbline
