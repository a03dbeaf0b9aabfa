// What became of each letter: sent, waiting or refused, and a refused one tried again.
#pragma once

#include <string>
#include <string_view>

#include "app/actor.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"

namespace plumbline::app {

LetterState state_of(const OutboxMessage& message);
// What the letter is about, for people: `Audit sent`, `Reminder`. A kind that has no words of its own reads as it is
// kept, without its hyphens.
std::string say_letter_kind(std::string_view kind);

// Makes a refused or waiting letter due at once. Refusals: mail.view.forbidden, mail.find.unknown, mail.retry.sent.
base::Result<void> try_letter_again(const std::string& id, const Actor& actor, const base::Clock& clock,
                                    UnitOfWork& work);

}  // namespace plumbline::app
