// GET and POST /audits/{id}/compare: the grades of one case beside each other, and what was agreed that each grade
// means (ALLOC-8, AUDIT-15).
#include <fmt/core.h>

#include <algorithm>

#include "app/audit/compare_audits.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"
#include "web/components.hpp"

namespace plumbline::web {
namespace {

std::string in_words(const app::Comparison& comparison) {
  if (comparison.graded == 0) return "No section has two grades to compare.";
  auto text = fmt::format("{} of {} were graded the same by all.", comparison.same,
                          base::count_of(comparison.graded, "part", "parts"));
  if (comparison.joint) {
    text +=
        comparison.agreement
            ? fmt::format(
                  " Agreement beyond chance is {:.2f}, where 1 is full agreement and near grades count in part (AC2).",
                  comparison.agreement->value)
            : " Agreement beyond chance cannot be estimated from these grades.";
    if (comparison.agreement && comparison.agreement->few)
      text += " With fewer than ten parts this figure says little.";
  }
  return text;
}

Table grades_table(const app::Comparison& comparison, app::PersonReads& people) {
  Table table{"Grades of this case, side by side", {{"Section"}}, {}, true, true};
  for (std::size_t i = 0; i < comparison.audits.size(); ++i) {
    const auto& auditor = comparison.audits[i].auditor;
    table.columns.push_back({comparison.titles[i] + (auditor ? ", " + people.name_of(*auditor) : "")});
  }
  table.columns.push_back({"Do they differ?"});
  for (const auto& compared : comparison.rows) {
    Row row;
    row.cells.push_back({compared.title});
    for (std::size_t i = 0; i < compared.grades.size(); ++i) {
      Cell cell{compared.asked[i] ? "Not graded" : "Not asked"};
      cell.grade = compared.grades[i];
      row.cells.push_back(std::move(cell));
    }
    Cell differ{"No"};
    if (compared.differ) {
      differ.text = compared.apart == 1 ? "By one step" : fmt::format("By {} steps", compared.apart);
      differ.tone = compared.apart > 1 ? Tone::Late : Tone::Waiting;
    } else if (std::ranges::count_if(compared.grades, [](const auto& grade) { return grade.has_value(); }) < 2) {
      differ.text = "–";
    }
    row.cells.push_back(std::move(differ));
    row.total = compared.section == "overall";
    table.rows.push_back(std::move(row));
  }
  return table;
}

Response compare_page(const Request& request, Services& services, const domain::AuditId& id, const FormErrors& errors) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto found = app::compare_audits(id, signed_in.actor, services.frameworks, *reader);
  if (!found && found.error().rule == "audit.compare.alone") return Response::not_found();
  if (!found) return refused_page(services, request, found.error());
  const auto audit = reader->audits().find(id);
  const auto context = app::audit_context(*audit, services.frameworks, *reader);
  if (!context) return refused_page(services, request, context.error());
  if (is_safe(request.method))
    for (const auto& one : found->audits) services.views.saw(signed_in.actor, "audit", one.id.text());
  FramedPage page(services, request, found->joint ? "Compare the grades" : "The agencies’ grades", NavItem::Audits);
  page.crumb("Home", "/").crumb("Audits", "/audits").crumb(audit->reference, audit_path(*audit));
  page.caption(context->programme->title + ", " + base::say(audit->period)).errors(errors);
  View body = page.body("audit/compare.html");
  body.set("FINDING", in_words(*found));
  add_table(body, "GRADES", grades_table(*found, reader->people()));
  for (std::size_t i = 0; i < found->audits.size(); ++i) {
    View link = body.add("AUDIT");
    link.set("URL", audit_path(found->audits[i])).set("TEXT", found->titles[i] + ": " + found->audits[i].reference);
    if (!found->audits[i].submitted_at) link.set("STATE", " (not returned yet)");
  }
  if (!found->joint || context->scale() == nullptr) return page.respond();
  std::map<std::string, std::string> held;
  std::vector<TimelineEvent> earlier;
  for (const auto& note : found->notes) {
    held[note.topic] = note.note;
    const auto grade = domain::parse_grade(note.topic);
    earlier.push_back(
        {grade ? std::string(domain::say(*grade)) : note.topic, reader->people().name_of(note.by), note.at, note.note});
  }
  std::ranges::stable_sort(earlier, [](const auto& a, const auto& b) { return a.at > b.at; });
  View meanings = body.add("MEANINGS");
  if (app::may_note_comparison(signed_in.actor, *audit)) {
    View form = meanings.add("FORM");
    form.set("URL", audit_path(*audit, "/compare"));
    for (const auto& grade : context->scale()->grades) {
      const std::string key(to_string(grade.grade));
      const auto name = "meaning-" + key;
      TextArea text{name, grade.title, request.form.has(name) ? typed(request, name) : held[key], grade.definition};
      text.rows = 3;
      View part = form.add("GRADE");
      add_textarea(part, "TEXT", text, errors);
    }
  }
  if (!earlier.empty()) {
    View part = meanings.add("EARLIER");
    add_timeline(part, "LINES", earlier);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response compare(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const domain::AuditId id{std::string(request.param("id"))};
  if (request.method != Method::Post) return compare_page(request, services, id, {});
  app::NoteComparison command{id, {}};
  for (const auto& [name, value] : request.form)
    if (name.starts_with("meaning-")) command.meanings[name.substr(8)] = typed(request, name);
  const auto work = services.store.begin(signed_in.actor.council);
  const auto kept = app::note_comparison(command, signed_in.actor, services.clock, services.frameworks, *work);
  if (kept)
    return flashed(Response::see_other("/audits/" + url_encode(id.text()) + "/compare"),
                   {"What was agreed is written down. Earlier wordings stay below.", std::nullopt});
  if (kept.error().rule == "audit.compare.alone") return Response::not_found();
  if (kept.error().code == base::ErrorCode::Invalid)
    return compare_page(request, services, id,
                        FormErrors({at_control(kept.error(), {{"meanings", "meaning-outstanding"}})}));
  return refused_page(services, request, kept.error());
}

}  // namespace

void add_compare_routes(Router& router, Services& services) {
  const auto comparing = [&](const Request& request) { return compare(request, services); };
  router.get("/audits/{id:uuid}/compare", comparing);
  router.post("/audits/{id:uuid}/compare", comparing);
}

}  // namespace plumbline::web
