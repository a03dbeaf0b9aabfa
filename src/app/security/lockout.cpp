#include "app/security/lockout.hpp"

#include <algorithm>

namespace plumbline::app {

bool is_locked(const SignInAttempts& attempts, base::Instant now) {
  return attempts.locked_until && now < *attempts.locked_until;
}

SignInAttempts after_failure(SignInAttempts attempts, base::Instant now) {
  if (attempts.locked_until && now - *attempts.locked_until >= kForgetAfter) attempts = {};
  ++attempts.failed;
  if (attempts.failed >= kFreeAttempts) {
    const int doublings = std::min(attempts.failed - kFreeAttempts, 10);
    attempts.locked_until = now + std::min(kFirstWait * (1 << doublings), kLongestWait);
  }
  return attempts;
}

}  // namespace plumbline::app
