// What is written of the rolling plan: a theme from a finding, its evidence, its actions and what came of them.
#include <algorithm>

#include "app/learning/reviews.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "report/share.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/learning/layout.hpp"
#include "web/learning/routes.hpp"
#include "web/learning/theme_page.hpp"

namespace plumbline::web {
namespace {

std::optional<domain::PersonId> person_in(const Form& form, std::string_view name) {
  const auto text = form.text(name);
  return text.empty() ? std::nullopt : std::optional(domain::PersonId{text});
}

// `programme/section` of the one select that names both.
std::optional<domain::Evidence> evidence_in(const Form& form, FormErrors& errors) {
  domain::Evidence evidence;
  const auto both = form.text("section");
  const auto split = both.find('/');
  if (split == std::string::npos) {
    errors.add({base::ErrorCode::Invalid, "theme.put.evidence_missing", "section"});
  } else {
    evidence.programme = both.substr(0, split);
    evidence.section = both.substr(split + 1);
  }
  const auto kind = domain::parse_evidence_kind(form.text("kind"));
  if (!kind) errors.add({base::ErrorCode::Invalid, "theme.put.kind", "kind"});
  const auto from = base::parse_period(form.text("from"));
  const auto to = base::parse_period(form.text("to"));
  if (!from) errors.add({base::ErrorCode::Invalid, "theme.put.period", "from"});
  if (!to) errors.add({base::ErrorCode::Invalid, "theme.put.period", "to"});
  if (!errors.empty()) return std::nullopt;
  evidence.kind = *kind;
  evidence.from = *from;
  evidence.to = *to;
  return evidence;
}

void add_evidence_fields(View& body, const domain::Framework& framework, const Form& form, base::Day today,
                         const FormErrors& errors) {
  View section = add_field(body, "The finding it rests on",
                           "Choose what is counted. How often it was found is worked out from the audits.");
  Choice which{"section", "Section", {{"", "Choose a section", "", form.text("section").empty(), false}}};
  for (const auto& programme : framework.programmes)
    for (const auto& one : app::judged_sections(framework, programme)) {
      const auto value = programme.key + "/" + one.key;
      which.options.push_back({value, programme.title + ": " + one.title, "", value == form.text("section"), false});
    }
  add_select(section, "INPUT", which, errors);
  View kind = add_field(body);
  Choice what{"kind", "What is counted?", {}, "", false, true, false};
  const auto chosen = form.has("kind") ? form.text("kind") : "below-good";
  for (const auto known : domain::kEvidenceKinds)
    what.options.push_back({std::string(to_string(known)), "Audits " + std::string(domain::say(known)), "",
                            to_string(known) == chosen, false});
  add_radios(kind, "INPUT", what, errors);
  View from = add_field(body);
  add_select(from, "INPUT", {"from", "First month", month_options(today, form.text("from"))}, errors);
  View to = add_field(body);
  add_select(to, "INPUT", {"to", "Last month", month_options(today, form.text("to"))}, errors);
}

// Sections of a programme by how often they were judged below good: where a theme begins.
Response show_findings(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto& framework = *signed_in.framework;
  if (const auto may = app::may_edit_themes(signed_in.actor); !may) return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const Form form(request.query);
  const auto today = services.clock.today();
  const auto* programme = framework.find_programme(form.text("programme"));
  if (programme == nullptr)
    for (const auto& each : framework.programmes)
      if (programme == nullptr && each.cycle == domain::Rhythm::Monthly && !each.scale.empty()) programme = &each;
  if (programme == nullptr) programme = &framework.programmes.front();
  auto to = base::parse_period(form.text("to")).value_or(base::period_of(today));
  auto from = base::parse_period(form.text("from")).value_or(to.plus_months(-5));
  if (to < from) std::swap(from, to);
  const auto locality = form.text("locality");
  const auto found = app::findings(framework, *programme, locality, from, to, reader->themes());
  FramedPage page = plan_page(services, request, "Findings of audits");
  View body = page.body("learning/list.html");
  Filter programmes{Filter::Kind::Select, "programme", "Programme", {}};
  for (const auto& each : framework.programmes)
    if (!app::judged_sections(framework, each).empty()) programmes.options.push_back({each.key, each.title});
  Filter places{Filter::Kind::Select, "locality", "Locality", {}};
  for (const auto& name : framework.council.localities) places.options.push_back({name, name});
  std::vector<Filter> filters{programmes,
                              {Filter::Kind::Select, "from", "First month", month_options(today, base::iso(from))},
                              {Filter::Kind::Select, "to", "Last month", month_options(today, base::iso(to))}};
  if (places.options.size() > 1) filters.push_back(places);
  auto chosen = request.query;
  if (!chosen.has("programme")) chosen.add("programme", programme->key);
  if (!chosen.has("from")) chosen.add("from", base::iso(from));
  if (!chosen.has("to")) chosen.add("to", base::iso(to));
  add_filter(body, "FILTER", "/themes/findings", chosen, filters);
  body.set("SHOWING", programme->title + ", " + span_of(from, to) + (locality.empty() ? "" : ", " + locality));
  if (found.empty()) {
    add_empty(body, "EMPTY", "No judgements in these months", "Choose other months, or another programme.");
    return page.respond();
  }
  Table table{
      "Sections judged below good, most often first",
      {{"Section"}, {"Below good", "", true}, {"Judged", "", true}, {"Share", "", true}, {"Theme", "", false, true}},
      {},
      true,
      true};
  for (const auto& one : found) {
    Cell link{"Make it a theme", QueryLink("/themes/new", {})
                                     .with("section", programme->key + "/" + one.section)
                                     .with("kind", "below-good")
                                     .with("from", base::iso(from))
                                     .with("to", base::iso(to))
                                     .with("locality", locality)
                                     .url()};
    link.what = one.title;
    Row row;
    row.cells = {Cell{one.title}, Cell{base::with_commas(one.below_good.n)}, Cell{base::with_commas(one.below_good.of)},
                 Cell{report::say_percent(one.below_good)}, link};
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table);
  return page.respond();
}

app::PutTheme typed_theme(const Request& request, const Form& form) {
  app::PutTheme command;
  command.version = number_in(request, "version");
  command.title = form.text("title");
  command.what = typed(request, "what");
  command.locality = form.text("locality");
  command.service_area = form.text("service_area");
  command.lead = person_in(form, "lead");
  command.impact_from = base::parse_period(form.text("impact_from"));
  return command;
}

void add_theme_fields(View& body, const SignedIn& signed_in, app::Reader& reader, const app::PutTheme& shown,
                      base::Day today, const FormErrors& errors) {
  const auto& council = signed_in.framework->council;
  View title = add_field(body);
  TextInput name{"title", "The theme in a few words", shown.title};
  add_text_input(title, "INPUT", name, errors);
  View what = add_field(body);
  TextArea words{"what", "What should change?", shown.what,
                 "What would be different for children and families. No names."};
  words.rows = 3;
  add_textarea(what, "INPUT", words, errors);
  if (!council.localities.empty()) {
    View field = add_field(body);
    add_select(field, "INPUT",
               {"locality", "Locality", name_options(council.localities, shown.locality, "The whole council")}, errors);
  }
  if (!council.service_areas.empty()) {
    View field = add_field(body);
    add_select(field, "INPUT",
               {"service_area", "Service area", name_options(council.service_areas, shown.service_area, "All of them")},
               errors);
  }
  View lead = add_field(body);
  add_select(lead, "INPUT",
             {"lead", "Who leads? (optional)", people_options(reader, shown.lead ? shown.lead->text() : "")}, errors);
  View impact = add_field(body);
  Choice since{
      "impact_from", "From when should later audits show a difference?",
      month_options(today, shown.impact_from ? base::iso(*shown.impact_from) : "", "From the month after the finding")};
  since.hint = "The month by which the actions should have begun to work";
  add_select(impact, "INPUT", since, errors);
}

// Where the theme comes from, as the link here said: a review's recommendation, whose words are proposed, or a meeting.
// Gives the sentence that says so; empty for findings.
base::Result<std::string> origin_in(const Form& form, app::Reader& reader, app::PutTheme& command, bool posted) {
  if (const auto id = form.text("review"); !id.empty()) {
    const auto review = reader.reviews().find(domain::ReviewId{id});
    if (!review) return base::not_found("access.row.not_found");
    command.origin = domain::ThemeOrigin::Review;
    command.origin_id = id;
    if (const domain::RecommendationId chosen{form.text("recommendation")}; !chosen.empty()) {
      command.recommendation = chosen;
      for (const auto& one : review->recommendations)
        if (!posted && one.id == chosen) command.what = one.text;
    }
    return "From the thematic review " + review->theme + ", " + base::say(review->period) + ".";
  }
  if (const auto id = form.text("meeting"); !id.empty()) {
    const auto meeting = reader.meetings().find(domain::MeetingId{id});
    if (!meeting) return base::not_found("access.row.not_found");
    command.origin = domain::ThemeOrigin::Meeting;
    command.origin_id = id;
    if (!posted) command.locality = meeting->locality;
    return "From the meeting on " + base::say(meeting->on) + ".";
  }
  return std::string();
}

Response new_theme(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_edit_themes(signed_in.actor); !may) return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const bool posted = request.method == Method::Post;
  const Form form = posted ? Form(request) : Form(request.query);
  const auto today = services.clock.today();
  FormErrors errors;
  auto command = typed_theme(request, form);
  const auto origin = origin_in(form, *reader, command, posted);
  if (!origin) return refused_page(services, request, origin.error());
  if (posted) {
    const auto evidence = evidence_in(form, errors);
    if (evidence) {
      command.evidence = {*evidence};
      const auto work = services.store.begin(signed_in.actor.council);
      const auto outcome = app::put_theme(command, signed_in.actor, services.clock, *signed_in.framework, *work);
      if (outcome)
        return flashed(Response::see_other(theme_path(*outcome)),
                       {"The theme is on the rolling plan. Add what is to be done about it.", std::nullopt});
      if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
      errors.add(at_control(outcome.error(), {{"programme", "section"}}));
    } else if (base::trim(command.title).empty()) {
      errors.add({base::ErrorCode::Invalid, "theme.put.title_missing", "title"});
    }
  }
  FramedPage page = plan_page(services, request, "New theme");
  page.errors(errors);
  View body = form_body(page, {"/themes/new", "/themes", "Save the theme"});
  if (!origin->empty()) body.show_with("LEAD", "TEXT", *origin);
  for (const auto* name : {"review", "recommendation", "meeting"})
    if (const auto value = form.text(name); !value.empty()) body.add("HIDDEN").set("NAME", name).set("VALUE", value);
  add_theme_fields(body, signed_in, *reader, command, today, errors);
  add_evidence_fields(body, *signed_in.framework, form, today, errors);
  return page.respond(status_with(errors));
}

app::PutTheme as_it_is(const domain::Theme& theme) {
  app::PutTheme command;
  command.id = theme.id;
  command.version = theme.version;
  command.title = theme.title;
  command.what = theme.what;
  command.locality = theme.locality;
  command.service_area = theme.service_area;
  command.lead = theme.lead;
  command.impact_from = theme.impact_from;
  command.evidence = theme.evidence;
  return command;
}

base::Result<domain::Theme> theme_to_edit(const Request& request, app::Reader& reader) {
  CHECK(app::may_edit_themes(who(request).actor));
  return reader.themes().find(domain::ThemeId{std::string(request.param("id"))});
}

Response edit_theme(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto theme = theme_to_edit(request, *reader);
  if (!theme) return refused_page(services, request, theme.error());
  const bool posted = request.method == Method::Post;
  FormErrors errors;
  auto shown = as_it_is(*theme);
  if (posted) {
    const Form form(request);
    shown = typed_theme(request, form);
    shown.id = theme->id;
    shown.evidence = theme->evidence;
    const auto work = services.store.begin(signed_in.actor.council);
    const auto outcome = app::put_theme(shown, signed_in.actor, services.clock, *signed_in.framework, *work);
    if (outcome) return flashed(Response::see_other(theme_path(*outcome)), {"The theme is changed.", std::nullopt});
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(outcome.error());
  }
  FramedPage page = theme_page(services, request, *theme, "Change the theme");
  page.errors(errors);
  View body = form_body(page,
                        {theme_path(*theme, "/edit"), theme_path(*theme), "Save the theme",
                         version_shown(request, theme->version, errors)},
                        errors);
  add_theme_fields(body, signed_in, *reader, shown, services.clock.today(), errors);
  return page.respond(status_with(errors));
}

Response add_finding(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto theme = theme_to_edit(request, *reader);
  if (!theme) return refused_page(services, request, theme.error());
  const bool posted = request.method == Method::Post;
  const Form form = posted ? Form(request) : Form(request.query);
  FormErrors errors;
  auto command = as_it_is(*theme);
  if (posted) {
    command.version = number_in(request, "version");
    if (const auto evidence = evidence_in(form, errors)) {
      if (std::ranges::find(command.evidence, *evidence) != command.evidence.end())
        return Response::see_other(theme_path(*theme));
      command.evidence.push_back(*evidence);
      const auto work = services.store.begin(signed_in.actor.council);
      const auto outcome = app::put_theme(command, signed_in.actor, services.clock, *signed_in.framework, *work);
      if (outcome) return flashed(Response::see_other(theme_path(*theme)), {"The finding is added.", std::nullopt});
      if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
      errors.add(at_control(outcome.error(), {{"programme", "section"}}));
    }
  }
  FramedPage page = theme_page(services, request, *theme, "Add a finding");
  page.errors(errors);
  View body = form_body(page,
                        {theme_path(*theme, "/evidence"), theme_path(*theme), "Add the finding",
                         version_shown(request, theme->version, errors)},
                        errors);
  add_evidence_fields(body, *signed_in.framework, form, services.clock.today(), errors);
  return page.respond(status_with(errors));
}

Response remove_finding(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto theme = theme_to_edit(request, *reader);
  if (!theme) return refused_page(services, request, theme.error());
  auto command = as_it_is(*theme);
  command.version = number_in(request, "version");
  const auto number = Form(request).whole_number("number").value_or(-1);
  if (number < 0 || number >= static_cast<long long>(command.evidence.size()))
    return Response::see_other(theme_path(*theme));
  command.evidence.erase(command.evidence.begin() + number);
  const auto work = services.store.begin(signed_in.actor.council);
  const auto outcome = app::put_theme(command, signed_in.actor, services.clock, *signed_in.framework, *work);
  if (!outcome) return refused_page(services, request, outcome.error());
  return flashed(Response::see_other(theme_path(*theme)), {"The finding is taken away.", std::nullopt});
}

Response new_action(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto theme = theme_to_edit(request, *reader);
  if (!theme) return refused_page(services, request, theme.error());
  const bool posted = request.method == Method::Post;
  const Form form(request);
  FormErrors errors;
  if (posted) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto outcome = app::add_theme_action({theme->id, typed(request, "text"), person_in(form, "owner"),
                                                read_date(request.form, "due"), form.text("link")},
                                               signed_in.actor, services.clock, *signed_in.framework, *work);
    if (outcome) {
      if (services.mail_waits) services.mail_waits();
      return flashed(Response::see_other(theme_path(*theme)),
                     {"The action is added. Its owner is told.", std::nullopt});
    }
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(outcome.error());
  }
  FramedPage page = theme_page(services, request, *theme, "Add an action");
  page.errors(errors);
  View body = form_body(page, {theme_path(*theme, "/actions/new"), theme_path(*theme), "Save the action"});
  View what = add_field(body);
  TextArea text{"text", "What is to be done?", form.typed("text"), "One thing, beginning with a verb"};
  text.rows = 3;
  add_textarea(what, "INPUT", text, errors);
  if (const auto& links = signed_in.framework->action_plan.links; !links.empty()) {
    View field = add_field(body);
    add_select(field, "INPUT", {"link", "What does it feed?", name_options(links, form.text("link"), "None of these")},
               errors);
  }
  View whom = add_field(body);
  add_select(whom, "INPUT", {"owner", "Who does it?", people_options(*reader, form.text("owner"))}, errors);
  View due = add_field(body);
  add_date_input(due, "INPUT", typed_date("due", "By when?", request.form, "For example, 17 12 2026"), errors);
  return page.respond(status_with(errors));
}

