// Audits, their sections and conversations, moderation, actions and concerns, on both back ends.
#include <algorithm>
#include <functional>

#include "contract/store_fixture.hpp"

namespace plumbline {
namespace {

using namespace tests;
using domain::ActionState;
using domain::AuditState;
using domain::Grade;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class AuditStoreContract : public StoreContract {
 protected:
  void given(const std::vector<domain::Audit>& audits) {
    write([&](app::UnitOfWork& work) {
      for (const auto& audit : audits) work.audits().add(audit);
    });
  }
  std::vector<std::string> listed(const app::AuditFilter& filter, const app::Visibility& visible = kAll,
                                  const app::PageRequest& page = {}) {
    std::vector<std::string> ids;
    const auto found = read()->audits().list(filter, page, visible);
    for (const auto& audit : found.rows) ids.push_back(audit.id.text());
    if (page.size != 0 && found.total <= page.size) {
      EXPECT_EQ(found.total, static_cast<long long>(ids.size()));
    }
    return ids;
  }
  template <class Set>
  std::vector<std::string> listed_where(Set set) {
    app::AuditFilter filter;
    set(filter);
    return listed(filter);
  }
  domain::Audit stored(const std::string& id) { return read()->audits().find(domain::AuditId(id)).value(); }
};
ON_BOTH_BACK_ENDS(AuditStoreContract);

TEST_P(AuditStoreContract, GivesBackAnAuditAsItWasSaved) {
  auto audit = an_audit("1", "REF-2026-12-001");
  audit.cohort = "neglect";
  audit.state = AuditState::Final;
  audit.family_contact = true;
  audit.started_at = at("2026-12-02T09:00:00Z");
  audit.submitted_at = at("2026-12-03T09:00:00Z");
  audit.finalised_at = at("2026-12-04T09:00:00Z");
  audit.overall = Grade::Good;
  audit.overall_reason = "Because – as “typed”";
  audit.moderated_overall = Grade::RequiresImprovement;
  audit.moderation_pick = "share";
  audit.hand_back_reason = "other";
  audit.hand_back_note = "note";
  audit.minutes_spent = 150;
  audit.imported = true;
  given({audit, [] {
           auto bare = an_audit("2", "REF-2026-12-002");
           bare.worker_id.reset();
           bare.supervisor_id.reset();
           bare.auditor.reset();
           bare.due_on.reset();
           bare.sent_at.reset();
           return bare;
         }()});
  EXPECT_EQ(stored("1"), audit);
  EXPECT_EQ(read()->audits().find_by_reference("REF-2026-12-001").value(), audit);
  EXPECT_EQ(stored("2").auditor, std::nullopt);
  EXPECT_EQ(read()->audits().find(domain::AuditId("3")).error().rule, "access.row.not_found");
  EXPECT_EQ(read("south")->audits().find(domain::AuditId("1")).error().code, base::ErrorCode::NotFound);

  audit.state = AuditState::Returned;
  audit.moderated_overall.reset();
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.audits().save(audit)); });
  EXPECT_EQ(audit.version, 1);
  EXPECT_EQ(stored("1"), audit);
}

TEST_P(AuditStoreContract, RefusesASaveAgainstAnOlderVersion) {
  given({an_audit("1", "R1")});
  auto mine = stored("1");
  auto theirs = stored("1");
  theirs.minutes_spent = 5;
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.audits().save(theirs)); });
  mine.minutes_spent = 9;
  const auto refused = begin()->audits().save(mine);
  EXPECT_EQ(refused.error().code, base::ErrorCode::Stale);
  EXPECT_EQ(refused.error().rule, "store.save.stale");
  EXPECT_EQ(mine.version, 0);
  EXPECT_EQ(stored("1").minutes_spent, 5);
  auto gone = an_audit("9", "R9");
  EXPECT_EQ(begin()->audits().save(gone).error().code, base::ErrorCode::NotFound);
}

