#include "domain/allocation/allocation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/flow.hpp"
#include "base/text.hpp"
#include "domain/calendar/working_days.hpp"

namespace plumbline::domain {
namespace {

template <class Items, class Value>
bool contains(const Items& items, const Value& value) {
  return std::find(items.begin(), items.end(), value) != items.end();
}

enum Layer { kPlaced, kLeast, kEven, kRepeats, kTies };

// Ties are drawn from this many bits of a pair's digest: enough that two allocations hardly ever cost the same.
constexpr unsigned kTieBits = 24;

}  // namespace

std::string_view to_string(Never never) {
  switch (never) {
    case Never::NoQuota:
      return "no-quota";
    case Never::NotQualified:
      return "not-qualified";
    case Never::NotTrained:
      return "not-trained";
    case Never::Away:
      return "away";
    case Never::WorksCase:
      return "works-case";
    case Never::SupervisesCase:
      return "supervises-case";
    case Never::WorkedCase:
      return "worked-case";
    case Never::OwnTeam:
      return "own-team";
    case Never::OwnLocality:
      return "own-locality";
    case Never::HandedBack:
      return "handed-back";
  }
  return "";
}

std::string_view say(Never never) {
  switch (never) {
    case Never::NoQuota:
      return "Their role takes no audit of this programme";
    case Never::NotQualified:
      return "They are not a qualified social worker";
    case Never::NotTrained:
      return "They are not yet trained in the audit tool";
    case Never::Away:
      return "They are on leave or off sick";
    case Never::WorksCase:
      return "They are the child’s worker";
    case Never::SupervisesCase:
      return "They supervise the case";
    case Never::WorkedCase:
      return "They worked or supervised the case before";
    case Never::OwnTeam:
      return "The case is in their own team";
    case Never::OwnLocality:
      return "The case is in their own locality";
    case Never::HandedBack:
      return "They handed this case back";
  }
  return "";
}

std::optional<RoleQuota> quota_of(const AllocationRules& rules, const Person& person) {
  const auto quota = std::find_if(rules.quotas.begin(), rules.quotas.end(),
                                  [&](const auto& rule) { return rule.role == person.role; });
  if (quota == rules.quotas.end() || quota->most <= 0) return std::nullopt;
  return *quota;
}

bool is_away(const Person& person, base::Day on, std::optional<base::Day> until) {
  if (person.has_left()) return true;
  if (!person.away_from) return false;
  if (!until || *until <= on) return person.is_away_on(on);
  if (*person.away_from > *until || (person.away_to && *person.away_to < on)) return false;
  int days = 0, away = 0;
  for (auto day = on; day <= *until; day = base::add_days(day, 1)) {
    if (!is_working_day(day)) continue;
    ++days;
    if (person.is_away_on(day)) ++away;
  }
  return 2 * away > days;
}

std::optional<Never> never_at_all(const AllocationRequest& request, const Person& person) {
  const auto& rules = request.rules;
  if (!quota_of(rules, person)) return Never::NoQuota;
  if (rules.qualified_only && !person.qualified) return Never::NotQualified;
  if (rules.trained_only && (!person.trained_on || *person.trained_on > request.on)) return Never::NotTrained;
  if (is_away(person, request.on, request.until)) return Never::Away;
  return std::nullopt;
}

namespace {

std::optional<Never> never_for(const AllocationRequest& request, const Person& person, const CaseToPlace& to_place) {
  const auto& rules = request.rules;
  if (const auto whatever = never_at_all(request, person)) return whatever;
  if (to_place.worker == person.person_id) return Never::WorksCase;
  if (to_place.supervisor == person.person_id) return Never::SupervisesCase;
  if (contains(to_place.earlier, person.person_id)) return Never::WorkedCase;
  const bool own_team =
      to_place.team_manager == person.person_id || (!person.team.empty() && person.team == to_place.team);
  if (own_team && contains(rules.never_own_team, person.role)) return Never::OwnTeam;
  if (!person.locality.empty() && person.locality == to_place.locality &&
      contains(rules.never_own_locality, person.role)) {
    return Never::OwnLocality;
  }
  if (contains(to_place.handed_back, person.person_id)) return Never::HandedBack;
  return std::nullopt;
}

}  // namespace

std::optional<Never> never(const AllocationRequest& request, const Auditor& auditor, const CaseToPlace& to_place) {
  if (const auto reason = never_for(request, auditor.person, to_place)) return reason;
  return auditor.second ? never_for(request, *auditor.second, to_place) : std::nullopt;
}

namespace {

// One allocation under way, with auditors and cases in the ranking's order so that the input's order does not matter.
class Placing {
 public:
  explicit Placing(const AllocationRequest& request)
      : request_(request),
        ranking_(request.key, "allocation"),
        each_(static_cast<std::size_t>(std::max(1, request.auditors_per_case))) {
    std::vector<std::string_view> ids;
    for (const auto& auditor : request.auditors) ids.push_back(auditor.person.person_id.text());
    for (const auto index : ranking_.order(ids)) {
      const auto& auditor = request.auditors[index];
      auditors_.push_back(&auditor);
      const auto quota = quota_of(request.rules, auditor.person);
      most_.push_back(auditor.most > 0 ? auditor.most : quota ? quota->most : 0);
      least_.push_back(quota && !auditor.second ? std::min(quota->least, most_.back()) : 0);
    }
    ids.clear();
    for (const auto& to_place : request.cases) ids.push_back(to_place.child_id.text());
    for (const auto index : ranking_.order(ids)) cases_.push_back(&request.cases[index]);
    for (const auto* to_place : cases_) {
      auto& row = allowed_.emplace_back();
      for (const auto* auditor : auditors_) row.push_back(!never(request, *auditor, *to_place).has_value());
    }
  }

