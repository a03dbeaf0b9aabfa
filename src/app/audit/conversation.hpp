// The conversation with the worker or the family: booked, then recorded as held or not (AUDIT-6, AUDIT-8).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::app {

struct BookConversation {
  domain::AuditId audit;
  domain::ConversationKind kind = domain::ConversationKind::Worker;
  base::Instant at{};
  std::string place;
  int version = 0;
};
// Why a Friday afternoon is advised against, where the framework says so (AUDIT-6).
inline constexpr std::string_view kFridayAdvice =
    "This is a Friday afternoon. A worker who hears hard news then takes it into the weekend alone. Pick another "
    "time if you can.";

// Writes an invitation (.ics) to the worker and the auditor into the outbox; nobody writes to a family. The value is
// advice to show, empty when none. Refusal: conversation.book.past.
base::Result<std::string> book_conversation(const BookConversation& command, const Actor& actor,
                                            const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work);

// The booked conversation with the worker as the file that calendars open, as it was mailed: mail may wait for the
// quiet hours to end, and not everybody has an address. Whoever may view the audit. NotFound: none is booked.
base::Result<std::string> invitation_to_conversation(const domain::AuditId& id, const Actor& actor,
                                                     const base::Clock& clock, Frameworks& frameworks, Reader& reader);

struct RecordConversation {
  domain::AuditId audit;
  domain::Conversation conversation;  // held or not, with all that was said; booking and reply are kept as they were
};
// Refusals: conversation.record.held_missing, .held_on_missing, .held_on_future, .reason_missing, .summary_missing, and
// Stale.
base::Result<void> record_conversation(const RecordConversation& command, const Actor& actor, const base::Clock& clock,
                                       Frameworks& frameworks, UnitOfWork& work);

// What the family was told was done with their feedback, once the audit is returned (AUDIT-8).
struct ReplyToFamily {
  domain::AuditId audit;
  int version = 0;  // of the conversation
  std::string written_reply;
  std::optional<base::Day> replied_on;
};
// Refusals: conversation.reply.not_asked (the programme’s `family` has no `written_reply: yes`), .not_held,
// .text_missing, .day_missing, Stale.
base::Result<void> reply_to_family(const ReplyToFamily& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
