#include "app/audit/conversation.hpp"

#include <algorithm>

#include "app/audit/audit_context.hpp"
#include "app/audit/council_letter.hpp"
#include "app/audit/letters.hpp"
#include "app/audit/write_down.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/blank.hpp"
#include "domain/audit/states.hpp"

namespace plumbline::app {

namespace {

using base::blank;

domain::Conversation stored(const domain::AuditId& id, domain::ConversationKind kind, UnitOfWork& work) {
  for (const auto& one : work.audits().conversations(id))
    if (one.kind == kind) return one;
  domain::Conversation none;
  none.kind = kind;
  return none;
}

// From noon on a Friday, in London.
bool is_friday_afternoon(base::Instant at) {
  const auto day = base::london_day(at);
  const bool friday = std::chrono::weekday{std::chrono::sys_days{day}} == std::chrono::Friday;
  // London's day is 23 or 25 hours long only on Sundays, so on a Friday hours can be counted from midnight.
  return friday && at - base::london_midnight(day) >= std::chrono::hours{12};
}

base::Result<void> check_texts(const domain::Conversation& said) {
  for (const auto& [field, text] :
       {std::pair{"place", &said.place}, std::pair{"summary", &said.summary}, std::pair{"agreed", &said.agreed},
        std::pair{"views", &said.views}, std::pair{"service_feedback", &said.service_feedback},
        std::pair{"written_reply", &said.written_reply}})
    CHECK(check_text(*text, "conversation.record.too_long", "conversation.record.not_text", field));
  return {};
}

JournalFields fields_of(const domain::Conversation& said) {
  JournalFields fields{{"kind", std::string(to_string(said.kind))}};
  if (said.booked_for) fields.emplace_back("booked_for", base::iso(*said.booked_for));
  if (said.held) fields.emplace_back("held", *said.held ? "yes" : "no");
  if (said.held_on) fields.emplace_back("held_on", base::iso(*said.held_on));
  if (said.reason) fields.emplace_back("reason", std::string(to_string(*said.reason)));
  if (said.consent) fields.emplace_back("consent", *said.consent ? "yes" : "no");
  for (const auto& [field, text] :
       {std::pair{"summary", &said.summary}, std::pair{"agreed", &said.agreed}, std::pair{"views", &said.views},
        std::pair{"service_feedback", &said.service_feedback}, std::pair{"written_reply", &said.written_reply}})
    if (!text->empty()) fields.emplace_back(field, hashed(*text));
  return fields;
}

base::Result<void> keep(const domain::Audit& audit, const domain::Conversation& before, domain::Conversation& after,
                        domain::AuditVerb verb, const Actor& actor, base::Instant now, UnitOfWork& work) {
  if (const auto saved = work.audits().save_conversation(audit.id, after); !saved)
    return base::stale("conversation.record.stale");
  JournalFields was;
  if (before.version > 0) was = fields_of(before);
  write_down(work.journal(), actor, now, domain::past_tense(verb), "audit", audit.id.text(), {}, was, fields_of(after));
  return {};
}

struct Invited {
  std::vector<Addressee> people;
  Invitation invitation;
};

Invited invitation_for(const domain::Conversation& booked, const AuditContext& context, PersonReads& people,
                       base::Instant now) {
  const auto& audit = context.audit;
  auto guests = context.programme->conversation.with;
  if (guests.empty()) guests.push_back({domain::Relation::CaseWorker, {}});
  guests.push_back({domain::Relation::Auditor, {}});
  Invited invited{addressees(guests, audit, people, base::london_day(now)),
                  {audit.id.text() + "-" + std::string(to_string(booked.kind)) + "@plumbline",
                   "Conversation about audit " + audit.reference,
                   booked.place,
                   *booked.booked_for,
                   60,
                   {},
                   {},
                   booked.version}};
  for (const auto& one : invited.people) {
    invited.invitation.guests.push_back(one.person);
    if (audit.auditor == one.person.person_id) invited.invitation.organiser = one.person;
  }
  return invited;
}

}  // namespace

base::Result<std::string> book_conversation(const BookConversation& command, const Actor& actor,
                                            const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  CHECK(may_book_conversation(actor, found));
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  const auto& audit = context.audit;
  const auto now = clock.now();
  if (command.at <= now) return base::invalid("conversation.book.past", "at");
  const auto before = stored(audit.id, command.kind, work);
  const std::string advice(
      context.programme->conversation.avoid_friday_afternoon && is_friday_afternoon(command.at) ? kFridayAdvice : "");
  // Pressed twice: it is booked, and one invitation is enough.
  if (before.version > command.version && before.booked_for == command.at && before.place == command.place)
    return advice;
  auto booked = before;
  booked.version = command.version;
  booked.booked_for = command.at;
  booked.place = command.place;
  CHECK(check_texts(booked));
  CHECK(keep(audit, before, booked, domain::AuditVerb::BookConversation, actor, now, work));

  // The family is not written to by the program: the auditor speaks to them first (AUDIT-8).
  if (command.kind == domain::ConversationKind::Worker) {
    const auto [invited, invitation] = invitation_for(booked, context, work.people(), now);
    const auto calendar = as_calendar(invitation, now);
    // In the council's own words `{person}` is who audits; when and where stand below them either way.
    const auto when =
        "It is booked for " + base::say(command.at) + (booked.place.empty() ? "" : ", " + booked.place) + ".";
    const auto words = letter_words(*context.framework, *context.programme, audit, invitation.organiser,
                                    "conversation-booked", usual_letter("conversation-booked"));
    for (const auto& one : invited)
      post(work, now, "conversation-booked", one.person, words.subject, words.body + "\n\n" + when, audit_path(audit),
           calendar);
  }
  CHECK(work.commit());
  return advice;
}

base::Result<std::string> invitation_to_conversation(const domain::AuditId& id, const Actor& actor,
                                                     const base::Clock& clock, Frameworks& frameworks, Reader& reader) {
  TRY(const auto context, audit_context(id, frameworks, reader));
  CHECK(may_view(actor, context.audit));
  const auto talks = reader.audits().conversations(id);
  const auto talk = std::ranges::find(talks, domain::ConversationKind::Worker, &domain::Conversation::kind);
  if (talk == talks.end() || !talk->booked_for) return base::not_found("access.row.not_found");
  const auto now = clock.now();
  return as_calendar(invitation_for(*talk, context, reader.people(), now).invitation, now);
}

base::Result<void> record_conversation(const RecordConversation& command, const Actor& actor, const base::Clock& clock,
                                       Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  CHECK(may_record_conversation(actor, found));
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  const auto& audit = context.audit;
  const auto now = clock.now();
  auto said = command.conversation;
  CHECK(check_texts(said));
  if (!said.held) return base::invalid("conversation.record.held_missing", "held");
  if (*said.held) {
    said.reason.reset();
    if (!said.held_on) return base::invalid("conversation.record.held_on_missing", "held_on");
    if (*said.held_on > base::london_day(now)) return base::invalid("conversation.record.held_on_future", "held_on");
    if (said.kind == domain::ConversationKind::Family) {
      if (!said.consent) return base::invalid("conversation.record.consent_missing", "consent");
      if (*said.consent && blank(said.summary) && blank(said.views))
        return base::invalid("conversation.record.summary_missing", "views");
    } else if (blank(said.summary)) {
      return base::invalid("conversation.record.summary_missing", "summary");
    }
  } else {
    said.held_on.reset();
    if (!said.reason) return base::invalid("conversation.record.reason_missing", "reason");
    const auto& offered = context.programme->conversation.reasons_not_held;
    if (!offered.empty() && std::ranges::find(offered, *said.reason) == offered.end())
      return base::invalid("conversation.record.reason_missing", "reason");
  }
  const auto before = stored(audit.id, said.kind, work);
  said.booked_for = before.booked_for;
  said.place = before.place;
  said.written_reply = before.written_reply;
  said.replied_on = before.replied_on;
  CHECK(keep(audit, before, said, domain::AuditVerb::RecordConversation, actor, now, work));
  return work.commit();
}

base::Result<void> reply_to_family(const ReplyToFamily& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work) {
  TRY(const auto found, work.audits().find(command.audit));
  CHECK(may_reply_to_family(actor, found));
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  const auto& audit = context.audit;
  if (!context.programme->family.written_reply) return base::rule_broken("conversation.reply.not_asked");
  const auto before = stored(audit.id, domain::ConversationKind::Family, work);
  if (!before.held.value_or(false)) return base::rule_broken("conversation.reply.not_held");
  if (blank(command.written_reply)) return base::invalid("conversation.reply.text_missing", "written_reply");
  if (!command.replied_on) return base::invalid("conversation.reply.day_missing", "replied_on");
  const auto now = clock.now();
  if (*command.replied_on > base::london_day(now))
    return base::invalid("conversation.record.held_on_future", "replied_on");
  auto after = before;
  after.version = command.version;
  after.written_reply = command.written_reply;
  after.replied_on = command.replied_on;
  CHECK(check_texts(after));
  CHECK(keep(audit, before, after, domain::AuditVerb::ReplyToFamily, actor, now, work));
  return work.commit();
}

}  // namespace plumbline::app
