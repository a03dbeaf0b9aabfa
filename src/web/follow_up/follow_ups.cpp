// GET /follow-ups and one of them: the talk in supervision, its actions, the meeting's check (ACT-3).
#include <algorithm>

#include "app/audit/audit_context.hpp"
#include "app/follow_up/follow_ups.hpp"
#include "app/learning/meetings.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/follow_up/routes.hpp"
#include "web/list_page.hpp"

namespace plumbline::web {
namespace {

using domain::FollowUp;
using domain::FollowUpKind;
using domain::FollowUpState;

std::string follow_up_path(const FollowUp& follow_up, std::string_view rest = {}) {
  return "/follow-ups/" + url_encode(follow_up.id.text()) + std::string(rest);
}

// ---- the list ----

app::FollowUpFilter filter_of(const Request& request, base::Day today) {
  app::FollowUpFilter filter;
  filter.kind = domain::parse_follow_up_kind(request.query.get("kind"));
  const auto state = request.query.get("state");
  if (const auto known = domain::parse_follow_up_state(state))
    filter.states = {*known};
  else if (state != "all")
    filter.states = {FollowUpState::Open, FollowUpState::Recorded};
  if (request.query.get("overdue") == "yes") filter.overdue_on = today;
  filter.programme = std::string(request.query.get("programme"));
  filter.locality = std::string(request.query.get("locality"));
  return filter;
}

Response list(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto today = services.clock.today();
  const auto page_request = asked_page(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto found =
      reader->follow_ups().list(filter_of(request, today), page_request, app::visibility_of(signed_in.actor));
  FramedPage page(services, request, "Follow-up after audits", NavItem::Actions);
  page.crumb("Home", "/").meta("Talks to be recorded in supervision, and re-audits, that a grade has set off");
  View body = page.body("audit/list.html");
  body.set("SHOWING", showing(found.page, found.size, found.total, "follow-up", "follow-ups"));
  Filter kind{Filter::Kind::Select, "kind", "What"};
  for (const auto known : {FollowUpKind::Supervision, FollowUpKind::Reaudit})
    kind.options.push_back({std::string(to_string(known)), std::string(domain::say(known))});
  Filter state{Filter::Kind::Select, "state", "Where it stands", {{"", "Not finished"}, {"all", "Every state"}}};
  for (const auto known : domain::kFollowUpStates)
    state.options.push_back({std::string(to_string(known)), std::string(domain::say(known))});
  const Filter overdue{Filter::Kind::Checkboxes, "overdue", "Overdue", {{"yes", "Only overdue ones"}}};
  add_filter(body, "FILTER", "/follow-ups", request.query,
             {kind, state, overdue, programme_filter(signed_in), locality_filter(signed_in)});
  if (found.rows.empty()) {
    add_empty(body, "EMPTY", "Nothing is to be followed up",
              "Where a final grade asks for improvement or for a second look, it shows here until it is done.",
              request.query.empty() ? std::nullopt : std::optional(Link{"Show all that is open", "/follow-ups"}));
    return page.respond();
  }
  body.add("EXPORT").set("URL", QueryLink("/follow-ups.csv", request.query).without("page").url());
  Table table{"Follow-ups",
              {{"Audit", "reference"}, {"What"}, {"Manager"}, {"Due", "due"}, {"Where it stands", "state"}},
              {},
              true,
              true};
  for (const auto& row : found.rows) {
    const auto& one = row.follow_up;
    Cell reference{row.reference, follow_up_path(one)};
    reference.keep_together = true;
    reference.note = row.team;
    Cell due{one.due_on ? base::say(*one.due_on) : "–"};
    due.late = one.is_overdue_on(today);
    if (due.late) due.note = one.escalated_at ? "Overdue, told up the line" : "Overdue";
    table.rows.push_back(
        {{reference, Cell{std::string(domain::say(one.kind))},
          Cell{row.supervisor ? services.actors.name_of(signed_in.actor.council, *row.supervisor) : "–"}, due,
          Cell{std::string(domain::say(one.state))}}});
  }
  const QueryLink link("/follow-ups", request.query);
  add_table(body, "TABLE", table, Sorting{link, page_request.sort, page_request.descending});
  add_pagination(body, "PAGES", found.page, found.size, found.total, link);
  return page.respond();
}

Response export_list(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  auto page_request = asked_page(request);
  page_request.page = 1;
  page_request.size = 0;
  const auto found = services.store.read(actor.council)
                         ->follow_ups()
                         .list(filter_of(request, services.clock.today()), page_request, app::visibility_of(actor));
  services.views.saw(actor, "follow-up-list", "export");
  std::string csv = "audit_ref,child_id,programme,locality,team,kind,state,due_on,talked_on,escalated_on\n";
  const auto day = [](const std::optional<base::Day>& on) { return on ? base::iso(*on) : std::string(); };
  for (const auto& row : found.rows) {
    const auto& one = row.follow_up;
    base::append_guarded_csv(
        csv, {row.reference, row.child_id.text(), row.programme, row.locality, row.team,
              std::string(to_string(one.kind)), std::string(to_string(one.state)), day(one.due_on), day(one.talked_on),
              one.escalated_at ? base::iso(base::london_day(*one.escalated_at)) : ""});
  }
  return Response::csv(std::move(csv), "follow-ups.csv");
}

// ---- one ----

struct OpenFollowUp {
  FollowUp follow_up;
  OpenAudit open;
  std::optional<domain::Person> person;  // the actor in the register
  std::optional<domain::Audit> reaudit;
};

base::Result<OpenFollowUp> find(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  OpenFollowUp found;
  TRY(found.follow_up, reader->follow_ups().find(domain::FollowUpId{std::string(request.param("id"))}));
  TRY(found.open, open_audit(services, signed_in, found.follow_up.audit, *reader, Reading::Outline));
  if (signed_in.actor.person) found.person = reader->people().find(*signed_in.actor.person);
  if (found.follow_up.reaudit)
    if (auto again = reader->audits().find(*found.follow_up.reaudit)) found.reaudit = std::move(*again);
  const auto remember = [&](const std::optional<domain::PersonId>& id) {
    if (id) found.open.names.emplace(*id, services.actors.name_of(signed_in.actor.council, *id));
  };
  remember(found.follow_up.recorded_by);
  remember(found.follow_up.checked_by);
  if (found.reaudit) remember(found.reaudit->auditor);
  return found;
}

NextStep next_of(const OpenFollowUp& found, bool may_record, base::Day today) {
  const auto& one = found.follow_up;
  NextStep next{std::string(domain::say(one.state)), "", std::nullopt, NextStep::Look::Quiet};
  if (one.kind == FollowUpKind::Reaudit) {
    if (one.state == FollowUpState::Open && found.reaudit) {
      next.title = "Re-audit " + found.reaudit->reference + " is " +
                   (found.reaudit->state == domain::AuditState::Allocated ? "planned" : "under way");
      next.when = "Between " + base::say(one.from_on.value_or(today)) + " and " + base::say(one.due_on.value_or(today));
    }
    if (one.state == FollowUpState::Done && found.reaudit) {
      next.title = "The case was audited again";
      next.button = Link{"Compare both audits", audit_path(*found.reaudit, "/re-audit")};
      next.look = NextStep::Look::Main;
    }
    return next;
  }
  switch (one.state) {
    case FollowUpState::Open:
      next.title = may_record ? "Agree actions with the worker, then record your talk"
                              : "Manager and worker agree actions, and the manager records their talk";
      if (one.due_on) next.when = (*one.due_on < today ? "It was due on " : "Due ") + base::say(*one.due_on) + ".";
      if (one.escalated_at) next.when += " Told up the line on " + base::say(base::london_day(*one.escalated_at)) + ".";
      next.look = one.is_overdue_on(today) ? NextStep::Look::Urgent
                  : may_record             ? NextStep::Look::Main
                                           : NextStep::Look::Quiet;
      break;
    case FollowUpState::Recorded:
      next.title = "Recorded. The next meeting checks it";
      break;
    case FollowUpState::Done:
    case FollowUpState::Withdrawn:
      break;
  }
  return next;
}

void fill_actions(View& body, const OpenAudit& open, base::Day today) {
  Table table{"Actions of this audit", {{"Action"}, {"Owner"}, {"Due"}, {"Where it stands"}}, {}, true, true};
  for (const auto& action : open.contents.actions) {
    if (action.state == domain::ActionState::Withdrawn || action.state == domain::ActionState::Proposed) continue;
    Cell due{action.due_on ? base::say(*action.due_on) : "–"};
    due.late = action.is_overdue_on(today);
    table.rows.push_back({{Cell{action.text, "/actions/" + url_encode(action.id.text())}, Cell{open.name(action.owner)},
                           due, Cell{std::string(domain::say(action.state))}}});
  }
  if (table.rows.empty())
    add_inset(body, "ACTIONS", "No actions yet. Agree at least one, with an owner and a date.");
  else
    add_table(body, "ACTIONS", table);
}

void fill_new_action(const Request& request, View& body, const OpenFollowUp& found, const FormErrors& errors) {
  View part = body.add("AGREE");
  part.set("URL", follow_up_path(found.follow_up, "/actions"));
  TextArea text{"text", "What needs to happen?", typed(request, "text"), "One thing, beginning with a verb."};
  text.rows = 3;
  add_textarea(part, "TEXT", text, errors);
  add_text_input(part, "MEASURE", {"measure", "How will you know it is done?", typed(request, "measure")}, errors);
  Choice owner{"owner", "Who does it?", {}};
  const auto& audit = found.open.audit;
  const auto chosen = request.form.get("owner");
  const auto add = [&](const std::optional<domain::PersonId>& id, std::string_view what) {
    if (id)
      owner.options.push_back(
          {id->text(), found.open.name(id) + ", " + std::string(what), "", chosen == id->text(), false});
  };
  add(audit.worker_id, "the worker");
  add(audit.supervisor_id, "the manager");
  add_select(part, "OWNER", owner, errors);
  add_date_input(part, "DUE", typed_date("due", "By when?", request.form, "For example, 17 12 2026"), errors);
}

// The page of the meeting that checks it, where one came from there and goes back to.
std::optional<std::string> meeting_of(const Request& request, const OpenFollowUp& found) {
  const auto& fields = request.method == Method::Post ? request.form : request.query;
  const auto period = base::parse_period(fields.get("period"));
  const std::string place(fields.get("place"));
  const auto& localities = found.open.framework->council.localities;
  const bool whole = place == "all";
  if (!period || (!whole && std::ranges::find(localities, place) == localities.end())) return std::nullopt;
  return app::meeting_path({found.open.audit.programme, *period, whole ? std::string() : place});
}

Response show_page(const Request& request, Services& services, const OpenFollowUp& found, const FormErrors& errors) {
  const auto& one = found.follow_up;
  const auto& open = found.open;
  const auto& actor = who(request).actor;
  const auto today = services.clock.today();
  if (request.method != Method::Post) services.views.saw(actor, "follow-up", one.id.text());
  FramedPage page(services, request, std::string(domain::say(one.kind)), NavItem::Actions);
  page.crumb("Home", "/").crumb("Follow-up after audits", "/follow-ups").caption(open.audit.reference).errors(errors);
  View body = page.body("follow_up/show.html");
  const bool may_record = app::may_record_talk(actor, one, open.audit).has_value();
  add_next(body, "NEXT", next_of(found, may_record, today));
  std::vector<SummaryRow> rows;
  auto audit = fact("Audit", open.audit.reference);
  audit.url = audit_path(open.audit);
  rows.push_back(audit);
  rows.push_back(graded_fact("Grade", open.audit.grade()));
  rows.push_back(fact("Child", open.audit.child_id.text()));
  rows.push_back(fact("Worker", open.name(open.audit.worker_id)));
  rows.push_back(fact("Manager", open.name(open.audit.supervisor_id)));
  if (found.reaudit) {
    auto again = fact("Re-audit", found.reaudit->reference);
    if (app::may_view(actor, *found.reaudit)) again.url = audit_path(*found.reaudit);
    rows.push_back(again);
    rows.push_back(fact("By", found.reaudit->auditor ? open.name(found.reaudit->auditor) : "Nobody could be named"));
  }
  if (one.talked_on) rows.push_back(fact("Talked on", base::say(*one.talked_on)));
  if (!one.agreed.empty()) rows.push_back(fact("What was agreed", one.agreed, SummaryRow::Look::Typed));
  if (one.recorded_at)
    rows.push_back(fact("Recorded by", open.name(one.recorded_by) + ", " + base::say(*one.recorded_at)));
  if (one.checked_at) rows.push_back(fact("Checked by", open.name(one.checked_by) + ", " + base::say(*one.checked_at)));
  if (!one.checked_note.empty())
    rows.push_back(fact("What the meeting said", one.checked_note, SummaryRow::Look::Typed));
  add_summary_list(body, "FACTS", rows);
  if (one.kind == FollowUpKind::Supervision) {
    View actions = body.add("HAS_ACTIONS");
    fill_actions(actions, open, today);
  }
  if (app::may_agree_action(actor, one, open.audit)) fill_new_action(request, body, found, errors);
  if (may_record) {
    View part = body.add("RECORD");
    part.set("URL", follow_up_path(one, "/talk")).set("VERSION", one.version);
    add_date_input(part, "TALKED_ON",
                   typed_date("talked-on", "On which day did you talk?", request.form, "For example, 17 12 2026"),
                   errors);
    add_textarea(part, "AGREED",
                 {"agreed", "What did you talk about and agree?", typed(request, "agreed"),
                  "The worker reads it. Identifiers, never names."},
                 errors);
  }
  if (app::may_check_talk(actor, found.person, one, open.audit, open.programme->meeting)) {
    View part = body.add("CHECK");
    part.set("URL", follow_up_path(one, "/check")).set("VERSION", one.version);
    if (const auto meeting = meeting_of(request, found)) {
      const auto& fields = request.method == Method::Post ? request.form : request.query;
      part.add("MEETING")
          .set("PERIOD", fields.get("period"))
          .set("PLACE", fields.get("place"))
          .set("BACK", *meeting + "#follow-ups");
    }
    const auto done = request.form.get("done");
    Choice choice{"done", "Was the meeting content?", {}, "", true, false, false};
    if (one.state == FollowUpState::Recorded)
      choice.options.push_back({"yes", "Yes, it is done", "", done == "yes", false});
    choice.options.push_back({"no", "No, more is needed", "The manager and those above are told", done == "no", false});
    add_radios(part, "DONE", choice, errors);
    TextArea note{"note", "What the meeting said", typed(request, "note")};
    note.rows = 3;
    add_textarea(part, "NOTE", note, errors);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response show(const Request& request, Services& services) {
  const auto found = find(request, services);
  if (!found) return refused_page(services, request, found.error());
  return show_page(request, services, *found, {});
}

const FieldNames kControls{{"due_on", "due"}, {"talked_on", "talked-on"}, {"actions", "text"}};

template <class Outcome>
Response after(const Request& request, Services& services, const OpenFollowUp& found, const Outcome& outcome,
               std::string done, const std::string& back = {}) {
  if (outcome)
    return flashed(Response::see_other(back.empty() ? follow_up_path(found.follow_up) : back),
                   {std::move(done), std::nullopt});
  const auto code = outcome.error().code;
  if (code == base::ErrorCode::Forbidden || code == base::ErrorCode::NotFound)
    return refused_page(services, request, outcome.error());
  return show_page(request, services, found, FormErrors({at_control(outcome.error(), kControls)}));
}

// Every gap at once, each with its place in the form.
FormErrors gaps_of(const Request& request, bool is_new_action) {
  FormErrors errors;
  const auto missing = [&](std::string_view field, const char* rule, std::string control) {
    if (base::trim(request.form.get(field)).empty())
      errors.add({base::ErrorCode::Invalid, rule, std::move(control), {}});
  };
  const std::string day = is_new_action ? "due" : "talked-on";
  if (is_new_action) {
    missing("text", "action.put.text_missing", "text");
    missing("measure", "follow_up.record.measure_missing", "measure");
  }
  if (is_blank_date(request.form, day))
    errors.add(
        {base::ErrorCode::Invalid, is_new_action ? "action.put.due_missing" : "follow_up.record.day_missing", day, {}});
  else if (!read_date(request.form, day))
    errors.add({base::ErrorCode::Invalid, "action.put.due_unreadable", day, {}});
  if (!is_new_action) missing("agreed", "follow_up.record.agreed_missing", "agreed");
  return errors;
}

Response add_action(const Request& request, Services& services) {
  const auto found = find(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  if (const auto allowed = app::may_agree_action(actor, found->follow_up, found->open.audit); !allowed)
    return refused_page(services, request, allowed.error());
  if (auto gaps = gaps_of(request, true); !gaps.empty()) return show_page(request, services, *found, gaps);
  app::AgreeAction command{
      found->follow_up.id, typed(request, "text"), typed(request, "measure"), {}, read_date(request.form, "due")};
  if (const auto owner = request.form.get("owner"); !owner.empty())
    command.owner = domain::PersonId{std::string(owner)};
  const auto outcome = [&] {
    const auto work = services.store.begin(actor.council);
    return app::agree_action(command, actor, services.clock, services.frameworks, *work);
  }();
  return after(request, services, *found, outcome, "The action is agreed.");
}

Response record(const Request& request, Services& services) {
  const auto found = find(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  if (const auto allowed = app::may_record_talk(actor, found->follow_up, found->open.audit); !allowed) {
    // Pressed twice: the first press has recorded it.
    if (actor.is(found->follow_up.recorded_by) && found->follow_up.agreed == typed(request, "agreed"))
      return Response::see_other(follow_up_path(found->follow_up));
    return refused_page(services, request, allowed.error());
  }
  if (auto gaps = gaps_of(request, false); !gaps.empty()) return show_page(request, services, *found, gaps);
  const auto outcome = [&] {
    const auto work = services.store.begin(actor.council);
    return app::record_talk({found->follow_up.id, number_in(request, "version"), read_date(request.form, "talked-on"),
                             typed(request, "agreed")},
                            actor, services.clock, *work);
  }();
  return after(request, services, *found, outcome, "The talk is recorded. The worker is told.");
}

Response check(const Request& request, Services& services) {
  const auto found = find(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  const auto done = request.form.get("done");
  // Back to the meeting, where the next one waits to be checked.
  const auto meeting = meeting_of(request, *found);
  const auto back = meeting ? *meeting + "#follow-ups" : follow_up_path(found->follow_up);
  // Pressed twice: the first press has checked it.
  const auto& one = found->follow_up;
  if (number_in(request, "version") < one.version && actor.is(one.checked_by) &&
      (one.state == FollowUpState::Done) == (done == "yes") && one.checked_note == typed(request, "note"))
    return Response::see_other(back);
  if (const auto allowed = app::may_check_talk(actor, found->person, found->follow_up, found->open.audit,
                                               found->open.programme->meeting);
      !allowed)
    return refused_page(services, request, allowed.error());
  if (done != "yes" && done != "no")
    return show_page(request, services, *found,
                     FormErrors({{base::ErrorCode::Invalid, "follow_up.check.decision_missing", "done", {}}}));
  const auto outcome = [&] {
    const auto work = services.store.begin(actor.council);
    return app::check_talk({found->follow_up.id, number_in(request, "version"), done == "yes", typed(request, "note")},
                           actor, services.clock, services.frameworks, *work);
  }();
  return after(request, services, *found, outcome,
               done == "yes" ? "The meeting’s check is recorded." : "The manager is told that more is needed.", back);
}

}  // namespace

void add_follow_up_routes(Router& router, Services& services) {
  router.get("/follow-ups", [&](const Request& request) { return list(request, services); });
  router.get("/follow-ups.csv", [&](const Request& request) { return export_list(request, services); });
  router.get("/follow-ups/{id:uuid}", [&](const Request& request) { return show(request, services); });
  router.post("/follow-ups/{id:uuid}/actions", [&](const Request& request) { return add_action(request, services); });
  router.post("/follow-ups/{id:uuid}/talk", [&](const Request& request) { return record(request, services); });
  router.post("/follow-ups/{id:uuid}/check", [&](const Request& request) { return check(request, services); });
  add_practice_routes(router, services);
  add_hand_over_routes(router, services);
  add_reaudit_routes(router, services);
}

}  // namespace plumbline::web
