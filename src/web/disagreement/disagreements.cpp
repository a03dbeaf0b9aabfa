#include <fmt/core.h>

#include "app/audit/audit_context.hpp"
#include "app/audit/letters.hpp"
#include "app/moderation/disagreements.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/disagreement_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/disagreement/routes.hpp"
#include "web/list_page.hpp"

namespace plumbline::web {
namespace {

using domain::Disagreement;
using domain::DisagreementState;

std::string disagreement_path(const Disagreement& disagreement, std::string_view rest = {}) {
  return "/disagreements/" + url_encode(disagreement.id.text()) + std::string(rest);
}

Response raise(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto& actor = signed_in.actor;
  const auto today = services.clock.today();
  const auto reader = services.store.read(actor.council);
  const auto open =
      open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))}, *reader, Reading::Outline);
  if (!open) return refused_page(services, request, open.error());
  const auto& audit = open->audit;
  const auto& rule = open->programme->disagreement;
  if (const auto there = reader->disagreements().of(audit.id)) return Response::see_other(disagreement_path(*there));
  const auto raisers = app::addressees(rule.raised_by, audit, reader->people(), today);
  if (const auto allowed = app::may_disagree(actor, audit, rule, raisers, today); !allowed)
    return refused_page(services, request, allowed.error());
  const auto reasons = typed(request, "reasons");
  FormErrors errors;
  if (request.method == Method::Post) {
    const auto work = services.store.begin(actor.council);
    const auto raised = app::raise_disagreement({audit.id, reasons}, actor, services.clock, services.frameworks, *work);
    if (raised)
      return flashed(Response::see_other(disagreement_path(*raised)),
                     {"Your disagreement is on its way. You will be told what is found.", std::nullopt});
    errors.add(raised.error());
  }
  FramedPage page = audit_page(services, request, *open, "Disagree with the grade");
  page.errors(errors);
  View body = page.body("disagreement/raise.html");
  const auto last = domain::last_day_to_disagree(audit, rule);
  body.set(
      "WHAT_HAPPENS",
      "Somebody who had no part in the audit reads it and your reasons and looks for themselves. What they find is "
      "final. The auditor’s own grade stays on record." +
          (last ? " You can disagree until " + base::say_with_weekday(*last) + "." : std::string()));
  add_summary_list(body, "FACTS", {fact("Child", audit.child_id.text()), graded_fact("Grade", audit.grade())});
  body.set("URL", audit_path(audit, "/disagree")).set("BACK", audit_path(audit));
  add_textarea(body, "REASONS",
               {"reasons", "Why do you disagree?", reasons,
                "Say what on the file shows it, and which sections you mean. Identifiers, never names."},
               errors);
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

struct OpenDisagreement {
  Disagreement disagreement;
  OpenAudit open;  // whole: whoever looks reads the audit here
  bool may_take_over = false;
};

base::Result<OpenDisagreement> find(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  OpenDisagreement found;
  TRY(found.disagreement, reader->disagreements().find(domain::DisagreementId{std::string(request.param("id"))}));
  TRY(auto audit, reader->audits().find(found.disagreement.audit));
  CHECK(app::may_view(actor, found.disagreement, audit));
  TRY(const auto context, app::audit_context(audit, services.frameworks, *reader));
  auto& open = found.open;
  open.framework = context.framework;
  open.programme = context.programme;
  open.tool = context.tool;
  open.scale = context.scale();
  open.audit = std::move(audit);
  open.tool_sections = domain::sections_asked(open.audit, *context.programme, *context.tool);
  open.contents = app::contents_of(open.audit.id, *reader);
  open.moderations = reader->moderations().of(open.audit.id);
  const auto remember = [&](const std::optional<domain::PersonId>& id) {
    if (id) open.names.emplace(*id, services.actors.name_of(actor.council, *id));
  };
  remember(open.audit.auditor);
  remember(found.disagreement.raised_by);
  remember(found.disagreement.decider);
  remember(found.disagreement.decided_by);
  for (const auto& moderation : open.moderations) remember(moderation.moderator);
  const auto person = actor.person ? reader->people().find(*actor.person) : std::nullopt;
  found.may_take_over = app::may_take_over(actor, person, found.disagreement, open.audit,
                                           context.programme->disagreement, open.moderations)
                            .has_value();
  return found;
}

void fill_audit(View& body, const OpenAudit& open) {
  View part = body.add("READ");
  std::vector<SummaryRow> rows;
  for (const auto* section : open.tool_sections)
    rows.push_back(graded_fact(section->title, open.section(section->key).judgement));
  rows.push_back(graded_fact("The auditor’s overall judgement", open.audit.overall));
  for (const auto& moderation : open.moderations) {
    rows.push_back(graded_fact("Moderated by " + open.name(moderation.moderator),
                               moderation.to ? moderation.to : moderation.from));
    if (!moderation.reason.empty())
      rows.push_back(fact("The moderator’s reason", moderation.reason, SummaryRow::Look::Typed));
  }
  add_summary_list(part, "ANSWERS", rows);
  part.show_with("OVERALL", "TEXT", open.audit.overall_reason);
  for (const auto* section : open.tool_sections) {
    const auto saved = open.section(section->key);
    if (saved.evidence.empty() && saved.impact.empty()) continue;
    View text = part.add("SECTION");
    text.set("TITLE", section->title)
        .set("EVIDENCE", saved.evidence.empty() ? "No evidence written" : saved.evidence)
        .set("IMPACT", saved.impact.empty() ? "No impact written" : saved.impact);
  }
}

