// When a local account stops taking passwords for a while, so that guessing is slow and a forgetful person is not shut
// out for long.
#pragma once

#include <chrono>
#include <optional>

#include "base/day.hpp"

namespace plumbline::app {

inline constexpr int kFreeAttempts = 5;  // the fifth failure begins the first wait
inline constexpr std::chrono::seconds kFirstWait = std::chrono::minutes{1};
inline constexpr std::chrono::seconds kLongestWait = std::chrono::minutes{15};
inline constexpr std::chrono::seconds kForgetAfter =
    std::chrono::hours{24};  // a day after a wait the count starts again

// What is kept on the account.
struct SignInAttempts {
  int failed = 0;
  std::optional<base::Instant> locked_until{};
  friend bool operator==(const SignInAttempts&, const SignInAttempts&) = default;
};

// Whether a password may not even be looked at now. The right one is refused as well: an answer would tell.
bool is_locked(const SignInAttempts& attempts, base::Instant now);
// The fifth failure waits a minute, each further one twice as long, up to fifteen minutes.
SignInAttempts after_failure(SignInAttempts attempts, base::Instant now);
inline SignInAttempts after_success() { return {}; }

}  // namespace plumbline::app
