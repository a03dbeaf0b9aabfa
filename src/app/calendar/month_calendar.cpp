#include "app/calendar/month_calendar.hpp"

#include <algorithm>
#include <map>

#include "app/audit/write_down.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/token_ports.hpp"
#include "app/user/users.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

constexpr std::chrono::hours kReadIsNewsAfter{1};
constexpr std::size_t kSecretLetters = 43;  // of base::random_token()

bool sees_all(const Actor& actor) {
  for (const auto role : {Role::QaLead, Role::QaAdministrator, Role::Administrator, Role::HeadOfService,
                          Role::PrincipalSocialWorker, Role::Leadership})
    if (actor.has(role)) return true;
  return false;
}

bool may_be(const Actor& actor, domain::Relation relation) {
  switch (relation) {
    case domain::Relation::Auditor:
      return actor.has(Role::Auditor) || actor.has(Role::Partner);
    case domain::Relation::CaseWorker:
    case domain::Relation::EarlierWorker:
      return actor.has(Role::SocialWorker);
    case domain::Relation::SupervisingManager:
    case domain::Relation::TeamManager:
      return actor.has(Role::TeamManager);
    case domain::Relation::Moderator:
      return actor.has(Role::Moderator);
  }
  return false;
}

bool concerns(const std::vector<domain::Recipient>& who, const Actor& actor,
              const std::optional<domain::JobRole>& job) {
  if (who.empty()) return true;
  return std::ranges::any_of(who, [&](const domain::Recipient& one) {
    return one.relation ? may_be(actor, *one.relation) : job && one.role == job;
  });
}

std::string say_who(const std::vector<domain::Recipient>& who) {
  std::vector<std::string> names;
  for (const auto& one : who) names.push_back(domain::say(one));
  auto text = base::join(names, ", ");
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string uid_of(const std::string& council, const std::string& what) {
  return base::sha256_hex("calendar\n" + council + "\n" + what).substr(0, 32) + "@plumbline";
}

// The days that an open cycle keeps, whatever the framework says by now.
void keep_days(std::vector<domain::DatedEntry>& entries, const domain::Cycle& cycle) {
  for (auto& entry : entries) {
    if (entry.step == domain::CalendarStep::Send && cycle.send_on) entry.on = *cycle.send_on;
    if (entry.step == domain::CalendarStep::Return && cycle.return_by) entry.on = *cycle.return_by;
    if (entry.step == domain::CalendarStep::Report && cycle.report_by) entry.on = *cycle.report_by;
  }
}

class Lines {
 public:
  Lines(const domain::Framework& framework, const Actor& actor, base::Period from, base::Period to, Reader& reader)
      : framework_(framework), actor_(actor), from_(from), to_(to), reader_(reader), all_(sees_all(actor)) {
    if (actor.person)
      if (const auto person = reader.people().find(*actor.person)) job_ = person->role;
    for (auto& cycle : reader.cycles().list()) {
      auto key = std::pair(cycle.programme, cycle.period);
      cycles_.emplace(std::move(key), std::move(cycle));
    }
  }

  std::vector<CalendarLine> take() {
    // A line may stand outside its cycle's month: notice before a review, the report after the month.
    for (auto period = from_.plus_months(-4); period <= to_.plus_months(4); period = period.plus_months(1)) {
      add(domain::dated_entries(framework_, period), nullptr, period);
      for (const auto& programme : framework_.programmes) {
        const auto cycle = cycles_.find({programme.key, period});
        const bool open = cycle != cycles_.end();
        if (!open && (programme.cycle == domain::Rhythm::AsNeeded || !domain::comes_round_in(programme.cycle, period)))
          continue;
        std::optional<base::Day> sent;
        if (open && cycle->second.sent_at) sent = base::london_day(*cycle->second.sent_at);
        auto entries = domain::dated_entries(programme, period, sent);
        if (open) keep_days(entries, cycle->second);
        add(entries, &programme, period);
      }
    }
    add_own();
    std::ranges::stable_sort(lines_, {}, [](const CalendarLine& line) { return std::pair(line.on, !line.own); });
    return std::move(lines_);
  }

 private:
  bool is_inside(base::Day day) const {
    const auto period = base::period_of(day);
    return from_ <= period && period <= to_;
  }

  void add(const std::vector<domain::DatedEntry>& entries, const domain::Programme* programme, base::Period period) {
    std::map<domain::CalendarStep, int> of_step;
    for (const auto& entry : entries) {
      // Counted in the order of days within its cycle, so that a new title or day is the same line moved.
      const int number = ++of_step[entry.step];
      if (!is_inside(entry.on) || (!all_ && !concerns(entry.who, actor_, job_))) continue;
      CalendarLine line;
      line.on = entry.on;
      line.uid = uid_of(actor_.council, entry.programme + "\n" + base::iso(entry.period) + "\n" +
                                            std::string(domain::to_string(entry.step)) + "\n" + std::to_string(number));
      line.title = entry.title;
      if (programme != nullptr) line.programme = programme->title;
      line.who = say_who(entry.who);
      if (programme != nullptr && may_view_cycle(actor_))
        line.path = "/cycles/" + programme->key + "/" + base::iso(period);
      lines_.push_back(std::move(line));
    }
  }

  void add_own() {
    if (!actor_.person) return;
    AuditFilter mine;
    mine.audited_by = *actor_.person;  // of a pair, both
    mine.states = {domain::AuditState::Sent, domain::AuditState::InProgress, domain::AuditState::Returned};
    mine.imported = false;  // what an old tracker never got back is nobody's to return now
    Visibility own;
    own.person = actor_.person;
    for (const auto& audit : reader_.audits().list(mine, {1, 0, "", false}, own).rows) {
      const auto path = "/audits/" + audit.id.text();
      if (audit.due_on && is_inside(*audit.due_on))
        lines_.push_back({*audit.due_on, uid_of(actor_.council, "due\n" + audit.id.text()),
                          "Return audit " + audit.reference, "", "", path, std::nullopt, true});
      for (const auto& talk : reader_.audits().conversations(audit.id)) {
        if (!talk.booked_for || talk.held) continue;
        const auto on = base::london_day(*talk.booked_for);
        if (is_inside(on))
          lines_.push_back(
              {on,
               uid_of(actor_.council, "talk\n" + audit.id.text() + "\n" + std::string(domain::to_string(talk.kind))),
               "Conversation about audit " + audit.reference, "", "", path, talk.booked_for, true});
      }
    }
  }

  const domain::Framework& framework_;
  const Actor& actor_;
  base::Period from_, to_;
  Reader& reader_;
  bool all_;
  std::optional<domain::JobRole> job_;
  std::map<std::pair<std::string, base::Period>, domain::Cycle> cycles_;
  std::vector<CalendarLine> lines_;
};

}  // namespace

