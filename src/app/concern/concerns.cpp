#include "app/concern/concerns.hpp"

#include <algorithm>

#include "app/audit/audit_context.hpp"
#include "app/audit/letters.hpp"
#include "app/audit/of_an_audit.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/audit/concern_transitions.hpp"

namespace plumbline::app {

namespace {

constexpr std::string_view kChased = "concern-chased";

base::Result<void> check_words(std::string_view text, std::string field) {
  return check_text(text, "concern.raise.too_long", "concern.raise.not_text", std::move(field));
}

std::string concern_path(const domain::Concern& concern) { return "/concerns/" + concern.id.text(); }

JournalFields fields_of(const domain::Concern& concern) {
  JournalFields fields{{"audit", concern.audit.text()},
                       {"kind", std::string(to_string(concern.kind))},
                       {"state", std::string(to_string(concern.state))},
                       {"what", hashed(concern.what)}};
  std::vector<std::string> told;
  for (const auto& notice : concern.told) told.push_back(notice.person.text());
  fields.emplace_back("told", base::join(told, " "));
  if (!concern.response.empty()) fields.emplace_back("response", hashed(concern.response));
  if (!concern.outcome.empty()) fields.emplace_back("outcome", hashed(concern.outcome));
  return fields;
}

// A letter to each, and a notice for those who have none yet. Returns how many were written to.
int tell(domain::Concern& concern, const std::vector<Addressee>& people, base::Instant now, std::string_view kind,
         const std::string& subject, const std::string& body, UnitOfWork& work) {
  for (const auto& one : people) {
    post(work, now, kind, one.person, subject, body, concern_path(concern), {},
         concern.kind == domain::ConcernKind::Immediate ? Urgency::AtOnce : Urgency::Usual);
    const auto known = std::ranges::find(concern.told, one.person.person_id, &domain::ConcernNotice::person);
    if (known == concern.told.end()) concern.told.push_back({one.person.person_id, one.why, now});
  }
  return static_cast<int>(people.size());
}

// A concern must reach somebody: where none of the framework's people can be written to, those who answer for the whole
// are told as well.
std::vector<Addressee> people_to_tell(std::vector<domain::Recipient> recipients, const domain::Audit& audit,
                                      UnitOfWork& work, base::Day today) {
  auto people = addressees(recipients, audit, work, today);
  if (std::ranges::any_of(people, [](const Addressee& one) { return !one.person.email.empty(); })) return people;
  for (const auto role : {domain::JobRole::HeadOfService, domain::JobRole::PrincipalSocialWorker,
                          domain::JobRole::QaLead, domain::JobRole::Director})
    recipients.push_back({{}, role});
  return addressees(recipients, audit, work, today);
}

// Nothing about forms or versions may stand in the way of a concern: the audit's own framework, else the one in force.
std::optional<domain::NotificationRule> notification_rule(const domain::Audit& audit, domain::ConcernKind kind,
                                                          Frameworks& frameworks, UnitOfWork& work) {
  const domain::NotificationRule* rule = nullptr;
  const auto context = audit_context(audit.id, frameworks, work);
  if (context) rule = context->framework->find_notification(kind);
  const auto current = frameworks.current(work);
  if (rule == nullptr && current) rule = (*current)->find_notification(kind);
  return rule == nullptr ? std::nullopt : std::optional{*rule};
}

base::Result<std::pair<domain::Concern, domain::Audit>> find_concern(const domain::ConcernId& id, UnitOfWork& work) {
  return with_audit(work.concerns().find(id), work);
}

base::Result<void> keep(domain::Concern& concern, const JournalFields& before, const domain::ConcernEvent& event,
                        const Actor& actor, UnitOfWork& work) {
  return keep(work.concerns(), concern, "concern", domain::past_tense(event.verb), {}, before, fields_of, actor,
              event.at, work);
}

// When the concern was last chased, or raised.
base::Instant chased_until(const domain::Concern& concern, UnitOfWork& work) {
  // All of them: a concern that many look at must not have its last chase forgotten, and be chased anew each minute.
  const auto lines = work.journal().list({"concern", concern.id.text(), ""}, {1, 0, "", false});
  auto last = concern.raised_at;
  for (const auto& line : lines.rows)
    if (line.action == kChased) last = std::max(last, line.at);
  return last;
}

}  // namespace

base::Result<domain::Concern> raise_concern(const RaiseConcern& command, const Actor& actor, const base::Clock& clock,
                                            Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto audit, work.audits().find(command.audit));
  CHECK(may_raise_concern(actor, audit));
  // A double click, or a page sent again after the connection broke: the same concern, once.
  auto id = command.id.empty() ? domain::ConcernId{base::new_uuid(clock.now())} : command.id;
  if (const auto before = work.concerns().find(id)) {
    if (before->audit == command.audit) return *before;
    // Another audit's: no identifier may keep a concern from being raised.
    id = domain::ConcernId{base::new_uuid(clock.now())};
  }
  if (base::trim(command.what).empty()) return base::invalid("concern.raise.what_missing", "what");
  CHECK(check_words(command.what, "what"));
  CHECK(check_words(command.doing, "doing"));

