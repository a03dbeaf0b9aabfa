// app::MailSender over SMTP (RFC 5321) by libcurl.
#pragma once

#include <memory>
#include <string>

#include "app/ports/mail_port.hpp"
#include "base/result.hpp"

namespace plumbline::mail {

struct SmtpSettings {
  std::string server;  // smtp://host:port (STARTTLS) or smtps://host:port (TLS from the start)
  std::string from;    // as parse_from reads it
  std::string user{};  // empty: no sign-in
  std::string password{};
  std::string ca_file{};  // certificates to trust in place of the machine's
  bool plain = false;     // without TLS; to this machine only
};

// Without `plain` nothing goes out before TLS stands and the server's name is proved. Refusals: mail.settings.server,
// .from, .plain_elsewhere.
base::Result<std::unique_ptr<app::MailSender>> open_smtp(const SmtpSettings& settings);

}  // namespace plumbline::mail
