#include "app/learning/meetings.hpp"

#include <algorithm>

#include "app/audit/letters.hpp"
#include "app/audit/reasons.hpp"
#include "app/audit/write_down.hpp"
#include "app/learning/words.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "app/register/person_there.hpp"
#include "base/blank.hpp"
#include "base/hash.hpp"
#include "base/percent.hpp"
#include "base/text.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app {
namespace {

using domain::Meeting;
using domain::MeetingState;

constexpr std::string_view kWholeCouncil = "all";
constexpr int kMinutesOfAMeeting = 120;  // where the cases do not say

using base::blank;

struct Found {
  Month month;
  Meeting meeting;
  std::optional<base::Day> planned_on;
  std::optional<domain::Person> self;
  const domain::MeetingRule& rule() const { return month.programme->meeting; }
  const domain::Person* me() const { return self ? &*self : nullptr; }
};

base::Result<Found> find(const MeetingKey& key, const Actor& actor, Frameworks& frameworks, const MonthReads& reads,
                         MeetingReads& meetings) {
  Found found;
  TRY(found.month, find_month(key.programme, key.period, frameworks, reads));
  const auto& programme = *found.month.programme;
  if (programme.meeting.title.empty()) return base::not_found("meeting.find.none");
  const auto& localities = found.month.framework->council.localities;
  const bool placed = programme.meeting.by_locality ? std::ranges::find(localities, key.locality) != localities.end()
                                                    : key.locality.empty();
  if (!placed) return base::not_found("meeting.find.locality");
  std::optional<base::Day> sent;
  if (found.month.cycle && found.month.cycle->sent_at) sent = base::london_day(*found.month.cycle->sent_at);
  found.planned_on = domain::day_of(domain::CalendarStep::Meeting, programme, key.period, sent);
  if (auto stored = meetings.find(key.programme, key.period, key.locality)) {
    found.meeting = std::move(*stored);
  } else {
    if (!found.planned_on) return base::not_found("meeting.find.day");
    found.meeting.programme = key.programme;
    found.meeting.period = key.period;
    found.meeting.locality = key.locality;
    found.meeting.on = *found.planned_on;
  }
  if (actor.person) found.self = reads.people.find(*actor.person);
  return found;
}

// What the use cases begin with: the meeting, if the actor may run it and nobody saved since.
base::Result<Found> find_to_run(const MeetingKey& key, const std::optional<int>& version, const Actor& actor,
                                Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, find(key, actor, frameworks, month_reads(work), work.meetings()));
  CHECK(may_run_meeting(actor, found.rule(), found.meeting, found.me()));
  if (version && *version != found.meeting.version) return base::stale("store.save.stale");
  return found;
}

// Audits of the cycle that the meeting talks over.
std::vector<domain::Audit> cases_of(const Found& found, AuditReads& audits) {
  if (found.rule().minutes_per_case == 0 || !found.month.cycle) return {};
  auto cases = audits.of_cycle(found.month.cycle->id);
  std::erase_if(cases, [&](const domain::Audit& audit) {
    return audit.state == domain::AuditState::Withdrawn ||
           (!found.meeting.locality.empty() && audit.locality != found.meeting.locality);
  });
  std::ranges::sort(cases, {}, &domain::Audit::reference);
  return cases;
}

