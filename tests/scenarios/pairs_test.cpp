// Early help audits in pairs: chance makes them, both write in one audit, one of them is away, the other presents alone
// (ALLOC-5). And the quarterly review in pairs with its least number of cases (SAMPLE-8).
#include <map>
#include <set>

#include "app/audit/submit_audit.hpp"
#include "app/audit/together.hpp"
#include "app/calendar/month_calendar.hpp"
#include "app/learning/agreements.hpp"
#include "app/learning/reviews.hpp"
#include "support/shared_council.hpp"

namespace plumbline {
namespace {

using domain::Grade;
using domain::JobRole;
using domain::PersonId;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::rule_of;

// Thirty practitioners in six teams, who work two cases each.
class EarlyHelpInPairs : public tests::SharedCouncil {
 protected:
  EarlyHelpInPairs() : SharedCouncil("waltham-forest") {
    for (int i = 0; i < 30; ++i)
      person("P" + std::to_string(i), JobRole::Practitioner, "Team " + std::to_string(i % 6));
    person("manager", JobRole::TeamManager, "Team 0");
    person("lead", JobRole::QaLead);
    cases(60, [](domain::Case& row, int i) {
      row.category = domain::Category::EarlyHelp;
      row.team = "Team " + std::to_string(i % 6);
      row.worker_id = PersonId{"P" + std::to_string(i % 30)};
      row.supervisor_id = PersonId{"manager"};
    });
  }
  domain::Audit first() { return audits("early-help").at(0); }
  PersonId second_of(const domain::Audit& of) { return of.co_auditor(domain::CoAuditorKind::Second)->person; }
  base::Result<void> away(const domain::AuditId& id, std::optional<PersonId> who, const std::string& reason = "Ill") {
    return run([&](app::UnitOfWork& work) {
      return app::arrange_pair({id, audit(id).version, std::move(who), reason}, run_, clock_, work);
    });
  }
};

TEST_F(EarlyHelpInPairs, EachPairGetsTwoCasesThatNeitherOfThemWorks) {
  ASSERT_EQ(rule_of(draw("early-help")), "done");
  const auto allocation = allocate("early-help").value();
  EXPECT_THAT(allocation.unplaced, IsEmpty());
  EXPECT_THAT(allocation.placements, SizeIs(24));
  EXPECT_THAT(allocation.pairs, SizeIs(testing::Ge(12U)));
  EXPECT_THAT(allocation.pairs, Each(testing::Field(&domain::MadePair::cases, testing::Le(2))));
  for (const auto& placement : allocation.placements) {
    const auto row = read()->cases().find(placement.child_id).value();
    EXPECT_NE(row.worker_id, placement.auditor);
    EXPECT_NE(row.worker_id, *placement.second);
  }
  EXPECT_THAT(verified("early-help"), IsEmpty()) << "the certificate names both, and its loads count both";
  const auto made = certificate("early-help");
  EXPECT_THAT(made.allocation, SizeIs(24));
  for (const auto& placement : made.allocation) EXPECT_TRUE(placement.second);
  EXPECT_THAT(domain::to_json(made), HasSubstr("\"second\""));
  // The same people and seed make the same pairs.
  EXPECT_EQ(allocate("early-help")->pairs, allocation.pairs);
}

// Found while reading: the calendar showed the day an audit is due to the one of a pair who presents, and not to the
// other.
TEST_F(EarlyHelpInPairs, BothHaveTheDayItIsDueInTheirCalendars) {
  draw_allocate_and_send("early-help");
  const auto one = first();
  const auto framework = frameworks_.current(*read()).value();
  for (const auto& person : {*one.auditor, second_of(one)}) {
    std::vector<std::string> titles;
    const auto reader = read();
    for (const auto& line :
         app::calendar_lines(*framework, auditor(person), one.period, one.period.plus_months(2), *reader))
      titles.push_back(line.title);
    EXPECT_THAT(titles, Contains("Return audit " + one.reference)) << person.text();
  }
}

TEST_F(EarlyHelpInPairs, WhoHasLeftIsGivenNoAuditAndNoLetter) {
  with_person("P3", [](domain::Person& person) {
    person.left_on = base::parse_day("2026-11-27");
    person.email.clear();
  });
  draw_allocate_and_send("early-help");
  for (const auto& audit : audits("early-help")) {
    EXPECT_NE(audit.auditor, PersonId{"P3"});
    EXPECT_NE(second_of(audit), PersonId{"P3"});
  }
  EXPECT_THAT(letters_to(PersonId{"P3"}), IsEmpty());
  const auto one = first();
  const auto refused = run([&](app::UnitOfWork& work) {
    return app::reallocate_audit({one.id, one.version, PersonId{"P3"}, "Gone", *one.auditor}, run_, clock_, frameworks_,
                                 work);
  });
  EXPECT_EQ(rule_of(refused), "allocation.never.away");
}

TEST_F(EarlyHelpInPairs, BothHearOfTheirAuditSeeItAndWriteInIt) {
  draw_allocate_and_send("early-help");
  EXPECT_THAT(audits("early-help"), SizeIs(24)) << "one audit for a pair";
  const auto one = first();
  const auto presenter = auditor(*one.auditor), other = auditor(second_of(one));
  EXPECT_THAT(letters_to(*one.auditor), Contains("audit-sent"));
  EXPECT_THAT(letters_to(second_of(one)), Contains("audit-sent"));
  EXPECT_THAT(seen_by(other), Contains(one.reference));
  app::AuditFilter mine;
  mine.audited_by = second_of(one);
  EXPECT_EQ(read()->audits().list(mine, {}, app::visibility_of(other)).total, 2);

  ASSERT_EQ(rule_of(save(one.id, "assessment", presenter)), "done");
  // Both had the section open: the second save is told, and nothing is lost.
  EXPECT_EQ(rule_of(save(one.id, "assessment", other, Grade::Good, 0, "Another view.")), "audit.save.stale");
  EXPECT_EQ(rule_of(save(one.id, "assessment", other, Grade::Good, 1, "Both views.")), "done");
  write_all(one.id, other);
  EXPECT_EQ(rule_of(submit(one.id, presenter)), "done");
  EXPECT_TRUE(audit(one.id).submitted_at);
  EXPECT_THAT(verified("early-help"), IsEmpty());
}

TEST_F(EarlyHelpInPairs, WhereOneIsAwayTheOtherCompletesAndPresentsAlone) {
  draw_allocate_and_send("early-help");
  const auto one = first();
  const auto presenter = *one.auditor, other = second_of(one);
  EXPECT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::arrange_pair({one.id, one.version, presenter, "Ill"}, auditor(other), clock_, work);
            })),
            "audit.arrange.forbidden");
  EXPECT_EQ(rule_of(away(one.id, presenter, " ")), "audit.reallocate.reason_missing");
  ASSERT_EQ(rule_of(away(one.id, presenter)), "done");
  auto now = audit(one.id);
  EXPECT_EQ(now.auditor, other) << "who is there presents";
  EXPECT_EQ(second_of(now), presenter);
  EXPECT_TRUE(now.co_auditor(domain::CoAuditorKind::Second)->away);
  EXPECT_THAT(letters_to(other), Contains("auditor-away"));
  EXPECT_EQ(journal(one.id.text()).front().action, "auditor-away");
  EXPECT_THAT(read()->audits().reallocations(one.id), SizeIs(1));
  write_all(one.id, auditor(other));
  ASSERT_EQ(rule_of(submit(one.id, auditor(other))), "done");
  bool alone = false;
  for (const auto& line : journal(one.id.text()))
    if (line.action == "audit-submitted") alone = line.after.find("\"alone\":\"yes\"") != std::string::npos;
  EXPECT_TRUE(alone) << "the journal says who was not there";
}