TEST_P(AuditStoreContract, SavesASectionAndKeepsBothTextsOfTwoWindowsApart) {
  given({an_audit("1", "R1")});
  const domain::AuditId id("1");
  domain::AuditSection first;
  first.section = "risk";
  first.judgement = Grade::Good;
  first.evidence = "Evidence\nin two lines";
  first.impact = "Impact";
  first.answers = {{"q2", domain::Answer::Partly, "note"}, {"q1", {}, ""}};
  first.good_practice = true;
  first.saved_at = at("2026-12-02T09:00:00Z");
  first.saved_by = domain::PersonId("a1");
  auto second = first;
  second.evidence = "The other window";
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.audits().save_section(id, first)); });
  EXPECT_EQ(first.version, 1);
  EXPECT_THAT(read()->audits().sections(id), ElementsAre(first));
  // The outline says that something is written, not what, and whose answers are there.
  auto outline = first;
  outline.evidence = outline.impact = "x";
  outline.answers.clear();
  EXPECT_THAT(read()->audits().section_outlines(id, false), ElementsAre(outline));
  EXPECT_EQ(read()->audits().section_outlines(id, true).at(0).answers.size(), 2U);
  {
    const auto work = begin();
    EXPECT_EQ(work->audits().save_section(id, second).error().code, base::ErrorCode::Stale);
    EXPECT_EQ(second.version, 0);
  }
  second.version = 1;
  second.answers = {{"q1", domain::Answer::Yes, ""}};
  write([&](app::UnitOfWork& work) {
    EXPECT_TRUE(work.audits().save_section(id, second));
    domain::AuditSection other;
    other.section = "analysis";
    EXPECT_TRUE(work.audits().save_section(id, other));
  });
  EXPECT_EQ(second.version, 2);
  const auto sections = read()->audits().sections(id);
  ASSERT_THAT(sections, SizeIs(2));
  EXPECT_THAT(sections, testing::Contains(second));
  first.version = 1;
  EXPECT_EQ(begin()->audits().save_section(id, first).error().code, base::ErrorCode::Stale);
}

TEST_P(AuditStoreContract, KeepsDocumentsConversationsAndReallocations) {
  given({an_audit("1", "R1")});
  const domain::AuditId id("1");
  domain::Conversation talk;
  talk.booked_for = at("2026-12-04T14:00:00Z");
  talk.place = "by video";
  auto other = talk;
  write([&](app::UnitOfWork& work) {
    work.audits().put_documents(id, {{"plan", domain::DocumentFinding::Found, ""},
                                     {"chronology", domain::DocumentFinding::NotFound, "asked for"}});
    EXPECT_TRUE(work.audits().save_conversation(id, talk));
    work.audits().add_reallocation({id, domain::PersonId("a1"), domain::PersonId("a2"), "sick", domain::PersonId("q"),
                                    at("2026-12-05T09:00:00Z")});
    work.audits().add_reallocation({id, domain::PersonId("a2"), domain::PersonId("a1"), "back", domain::PersonId("q"),
                                    at("2026-12-05T09:00:00Z"), "other", "I worked with the aunt"});
  });
  write([&](app::UnitOfWork& work) {
    work.audits().put_documents(id, {{"chronology", domain::DocumentFinding::NotRecorded, ""}});
  });
  EXPECT_THAT(read()->audits().documents(id),
              UnorderedElementsAre(domain::KeyDocumentFinding{"plan", domain::DocumentFinding::Found, ""},
                                   domain::KeyDocumentFinding{"chronology", domain::DocumentFinding::NotRecorded, ""}));
  EXPECT_THAT(read()->audits().conversations(id), ElementsAre(talk));
  EXPECT_EQ(begin()->audits().save_conversation(id, other).error().code, base::ErrorCode::Stale);
  talk.held = false;
  talk.reason = domain::NotHeldReason::NoResponse;
  domain::Conversation family;
  family.kind = domain::ConversationKind::Family;
  family.held = true;
  family.held_on = on("2026-12-06");
  family.consent = false;
  family.purpose_explained = true;
  family.views = "views";
  family.service_feedback = "feedback";
  family.written_reply = "reply";
  family.replied_on = on("2026-12-08");
  write([&](app::UnitOfWork& work) {
    EXPECT_TRUE(work.audits().save_conversation(id, talk));
    EXPECT_TRUE(work.audits().save_conversation(id, family));
  });
  EXPECT_THAT(read()->audits().conversations(id), ElementsAre(talk, family));
  const auto moved = read()->audits().reallocations(id);
  ASSERT_THAT(moved, SizeIs(2));
  EXPECT_EQ(moved[0].to.text(), "a2");
  EXPECT_EQ(moved[0].handed_back, "");
  EXPECT_EQ(moved[1].reason, "back");
  EXPECT_EQ(moved[1].handed_back, "other");
  EXPECT_EQ(moved[1].handed_back_note, "I worked with the aunt");
}

