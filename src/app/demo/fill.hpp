// Fills an empty database with a synthetic council (issue 2, section 6): register, people, a year of finished cycles,
// the running one, and people to sign in as.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/unit_of_work.hpp"
#include "app/security/passwords.hpp"
#include "base/day.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"
#include "domain/framework/loader.hpp"

namespace plumbline::app {

inline constexpr std::int64_t kDemoCases = 7445;
inline constexpr std::int64_t kFewestDemoCases = 300;
inline constexpr std::int64_t kMostDemoCases = 1'000'000;
inline constexpr int kMostDemoMonths = 24;

struct FillDemo {
  std::string council;  // the new council's key
  domain::FrameworkFiles files;
  std::string framework_file;  // in `files`
  std::int64_t open_cases = kDemoCases;
  std::string seed = "plumbline";
  // Finished months; nothing: twelve, or one where the register is so large that each month's frozen frame would be
  // tens of megabytes.
  std::optional<int> months;
  // Every programme of the framework by its own rhythm, with meetings, reviews and themes; else the shown one alone.
  bool every_programme = false;
};

struct DemoSignIn {
  std::string role;  // in words: `QA lead`
  std::string email;
  std::string name;
};

struct DemoFilled {
  std::string council;
  std::string council_name;
  std::int64_t open_cases = 0;
  std::int64_t closed_cases = 0;
  int people = 0;
  int cycles = 0;
  int audits = 0;
  int actions = 0;
  int meetings = 0;
  int themes = 0;
  std::vector<DemoSignIn> sign_ins;
  std::string password;  // the same for all; random, never kept in clear, so this is the only time it is known
};

// The same seed, day and framework give the same council to the last identifier; only the password differs. All but the
// framework is written in one transaction. Refusals: demo.fill.not_empty, .cases, .months, .programme, and those of
// add_council.
base::Result<DemoFilled> fill_demo(const FillDemo& command, const base::Clock& clock, Store& store,
                                   Passwords& passwords, base::Progress& progress);

}  // namespace plumbline::app
