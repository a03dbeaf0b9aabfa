#include "domain/allocation/several.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace plumbline::domain {
namespace {

using namespace std::chrono;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Auditor an_auditor(const std::string& id, const std::string& team = "", const std::string& agency = "") {
  Auditor auditor;
  auditor.person.person_id = PersonId{id};
  auditor.person.role = JobRole::Practitioner;
  auditor.person.team = team;
  auditor.person.agency = agency;
  return auditor;
}

AllocationRequest a_request(int auditors, int cases) {
  AllocationRequest request;
  request.key = {"a public seed", std::string(64, 'f'), "early-help", *base::parse_period("2026-12")};
  request.on = 2026y / December / 1;
  request.rules.quotas = {{JobRole::Practitioner, 2, 0}};
  request.rules.never_own_team = {JobRole::Practitioner};
  for (int i = 0; i < auditors; ++i) request.auditors.push_back(an_auditor("P" + std::to_string(i)));
  for (int i = 0; i < cases; ++i) {
    CaseToPlace to_place;
    to_place.child_id = ChildId{"C" + std::to_string(100 + i)};
    to_place.team = "T" + std::to_string(i % 5);
    request.cases.push_back(to_place);
  }
  return request;
}

AuditorRules in_pairs() {
  AuditorRules rules;
  rules.pairs = true;
  rules.cases_per_pair = 2;
  return rules;
}
AuditorRules several(int each) {
  AuditorRules rules;
  rules.auditors_per_case = each;
  return rules;
}

// ---- pairs ----

TEST(Pairs, EachGetsTwoCasesAndNobodyIsInTwo) {
  const auto request = a_request(30, 24);
  const auto allocation = allocate(request, in_pairs());
  EXPECT_THAT(allocation.placements, SizeIs(24));
  EXPECT_THAT(allocation.unplaced, IsEmpty());
  EXPECT_THAT(allocation.pairs, SizeIs(12)) << "no more pairs than the cases need";
  EXPECT_THAT(allocation.pairs, Each(testing::Field(&MadePair::cases, 2)));
  std::set<PersonId> people;
  for (const auto& pair : allocation.pairs)
    EXPECT_TRUE(people.insert(pair.first).second && people.insert(pair.second).second);
  for (const auto& placement : allocation.placements)
    EXPECT_TRUE(std::ranges::any_of(allocation.pairs, [&](const MadePair& pair) {
      return pair.first == placement.auditor && pair.second == placement.second;
    }));
  int audits = 0;
  for (const auto& load : allocation.loads) audits += load.audits;
  EXPECT_EQ(audits, 48) << "both of a pair have the case in their load";
}

TEST(Pairs, FollowFromTheSeedAndNotFromTheOrderOfPeople) {
  auto request = a_request(20, 12);
  const auto pairs = allocate(request, in_pairs()).pairs;
  std::shuffle(request.auditors.begin(), request.auditors.end(), std::mt19937(1));
  std::shuffle(request.cases.begin(), request.cases.end(), std::mt19937(2));
  EXPECT_EQ(allocate(request, in_pairs()).pairs, pairs);
  // Anybody can make them again: two by two in the order of the ranking with the word `pairs`.
  std::vector<std::string> ids;
  for (const auto& auditor : request.auditors) ids.push_back(auditor.person.person_id.text());
  std::vector<std::string_view> views(ids.begin(), ids.end());
  const auto order = Ranking(request.key, "pairs").order(views);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    EXPECT_EQ(pairs[i].first.text(), ids[order[2 * i]]);
    EXPECT_EQ(pairs[i].second.text(), ids[order[2 * i + 1]]);
  }
  request.key.seed = "another";
  EXPECT_NE(allocate(request, in_pairs()).pairs, pairs);
}