NextStep next_of(const Disagreement& disagreement, const OpenAudit& open, bool mine, base::Instant now) {
  NextStep next{std::string(domain::say(disagreement.state)), "", std::nullopt, NextStep::Look::Quiet};
  if (disagreement.state != DisagreementState::Raised) {
    next.when = open.name(disagreement.decided_by) + ", " + when_in_words(*disagreement.decided_at, now) +
                ". The finding is final.";
    return next;
  }
  next.title = mine                   ? "This waits for your independent look"
               : disagreement.decider ? "Waiting for " + open.name(disagreement.decider) + " to look"
                                      : "Nobody independent could be named to look";
  next.when = "Raised " + when_in_words(disagreement.raised_at, now) + ".";
  if (mine) next.look = NextStep::Look::Main;
  return next;
}

void fill_decision(const Request& request, View& body, const Disagreement& disagreement, const OpenAudit& open,
                   const FormErrors& errors) {
  View part = body.add("DECIDE");
  part.set("URL", disagreement_path(disagreement, "/decide")).set("VERSION", disagreement.version);
  const auto outcome = request.form.get("outcome");
  Choice choice{"outcome",
                "What do you find?",
                {{"stands", "The grade stands", "", outcome == "stands", false},
                 {"changes", "It should be another grade", "The auditor’s own grade is kept beside it",
                  outcome == "changes", true}},
                "",
                true,
                false,
                false};
  auto inside = add_radios(part, "OUTCOME", choice, errors);
  View change = inside.at(0).include("INSIDE", "moderation/changed.html");
  Choice to{"to", "Which grade?", {}, "", false, true, false};
  if (open.scale != nullptr)
    for (const auto& grade : open.scale->grades)
      if (grade.grade != open.audit.grade())
        to.options.push_back({std::string(to_string(grade.grade)), grade.title, "",
                              request.form.get("to") == to_string(grade.grade), false});
  add_radios(change, "TO", to, errors);
  add_textarea(part, "FINDING",
               {"finding", "What did you find, and how does the grade follow?", typed(request, "finding"),
                "Everyone concerned reads it."},
               errors);
}

