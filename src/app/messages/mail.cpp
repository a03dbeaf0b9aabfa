#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> mail_messages() {
  static constexpr Message kMessages[]{
      {"mail.view.forbidden",
       "Only the QA lead, the QA administrator and the administrator see what was sent to whom."},
      {"mail.retry.sent", "This letter was sent meanwhile, so there is nothing to send again."},
      {"mail.find.unknown", "There is no such letter."},
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
