#include "app/security/passwords.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "app/security/common_passwords.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

using base::Result;

// Letters, not bytes: a password in another script is not longer for it.
std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// What people write instead of letters: p4$$w0rd.
std::string without_disguise(std::string_view text) {
  std::string out;
  for (const char c : base::lower(text)) {
    switch (c) {
      case '0':
        out += 'o';
        break;
      case '1':
      case '!':
        out += 'i';
        break;
      case '3':
        out += 'e';
        break;
      case '4':
      case '@':
        out += 'a';
        break;
      case '5':
      case '$':
        out += 's';
        break;
      case '7':
        out += 't';
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string letters_only(std::string_view text) {
  std::string out;
  for (const char c : text)
    if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) out += c;
  return out;
}

bool is_repetition(std::string_view text) {
  for (std::size_t unit = 1; unit <= 6 && unit * 2 <= text.size(); ++unit) {
    bool same = true;
    for (std::size_t i = unit; same && i < text.size(); ++i) same = text[i] == text[i - unit];
    if (same) return true;
  }
  return false;
}

// Along the alphabet, the digits or a keyboard's rows and columns, forwards or backwards.
bool is_run(std::string_view text) {
  static constexpr std::string_view kRuns[] = {"abcdefghijklmnopqrstuvwxyz",
                                               "012345678901234567890123456789",
                                               "123456789012345678901234567890",
                                               "qwertyuiopasdfghjklzxcvbnm",
                                               "qwertyuiop1234567890",
                                               "1234567890qwertyuiop",
                                               "1qaz2wsx3edc4rfv5tgb6yhn",
                                               "1q2w3e4r5t6y7u8i9o0p",
                                               "q1w2e3r4t5y6u7i8o9p0",
                                               "zaq12wsxcde34rfv",
                                               "123qweasdzxc",
                                               "qweasdzxc123",
                                               "qazwsxedcrfvtgbyhnujm",
                                               "asdfghjkl1234567890",
                                               "123456qwerty123456",
                                               "qwerty123456qwerty",
                                               "abc123def456ghi789",
                                               "a1b2c3d4e5f6g7h8i9",
                                               "aa12345678901234",
                                               "q1w2e3r4t5y6"};
  const std::string reversed(text.rbegin(), text.rend());
  return std::any_of(std::begin(kRuns), std::end(kRuns), [&](std::string_view run) {
    return run.find(text) != std::string_view::npos || run.find(reversed) != std::string_view::npos;
  });
}

// One or two common words and nothing but digits and signs around them.
bool is_common_words(const std::string& word) {
  if (word.empty()) return true;  // nothing but digits and signs
  if (is_common_word(word)) return true;
  for (std::size_t i = 1; i < word.size(); ++i)
    if (is_common_word(std::string_view(word).substr(0, i)) && is_common_word(std::string_view(word).substr(i)))
      return true;
  return false;
}

bool is_common(std::string_view password) {
  const std::string plain = base::lower(password);
  if (is_repetition(plain) || is_run(plain)) return true;
  // Both readings: the digits as an ending ("password1234") and as letters in disguise ("p4ssw0rd").
  const std::size_t last = plain.find_last_not_of("0123456789!@#$%&*.,;:?+-=_ ()");
  const std::string undisguised = without_disguise(plain.substr(0, last == std::string::npos ? 0 : last + 1));
  return is_common_words(letters_only(plain)) || is_common_words(letters_only(undisguised)) ||
         is_repetition(letters_only(plain)) || is_run(letters_only(plain));
}

}  // namespace

Result<void> check_new_password(std::string_view password, const std::vector<std::string>& own_words) {
  if (letters(password) < kShortestPassword) return base::invalid("password.choose.too_short", "password");
  if (password.size() > kLongestPassword || !base::is_valid_utf8(password))
    return base::invalid("password.choose.too_long", "password");
  if (is_common(password)) return base::invalid("password.choose.common", "password");
  // Refused when little is left beside what others know.
  std::string rest = base::lower(password);
  std::vector<std::string> parts{"plumbline"};
  for (const auto& words : own_words) {
    std::string part;
    for (const char c : base::lower(words) + " ") {
      if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) {
        part += c;
      } else {
        if (part.size() >= 4) parts.push_back(part);
        part.clear();
      }
    }
  }
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (const auto& part : parts) rest = base::replace_all(std::move(rest), part, "");
  if (rest.size() != password.size() && letters_only(rest).size() < 4)
    return base::invalid("password.choose.own", "password");
  return {};
}

// One of the places at the hashing; empty when none came free in time.
class Passwords::Turn {
 public:
  explicit Turn(Passwords& passwords) : passwords_(passwords) {
    std::unique_lock lock(passwords.mutex_);
    taken_ = passwords.wake_.wait_for(lock, passwords.longest_wait_, [&] { return passwords.free_ > 0; });
    if (taken_) --passwords.free_;
  }
  ~Turn() {
    if (!taken_) return;
    {
      const std::lock_guard lock(passwords_.mutex_);
      ++passwords_.free_;
    }
    passwords_.wake_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool taken() const { return taken_; }

 private:
  Passwords& passwords_;
  bool taken_ = false;
};

namespace {

std::string argon2id(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw base::Broken("no memory to hash a password");
  return out.data();
}

}  // namespace

Passwords::Passwords(int at_once, std::chrono::milliseconds longest_wait)
    : free_(at_once), longest_wait_(longest_wait) {
  base::init_crypto();
}

const std::string& Passwords::stand_in() {
  std::call_once(dummy_made_, [&] { dummy_ = argon2id(base::random_token()); });
  return dummy_;
}

Result<std::string> Passwords::hash(std::string_view password) {
  const Turn turn(*this);
  if (!turn.taken()) return base::rule_broken("sign_in.attempt.busy");
  return argon2id(password);
}

Result<bool> Passwords::matches(const std::optional<std::string>& hash, std::string_view password) {
  const Turn turn(*this);
  if (!turn.taken()) return base::rule_broken("sign_in.attempt.busy");
  const bool known = hash && !hash->empty();
  const std::string& against = known ? *hash : stand_in();
  if (password.size() > kLongestPassword) return false;
  ++compared_;
  const bool same = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return known && same;
}

}  // namespace plumbline::app
