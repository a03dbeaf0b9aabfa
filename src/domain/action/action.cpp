#include "domain/action/action.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::string_view to_string(ActionState state) {
  switch (state) {
    case ActionState::Proposed:
      return "proposed";
    case ActionState::Open:
      return "open";
    case ActionState::Done:
      return "done";
    case ActionState::SignedOff:
      return "signed-off";
    case ActionState::Withdrawn:
      return "withdrawn";
  }
  return "";
}

std::string_view say(ActionState state) {
  switch (state) {
    case ActionState::Proposed:
      return "Proposed";
    case ActionState::Open:
      return "To do";
    case ActionState::Done:
      return "Done, waiting for sign-off";
    case ActionState::SignedOff:
      return "Signed off";
    case ActionState::Withdrawn:
      return "Withdrawn";
  }
  return "";
}

std::optional<ActionState> parse_action_state(std::string_view text) {
  for (const auto state : kActionStates)
    if (base::equal_ignoring_case(to_string(state), base::trim(text))) return state;
  return std::nullopt;
}

std::string_view to_string(Priority priority) {
  switch (priority) {
    case Priority::Low:
      return "low";
    case Priority::Medium:
      return "medium";
    case Priority::High:
      return "high";
  }
  return "";
}

std::string_view say(Priority priority) {
  switch (priority) {
    case Priority::Low:
      return "Low";
    case Priority::Medium:
      return "Medium";
    case Priority::High:
      return "High";
  }
  return "";
}

std::optional<Priority> parse_priority(std::string_view text) {
  for (const auto priority : {Priority::Low, Priority::Medium, Priority::High})
    if (base::equal_ignoring_case(to_string(priority), base::trim(text))) return priority;
  return std::nullopt;
}

}  // namespace plumbline::domain
