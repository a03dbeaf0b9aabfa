#include "domain/draw/selection.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

#include "base/text.hpp"

namespace plumbline::domain {
namespace {

template <class Items, class Value>
bool contains(const Items& items, const Value& value) {
  return std::find(items.begin(), items.end(), value) != items.end();
}

// An answer per text of the frame, worked out once however often the text recurs.
class PerText {
 public:
  explicit PerText(std::size_t texts) : known_(texts, -1) {}
  template <class Ask>
  bool of(std::uint32_t number, Ask&& ask) {
    auto& known = known_[number];
    if (known < 0) known = ask() ? 1 : 0;
    return known == 1;
  }

 private:
  std::vector<signed char> known_;
};

}  // namespace

Selection::Selection(const Frame& frame, const DrawRequest& request)
    : frame_(frame), request_(request), exempt_rows_(frame.size(), false), busy_workers_(frame.texts(), false) {
  find_eligible();
  set_quotas();
  for (const auto& child : request.rules.exempt) {
    if (const auto row = frame.find(child.text())) exempt_rows_[*row] = true;
  }
}

void Selection::find_eligible() {
  const auto& rules = request_.rules;
  std::array<bool, kCategories.size()> in_category{};
  for (const auto category : kCategories) {
    in_category[static_cast<std::size_t>(category)] = rules.categories.empty() || contains(rules.categories, category);
  }
  std::unordered_set<std::string_view> nominated;
  for (const auto& child : rules.nominated) nominated.insert(child.text());
  PerText flags(frame_.texts()), localities(frame_.texts()), service_areas(frame_.texts());

  struct Key {
    std::uint32_t category;
    std::uint32_t area;
  };
  const std::size_t areas = frame_.texts();
  std::vector<std::int32_t> stratum_of(areas * kCategories.size(), -1);
  std::vector<Key> keys;
  std::vector<std::int64_t> counts;
  for (std::size_t i = 0; i < frame_.size(); ++i) {
    const auto row = frame_.row(i);
    if (!row.is_open() || row.restricted || !in_category[static_cast<std::size_t>(row.category)]) continue;
    if (!rules.any_flag.empty() && !flags.of(frame_.flags_number(i), [&] { return row.has_any_flag(rules.any_flag); }))
      continue;
    if (!rules.localities.empty() &&
        !localities.of(frame_.locality_number(i), [&] { return contains(rules.localities, row.locality); })) {
      continue;
    }
    if (!rules.service_areas.empty() && !service_areas.of(frame_.service_area_number(i), [&] {
          return contains(rules.service_areas, row.service_area);
        })) {
      continue;
    }
    if (!nominated.empty() && !nominated.contains(row.child_id)) continue;

    Key key{rules.by_category ? static_cast<std::uint32_t>(row.category) : 0U, 0U};
    switch (rules.by_area) {
      case AreaSpread::Locality:
        key.area = frame_.locality_number(i);
        break;
      case AreaSpread::ServiceArea:
        key.area = frame_.service_area_number(i);
        break;
      case AreaSpread::None:
        break;
    }
    auto& stratum = stratum_of[key.category * areas + key.area];
    if (stratum < 0) {
      stratum = static_cast<std::int32_t>(keys.size());
      keys.push_back(key);
      counts.push_back(0);
    }
    ++counts[static_cast<std::size_t>(stratum)];
    cases_.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(stratum)});
  }

  // Strata in the documented order, whatever order the frame brought them in.
  std::vector<std::size_t> order(keys.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(keys[a].category, frame_.text(keys[a].area)) <
           std::tuple(keys[b].category, frame_.text(keys[b].area));
  });
  std::vector<std::uint32_t> place(keys.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[order[i]] = static_cast<std::uint32_t>(i);
    StratumQuota stratum;
    if (rules.by_category) stratum.category = static_cast<Category>(keys[order[i]].category);
    stratum.area = frame_.text(keys[order[i]].area);
    stratum.eligible = counts[order[i]];
    strata_.push_back(std::move(stratum));
  }
  for (auto& candidate : cases_) candidate.stratum = place[candidate.stratum];
}