  const auto now = clock.now();
  domain::Concern concern;
  concern.id = std::move(id);
  concern.audit = audit.id;
  concern.kind = command.kind;
  concern.raised_by = actor.acting();
  concern.raised_at = now;
  concern.what = command.what;
  concern.doing = command.doing;

  const auto rule = notification_rule(audit, command.kind, frameworks, work);
  const auto recipients = rule ? rule->tell : std::vector<domain::Recipient>{};
  const bool immediate = command.kind == domain::ConcernKind::Immediate;
  const auto people = people_to_tell(recipients, audit, work, base::london_day(now));
  if (immediate)
    tell(concern, people, now, "concern-raised", "Immediate concern from audit " + audit.reference,
         "A child may be at risk now. Read the concern, say what you will do, and acknowledge it.", work);
  else
    tell(concern, people, now, "review-asked", "Practice review asked for in audit " + audit.reference,
         "Somebody asks for a look at practice. No child is thought to be at risk now.", work);
  work.concerns().add(concern);
  write_down(work.journal(), actor, now, "concern-raised", "concern", concern.id.text(), {}, {}, fields_of(concern));
  CHECK(work.commit());
  return concern;
}

base::Result<void> acknowledge_concern(const AcknowledgeConcern& command, const Actor& actor, const base::Clock& clock,
                                       UnitOfWork& work) {
  TRY(auto found, find_concern(command.concern, work));
  auto& [concern, audit] = found;
  // Pressed twice: the first press has acknowledged it.
  if (concern.acknowledged_by == actor.acting() && concern.response == command.response) return {};
  CHECK(may_acknowledge(actor, concern, audit));
  // No question of versions: a chase counts them up, and nobody who answers may be turned away for that. The state
  // decides.
  CHECK(check_words(command.response, "response"));
  const auto before = fields_of(concern);
  TRY(const auto event, domain::acknowledge(concern, command.response, actor.acting(), clock.now()));
  return keep(concern, before, event, actor, work);
}

base::Result<void> close_concern(const CloseConcern& command, const Actor& actor, const base::Clock& clock,
                                 UnitOfWork& work) {
  TRY(auto found, find_concern(command.concern, work));
  auto& [concern, audit] = found;
  if (concern.closed_by == actor.acting() && concern.outcome == command.outcome) return {};  // pressed twice
  CHECK(may_close(actor, concern, audit));
  CHECK(check_version(concern, command.version));
  CHECK(check_words(command.outcome, "outcome"));
  const auto before = fields_of(concern);
  TRY(const auto event, domain::close(concern, command.outcome, actor.acting(), clock.now()));
  return keep(concern, before, event, actor, work);
}

base::Result<int> chase_concerns(const Actor& actor, const base::Clock& clock, Frameworks& frameworks,
                                 UnitOfWork& work) {
  const auto now = clock.now();
  const auto today = base::london_day(now);
  int told = 0;
  for (auto& concern :
       work.concerns().open({.everything = true, .localities = {}, .service_areas = {}, .teams = {}, .person = {}})) {
    if (concern.state != domain::ConcernState::Raised) continue;
    TRY(const auto audit, work.audits().find(concern.audit));
    const auto rule = notification_rule(audit, concern.kind, frameworks, work);
    if (!rule) continue;
    std::vector<domain::Recipient> due;
    for (const auto& step : domain::chases_due(concern, *rule, chased_until(concern, work), now))
      for (const auto& recipient : step.tell)
        if (std::ranges::find(due, recipient) == due.end()) due.push_back(recipient);
    if (due.empty()) continue;
    const auto before = fields_of(concern);
    told += tell(concern, people_to_tell(due, audit, work, today), now, "concern-chased",
                 "Not acknowledged yet: concern from audit " + audit.reference,
                 "It was raised on " + base::say(concern.raised_at) +
                     " and nobody has acknowledged it. Read it, say what you will do, and acknowledge it.",
                 work);
    CHECK(work.concerns().save(concern));
    write_down(work.journal(), actor, now, kChased, "concern", concern.id.text(), {}, before, fields_of(concern));
  }
  if (told > 0) CHECK(work.commit());
  return told;
}

}  // namespace plumbline::app
