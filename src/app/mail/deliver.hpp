// Empties a council's outbox: what is due goes to the mail server, at least once. What cannot be taken now is tried
// again after 1, 2, 5, 15 and then every 60 minutes (urgent letters at least every 5); what will never be taken is
// marked and shown by `plumbline check` and `plumbline remind --preview`.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "app/framework/frameworks.hpp"
#include "app/ports/mail_port.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"

namespace plumbline::app {

// Hours of the day in London in which only immediate concerns go out. `from` may be later than `to`: over midnight.
struct QuietHours {
  std::chrono::minutes from{};
  std::chrono::minutes to{};
  bool contains(base::Instant instant) const;
};
// `20:00-07:00`. Refusal: mail.settings.quiet_hours.
base::Result<QuietHours> parse_quiet_hours(std::string_view text);

struct DeliverySettings {
  std::string public_url;             // without a slash at its end; written where a letter has {public_url}
  std::optional<QuietHours> quiet{};  // in place of the framework's `quiet_hours`
};

inline constexpr int kLettersAtOnce = 5;  // so many, each within its minute, fit the five minutes of a claim
std::chrono::minutes retry_after(int attempts, bool urgent);

struct Delivered {
  int sent = 0;
  int refused = 0;
  int kept = 0;  // tried in vain, or not tried since the server is away
  bool unreachable = false;
  std::string said{};  // the last failure in the server's own words
};
// Claims, sends and marks until nothing is due or the server is away. Each mark is its own transaction with its line in
// the journal (kind and address, no text). A letter whose sender dies before the mark goes out again with the same id.
// A synthetic council writes to nobody: its people do not exist.
Delivered deliver(const std::string& council, MailSender& sender, const DeliverySettings& settings,
                  const base::Clock& clock, Frameworks& frameworks, Store& store);

}  // namespace plumbline::app
