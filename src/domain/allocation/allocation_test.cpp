#include "domain/allocation/allocation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <tuple>

namespace plumbline::domain {
namespace {

using namespace std::chrono;
using testing::ElementsAre;
using testing::IsEmpty;

Auditor an_auditor(const std::string& id, JobRole role = JobRole::TeamManager, const std::string& team = "",
                   const std::string& locality = "") {
  Auditor auditor;
  auditor.person.person_id = PersonId{id};
  auditor.person.role = role;
  auditor.person.team = team;
  auditor.person.locality = locality;
  auditor.person.qualified = true;
  auditor.person.trained_on = 2026y / January / 5;
  return auditor;
}
CaseToPlace a_case(const std::string& id, const std::string& team = "T", const std::string& locality = "North") {
  CaseToPlace out;
  out.child_id = ChildId{id};
  out.team = team;
  out.locality = locality;
  return out;
}
AllocationRequest a_request() {
  AllocationRequest request;
  request.key = {"a public seed", std::string(64, 'f'), "tier2", *base::parse_period("2026-12")};
  request.on = 2026y / December / 1;
  request.rules.quotas = {
      {JobRole::TeamManager, 1, 0}, {JobRole::AdvancedPractitioner, 1, 0}, {JobRole::SeniorManager, 1, 0}};
  request.rules.never_own_team = {JobRole::TeamManager, JobRole::AdvancedPractitioner};
  request.rules.never_own_locality = {JobRole::SeniorManager};
  request.rules.qualified_only = true;
  request.rules.trained_only = true;
  return request;
}

// ---- never (ALLOC-2, 3, 4) ----

TEST(Never, NamesEachReason) {
  const auto request = a_request();
  auto to_place = a_case("C1", "Duty", "North");
  to_place.worker = PersonId{"W"};
  to_place.supervisor = PersonId{"S"};
  to_place.earlier = {PersonId{"E"}};
  to_place.handed_back = {PersonId{"H"}};
  const auto asked = [&](Auditor auditor) { return never(request, auditor, to_place); };
  EXPECT_EQ(asked(an_auditor("A")), std::nullopt);
  EXPECT_EQ(asked(an_auditor("A", JobRole::SocialWorker)), Never::NoQuota);
  EXPECT_EQ(asked(an_auditor("W")), Never::WorksCase);
  EXPECT_EQ(asked(an_auditor("S")), Never::SupervisesCase);
  EXPECT_EQ(asked(an_auditor("E")), Never::WorkedCase);
  EXPECT_EQ(asked(an_auditor("H")), Never::HandedBack);
  EXPECT_EQ(asked(an_auditor("A", JobRole::TeamManager, "Duty", "North")), Never::OwnTeam);
  EXPECT_EQ(asked(an_auditor("A", JobRole::TeamManager, "Other", "North")), std::nullopt);
  EXPECT_EQ(asked(an_auditor("A", JobRole::SeniorManager, "", "North")), Never::OwnLocality);
  EXPECT_EQ(asked(an_auditor("A", JobRole::SeniorManager, "", "East")), std::nullopt);
  to_place.team_manager = PersonId{"M"};
  EXPECT_EQ(asked(an_auditor("M", JobRole::TeamManager, "Elsewhere")), Never::OwnTeam);
  auto unqualified = an_auditor("A");
  unqualified.person.qualified = false;
  EXPECT_EQ(asked(unqualified), Never::NotQualified);
  auto untrained = an_auditor("A");
  untrained.person.trained_on = 2026y / December / 2;
  EXPECT_EQ(asked(untrained), Never::NotTrained);
  untrained.person.trained_on.reset();
  EXPECT_EQ(asked(untrained), Never::NotTrained);
  auto away = an_auditor("A");
  away.person.away_from = 2026y / November / 30;
  EXPECT_EQ(asked(away), Never::Away);
  away.person.away_to = 2026y / November / 30;
  EXPECT_EQ(asked(away), std::nullopt);
}

TEST(Never, TakesBlankTeamsAndLocalitiesForUnknownNotForTheSame) {
  const auto request = a_request();
  EXPECT_EQ(never(request, an_auditor("A"), a_case("C", "", "")), std::nullopt);
  EXPECT_EQ(never(request, an_auditor("A", JobRole::SeniorManager), a_case("C", "", "")), std::nullopt);
}

TEST(Never, CountsLeaveThatTakesMostOfTheTimeForAnAudit) {
  auto request = a_request();
  request.until = 2026y / December / 22;  // sixteen working days from the 1st
  auto auditor = an_auditor("A");
  auditor.person.away_from = 2026y / December / 1;
  auditor.person.away_to = 2026y / December / 10;
  EXPECT_EQ(never(request, auditor, a_case("C")), std::nullopt);
  auditor.person.away_to = 2026y / December / 11;
  EXPECT_EQ(never(request, auditor, a_case("C")), Never::Away);
  auditor.person.away_from = 2026y / December / 9;
  auditor.person.away_to.reset();
  EXPECT_EQ(never(request, auditor, a_case("C")), Never::Away);
  auditor.person.away_from = 2026y / December / 23;
  EXPECT_EQ(never(request, auditor, a_case("C")), std::nullopt);
}

// ---- what is preferred ----

TEST(Allocate, SpreadsTheLoadEvenly) {
  auto request = a_request();
  request.rules.quotas = {{JobRole::TeamManager, 3, 0}};
  request.auditors = {an_auditor("A"), an_auditor("B"), an_auditor("C")};
  for (int i = 0; i < 6; ++i) request.cases.push_back(a_case("C" + std::to_string(i)));
  const auto allocation = allocate(request);
  EXPECT_THAT(allocation.loads,
              ElementsAre(Load{PersonId{"A"}, 2, 3}, Load{PersonId{"B"}, 2, 3}, Load{PersonId{"C"}, 2, 3}));
}

TEST(Allocate, CountsWhatAnAuditorHasAlready) {
  auto request = a_request();
  request.rules.quotas = {{JobRole::TeamManager, 2, 0}};
  request.auditors = {an_auditor("A"), an_auditor("B")};
  request.auditors[0].already = 1;
  request.cases = {a_case("C1")};
  EXPECT_THAT(allocate(request).placements, ElementsAre(Placement{ChildId{"C1"}, PersonId{"B"}}));
}

TEST(Allocate, AvoidsAPairingThatWasThereBefore) {
  auto request = a_request();
  request.auditors = {an_auditor("A"), an_auditor("B")};
  request.cases = {a_case("C1", "T1"), a_case("C2", "T2")};
  request.pairings = {{PersonId{"A"}, "T1", 2}, {PersonId{"B"}, "T2", 1}};
  EXPECT_THAT(allocate(request).placements,
              ElementsAre(Placement{ChildId{"C1"}, PersonId{"B"}}, Placement{ChildId{"C2"}, PersonId{"A"}}));
  request.pairings = {{PersonId{"A"}, "T2", 2}, {PersonId{"B"}, "T1", 1}};
  EXPECT_THAT(allocate(request).placements,
              ElementsAre(Placement{ChildId{"C1"}, PersonId{"A"}}, Placement{ChildId{"C2"}, PersonId{"B"}}));
}

TEST(Allocate, PlacesAllEvenWhereThatRepeatsAPairing) {
  auto request = a_request();
  request.auditors = {an_auditor("A"), an_auditor("B", JobRole::TeamManager, "T2")};
  request.cases = {a_case("C1", "T1"), a_case("C2", "T2")};
  request.pairings = {{PersonId{"A"}, "T2", 9}, {PersonId{"B"}, "T1", 9}};
  EXPECT_EQ(allocate(request).placements.size(), 2U);
}

TEST(Allocate, GivesEachRoleItsLeastBeforeEvenness) {
  auto request = a_request();
  request.rules.quotas = {{JobRole::TeamManager, 2, 0}, {JobRole::SeniorManager, 2, 2}};
  request.auditors = {an_auditor("A"), an_auditor("B"), an_auditor("S", JobRole::SeniorManager)};
  request.cases = {a_case("C1"), a_case("C2"), a_case("C3")};
  const auto allocation = allocate(request);
  const auto of = [&](const char* id) {
    return std::find_if(allocation.loads.begin(), allocation.loads.end(),
                        [&](const auto& load) { return load.auditor.text() == id; })
        ->audits;
  };
  EXPECT_EQ(of("S"), 2);
  request.cases.pop_back();
  request.cases.pop_back();
  EXPECT_THAT(allocate(request).under_least, ElementsAre(PersonId{"S"}));
}

// ---- why not (ALLOC-7) ----

TEST(Allocate, SaysThatThereAreTooFewAudits) {
  auto request = a_request();
  request.auditors = {an_auditor("A"), an_auditor("B")};
  request.cases = {a_case("C1"), a_case("C2"), a_case("C3")};
  const auto allocation = allocate(request);
  EXPECT_EQ(allocation.unplaced.size(), 1U);
  ASSERT_EQ(allocation.blockages.size(), 1U);
  EXPECT_EQ(say(allocation.blockages[0]), "3 cases can go to 2 auditors only, who have room for 2: 1 too many.");
}

TEST(Allocate, NamesTheCasesThatOnlyOneAuditorCouldTake) {
  auto request = a_request();
  request.auditors = {an_auditor("A"),
                      an_auditor("B", JobRole::TeamManager, "T1"),
                      an_auditor("D", JobRole::TeamManager, "T1"),
                      an_auditor("E", JobRole::SeniorManager, "", "North"),
                      an_auditor("F"),
                      an_auditor("Z", JobRole::SocialWorker)};
  request.auditors[4].person.away_from = 2026y / November / 1;
  request.cases = {a_case("C1", "T1"), a_case("C2", "T1"), a_case("C3", "T2", "East")};
  const auto allocation = allocate(request);
  ASSERT_EQ(allocation.blockages.size(), 1U);
  EXPECT_THAT(allocation.blockages[0].cases, ElementsAre(ChildId{"C1"}, ChildId{"C2"}));
  EXPECT_THAT(allocation.blockages[0].auditors, ElementsAre(PersonId{"A"}));
  EXPECT_EQ(say(allocation.blockages[0]),
            "2 cases can go to 1 auditor only, who has room for 1: 1 too many. Of the other 4 auditors, 2 are ruled "
            "out by their own "
            "team, 1 is away and 1 is ruled out by their own locality.");
}

TEST(Allocate, SaysThatNobodyMayTakeACase) {
  auto request = a_request();
  request.auditors = {an_auditor("A")};
  request.cases = {a_case("C1"), a_case("C2")};
  request.cases[0].worker = PersonId{"A"};
  const auto allocation = allocate(request);
  EXPECT_THAT(allocation.unplaced, ElementsAre(ChildId{"C1"}));
  EXPECT_EQ(say(allocation.blockages[0]),
            "No auditor may take this case. Of the other 1 auditor, 1 is working the case.");
}

TEST(Allocate, OfNothingIsNothing) {
  auto request = a_request();
  EXPECT_THAT(allocate(request).placements, IsEmpty());
  request.cases = {a_case("C1")};
  EXPECT_THAT(allocate(request).unplaced, ElementsAre(ChildId{"C1"}));
  request.cases.clear();
  request.auditors = {an_auditor("A")};
  EXPECT_THAT(allocate(request).loads, ElementsAre(Load{PersonId{"A"}, 0, 1}));
}

// ---- over random requests ----

AllocationRequest a_random_request(unsigned seed, int most_cases, int most_auditors) {
  std::mt19937 random(seed);
  auto request = a_request();
  request.key.seed = std::to_string(seed);
  request.rules.quotas = {{JobRole::TeamManager, 1 + static_cast<int>(random() % 2), static_cast<int>(random() % 2)},
                          {JobRole::SeniorManager, 1, 0},
                          {JobRole::AdvancedPractitioner, 2, 1}};
  const std::vector<std::string> places{"North", "East", "Central"};
  const auto roles =
      std::array{JobRole::TeamManager, JobRole::SeniorManager, JobRole::AdvancedPractitioner, JobRole::SocialWorker};
  const int auditors = 1 + static_cast<int>(random() % static_cast<unsigned>(most_auditors));
  for (int a = 0; a < auditors; ++a) {
    const auto& place = places[random() % 3];
    auto auditor =
        an_auditor("A" + std::to_string(a), roles[random() % 4], place + " " + std::to_string(random() % 2), place);
    if (random() % 8 == 0) auditor.person.away_from = 2026y / November / 1;
    if (random() % 10 == 0) auditor.person.qualified = false;
    auditor.already = random() % 6 == 0 ? 1 : 0;
    request.auditors.push_back(auditor);
  }
  const int cases = 1 + static_cast<int>(random() % static_cast<unsigned>(most_cases));
  for (int c = 0; c < cases; ++c) {
    const auto& place = places[random() % 3];
    auto to_place = a_case("C" + std::to_string(c), place + " " + std::to_string(random() % 2), place);
    to_place.worker = PersonId{"A" + std::to_string(random() % 20)};
    to_place.supervisor = PersonId{"A" + std::to_string(random() % 20)};
    if (random() % 3 == 0) to_place.earlier = {PersonId{"A" + std::to_string(random() % 8)}};
    request.cases.push_back(to_place);
    for (const auto& auditor : request.auditors) {
      if (random() % 5 == 0)
        request.pairings.push_back({auditor.person.person_id, to_place.team, 1 + static_cast<int>(random() % 3)});
    }
  }
  return request;
}

// (unplaced, audits short of the least, sum of squares, repeated pairings): the smaller the better.
using Worth = std::tuple<int, int, int, int>;
Worth worth_of(const AllocationRequest& request, const std::vector<int>& auditor_of) {
  std::map<std::pair<std::string, std::string>, int> times;
  for (const auto& pairing : request.pairings) times[{pairing.auditor.text(), pairing.team}] += pairing.times;
  std::vector<int> loads;
  for (const auto& auditor : request.auditors) loads.push_back(auditor.already);
  int unplaced = 0, repeats = 0;
  for (std::size_t c = 0; c < auditor_of.size(); ++c) {
    if (auditor_of[c] < 0) {
      ++unplaced;
      continue;
    }
    const auto a = static_cast<std::size_t>(auditor_of[c]);
    ++loads[a];
    if (const auto pair = times.find({request.auditors[a].person.person_id.text(), request.cases[c].team});
        pair != times.end()) {
      repeats += pair->second;
    }
  }
  int short_of_least = 0, squares = 0;
  for (std::size_t a = 0; a < loads.size(); ++a) {
    const auto quota = quota_of(request.rules, request.auditors[a].person);
    if (quota) short_of_least += std::max(0, quota->least - loads[a]);
    squares += loads[a] * loads[a];
  }
  return {unplaced, short_of_least, squares, repeats};
}
std::vector<int> auditor_of_each(const AllocationRequest& request, const Allocation& allocation) {
  std::vector<int> out(request.cases.size(), -1);
  for (const auto& placement : allocation.placements) {
    for (std::size_t c = 0; c < request.cases.size(); ++c) {
      if (request.cases[c].child_id != placement.child_id) continue;
      for (std::size_t a = 0; a < request.auditors.size(); ++a) {
        if (request.auditors[a].person.person_id == placement.auditor) out[c] = static_cast<int>(a);
      }
    }
  }
  return out;
}
Worth best_of_all(const AllocationRequest& request) {
  std::vector<int> trial(request.cases.size(), -1), loads(request.auditors.size());
  Worth best{1000, 0, 0, 0};
  const std::function<void(std::size_t)> fill = [&](std::size_t c) {
    if (c == trial.size()) {
      best = std::min(best, worth_of(request, trial));
      return;
    }
    trial[c] = -1;
    fill(c + 1);
    for (std::size_t a = 0; a < request.auditors.size(); ++a) {
      const auto& auditor = request.auditors[a];
      if (never(request, auditor, request.cases[c])) continue;
      if (loads[a] + auditor.already >= quota_of(request.rules, auditor.person)->most) continue;
      trial[c] = static_cast<int>(a);
      ++loads[a];
      fill(c + 1);
      --loads[a];
    }
    trial[c] = -1;
  };
  fill(0);
  return best;
}

TEST(Allocate, IsAsGoodAsTheBestOfAllAllocations) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    const auto request = a_random_request(seed, 6, 6);
    ASSERT_EQ(worth_of(request, auditor_of_each(request, allocate(request))), best_of_all(request)) << "seed " << seed;
  }
}

