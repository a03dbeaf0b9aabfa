// Something agreed that somebody is to do by a day: a meeting's decision, an action of the rolling plan.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace plumbline::domain {

// Stored: add, never change.
enum class TaskState { Open, Done, Dropped };
inline constexpr std::array kTaskStates{TaskState::Open, TaskState::Done, TaskState::Dropped};
std::string_view to_string(TaskState state);  // `open`, `done`, `dropped`
std::string_view say(TaskState state);        // `Open`, `Done`, `Dropped`
std::optional<TaskState> parse_task_state(std::string_view text);

}  // namespace plumbline::domain
