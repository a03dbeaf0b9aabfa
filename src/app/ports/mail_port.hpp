// The way out for mail: one letter at a time to the council's mail server.
#pragma once

#include <string>

#include "base/day.hpp"

namespace plumbline::app {

// A letter as it goes out. `id` names it for ever: a letter sent twice carries the same Message-ID both times, so that
// a mail program shows it once.
struct Letter {
  std::string id;
  std::string to;
  std::string subject;
  std::string body;      // plain text, links filled in
  std::string calendar;  // an invitation (RFC 5545, METHOD:REQUEST); empty for none
  base::Instant at{};    // its Date
};

enum class MailOutcome {
  Sent,
  Refused,     // for good: this letter or its address will never be taken
  Later,       // this letter not now
  Unreachable  // no letter now: the server is away, or does not take mail from us
};

// `said` is the server's or the network's own word on a failure, one line, safe to keep and show; never the letter's
// text.
struct MailAnswer {
  MailOutcome outcome = MailOutcome::Sent;
  std::string said{};
};

class MailSender {
 public:
  virtual ~MailSender() = default;
  // Returns within a minute. One thread at a time.
  virtual MailAnswer send(const Letter& letter) = 0;
  // From any thread, for good: what is under way is given up and comes back as Unreachable, as does all that follows.
  virtual void stop() noexcept = 0;
};

}  // namespace plumbline::app