TEST_P(AuditStoreContract, NumbersReferencesAPeriodOverAllProgrammes) {
  EXPECT_EQ(begin()->audits().next_number(in("2026-12")), 1);
  auto other = an_audit("2", "R2");
  other.period = in("2026-11");
  auto old = an_audit("3", "R3");
  old.imported = true;
  given({an_audit("1", "R1"), other, old});
  EXPECT_EQ(begin()->audits().next_number(in("2026-12")), 2) << "an imported audit brought its own reference";
  EXPECT_EQ(begin("south")->audits().next_number(in("2026-12")), 1);
  EXPECT_THAT(begin()->audits().of_cycle(domain::CycleId("cycle-1")), SizeIs(3));
}

TEST_P(AuditStoreContract, FindsWhatEachFilterAsksFor) {
  auto one = an_audit("1", "LAN-2026-12-001");
  auto two = an_audit("2", "LAN-2026-12-002");
  two.period = in("2026-11");
  two.category = domain::Category::Cla;
  two.locality = "West";
  two.team = "West 1";
  two.service_area = "Care";
  two.auditor = domain::PersonId("a2");
  two.worker_id = domain::PersonId("w2");
  two.supervisor_id = domain::PersonId("s2");
  two.state = AuditState::Final;
  two.submitted_at = at("2026-12-03T09:00:00Z");
  two.overall = Grade::Good;
  two.moderated_overall = Grade::RequiresImprovement;
  two.moderation_pick = "random";
  two.cohort = "neglect";
  two.tool = "tier2-cla";
  auto three = an_audit("3", "LAN-2026-12-003");
  three.state = AuditState::Withdrawn;
  three.child_id = domain::ChildId("50%_!x");
  auto four = an_audit("4", "LAN-2026-12-004");
  four.state = AuditState::Final;
  four.submitted_at = at("2026-12-03T09:00:00Z");
  four.overall = Grade::Good;
  four.moderated_overall = Grade::Good;
  four.cycle = domain::CycleId("cycle-2");
  auto five = an_audit("5", "LAN-2026-12-005");
  five.state = AuditState::Allocated;
  five.sent_at.reset();
  five.programme = "tier1";
  given({one, two, three, four, five});
  write([](app::UnitOfWork& work) {
    domain::AuditSection section;
    section.section = "risk";
    section.judgement = Grade::Inadequate;
    section.good_practice = true;
    EXPECT_TRUE(work.audits().save_section(domain::AuditId("2"), section));
    domain::AuditSection blank;
    blank.section = "risk";
    EXPECT_TRUE(work.audits().save_section(domain::AuditId("4"), blank));
    domain::Conversation held;
    held.held = true;
    EXPECT_TRUE(work.audits().save_conversation(domain::AuditId("2"), held));
    domain::Conversation missed;
    missed.held = false;
    missed.reason = domain::NotHeldReason::NoResponse;
    EXPECT_TRUE(work.audits().save_conversation(domain::AuditId("4"), missed));
    domain::Concern concern;
    concern.id = domain::ConcernId("c");
    concern.audit = domain::AuditId("4");
    concern.kind = domain::ConcernKind::Review;
    concern.raised_by = domain::PersonId("a1");
    work.concerns().add(concern);
  });
  using F = app::AuditFilter;
  EXPECT_THAT(listed({}), ElementsAre("1", "3", "4", "5", "2")) << "latest period first";
  EXPECT_THAT(listed_where([](F& f) { f.text = "lan-2026-12-002"; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.text = "50%_!"; }), ElementsAre("3"));
  EXPECT_THAT(listed_where([](F& f) { f.text = "5%x"; }), IsEmpty()) << "a wildcard typed is text";
  EXPECT_THAT(listed_where([](F& f) { f.text = "' OR 1=1 --"; }), IsEmpty());
  EXPECT_THAT(listed_where([](F& f) { f.programme = "tier1"; }), ElementsAre("5"));
  EXPECT_THAT(listed_where([](F& f) { f.to = "2026-11"; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.from = "2026-12"; }), SizeIs(4));
  EXPECT_THAT(listed_where([](F& f) { f.cohort = "neglect"; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.locality = "West"; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.service_area = "Care"; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.team = "West 1"; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.category = "cla"; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.categories = {"cla", "cp"}; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.tool = "tier2-cla"; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) {
                f.states = {AuditState::Withdrawn, AuditState::Allocated};
              }),
              ElementsAre("3", "5"));
  EXPECT_THAT(listed_where([](F& f) { f.grade = "requires-improvement"; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.grade = "good"; }), ElementsAre("4"));
  EXPECT_THAT(listed_where([](F& f) { f.before_moderation = "good"; }), ElementsAre("4", "2"));
  EXPECT_THAT(listed_where([](F& f) { f.grade_changed = true; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.grade_changed = false; }), ElementsAre("4"));
  EXPECT_THAT(listed_where([](F& f) { f.graded = true; }), ElementsAre("4", "2"));
  EXPECT_THAT(listed_where([](F& f) { f.graded = false; }), ElementsAre("1", "3", "5"));
  EXPECT_THAT(listed_where([](F& f) { f.picked = true; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.moderated = true; }), ElementsAre("4", "2"));
  EXPECT_THAT(listed_where([](F& f) { f.returned = true; }), ElementsAre("4", "2"));
  EXPECT_THAT(listed_where([](F& f) { f.returned = false; }), ElementsAre("1", "3", "5"));
  EXPECT_THAT(listed_where([](F& f) { f.distributed = true; }), ElementsAre("1", "4", "2"));
  EXPECT_THAT(listed_where([](F& f) { f.distributed = false; }), ElementsAre("3", "5"));
  EXPECT_THAT(listed_where([](F& f) { f.auditor = domain::PersonId("a2"); }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.worker = domain::PersonId("w2"); }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.supervisor = domain::PersonId("s2"); }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.cycle = domain::CycleId("cycle-2"); }), ElementsAre("4"));
  EXPECT_THAT(listed_where([](F& f) { f.section = "risk", f.section_grade = "inadequate"; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.section = "other", f.section_grade = "inadequate"; }), IsEmpty());
  EXPECT_THAT(listed_where([](F& f) { f.section_blank = "risk"; }), ElementsAre("1", "3", "4", "5"));
  EXPECT_THAT(listed_where([](F& f) { f.parts = {"", "health"}; }), SizeIs(5));
  EXPECT_THAT(listed_where([](F& f) { f.parts = {"health"}; }), IsEmpty());
  EXPECT_THAT(listed_where([](F& f) { f.good_practice = true; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.good_practice = false; }), SizeIs(4));
  EXPECT_THAT(listed_where([](F& f) { f.worker_took_part = true; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](F& f) { f.worker_took_part = false, f.returned = true; }), ElementsAre("4"));
  EXPECT_THAT(listed_where([](F& f) { f.not_held = "no-response"; }), ElementsAre("4"));
  EXPECT_THAT(listed_where([](F& f) { f.not_held = "not-recorded"; }), IsEmpty());
  EXPECT_THAT(listed_where([](F& f) { f.concern = "review"; }), ElementsAre("4"));
  EXPECT_THAT(listed_where([](F& f) { f.concern = "immediate"; }), IsEmpty());
  EXPECT_THAT(listed_where([](F& f) { f.overdue_on = on("2026-12-23"); }), ElementsAre("1"));
  EXPECT_THAT(listed_where([](F& f) { f.overdue_on = on("2026-12-22"); }), IsEmpty());
}