  Allocation solve() {
    build();
    const auto flow = flow_.solve();
    if (!flow) throw base::Broken("an allocation with every case unplaced is a flow, yet none was found");
    Allocation out;
    placed_with_.assign(cases_.size(), {});
    audits_.assign(auditors_.size(), 0);
    for (const auto& pair : pairs_) {
      if ((*flow)[static_cast<std::size_t>(pair.arc)] == 0) continue;
      auto& placed = placed_with_[pair.to_place];
      placed.push_back(pair.auditor);
      ++audits_[pair.auditor];
      Placement placement{cases_[pair.to_place]->child_id, auditors_[pair.auditor]->person.person_id};
      if (const auto& second = auditors_[pair.auditor]->second) placement.second = second->person_id;
      if (each_ > 1) placement.part = std::to_string(placed.size());
      out.placements.push_back(std::move(placement));
    }
    for (std::size_t a = 0; a < auditors_.size(); ++a) {
      const auto& person = auditors_[a]->person;
      const int audits = audits_[a] + auditors_[a]->already;
      if (most_[a] > 0 || audits > 0) out.loads.push_back({person.person_id, audits, most_[a]});
      if (audits < least_[a] && !is_away(person, request_.on, request_.until))
        out.under_least.push_back(person.person_id);
    }
    for (std::size_t c = 0; c < cases_.size(); ++c) {
      if (is_short(c)) out.unplaced.push_back(cases_[c]->child_id);
    }
    explain(out);
    std::stable_sort(out.placements.begin(), out.placements.end(),
                     [](const auto& x, const auto& y) { return x.child_id < y.child_id; });
    std::sort(out.loads.begin(), out.loads.end(), [](const auto& x, const auto& y) { return x.auditor < y.auditor; });
    std::sort(out.unplaced.begin(), out.unplaced.end());
    std::sort(out.under_least.begin(), out.under_least.end());
    return out;
  }

 private:
  bool is_short(std::size_t to_place) const { return placed_with_[to_place].size() < each_; }
  int room(std::size_t auditor) const { return std::max(0, most_[auditor] - auditors_[auditor]->already); }