TEST(Allocate, BreaksNoRuleAndExplainsEveryUnplacedCase) {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    const auto request = a_random_request(seed, 60, 60);
    const auto allocation = allocate(request);
    const auto auditor_of = auditor_of_each(request, allocation);
    for (std::size_t c = 0; c < auditor_of.size(); ++c) {
      if (auditor_of[c] < 0) continue;
      EXPECT_EQ(never(request, request.auditors[static_cast<std::size_t>(auditor_of[c])], request.cases[c]),
                std::nullopt);
    }
    // Found while reading: the loads raised `most` to what somebody had, so that nothing could ever be more.
    for (const auto& load : allocation.loads) {
      const auto auditor =
          std::ranges::find_if(request.auditors, [&](const auto& one) { return one.person.person_id == load.auditor; });
      const auto quota = quota_of(request.rules, auditor->person);
      EXPECT_EQ(load.most, quota ? quota->most : 0);
      EXPECT_LE(load.audits, std::max(load.most, auditor->already));
    }
    EXPECT_EQ(allocation.placements.size() + allocation.unplaced.size(), request.cases.size());
    int short_by = 0;
    for (const auto& blockage : allocation.blockages) {
      short_by += blockage.short_by;
      // The statement is true: no auditor outside it, with or without room, may take any of its cases.
      for (const auto& to_place : request.cases) {
        if (!std::binary_search(blockage.cases.begin(), blockage.cases.end(), to_place.child_id)) continue;
        for (const auto& auditor : request.auditors) {
          if (std::binary_search(blockage.auditors.begin(), blockage.auditors.end(), auditor.person.person_id))
            continue;
          EXPECT_TRUE(never(request, auditor, to_place).has_value());
        }
      }
    }
    EXPECT_EQ(short_by, static_cast<int>(allocation.unplaced.size()));
  }
}

TEST(Allocate, DependsOnTheSeedAndNotOnTheOrderOfItsInput) {
  auto request = a_request();
  for (int a = 0; a < 20; ++a) request.auditors.push_back(an_auditor("A" + std::to_string(a)));
  for (int c = 0; c < 20; ++c) request.cases.push_back(a_case("C" + std::to_string(c)));
  const auto first = allocate(request).placements;
  std::reverse(request.auditors.begin(), request.auditors.end());
  std::shuffle(request.cases.begin(), request.cases.end(), std::mt19937(3));
  EXPECT_EQ(allocate(request).placements, first);
  request.key.seed = "another";
  EXPECT_NE(allocate(request).placements, first);
}

}  // namespace
}  // namespace plumbline::domain