TEST_P(AuditStoreContract, ShowsNobodyARowOutOfSight) {
  auto east = an_audit("1", "R1");
  auto west = an_audit("2", "R2");
  west.locality = "West";
  west.team = "West 1";
  west.service_area = "Care";
  west.auditor = domain::PersonId("a2");
  west.worker_id = domain::PersonId("w2");
  west.supervisor_id.reset();
  given({east, west});
  EXPECT_THAT(listed({}, {}), IsEmpty()) << "no scope at all";
  EXPECT_THAT(listed({}, kAll), SizeIs(2));
  EXPECT_THAT(listed({}, {false, {"West"}, {}, {}, {}}), ElementsAre("2"));
  EXPECT_THAT(listed({}, {false, {}, {"Safeguarding"}, {}, {}}), ElementsAre("1"));
  EXPECT_THAT(listed({}, {false, {}, {}, {"West 1", "North 1"}, {}}), ElementsAre("2"));
  EXPECT_THAT(listed({}, only(domain::PersonId("a2"))), ElementsAre("2"));
  EXPECT_THAT(listed({}, only(domain::PersonId("w1"))), ElementsAre("1"));
  EXPECT_THAT(listed({}, only(domain::PersonId("s1"))), ElementsAre("1"));
  EXPECT_THAT(listed({}, only(domain::PersonId(""))), IsEmpty());
  EXPECT_THAT(listed({}, {false, {"West"}, {}, {}, domain::PersonId("w1")}), ElementsAre("1", "2"));
  app::AuditFilter filter;
  filter.locality = "East";
  EXPECT_THAT(listed(filter, {false, {"West"}, {}, {}, {}}), IsEmpty()) << "a filter widens no scope";
}

