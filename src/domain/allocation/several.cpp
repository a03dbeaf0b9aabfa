#include "domain/allocation/several.hpp"

#include <algorithm>
#include <set>

namespace plumbline::domain {
namespace {

template <class Items, class Value>
bool contains(const Items& items, const Value& value) {
  return std::find(items.begin(), items.end(), value) != items.end();
}

std::vector<const Auditor*> ranked(const std::vector<const Auditor*>& auditors, const Ranking& ranking) {
  std::vector<std::string_view> ids;
  for (const auto* auditor : auditors) ids.push_back(auditor->person.person_id.text());
  std::vector<const Auditor*> out;
  for (const auto index : ranking.order(ids)) out.push_back(auditors[index]);
  return out;
}

// Everybody with a quota and what they have by now.
std::vector<Load> loads_of(const AllocationRequest& request, const std::vector<Placement>& placements) {
  std::map<PersonId, int> audits;
  for (const auto& placement : placements) {
    ++audits[placement.auditor];
    if (placement.second) ++audits[*placement.second];
  }
  std::vector<Load> loads;
  for (const auto& auditor : request.auditors) {
    const auto quota = quota_of(request.rules, auditor.person);
    const int count = auditor.already + audits[auditor.person.person_id];
    if (quota || count > 0) loads.push_back({auditor.person.person_id, count, quota ? quota->most : 0});
  }
  std::sort(loads.begin(), loads.end(), [](const auto& x, const auto& y) { return x.auditor < y.auditor; });
  return loads;
}

void sort_by_child(std::vector<Placement>& placements) {
  std::stable_sort(placements.begin(), placements.end(),
                   [](const auto& x, const auto& y) { return x.child_id < y.child_id; });
}

// ---- pairs (ALLOC-5) ----

struct Pairs {
  std::vector<Auditor> all;  // as auditors whose nevers are the union of both
  std::vector<PersonId> alone;
};

Auditor as_auditor(const AllocationRequest& request, const Auditor& first, const Auditor& second, int cases_per_pair) {
  Auditor pair{first.person, std::max(first.already, second.already), second.person, cases_per_pair};
  for (const auto* person : {&first.person, &second.person})
    if (const auto quota = quota_of(request.rules, *person)) pair.most = std::min(pair.most, quota->most);
  return pair;
}

Pairs make_pairs(const AllocationRequest& request, int cases_per_pair, const KeptAudits& kept) {
  Pairs pairs;
  std::map<PersonId, const Auditor*> by_id;
  for (const auto& auditor : request.auditors) by_id.emplace(auditor.person.person_id, &auditor);
  std::set<PersonId> taken;
  for (const auto& [first, second] : kept.pairs) {
    const auto one = by_id.find(first), other = by_id.find(second);
    if (one == by_id.end() || other == by_id.end() || taken.contains(first) || taken.contains(second)) continue;
    taken.insert({first, second});
    pairs.all.push_back(as_auditor(request, *one->second, *other->second, cases_per_pair));
  }
  std::vector<const Auditor*> pool;
  for (const auto& auditor : request.auditors)
    if (!taken.contains(auditor.person.person_id) && !never_at_all(request, auditor.person)) pool.push_back(&auditor);
  pool = ranked(pool, Ranking(request.key, "pairs"));
  for (std::size_t i = 0; i + 1 < pool.size(); i += 2)
    pairs.all.push_back(as_auditor(request, *pool[i], *pool[i + 1], cases_per_pair));
  if (pool.size() % 2 == 1) pairs.alone.push_back(pool.back()->person.person_id);
  return pairs;
}

CycleAllocation allocate_pairs(const AllocationRequest& request, int cases_per_pair, const KeptAudits& kept) {
  const auto pairs = make_pairs(request, cases_per_pair, kept);
  auto part = request;
  CycleAllocation out;
  std::size_t next = 0;
  while (!part.cases.empty() && next < pairs.all.size()) {
    part.auditors.clear();
    for (int room = 0; next < pairs.all.size() && room < static_cast<int>(part.cases.size()); ++next) {
      part.auditors.push_back(pairs.all[next]);
      room += std::max(0, pairs.all[next].most - pairs.all[next].already);
    }
    const auto placed = allocate(part);
    out.placements.insert(out.placements.end(), placed.placements.begin(), placed.placements.end());
    std::erase_if(part.cases, [&](const auto& to_place) { return !contains(placed.unplaced, to_place.child_id); });
  }
  if (!part.cases.empty()) {
    // Pair after pair placed what could be; all at once place as many as can be, and say why not the others.
    part.cases = request.cases;
    part.auditors = pairs.all;
    auto whole = allocate(part);
    out.unplaced = std::move(whole.unplaced);
    out.blockages = std::move(whole.blockages);
    for (auto& blockage : out.blockages) blockage.pairs = true;
    out.placements = std::move(whole.placements);
  }
  sort_by_child(out.placements);
  out.loads = loads_of(request, out.placements);
  out.alone = pairs.alone;
  for (const auto& pair : pairs.all) {
    MadePair made{pair.person.person_id, pair.second->person_id, pair.already};
    for (const auto& placement : out.placements) made.cases += placement.auditor == made.first;
    if (made.cases > 0) out.pairs.push_back(std::move(made));
  }
  return out;
}

// ---- agencies (AUDIT-15) ----

class Agencies {
 public:
  Agencies(const AllocationRequest& request, const AuditorRules& rules, const KeptAudits& kept) : request_(request) {
    std::vector<std::string_view> ids;
    for (const auto& to_place : request.cases) ids.push_back(to_place.child_id.text());
    for (const auto index : Ranking(request.key, "agencies").order(ids)) contacts_.push_back(&request.cases[index]);
    graded_.assign(contacts_.size(), 0);
    for (const auto& agency : rules.agencies) {
      Side side{agency, {}, std::vector<bool>(contacts_.size(), false), 0};
      for (const auto& auditor : request.auditors)
        if (is_of_agency(agency, auditor.person)) side.people.push_back(auditor);
      if (const auto had = kept.parts.find(agency.key); had != kept.parts.end()) side.had = had->second;
      sides_.push_back(std::move(side));
    }
  }

