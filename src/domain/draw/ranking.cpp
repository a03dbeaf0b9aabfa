#include "domain/draw/ranking.hpp"

#include <algorithm>
#include <numeric>

namespace plumbline::domain {

Ranking::Ranking(const RankKey& key, std::string_view word)
    : key_(base::HmacKey(key.seed).with_prefix(key.frame_sha256 + '\n' + key.programme + '\n' + base::iso(key.period) +
                                               '\n')) {
  if (!word.empty()) ending_.append(1, '\n').append(word);
}

base::Digest Ranking::of(std::string_view identifier) const {
  if (ending_.empty()) return key_.of(identifier);
  return key_.of(std::string(identifier) + ending_);
}

std::vector<std::size_t> Ranking::order(const std::vector<std::string_view>& identifiers) const {
  std::vector<base::Digest> digests;
  digests.reserve(identifiers.size());
  for (const auto identifier : identifiers) digests.push_back(of(identifier));
  std::vector<std::size_t> indexes(identifiers.size());
  std::iota(indexes.begin(), indexes.end(), std::size_t{0});
  std::stable_sort(indexes.begin(), indexes.end(),
                   [&](std::size_t a, std::size_t b) { return digests[a] < digests[b]; });
  return indexes;
}

std::int64_t share_count(const ShareRule& rule, std::int64_t cases) {
  const auto share = (cases * rule.percent + 50) / 100;
  return std::min(cases, std::max<std::int64_t>(share, rule.at_least));
}

std::vector<ChildId> sub_sample(const RankKey& key, const ShareRule& rule, const std::vector<ChildId>& cases) {
  std::vector<std::string_view> identifiers;
  identifiers.reserve(cases.size());
  for (const auto& child : cases) identifiers.push_back(child.text());
  const auto order = Ranking(key, rule.word).order(identifiers);
  std::vector<ChildId> chosen;
  const auto count = static_cast<std::size_t>(share_count(rule, static_cast<std::int64_t>(cases.size())));
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(cases[order[i]]);
  return chosen;
}

}  // namespace plumbline::domain
