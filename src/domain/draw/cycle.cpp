#include "domain/draw/cycle.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::string_view to_string(CycleState state) {
  switch (state) {
    case CycleState::Planned:
      return "planned";
    case CycleState::Drawn:
      return "drawn";
    case CycleState::Allocated:
      return "allocated";
    case CycleState::Sent:
      return "sent";
    case CycleState::Closed:
      return "closed";
  }
  return "";
}

std::string_view say(CycleState state) {
  switch (state) {
    case CycleState::Planned:
      return "Planned";
    case CycleState::Drawn:
      return "Cases drawn";
    case CycleState::Allocated:
      return "Auditors allocated";
    case CycleState::Sent:
      return "Sent to auditors";
    case CycleState::Closed:
      return "Closed";
  }
  return "";
}

std::optional<CycleState> parse_cycle_state(std::string_view text) {
  for (const auto state :
       {CycleState::Planned, CycleState::Drawn, CycleState::Allocated, CycleState::Sent, CycleState::Closed})
    if (base::equal_ignoring_case(to_string(state), base::trim(text))) return state;
  return std::nullopt;
}

}  // namespace plumbline::domain