std::vector<CalendarLine> calendar_lines(const domain::Framework& framework, const Actor& actor, base::Period from,
                                         base::Period to, Reader& reader) {
  return Lines(framework, actor, from, to, reader).take();
}

std::string calendar_feed(const domain::Framework& framework, const Actor& actor, const std::string& site,
                          base::Instant now, Reader& reader) {
  const auto this_month = base::period_of(base::london_day(now));
  std::vector<CalendarEvent> events;
  for (const auto& line : calendar_lines(framework, actor, this_month.plus_months(-kFeedMonthsBack),
                                         this_month.plus_months(kFeedMonthsAhead), reader)) {
    CalendarEvent event;
    event.uid = line.uid;
    event.summary = line.programme.empty() ? line.title : line.title + " (" + line.programme + ")";
    if (!line.who.empty()) event.detail = "Who: " + line.who;
    if (!line.path.empty()) event.url = site + line.path;
    event.on = line.on;
    event.at = line.at;
    events.push_back(std::move(event));
  }
  return published_calendar(framework.council.name + ": case file audit", events, now);
}

base::Result<std::string> make_calendar_secret(const Actor& actor, const base::Clock& clock, UnitOfWork& work) {
  if (actor.user.empty()) return base::rule_broken("calendar.subscribe.no_user");
  const auto secret = base::random_token();
  work.tokens().put_calendar_feed({actor.user, base::sha256_hex(secret), clock.now(), std::nullopt});
  write_down(work.journal(), actor, clock.now(), "calendar-address-made", "user", actor.user.text(), {}, {}, {});
  CHECK(work.commit());
  return secret;
}

base::Result<void> withdraw_calendar_secret(const Actor& actor, const base::Clock& clock, UnitOfWork& work) {
  if (!work.tokens().calendar_feed_of(actor.user)) return {};
  work.tokens().remove_calendar_feed(actor.user);
  write_down(work.journal(), actor, clock.now(), "calendar-address-withdrawn", "user", actor.user.text(), {}, {}, {});
  return work.commit();
}

std::optional<UserId> read_calendar_secret(const std::string& council, const std::string& secret,
                                           const base::Clock& clock, Store& store) {
  if (secret.size() != kSecretLetters) return std::nullopt;
  const auto hash = base::sha256_hex(secret);
  const auto now = clock.now();
  std::optional<CalendarFeed> feed;
  {
    const auto reader = store.read(council);
    feed = reader->tokens().find_calendar_feed(hash);
    if (!feed) return std::nullopt;
    const auto user = reader->users().find(feed->user);
    if (!user || !may_sign_in(*user, reader->people())) return std::nullopt;
  }
  if (!feed->last_read_at || now - *feed->last_read_at >= kReadIsNewsAfter) {
    const auto work = store.begin(council);
    work->tokens().calendar_feed_was_read(feed->user, now);
    Actor reader_of_it;
    reader_of_it.council = council;
    reader_of_it.user = feed->user;
    write_down(work->journal(), reader_of_it, now, "calendar-read", "user", feed->user.text(), {}, {}, {});
    if (!work->commit()) throw base::Broken("that a calendar was read could not be written down");
  }
  return feed->user;
}

}  // namespace plumbline::app
