// /measures: the performance figures beside the audits, entered or imported (MEET-2), and the pack of a locality's
// meeting that shows them.
#include "app/learning/measures.hpp"

#include "app/policies/learning_policies.hpp"
#include "app/ports/measure_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "report/locality/pack.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/learning/layout.hpp"
#include "web/learning/meeting_page.hpp"
#include "web/learning/routes.hpp"
#include "web/learning/theme_page.hpp"

namespace plumbline::web {
namespace {

QueryLink figure_link(const std::string& path, const domain::Measure& one) {
  return QueryLink(path, {})
      .with("measure", one.measure)
      .with("period", base::iso(one.period))
      .with("locality", one.locality);
}

FramedPage measures_page(Services& services, const Request& request, const std::string& title) {
  FramedPage page(services, request, title, NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning").crumb("Performance figures", "/measures");
  return page;
}

Response list_measures(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_enter_measures(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const auto today = services.clock.today();
  const Form form(request.query);
  const auto last = base::parse_period(form.text("to")).value_or(base::period_of(today));
  const auto first = base::parse_period(form.text("from")).value_or(last.plus_months(-5));
  app::MeasureFilter filter{"", base::iso(first), base::iso(last), {}};
  const auto locality = form.text("locality");
  if (!locality.empty()) filter.locality = locality == "all" ? std::string() : locality;
  const auto measures = reader->measures().list(filter);
  FramedPage page(services, request, "Performance figures", NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning");
  page.action("Add a figure", "/measures/new").action("Import figures", "/measures/import", ButtonLook::Quiet);
  View body = page.body("learning/list.html");
  auto chosen = request.query;
  if (!chosen.has("from")) chosen.add("from", base::iso(first));
  if (!chosen.has("to")) chosen.add("to", base::iso(last));
  Filter places{Filter::Kind::Select, "locality", "Place", {{"all", "The whole council"}}};
  for (const auto& name : signed_in.framework->council.localities) places.options.push_back({name, name});
  add_filter(body, "FILTER", "/measures", chosen,
             {{Filter::Kind::Select, "from", "First month", month_options(today, base::iso(first))},
              {Filter::Kind::Select, "to", "Last month", month_options(today, base::iso(last))},
              places});
  body.set("SHOWING", base::count_of(static_cast<long long>(measures.size()), "figure", "figures"));
  if (measures.empty()) {
    add_empty(body, "EMPTY", "No figures for these months",
              "Enter them one by one, or import a CSV file with the columns measure, period, locality, value, unit and "
              "target.",
              Link{"Import figures", "/measures/import"});
    return page.respond();
  }
  Table table{
      "Performance figures",
      {{"Measure"}, {"Month"}, {"Place"}, {"Value", "", true}, {"Target", "", true}, {"Change", "", false, true}},
      {},
      true,
      true};
  for (const auto& one : measures) {
    Cell change{"Change", figure_link("/measures/new", one).url()};
    change.what = one.measure + ", " + base::say(one.period);
    Row row;
    row.cells = {Cell{one.measure},
                 Cell{base::say(one.period)},
                 Cell{one.locality.empty() ? "The whole council" : one.locality},
                 Cell{domain::say_with_unit(one.value, one.unit)},
                 Cell{one.target ? domain::say_with_unit(*one.target, one.unit) : "–"},
                 change};
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table);
  return page.respond();
}

Response put_measure(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_enter_measures(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const bool posted = request.method == Method::Post;
  const Form form = posted ? Form(request) : Form(request.query);
  app::PutMeasure shown{form.text("measure"), form.text("period"), form.text("locality"),
                        form.text("value"),   form.text("unit"),   form.text("target")};
  // A figure that is there is changed where it stands: under another name or month it would be a second one.
  bool known = posted && form.has("known");
  if (const auto period = base::parse_period(shown.period); !posted && period && !shown.measure.empty())
    for (const auto& one :
         reader->measures().list({shown.measure, base::iso(*period), base::iso(*period), shown.locality})) {
      known = true;
      shown.value = to_string(one.value);
      shown.unit = one.unit;
      shown.target = one.target ? to_string(*one.target) : "";
    }
  FormErrors errors;
  if (posted) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto outcome = app::put_measure(shown, signed_in.actor, services.clock, *signed_in.framework, *work);
    if (outcome) return flashed(Response::see_other("/measures"), {"The figure is saved.", std::nullopt});
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(outcome.error());
  }
  FramedPage page = measures_page(services, request, known ? "Change a figure" : "Add a figure");
  page.errors(errors);
  const auto period = base::parse_period(shown.period);
  if (known)
    page.action("Remove this figure",
                QueryLink("/measures/remove", {})
                    .with("measure", shown.measure)
                    .with("period", shown.period)
                    .with("locality", shown.locality)
                    .url(),
                ButtonLook::Quiet);
  View body = form_body(page, {"/measures/new", "/measures", "Save the figure"});
  const auto text = [&](const char* name, const char* label, const std::string& value, const char* hint, int width) {
    View field = add_field(body);
    TextInput input{name, label, value};
    input.hint = hint;
    input.characters = width;
    add_text_input(field, "INPUT", input, errors);
  };
  if (known) {
    Facts facts;
    facts.add("What is measured", shown.measure)
        .add("Month", period ? base::say(*period) : shown.period)
        .add("Place", shown.locality.empty() ? "The whole council" : shown.locality);
    add_summary_list(body, "FACTS", facts.rows());
    const auto keep = [&](const char* name, std::string_view value) {
      body.add("HIDDEN").set("NAME", name).set("VALUE", value);
    };
    keep("measure", shown.measure);
    keep("period", shown.period);
    keep("locality", shown.locality);
    keep("known", "yes");
  } else {
    text("measure", "What is measured", shown.measure, "For example, Visits within timescale", 0);
    View month = add_field(body);
    add_select(month, "INPUT", {"period", "Month", month_options(services.clock.today(), shown.period)}, errors);
    View place = add_field(body);
    add_select(place, "INPUT",
               {"locality", "Place",
                name_options(signed_in.framework->council.localities, shown.locality, "The whole council")},
               errors);
  }
  text("value", "Value", shown.value, "A number, such as 87.5", 10);
  text("unit", "Unit (optional)", shown.unit, "For example, % or days", 10);
  text("target", "Target (optional)", shown.target, "A number in the same unit", 10);
  return page.respond(status_with(errors));
}

Response remove_measure(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_enter_measures(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  const Form form(request.query);
  const auto period = base::parse_period(form.text("period"));
  if (!period) return Response::see_other("/measures");
  domain::Measure one;
  one.measure = form.text("measure");
  one.period = *period;
  one.locality = form.text("locality");
  if (request.method == Method::Post) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto outcome =
        app::remove_measure({one.measure, one.period, one.locality}, signed_in.actor, services.clock, *work);
    if (!outcome) return refused_page(services, request, outcome.error());
    return flashed(Response::see_other("/measures"), {"The figure is removed.", std::nullopt});
  }
  FramedPage page = measures_page(services, request, "Remove a figure");
  View body = form_body(page, {figure_link("/measures/remove", one).url(), "/measures", "Remove the figure"});
  body.show_with("LEAD", "TEXT",
                 one.measure + ", " + base::say(one.period) + ", " +
                     (one.locality.empty() ? "the whole council" : one.locality) +
                     ". What it was stays in the journal.");
  return page.respond();
}

Response import_measures(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_enter_measures(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  FormErrors errors;
  if (request.method == Method::Post) {
    const auto* upload = request.upload("file");
    if (upload == nullptr) {
      errors.add({base::ErrorCode::Invalid, "measure.import.file_missing", "file"});
    } else {
      const auto work = services.store.begin(signed_in.actor.council);
      const auto outcome = app::import_measures(upload->text(app::kLargestMeasureFile + 1), signed_in.actor,
                                                services.clock, *signed_in.framework, *work);
      if (outcome && outcome->problems.empty())
        return flashed(
            Response::see_other("/measures"),
            {base::count_of(static_cast<long long>(outcome->rows), "figure is", "figures are") + " in.", std::nullopt});
      if (!outcome && is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
      if (!outcome) {
        auto error = outcome.error();
        error.field = "file";
        errors.add(error);
      } else {
        for (const auto& problem : outcome->problems) errors.add(problem);
      }
    }
  }
  FramedPage page = measures_page(services, request, "Import figures");
  page.errors(errors);
  WholeForm whole{"/measures/import", "/measures", "Import the figures"};
  whole.files = true;
  View body = form_body(page, whole);
  body.show_with(
      "LEAD", "TEXT",
      "A CSV file with one figure a line. Its first line names the columns, in any order: measure, period (such "
      "as 2026-11), locality (blank for the whole council), value, unit, target. Figures that are there already "
      "are replaced. All of the file comes in, or nothing.");
  View file = add_field(body);
  FileInput input{"file", "CSV file"};
  input.accept = ".csv";
  add_file_input(file, "INPUT", input, errors);
  return page.respond(status_with(errors));
}

// ---- the pack ----

base::Result<report::LocalityPack> make_pack(const Request& request, Services& services, app::Reader& reader) {
  const auto key = meeting_key(request);
  if (!key) return base::not_found("meeting.find.none");
  return report::make_locality_pack(*key, who(request).actor, services.clock, reader, *who(request).framework);
}

std::string file_name(const report::LocalityPack& pack, const char* ending) {
  return pack.monthly.council_key + "-pack-" + base::lower(pack.monthly.request.locality) + "-" +
         base::iso(pack.monthly.request.to) + ending;
}

Table table_of(const report::ReportTable& from) {
  Table table{from.caption, {}, {}, false, false};
  for (const auto& column : from.columns) table.columns.push_back({column.name, "", column.numeric});
  for (const auto& row : from.rows) {
    Row to;
    to.total = row.total;
    for (const auto& from_cell : row.cells) {
      Cell cell{from_cell.text};
      cell.note = from_cell.note;
      to.cells.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(to));
  }
  return table;
}

Response show_pack(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto pack = make_pack(request, services, *reader);
  if (!pack) return refused_page(services, request, pack.error());
  const auto key = *meeting_key(request);
  const auto told = report::page_of(*pack);
  FramedPage page(services, request, told.title, NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning").crumb("Meetings", "/meetings");
  page.caption(told.caption).meta(told.meta);
  const auto path = app::meeting_path(key);
  page.action("Download as CSV", path + "/pack.csv", ButtonLook::Quiet);
  page.action("Download as JSON", path + "/pack.json", ButtonLook::Quiet);
  View body = page.body("learning/page.html");
  body.show_with("LEAD", "TEXT", told.lead);
  for (const auto& section : told.sections) {
    if (section.place != report::ReportSection::Place::Main) continue;
    View block = add_block(body, section.heading, section.id);
    for (const auto& part : section.parts) {
      for (const auto& sentence : part.sentences) add_sentence(block, sentence);
      for (const auto& chart : part.charts) add_chart(block, "PART", chart.wide, chart.narrow);
      for (const auto& table : part.tables) add_table(block, "PART", table_of(table));
    }
  }
  return page.respond();
}

}  // namespace

void add_measure_routes(Router& router, Services& services) {
  router.get("/measures", [&](const Request& request) { return list_measures(request, services); });
  add_form_route(router, services, "/measures/new", put_measure);
  add_form_route(router, services, "/measures/remove", remove_measure);
  add_form_route(router, services, "/measures/import", import_measures);
  add_pack_routes(router, services);
}

void add_pack_routes(Router& router, Services& services) {
  const std::string pack = "/meetings/{programme}/{period:period}/{place}/pack";
  router.get(pack, [&](const Request& request) { return show_pack(request, services); });
  router.get(pack + ".csv", [&](const Request& request) {
    const auto reader = services.store.read(who(request).actor.council);
    const auto made = make_pack(request, services, *reader);
    if (!made) return refused_page(services, request, made.error());
    return Response::csv(report::to_csv(*made), file_name(*made, ".csv"));
  });
  router.get(pack + ".json", [&](const Request& request) {
    const auto reader = services.store.read(who(request).actor.council);
    const auto made = make_pack(request, services, *reader);
    if (!made) return refused_page(services, request, made.error());
    return Response::json(report::to_json(*made));
  });
}

}  // namespace plumbline::web