std::vector<domain::Person> expected_at(const Found& found, AuditReads& audits, PersonReads& people) {
  std::vector<domain::Person> expected;
  const auto add = [&](const domain::Person& person) {
    if (std::ranges::find(expected, person.person_id, &domain::Person::person_id) == expected.end())
      expected.push_back(person);
  };
  const auto everybody = people.all();
  const auto& rule = found.rule();
  for (const auto* recipients : {&rule.chaired_by, &rule.attended_by}) {
    for (const auto& person : everybody)
      if (has_job(*recipients, person, found.meeting.locality)) add(person);
    for (const auto& recipient : *recipients) {
      if (!recipient.relation || !found.month.cycle) continue;
      for (const auto& audit : audits.of_cycle(found.month.cycle->id)) {
        if (audit.state == domain::AuditState::Withdrawn) continue;
        const auto add_id = [&](const std::optional<domain::PersonId>& who) {
          if (!who) return;
          const auto person = std::ranges::find(everybody, *who, &domain::Person::person_id);
          if (person != everybody.end()) add(*person);
        };
        if (recipient.relation == domain::Relation::CaseWorker) add_id(audit.worker_id);
        if (recipient.relation == domain::Relation::SupervisingManager) add_id(audit.supervisor_id);
        if (recipient.relation != domain::Relation::Auditor) continue;
        add_id(audit.auditor);
        // Either of a pair may present their case.
        const auto* second = audit.co_auditor(domain::CoAuditorKind::Second);
        if (second != nullptr && !second->away) add_id(second->person);
      }
    }
  }
  return expected;
}

// The day of the meeting before, if there was one: what was settled since then is told at this one.
std::optional<base::Day> day_before(const Meeting& meeting, MeetingReads& meetings) {
  MeetingFilter filter;
  filter.programme = meeting.programme;
  filter.to = base::iso(meeting.period.plus_months(-1));
  filter.locality = meeting.locality;
  const auto earlier = meetings.list(filter);
  return earlier.empty() ? std::nullopt : std::optional(earlier.front().on);
}

JournalFields fields_of(const Meeting& meeting) {
  JournalFields fields{{"programme", meeting.programme},
                       {"period", base::iso(meeting.period)},
                       {"on", base::iso(meeting.on)},
                       {"state", std::string(to_string(meeting.state))}};
  if (!meeting.locality.empty()) fields.emplace_back("locality", meeting.locality);
  if (!meeting.next_theme.empty()) fields.emplace_back("next_theme", meeting.next_theme);
  if (!meeting.next_theme_title.empty()) fields.emplace_back("next_theme_title", hashed(meeting.next_theme_title));
  if (!meeting.minutes.empty()) fields.emplace_back("minutes", hashed(meeting.minutes));
  std::string said;
  for (const auto& note : meeting.notes) said += note.subject + "\n" + note.text + "\n";
  if (!said.empty()) fields.emplace_back("notes", hashed(said));
  const auto present = std::ranges::count(meeting.people, domain::Attendance::Present, &domain::Attendee::attendance);
  if (present > 0) fields.emplace_back("present", std::to_string(present));
  return fields;
}

// Adds it where it is the first thing written about the meeting, else saves it; with its line in the journal, where
// `mark` stands for the reason.
base::Result<void> keep(const Meeting& before, Meeting& after, std::string_view what, const std::string& mark,
                        const Actor& actor, base::Instant now, UnitOfWork& work) {
  if (after.id.empty()) {
    after.id = domain::MeetingId{base::new_uuid(now)};
    work.meetings().add(after);
  }
  // Saved even when new, so that a page opened before anything was there is stale now.
  CHECK(work.meetings().save(after));
  write_down(work.journal(), actor, now, what, "meeting", after.id.text(), mark,
             before.id.empty() ? JournalFields{} : fields_of(before), fields_of(after));
  return {};
}

base::Result<void> check_people(const std::vector<domain::Attendee>& people, PersonReads& known) {
  for (const auto& one : people)
    if (!known.find(one.person))
      return base::invalid("meeting.call.unknown", "people", {{"person", one.person.text()}});
  return {};
}

std::string title_of(const Found& found) {
  return found.rule().title + (found.meeting.locality.empty() ? "" : ", " + found.meeting.locality);
}

}  // namespace

std::string meeting_path(const MeetingKey& key) {
  return "/meetings/" + base::percent_encoded(key.programme) + "/" + base::iso(key.period) + "/" +
         (key.locality.empty() ? std::string(kWholeCouncil) : base::percent_encoded(key.locality));
}