// Found while reading: the page hid a draft's grade from the worker, but the list could be filtered and sorted by it,
// and counted what matched.
TEST_P(AuditStoreContract, TellsNothingOfADraftThroughFiltersOrderAndCounts) {
  auto judged = an_audit("1", "R1");
  judged.state = AuditState::Submitted;
  judged.submitted_at = at("2026-12-03T09:00:00Z");
  judged.overall = Grade::Inadequate;
  judged.moderated_overall = Grade::RequiresImprovement;
  auto blank = an_audit("2", "R2");
  blank.state = AuditState::Submitted;
  blank.submitted_at = judged.submitted_at;
  auto finished = an_audit("3", "R3");
  finished.state = AuditState::Final;
  finished.submitted_at = judged.submitted_at;
  finished.overall = Grade::Good;
  given({judged, blank, finished});
  write([](app::UnitOfWork& work) {
    domain::AuditSection section;
    section.section = "risk";
    section.judgement = Grade::Inadequate;
    section.good_practice = true;
    EXPECT_TRUE(work.audits().save_section(domain::AuditId("1"), section));
  });
  using F = app::AuditFilter;
  const std::vector<std::function<void(F&)>> on_findings{
      [](F& f) { f.grade = "requires-improvement"; },
      [](F& f) { f.before_moderation = "inadequate"; },
      [](F& f) { f.grade_band = "below-good"; },
      [](F& f) { f.before_band = "below-good"; },
      [](F& f) { f.section = "risk", f.section_grade = "inadequate"; },
      [](F& f) { f.section = "risk", f.section_band = "below-good"; },
      [](F& f) { f.section_blank = "risk"; },
      [](F& f) { f.section_flagged = "risk"; },
      [](F& f) { f.good_practice = true; },
      [](F& f) { f.good_practice = false; },
      [](F& f) { f.moderated = true; },
      [](F& f) { f.moderated = false; },
      [](F& f) { f.graded = true; },
      [](F& f) { f.graded = false; },
      [](F& f) { f.grade_changed = true; },
      [](F& f) { f.grade_changed = false; }};
  const auto as = [](const std::string& person, std::vector<app::Grant> grants) {
    app::Actor actor;
    actor.person = domain::PersonId(person);
    actor.grants = std::move(grants);
    return app::visibility_of(actor);
  };
  using app::Role;
  using app::ScopeKind;
  const std::vector<app::Visibility> outside{
      as("w1", {{Role::SocialWorker, ScopeKind::Own, ""}}),
      as("s1", {{Role::TeamManager, ScopeKind::Own, ""}}),
      as("zz", {{Role::TeamManager, ScopeKind::Team, "East 1"}}),
      as("zz", {{Role::TeamManager, ScopeKind::Council, ""}}),
      as("w1", {{Role::SocialWorker, ScopeKind::Own, ""}, {Role::Moderator, ScopeKind::Locality, "West"}}),
      as("a1", {{Role::SocialWorker, ScopeKind::Own, ""}})};
  const std::vector<app::Visibility> inside{kAll, as("zz", {{Role::QaLead, ScopeKind::Council, ""}}),
                                            as("zz", {{Role::Moderator, ScopeKind::Locality, "East"}}),
                                            as("zz", {{Role::HeadOfService, ScopeKind::ServiceArea, "Safeguarding"}}),
                                            as("a1", {{Role::Auditor, ScopeKind::Own, ""}})};
  for (std::size_t at = 0; at < on_findings.size(); ++at) {
    F filter;
    on_findings[at](filter);
    for (std::size_t who = 0; who < outside.size(); ++who) {
      const auto found = listed(filter, outside[who]);
      EXPECT_EQ(std::ranges::count(found, "1"), std::ranges::count(found, "2")) << "filter " << at << " reader " << who;
    }
    // A grade that did not change tells neither of these two apart from the other.
    for (const auto& reader : at + 1 < on_findings.size() ? inside : std::vector<app::Visibility>()) {
      const auto found = listed(filter, reader);
      EXPECT_NE(std::ranges::count(found, "1"), std::ranges::count(found, "2")) << "filter " << at;
    }
  }
  for (const auto& reader : outside) {
    EXPECT_THAT(listed({}, reader, {1, 50, "grade", false}), ElementsAre("3", "1", "2"));
    EXPECT_THAT(listed({}, reader, {1, 50, "grade", true}), ElementsAre("3", "2", "1"));
  }
  for (const auto& reader : inside) {
    EXPECT_THAT(listed({}, reader, {1, 50, "grade", false}), ElementsAre("3", "1", "2"));
    EXPECT_THAT(listed({}, reader, {1, 50, "grade", true}), ElementsAre("1", "3", "2"));
  }
}