  // source → case → auditor → sink → source. A case that stays unplaced goes straight to the sink.
  void build() {
    const int source = flow_.add_node(), sink = flow_.add_node();
    std::vector<int> auditor_nodes(auditors_.size());
    for (auto& node : auditor_nodes) node = flow_.add_node();
    std::map<std::pair<PersonId, TeamName>, int> repeats;
    if (request_.rules.avoid_repeat_pairings) {
      for (const auto& pairing : request_.pairings) repeats[{pairing.auditor, pairing.team}] += pairing.times;
    }
    std::set<PersonId> paired;
    for (const auto& [pair, times] : repeats) paired.insert(pair.first);
    const auto cases = static_cast<std::int64_t>(cases_.size());
    for (std::size_t c = 0; c < cases_.size(); ++c) {
      const int node = flow_.add_node();
      const auto each = static_cast<std::int64_t>(each_);
      flow_.add_arc(source, node, each, each);
      flow_.set_cost(kPlaced, flow_.add_arc(node, sink, 0, each), 1);
      for (std::size_t a = 0; a < auditors_.size(); ++a) {
        if (!allowed_[c][a] || room(a) == 0) continue;
        const int arc = flow_.add_arc(node, auditor_nodes[a], 0, 1);
        pairs_.push_back({c, a, arc});
        const auto& id = auditors_[a]->person.person_id;
        if (paired.contains(id)) {
          if (const auto times = repeats.find({id, cases_[c]->team}); times != repeats.end()) {
            flow_.set_cost(kRepeats, arc, std::min(times->second, 1000));
          }
        }
        const auto digest = ranking_.of(cases_[c]->child_id.text() + '\n' + id.text());
        std::int64_t tie = 0;
        for (std::size_t byte = 0; byte < kTieBits / 8; ++byte) tie = tie << 8 | digest[byte];
        flow_.set_cost(kTies, arc, tie);
      }
    }
    for (std::size_t a = 0; a < auditors_.size(); ++a) {
      // One arc for each further audit: the k-th costs what the sum of squares grows by.
      for (int k = 0; k < std::min<std::int64_t>(room(a), cases); ++k) {
        const int load = auditors_[a]->already + k + 1;
        const int arc = flow_.add_arc(auditor_nodes[a], sink, 0, 1);
        if (load <= least_[a]) flow_.set_cost(kLeast, arc, -1);
        flow_.set_cost(kEven, arc, 2 * load - 1);
      }
    }
    const auto audits = cases * static_cast<std::int64_t>(each_);
    flow_.add_arc(sink, source, audits, audits);
  }

  // From each unplaced case along what could be exchanged: the cases and auditors reached are a set of cases that only
  // those auditors could take, all full (a violator of Hall's condition, the source side of a minimum cut).
  void explain(Allocation& out) const {
    std::vector<std::vector<std::size_t>> held(auditors_.size());
    for (std::size_t c = 0; c < cases_.size(); ++c) {
      for (const auto auditor : placed_with_[c]) held[auditor].push_back(c);
    }
    std::vector<bool> case_seen(cases_.size(), false), auditor_seen(auditors_.size(), false);
    for (std::size_t first = 0; first < cases_.size(); ++first) {
      if (!is_short(first) || case_seen[first]) continue;
      // Unplaced cases that share auditors belong to one statement.
      std::vector<std::size_t> cases{first}, auditors;
      case_seen[first] = true;
      bool grown = true;
      for (std::size_t next = 0; grown;) {
        grown = false;
        for (; next < cases.size(); ++next) {
          for (std::size_t a = 0; a < auditors_.size(); ++a) {
            if (!allowed_[cases[next]][a] || auditor_seen[a]) continue;
            auditor_seen[a] = true;
            auditors.push_back(a);
            for (const auto c : held[a]) {
              if (!case_seen[c]) case_seen[c] = true, cases.push_back(c);
            }
          }
        }
        for (std::size_t c = 0; c < cases_.size(); ++c) {
          if (case_seen[c] || !is_short(c)) continue;
          const bool shares =
              auditors.empty() ? std::none_of(allowed_[c].begin(), allowed_[c].end(), [](bool may) { return may; })
                               : std::any_of(auditors.begin(), auditors.end(), [&](auto a) { return allowed_[c][a]; });
          if (shares) case_seen[c] = true, cases.push_back(c), grown = true;
        }
      }
      out.blockages.push_back(describe(cases, auditors));
    }
  }

