// The worker's own voice and what a final grade sets off, on both back ends.
#include "contract/store_fixture.hpp"

#include "app/ports/disagreement_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/perspective_ports.hpp"

namespace plumbline {
namespace {

using namespace tests;
using domain::AuditId;
using domain::Grade;
using domain::PersonId;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class AftermathStoreContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    auto second = final_audit("2", "R2");
    second.programme = "early-help";
    second.period = in("2027-01");
    second.team = "West 1";
    second.locality = "West";
    second.worker_id = PersonId("w2");
    auto again = an_audit("3", "R3");
    again.reaudit_of = AuditId("1");
    again.state = domain::AuditState::Allocated;
    again.sent_at.reset();
    write([&](app::UnitOfWork& work) {
      for (const auto& audit : {final_audit("1", "R1"), second, again}) work.audits().add(audit);
    });
  }
  static domain::Audit final_audit(const std::string& id, const std::string& reference) {
    auto audit = an_audit(id, reference);
    audit.state = domain::AuditState::Final;
    audit.submitted_at = at("2026-12-10T09:00:00Z");
    audit.finalised_at = at("2026-12-11T09:00:00Z");
    audit.overall = Grade::RequiresImprovement;
    return audit;
  }
  static domain::FollowUp a_talk(const std::string& id, const std::string& audit) {
    domain::FollowUp follow_up;
    follow_up.id = domain::FollowUpId(id);
    follow_up.audit = AuditId(audit);
    follow_up.opened_at = at("2026-12-11T09:00:00Z");
    follow_up.due_on = on("2027-01-08");
    follow_up.check_at_meeting = true;
    return follow_up;
  }
};
ON_BOTH_BACK_ENDS(AftermathStoreContract);

TEST_P(AftermathStoreContract, KeepsAPerspectiveAndLosesNoTextOfTwoWindows) {
  EXPECT_EQ(read()->perspectives().find(AuditId("1")), std::nullopt);
  domain::Perspective mine;
  mine.audit = AuditId("1");
  mine.answers = {"First – as “typed”\nin two lines", "", "Third"};
  mine.saved_at = at("2026-12-02T09:00:00Z");
  auto theirs = mine;
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.perspectives().save(mine)); });
  EXPECT_EQ(read()->perspectives().find(AuditId("1")), mine);
  EXPECT_EQ(begin()->perspectives().save(theirs).error().code, base::ErrorCode::Stale) << "both began from nothing";
  theirs = mine;
  mine.answers = {"Shorter"};
  mine.sent_at = at("2026-12-03T09:00:00Z");
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.perspectives().save(mine)); });
  EXPECT_EQ(read()->perspectives().find(AuditId("1")), mine);
  EXPECT_EQ(begin()->perspectives().save(theirs).error().code, base::ErrorCode::Stale);
  EXPECT_EQ(read("south")->perspectives().find(AuditId("1")), std::nullopt);
}

TEST_P(AftermathStoreContract, KeepsOneDisagreementAnAudit) {
  domain::Disagreement disagreement;
  disagreement.id = domain::DisagreementId("d1");
  disagreement.audit = AuditId("1");
  disagreement.raised_by = PersonId("s1");
  disagreement.raised_at = at("2026-12-12T09:00:00Z");
  disagreement.reasons = "reasons";
  disagreement.decider = PersonId("h1");
  disagreement.from = Grade::RequiresImprovement;
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.disagreements().add(disagreement)); });
  EXPECT_EQ(read()->disagreements().find(disagreement.id).value(), disagreement);
  EXPECT_EQ(read()->disagreements().of(AuditId("1")), disagreement);
  EXPECT_EQ(read()->disagreements().of(AuditId("2")), std::nullopt);
  EXPECT_EQ(read("south")->disagreements().find(disagreement.id).error().code, base::ErrorCode::NotFound);
  auto second = disagreement;
  second.id = domain::DisagreementId("d2");
  EXPECT_EQ(begin()->disagreements().add(second).error().rule, "disagreement.raise.already");

  auto stale = disagreement;
  disagreement.state = domain::DisagreementState::Changed;
  disagreement.to = Grade::Good;
  disagreement.finding = "finding";
  disagreement.decided_by = PersonId("h1");
  disagreement.decided_at = at("2026-12-14T09:00:00Z");
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.disagreements().save(disagreement)); });
  EXPECT_EQ(read()->disagreements().find(disagreement.id).value(), disagreement);
  EXPECT_EQ(begin()->disagreements().save(stale).error().code, base::ErrorCode::Stale);

  const auto rows = [&](const app::DisagreementFilter& filter, const app::Visibility& visible) {
    return read()->disagreements().list(filter, {}, visible).rows;
  };
  ASSERT_THAT(rows({}, kAll), SizeIs(1));
  EXPECT_EQ(rows({}, kAll)[0].reference, "R1");
  EXPECT_EQ(rows({}, kAll)[0].disagreement, disagreement);
  EXPECT_EQ(rows({}, kAll)[0].overall, Grade::RequiresImprovement);
  EXPECT_THAT(rows({}, only(PersonId("h1"))), SizeIs(1)) << "whose look it waited for";
  EXPECT_THAT(rows({}, only(PersonId("s1"))), SizeIs(1));
  EXPECT_THAT(rows({}, only(PersonId("zz"))), IsEmpty());
  EXPECT_THAT(rows({domain::DisagreementState::Raised, {}, "", "", ""}, kAll), IsEmpty());
  EXPECT_THAT(rows({{}, PersonId("h1"), "tier2", "2026-12", "2026-12"}, kAll), SizeIs(1));
  EXPECT_THAT(rows({{}, {}, "other", "", ""}, kAll), IsEmpty());
}