// What is never for one of a pair is never for both, whatever the people, teams and seed.
TEST(Pairs, KeepEveryNeverRuleForBoth) {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    auto request = a_request(4 + static_cast<int>(random() % 20), 1 + static_cast<int>(random() % 20));
    request.key.seed = std::to_string(round);
    for (auto& auditor : request.auditors) {
      auditor.person.team = "T" + std::to_string(random() % 6);
      if (random() % 8 == 0) auditor.person.away_from = 2026y / November / 1;
    }
    for (auto& to_place : request.cases)
      if (random() % 2 == 0) to_place.worker = request.auditors[random() % request.auditors.size()].person.person_id;
    const auto allocation = allocate(request, in_pairs());
    EXPECT_EQ(allocation.placements.size() + allocation.unplaced.size(), request.cases.size());
    EXPECT_EQ(allocation.unplaced.empty(), allocation.blockages.empty());
    for (const auto& placement : allocation.placements) {
      const auto to_place = *std::ranges::find(request.cases, placement.child_id, &CaseToPlace::child_id);
      for (const auto& auditor : request.auditors)
        if (auditor.person.person_id == placement.auditor || auditor.person.person_id == *placement.second) {
          EXPECT_EQ(never(request, auditor, to_place), std::nullopt);
        }
    }
    for (const auto& load : allocation.loads) EXPECT_LE(load.audits, 2);
  }
}

TEST(Pairs, MoreJoinWhereTheFirstMayNotHaveACase) {
  auto request = a_request(4, 2);
  for (auto& to_place : request.cases) to_place.team = "T0";
  const auto first = allocate(request, in_pairs()).pairs.at(0);
  for (auto& auditor : request.auditors)
    if (auditor.person.person_id == first.second) auditor.person.team = "T0";
  const auto allocation = allocate(request, in_pairs());
  EXPECT_THAT(allocation.unplaced, IsEmpty());
  ASSERT_THAT(allocation.pairs, SizeIs(1));
  EXPECT_NE(allocation.pairs[0].first, first.first);
}

TEST(Pairs, SayWhyACaseCannotBePlaced) {
  auto request = a_request(5, 5);
  const auto allocation = allocate(request, in_pairs());
  EXPECT_THAT(allocation.unplaced, SizeIs(1));
  EXPECT_THAT(allocation.alone, SizeIs(1));
  ASSERT_THAT(allocation.blockages, SizeIs(1));
  EXPECT_EQ(say(allocation.blockages[0]), "5 cases can go to 2 pairs only, who have room for 4: 1 too many.");
  request.auditors.resize(1);
  EXPECT_EQ(say(allocate(request, in_pairs()).blockages.at(0)), "No pair may take any of these 5 cases.");
}

TEST(Pairs, StayTogetherInTheCycleTheyWereMadeIn) {
  auto request = a_request(6, 1);
  KeptAudits kept;
  kept.pairs = {{PersonId{"P4"}, PersonId{"P1"}}};
  for (auto& auditor : request.auditors)
    if (auditor.person.person_id == PersonId{"P4"} || auditor.person.person_id == PersonId{"P1"}) auditor.already = 1;
  const auto allocation = allocate(request, in_pairs(), kept);
  ASSERT_THAT(allocation.placements, SizeIs(1));
  EXPECT_EQ(allocation.placements[0].auditor, PersonId{"P4"});
  EXPECT_EQ(allocation.placements[0].second, PersonId{"P1"});
  EXPECT_EQ(allocation.pairs, (std::vector<MadePair>{{PersonId{"P4"}, PersonId{"P1"}, 2}}));
}

// ---- several who grade apart ----

TEST(JointAudit, GivesEachCaseAsManyDifferentAuditors) {
  auto request = a_request(6, 3);
  const auto allocation = allocate(request, several(4));
  EXPECT_THAT(allocation.unplaced, IsEmpty());
  std::map<ChildId, std::set<PersonId>> graders;
  std::map<ChildId, std::vector<std::string>> parts;
  for (const auto& placement : allocation.placements) {
    EXPECT_TRUE(graders[placement.child_id].insert(placement.auditor).second);
    parts[placement.child_id].push_back(placement.part);
  }
  EXPECT_THAT(graders, SizeIs(3));
  for (const auto& [child, numbers] : parts) EXPECT_THAT(numbers, ElementsAre("1", "2", "3", "4"));
  for (const auto& load : allocation.loads) EXPECT_EQ(load.audits, 2);
}

