// The one source of everything random in a cycle: a keyed hash of what was published (RFC 3797 in form; formats.md,
// step 2).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/hash.hpp"
#include "domain/draw/rules.hpp"

namespace plumbline::domain {

// What every rank of a cycle hangs on.
struct RankKey {
  std::string seed;
  std::string frame_sha256;
  std::string programme;
  base::Period period;
};

// Gives each identifier its digest: HMAC-SHA-256, keyed by the seed's bytes, over `frame digest LF programme LF period
// LF identifier`, and a further `LF word` for every choice but the draw itself. Ascending digests are the order.
class Ranking {
 public:
  explicit Ranking(const RankKey& key, std::string_view word = {});
  base::Digest of(std::string_view identifier) const;
  // The identifiers' indexes in ascending order of their digests.
  std::vector<std::size_t> order(const std::vector<std::string_view>& identifiers) const;

 private:
  base::HmacKey key_;
  std::string ending_;
};

// How many of `cases` a share takes: the percentage rounded half up, at least `at_least`, at most all.
std::int64_t share_count(const ShareRule& rule, std::int64_t cases);
// Those first in the order of the rule's word, in that order (SAMPLE-8).
std::vector<ChildId> sub_sample(const RankKey& key, const ShareRule& rule, const std::vector<ChildId>& cases);

}  // namespace plumbline::domain