// For its owner, who may see the one action though not the plan, and for those who keep it.
Response settle_action(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const domain::ThemeActionId id{std::string(request.param("id"))};
  const auto action = reader->themes().find_action(id);
  if (!action) return refused_page(services, request, action.error());
  const auto theme = reader->themes().find(action->theme);
  if (!theme) return refused_page(services, request, theme.error());
  const bool sees_plan = may_view_plan(request, *reader).has_value();
  if (!sees_plan && !actor.is(action->owner)) return Response::not_found();
  const bool may = app::may_settle(actor, *action).has_value();
  const auto back = sees_plan ? theme_path(*theme) : "/";
  FormErrors errors;
  if (request.method == Method::Post) {
    const auto work = services.store.begin(actor.council);
    const auto outcome =
        app::settle_theme_action({id, number_in(request, "version"), state_chosen(request), typed(request, "outcome")},
                                 actor, services.clock, *work);
    if (outcome) return flashed(Response::see_other(back), {"Saved.", std::nullopt});
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(outcome.error());
  }
  FramedPage page = sees_plan ? theme_page(services, request, *theme, "Action") : [&] {
    FramedPage own(services, request, "Action of the rolling plan", NavItem::None);
    own.crumb("Home", "/");
    return own;
  }();
  page.caption(theme->title).errors(errors);
  Facts facts;
  facts.add_typed("What is to be done", action->text)
      .add_typed("Why", theme->what)
      .add("Feeds", action->link)
      .add("Who does it", action->owner ? reader->people().name_of(*action->owner) : "")
      .add("By", action->due_on ? base::say(*action->due_on) : "");
  add_settled(facts, {action->state, action->outcome, action->settled_at, action->settled_by}, *reader);
  if (!may) {
    View body = page.body("learning/page.html");
    View block = add_block(body, "");
    add_summary_list(block, "PART", facts.rows());
    return page.respond();
  }
  View body = form_body(
      page, {"/themes/actions/" + id.text(), back, "Save", version_shown(request, action->version, errors)}, errors);
  add_summary_list(body, "FACTS", facts.rows());
  add_settling(body, request, errors);
  return page.respond(status_with(errors));
}

}  // namespace

void add_theme_form_routes(Router& router, Services& services) {
  router.get("/themes/findings", [&](const Request& request) { return show_findings(request, services); });
  add_form_route(router, services, "/themes/new", new_theme);
  add_form_route(router, services, "/themes/{id:uuid}/edit", edit_theme);
  add_form_route(router, services, "/themes/{id:uuid}/evidence", add_finding);
  router.post("/themes/{id:uuid}/evidence/remove",
              [&](const Request& request) { return remove_finding(request, services); });
  add_form_route(router, services, "/themes/{id:uuid}/actions/new", new_action);
  add_form_route(router, services, "/themes/actions/{id:uuid}", settle_action);
}

}  // namespace plumbline::web
