#include "cli/mail_options.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>

namespace plumbline::cli {

void add_mail_options(CLI::App& command, MailOptions& mail) {
  command.add_option("--smtp", mail.server, "The mail server: smtp://host:587 (STARTTLS) or smtps://host:465")
      ->envname("PLUMBLINE_SMTP");
  command.add_option("--mail-from", mail.from, "Whom mail comes from")->envname("PLUMBLINE_MAIL_FROM");
  command.add_option("--smtp-user", mail.user, "Sign in there as; the password stands in PLUMBLINE_SMTP_PASSWORD")
      ->envname("PLUMBLINE_SMTP_USER");
  command.add_option("--smtp-ca", mail.ca_file, "Trust these certificates (PEM) in place of the machine's")
      ->envname("PLUMBLINE_SMTP_CA");
  command.add_flag("--smtp-plain", mail.plain, "No TLS: a mail server on this machine only");
  command
      .add_option("--quiet-hours", mail.quiet_hours,
                  "Only immediate concerns go out in these hours of the day, as 20:00-07:00")
      ->envname("PLUMBLINE_QUIET_HOURS");
  command.add_option("--public-url", mail.public_url, "How people reach it, for links in mail")
      ->envname("PLUMBLINE_PUBLIC_URL");
}

base::Result<Mail> open_mail(const Environment& environment, const MailOptions& options) {
  Mail mail;
  mail.settings.public_url = options.public_url;
  while (mail.settings.public_url.ends_with('/')) mail.settings.public_url.pop_back();
  if (!options.quiet_hours.empty()) {
    TRY(mail.settings.quiet, app::parse_quiet_hours(options.quiet_hours));
  }
  if (options.server.empty()) return mail;
  // Never on the command line, where any user of the machine reads it.
  const char* password = std::getenv("PLUMBLINE_SMTP_PASSWORD");
  TRY(mail.sender, environment.open_mail(options, password == nullptr ? "" : password));
  return mail;
}

}  // namespace plumbline::cli