TEST_F(EarlyHelpInPairs, LeaveInTheRegisterCountsAsAwayToo) {
  draw_allocate_and_send("early-help");
  const auto one = first();
  const auto today = clock_.today();
  EXPECT_EQ(app::away_of_pair(one, read()->people(), today), std::nullopt);
  with_person(one.auditor->text(), [&](domain::Person& person) { person.away_from = today; });
  EXPECT_EQ(app::away_of_pair(one, read()->people(), today), one.auditor);
}

TEST_F(EarlyHelpInPairs, TheSecondCanBeReplacedWithTheHistoryKept) {
  draw_allocate_and_send("early-help");
  const auto one = first();
  const auto give = [&](const std::string& to, const PersonId& instead_of) {
    return run([&](app::UnitOfWork& work) {
      return app::reallocate_audit({one.id, audit(one.id).version, PersonId{to}, "Off sick", instead_of}, run_, clock_,
                                   frameworks_, work);
    });
  };
  EXPECT_EQ(rule_of(give(one.auditor->text(), second_of(one))), "audit.reallocate.other_of_pair");
  EXPECT_EQ(rule_of(give(one.worker_id->text(), second_of(one))), "allocation.never.works_case");
  std::string to;
  for (int i = 0; i < 30 && to.empty(); ++i) {
    const auto id = "P" + std::to_string(i);
    if (id != one.auditor->text() && id != second_of(one).text() && id != one.worker_id->text()) to = id;
  }
  ASSERT_EQ(rule_of(give(to, second_of(one))), "done");
  const auto now = audit(one.id);
  EXPECT_EQ(now.auditor, one.auditor) << "who presents stays";
  EXPECT_EQ(second_of(now), PersonId{to});
  const auto moved = read()->audits().reallocations(one.id);
  ASSERT_THAT(moved, SizeIs(1));
  EXPECT_EQ(moved[0].from, second_of(one));
  EXPECT_THAT(letters_to(PersonId{to}), Contains("audit-sent"));
  EXPECT_THAT(seen_by(auditor(second_of(one))), testing::Not(Contains(one.reference)));
}

