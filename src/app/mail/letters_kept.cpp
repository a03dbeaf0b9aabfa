#include "app/mail/letters_kept.hpp"

#include <algorithm>

#include "app/audit/write_down.hpp"
#include "app/policies/cycle_policies.hpp"

namespace plumbline::app {

LetterState state_of(const OutboxMessage& message) {
  if (message.sent_at) return LetterState::Sent;
  return message.refused_at ? LetterState::Refused : LetterState::Waiting;
}

std::string say_letter_kind(std::string_view kind) {
  if (kind == "audit-reminder") return "Reminder of an audit";
  if (kind == "non-return") return "Audits not returned";
  std::string text(kind);
  std::ranges::replace(text, '-', ' ');
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

base::Result<void> try_letter_again(const std::string& id, const Actor& actor, const base::Clock& clock,
                                    UnitOfWork& work) {
  CHECK(may_view_letters(actor));
  const auto letter = work.outbox().find(id);
  if (!letter) return base::not_found("mail.find.unknown");
  if (!work.outbox().try_again(id, clock.now())) return base::rule_broken("mail.retry.sent");
  write_down(work.journal(), actor, clock.now(), "mail-tried-again", "mail", id, {},
             {{"attempts", std::to_string(letter->attempts)}}, {{"kind", letter->kind}, {"to", letter->to}});
  return work.commit();
}

}  // namespace plumbline::app
