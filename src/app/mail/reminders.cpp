#include "app/mail/reminders.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "app/allocation/preparers.hpp"
#include "app/audit/audit_context.hpp"
#include "app/audit/letters.hpp"
#include "app/audit/write_down.hpp"
#include "app/mail/non_return.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/calendar/working_days.hpp"

namespace plumbline::app {
namespace {

Visibility everything() {
  Visibility visible;
  visible.everything = true;
  return visible;
}

bool is_fresh(base::Day due, base::Day on) {
  const int late = base::days_between(due, on);
  return late >= 0 && late <= kCatchUpDays;
}

// The reminders of one run, those known already left out.
class Reminders {
 public:
  Reminders(base::Day on, base::Instant now, Reader& reader) : on_(on), now_(now), reader_(reader) {}

  // `what` names audit or action, due day and rule, for ever.
  void add(std::string_view kind, const std::string& what, const domain::Person& to, std::string subject,
           std::string body, const std::string& path) {
    if (to.email.empty()) return;
    OutboxMessage message;
    message.id = std::string(kind) + "-" + base::sha256_hex(what + "\n" + to.person_id.text()).substr(0, 32);
    if (!made_.insert(message.id).second || reader_.outbox().holds(message.id)) return;
    message.kind = kind;
    message.to = to.email;
    message.subject = std::move(subject);
    message.body = std::move(body) + "\n\n{public_url}" + path + "\n";
    message.created_at = now_;
    message.not_before = now_;
    messages_.push_back(std::move(message));
  }

  base::Day on() const { return on_; }
  std::vector<OutboxMessage> take() { return std::move(messages_); }