TEST_F(EarlyHelpInPairs, AReplacementGoesToAPairAndPlacingByHandAsksForBoth) {
  ASSERT_EQ(rule_of(draw("early-help")), "done");
  ASSERT_EQ(rule_of(allocate("early-help")), "done");
  const auto child = read()->cycles().sample(cycle("early-help").id).at(0).child_id;
  const auto place = [&](const std::string& to, std::optional<PersonId> second) {
    return run([&](app::UnitOfWork& work) {
      return app::place_case({"early-help", period_, child, PersonId{to}, "By hand", std::move(second)}, run_, clock_,
                             frameworks_, work);
    });
  };
  EXPECT_EQ(rule_of(place("P1", std::nullopt)), "allocation.move.second_missing");
  EXPECT_EQ(rule_of(place("P1", PersonId{"P1"})), "allocation.move.twice");
  const auto worker = read()->cases().find(child)->worker_id->text();
  std::vector<std::string> free;
  for (int i = 0; i < 30; ++i)
    if ("P" + std::to_string(i) != worker) free.push_back("P" + std::to_string(i));
  EXPECT_EQ(rule_of(place(free[0], PersonId{worker})), "allocation.never.works_case");
  ASSERT_EQ(rule_of(place(free[0], PersonId{free[1]})), "done");
  ASSERT_EQ(rule_of(send("early-help")), "done");
  const auto all = audits("early-help");
  const auto made = std::ranges::find(all, child, &domain::Audit::child_id);
  EXPECT_EQ(made->auditor, PersonId{free[0]});
  EXPECT_EQ(second_of(*made), PersonId{free[1]});

  const auto exemption = app::exempt_case({"early-help", period_, child, "In court", PersonId{"lead"}}, run_, clock_,
                                          frameworks_, *store_->begin("shire"));
  ASSERT_EQ(rule_of(exemption), "done");
  ASSERT_EQ(rule_of(allocate("early-help")), "done");
  ASSERT_EQ(*send("early-help"), 1);
  for (const auto& one : audits("early-help"))
    if (one.child_id == *exemption->replacement) {
      EXPECT_NE(one.co_auditor(domain::CoAuditorKind::Second), nullptr);
    }
  EXPECT_THAT(verified("early-help"), IsEmpty());
}

// A quarterly review of at least twelve cases, in pairs.
class QuarterlyReview : public tests::SharedCouncil {
 protected:
  QuarterlyReview() : SharedCouncil("knowsley") {
    for (int i = 0; i < 14; ++i)
      person("R" + std::to_string(i), JobRole::IndependentReviewingOfficer, "", "", "", "Children's social care");
    for (int i = 0; i < 6; ++i) person("A" + std::to_string(i), JobRole::AssistantTeamManager, "T" + std::to_string(i));
    cases(40, [](domain::Case& row, int i) {
      row.category = domain::Category::Cp;
      row.team = "T" + std::to_string(i % 6);
      row.worker_id = PersonId{"W" + std::to_string(i)};
    });
  }
  void given_an_agreement() {
    person("HOS", JobRole::HeadOfService);
    const app::RecordAgreement agreement{
        "thematic-review", period_, 0,  "Neglect",       "",
        "Monthly audits",  12,      "", PersonId{"HOS"}, base::parse_day("2026-11-02")};
    ASSERT_TRUE(app::record_agreement(agreement, run_, clock_, frameworks_, *store_->begin("shire")));
  }
};