base::Result<OpenMeeting> open_meeting(const MeetingKey& key, const Actor& actor, Frameworks& frameworks,
                                       Reader& reader) {
  const auto reads = month_reads(reader);
  TRY(auto found, find(key, actor, frameworks, reads, reader.meetings()));
  CHECK(may_view_meeting(actor, found.rule(), found.meeting, found.me()));
  OpenMeeting open;
  open.framework = found.month.framework;
  open.programme = found.month.programme;
  open.cycle = found.month.cycle;
  open.planned_on = found.planned_on;
  const auto last = day_before(found.meeting, reader.meetings());
  const auto month_before = key.period.plus_months(-1).first();
  open.follow_up = reader.meetings().earlier_decisions(found.meeting, last.value_or(month_before));
  if (!found.meeting.id.empty()) open.decisions = reader.meetings().decisions(found.meeting.id);
  open.cases = cases_of(found, reads.audits);
  open.expected = expected_at(found, reads.audits, reads.people);
  open.follow_ups = reader.follow_ups().open_for_meeting(key.programme);
  std::erase_if(open.follow_ups, [&](const FollowUpRow& row) {
    return (!key.locality.empty() && row.locality != key.locality) ||
           (found.meeting.closed_at && row.follow_up.opened_at > *found.meeting.closed_at);
  });
  FollowUpFilter checked;
  checked.programme = key.programme;
  checked.locality = key.locality;
  // What was checked on the day of the last meeting is in its own minutes.
  checked.checked_after = base::london_midnight(last ? base::add_days(*last, 1) : month_before);
  checked.checked_until = found.meeting.closed_at;
  open.checked = reader.follow_ups().list(checked, {1, 0, "reference", false}, {true, {}, {}, {}, {}}).rows;
  open.agenda = domain::agenda_of(found.rule(), {open.follow_up.size(), open.cases.size(), open.follow_ups.size()});
  open.self = found.self;
  open.meeting = std::move(found.meeting);
  return open;
}

std::optional<ChosenTheme> chosen_theme(const domain::Programme& programme, base::Period period,
                                        MeetingReads& meetings) {
  MeetingFilter filter;
  filter.programme = programme.key;
  filter.to = base::iso(period.plus_months(-1));
  const auto earlier = meetings.list(filter);
  const auto* chosen = domain::theme_for(earlier, programme, period);
  if (chosen == nullptr) return std::nullopt;
  ChosenTheme theme{chosen->period, chosen->next_theme, chosen->next_theme_title};
  for (const auto& cohort : programme.draw.cohorts)
    if (cohort.key == theme.cohort && theme.title.empty()) theme.title = cohort.title;
  return theme;
}

base::Result<void> plan_meeting(const PlanMeeting& command, const Actor& actor, const base::Clock& clock,
                                Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, find_to_run(command.key, command.version, actor, frameworks, work));
  if (found.meeting.state == MeetingState::Held) return base::rule_broken("meeting.plan.held");
  if (command.starts_at && (*command.starts_at < 0 || *command.starts_at >= 24 * 60))
    return base::invalid("meeting.plan.time", "time");
  CHECK(check_line(command.place, "place"));
  CHECK(check_prose(command.reason, "reason"));
  if (command.on != found.planned_on && blank(command.reason))
    return base::invalid("meeting.plan.reason_missing", "reason");
  auto after = found.meeting;
  after.on = command.on;
  after.starts_at = command.starts_at;
  after.place = command.place;
  after.moved_reason = command.on == found.planned_on ? std::string() : command.reason;
  CHECK(keep(found.meeting, after, "meeting-planned", hashed(command.reason), actor, clock.now(), work));
  return work.commit();
}

