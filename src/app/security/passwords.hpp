// Passwords of local accounts: argon2id, and which may be chosen.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace plumbline::app {

inline constexpr std::size_t kShortestPassword = 12;  // letters
inline constexpr std::size_t kLongestPassword = 256;  // bytes

// Length and the deny-list; no rules about kinds of letters and no expiry (NCSC guidance). `own_words` are what others
// know of the person and the place: name, mail address, council. Rule keys password.choose.too_short, .too_long,
// .common, .own.
base::Result<void> check_new_password(std::string_view password, const std::vector<std::string>& own_words);

// Each hash takes 64 MB and about a tenth of a second; so only a few at a time, the others wait in turn, and who has
// waited too long is refused with `sign_in.attempt.busy`. Safe from many threads.
class Passwords {
 public:
  explicit Passwords(int at_once = 2, std::chrono::milliseconds longest_wait = std::chrono::seconds{5});

  base::Result<std::string> hash(std::string_view password);
  // Nothing for `hash` (no such account) takes as long and is false, so that time does not tell who has an account.
  base::Result<bool> matches(const std::optional<std::string>& hash, std::string_view password);
  // What a password is compared with where there is no account; made at the first question.
  const std::string& stand_in();
  // How many comparisons have been computed.
  long long compared() const { return compared_; }

 private:
  class Turn;
  int free_;
  std::chrono::milliseconds longest_wait_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::once_flag dummy_made_;
  std::string dummy_;
  std::atomic<long long> compared_ = 0;
};

}  // namespace plumbline::app
