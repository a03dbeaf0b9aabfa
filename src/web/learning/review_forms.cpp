// What is written of a review: its plan, the feedback session, the report with its recommendations.
#include <algorithm>

#include "app/policies/learning_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/learning/layout.hpp"
#include "web/learning/review_page.hpp"
#include "web/learning/routes.hpp"
#include "web/learning/theme_page.hpp"

namespace plumbline::web {
namespace {

void add_plan_fields(View& body, const Request& request, const domain::Programme& programme, app::Reader& reader,
                     const app::PlanReview& shown, const FormErrors& errors) {
  View theme = add_field(body);
  TextInput what{"theme", "Theme", shown.theme};
  add_text_input(theme, "INPUT", what, errors);
  if (!programme.draw.cohorts.empty()) {
    View field = add_field(body);
    Choice cohort{"cohort", "Which cases?", {{"", "All of the programme", "", shown.cohort.empty(), false}}};
    for (const auto& each : programme.draw.cohorts)
      cohort.options.push_back({each.key, each.title, "", each.key == shown.cohort, false});
    add_select(field, "INPUT", cohort, errors);
  }
  View venue = add_field(body);
  add_text_input(venue, "INPUT", {"venue", "Venue", shown.venue}, errors);
  View day = add_field(body);
  add_date_input(day, "INPUT",
                 request.method == Method::Post
                     ? typed_date("starts_on", "First day", request.form, "For example, 1 12 2026")
                     : date_input("starts_on", "First day", shown.starts_on, "For example, 1 12 2026"),
                 errors);
  View days = add_field(body);
  Choice many{"days", "How many days?", {}};
  for (int count = 1; count <= programme.review.days; ++count)
    many.options.push_back(
        {std::to_string(count), base::count_of(count, "day", "days"), "", shown.days == count, false});
  add_select(days, "INPUT", many, errors);
  View lead = add_field(body);
  add_select(lead, "INPUT", {"lead", "Who leads?", people_options(reader, shown.lead ? shown.lead->text() : "")},
             errors);
}

app::PlanReview typed_plan(const Request& request) {
  const Form form(request);
  app::PlanReview plan;
  plan.version = number_in(request, "version");
  plan.programme = form.text("programme");
  plan.period = base::parse_period(form.text("period")).value_or(base::Period{});
  plan.theme = form.text("theme");
  plan.cohort = form.text("cohort");
  plan.venue = form.text("venue");
  plan.starts_on = read_date(request.form, "starts_on");
  plan.days = number_in(request, "days", 1);
  if (const auto lead = form.text("lead"); !lead.empty()) plan.lead = domain::PersonId{lead};
  return plan;
}

Response new_review(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_run_reviews(signed_in.actor); !may) return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  std::vector<const domain::Programme*> held;
  for (const auto& programme : signed_in.framework->programmes)
    if (programme.review.held) held.push_back(&programme);
  if (held.empty()) return Response::not_found();
  const bool posted = request.method == Method::Post;
  app::PlanReview shown;
  shown.programme = held.front()->key;
  shown.days = held.front()->review.days;
  FormErrors errors;
  if (posted) {
    shown = typed_plan(request);
    if (!base::parse_period(request.form.get("period")))
      errors.add({base::ErrorCode::Invalid, "review.put.period", "period"});
    if (errors.empty()) {
      const auto work = services.store.begin(signed_in.actor.council);
      const auto outcome = app::plan_review(shown, signed_in.actor, services.clock, services.frameworks, *work);
      if (outcome)
        return flashed(Response::see_other(app::review_path(outcome->id)), {"The review is planned.", std::nullopt});
      if (is_of_the_page(outcome.error()) && outcome.error().field.empty())
        return refused_page(services, request, outcome.error());
      errors.add(outcome.error());
    }
  }
  FramedPage page(services, request, "Plan a review", NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning").crumb("Thematic reviews", "/reviews").errors(errors);
  View body = form_body(page, {"/reviews/new", "/reviews", "Save the plan"});
  View programme = add_field(body);
  Choice which{"programme", "Programme", {}};
  for (const auto* each : held)
    which.options.push_back({each->key, each->title, "", each->key == shown.programme, false});
  add_select(programme, "INPUT", which, errors);
  View period = add_field(body);
  Choice quarter{"period", "Quarter that ends in", {}};
  const auto now = base::period_of(services.clock.today());
  const auto chosen = posted ? std::string(request.form.get("period")) : std::string();
  for (int at = -6; at < 18; ++at) {
    const auto month = now.plus_months(at);
    if (static_cast<unsigned>(month.month.month()) % 3 != 0) continue;
    const bool next = at >= 0 && at < 3;
    quarter.options.push_back(
        {base::iso(month), base::say(month), "", chosen.empty() ? next : base::iso(month) == chosen, false});
  }
  add_select(period, "INPUT", quarter, errors);
  const auto* known = signed_in.framework->find_programme(shown.programme);
  add_plan_fields(body, request, known != nullptr && known->review.held ? *known : *held.front(), *reader, shown,
                  errors);
  return page.respond(status_with(errors));
}

base::Result<app::OpenReview> review_to_change(const Request& request, Services& services, app::Reader& reader) {
  CHECK(app::may_run_reviews(who(request).actor));
  return review_of(request, services, reader);
}

Response edit_review(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto open = review_to_change(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  const auto& review = open->review;
  app::PlanReview shown{review.id,     review.version, review.programme, review.period, review.theme,
                        review.cohort, review.venue,   review.starts_on, review.days,   review.lead};
  FormErrors errors;
  if (request.method == Method::Post) {
    shown = typed_plan(request);
    shown.id = review.id;
    shown.programme = review.programme;
    shown.period = review.period;
    const auto work = services.store.begin(signed_in.actor.council);
    const auto outcome = app::plan_review(shown, signed_in.actor, services.clock, services.frameworks, *work);
    if (outcome)
      return flashed(Response::see_other(app::review_path(review.id)), {"The plan is changed.", std::nullopt});
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(outcome.error());
  }
  FramedPage page = review_page(services, request, *open, "Change the plan");
  page.errors(errors);
  const auto path = app::review_path(review.id);
  View body =
      form_body(page, {path + "/edit", path, "Save the plan", version_shown(request, review.version, errors)}, errors);
  add_plan_fields(body, request, *open->programme, *reader, shown, errors);
  return page.respond(status_with(errors));
}

Response feedback(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto open = review_to_change(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  const bool posted = request.method == Method::Post;
  FormErrors errors;
  const auto path = app::review_path(open->review.id);
  if (posted) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto outcome = app::record_feedback({{open->review.id, number_in(request, "version")},
                                               read_date(request.form, "feedback_on"),
                                               typed(request, "feedback")},
                                              signed_in.actor, services.clock, services.frameworks, *work);
    if (outcome) return flashed(Response::see_other(path), {"The feedback session is recorded.", std::nullopt});
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(outcome.error());
  }
  FramedPage page = review_page(services, request, *open, "Feedback session");
  page.errors(errors);
  View body = form_body(
      page, {path + "/feedback", path, "Save the record", version_shown(request, open->review.version, errors)},
      errors);
  View day = add_field(body);
  const auto proposed =
      open->review.feedback_on ? open->review.feedback_on : std::optional<base::Day>(open->review.ends_on());
  add_date_input(day, "INPUT",
                 posted ? typed_date("feedback_on", "Day", request.form, "For example, 2 12 2026")
                        : date_input("feedback_on", "Day", proposed, "For example, 2 12 2026"),
                 errors);
  View text = add_field(body);
  TextArea words{"feedback", "What the session brought", posted ? typed(request, "feedback") : open->review.feedback,
                 "Strengths, learning, what people will do. Identifiers, never names."};
  words.rows = 8;
  add_textarea(text, "INPUT", words, errors);
  return page.respond(status_with(errors));
}

Response report(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto open = review_to_change(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  const auto path = app::review_path(open->review.id);
  const bool posted = request.method == Method::Post;
  if (!posted && !open->review.approved.empty()) return Response::see_other(path);
  std::string recommendations;
  for (const auto& one : open->review.recommendations) recommendations += one.text + "\n";
  if (posted) recommendations = typed(request, "recommendations");
  FormErrors errors;
  if (posted) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto outcome = app::write_report({{open->review.id, number_in(request, "version")},
                                            typed(request, "report"),
                                            base::split(recommendations, '\n')},
                                           signed_in.actor, services.clock, services.frameworks, *work);
    if (outcome) {
      if (services.mail_waits) services.mail_waits();
      return flashed(Response::see_other(path), {"The report is saved.", std::nullopt});
    }
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(outcome.error());
  }
  FramedPage page = review_page(services, request, *open, "Report");
  page.errors(errors);
  View body = form_body(
      page, {path + "/report", path, "Save the report", version_shown(request, open->review.version, errors)}, errors);
  View found = add_field(body);
  TextArea text{"report", "What was found", posted ? typed(request, "report") : open->review.report,
                "Strengths, learning and what it means for children. The figures are in the programme’s report."};
  text.rows = 14;
  add_textarea(found, "INPUT", text, errors);
  View next = add_field(body);
  TextArea list{"recommendations", "Recommendations", recommendations,
                "One on each line. Each can become a theme of the rolling plan."};
  list.rows = 6;
  add_textarea(next, "INPUT", list, errors);
  return page.respond(status_with(errors));
}

}  // namespace

void add_review_form_routes(Router& router, Services& services) {
  add_form_route(router, services, "/reviews/new", new_review);
  add_form_route(router, services, "/reviews/{id:uuid}/edit", edit_review);
  add_form_route(router, services, "/reviews/{id:uuid}/feedback", feedback);
  add_form_route(router, services, "/reviews/{id:uuid}/report", report);
}

}  // namespace plumbline::web
