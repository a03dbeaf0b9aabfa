// How mail goes out: the options that `serve` and `remind` share, each also read from the environment.
#pragma once

#include <memory>

#include "app/mail/deliver.hpp"
#include "app/ports/mail_port.hpp"
#include "base/result.hpp"
#include "cli/command.hpp"

namespace plumbline::cli {

void add_mail_options(CLI::App& command, MailOptions& mail);

struct Mail {
  std::unique_ptr<app::MailSender> sender;  // nothing without --smtp: mail waits in the outbox
  app::DeliverySettings settings;
};
// Refusals: mail.settings.….
base::Result<Mail> open_mail(const Environment& environment, const MailOptions& options);

}  // namespace plumbline::cli
