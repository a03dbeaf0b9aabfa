#include <fmt/core.h>

#include <algorithm>

#include "app/moderation/moderate_audit.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "domain/moderation/moderate.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/lists.hpp"
#include "web/moderation/routes.hpp"

namespace plumbline::web {
namespace {

using domain::ModerationOutcome;

// MOD-1: the auditor linked to an area, where the framework lets them moderate it.
bool is_linked_moderator(const Services& services, const app::Actor& actor) {
  if (!actor.person) return false;
  const auto links = services.store.read(actor.council)->co_auditors().links_of(*actor.person);
  return std::ranges::any_of(links, &app::AreaLink::moderates);
}

Response queue(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const bool moderates = signed_in.actor.has(app::Role::Moderator) || signed_in.actor.has(app::Role::QaLead);
  if (!moderates && !is_linked_moderator(services, signed_in.actor)) return Response::forbidden();
  const auto now = services.clock.now();
  app::AuditFilter filter;
  filter.states = {domain::AuditState::Submitted};
  auto page_request = asked_page(request);
  page_request.sort = "submitted";
  page_request.descending = false;
  const auto reader = services.store.read(signed_in.actor.council);
  const auto audits = reader->audits().list(filter, page_request, app::visibility_of(signed_in.actor));
  FramedPage page(services, request, "Moderation", NavItem::Moderation);
  page.crumb("Home", "/");
  page.action("Disagreements", "/disagreements", ButtonLook::Quiet);
  page.action("Outcomes by auditor", "/moderation/auditors", ButtonLook::Quiet);
  View body = page.body("moderation/queue.html");
  if (audits.rows.empty()) {
    add_empty(body, "EMPTY", "Nothing is waiting for moderation",
              "Audits come here when they are returned and picked to be moderated.",
              Link{"Look at finished audits", "/audits?state=final"});
    return page.respond();
  }
  body.set("COUNT", base::count_of(audits.total, "audit is", "audits are") +
                        " waiting. The one that has waited longest is first.");
  Table table{"Audits to moderate",
              {{"Reference"}, {"Team"}, {"Auditor"}, {"Returned"}, {"Why it was picked"}, {"Grade"}},
              {},
              true,
              true};
  const app::ModeratorsEye eye(signed_in.actor, *signed_in.framework, reader->people());
  for (const auto& audit : audits.rows) {
    Cell reference{audit.reference};
    const auto mine = eye.may_moderate(audit);
    reference.url = audit_path(audit, mine ? "/moderate" : "");
    reference.keep_together = true;
    if (!mine) reference.note = not_for_you(mine.error());
    Cell grade{"–"};
    grade.grade = audit.overall;
    const auto why = domain::say_moderation_pick(audit.moderation_pick);
    Row row;
    row.cells = {reference,
                 Cell{audit.team},
                 Cell{audit.auditor ? services.actors.name_of(signed_in.actor.council, *audit.auditor) : "–"},
                 Cell{audit.submitted_at ? when_in_words(*audit.submitted_at, now) : "–"},
                 Cell{why.empty() ? "–" : why},
                 grade};
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table);
  add_pagination(body, "PAGES", audits.page, audits.size, audits.total, QueryLink("/moderation", request.query));
  return page.respond();
}

std::string question_text(const OpenAudit& open, std::string_view key, std::string_view otherwise) {
  for (const auto& question : open.programme->moderation.questions)
    if (question.key == key) return question.text;
  return std::string(otherwise);
}

Choice yes_no(std::string name, std::string label, const std::optional<bool>& given) {
  return {std::move(name),
          std::move(label),
          {{"yes", "Yes", "", given == true, false}, {"no", "No", "", given == false, false}},
          "",
          false,
          true,
          true};
}

Response moderate_page(const Request& request, Services& services, const OpenAudit& open,
                       const app::ModerateAudit& given, const FormErrors& errors) {
  FramedPage page = audit_page(services, request, open, "Moderate this audit");
  page.errors(errors);
  View body = page.body("moderation/moderate.html");
  body.set("URL", audit_path(open.audit, "/moderate"))
      .set("VERSION", open.audit.version)
      .set("OVERALL_REASON", open.audit.overall_reason);
  std::vector<SummaryRow> rows;
  for (const auto* section : open.tool_sections) {
    const auto saved = open.section(section->key);
    SummaryRow row;
    row.key = section->title;
    row.grade = saved.judgement;
    if (!saved.judgement) row.value = "Not judged";
    rows.push_back(std::move(row));
    if (saved.evidence.empty() && saved.impact.empty()) continue;
    View text = body.add("SECTION");
    text.set("TITLE", section->title)
        .set("EVIDENCE", saved.evidence)
        .set("IMPACT", saved.impact.empty() ? "Nothing written" : saved.impact);
  }
  SummaryRow overall;
  overall.key = "Overall judgement";
  overall.grade = open.audit.overall;
  rows.push_back(overall);
  add_summary_list(body, "ANSWERS", rows);
  Table table{"Actions", {{"Action"}, {"Owner"}, {"Due"}}, {}, true, true};
  for (const auto& action : open.contents.actions) {
    if (action.state == domain::ActionState::Withdrawn) continue;
    Row row;
    row.cells = {Cell{action.text}, Cell{open.name(action.owner)},
                 Cell{action.due_on ? base::say(*action.due_on) : "–"}};
    table.rows.push_back(std::move(row));
  }
  if (!table.rows.empty()) {
    View part = body.add("HAS_ACTIONS");
    add_table(part, "ACTIONS", table);
  }
  add_radios(body, "NARRATIVE",
             yes_no("narrative-supports",
                    question_text(open, "narrative-supports", "Does the narrative support the judgement?"),
                    given.narrative_supports),
             errors);
  add_radios(body, "LEARNING",
             yes_no("helps-learning", question_text(open, "helps-learning", "Will the writing help its reader learn?"),
                    given.helps_learning),
             errors);
  add_radios(body, "NEXT",
             yes_no("next-is-clear", question_text(open, "next-is-clear", "Is it clear what happens next?"),
                    given.next_is_clear),
             errors);
  Choice outcome{"outcome",
                 "What do you decide?",
                 {{std::string(to_string(ModerationOutcome::Confirmed)), "Confirm the grade", "",
                   given.outcome == ModerationOutcome::Confirmed, false}},
                 "",
                 true,
                 false,
                 false};
  const bool may_change = open.programme->moderation.may_change_grade && open.scale != nullptr;
  if (may_change)
    outcome.options.push_back({std::string(to_string(ModerationOutcome::Changed)), "Change the grade",
                               "The auditor’s own grade is kept beside yours",
                               given.outcome == ModerationOutcome::Changed, true});
  outcome.options.push_back({std::string(to_string(ModerationOutcome::Returned)), "Send it back to the auditor",
                             "Say below what is needed", given.outcome == ModerationOutcome::Returned, false});
  auto inside = add_radios(body, "OUTCOME", outcome, errors);
  if (may_change) {
    View change = inside.at(0).include("INSIDE", "moderation/changed.html");
    Choice to{"to", "To which grade?", {}, "", false, true, false};
    for (const auto& grade : open.scale->grades)
      if (grade.grade != open.audit.overall)
        to.options.push_back({std::string(to_string(grade.grade)), grade.title, "", given.to == grade.grade, false});
    add_radios(change, "TO", to, errors);
  }
  add_textarea(body, "REASON",
               {"reason", "Your reason", given.reason,
                "Needed when you change the grade or send the audit back. The auditor reads it."},
               errors);
  std::vector<SummaryRow> facts;
  add_row(facts, "Child", open.audit.child_id.text());
  add_row(facts, "Category", std::string(domain::say(open.audit.category)));
  add_row(facts, "Team", open.audit.team);
  add_row(facts, "Auditor", open.name(open.audit.auditor));
  const auto talk = open.conversation(domain::ConversationKind::Worker);
  add_row(facts, "Worker took part",
          talk.held == true ? "Yes"
          : talk.reason     ? "No: " + std::string(domain::say(*talk.reason))
                            : "Not recorded");
  add_summary_list(body, "CASE", facts);
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response moderate(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  app::ModerateAudit given;
  given.audit = open->audit.id;
  if (request.method != Method::Post) {
    if (const auto allowed = app::may_moderate(signed_in.actor, open->audit); !allowed)
      return refused_page(services, request, allowed.error());
    const auto reader = services.store.read(signed_in.actor.council);
    if (const auto allowed = app::may_moderate_by_job(signed_in.actor, open->audit, *open->programme, reader->people());
        !allowed)
      return refused_page(services, request, allowed.error());
    return moderate_page(request, services, *open, given, {});
  }
  const auto answer = [&](std::string_view field) -> std::optional<bool> {
    const auto value = request.form.get(field);
    if (value == "yes") return true;
    if (value == "no") return false;
    return std::nullopt;
  };
  given.version = number_in(request, "version");
  given.narrative_supports = answer("narrative-supports");
  given.helps_learning = answer("helps-learning");
  given.next_is_clear = answer("next-is-clear");
  given.outcome = domain::parse_moderation_outcome(request.form.get("outcome"));
  if (given.outcome == ModerationOutcome::Changed) given.to = domain::parse_grade(request.form.get("to"));
  given.reason = typed(request, "reason");
  const auto work = services.store.begin(signed_in.actor.council);
  const auto outcome = app::moderate_audit(given, signed_in.actor, services.clock, services.frameworks, *work);
  if (outcome)
    return flashed(Response::see_other("/moderation"),
                   {open->audit.reference + (given.outcome == ModerationOutcome::Returned ? " is back with the auditor."
                                                                                          : " is moderated."),
                    Link{"Look at the audit", audit_path(open->audit)}});
  if (outcome.error().code == base::ErrorCode::NotFound || outcome.error().code == base::ErrorCode::Forbidden)
    return refused_page(services, request, outcome.error());
  // Every gap at once, each with its place in the form.
  FormErrors errors;
  const auto missing = [&](bool is_missing, std::string_view rule, std::string_view field) {
    if (is_missing) errors.add({base::ErrorCode::Invalid, std::string(rule), std::string(field)});
  };
  missing(!given.narrative_supports, "moderation.decide.narrative_missing", "narrative-supports");
  missing(!given.helps_learning, "moderation.decide.learning_missing", "helps-learning");
  missing(!given.next_is_clear, "moderation.decide.next_missing", "next-is-clear");
  missing(!given.outcome, "moderation.decide.outcome_missing", "outcome");
  if (errors.empty()) errors.add(outcome.error());
  return moderate_page(request, services, *open, given, errors);
}

}  // namespace

std::string not_for_you(const base::Error& refusal) {
  if (refusal.rule == "moderation.decide.own") return "Not for you: you have a part in it";
  for (const auto& [name, value] : refusal.values)
    if (name == "roles") return "Not for your job:\n" + value;
  return "Not for you to moderate";
}

void add_moderation_routes(Router& router, Services& services) {
  router.get("/moderation", [&](const Request& request) { return queue(request, services); });
  const auto handler = [&](const Request& request) { return moderate(request, services); };
  router.get("/audits/{id:uuid}/moderate", handler);
  router.post("/audits/{id:uuid}/moderate", handler);
  add_moderation_by_auditor_routes(router, services);
}

}  // namespace plumbline::web