TEST(JointAudit, SaysHowManyAuditorsACaseLacks) {
  auto request = a_request(3, 1);
  request.auditors[0].person.team = "T0";
  const auto allocation = allocate(request, several(4));
  EXPECT_THAT(allocation.placements, SizeIs(2));
  EXPECT_THAT(allocation.unplaced, ElementsAre(ChildId{"C100"}));
  ASSERT_THAT(allocation.blockages, SizeIs(1));
  EXPECT_EQ(say(allocation.blockages[0]),
            "1 case needs 4 auditors each and can go to 2 auditors only: 2 too few. Of the other 1 auditor, 1 is ruled "
            "out by their own team.");
}

// ---- agencies ----

AuditorRules three_agencies() {
  AuditorRules rules;
  rules.agencies = {{"social-care", "Social care", 3, {}, {}},
                    {"police", "Police", 3, {"contact"}, {"Police"}},
                    {"health", "Health", 0, {}, {"Health", "NHS"}}};
  return rules;
}

TEST(Agencies, EachGetsItsNumberAndJoinsWhereItHasSomebodyFree) {
  auto request = a_request(5, 6);
  request.rules.quotas = {{JobRole::Practitioner, 3, 0}};
  request.auditors[3].person.agency = "Police";
  request.auditors[4].person.agency = "NHS";
  request.auditors.push_back(an_auditor("X", "", "Elsewhere"));
  const auto allocation = allocate(request, three_agencies());
  EXPECT_THAT(allocation.unplaced, IsEmpty());
  EXPECT_EQ(allocation.agencies, (std::vector<AgencyShare>{{"social-care", "Social care", 3, 6, 3},
                                                           {"police", "Police", 1, 3, 3},
                                                           {"health", "Health", 1, 3, 0}}));
  std::map<ChildId, int> graded;
  for (const auto& placement : allocation.placements) {
    ++graded[placement.child_id];
    const auto who = placement.auditor.text();
    EXPECT_EQ(placement.part, who == "P3" ? "police" : who == "P4" ? "health" : "social-care");
  }
  EXPECT_THAT(graded, SizeIs(6));
}

TEST(Agencies, SpreadOverTheContactsBeforeTheyMeetOnOne) {
  auto request = a_request(3, 9);
  request.rules.quotas = {{JobRole::Practitioner, 3, 0}};
  request.auditors[1].person.agency = "Police";
  request.auditors[2].person.agency = "Health";
  const auto allocation = allocate(request, three_agencies());
  EXPECT_THAT(allocation.unplaced, IsEmpty()) << "nine contacts, three agencies with room for three each";
  EXPECT_THAT(allocation.placements, SizeIs(9));
}

TEST(Agencies, SayWhereOneFallsShort) {
  auto request = a_request(3, 4);
  request.rules.quotas = {{JobRole::Practitioner, 4, 0}};
  request.auditors[2].person.agency = "Police";
  request.auditors[2].person.away_from = 2026y / November / 1;
  const auto allocation = allocate(request, three_agencies());
  EXPECT_THAT(allocation.unplaced, IsEmpty());
  ASSERT_THAT(allocation.blockages, SizeIs(1));
  EXPECT_THAT(say(allocation.blockages[0]),
              AllOf(HasSubstr("Police: No auditor may take any of these 4 cases."), HasSubstr("1 is away")));
}

// ---- as many cases as the auditors can take ----

TEST(CasesPerAuditors, CountsTheQuotasOfWhoCanAudit) {
  auto request = a_request(7, 0);
  EXPECT_EQ(cases_per_auditors(request, {}), 14);
  EXPECT_EQ(cases_per_auditors(request, several(4)), 3);
  EXPECT_EQ(cases_per_auditors(request, in_pairs()), 6);
  request.auditors[0].person.away_from = 2026y / November / 1;
  EXPECT_EQ(cases_per_auditors(request, {}), 12);
  EXPECT_EQ(cases_per_auditors(request, in_pairs()), 6);
}

}  // namespace
}  // namespace plumbline::domain