  Blockage describe(const std::vector<std::size_t>& cases, const std::vector<std::size_t>& auditors) const {
    Blockage blockage;
    for (const auto c : cases) blockage.cases.push_back(cases_[c]->child_id);
    for (const auto a : auditors) {
      blockage.auditors.push_back(auditors_[a]->person.person_id);
      blockage.free_audits += room(a);
    }
    blockage.short_by = static_cast<int>(cases.size()) - blockage.free_audits;
    blockage.pairs = !auditors_.empty() && auditors_.front()->second.has_value();
    blockage.each = static_cast<int>(each_);
    if (each_ > 1) {
      // An auditor's room for audits of the same case is no room: what is missing is counted, not worked out.
      std::size_t missing = 0;
      for (const auto c : cases) missing += each_ - placed_with_[c].size();
      blockage.short_by = static_cast<int>(missing);
      blockage.free_audits = static_cast<int>(cases.size() * each_ - missing);
    }
    std::map<Never, int> counts;
    for (std::size_t a = 0; a < auditors_.size(); ++a) {
      if (contains(auditors, a)) continue;
      std::map<Never, int> reasons;
      for (const auto c : cases) {
        if (const auto reason = never(request_, *auditors_[a], *cases_[c])) ++reasons[*reason];
      }
      // Roles that never audit are no news.
      if (reasons.empty() || reasons.contains(Never::NoQuota)) continue;
      const auto most = std::max_element(reasons.begin(), reasons.end(),
                                         [](const auto& x, const auto& y) { return x.second < y.second; });
      ++counts[most->first];
    }
    for (const auto& [reason, count] : counts) blockage.ruled_out.push_back({reason, count});
    std::stable_sort(blockage.ruled_out.begin(), blockage.ruled_out.end(),
                     [](const auto& x, const auto& y) { return x.auditors > y.auditors; });
    std::sort(blockage.cases.begin(), blockage.cases.end());
    std::sort(blockage.auditors.begin(), blockage.auditors.end());
    return blockage;
  }

  struct Pair {
    std::size_t to_place;
    std::size_t auditor;
    int arc;
  };
  const AllocationRequest& request_;
  Ranking ranking_;
  std::vector<const Auditor*> auditors_;
  std::vector<int> most_, least_;
  std::vector<const CaseToPlace*> cases_;
  std::vector<std::vector<bool>> allowed_;  // [case][auditor]
  base::FlowProblem flow_;
  std::vector<Pair> pairs_;
  std::size_t each_;
  std::vector<std::vector<std::size_t>> placed_with_;  // by case
  std::vector<int> audits_;                            // by auditor, of this allocation
};

std::string_view say_of_many(Never never) {
  switch (never) {
    case Never::NoQuota:
      return "in roles that take no audit";
    case Never::NotQualified:
      return "not qualified";
    case Never::NotTrained:
      return "not trained in the tool";
    case Never::Away:
      return "away";
    case Never::WorksCase:
      return "working the case";
    case Never::SupervisesCase:
      return "supervising the case";
    case Never::WorkedCase:
      return "ruled out for having worked or supervised it";
    case Never::OwnTeam:
      return "ruled out by their own team";
    case Never::OwnLocality:
      return "ruled out by their own locality";
    case Never::HandedBack:
      return "ruled out for having handed it back";
  }
  return "";
}

}  // namespace

Allocation allocate(const AllocationRequest& request) { return Placing(request).solve(); }

std::string say(const Blockage& blockage) {
  const auto cases = static_cast<long long>(blockage.cases.size());
  const auto of_auditors = [&](long long count) {
    return blockage.pairs ? base::count_of(count, "pair", "pairs") : base::count_of(count, "auditor", "auditors");
  };
  std::string text = blockage.agency.empty() ? "" : blockage.agency + ": ";
  if (blockage.auditors.empty()) {
    text += fmt::format("No {} may take {}.", blockage.pairs ? "pair" : "auditor",
                        cases == 1 ? "this case" : fmt::format("any of these {} cases", base::with_commas(cases)));
  } else if (blockage.each > 1) {
    text += fmt::format("{} {} {} auditors each and can go to {} only: {} too few.",
                        base::count_of(cases, "case", "cases"), cases == 1 ? "needs" : "need", blockage.each,
                        of_auditors(static_cast<long long>(blockage.auditors.size())), blockage.short_by);
  } else {
    text += fmt::format(
        "{} can go to {} only, who {} room for {}: {} too many.", base::count_of(cases, "case", "cases"),
        of_auditors(static_cast<long long>(blockage.auditors.size())),
        blockage.auditors.size() == 1 && !blockage.pairs ? "has" : "have", blockage.free_audits, blockage.short_by);
  }
  if (blockage.ruled_out.empty()) return text;
  int others = 0;
  for (const auto& count : blockage.ruled_out) others += count.auditors;
  std::string reasons;
  for (std::size_t i = 0; i < blockage.ruled_out.size(); ++i) {
    if (i > 0) reasons += i + 1 == blockage.ruled_out.size() ? " and " : ", ";
    const auto& [reason, auditors] = blockage.ruled_out[i];
    reasons += fmt::format("{} {} {}", auditors, auditors == 1 ? "is" : "are", say_of_many(reason));
  }
  return text + fmt::format(" Of the other {}, {}.", of_auditors(others), reasons);
}

}  // namespace plumbline::domain
