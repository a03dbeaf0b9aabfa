// What a running server does by itself, every minute: chases concerns that nobody has acknowledged (AUDIT-9),
// escalates talks that were not recorded and sends re-audits whose time has come (ACT-3, ACT-4), forgets uploads that
// were never confirmed. Safe to run as often as one likes, and on several nodes at once.
#pragma once

#include <chrono>

#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"

namespace plumbline::app {

inline constexpr std::chrono::seconds kUpkeepEvery = std::chrono::minutes{1};
inline constexpr std::chrono::hours kUploadsKept{24};

struct UpkeepDone {
  int told = 0;         // people chased about concerns
  int followed_up = 0;  // talks escalated, re-audits sent
  int forgotten = 0;    // uploads
};
// Each council on its own: one that fails throws after the others were served.
UpkeepDone run_upkeep(Store& store, Frameworks& frameworks, const base::Clock& clock);

}  // namespace plumbline::app