TEST_P(AftermathStoreContract, KeepsFollowUpsAndKnowsWhatIsDue) {
  auto talk = a_talk("f1", "1");
  auto other = a_talk("f2", "2");
  auto again = a_talk("f3", "1");
  again.kind = domain::FollowUpKind::Reaudit;
  again.check_at_meeting = false;
  again.from_on = on("2027-02-11");
  again.due_on = on("2027-03-11");
  again.reaudit = AuditId("3");
  write([&](app::UnitOfWork& work) {
    for (const auto& each : {talk, other, again}) work.follow_ups().add(each);
  });
  EXPECT_EQ(read()->follow_ups().find(talk.id).value(), talk);
  EXPECT_THAT(read()->follow_ups().of(AuditId("1")), ElementsAre(talk, again));
  EXPECT_EQ(read()->follow_ups().of_reaudit(AuditId("3")), again);
  EXPECT_EQ(read()->follow_ups().of_reaudit(AuditId("1")), std::nullopt);
  EXPECT_EQ(read("south")->follow_ups().find(talk.id).error().code, base::ErrorCode::NotFound);

  EXPECT_THAT(read()->follow_ups().to_escalate(on("2027-01-08")), IsEmpty()) << "the last day is still in time";
  EXPECT_THAT(read()->follow_ups().to_escalate(on("2027-01-09")), SizeIs(2));
  EXPECT_THAT(read()->follow_ups().reaudits_to_send(on("2027-02-10")), IsEmpty());
  EXPECT_THAT(read()->follow_ups().reaudits_to_send(on("2027-02-11")), ElementsAre(again));

  const auto meeting = read()->follow_ups().open_for_meeting("early-help");
  ASSERT_THAT(meeting, SizeIs(1));
  EXPECT_EQ(meeting[0].follow_up, other);
  EXPECT_EQ(meeting[0].reference, "R2");
  EXPECT_EQ(meeting[0].team, "West 1");
  EXPECT_EQ(meeting[0].worker, PersonId("w2"));
  EXPECT_EQ(meeting[0].grade, Grade::RequiresImprovement);

  auto stale = talk;
  talk.state = domain::FollowUpState::Done;
  talk.talked_on = on("2026-12-15");
  talk.agreed = "agreed";
  talk.recorded_by = PersonId("s1");
  talk.recorded_at = at("2026-12-15T09:00:00Z");
  talk.escalated_at = at("2026-12-16T09:00:00Z");
  talk.checked_by = PersonId("a1");
  talk.checked_at = at("2026-12-17T09:00:00Z");
  talk.checked_note = "note";
  other.escalated_at = at("2027-01-09T09:00:00Z");
  write([&](app::UnitOfWork& work) {
    EXPECT_TRUE(work.follow_ups().save(talk));
    EXPECT_TRUE(work.follow_ups().save(other));
  });
  EXPECT_EQ(read()->follow_ups().find(talk.id).value(), talk);
  EXPECT_EQ(begin()->follow_ups().save(stale).error().code, base::ErrorCode::Stale);
  EXPECT_THAT(read()->follow_ups().to_escalate(on("2027-02-01")), IsEmpty()) << "each is escalated once";

  const auto listed = [&](const app::FollowUpFilter& filter, const app::Visibility& visible = kAll) {
    std::vector<std::string> ids;
    for (const auto& row : read()->follow_ups().list(filter, {}, visible).rows) ids.push_back(row.follow_up.id.text());
    return ids;
  };
  EXPECT_THAT(listed({}), ElementsAre("f1", "f2", "f3"));
  EXPECT_THAT(listed({domain::FollowUpKind::Reaudit, {}, {}, "", "", {}, {}}), ElementsAre("f3"));
  EXPECT_THAT(listed({{}, {domain::FollowUpState::Open}, {}, "", "", {}, {}}), ElementsAre("f2", "f3"));
  EXPECT_THAT(listed({{}, {}, on("2027-02-01"), "", "", {}, {}}), ElementsAre("f2"));
  EXPECT_THAT(listed({{}, {}, {}, "early-help", "West", {}, {}}), ElementsAre("f2"));
  EXPECT_THAT(listed({}, only(PersonId("w2"))), ElementsAre("f2"));
  EXPECT_THAT(listed({}, only(PersonId("zz"))), IsEmpty());
  // What a meeting checked, between the one before and its own end.
  app::FollowUpFilter checked;
  checked.checked_after = at("2026-12-17T08:59:59Z");
  EXPECT_THAT(listed(checked), ElementsAre("f1"));
  checked.checked_until = talk.checked_at;
  EXPECT_THAT(listed(checked), ElementsAre("f1"));
  checked.checked_after = talk.checked_at;
  EXPECT_THAT(listed(checked), IsEmpty());
}