base::Result<int> call_meeting(const CallMeeting& command, const Actor& actor, const base::Clock& clock,
                               Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, find_to_run(command.key, command.version, actor, frameworks, work));
  if (found.meeting.state == MeetingState::Held) return base::rule_broken("meeting.call.held");
  if (command.people.empty()) return base::invalid("meeting.call.nobody", "people");
  if (!found.meeting.starts_at) return base::rule_broken("meeting.call.time_missing", "time");
  const auto now = clock.now();
  const auto begins = base::london_midnight(found.meeting.on) + std::chrono::minutes{*found.meeting.starts_at};
  if (begins <= now) return base::rule_broken("meeting.call.past", "time");
  auto after = found.meeting;
  std::erase_if(after.people, [&](const domain::Attendee& one) {
    return one.attendance == domain::Attendance::Invited &&
           std::ranges::find(command.people, one.person) == command.people.end();
  });
  for (const auto& person : command.people)
    if (std::ranges::find(after.people, person, &domain::Attendee::person) == after.people.end())
      after.people.push_back({person, domain::Attendance::Invited});
  CHECK(check_people(after.people, work.people()));
  after.state = MeetingState::Called;
  ++after.calls;
  CHECK(keep(found.meeting, after, "meeting-called", "", actor, now, work));

  const auto cases = cases_of(found, work.audits());
  Invitation invitation{after.id.text() + "@plumbline",
                        title_of(found),
                        after.place,
                        begins,
                        kMinutesOfAMeeting,
                        {},
                        {},
                        after.calls - 1};
  if (const int minutes = found.rule().minutes_per_case * static_cast<int>(cases.size()); minutes > 0)
    invitation.minutes = minutes;
  if (found.self) invitation.organiser = *found.self;
  std::vector<domain::Person> guests;
  for (const auto& one : after.people)
    if (const auto person = work.people().find(one.person)) guests.push_back(*person);
  invitation.guests = guests;
  const auto calendar = as_calendar(invitation, now);
  const auto day = base::say_with_weekday(after.on);
  const auto words = filled_letter(*found.month.framework, "meeting-called", usual_letter("meeting-called"),
                                   {{"programme", found.month.programme->title},
                                    {"period", base::say(after.period)},
                                    {"due", day},
                                    {"reference", title_of(found)}});
  int letters = 0;
  for (const auto& guest : guests) {
    if (guest.email.empty()) continue;
    ++letters;
    post(work, now, "meeting-called", guest, base::replace_all(words.subject, "{person}", guest.name),
         base::replace_all(words.body, "{person}", guest.name) + "\n\n" + base::say(begins) +
             (after.place.empty() ? "" : ", " + after.place) + ".",
         meeting_path(command.key), calendar);
  }
  CHECK(work.commit());
  return letters;
}

base::Result<void> record_meeting(const RecordMeeting& command, const Actor& actor, const base::Clock& clock,
                                  Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, find_to_run(command.key, command.version, actor, frameworks, work));
  if (found.meeting.state == MeetingState::Held) return base::rule_broken("meeting.record.held");
  CHECK(check_prose(command.minutes, "minutes"));
  CHECK(check_line(command.next_theme_title, "theme-title"));
  CHECK(check_people(command.people, work.people()));
  auto after = found.meeting;
  after.notes.clear();
  const auto cases = cases_of(found, work.audits());
  for (const auto& note : command.notes) {
    CHECK(check_prose(note.text, note.kind == domain::NoteKind::Case ? "case-" + note.subject : "item"));
    const auto& items = found.rule().agenda;
    const bool known = note.kind == domain::NoteKind::Case
                           ? std::ranges::any_of(cases, [&](const auto& one) { return one.id.text() == note.subject; })
                           : std::ranges::find(items, note.subject) != items.end();
    if (known && !blank(note.text)) after.notes.push_back(note);
  }
  // What was written of a case that is withdrawn by now stays in the minutes.
  for (const auto& note : found.meeting.notes)
    if (note.kind == domain::NoteKind::Case &&
        std::ranges::none_of(cases, [&](const auto& one) { return one.id.text() == note.subject; }))
      after.notes.push_back(note);
  const auto& cohorts = found.month.programme->draw.cohorts;
  if (!command.next_theme.empty() &&
      std::ranges::find(cohorts, command.next_theme, &domain::Cohort::key) == cohorts.end())
    return base::invalid("meeting.record.theme", "theme");
  after.people = command.people;
  after.minutes = command.minutes;
  after.next_theme = command.next_theme;
  after.next_theme_title = command.next_theme_title;
  CHECK(keep(found.meeting, after, "meeting-recorded", "", actor, clock.now(), work));
  for (const auto& check : command.checks)
    if (auto checked = note_check(check, actor, clock.now(), frameworks, work); !checked) {
      auto error = checked.error();
      error.field = (error.field.empty() ? "done" : error.field) + "-" + check.follow_up.text();
      return tl::unexpected<base::Error>(std::move(error));
    }
  return work.commit();
}