// Found while reading: grades were sorted as words, so that "inadequate" stood between "good" and "outstanding".
TEST_P(AuditStoreContract, SortsGradesFromTheBestToTheWorst) {
  std::vector<domain::Audit> audits;
  int number = 0;
  for (const auto grade : {Grade::Inadequate, Grade::Outstanding, Grade::RequiresImprovement, Grade::Good}) {
    ++number;
    audits.push_back(an_audit(std::to_string(number), "R" + std::to_string(number)));
    audits.back().overall = grade;
  }
  audits.push_back(an_audit("5", "R5"));
  given(audits);
  EXPECT_THAT(listed({}, kAll, {1, 50, "grade", false}), ElementsAre("2", "4", "3", "1", "5"));
  EXPECT_THAT(listed({}, kAll, {1, 50, "grade", true}), ElementsAre("1", "3", "4", "2", "5"));
}

// Found while reading: the report counted by London's day and its list by UTC's.
TEST_P(AuditStoreContract, KnowsWhatCameLateByTheDayInLondon) {
  auto audits = std::vector{an_audit("1", "R1"), an_audit("2", "R2"), an_audit("3", "R3")};
  for (auto& audit : audits) audit.due_on = on("2026-07-10");
  audits[0].submitted_at = at("2026-07-10T22:59:59Z");
  audits[1].submitted_at = at("2026-07-10T23:00:00Z");
  given(audits);
  EXPECT_THAT(listed_where([](app::AuditFilter& f) { f.late = true; }), ElementsAre("2"));
  EXPECT_THAT(listed_where([](app::AuditFilter& f) { f.late = false; }), ElementsAre("1", "3"));
}

TEST_P(AuditStoreContract, CutsAListIntoPagesAndSortsIt) {
  std::vector<domain::Audit> audits;
  for (int number = 1; number <= 25; ++number) {
    const auto id = (number < 10 ? "0" : "") + std::to_string(number);
    audits.push_back(an_audit(id, "R" + id));
    audits.back().team = number % 2 == 0 ? "a" : "B";
  }
  given(audits);
  auto page = read()->audits().list({}, {2, 10, "reference", false}, kAll);
  EXPECT_EQ(page.total, 25);
  EXPECT_EQ(page.page, 2);
  ASSERT_THAT(page.rows, SizeIs(10));
  EXPECT_EQ(page.rows.front().reference, "R11");
  page = read()->audits().list({}, {9, 10, "reference", false}, kAll);
  EXPECT_EQ(page.page, 3) << "past the end is the last page";
  EXPECT_THAT(page.rows, SizeIs(5));
  EXPECT_THAT(read()->audits().list({}, {1, 0, "", false}, kAll).rows, SizeIs(25));
  EXPECT_EQ(read()->audits().list({}, {1, 5, "reference", true}, kAll).rows.front().reference, "R25");
  EXPECT_EQ(read()->audits().list({}, {1, 5, "team", false}, kAll).rows.front().team, "B") << "bytewise on both";
  EXPECT_EQ(read()->audits().list({}, {1, 5, "1; DROP TABLE audits", false}, kAll).total, 25);
  EXPECT_THAT(read("south")->audits().list({}, {}, kAll).rows, IsEmpty());
  for (const std::string sort :
       {"child", "due", "submitted", "period", "locality", "category", "auditor", "state", "grade"})
    for (const bool descending : {false, true})
      EXPECT_THAT(read()->audits().list({}, {1, 50, sort, descending}, kAll).rows, SizeIs(25)) << sort;
}

