#include "web/home/blocks.hpp"

#include <algorithm>

#include "app/allocation/preparers.hpp"
#include "app/audit/audit_query.hpp"
#include "app/moderation/moderate_audit.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/framework/framework.hpp"
#include "domain/framework/programme_days.hpp"
#include "domain/moderation/moderate.hpp"
#include "report/monthly/monthly.hpp"
#include "web/moderation/routes.hpp"

namespace plumbline::web {

using app::Role;
using domain::AuditState;

Home::Home(View body, app::Reader& the_reader, const SignedIn& the_person, base::Instant the_now)
    : reader(the_reader),
      person(the_person),
      actor(the_person.actor),
      now(the_now),
      today(base::london_day(the_now)),
      visible(app::visibility_of(the_person.actor)),
      body_(body) {}

View Home::block(std::string_view title) {
  View view = body_.add("BLOCK");
  view.set("ID", "block-" + std::to_string(++blocks_)).set("TITLE", title);
  return view;
}

std::string Home::name_of(const std::optional<domain::PersonId>& id) {
  if (!id) return "nobody";
  const auto found = names_.find(*id);
  if (found != names_.end()) return found->second;
  return names_[*id] = reader.people().name_of(*id);
}

std::string audit_url(const domain::Audit& audit, std::string_view rest) {
  return "/audits/" + audit.id.text() + std::string(rest);
}

std::string list_url(std::string_view path, const app::AuditFilter& filter) {
  const std::string query = app::audit_query(filter);
  return std::string(path) + (query.empty() ? "" : "?" + query);
}

namespace {

constexpr int kFew = 5;

app::PageRequest first(int size, std::string sort, bool descending = false) {
  return {1, size, std::move(sort), descending};
}

std::string due_of(const Home& home, const std::optional<base::Day>& due) {
  if (!due) return "No day is set for its return.";
  return return_by_in_words(*due, home.today, domain::working_days_between(home.today, *due)) + ".";
}

void add_more(View& block, std::string_view text, const std::string& url) {
  block.add("MORE").set("TEXT", text).set("URL", url);
}

// The area that auditors are linked to, of that audit's case.
std::string area_of(const Home& home, const domain::Audit& audit) {
  return home.person.framework->council.localities.empty() ? audit.service_area : audit.locality;
}

// The first day after today on which a programme that this person audits for sends its audits, by its own calendar.
std::optional<base::Day> next_sending(const Home& home) {
  const auto self = home.reader.people().find(*home.actor.person);
  if (!self) return std::nullopt;
  std::optional<base::Day> first;
  const auto now = base::period_of(home.today);
  for (const auto& programme : home.person.framework->programmes) {
    const auto& quotas = programme.auditors.allocation.quotas;
    if (programme.cycle == domain::Rhythm::AsNeeded ||
        std::ranges::none_of(quotas, [&](const auto& quota) { return quota.role == self->role; }))
      continue;
    for (auto period = now; period <= now.plus_months(12); period = period.plus_months(1)) {
      if (!domain::comes_round_in(programme.cycle, period)) continue;
      const auto on = domain::cycle_dates(programme, period).send_on;
      if (on <= home.today) continue;
      if (!first || on < *first) first = on;
      break;
    }
  }
  return first;
}

// The words for an audit that is with its auditor.
NextStep step_of(Home& home, const domain::Audit& audit) {
  NextStep step;
  step.title = "Audit " + audit.reference;
  step.when = due_of(home, audit.due_on);
  const bool late = audit.due_on && *audit.due_on < home.today;
  if (const auto* second = audit.co_auditor(domain::CoAuditorKind::Second)) {
    const bool presents = audit.auditor == home.actor.person;
    step.when += second->away ? " You complete and present it alone: " + home.name_of(second->person) + " is away."
                 : presents   ? " You present it, together with " + home.name_of(second->person) + "."
                              : " Together with " + home.name_of(audit.auditor) + ", who presents it.";
  }
  for (const auto& one : audit.beside)
    if (one.kind == domain::CoAuditorKind::Linked && home.actor.person != one.person)
      step.when += " Your link for " + area_of(home, audit) + " is " + home.name_of(one.person) + ".";
  if (audit.is_being_prepared()) {
    const auto* programme = home.person.framework->find_programme(audit.programme);
    const auto by = programme == nullptr ? std::nullopt : app::prepare_by(*programme, audit.period);
    step.when = "Being prepared by " + home.name_of(audit.co_auditor(domain::CoAuditorKind::Preparer)->person) +
                (by ? ", due " + base::say_with_weekday(*by) : "") + ". " + step.when;
    step.look = NextStep::Look::Quiet;
    step.also = Link{"Look at the audit", audit_url(audit)};
    return step;
  }
  step.look = late ? NextStep::Look::Urgent : NextStep::Look::Main;
  if (audit.state == AuditState::Returned) {
    step.when = "The moderator sent it back for more work. " + step.when;
    step.button = Link{"See what the moderator asks", audit_url(audit)};
  } else if (audit.state == AuditState::InProgress) {
    int begun = 0;
    const auto sections = home.reader.audits().sections(audit.id);
    for (const auto& section : sections)
      begun += section.judgement || !section.evidence.empty() || !section.answers.empty();
    const auto* tool = home.person.framework->find_tool(audit.tool);
    if (tool != nullptr && begun > 0) {
      const auto all =
          std::count_if(tool->sections.begin(), tool->sections.end(), [&](const domain::ToolSection& section) {
            return section.categories.empty() || std::find(section.categories.begin(), section.categories.end(),
                                                           audit.category) != section.categories.end();
          });
      step.when += " " + std::to_string(begun) + " of " + std::to_string(all) + " sections begun.";
    }
    step.button = Link{"Continue the audit", audit_url(audit)};
  } else {
    step.button = Link{"Start the audit", audit_url(audit)};
  }
  // A checklist is answered without a talk.
  const auto* programme = home.person.framework->find_programme(audit.programme);
  if (programme != nullptr && !programme->conversation.required && programme->conversation.with.empty()) return step;
  const auto conversations = home.reader.audits().conversations(audit.id);
  const auto worker = std::find_if(conversations.begin(), conversations.end(), [](const domain::Conversation& talk) {
    return talk.kind == domain::ConversationKind::Worker;
  });
  const std::string talk_url = audit_url(audit, "/conversations/worker");
  if (worker == conversations.end() || (!worker->booked_for && !worker->held))
    step.also = Link{"Book the conversation with the worker", talk_url};
  else if (worker->booked_for && !worker->held)
    step.also = Link{*worker->booked_for < home.now
                         ? "Record the conversation of " + base::say(base::london_day(*worker->booked_for))
                         : "Conversation on " + base::say(*worker->booked_for),
                     talk_url};
  return step;
}

}  // namespace

void add_concerns(Home& home) {
  if (!home.actor.person && !home.visible.everything && home.visible.localities.empty() && home.visible.teams.empty() &&
      home.visible.service_areas.empty())
    return;
  const auto open = home.reader.concerns().open(home.visible);
  if (open.empty()) {
    // Who answers for concerns is told that there is none; for others silence says the same.
    if (!home.actor.has(Role::PrincipalSocialWorker) && !home.actor.has(Role::HeadOfService)) return;
    View none = home.block("Concerns");
    NextStep step;
    step.title = "No concern is open";
    step.when = "When one is raised you are told at once, by mail and here.";
    step.look = NextStep::Look::Quiet;
    add_next(none, "PART", step);
    return;
  }
  const auto waiting = std::count_if(open.begin(), open.end(), [](const domain::Concern& concern) {
    return concern.state == domain::ConcernState::Raised && concern.kind == domain::ConcernKind::Immediate;
  });
  View block = home.block("Concerns");
  if (waiting > 0) {
    const auto oldest = std::find_if(open.begin(), open.end(), [](const domain::Concern& concern) {
      return concern.state == domain::ConcernState::Raised && concern.kind == domain::ConcernKind::Immediate;
    });
    NextStep step;
    step.title = base::count_of(waiting, "immediate concern waits", "immediate concerns wait") + " to be acknowledged";
    step.when = std::string(waiting == 1 ? "Raised " : "The oldest was raised ") +
                when_in_words(oldest->raised_at, home.now) + " by " +
                (home.actor.acting() == oldest->raised_by ? "you: somebody else acknowledges it"
                                                          : home.name_of(oldest->raised_by)) +
                ".";
    step.button = Link{"Open the concern", "/concerns/" + oldest->id.text()};
    step.look = NextStep::Look::Urgent;
    add_next(block, "PART", step);
  }
  Table table{"Open concerns", {{"Audit"}, {"Kind"}, {"Raised"}, {"Stands at"}}, {}, true, true};
  for (const auto& concern : open) {
    if (table.rows.size() == kFew) break;
    const auto audit = home.reader.audits().find(concern.audit);
    Cell reference{audit ? audit->reference : std::string("An audit")};
    reference.url = "/concerns/" + concern.id.text();
    reference.keep_together = true;
    Cell raised{when_in_words(concern.raised_at, home.now)};
    raised.note = "by " + home.name_of(concern.raised_by);
    raised.late =
        concern.state == domain::ConcernState::Raised && home.now - concern.raised_at > std::chrono::hours{24};
    Cell state;
    if (concern.acknowledged_by) {
      state.text = "Acknowledged";
      state.tone = Tone::Going;
      state.note = "by " + home.name_of(concern.acknowledged_by);
    } else {
      state.text = "Not acknowledged";
      state.tone = Tone::Urgent;
    }
    table.rows.push_back({{reference, {std::string(domain::say(concern.kind))}, raised, state}});
  }
  add_table(block, "PART", table);
  if (open.size() > kFew) add_more(block, "See all " + std::to_string(open.size()) + " open concerns", "/concerns");
}

void add_my_audits(Home& home) {
  View block = home.block("My audits");
  app::AuditFilter filter;
  filter.audited_by = home.actor.person;
  filter.imported = false;
  filter.states = {AuditState::Sent, AuditState::InProgress, AuditState::Returned};
  if (!home.actor.person) {
    add_empty(block, "PART", "No audits can come to you yet",
              "Your sign-in is not linked with a person of the register. Ask your council’s Plumbline administrator to "
              "link it.");
    return;
  }
  const auto audits = home.reader.audits().list(filter, first(kFew, "due"), home.visible);
  if (audits.total == 0) {
    NextStep step;
    step.title = "No audit is with you now";
    if (const auto next = next_sending(home)) step.when = "The next are sent on " + base::say_with_weekday(*next) + ".";
    step.look = NextStep::Look::Quiet;
    app::AuditFilter mine;
    mine.audited_by = home.actor.person;
    step.also = Link{"Look at audits you have made", list_url("/audits", mine)};
    add_next(block, "PART", step);
    return;
  }
  for (const auto& audit : audits.rows) add_next(block, "PART", step_of(home, audit));
  if (audits.total > kFew)
    add_more(block, "See all " + std::to_string(audits.total) + " audits with you", list_url("/audits", filter));
  else
    add_more(block, "Feedback on the audits you made in the last year", "/reports/feedback");
}

void add_to_prepare(Home& home) {
  if (!home.actor.person) return;
  app::AuditFilter filter;
  filter.to_prepare = home.actor.person;
  filter.states = {AuditState::Sent, AuditState::InProgress};
  const auto audits = home.reader.audits().list(filter, first(kFew, "reference"), home.visible);
  if (audits.total == 0) return;
  View block = home.block("To prepare");
  for (const auto& audit : audits.rows) {
    const auto* programme = home.person.framework->find_programme(audit.programme);
    const auto by = programme == nullptr ? std::nullopt : app::prepare_by(*programme, audit.period);
    NextStep step;
    step.title = "Prepare " + audit.reference + " for " + home.name_of(audit.auditor);
    if (by)
      step.when = std::string("The prepared part ") + (*by < home.today ? "" : "is ") +
                  due_in_words(*by, home.today, domain::working_days_between(home.today, *by)) + ".";
    step.look = by && *by < home.today ? NextStep::Look::Urgent : NextStep::Look::Main;
    step.button = Link{audit.state == AuditState::Sent ? "Start" : "Continue", audit_url(audit)};
    add_next(block, "PART", step);
  }
  if (audits.total > kFew)
    block.add("MORE")
        .set("TEXT", std::to_string(audits.total) + " audits are yours to prepare")
        .set("URL", list_url("/audits", filter));
}

void add_my_links(Home& home) {
  if (!home.actor.person) return;
  const auto links = home.reader.co_auditors().links_of(*home.actor.person);
  std::vector<std::pair<app::AreaLink, domain::Cycle>> now;
  for (const auto& link : links)
    if (const auto cycle = home.reader.cycles().find(link.cycle);
        cycle && cycle->state != domain::CycleState::Closed &&
        cycle->period >= base::period_of(home.today).plus_months(-1))
      now.emplace_back(link, *cycle);
  if (now.empty()) return;
  View block = home.block("Areas you are linked to");
  const bool by_locality = !home.person.framework->council.localities.empty();
  for (const auto& [link, cycle] : now) {
    app::AuditFilter filter;
    filter.programme = cycle.programme;
    filter.from = filter.to = base::iso(cycle.period);
    (by_locality ? filter.locality : filter.service_area) = link.area;
    filter.states = {AuditState::Sent, AuditState::InProgress, AuditState::Returned};
    const auto out = home.reader.audits().list(filter, first(1, ""), home.visible).total;
    const auto all = list_url("/audits", filter);
    filter.states = {AuditState::Submitted};
    const auto waiting = home.reader.audits().list(filter, first(1, ""), home.visible).total;
    NextStep step;
    step.title = link.area + ", " + base::say(cycle.period);
    step.when = base::count_of(out, "audit is", "audits are") + " with auditors whom you support.";
    if (link.moderates)
      step.when += " " + base::count_of(waiting, "audit waits", "audits wait") + " for you to moderate.";
    step.look = NextStep::Look::Quiet;
    step.also = link.moderates && waiting > 0 ? Link{"See the queue", "/moderation"}
                                              : Link{"See the audits of " + link.area, all};
    add_next(block, "PART", step);
  }
}

void add_moderation_queue(Home& home) {
  app::AuditFilter filter;
  filter.states = {AuditState::Submitted};
  filter.picked = true;
  const auto audits = home.reader.audits().list(filter, first(kFew, "submitted"), home.visible);
  View block = home.block("To moderate");
  if (audits.total == 0) {
    add_empty(block, "PART", "No audit waits for moderation",
              "Audits that are picked for moderation show here when they are returned.");
    return;
  }
  NextStep step;
  step.title = base::count_of(audits.total, "audit waits", "audits wait") + " for moderation";
  const auto& oldest = audits.rows.front();
  if (oldest.submitted_at)
    step.when =
        "The oldest, " + oldest.reference + ", was returned " + when_in_words(*oldest.submitted_at, home.now) + ".";
  // Nobody moderates what they have a part in, or what is for another job: the oldest may be for somebody else.
  const app::ModeratorsEye eye(home.actor, *home.person.framework, home.reader.people());
  const auto mine = std::find_if(audits.rows.begin(), audits.rows.end(),
                                 [&](const domain::Audit& audit) { return eye.may_moderate(audit).has_value(); });
  if (mine != audits.rows.end())
    step.button = Link{mine == audits.rows.begin() ? "Moderate the oldest" : "Moderate the oldest that is for you",
                       audit_url(*mine, "/moderate")};
  if (audits.total > 1 || mine == audits.rows.end()) step.also = Link{"See the queue", "/moderation"};
  add_next(block, "PART", step);
  if (audits.rows.size() < 2) return;
  Table table{
      "Oldest first", {{"Reference"}, {"Auditor’s grade"}, {"Auditor"}, {"Returned"}, {"Why picked"}}, {}, false, true};
  for (const auto& audit : audits.rows) {
    const auto for_me = eye.may_moderate(audit);
    Cell reference{audit.reference, audit_url(audit, for_me ? "/moderate" : "")};
    reference.keep_together = true;
    if (!for_me) reference.note = not_for_you(for_me.error());
    Cell grade{"Not graded"};
    grade.grade = audit.overall;
    Cell returned{audit.submitted_at ? base::say(base::london_day(*audit.submitted_at)) : std::string()};
    returned.keep_together = true;
    table.rows.push_back({{reference,
                           grade,
                           {home.name_of(audit.auditor)},
                           returned,
                           {domain::say_moderation_pick(audit.moderation_pick)}}});
  }
  add_table(block, "PART", table);
}

void add_left_behind(Home& home) {
  const auto filter = app::in_hand_of_leavers();
  const auto left = home.reader.audits().list(filter, first(1, ""), home.visible).total;
  if (left == 0) return;
  View block = home.block("Audits without anybody to make them");
  NextStep step;
  step.title = base::count_of(left, "audit is", "audits are") + " with people who have left";
  step.when = "Nobody is reminded of them. Give each to somebody else, or exempt its case.";
  step.look = NextStep::Look::Urgent;
  step.button = Link{"See which", list_url("/audits", filter)};
  add_next(block, "PART", step);
}

void add_not_returned(Home& home) {
  app::AuditFilter filter;
  filter.states = {AuditState::Sent, AuditState::InProgress, AuditState::Returned};
  filter.imported = false;  // what an old tracker never got back is nobody's to return now
  const auto audits = home.reader.audits().list(filter, first(10, "due"), home.visible);
  if (audits.total == 0) return;
  View block = home.block("Who has not returned yet");
  const bool by_locality = report::areas_by(app::AreaBy::Locality, *home.person.framework) == app::AreaBy::Locality;
  Table table{"Audits that are out, the earliest due first",
              {{"Reference"}, {"Auditor"}, {by_locality ? "Locality" : "Service area"}, {"Due back"}, {"Stands at"}},
              {},
              true,
              true};
  for (const auto& audit : audits.rows) {
    Cell reference{audit.reference, audit_url(audit)};
    reference.keep_together = true;
    Cell due{audit.due_on ? base::say(*audit.due_on) : std::string("–")};
    due.late = audit.due_on && *audit.due_on < home.today;
    due.keep_together = true;
    Cell state{std::string(domain::say(audit.state))};
    state.tone = due.late ? Tone::Late : audit.state == AuditState::InProgress ? Tone::Going : Tone::NotStarted;
    if (due.late) state.text = "Overdue";
    table.rows.push_back(
        {{reference, {home.name_of(audit.auditor)}, {by_locality ? audit.locality : audit.service_area}, due, state}});
  }
  add_table(block, "PART", table);
  if (audits.total > 10)
    add_more(block, "See all " + base::with_commas(audits.total) + " audits that are out", list_url("/audits", filter));
}

namespace {

// A list of actions as their owner or their signer reads it. The words of an action are shown, never the child's name:
// there is none.
Table actions_table(Home& home, const std::vector<app::ActionRow>& rows, std::string_view caption, bool with_owner) {
  Table table{std::string(caption), {{"Action"}, {"Audit"}, {"Due"}}, {}, true, true};
  if (with_owner) table.columns.insert(table.columns.begin() + 2, Column{"Owner"});
  for (const auto& row : rows) {
    Cell what{row.action.text.empty() ? std::string("Action") : row.action.text, "/actions/" + row.action.id.text()};
    Cell due{row.action.due_on ? base::say(*row.action.due_on) : std::string("No date")};
    due.late = row.action.is_overdue_on(home.today);
    due.keep_together = true;
    Cell audit{row.reference};
    audit.keep_together = true;
    audit.note = row.team;
    Row line{{what, audit, due}};
    if (with_owner) line.cells.insert(line.cells.begin() + 2, Cell{row.owner_name});
    table.rows.push_back(std::move(line));
  }
  return table;
}

}  // namespace

void add_sign_offs(Home& home) {
  app::ActionFilter waiting;
  app::ActionFilter overdue;
  waiting.states = {domain::ActionState::Done};
  overdue.overdue_on = home.today;
  // A QA lead sees all; who supervises sees their own.
  const bool own = !home.actor.has(Role::QaLead);
  if (own) {
    if (!home.actor.person) return;
    waiting.sign_off_by = home.actor.person;
    overdue.sign_off_by = home.actor.person;
  }
  const auto late = home.reader.actions().list(overdue, first(kFew, "due"), home.visible);
  if (own) {
    const auto to_sign = home.reader.actions().list(waiting, first(kFew, "due"), home.visible);
    View block = home.block("Actions to sign off");
    if (to_sign.total == 0) {
      add_empty(block, "PART", "No action waits for your signature",
                "When a worker says that an action is done, it comes to you here.");
    } else {
      add_table(block, "PART", actions_table(home, to_sign.rows, "Actions that are done and wait for sign-off", true));
      if (to_sign.total > kFew)
        add_more(block, "See all " + base::with_commas(to_sign.total), "/actions?mine=sign-off&state=done");
    }
  }
  if (late.total == 0) return;
  View block = home.block("Overdue actions");
  add_table(block, "PART", actions_table(home, late.rows, "Overdue actions, the longest overdue first", true));
  if (late.total > kFew)
    add_more(block, "See all " + base::with_commas(late.total) + " overdue actions", "/actions?overdue=yes");
}

void add_my_actions(Home& home) {
  if (!home.actor.person) return;
  app::ActionFilter filter;
  filter.owner = home.actor.person;
  filter.states = {domain::ActionState::Open};
  const auto actions = home.reader.actions().list(filter, first(kFew, "due"), home.visible);
  if (actions.total == 0) return;
  View block = home.block("My actions");
  add_table(block, "PART", actions_table(home, actions.rows, "Actions you are to do, the first due first", false));
  if (actions.total > kFew)
    add_more(block, "See all " + base::with_commas(actions.total) + " of your actions", "/actions?mine=do");
}

void add_audits_of_my_work(Home& home) {
  if (!home.actor.person) return;
  app::AuditFilter filter;
  filter.worker = home.actor.person;
  filter.imported = false;
  filter.states = {AuditState::Sent, AuditState::InProgress, AuditState::Submitted, AuditState::Returned,
                   AuditState::Final};
  const auto audits = home.reader.audits().list(filter, first(kFew, "period", true), home.visible);
  View block = home.block("Audits of my work");
  if (audits.total == 0) {
    add_empty(block, "PART", "None of your cases is being audited",
              "When one is drawn, the auditor asks you for a time to talk. It is about learning, for you and for the "
              "service.");
    return;
  }
  Table table{"Audits of your work, the latest first",
              {{"Reference"}, {"Child"}, {"Auditor"}, {"Conversation"}, {"Stands at"}},
              {},
              true,
              true};
  for (const auto& audit : audits.rows) {
    Cell reference{audit.reference, audit_url(audit)};
    reference.keep_together = true;
    std::string talk = "Not booked yet";
    for (const auto& conversation : home.reader.audits().conversations(audit.id)) {
      if (conversation.kind != domain::ConversationKind::Worker) continue;
      if (conversation.held)
        talk = *conversation.held ? "Held" : "Not held";
      else if (conversation.booked_for)
        talk = base::say(*conversation.booked_for);
    }
    Cell state{std::string(domain::say(audit.state))};
    state.tone = audit.state == AuditState::Final       ? Tone::Done
                 : audit.state == AuditState::Submitted ? Tone::Waiting
                                                        : Tone::Going;
    table.rows.push_back({{reference, {audit.child_id.text()}, {home.name_of(audit.auditor)}, {talk}, state}});
  }
  add_table(block, "PART", table);
  if (audits.total > kFew)
    add_more(block, "See all " + base::with_commas(audits.total) + " audits of your work", list_url("/audits", filter));
  else
    add_more(block, "Your learning record of the last year", "/reports/learning-record");
}

}  // namespace plumbline::web
