#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> mail_messages() {
  static constexpr Message kMessages[]{
      {"mail.settings.server",
       "This is not the address of a mail server. Write it as smtp://mail.example.org:587, or smtps:// where TLS "
       "stands "
       "from the start."},
      {"mail.settings.from",
       "Say with --mail-from whom mail comes from, such as plumbline@council.gov.uk or ‘Plumbline "
       "<plumbline@council.gov.uk>’."},
      {"mail.settings.plain_elsewhere",
       "Mail without TLS goes to a mail server on this machine only. Leave out --smtp-plain, or name localhost."},
      {"mail.settings.quiet_hours", "‘{text}’ are no quiet hours. Write them as 20:00-07:00."},
      {"mail.remind.day", "‘{text}’ is not a day. Write it as 2026-12-01."},
  };
  return kMessages;
}

}  // namespace plumbline::app