TEST_P(AuditStoreContract, KeepsModerationsInOrder) {
  given({an_audit("1", "R1")});
  domain::Moderation first{domain::ModerationId("m1"),
                           domain::AuditId("1"),
                           domain::PersonId("m"),
                           true,
                           false,
                           true,
                           domain::ModerationOutcome::Returned,
                           Grade::Good,
                           {},
                           "why",
                           at("2026-12-05T09:00:00Z")};
  domain::Moderation second{domain::ModerationId("m0"),
                            domain::AuditId("1"),
                            domain::PersonId("m"),
                            true,
                            true,
                            true,
                            domain::ModerationOutcome::Changed,
                            Grade::Good,
                            Grade::Inadequate,
                            "why",
                            at("2026-12-06T09:00:00Z")};
  write([&](app::UnitOfWork& work) {
    work.moderations().add(second);
    work.moderations().add(first);
  });
  EXPECT_THAT(read()->moderations().of(domain::AuditId("1")), ElementsAre(first, second));
  EXPECT_THAT(read()->moderations().of(domain::AuditId("2")), IsEmpty());
}

TEST_P(AuditStoreContract, KeepsActionsAndShowsThemToThoseTheyConcern) {
  given({an_audit("1", "R1")});
  domain::Action action;
  action.id = domain::ActionId("x1");
  action.audit = domain::AuditId("1");
  action.section = "risk";
  action.text = "Text";
  action.measure = "Measure";
  action.owner = domain::PersonId("o1");
  action.sign_off_by = domain::PersonId("s9");
  action.due_on = on("2026-12-20");
  action.priority = domain::Priority::High;
  action.state = ActionState::Open;
  action.created_at = at("2026-12-03T09:00:00Z");
  auto proposed = action;
  proposed.id = domain::ActionId("x2");
  proposed.owner.reset();
  proposed.sign_off_by.reset();
  proposed.due_on.reset();
  proposed.state = ActionState::Proposed;
  write([&](app::UnitOfWork& work) {
    work.actions().add(action);
    work.actions().add(proposed);
    domain::Person owner;
    owner.person_id = domain::PersonId("o1");
    owner.name = "Olu Owner";
    work.people().put(owner);
  });
  EXPECT_THAT(read()->actions().of(domain::AuditId("1")), ElementsAre(action, proposed));
  const auto rows = [&](const app::ActionFilter& filter, const app::Visibility& visible) {
    std::vector<std::string> ids;
    for (const auto& row : read()->actions().list(filter, {}, visible).rows) ids.push_back(row.action.id.text());
    return ids;
  };
  const auto page = read()->actions().list({}, {}, kAll);
  EXPECT_EQ(page.total, 2);
  EXPECT_EQ(page.rows[0].owner_name, "Olu Owner");
  EXPECT_EQ(page.rows[0].reference, "R1");
  EXPECT_EQ(page.rows[0].child_id.text(), "C-1");
  EXPECT_EQ(page.rows[1].owner_name, "");
  EXPECT_THAT(rows({}, only(domain::PersonId("o1"))), ElementsAre("x1"));
  EXPECT_THAT(rows({}, only(domain::PersonId("s9"))), ElementsAre("x1"));
  EXPECT_THAT(rows({}, only(domain::PersonId("w1"))), ElementsAre("x1", "x2"));
  EXPECT_THAT(rows({}, only(domain::PersonId("zz"))), IsEmpty());
  app::ActionFilter filter;
  filter.overdue_on = on("2026-12-21");
  EXPECT_THAT(rows(filter, kAll), ElementsAre("x1"));
  filter = {};
  filter.states = {ActionState::Proposed};
  filter.programme = "tier2";
  filter.from = filter.to = "2026-12";
  filter.priority = "high";
  filter.team = "East 1";
  EXPECT_THAT(rows(filter, kAll), ElementsAre("x2"));
  for (const std::string sort : {"due", "reference", "priority", "state", "owner", "locality", "team"})
    EXPECT_EQ(read()->actions().list({}, {1, 50, sort, true}, kAll).total, 2) << sort;

  filter = {};
  filter.cohort = "neglect";
  EXPECT_THAT(rows(filter, kAll), IsEmpty());
  // A proposal is part of a draft: whoever may not read the draft does not read it, whoever owns it.
  app::Actor worker;
  worker.person = domain::PersonId("w1");
  worker.grants = {{app::Role::SocialWorker, app::ScopeKind::Own, ""}};
  EXPECT_THAT(rows({}, app::visibility_of(worker)), ElementsAre("x1"));
  worker.grants = {{app::Role::QaLead, app::ScopeKind::Council, ""}};
  EXPECT_THAT(rows({}, app::visibility_of(worker)), ElementsAre("x1", "x2"));

  auto stale = action;
  action.state = ActionState::SignedOff;
  action.done_at = at("2026-12-10T09:00:00Z");
  action.done_evidence = "evidence";
  action.signed_off_at = at("2026-12-11T09:00:00Z");
  action.signed_off_by = domain::PersonId("s9");
  action.sign_off_note = "note";
  write([&](app::UnitOfWork& work) {
    EXPECT_TRUE(work.actions().save(action));
    work.actions().remove(action.id);
    work.actions().remove(proposed.id);
  });
  EXPECT_EQ(read()->actions().find(action.id).value(), action) << "a signed-off action is not removed";
  EXPECT_EQ(read()->actions().find(proposed.id).error().code, base::ErrorCode::NotFound);
  EXPECT_EQ(begin()->actions().save(stale).error().code, base::ErrorCode::Stale);
}

