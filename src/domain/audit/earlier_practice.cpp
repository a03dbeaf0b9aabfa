#include "domain/audit/earlier_practice.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::string_view to_string(PracticeKind kind) { return kind == PracticeKind::Strength ? "strength" : "concern"; }
std::string_view say(PracticeKind kind) { return kind == PracticeKind::Strength ? "Strength" : "Concern"; }
std::optional<PracticeKind> parse_practice_kind(std::string_view text) {
  for (const auto kind : {PracticeKind::Strength, PracticeKind::Concern})
    if (to_string(kind) == base::trim(text)) return kind;
  return std::nullopt;
}

}  // namespace plumbline::domain