TEST_P(AftermathStoreContract, KeepsNotesOfEarlierPracticeForThoseWhoWereTold) {
  domain::PracticeNote note;
  note.id = domain::PracticeNoteId("n1");
  note.audit = AuditId("1");
  note.kind = domain::PracticeKind::Concern;
  note.worker = PersonId("w9");
  note.team = "North 1";
  note.text = "text";
  note.noted_by = PersonId("a1");
  note.noted_at = at("2026-12-02T09:00:00Z");
  auto team_only = note;
  team_only.id = domain::PracticeNoteId("n2");
  team_only.worker.reset();
  write([&](app::UnitOfWork& work) {
    work.follow_ups().add_practice(note);
    work.follow_ups().add_practice(team_only);
  });
  EXPECT_THAT(read()->follow_ups().practice_of(AuditId("1")), ElementsAre(note, team_only));
  EXPECT_THAT(read()->follow_ups().practice_told(PersonId("w9")), IsEmpty()) << "named is not told";
  auto stale = note;
  note.fed_back_at = at("2026-12-11T09:00:00Z");
  note.told = {{PersonId("m9"), at("2026-12-11T09:00:00Z"), {}}, {PersonId("w9"), at("2026-12-11T09:00:00Z"), {}}};
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.follow_ups().save_practice(note)); });
  note.told[1].acknowledged_at = at("2026-12-12T09:00:00Z");
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.follow_ups().save_practice(note)); });
  EXPECT_EQ(read()->follow_ups().find_practice(note.id).value(), note);
  EXPECT_THAT(read()->follow_ups().practice_told(PersonId("w9")), ElementsAre(note));
  EXPECT_EQ(begin()->follow_ups().save_practice(stale).error().code, base::ErrorCode::Stale);
  write([&](app::UnitOfWork& work) {
    work.follow_ups().remove_practice(note.id);
    work.follow_ups().remove_practice(team_only.id);
  });
  EXPECT_THAT(read()->follow_ups().practice_of(AuditId("1")), ElementsAre(note)) << "what was fed back stays";
  EXPECT_THAT(read("south")->follow_ups().practice_told(PersonId("w9")), IsEmpty());
}

TEST_P(AftermathStoreContract, RecordsAHandOverOnceAndListsWhatWaits) {
  const auto waiting = [&](const std::vector<std::string>& programmes, const app::Visibility& visible = kAll) {
    std::vector<std::string> references;
    for (const auto& row : read()->follow_ups().not_handed_over(programmes, {}, visible).rows)
      references.push_back(row.reference);
    return references;
  };
  EXPECT_THAT(waiting({"tier2", "early-help"}), ElementsAre("R1", "R2"));
  EXPECT_THAT(waiting({"tier2"}), ElementsAre("R1")) << "a programme without a note waits for none";
  EXPECT_THAT(waiting({}), IsEmpty());
  EXPECT_THAT(waiting({"tier2"}, only(PersonId("zz"))), IsEmpty());
  const app::HandOver hand_over{AuditId("1"), PersonId("s1"), on("2026-12-12"), at("2026-12-12T09:00:00Z")};
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.follow_ups().add_hand_over(hand_over)); });
  EXPECT_EQ(read()->follow_ups().hand_over_of(AuditId("1")), hand_over);
  EXPECT_EQ(read()->follow_ups().hand_over_of(AuditId("2")), std::nullopt);
  EXPECT_THAT(waiting({"tier2", "early-help"}), ElementsAre("R2"));
  EXPECT_EQ(begin()->follow_ups().add_hand_over(hand_over).error().rule, "hand_over.record.already");
}