 private:
  base::Day on_;
  base::Instant now_;
  Reader& reader_;
  std::set<std::string> made_;
  std::vector<OutboxMessage> messages_;
};

// The rule whose day came last, if that was today or a few days ago and the audit was out by then.
const domain::ReminderRule* rule_due(const domain::Programme& programme, const domain::Audit& audit, base::Day on) {
  const domain::ReminderRule* due = nullptr;
  std::optional<base::Day> latest;
  for (const auto& rule : programme.reminders) {
    const auto day = domain::add_working_days(*audit.due_on, -rule.working_days_before);
    if (day > on || (audit.sent_at && day < base::london_day(*audit.sent_at))) continue;
    if (latest && day < *latest) continue;
    latest = day;
    due = &rule;
  }
  return latest && is_fresh(*latest, on) ? due : nullptr;
}

// The working day before a leader's audit is to be prepared, and the one after where it is not (AUDIT-14).
void remind_preparer(const domain::Audit& audit, const domain::Programme& programme, Reader& reader,
                     Reminders& reminders) {
  const auto by = prepare_by(programme, audit.period);
  if (!by || !audit.is_being_prepared()) return;
  const bool late = *by < reminders.on();
  if (!is_fresh(domain::add_working_days(*by, late ? 1 : -1), reminders.on())) return;
  const auto person = reader.people().find(audit.co_auditor(domain::CoAuditorKind::Preparer)->person);
  if (!person) return;
  reminders.add("audit-to-prepare", audit.id.text() + "\n" + base::iso(*by) + (late ? "\nlate" : "\nsoon"), *person,
                "Audit " + audit.reference + (late ? " was to be prepared by " : " is to be prepared by ") +
                    base::say_with_weekday(*by),
                "Its auditor talks it over with the worker when you say that it is prepared.", audit_path(audit));
}

// The worker returns nothing: what is asked of them is their own view (AUDIT-7). Who has given it is left in peace.
void remind_worker(const AuditContext& context, const domain::Person& worker, const std::string& what, Reader& reader,
                   Reminders& reminders) {
  const auto& audit = context.audit;
  const auto given = reader.perspectives().find(audit.id);
  if (given && given->sent_at) return;
  reminders.add("perspective-reminder", what, worker, "Your view on audit " + audit.reference + " is still asked for",
                "The auditors read it before they judge. The audit is due back on " +
                    base::say_with_weekday(*audit.due_on) + ", and after that your view can no longer be sent.",
                audit_path(audit) + "/perspective");
}

void remind_of(const domain::Audit& audit, Frameworks& frameworks, Reader& reader, Reminders& reminders) {
  if (!audit.due_on) return;
  const auto context = audit_context(audit, frameworks, reader);
  if (!context) return;
  remind_preparer(audit, *context->programme, reader, reminders);
  const auto* rule = rule_due(*context->programme, audit, reminders.on());
  if (rule == nullptr) return;
  const bool overdue = *audit.due_on < reminders.on();
  const std::string_view key = overdue ? "reminder-after" : "reminder-before";
  const auto what =
      audit.id.text() + "\n" + base::iso(*audit.due_on) + "\n" + std::to_string(rule->working_days_before);
  for (const auto& one : addressees(rule->tell, audit, reader.people(), reminders.on())) {
    if (audit.worker_id == one.person.person_id && audit.auditor != one.person.person_id &&
        context->programme->perspective.asked) {
      remind_worker(*context, one.person, what, reader, reminders);
      continue;
    }
    auto usual = usual_letter(key);
    // The auditor is asked to return it, everybody else to help.
    if (audit.auditor == one.person.person_id) usual.body = usual_letter("reminder-before").body;
    auto words = letter_words(*context->framework, *context->programme, audit, one.person, key, std::move(usual));
    reminders.add("audit-reminder", what, one.person, std::move(words.subject), std::move(words.body),
                  audit_path(audit));
  }
}

// Conversations are booked when an audit is given out (AUDIT-6): whoever has not is asked to, once.
void ask_to_book(const domain::Audit& audit, Frameworks& frameworks, Reader& reader, Reminders& reminders) {
  if (!audit.sent_at || !audit.auditor) return;
  if (!is_fresh(domain::add_working_days(base::london_day(*audit.sent_at), kBookWithinWorkingDays), reminders.on()))
    return;
  const auto context = audit_context(audit, frameworks, reader);
  if (!context || !context->programme->conversation.required) return;
  for (const auto& talk : reader.audits().conversations(audit.id))
    if (talk.kind == domain::ConversationKind::Worker && (talk.booked_for || talk.held)) return;
  const auto person = reader.people().find(*audit.auditor);
  if (!person) return;
  std::string body =
      "The conversation with the worker is not booked yet. Book it now, so that both of you find the time.";
  if (context->programme->conversation.avoid_friday_afternoon)
    body += " Another time than a Friday afternoon is better: nobody should carry feedback over a weekend alone.";
  reminders.add("conversation-reminder", audit.id.text() + "\n" + base::iso(*audit.sent_at), *person,
                "Book the conversation about audit " + audit.reference, std::move(body), audit_path(audit));
}

// The last of these days overdue that has come, when that was today or a few days ago.
std::optional<int> step_due(const std::vector<int>& steps, int overdue) {
  std::optional<int> last;
  for (const int step : steps)
    if (step <= overdue && (!last || step > *last)) last = step;
  return last && overdue - *last <= kCatchUpDays ? last : std::nullopt;
}

void chase(const ActionRow& row, Frameworks& frameworks, Reader& reader, Reminders& reminders) {
  const auto& action = row.action;
  const auto audit = reader.audits().find(action.audit);
  if (!audit || !action.due_on) return;
  const auto context = audit_context(*audit, frameworks, reader);
  if (!context) return;
  const auto& rules = context->programme->actions;
  const int overdue = base::days_between(*action.due_on, reminders.on());
  const auto what = action.id.text() + "\n" + base::iso(*action.due_on) + "\n";
  // `{due}` of a letter about an action is the action's day.
  auto with_its_day = *audit;
  with_its_day.due_on = action.due_on;
  const auto write = [&](std::string_view key, const std::string& when, const domain::Person& to, LetterWords usual) {
    auto words = letter_words(*context->framework, *context->programme, with_its_day, to, key, std::move(usual));
    reminders.add(key, what + when, to, std::move(words.subject), std::move(words.body), "/actions");
  };
  if (const auto step = step_due(rules.chase_days_overdue, overdue)) {
    const auto tell = [&](const std::optional<domain::PersonId>& id, LetterWords usual) {
      if (!id) return;
      if (const auto person = reader.people().find(*id))
        write("action-overdue", std::to_string(*step), *person, std::move(usual));
    };
    tell(action.owner, usual_letter("action-overdue"));
    auto to_signer = usual_letter("action-overdue");
    to_signer.body = "Its owner has not said that it is done. You sign it off; ask what stands in the way.";
    if (action.sign_off_by != action.owner) tell(action.sign_off_by, std::move(to_signer));
  }
  if (rules.escalate_after_days > 0 && step_due({rules.escalate_after_days}, overdue))
    for (const auto& one : addressees(rules.escalate_to, *audit, reader.people(), reminders.on()))
      write("action-escalated", "escalated", one.person, usual_letter("action-escalated"));
}

}  // namespace

std::vector<OutboxMessage> reminders_due(base::Day on, base::Instant now, Frameworks& frameworks, Reader& reader) {
  Reminders reminders(on, now, reader);
  AuditFilter out;
  out.states = {domain::AuditState::Sent, domain::AuditState::InProgress};
  out.imported = false;  // what an old tracker never got back is nobody's to return now
  for (const auto& audit : reader.audits().list(out, {1, 0, "", false}, everything()).rows) {
    remind_of(audit, frameworks, reader, reminders);
    ask_to_book(audit, frameworks, reader, reminders);
  }
  ActionFilter overdue;
  overdue.overdue_on = on;
  for (const auto& row : reader.actions().list(overdue, {1, 0, "", false}, everything()).rows)
    chase(row, frameworks, reader, reminders);
  auto due = reminders.take();
  for (auto& letter : non_return_letters(on, now, frameworks, reader)) due.push_back(std::move(letter));
  return due;
}

int write_reminders(const Actor& actor, base::Day on, const base::Clock& clock, Frameworks& frameworks, Store& store) {
  // Found on a reader: most days there is little to write, and the writer stays free meanwhile.
  const auto due = reminders_due(on, clock.now(), frameworks, *store.read(actor.council));
  if (due.empty()) return 0;
  const auto work = store.begin(actor.council);
  int written = 0;
  for (const auto& message : due) {
    if (work->outbox().holds(message.id)) continue;
    work->outbox().add(message);
    ++written;
  }
  if (written == 0) return 0;
  write_down(work->journal(), actor, clock.now(), "reminders-written", "mail", base::iso(on), {}, {},
             {{"count", std::to_string(written)}});
  if (!work->commit()) throw base::Broken("reminders could not be written");
  return written;
}

}  // namespace plumbline::app