  CycleAllocation solve() {
    for (auto& side : sides_) place(side, side.agency.per_cycle - side.had);
    for (auto& side : sides_) place(side, static_cast<int>(contacts_.size()));
    CycleAllocation out;
    std::stable_sort(placements_.begin(), placements_.end(),
                     [](const auto& x, const auto& y) { return x.child_id < y.child_id; });
    out.placements = std::move(placements_);
    out.loads = loads_of(request_, out.placements);
    for (std::size_t c = 0; c < contacts_.size(); ++c)
      if (graded_[c] == 0) out.unplaced.push_back(contacts_[c]->child_id);
    std::sort(out.unplaced.begin(), out.unplaced.end());
    for (const auto& side : sides_) {
      const auto grades = static_cast<int>(std::count(side.grades.begin(), side.grades.end(), true)) + side.had;
      const auto present = std::count_if(side.people.begin(), side.people.end(), [&](const Auditor& auditor) {
        return !never_at_all(request_, auditor.person);
      });
      out.agencies.push_back(
          {side.agency.key, side.agency.title, static_cast<int>(present), grades, side.agency.per_cycle});
      if (grades < side.agency.per_cycle || !out.unplaced.empty()) explain(side, grades, out);
    }
    return out;
  }

 private:
  struct Side {
    const AgencyPart& agency;
    std::vector<Auditor> people;
    std::vector<bool> grades;  // by contact
    int had;
  };

  // So many contacts more, those first that fewest agencies grade.
  void place(Side& side, int wanted) {
    std::vector<std::size_t> order;
    for (std::size_t c = 0; c < contacts_.size(); ++c)
      if (!side.grades[c]) order.push_back(c);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return graded_[a] < graded_[b]; });
    for (std::size_t next = 0; wanted > 0 && next < order.size();) {
      auto part = request_;
      part.auditors = side.people;
      part.cases.clear();
      std::vector<std::size_t> tried;
      // Those that equally many grade at once, so that whoever has room goes to the contacts that lack it most.
      const int level = graded_[order[next]];
      for (; next < order.size() && static_cast<int>(tried.size()) < wanted && graded_[order[next]] == level; ++next) {
        tried.push_back(order[next]);
        part.cases.push_back(*contacts_[order[next]]);
      }
      for (auto& placement : allocate(part).placements) {
        for (const auto c : tried) {
          if (contacts_[c]->child_id != placement.child_id) continue;
          side.grades[c] = true;
          ++graded_[c];
        }
        for (auto& person : side.people)
          if (person.person.person_id == placement.auditor) ++person.already;
        placement.part = side.agency.key;
        placements_.push_back(std::move(placement));
        --wanted;
      }
    }
  }

  void explain(const Side& side, int grades, CycleAllocation& out) const {
    auto part = request_;
    part.auditors = side.people;
    part.cases.clear();
    for (std::size_t c = 0; c < contacts_.size(); ++c)
      if (!side.grades[c] && (grades < side.agency.per_cycle || graded_[c] == 0)) part.cases.push_back(*contacts_[c]);
    for (auto blockage : allocate(part).blockages) {
      blockage.agency = side.agency.title;
      out.blockages.push_back(std::move(blockage));
    }
  }

  const AllocationRequest& request_;
  std::vector<const CaseToPlace*> contacts_;
  std::vector<int> graded_;  // agencies, by contact
  std::vector<Side> sides_;
  std::vector<Placement> placements_;
};

}  // namespace

bool is_of_agency(const AgencyPart& agency, const Person& person) {
  if (agency.people.empty()) return person.agency.empty();
  return contains(agency.people, person.agency);
}

CycleAllocation allocate(const AllocationRequest& request, const AuditorRules& rules, const KeptAudits& kept) {
  if (rules.pairs) return allocate_pairs(request, std::max(1, rules.cases_per_pair), kept);
  if (!rules.agencies.empty()) return Agencies(request, rules, kept).solve();
  auto apart = request;
  apart.auditors_per_case = std::max(1, rules.auditors_per_case);
  return CycleAllocation{allocate(apart), {}, {}, {}};
}

int cases_per_auditors(const AllocationRequest& request, const AuditorRules& rules) {
  if (rules.pairs) {
    int cases = 0;
    for (const auto& pair : make_pairs(request, std::max(1, rules.cases_per_pair), {}).all) cases += pair.most;
    return cases;
  }
  int audits = 0;
  for (const auto& auditor : request.auditors)
    if (!never_at_all(request, auditor.person)) audits += quota_of(request.rules, auditor.person)->most;
  return audits / std::max(1, rules.auditors_per_case);
}

}  // namespace plumbline::domain