TEST_P(AftermathStoreContract, CollatesExamplesOfFinalAudits) {
  domain::AuditSection section;
  section.section = "voice";
  section.judgement = Grade::Outstanding;
  section.evidence = "evidence";
  section.impact = "impact";
  section.good_practice = true;
  write([&](app::UnitOfWork& work) {
    for (const auto* id : {"1", "2", "3"}) {
      auto own = section;
      EXPECT_TRUE(work.audits().save_section(AuditId(id), own));
    }
    auto plain = section;
    plain.section = "risk";
    plain.good_practice = false;
    EXPECT_TRUE(work.audits().save_section(AuditId("1"), plain));
  });
  const auto listed = [&](const app::ExampleFilter& filter, const app::Visibility& visible = kAll) {
    std::vector<std::string> references;
    for (const auto& row : read()->follow_ups().examples(filter, {}, visible).rows) references.push_back(row.reference);
    return references;
  };
  EXPECT_THAT(listed({}), ElementsAre("R2", "R1")) << "the latest month first, and none of an audit under way";
  app::ExampleFilter filter;
  filter.programme = "tier2";
  filter.section = "voice";
  filter.from = filter.to = "2026-12";
  filter.locality = "East";
  filter.shared = false;
  EXPECT_THAT(listed(filter), ElementsAre("R1"));
  EXPECT_THAT(listed({}, only(PersonId("w2"))), ElementsAre("R2"));
  for (int twice = 0; twice < 2; ++twice)
    write([&](app::UnitOfWork& work) {
      work.follow_ups().put_shared({AuditId("1"), "voice", PersonId(twice == 0 ? "m1" : "m2"), on("2026-12-20")});
    });
  EXPECT_THAT(listed(filter), IsEmpty());
  filter.shared = true;
  const auto shared = read()->follow_ups().examples(filter, {}, kAll).rows;
  ASSERT_THAT(shared, SizeIs(1));
  EXPECT_EQ(shared[0].shared_on, on("2026-12-20"));
  EXPECT_EQ(shared[0].shared_by, PersonId("m1")) << "who shared it first";
  EXPECT_EQ(shared[0].evidence, "evidence");
  EXPECT_EQ(shared[0].judgement, Grade::Outstanding);
}

TEST_P(AftermathStoreContract, KeepsReauditsOutOfTheSampleAndOutOfTheCounts) {
  write([&](app::UnitOfWork& work) {
    work.cycles().add(a_cycle());
    auto again = work.audits().find(AuditId("3")).value();
    again.state = domain::AuditState::Sent;
    again.sent_at = at("2026-12-20T09:00:00Z");
    EXPECT_TRUE(work.audits().save(again));
  });
  std::vector<std::string> in_cycle;
  for (const auto& audit : read()->audits().of_cycle(domain::CycleId("cycle-1"))) in_cycle.push_back(audit.reference);
  EXPECT_THAT(in_cycle, ElementsAre("R1", "R2"));
  app::AuditFilter filter;
  filter.reaudit = true;
  EXPECT_EQ(read()->audits().list(filter, {}, kAll).rows.at(0).reference, "R3");
  filter.reaudit = false;
  EXPECT_EQ(read()->audits().list(filter, {}, kAll).total, 2);
  filter = {};
  filter.reaudit_of = AuditId("1");
  EXPECT_EQ(read()->audits().list(filter, {}, kAll).rows.at(0).reference, "R3");
  const auto counts =
      read()->reports().counts({"tier2", "2026-12", "2026-12", "", "", ""}, app::AreaBy::Locality, on("2026-12-24"));
  long long audits = 0;
  for (const auto& count : counts.audits) audits += count.n;
  EXPECT_EQ(audits, 1);
  ASSERT_THAT(counts.reaudits, SizeIs(1));
  EXPECT_EQ(counts.reaudits[0].n, 1);
}