Response show_page(const Request& request, Services& services, const OpenDisagreement& found,
                   const FormErrors& errors) {
  const auto& [disagreement, open, may_take_over] = found;
  const auto& actor = who(request).actor;
  if (request.method != Method::Post) services.views.saw(actor, "disagreement", disagreement.id.text());
  FramedPage page(services, request, "Disagreement on " + open.audit.reference, NavItem::Moderation);
  page.crumb("Home", "/").crumb("Disagreements", "/disagreements").errors(errors);
  View body = page.body("disagreement/show.html");
  const bool mine = app::may_decide(actor, disagreement, open.audit).has_value();
  add_next(body, "NEXT", next_of(disagreement, open, mine, services.clock.now()));
  std::vector<SummaryRow> rows;
  auto audit = fact("Audit", open.audit.reference);
  if (app::may_view(actor, open.audit)) audit.url = audit_path(open.audit);
  rows.push_back(audit);
  rows.push_back(fact("Child", open.audit.child_id.text()));
  rows.push_back(graded_fact("The auditor’s own grade", open.audit.overall));
  rows.push_back(graded_fact("Grade disagreed with", disagreement.from));
  if (disagreement.to) rows.push_back(graded_fact("Grade after the look", disagreement.to));
  rows.push_back(fact("Raised by", open.name(disagreement.raised_by) + ", " + base::say(disagreement.raised_at)));
  rows.push_back(fact("Reasons", disagreement.reasons, SummaryRow::Look::Typed));
  if (!disagreement.finding.empty()) rows.push_back(fact("Finding", disagreement.finding, SummaryRow::Look::Typed));
  add_summary_list(body, "FACTS", rows);
  if (mine || may_take_over) fill_audit(body, open);
  if (may_take_over) {
    View part = body.add("TAKE_OVER");
    part.set("URL", disagreement_path(disagreement, "/take-over")).set("VERSION", disagreement.version);
    TextInput reason{"reason", "Why do you take it over?", typed(request, "reason")};
    add_text_input(part, "REASON", reason, errors);
  }
  if (mine) fill_decision(request, body, disagreement, open, errors);
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response show(const Request& request, Services& services) {
  const auto found = find(request, services);
  if (!found) return refused_page(services, request, found.error());
  return show_page(request, services, *found, {});
}

Response after(const Request& request, Services& services, const OpenDisagreement& found,
               const base::Result<void>& outcome, std::string done) {
  if (outcome)
    return flashed(Response::see_other(disagreement_path(found.disagreement)), {std::move(done), std::nullopt});
  const auto code = outcome.error().code;
  if (code == base::ErrorCode::Forbidden || code == base::ErrorCode::NotFound)
    return refused_page(services, request, outcome.error());
  return show_page(request, services, found, FormErrors({outcome.error()}));
}

Response take_over(const Request& request, Services& services) {
  const auto found = find(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  // Pressed twice: the first press has taken it over.
  if (number_in(request, "version") < found->disagreement.version && actor.is(found->disagreement.decider))
    return Response::see_other(disagreement_path(found->disagreement));
  const auto outcome = [&] {
    const auto work = services.store.begin(actor.council);
    return app::take_over_disagreement(
        {found->disagreement.id, number_in(request, "version"), typed(request, "reason")}, actor, services.clock,
        services.frameworks, *work);
  }();
  return after(request, services, *found, outcome, "The disagreement waits for you now.");
}

Response decide(const Request& request, Services& services) {
  const auto found = find(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  // Pressed twice: the first press has settled it.
  if (actor.is(found->disagreement.decided_by) && found->disagreement.finding == typed(request, "finding"))
    return Response::see_other(disagreement_path(found->disagreement));
  const auto chosen = request.form.get("outcome");
  app::DecideDisagreement command{
      found->disagreement.id, number_in(request, "version"), {}, {}, typed(request, "finding")};
  if (chosen == "stands") command.grade_stands = true;
  if (chosen == "changes") {
    command.grade_stands = false;
    command.to = domain::parse_grade(request.form.get("to"));
  }
  const auto outcome = [&] {
    const auto work = services.store.begin(actor.council);
    return app::decide_disagreement(command, actor, services.clock, services.frameworks, *work);
  }();
  return after(request, services, *found, outcome, "The disagreement is settled. Everyone concerned is told.");
}

Response list(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto now = services.clock.now();
  app::DisagreementFilter filter;
  filter.state = domain::parse_disagreement_state(request.query.get("state"));
  filter.programme = std::string(request.query.get("programme"));
  const auto page_request = asked_page(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto found = reader->disagreements().list(filter, page_request, app::visibility_of(signed_in.actor));
  FramedPage page(services, request, "Disagreements", NavItem::Moderation);
  page.crumb("Home", "/").meta("Grades that somebody disagreed with, and what an independent look found");
  View body = page.body("audit/list.html");
  body.set("SHOWING", showing(found.page, found.size, found.total, "disagreement", "disagreements"));
  Filter state{Filter::Kind::Select, "state", "Where it stands"};
  for (const auto known : {DisagreementState::Raised, DisagreementState::Upheld, DisagreementState::Changed})
    state.options.push_back({std::string(to_string(known)), std::string(domain::say(known))});
  add_filter(body, "FILTER", "/disagreements", request.query, {programme_filter(signed_in), state});
  if (found.rows.empty()) {
    add_empty(body, "EMPTY", "No disagreements",
              "When a manager disagrees with a final grade, it shows here with who looks at it.");
    return page.respond();
  }
  Table table{"Disagreements",
              {{"Audit", "reference"}, {"Raised", "raised"}, {"Grade"}, {"Where it stands"}, {"Grade after"}},
              {},
              true,
              true};
  for (const auto& row : found.rows) {
    const auto& one = row.disagreement;
    Cell reference{row.reference, disagreement_path(one)};
    reference.keep_together = true;
    reference.note = row.team;
    Cell from{"–"};
    Cell to{"–"};
    from.grade = one.from;
    to.grade = one.to;
    Cell stands{std::string(domain::say(one.state))};
    if (one.state == DisagreementState::Raised && one.decider)
      stands.note = services.actors.name_of(signed_in.actor.council, *one.decider);
    table.rows.push_back({{reference, Cell{when_in_words(one.raised_at, now)}, from, stands, to}});
  }
  const QueryLink link("/disagreements", request.query);
  add_table(body, "TABLE", table, Sorting{link, page_request.sort, page_request.descending});
  add_pagination(body, "PAGES", found.page, found.size, found.total, link);
  return page.respond();
}

}  // namespace

void add_disagreement_routes(Router& router, Services& services) {
  const auto raising = [&](const Request& request) { return raise(request, services); };
  router.get("/audits/{id:uuid}/disagree", raising);
  router.post("/audits/{id:uuid}/disagree", raising);
  router.get("/disagreements", [&](const Request& request) { return list(request, services); });
  router.get("/disagreements/{id:uuid}", [&](const Request& request) { return show(request, services); });
  router.post("/disagreements/{id:uuid}/take-over",
              [&](const Request& request) { return take_over(request, services); });
  router.post("/disagreements/{id:uuid}/decide", [&](const Request& request) { return decide(request, services); });
}

}  // namespace plumbline::web
