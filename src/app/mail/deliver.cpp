#include "app/mail/deliver.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "app/audit/write_down.hpp"
#include "app/ports/record_ports.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

constexpr std::string_view kPublicUrl = "{public_url}";
constexpr std::string_view kNotTried = "not tried: ";

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.size() > 2 || error != std::errc{} || end != text.data() + text.size() || value < 0)
    return {};
  return value;
}

std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  const auto hour = number(text.substr(0, colon));
  const auto minute = number(text.substr(colon + 1));
  if (!hour || !minute || *hour > 23 || *minute > 59) return {};
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

Letter letter_of(const OutboxMessage& message, const DeliverySettings& settings, base::Instant now) {
  return {message.id,       message.to,
          message.subject,  base::replace_all(message.body, kPublicUrl, settings.public_url),
          message.calendar, now};
}

void mark(const std::string& council, const OutboxMessage& message, const MailAnswer& answer, base::Instant now,
          Store& store) {
  const auto work = store.begin(council);
  const auto line = [&](std::string_view action, std::string reason) {
    write_down(work->journal(), command_line_actor(council), now, action, "mail", message.id, std::move(reason), {},
               {{"kind", message.kind}, {"to", message.to}});
  };
  switch (answer.outcome) {
    case MailOutcome::Sent:
      work->outbox().sent(message.id, now);
      line("mail-sent", {});
      break;
    case MailOutcome::Refused:
      work->outbox().refused_for_good(message.id, answer.said, now);
      line("mail-refused", answer.said);
      break;
    case MailOutcome::Later:
    case MailOutcome::Unreachable:
      work->outbox().failed(message.id, answer.said, now + retry_after(message.attempts, message.urgent));
      break;
  }
  if (!work->commit()) throw base::Broken("what became of a letter could not be written down");
}

std::vector<OutboxMessage> claim(const std::string& council, Claim which, base::Instant now, Store& store) {
  const auto work = store.begin(council);
  auto claimed = work->outbox().claim(kLettersAtOnce, now, which);
  // Committed before anything is sent: no other node sends the same meanwhile.
  if (!claimed.empty() && !work->commit()) return {};
  return claimed;
}

bool anything_due(const std::string& council, base::Instant now, Store& store) {
  const auto reader = store.read(council);
  const auto self = reader->councils().find();
  if (self && !self->demo_seed.empty()) return false;
  const auto waiting = reader->outbox().waiting(1);
  return !waiting.empty() && waiting.front().not_before <= now;
}

std::optional<QuietHours> quiet_hours_of(const std::string& council, const DeliverySettings& settings,
                                         Frameworks& frameworks, Store& store) {
  if (settings.quiet) return settings.quiet;
  const auto framework = frameworks.current(*store.read(council));
  if (!framework || !(*framework)->quiet_hours) return std::nullopt;
  const auto& hours = *(*framework)->quiet_hours;
  if (hours.from == hours.to) return std::nullopt;
  return QuietHours{std::chrono::hours{hours.from}, std::chrono::hours{hours.to}};
}

}  // namespace

// On the two days a year on which the clocks change, an hour off after the change: quiet hours are a courtesy.
bool QuietHours::contains(base::Instant instant) const {
  const auto at = instant - base::london_midnight(base::london_day(instant));
  return from <= to ? from <= at && at < to : at >= from || at < to;
}

base::Result<QuietHours> parse_quiet_hours(std::string_view text) {
  const auto dash = text.find('-');
  if (dash != std::string_view::npos) {
    const auto from = time_of_day(text.substr(0, dash));
    const auto to = time_of_day(text.substr(dash + 1));
    if (from && to) return QuietHours{*from, *to};
  }
  return base::invalid("mail.settings.quiet_hours", "quiet-hours", {{"text", std::string(text)}});
}

std::chrono::minutes retry_after(int attempts, bool urgent) {
  constexpr std::array kMinutes{1, 2, 5, 15, 60};
  const auto step = static_cast<std::size_t>(std::max(attempts, 1) - 1);
  const std::chrono::minutes delay{kMinutes[std::min(step, kMinutes.size() - 1)]};
  return urgent ? std::min(delay, std::chrono::minutes{5}) : delay;
}

Delivered deliver(const std::string& council, MailSender& sender, const DeliverySettings& settings,
                  const base::Clock& clock, Frameworks& frameworks, Store& store) {
  Delivered done;
  while (!done.unreachable) {
    const auto now = clock.now();
    if (!anything_due(council, now, store)) return done;
    const auto hours = quiet_hours_of(council, settings, frameworks, store);
    const bool quiet = hours && hours->contains(now);
    const auto claimed = claim(council, quiet ? Claim::UrgentOnly : Claim::All, now, store);
    if (claimed.empty()) return done;
    for (const auto& message : claimed) {
      // One letter is enough to find out that the server is away.
      auto answer = done.unreachable ? MailAnswer{MailOutcome::Unreachable, std::string(kNotTried) + done.said}
                                     : sender.send(letter_of(message, settings, clock.now()));
      mark(council, message, answer, clock.now(), store);
      if (answer.outcome == MailOutcome::Sent) {
        ++done.sent;
        continue;
      }
      if (answer.outcome == MailOutcome::Refused)
        ++done.refused;
      else
        ++done.kept;
      if (!done.unreachable) done.said = answer.said;
      done.unreachable = done.unreachable || answer.outcome == MailOutcome::Unreachable;
    }
  }
  return done;
}

}  // namespace plumbline::app