void Selection::set_quotas() {
  std::map<std::optional<Category>, std::size_t> rows;
  std::map<std::string_view, std::size_t> columns;
  for (const auto& stratum : strata_) {
    rows.emplace(stratum.category, 0);
    columns.emplace(stratum.area, 0);
  }
  std::size_t next = 0;
  for (auto& [category, at] : rows) at = next++;
  next = 0;
  for (auto& [area, at] : columns) at = next++;
  std::vector<std::vector<std::int64_t>> counts(rows.size(), std::vector<std::int64_t>(columns.size(), 0));
  for (const auto& stratum : strata_) counts[rows[stratum.category]][columns[stratum.area]] = stratum.eligible;
  const auto table = controlled_rounding(counts, request_.size);
  for (auto& stratum : strata_) {
    stratum.quota = table[rows[stratum.category]][columns[stratum.area]];
    const auto whole = request_.size * stratum.eligible / eligible();
    const auto remainder = request_.size * stratum.eligible % eligible();
    stratum.exact_millionths = whole * 1'000'000 + (remainder * 1'000'000 + eligible() / 2) / eligible();
  }
}

base::Digest Selection::digest_of(std::string_view child_id) const {
  return Ranking({request_.seed, frame_sha256_, request_.programme, request_.period}).of(child_id);
}

void Selection::rank(const std::string& frame_sha256) {
  frame_sha256_ = frame_sha256;
  const Ranking ranking({request_.seed, frame_sha256_, request_.programme, request_.period});
  digests_.assign(frame_.size(), {});
  struct Head {  // the digest's first eight bytes decide almost always
    std::uint64_t head;
    std::uint32_t index;
  };
  std::vector<Head> heads;
  heads.reserve(cases_.size());
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    auto& digest = digests_[cases_[i].row];
    digest = ranking.of(frame_.child_id(cases_[i].row));
    std::uint64_t head = 0;
    for (std::size_t byte = 0; byte < 8; ++byte) head = head << 8U | digest[byte];
    heads.push_back({head, static_cast<std::uint32_t>(i)});
  }
  std::sort(heads.begin(), heads.end(), [this](const Head& a, const Head& b) {
    if (a.head != b.head) return a.head < b.head;
    return std::tie(digests_[cases_[a.index].row], a.index) < std::tie(digests_[cases_[b.index].row], b.index);
  });
  std::vector<Candidate> ranked;
  ranked.reserve(cases_.size());
  for (const auto& head : heads) ranked.push_back(cases_[head.index]);
  cases_ = std::move(ranked);
}

std::optional<Outcome> Selection::barred(const Candidate& candidate) const {
  const auto& rules = request_.rules;
  if (exempt_rows_[candidate.row]) return Outcome::Exempt;
  if (rules.not_audited_within_months) {
    const auto last = frame_.row(candidate.row).last_audited_on;
    if (last && *last > base::add_months(request_.as_of, -*rules.not_audited_within_months))
      return Outcome::AuditedLately;
  }
  const auto worker = frame_.worker_number(candidate.row);
  if (rules.one_per_worker && worker != 0 && busy_workers_[worker]) return Outcome::SameWorker;
  return std::nullopt;
}

void Selection::select() {
  std::vector<std::int64_t> left(strata_.size());  // cases of the stratum not yet looked at
  for (std::size_t s = 0; s < strata_.size(); ++s) left[s] = strata_[s].eligible;
  // Ends where no stratum can get any further case.
  auto unsettled = std::count_if(strata_.begin(), strata_.end(), [](const auto& stratum) { return stratum.quota > 0; });
  for (looked_at_ = 0; looked_at_ < cases_.size() && unsettled > 0; ++looked_at_) {
    auto& candidate = cases_[looked_at_];
    auto& stratum = strata_[candidate.stratum];
    const bool was_open = stratum.drawn < stratum.quota;
    --left[candidate.stratum];
    if (!was_open) continue;
    if (const auto rule = barred(candidate)) {
      candidate.outcome = *rule;
    } else {
      candidate.outcome = Outcome::Drawn;
      ++stratum.drawn;
      busy_workers_[frame_.worker_number(candidate.row)] = true;
    }
    if (stratum.drawn == stratum.quota || left[candidate.stratum] == 0) --unsettled;
  }
}