TEST_P(AftermathStoreContract, ListsConcernsOpenAndClosedWithTheTimeTheyWaited) {
  domain::Concern concern;
  concern.id = domain::ConcernId("c1");
  concern.audit = AuditId("1");
  concern.raised_by = PersonId("a1");
  concern.raised_at = at("2026-12-03T09:00:00Z");
  concern.state = domain::ConcernState::Closed;
  concern.acknowledged_by = PersonId("h1");
  concern.acknowledged_at = at("2026-12-03T09:25:00Z");
  concern.told = {{PersonId("h1"), "head-of-service", at("2026-12-03T09:00:00Z")}};
  auto open = concern;
  open.id = domain::ConcernId("c2");
  open.audit = AuditId("2");
  open.kind = domain::ConcernKind::Review;
  open.state = domain::ConcernState::Raised;
  open.raised_at = at("2026-12-04T09:00:00Z");
  open.acknowledged_by.reset();
  open.acknowledged_at.reset();
  open.told.clear();
  write([&](app::UnitOfWork& work) {
    work.concerns().add(concern);
    work.concerns().add(open);
  });
  const auto listed = [&](const app::ConcernFilter& filter, const app::Visibility& visible = kAll) {
    std::vector<std::string> ids;
    for (const auto& row : read()->concerns().list(filter, {}, visible).rows) ids.push_back(row.concern.id.text());
    return ids;
  };
  EXPECT_THAT(listed({}), ElementsAre("c2", "c1"));
  EXPECT_THAT(listed({"immediate", "closed", true, "tier2", "2026-12", "2026-12", "East", ""}), ElementsAre("c1"));
  EXPECT_THAT(listed({"", "open", {}, "", "", "", "", ""}), ElementsAre("c2"));
  EXPECT_THAT(listed({"", "", false, "", "", "", "", ""}), ElementsAre("c2"));
  EXPECT_THAT(listed({}, only(PersonId("h1"))), ElementsAre("c1")) << "who was told sees it";
  EXPECT_THAT(listed({}, only(PersonId("zz"))), IsEmpty());
  for (const std::string sort : {"raised", "reference", "state"})
    EXPECT_EQ(read()->concerns().list({}, {1, 50, sort, true}, kAll).total, 2) << sort;
  const auto counts =
      read()->reports().counts({"tier2", "2026-12", "2026-12", "", "", ""}, app::AreaBy::Locality, on("2026-12-24"));
  ASSERT_THAT(counts.concern_times, SizeIs(1));
  EXPECT_EQ(counts.concern_times[0].waited, std::chrono::minutes(25));
  EXPECT_EQ(counts.concern_times[0].area, "East");
}

TEST_P(AftermathStoreContract, CountsWhatModerationDidToEachAuditorsGrade) {
  const auto moderated = [](const std::string& id, const std::string& audit, domain::ModerationOutcome outcome,
                            std::string_view when, std::optional<Grade> to) {
    domain::Moderation moderation;
    moderation.id = domain::ModerationId(id);
    moderation.audit = AuditId(audit);
    moderation.moderator = PersonId("m1");
    moderation.outcome = outcome;
    moderation.from = Grade::RequiresImprovement;
    moderation.to = to;
    moderation.at = at(when);
    return moderation;
  };
  write([&](app::UnitOfWork& work) {
    using domain::ModerationOutcome;
    work.moderations().add(moderated("m1", "1", ModerationOutcome::Returned, "2026-12-11T09:00:00Z", {}));
    work.moderations().add(moderated("m2", "1", ModerationOutcome::Changed, "2026-12-12T09:00:00Z", Grade::Good));
    work.moderations().add(moderated("m3", "2", ModerationOutcome::Confirmed, "2026-12-12T09:00:00Z", {}));
  });
  const auto rows = read()->moderations().by_auditor({}, kAll);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].auditor, PersonId("a1"));
  EXPECT_EQ(rows[0].to, Grade::Good);
  EXPECT_EQ(rows[0].n, 1) << "what was sent back counts when it comes again";
  EXPECT_EQ(rows[1].to, Grade::RequiresImprovement);
  app::AuditFilter filter;
  filter.programme = "early-help";
  EXPECT_THAT(read()->moderations().by_auditor(filter, kAll), SizeIs(1));
  EXPECT_THAT(read()->moderations().by_auditor({}, only(PersonId("zz"))), IsEmpty());
}

}  // namespace
}  // namespace plumbline
