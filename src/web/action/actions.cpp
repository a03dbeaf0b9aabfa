// Writing one action, and moving it on.
#include <fmt/core.h>

#include "app/action/actions.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/action/routes.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/lists.hpp"
#include "web/reasons.hpp"

namespace plumbline::web {
namespace {

using domain::Action;

std::string action_path(const Action& action, std::string_view rest = {}) {
  return "/actions/" + url_encode(action.id.text()) + std::string(rest);
}

std::string back_from(const OpenAudit& open, const std::string& section) {
  if (open.tool->find_section(section) != nullptr) return audit_path(open.audit, "/sections/" + section + "#actions");
  return audit_path(open.audit);
}

// The people an action may be given to: the worker and manager of the case first, then those of the same team.
std::vector<Option> owners(const OpenAudit& open, app::Reader& reader, const std::optional<domain::PersonId>& chosen) {
  std::vector<Option> options;
  const auto add = [&](const domain::PersonId& id, const std::string& label) {
    for (const auto& known : options)
      if (known.value == id.text()) return;
    options.push_back({id.text(), label, "", chosen == id, false});
  };
  if (open.audit.worker_id) add(*open.audit.worker_id, open.name(open.audit.worker_id) + ", the worker");
  if (open.audit.supervisor_id) add(*open.audit.supervisor_id, open.name(open.audit.supervisor_id) + ", the manager");
  if (open.audit.auditor) add(*open.audit.auditor, open.name(open.audit.auditor) + ", the auditor");
  for (const auto& person : reader.people().all())
    if (!person.team.empty() && person.team == open.audit.team)
      add(person.person_id, person.name + ", " + std::string(domain::say(person.role)));
  if (chosen) add(*chosen, reader.people().name_of(*chosen));
  return options;
}

// What another window saved since, beside what is typed here: neither is lost (AUDIT-11).
void fill_conflict(View& body, const OpenAudit& open, const Action& mine, const Action& theirs) {
  View conflict = body.add("CONFLICT");
  const auto show = [&](std::string_view title, std::string id, const std::string& a, const std::string& b) {
    if (a == b) return;
    View part = conflict.add("DIFFERS");
    part.set("TITLE", title);
    add_conflict(part, "BOTH", {std::move(id), a, b, "somebody", "in the meantime"});
  };
  const auto day = [](const Action& one) { return one.due_on ? base::say(*one.due_on) : std::string("No date"); };
  show("What needs to happen", "text-texts", mine.text, theirs.text);
  show("How one will know", "measure-texts", mine.measure, theirs.measure);
  show("Who does it", "owner-texts", open.name(mine.owner), open.name(theirs.owner));
  show("By when", "due-texts", day(mine), day(theirs));
  show("Priority", "priority-texts", std::string(domain::say(mine.priority)),
       std::string(domain::say(theirs.priority)));
}

// `Done within 10 days, weight 3`.
std::string hint_of(const domain::PriorityRule& rule) {
  std::vector<std::string> parts;
  if (rule.within_days > 0) parts.push_back("Done within " + base::count_of(rule.within_days, "day", "days"));
  if (rule.weight > 1) parts.push_back((parts.empty() ? "Weight " : "weight ") + std::to_string(rule.weight));
  return base::join(parts, ", ");
}

bool is_stale(const FormErrors& errors) {
  return !errors.empty() && errors.all().front().code == base::ErrorCode::Stale;
}

// `stored` is the action as another window left it, where that stands against what is typed here.
Response action_form(const Request& request, Services& services, const OpenAudit& open, const Action& shown,
                     bool is_new, const FormErrors& errors, const Action* stored = nullptr) {
  const bool proposed = is_new || shown.state == domain::ActionState::Proposed;
  FramedPage page = audit_page(services, request, open, is_new ? "Add an action" : "Change the action");
  page.errors(errors);
  View body = page.body("action/form.html");
  const auto* section = open.tool->find_section(shown.section);
  body.set("WHERE", section != nullptr ? "For the section " + section->title + "." : "For the audit as a whole.");
  body.set("URL", is_new ? audit_path(open.audit, "/actions/new") : action_path(shown, "/edit"));
  body.set("VERSION", stored != nullptr ? stored->version : shown.version).set("SECTION", shown.section);
  if (stored != nullptr) fill_conflict(body, open, shown, *stored);
  body.set("BACK", proposed ? back_from(open, shown.section) : action_path(shown));
  TextArea text{"text", "What needs to happen?", shown.text,
                "One thing, beginning with a verb, fit to be put into the plan. At most 2,000 letters."};
  text.rows = 3;
  text.help_url = audit_path(open.audit, "/help");
  add_textarea(body, "TEXT", text, errors);
  TextInput measure{"measure", "How will you know it is done?", shown.measure};
  measure.hint = "For example: the plan on the file has the child’s own words";
  add_text_input(body, "MEASURE", measure, errors);
  const auto reader = services.store.read(who(request).actor.council);
  add_select(body, "OWNER", {"owner", "Who does it?", owners(open, *reader, shown.owner)}, errors);
  add_date_input(body, "DUE",
                 request.method == Method::Post
                     ? typed_date("due", "By when?", request.form, "For example, 17 12 2026")
                     : date_input("due", "By when?", shown.due_on, "For example, 17 12 2026"),
                 errors);
  // In the council's own words, the most urgent first; those that it does not have are not offered.
  Choice priority{"priority", "How urgent is it?", {}, "", false, true, true};
  for (const auto level : {domain::Priority::High, domain::Priority::Medium, domain::Priority::Low})
    for (const auto& rule : open.programme->actions.priorities)
      if (rule.priority == level)
        priority.options.push_back(
            {std::string(to_string(level)), rule.title, hint_of(rule), shown.priority == level, false});
  if (!priority.options.empty()) add_radios(body, "PRIORITY", priority, errors);
  if (!proposed) {
    TextInput reason{"revision", "Why is it changed?", std::string(request.form.get("revision"))};
    add_text_input(body, "REASON", reason, errors);
  }
  if (!is_new && proposed) body.add("REMOVE").set("URL", action_path(shown, "/remove"));
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

const FieldNames kControls{{"due_on", "due"}, {"reason", "revision"}};

// Every gap at once, each with its place in the form; what only the rules can say comes after these.
FormErrors gaps_of(const Request& request, const Action& given, bool is_open) {
  FormErrors errors;
  const auto missing = [&](bool is_missing, const char* rule, const char* field) {
    if (is_missing) errors.add({base::ErrorCode::Invalid, rule, field, {}});
  };
  missing(base::trim(given.text).empty(), "action.put.text_missing", "text");
  missing(!given.owner, "action.put.owner_missing", "owner");
  missing(is_blank_date(request.form, "due"), "action.put.due_missing", "due");
  missing(!is_blank_date(request.form, "due") && !given.due_on, "action.put.due_unreadable", "due");
  missing(is_open && base::trim(request.form.get("revision")).empty(), "action.put.reason_missing", "revision");
  return errors;
}

Action typed_action(const Request& request, const Action& before) {
  Action action = before;
  action.version = number_in(request, "version");
  action.section = std::string(request.form.get("section"));
  action.text = typed(request, "text");
  action.measure = typed(request, "measure");
  if (const auto owner = request.form.get("owner"); !owner.empty()) action.owner = domain::PersonId{std::string(owner)};
  action.due_on = read_date(request.form, "due");
  action.priority = domain::parse_priority(request.form.get("priority")).value_or(before.priority);
  return action;
}

base::Result<Action> put(const Request& request, Services& services, const Action& given, bool is_new) {
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  return app::put_action(
      {is_new ? std::nullopt : std::optional(given.id), given.version, given.audit, given.section, given.text,
       given.measure, given.owner, given.due_on, given.priority, typed(request, "revision")},
      actor, services.clock, services.frameworks, *work);
}

Response new_action(const Request& request, Services& services) {
  const auto open = open_audit(services, who(request), domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  Action action;
  action.audit = open->audit.id;
  action.owner = open->audit.worker_id;
  action.section = std::string(request.query.get("section"));
  if (request.method != Method::Post) {
    if (const auto allowed = app::may_edit(who(request).actor, open->audit); !allowed)
      return refused_page(services, request, allowed.error());
    return action_form(request, services, *open, action, true, {});
  }
  action = typed_action(request, action);
  // Pressed twice: the same action is there already.
  for (const auto& there : open->contents.actions)
    if (there.state == domain::ActionState::Proposed && there.section == action.section && there.text == action.text &&
        there.measure == action.measure && there.owner == action.owner && there.due_on == action.due_on)
      return Response::see_other(back_from(*open, action.section));
  if (const auto allowed = app::may_edit(who(request).actor, open->audit); !allowed)
    return refused_page(services, request, allowed.error());
  if (const auto gaps = gaps_of(request, action, false); !gaps.empty())
    return action_form(request, services, *open, action, true, gaps);
  const auto saved = put(request, services, action, true);
  if (saved) return Response::see_other(back_from(*open, action.section));
  if (saved.error().code == base::ErrorCode::NotFound || saved.error().code == base::ErrorCode::Forbidden)
    return refused_page(services, request, saved.error());
  return action_form(request, services, *open, action, true, FormErrors({at_control(saved.error(), kControls)}));
}

struct OpenAction {
  Action action;
  OpenAudit open;
  std::vector<SummaryRow> reasons{};  // why it was changed, and what it said before
};

base::Result<OpenAction> find_action(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  TRY(auto action, reader->actions().find(domain::ActionId{std::string(request.param("id"))}));
  TRY(auto audit, reader->audits().find(action.audit));
  CHECK(app::may_view(signed_in.actor, action, audit));
  OpenAction found{std::move(action), {}, {}};
  if (auto open = open_audit(services, signed_in, found.action.audit, *reader)) {
    found.open = std::move(*open);
  } else {
    // Its owner may see an action of an audit that is still another's to read.
    found.open.framework = signed_in.framework;
    found.open.programme = signed_in.framework->find_programme(audit.programme);
    found.open.tool = signed_in.framework->find_tool(audit.tool);
    found.open.audit = audit;
  }
  for (const auto& person : {found.action.owner, found.action.sign_off_by, found.action.signed_off_by})
    if (person) found.open.names.emplace(*person, reader->people().name_of(*person));
  found.reasons = reason_rows(found.action.id.text(), *reader);
  if (found.open.programme == nullptr || found.open.tool == nullptr) return base::not_found("framework.find.unknown");
  return found;
}

Response action_page(const Request& request, Services& services, const OpenAction& found, const FormErrors& errors) {
  const auto& [action, open, reasons] = found;
  const auto& actor = who(request).actor;
  const auto today = services.clock.today();
  FramedPage page(services, request, "Action from " + open.audit.reference, NavItem::Actions);
  page.crumb("Home", "/").crumb("Actions", "/actions").errors(errors);
  if (app::may_revise(actor, action, open.audit) && app::may_still_change(action, *open.programme))
    page.action("Change this action", action_path(action, "/edit"), ButtonLook::Quiet);
  View body = page.body("action/show.html");
  const bool may_do = app::may_mark_done(actor, action, open.audit).has_value();
  const bool may_sign = app::may_sign_off(actor, action, open.audit).has_value();
  NextStep next{std::string(domain::say(action.state)), "", std::nullopt, NextStep::Look::Quiet};
  if (action.is_overdue_on(today)) {
    next.title = "This action is overdue";
    next.when = "It was due on " + base::say(*action.due_on) + ".";
    next.look = NextStep::Look::Urgent;
  } else if (action.state == domain::ActionState::Open && action.due_on) {
    next.when = "Due " + base::say(*action.due_on);
  } else if (action.state == domain::ActionState::Done) {
    next.title = may_sign ? "Waiting for you to sign it off"
                          : "Waiting for " + open.name(action.sign_off_by) + " to sign it off";
  }
  if (may_do || may_sign) next.look = next.look == NextStep::Look::Urgent ? next.look : NextStep::Look::Main;
  add_next(body, "NEXT", next);
  std::vector<SummaryRow> rows;
  add_row(rows, "What needs to happen", action.text, SummaryRow::Look::Typed);
  add_row(rows, "How one will know", action.measure, SummaryRow::Look::Typed);
  add_row(rows, "Who does it", open.name(action.owner));
  add_row(rows, "Who signs it off", open.name(action.sign_off_by));
  add_row(rows, "Due", action.due_on ? base::say(*action.due_on) : "");
  add_row(rows, "Priority", std::string(domain::say(action.priority)));
  add_row(rows, "Child", open.audit.child_id.text());
  SummaryRow audit;
  audit.key = "From the audit";
  audit.value = open.audit.reference;
  if (app::may_view(actor, open.audit)) audit.url = audit_path(open.audit);
  rows.push_back(audit);
  if (action.done_at) add_row(rows, "Marked as done", base::say(*action.done_at));
  add_row(rows, "What was done", action.done_evidence, SummaryRow::Look::Typed);
  if (action.signed_off_at)
    add_row(rows, "Signed off", open.name(action.signed_off_by) + ", " + base::say(*action.signed_off_at));
  if (action.signed_off_at || reasons.empty()) add_row(rows, "Note", action.sign_off_note, SummaryRow::Look::Typed);
  rows.insert(rows.end(), reasons.begin(), reasons.end());
  add_summary_list(body, "FACTS", rows);
  if (may_do) {
    View part = body.add("DONE");
    part.set("URL", action_path(action, "/done")).set("VERSION", action.version);
    add_textarea(part, "EVIDENCE",
                 {"evidence", "What was done, and where is it on the file?", typed(request, "evidence")}, errors);
  }
  if (may_sign) {
    View part = body.add("SIGN_OFF");
    part.set("URL", action_path(action, "/sign-off")).set("VERSION", action.version);
    const auto agreed = request.form.get("agreed");
    add_radios(part, "AGREED",
               {"agreed",
                "Is it done, and did it help the child?",
                {{"yes", "Yes, sign it off", "", agreed == "yes", false},
                 {"no", "No, it goes back to its owner", "Say below what is still needed", agreed == "no", false}}},
               errors);
    TextArea note{"note", "Note", typed(request, "note")};
    note.rows = 3;
    add_textarea(part, "NOTE", note, errors);
  }
  if (app::may_withdraw(actor, action, open.audit)) {
    View part = body.add("WITHDRAW");
    part.set("URL", action_path(action, "/withdraw")).set("VERSION", action.version);
    add_text_input(part, "REASON", {"withdrawal", "Why is it not needed any more?", typed(request, "withdrawal")},
                   errors);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response show_action(const Request& request, Services& services) {
  const auto found = find_action(request, services);
  if (!found) return refused_page(services, request, found.error());
  services.views.saw(who(request).actor, "action", found->action.id.text());
  return action_page(request, services, *found, {});
}

Response edit_action(const Request& request, Services& services) {
  const auto found = find_action(request, services);
  if (!found) return refused_page(services, request, found.error());
  auto allowed = app::may_revise(who(request).actor, found->action, found->open.audit);
  if (allowed && !app::may_still_change(found->action, *found->open.programme))
    allowed = base::rule_broken("action.put.fixed");
  if (!allowed) {
    if (request.method == Method::Post) return refused_page(services, request, allowed.error());
    return Response::see_other(action_path(found->action));
  }
  if (request.method != Method::Post) return action_form(request, services, found->open, found->action, false, {});
  const auto given = typed_action(request, found->action);
  if (const auto gaps = gaps_of(request, given, found->action.state != domain::ActionState::Proposed); !gaps.empty())
    return action_form(request, services, found->open, given, false, gaps);
  const auto saved = put(request, services, given, false);
  if (saved) {
    if (saved->state == domain::ActionState::Proposed)
      return Response::see_other(back_from(found->open, saved->section));
    return flashed(Response::see_other(action_path(*saved)), {"The action is changed.", std::nullopt});
  }
  const FormErrors errors({at_control(saved.error(), kControls)});
  if (is_stale(errors))
    if (const auto again = find_action(request, services))
      return action_form(request, services, again->open, given, false, errors, &again->action);
  return action_form(request, services, found->open, given, false, errors);
}

Response remove_action(const Request& request, Services& services) {
  const auto found = find_action(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  const auto outcome = app::remove_action({found->action.id}, actor, services.clock, *work);
  if (!outcome) return refused_page(services, request, outcome.error());
  return flashed(Response::see_other(back_from(found->open, found->action.section)),
                 {"The action is removed.", std::nullopt});
}

Response mark_done(const Request& request, Services& services) {
  const auto found = find_action(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  const auto outcome = app::mark_action_done(
      {found->action.id, number_in(request, "version"), typed(request, "evidence")}, actor, services.clock, *work);
  if (outcome)
    return flashed(
        Response::see_other(action_path(found->action)),
        {"Marked as done. " + found->open.name(found->action.sign_off_by) + " is asked to sign it off.", std::nullopt});
  return action_page(request, services, *found, FormErrors({outcome.error()}));
}

Response sign_off(const Request& request, Services& services) {
  const auto found = find_action(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  const auto agreed = request.form.get("agreed");
  if (agreed != "yes" && agreed != "no") {
    if (const auto allowed = app::may_sign_off(actor, found->action, found->open.audit); !allowed)
      return action_page(request, services, *found, FormErrors({allowed.error()}));
    return action_page(request, services, *found,
                       FormErrors({{base::ErrorCode::Invalid, "action.sign_off.decision_missing", "agreed"}}));
  }
  const auto work = services.store.begin(actor.council);
  const auto outcome =
      app::sign_off_action({found->action.id, number_in(request, "version"), agreed == "yes", typed(request, "note")},
                           actor, services.clock, *work);
  if (outcome)
    return flashed(
        Response::see_other(action_path(found->action)),
        {agreed == "yes" ? "The action is signed off." : "The action is back with its owner.", std::nullopt});
  return action_page(request, services, *found, FormErrors({outcome.error()}));
}

Response withdraw(const Request& request, Services& services) {
  const auto found = find_action(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  // Pressed twice: the first press has withdrawn it.
  if (found->action.state == domain::ActionState::Withdrawn && number_in(request, "version") < found->action.version)
    return Response::see_other(action_path(found->action));
  const auto outcome = [&] {
    const auto work = services.store.begin(actor.council);
    return app::withdraw_action({found->action.id, number_in(request, "version"), typed(request, "withdrawal")}, actor,
                                services.clock, *work);
  }();
  if (outcome)
    return flashed(Response::see_other(action_path(found->action)),
                   {"The action is withdrawn. Its owner is told.", std::nullopt});
  return action_page(request, services, *found, FormErrors({at_control(outcome.error(), {{"reason", "withdrawal"}})}));
}

}  // namespace

void add_action_routes(Router& router, Services& services) {
  const auto adding = [&](const Request& request) { return new_action(request, services); };
  router.get("/audits/{id:uuid}/actions/new", adding);
  router.post("/audits/{id:uuid}/actions/new", adding);
  const auto editing = [&](const Request& request) { return edit_action(request, services); };
  router.get("/actions/{id:uuid}/edit", editing);
  router.post("/actions/{id:uuid}/edit", editing);
  router.get("/actions/{id:uuid}", [&](const Request& request) { return show_action(request, services); });
  router.post("/actions/{id:uuid}/remove", [&](const Request& request) { return remove_action(request, services); });
  router.post("/actions/{id:uuid}/done", [&](const Request& request) { return mark_done(request, services); });
  router.post("/actions/{id:uuid}/sign-off", [&](const Request& request) { return sign_off(request, services); });
  router.post("/actions/{id:uuid}/withdraw", [&](const Request& request) { return withdraw(request, services); });
  add_action_list_routes(router, services);
}

}  // namespace plumbline::web
