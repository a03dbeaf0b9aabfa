// Times drawing and allocating on cases in memory: one JSON line a figure, the best of several runs,
// `{"name":…,"ms":…}`. draw-and-allocate-7445: freeze, draw 50, allocate to 50 auditors. draw-N: freeze, hash, rank,
// quotas, select, certificate.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>

#include "base/hash.hpp"
#include "domain/allocation/allocation.hpp"
#include "domain/draw/draw.hpp"

namespace {

using namespace plumbline;
using namespace plumbline::domain;

std::vector<Case> make_register(std::size_t cases) {
  std::mt19937 random(7);
  const std::array localities{"Central", "East", "North"};
  std::vector<Case> rows(cases);
  const auto teams = std::max<std::size_t>(cases / 120, 1);
  for (std::size_t i = 0; i < cases; ++i) {
    auto& row = rows[i];
    row.child_id = ChildId{fmt::format("LA{:07}", (i * 7919) % 9999991)};
    const auto pick = random() % 100;
    row.category = pick < 12   ? Category::Cp
                   : pick < 32 ? Category::Cla
                   : pick < 40 ? Category::CareLeaver
                               : Category::Cin;
    const auto team = random() % teams;
    row.locality = localities[team % 3];
    row.team = fmt::format("{} team {}", row.locality, team);
    row.service_area = "Children’s social care";
    row.worker_id = PersonId{fmt::format("W{}", team * 8 + random() % 8)};
    row.supervisor_id = PersonId{fmt::format("M{}", team)};
    row.opened_on = std::chrono::year{2024} / static_cast<int>(1 + random() % 12) / static_cast<int>(1 + random() % 28);
    if (random() % 12 == 0) row.last_audited_on = std::chrono::year{2026} / std::chrono::September / 15;
    if (random() % 20 == 0) row.flags = {"neglect"};
  }
  return rows;
}

DrawRequest make_request() {
  DrawRequest request;
  request.council = "bench";
  request.framework = "bench";
  request.programme = "tier2";
  request.period = *base::parse_period("2026-12");
  request.seed = "bench";
  request.as_of = std::chrono::year{2026} / std::chrono::December / 1;
  request.size = 50;
  request.rules.categories = {Category::Cin, Category::Cp, Category::Cla, Category::CareLeaver};
  request.rules.not_audited_within_months = 6;
  request.rules.one_per_worker = true;
  return request;
}

std::string draw_from(const std::vector<Case>& rows, const DrawRequest& request, Certificate* kept = nullptr) {
  const auto frame = freeze(rows);
  if (!frame) std::abort();
  auto certificate = draw(*frame, request);
  if (!certificate) std::abort();
  auto json = to_json(*certificate);
  if (kept != nullptr) *kept = std::move(*certificate);
  return json;
}

Allocation allocate_sample(const std::vector<Case>& rows, const Certificate& certificate) {
  AllocationRequest request;
  request.key = certificate.rank_key();
  request.on = certificate.request.as_of;
  request.rules.quotas = {
      {JobRole::TeamManager, 1, 0}, {JobRole::AdvancedPractitioner, 1, 0}, {JobRole::SeniorManager, 1, 0}};
  request.rules.never_own_team = {JobRole::TeamManager};
  request.rules.never_own_locality = {JobRole::SeniorManager};
  request.rules.qualified_only = true;
  const std::array localities{"Central", "East", "North"};
  for (int i = 0; i < 50; ++i) {
    Auditor auditor;
    auditor.person.person_id = PersonId{i < 30 ? fmt::format("M{}", i) : fmt::format("P{}", i)};
    auditor.person.role = i < 30   ? JobRole::TeamManager
                          : i < 42 ? JobRole::AdvancedPractitioner
                                   : JobRole::SeniorManager;
    auditor.person.locality = localities[static_cast<std::size_t>(i % 3)];
    auditor.person.team = fmt::format("{} team {}", auditor.person.locality, i);
    auditor.person.qualified = true;
    request.auditors.push_back(auditor);
  }
  for (const auto& child : certificate.sample()) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& each) { return each.child_id == child; });
    CaseToPlace to_place;
    to_place.child_id = child;
    to_place.team = row->team;
    to_place.locality = row->locality;
    to_place.worker = row->worker_id;
    to_place.supervisor = row->supervisor_id;
    request.cases.push_back(std::move(to_place));
  }
  return allocate(request);
}

template <class Work>
double best_of(int runs, Work&& work) {
  double best = 1e18;
  for (int i = 0; i < runs; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

}  // namespace

int main() {
  base::init_crypto();
  const auto request = make_request();
  {
    const auto rows = make_register(7445);
    std::size_t placed = 0;
    const auto ms = best_of(9, [&] {
      Certificate certificate;
      draw_from(rows, request, &certificate);
      placed = allocate_sample(rows, certificate).placements.size();
    });
    fmt::print("{{\"name\":\"draw-and-allocate-7445\",\"ms\":{:.2f},\"placed\":{}}}\n", ms, placed);
  }
  for (const std::size_t cases : {25'000, 50'000, 100'000, 200'000, 400'000}) {
    const auto rows = make_register(cases);
    std::size_t bytes = 0;
    const auto ms = best_of(5, [&] { bytes = draw_from(rows, request).size(); });
    fmt::print("{{\"name\":\"draw-{}\",\"ms\":{:.2f},\"certificate_bytes\":{}}}\n", cases, ms, bytes);
  }
}