namespace {

// A month whose audits are all back ends with its meeting.
base::Result<void> close_cycle(const Found& found, const Actor& actor, base::Instant now, UnitOfWork& work) {
  if (!found.month.cycle || found.month.cycle->state != domain::CycleState::Sent || found.rule().by_locality) return {};
  for (const auto& audit : work.audits().of_cycle(found.month.cycle->id))
    if (!audit.submitted_at && audit.state != domain::AuditState::Withdrawn) return {};
  auto cycle = *found.month.cycle;
  cycle.state = domain::CycleState::Closed;
  CHECK(work.cycles().save(cycle));
  write_down(work.journal(), actor, now, "cycle-closed", "cycle", cycle.id.text(), "", {{"state", "sent"}},
             {{"state", "closed"}});
  return {};
}

}  // namespace

base::Result<void> close_meeting(const CloseMeeting& command, const Actor& actor, const base::Clock& clock,
                                 Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, find_to_run(command.key, command.version, actor, frameworks, work));
  if (found.meeting.state == MeetingState::Held) return base::rule_broken("meeting.close.held");
  const auto now = clock.now();
  if (base::london_day(now) < found.meeting.on) return base::rule_broken("meeting.close.early");
  if (std::ranges::none_of(found.meeting.people,
                           [](const auto& one) { return one.attendance == domain::Attendance::Present; }))
    return base::rule_broken("meeting.close.nobody", "people");
  if (found.rule().sets_next_theme && !found.meeting.has_theme())
    return base::rule_broken("meeting.close.theme_missing", "theme");
  auto after = found.meeting;
  after.state = MeetingState::Held;
  after.closed_at = now;
  after.closed_by = actor.acting();
  CHECK(keep(found.meeting, after, "meeting-closed", "", actor, now, work));
  CHECK(close_cycle(found, actor, now, work));
  return work.commit();
}

base::Result<void> reopen_meeting(const ReopenMeeting& command, const Actor& actor, const base::Clock& clock,
                                  Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, find_to_run(command.key, command.version, actor, frameworks, work));
  if (found.meeting.state != MeetingState::Held) return base::rule_broken("meeting.reopen.not_held");
  if (blank(command.reason)) return base::invalid("meeting.reopen.reason_missing", "reopen-reason");
  CHECK(check_prose(command.reason, "reopen-reason"));
  auto after = found.meeting;
  after.state = after.calls > 0 ? MeetingState::Called : MeetingState::Planned;
  after.closed_at.reset();
  after.closed_by.reset();
  const auto now = clock.now();
  const auto mark = keep_reason(after.id.text(), "meeting-reopened", command.reason, actor, now, work.co_auditors());
  CHECK(keep(found.meeting, after, "meeting-reopened", mark, actor, now, work));
  return work.commit();
}

