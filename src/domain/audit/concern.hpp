// A child may be at risk now (immediate), or practice needs a look (review): two paths, never mixed (AUDIT-9).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::domain {

using ConcernId = base::Id<struct ConcernTag>;

enum class ConcernKind { Immediate, Review };
std::string_view to_string(ConcernKind kind);  // `immediate`, `review`
std::string_view say(ConcernKind kind);
std::optional<ConcernKind> parse_concern_kind(std::string_view text);

enum class ConcernState { Raised, Acknowledged, Closed };
std::string_view to_string(ConcernState state);
std::string_view say(ConcernState state);
std::optional<ConcernState> parse_concern_state(std::string_view text);

// One person told of a concern.
struct ConcernNotice {
  PersonId person;
  std::string why;  // the role or relation that the framework names: `case-worker`, `supervisor`, `head-of-service`
  base::Instant told_at{};
  friend bool operator==(const ConcernNotice&, const ConcernNotice&) = default;
};

struct Concern {
  ConcernId id;
  AuditId audit;
  ConcernKind kind = ConcernKind::Immediate;
  ConcernState state = ConcernState::Raised;
  PersonId raised_by;
  base::Instant raised_at{};
  std::string what;   // what was seen, as typed
  std::string doing;  // what is needed or already done, as typed
  std::vector<ConcernNotice> told;
  std::optional<PersonId> acknowledged_by;
  std::optional<base::Instant> acknowledged_at;
  std::string response;
  std::optional<PersonId> closed_by;
  std::optional<base::Instant> closed_at;
  std::string outcome;
  int version = 0;
  friend bool operator==(const Concern&, const Concern&) = default;
};

}  // namespace plumbline::domain