// MEET-3: the review's own page says who reads what with whom, and in how many cases the agreed questions were asked.
TEST_F(QuarterlyReview, TellsWhoReadsWhatWithWhomAndHowFarTheQuestionsAre) {
  person("LEAD", JobRole::QaLead);
  given_an_agreement();
  const auto lead = as("LEAD", app::Role::QaLead, app::ScopeKind::Council);
  app::PlanReview plan;
  plan.programme = "thematic-review";
  plan.period = period_;
  plan.theme = "Neglect";
  plan.venue = "The hall";
  plan.starts_on = base::parse_day("2026-12-15");
  plan.days = 2;
  const auto planned = app::plan_review(plan, lead, clock_, frameworks_, *store_->begin("shire"));
  ASSERT_EQ(rule_of(planned), "done");
  const auto again = app::plan_review(plan, lead, clock_, frameworks_, *store_->begin("shire"));
  ASSERT_EQ(rule_of(again), "done") << "sent twice it is one review";
  EXPECT_EQ(again->id, planned->id);
  const auto open = [&] { return app::open_review(planned->id, lead, clock_, frameworks_, *read()).value(); };
  EXPECT_THAT(open().pairs, IsEmpty());
  ASSERT_EQ(rule_of(draw("thematic-review")), "done");
  ASSERT_THAT(open().pairs, SizeIs(1)) << "drawn, and with nobody yet";
  EXPECT_THAT(open().pairs[0].people, IsEmpty());
  EXPECT_EQ(open().pairs[0].cases, 12);
  ASSERT_EQ(rule_of(allocate("thematic-review")), "done");
  ASSERT_THAT(open().pairs, SizeIs(6)) << "the plan says who, before anything is sent";
  for (const auto& pair : open().pairs) {
    EXPECT_THAT(pair.people, SizeIs(2));
    EXPECT_EQ(pair.cases, 2);
    EXPECT_THAT(pair.audits, IsEmpty());
  }
  ASSERT_EQ(rule_of(send("thematic-review")), "done");

  const auto all = audits("thematic-review");
  const auto first = all.front();
  const auto talk = [&](domain::ConversationKind kind, bool held) {
    domain::Conversation out;
    out.kind = kind;
    out.held = held;
    if (held) {
      out.held_on = clock_.today();
      out.summary = "The agreed questions were asked.";
      out.consent = true;
      out.purpose_explained = true;
    } else {
      out.reason = domain::NotHeldReason::NoResponse;
    }
    return rule_of(run([&](app::UnitOfWork& work) {
      return app::record_conversation({first.id, out}, auditor(*first.auditor), clock_, frameworks_, work);
    }));
  };
  ASSERT_EQ(talk(domain::ConversationKind::Worker, true), "done");
  ASSERT_EQ(talk(domain::ConversationKind::Family, false), "done");
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::book_conversation({all.back().id, domain::ConversationKind::Worker,
                                             *base::parse_instant("2026-12-16T10:00:00Z"), "The hall", 0},
                                            auditor(*all.back().auditor), clock_, frameworks_, work);
            })),
            "done");
  const auto now = open();
  ASSERT_THAT(now.pairs, SizeIs(6));
  app::AskedSoFar worker, family;
  for (const auto& pair : now.pairs) {
    EXPECT_THAT(pair.audits, SizeIs(2)) << "each with its references";
    worker += pair.worker;
    family += pair.family;
    const bool reads_it = std::ranges::find(pair.audits, first.id, &domain::Audit::id) != pair.audits.end();
    EXPECT_EQ(pair.worker.asked, reads_it ? 1 : 0);
    if (reads_it) {
      EXPECT_THAT(pair.people, testing::UnorderedElementsAre(*first.auditor,
                                                             first.co_auditor(domain::CoAuditorKind::Second)->person));
    }
  }
  EXPECT_EQ(worker, (app::AskedSoFar{12, 1, 1, 0, 0}));
  EXPECT_EQ(family, (app::AskedSoFar{12, 0, 0, 1, 0}));
}

TEST_F(QuarterlyReview, GoesToPairsWithTheFamilyInEach) {
  EXPECT_EQ(rule_of(draw("thematic-review")), "draw.make.not_agreed");
  given_an_agreement();
  draw_allocate_and_send("thematic-review");
  const auto all = audits("thematic-review");
  EXPECT_THAT(all, SizeIs(12));
  std::map<std::set<PersonId>, int> pairs;
  for (const auto& one : all) {
    ASSERT_NE(one.co_auditor(domain::CoAuditorKind::Second), nullptr);
    ++pairs[{*one.auditor, one.co_auditor(domain::CoAuditorKind::Second)->person}];
    EXPECT_TRUE(one.family_contact);
  }
  EXPECT_THAT(pairs, SizeIs(6));
  EXPECT_THAT(verified("thematic-review"), IsEmpty());
}

TEST_F(QuarterlyReview, AMonthlyAuditDrawsAsManyCasesAsItsAuditorsCanTake) {
  const auto drawn = draw("operational");
  ASSERT_EQ(rule_of(drawn), "done");
  EXPECT_EQ(drawn->request.size, 6) << "one each of the six assistant team managers";
  with_person("A0", [](domain::Person& person) { person.away_from = *base::parse_day("2026-11-02"); });
  const auto plan = app::preview_draw({"operational", period_, {}, "", "", "", {}}, run_, clock_, frameworks_, *read());
  EXPECT_EQ(plan->size, 5);
}

}  // namespace
}  // namespace plumbline