bool Selection::exempt(const ChildId& child) {
  const auto row = frame_.find(child.text());
  if (!row) return false;
  const auto at =
      std::find_if(cases_.begin(), cases_.end(), [&](const auto& candidate) { return candidate.row == *row; });
  if (at == cases_.end() || !at->in_sample()) return false;
  at->outcome = Outcome::Exempt;
  exempt_rows_[*row] = true;
  busy_workers_[frame_.worker_number(*row)] = false;

  const auto next = std::find_if(cases_.begin(), cases_.end(), [&](auto& candidate) {
    if (candidate.stratum != at->stratum || candidate.in_sample()) return false;
    const auto rule = barred(candidate);
    // The stratum is not full any more: the rule is now why this case is passed over.
    if (rule && candidate.outcome == Outcome::StratumFull) candidate.outcome = *rule;
    return !rule;
  });
  if (next == cases_.end()) {
    --strata_[at->stratum].drawn;
    for (std::size_t i = looked_at_; i < cases_.size(); ++i) {
      if (cases_[i].stratum == at->stratum) looked_at_ = i + 1;
    }
    exemptions_.push_back({child, std::nullopt});
    return true;
  }
  next->outcome = Outcome::Replacement;
  busy_workers_[frame_.worker_number(next->row)] = true;
  const auto index = static_cast<std::size_t>(next - cases_.begin());
  looked_at_ = std::max(looked_at_, index + 1);
  replaces_.emplace_back(index, child);
  exemptions_.push_back({child, ChildId{std::string(frame_.child_id(next->row))}});
  return true;
}

std::vector<Binding> Selection::bindings() const {
  struct Tally {
    std::int64_t missing = 0;  // still to be charged
    std::int64_t exempt = 0, lately = 0, same_worker = 0;
    std::set<std::string_view> workers;
  };
  std::vector<Tally> tallies(strata_.size());
  std::int64_t to_charge = 0;
  for (std::size_t s = 0; s < strata_.size(); ++s) {
    const auto& stratum = strata_[s];
    if (stratum.drawn < stratum.quota) tallies[s].missing = std::min(stratum.quota, stratum.eligible) - stratum.drawn;
    to_charge += tallies[s].missing;
  }
  for (auto candidate = cases_.begin(); candidate != cases_.end() && to_charge > 0; ++candidate) {
    auto& tally = tallies[candidate->stratum];
    if (tally.missing == 0 || candidate->in_sample()) continue;
    const auto rule = barred(*candidate);
    if (rule == Outcome::Exempt) ++tally.exempt;
    if (rule == Outcome::AuditedLately) ++tally.lately;
    if (rule == Outcome::SameWorker) {
      ++tally.same_worker;
      tally.workers.insert(frame_.text(frame_.worker_number(candidate->row)));
    }
    --tally.missing;
    --to_charge;
  }
  std::vector<Binding> out;
  for (std::size_t s = 0; s < strata_.size(); ++s) {
    const auto& stratum = strata_[s];
    const auto add = [&](const char* rule, std::int64_t count) {
      if (count > 0) out.push_back({rule, stratum.category, stratum.area, count, {}});
    };
    add("eligible", stratum.quota - stratum.eligible);
    add("exempt", tallies[s].exempt);
    add("not-audited-within", tallies[s].lately);
    add("one-per-worker", tallies[s].same_worker);
    if (tallies[s].same_worker > 0) {
      for (const auto worker : tallies[s].workers) out.back().workers.emplace_back(std::string(worker));
    }
  }
  return out;
}

Certificate Selection::certificate() const {
  Certificate out;
  out.request = request_;
  out.frame_sha256 = frame_sha256_;
  out.frame_rows = static_cast<std::int64_t>(frame_.size());
  out.strata = strata_;
  out.order.reserve(looked_at_);
  for (std::size_t i = 0; i < looked_at_; ++i) {
    const auto& candidate = cases_[i];
    out.order.push_back({static_cast<std::int64_t>(i) + 1, ChildId{std::string(frame_.child_id(candidate.row))},
                         digests_[candidate.row], candidate.outcome, std::nullopt});
  }
  for (const auto& [index, child] : replaces_) out.order[index].replaces = child;
  out.binding = bindings();
  out.exemptions = exemptions_;
  return out;
}

}  // namespace plumbline::domain
