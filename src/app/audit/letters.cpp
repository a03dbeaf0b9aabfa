#include "app/audit/letters.hpp"

#include <algorithm>

#include "app/calendar/icalendar.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {

namespace {

std::optional<domain::PersonId> related(domain::Relation relation, const domain::Audit& audit, PersonReads& people) {
  switch (relation) {
    case domain::Relation::CaseWorker:
      return audit.worker_id;
    case domain::Relation::SupervisingManager:
      return audit.supervisor_id;
    case domain::Relation::Auditor:
      return audit.auditor;
    case domain::Relation::TeamManager: {
      const auto teams = people.teams();
      const auto team = std::ranges::find(teams, audit.team, &domain::Team::team);
      return team == teams.end() ? std::nullopt : team->manager_id;
    }
    // Who moderates is open until it is done, and an earlier worker is known to the register only: neither is a
    // letter's.
    case domain::Relation::Moderator:
    case domain::Relation::EarlierWorker:
      return std::nullopt;
  }
  return std::nullopt;
}

// Whoever works in one team is told of its cases alone; the team of a QA lead says nothing about whom they serve.
bool works_in_a_team(domain::JobRole role) {
  return role == domain::JobRole::AssistantTeamManager || role == domain::JobRole::SocialWorker ||
         role == domain::JobRole::Practitioner || role == domain::JobRole::SeniorPractitioner ||
         role == domain::JobRole::CaseManager || role == domain::JobRole::AdvancedPractitioner;
}

bool serves(const domain::Person& person, const domain::Audit& audit) {
  if (works_in_a_team(person.role) && !person.team.empty() && person.team != audit.team) return false;
  return (person.locality.empty() || person.locality == audit.locality) &&
         (person.service_area.empty() || person.service_area == audit.service_area);
}

}  // namespace

std::vector<Addressee> addressees(const std::vector<domain::Recipient>& recipients, const domain::Audit& audit,
                                  UnitOfWork& work, base::Day today) {
  return addressees(recipients, audit, work.people(), today);
}

std::vector<Addressee> addressees(const std::vector<domain::Recipient>& recipients, const domain::Audit& audit,
                                  PersonReads& people, base::Day today) {
  std::vector<Addressee> found;
  const auto add = [&](const domain::Person& person, std::string_view why) {
    const bool known =
        std::ranges::any_of(found, [&](const Addressee& one) { return one.person.person_id == person.person_id; });
    if (!known) found.push_back({person, std::string(why)});
  };
  const auto add_id = [&](const std::optional<domain::PersonId>& id, std::string_view why) {
    if (!id) return;
    const auto person = people.find(*id);
    if (!person) return;
    if (!person->has_left()) add(*person, why);
    if (person->is_away_on(today) && person->manager_id)
      if (const auto manager = people.find(*person->manager_id); manager && !manager->has_left()) add(*manager, why);
  };
  std::optional<std::vector<domain::Person>> everybody;
  for (const auto& recipient : recipients) {
    const auto why = to_string(recipient);
    if (recipient.relation) {
      add_id(related(*recipient.relation, audit, people), why);
      const auto* second = audit.co_auditor(domain::CoAuditorKind::Second);
      if (*recipient.relation == domain::Relation::Auditor && second != nullptr && !second->away)
        add_id(second->person, why);
      continue;
    }
    if (!everybody) everybody = people.all();
    for (const auto& person : *everybody)
      if (person.role == recipient.role && serves(person, audit)) add_id(person.person_id, why);
  }
  return found;
}

void post(UnitOfWork& work, base::Instant now, std::string_view kind, const domain::Person& to, std::string subject,
          std::string body, const std::string& path, std::string calendar, Urgency urgency) {
  if (to.email.empty()) return;
  OutboxMessage message;
  message.id = base::new_uuid(now);
  message.kind = kind;
  message.to = to.email;
  message.subject = std::move(subject);
  message.body = std::move(body) + "\n\n{public_url}" + path + "\n";
  message.calendar = std::move(calendar);
  message.created_at = now;
  message.not_before = now;
  message.urgent = urgency == Urgency::AtOnce;
  work.outbox().add(message);
}

std::string audit_path(const domain::Audit& audit) { return "/audits/" + audit.id.text(); }

std::string as_calendar(const Invitation& invitation, base::Instant now) {
  std::string out;
  append_ical_line(out, "BEGIN:VCALENDAR");
  append_ical_line(out, "VERSION:2.0");
  append_ical_line(out, "PRODID:-//Plumbline//Audit//EN");
  append_ical_line(out, "METHOD:REQUEST");
  append_ical_line(out, "BEGIN:VEVENT");
  append_ical_line(out, "UID:" + ical_text(invitation.uid));
  append_ical_line(out, "SEQUENCE:" + std::to_string(invitation.sequence));
  append_ical_line(out, "DTSTAMP:" + ical_stamp(now));
  append_ical_line(out, "DTSTART:" + ical_stamp(invitation.at));
  append_ical_line(out, "DTEND:" + ical_stamp(invitation.at + std::chrono::minutes{invitation.minutes}));
  append_ical_line(out, "SUMMARY:" + ical_text(invitation.summary));
  if (!invitation.place.empty()) append_ical_line(out, "LOCATION:" + ical_text(invitation.place));
  if (!invitation.organiser.email.empty())
    append_ical_line(out, "ORGANIZER;CN=\"" + ical_parameter(invitation.organiser.name) +
                              "\":mailto:" + ical_parameter(invitation.organiser.email));
  for (const auto& guest : invitation.guests)
    if (!guest.email.empty())
      append_ical_line(out, "ATTENDEE;CN=\"" + ical_parameter(guest.name) +
                                "\";ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:" + ical_parameter(guest.email));
  append_ical_line(out, "END:VEVENT");
  append_ical_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace plumbline::app
