#include "domain/audit/concern.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::string_view to_string(ConcernKind kind) {
  switch (kind) {
    case ConcernKind::Immediate:
      return "immediate";
    case ConcernKind::Review:
      return "review";
  }
  return "";
}

std::string_view say(ConcernKind kind) {
  switch (kind) {
    case ConcernKind::Immediate:
      return "Immediate concern";
    case ConcernKind::Review:
      return "Practice review";
  }
  return "";
}

std::optional<ConcernKind> parse_concern_kind(std::string_view text) {
  for (const auto kind : {ConcernKind::Immediate, ConcernKind::Review})
    if (base::equal_ignoring_case(to_string(kind), base::trim(text))) return kind;
  return std::nullopt;
}

std::string_view to_string(ConcernState state) {
  switch (state) {
    case ConcernState::Raised:
      return "raised";
    case ConcernState::Acknowledged:
      return "acknowledged";
    case ConcernState::Closed:
      return "closed";
  }
  return "";
}

std::string_view say(ConcernState state) {
  switch (state) {
    case ConcernState::Raised:
      return "Nobody has acknowledged it yet";
    case ConcernState::Acknowledged:
      return "Acknowledged";
    case ConcernState::Closed:
      return "Closed";
  }
  return "";
}

std::optional<ConcernState> parse_concern_state(std::string_view text) {
  for (const auto state : {ConcernState::Raised, ConcernState::Acknowledged, ConcernState::Closed})
    if (base::equal_ignoring_case(to_string(state), base::trim(text))) return state;
  return std::nullopt;
}

}  // namespace plumbline::domain