base::Result<domain::Decision> decide_at_meeting(const DecideAtMeeting& command, const Actor& actor,
                                                 const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, find_to_run(command.key, std::nullopt, actor, frameworks, work));
  if (found.meeting.state == MeetingState::Held) return base::rule_broken("meeting.decide.held");
  if (blank(command.text)) return base::invalid("meeting.decide.text_missing", "decision");
  CHECK(check_prose(command.text, "decision"));
  if (!command.owner) return base::invalid("meeting.decide.owner_missing", "owner");
  const auto owner = person_there(*command.owner, work.people());
  if (!owner) return base::invalid("meeting.decide.owner_unknown", "owner");
  if (!command.due_on) return base::invalid("meeting.decide.due_missing", "due");
  if (*command.due_on < found.meeting.on) return base::invalid("meeting.decide.due_past", "due");
  if (!found.meeting.id.empty())
    for (auto& there : work.meetings().decisions(found.meeting.id))
      if (there.text == command.text && there.owner == command.owner && there.due_on == command.due_on &&
          there.state == domain::TaskState::Open)
        return std::move(there);
  const auto now = clock.now();
  if (found.meeting.id.empty()) {
    auto first = found.meeting;
    CHECK(keep(found.meeting, first, "meeting-planned", "", actor, now, work));
    found.meeting = first;
  }
  domain::Decision decision;
  decision.id = domain::DecisionId{base::new_uuid(now)};
  decision.meeting = found.meeting.id;
  decision.text = command.text;
  decision.owner = command.owner;
  decision.due_on = command.due_on;
  decision.created_at = now;
  work.meetings().add_decision(decision);
  write_down(work.journal(), actor, now, "decision-made", "meeting", found.meeting.id.text(), "", {},
             {{"decision", decision.id.text()},
              {"text", hashed(decision.text)},
              {"owner", command.owner->text()},
              {"due_on", base::iso(*command.due_on)}});
  post(work, now, "action-given", *owner,
       "A meeting’s decision is yours to see through by " + base::say(*command.due_on),
       title_of(found) +
           " decided something that you are to see through. What it is stands on its page; the next meeting "
           "asks what came of it.",
       "/decisions/" + decision.id.text());
  CHECK(work.commit());
  return decision;
}

base::Result<domain::Meeting> settle_decision(const SettleDecision& command, const Actor& actor,
                                              const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work) {
  const auto stored = work.meetings().find_decision(command.decision);
  if (!stored) return base::not_found("access.row.not_found");
  const auto meeting = work.meetings().find(stored->meeting);
  if (!meeting) return base::not_found("access.row.not_found");
  const MeetingKey key{meeting->programme, meeting->period, meeting->locality};
  TRY(const auto found, find(key, actor, frameworks, month_reads(work), work.meetings()));
  if (!actor.is(stored->owner)) {
    if (!may_view_meeting(actor, found.rule(), *meeting, found.me())) return base::not_found("access.row.not_found");
    if (!may_run_meeting(actor, found.rule(), *meeting, found.me())) return base::forbidden("meeting.settle.forbidden");
  }
  if (command.state == domain::TaskState::Open) return base::invalid("meeting.settle.state", "state");
  if (blank(command.outcome)) return base::invalid("meeting.settle.outcome_missing", "outcome");
  CHECK(check_prose(command.outcome, "outcome"));
  const auto now = clock.now();
  auto after = *stored;
  after.version = command.version;
  after.state = command.state;
  after.outcome = command.outcome;
  after.settled_at = now;
  after.settled_by = actor.acting();
  CHECK(work.meetings().save_decision(after));
  write_down(work.journal(), actor, now, "decision-settled", "meeting", meeting->id.text(), "",
             {{"decision", stored->id.text()}, {"state", std::string(to_string(stored->state))}},
             {{"state", std::string(to_string(after.state))}, {"outcome", hashed(after.outcome)}});
  CHECK(work.commit());
  return *meeting;
}

}  // namespace plumbline::app