TEST_P(AuditStoreContract, KeepsConcernsAndWhoWasTold) {
  given({an_audit("1", "R1")});
  domain::Concern concern;
  concern.id = domain::ConcernId("c1");
  concern.audit = domain::AuditId("1");
  concern.raised_by = domain::PersonId("a1");
  concern.raised_at = at("2026-12-03T09:00:00Z");
  concern.what = "what";
  concern.doing = "doing";
  concern.told = {{domain::PersonId("h1"), "head-of-service", at("2026-12-03T09:00:00Z")}};
  write([&](app::UnitOfWork& work) { work.concerns().add(concern); });
  EXPECT_EQ(read()->concerns().find(concern.id).value(), concern);
  EXPECT_THAT(read()->concerns().open(only(domain::PersonId("h1"))), ElementsAre(concern)) << "who was told sees it";
  EXPECT_THAT(read()->concerns().open(only(domain::PersonId("zz"))), IsEmpty());
  auto stale = concern;
  concern.state = domain::ConcernState::Acknowledged;
  concern.acknowledged_by = domain::PersonId("h1");
  concern.acknowledged_at = at("2026-12-03T10:00:00Z");
  concern.response = "response";
  concern.told.push_back({domain::PersonId("p1"), "principal-social-worker", at("2026-12-03T10:00:00Z")});
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.concerns().save(concern)); });
  EXPECT_THAT(read()->concerns().of(domain::AuditId("1")), ElementsAre(concern));
  EXPECT_EQ(begin()->concerns().save(stale).error().code, base::ErrorCode::Stale);
  concern.state = domain::ConcernState::Closed;
  concern.closed_by = domain::PersonId("h1");
  concern.closed_at = at("2026-12-04T10:00:00Z");
  concern.outcome = "outcome";
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.concerns().save(concern)); });
  EXPECT_THAT(read()->concerns().open(kAll), IsEmpty());
  EXPECT_EQ(read()->concerns().find(concern.id).value(), concern);
}

}  // namespace
}  // namespace plumbline
