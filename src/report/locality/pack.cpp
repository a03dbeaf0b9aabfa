#include "report/locality/pack.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/policies/learning_policies.hpp"
#include "app/ports/measure_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "report/monthly/page.hpp"
#include "report/monthly/render.hpp"
#include "report/monthly/rows.hpp"

namespace plumbline::report {
namespace {

std::vector<MeasureSeries> series_of(const std::vector<domain::Measure>& measures, const std::string& locality) {
  std::vector<MeasureSeries> all;
  for (const auto& measure : measures) {
    if (!measure.locality.empty() && measure.locality != locality) continue;
    if (all.empty() || all.back().measure != measure.measure) all.push_back({measure.measure, "", {}, {}});
    auto& series = all.back();
    (measure.locality.empty() ? series.council : series.months).push_back(measure);
    series.unit = measure.unit;
  }
  return all;
}

const domain::Measure* of_month(const std::vector<domain::Measure>& months, base::Period period) {
  const auto found = std::ranges::find(months, period, &domain::Measure::period);
  return found == months.end() ? nullptr : &*found;
}

std::string said(const domain::Measure* measure) {
  return measure == nullptr ? "–" : domain::say_with_unit(measure->value, measure->unit);
}

ReportSection performance(const LocalityPack& pack) {
  ReportSection section;
  section.id = "performance";
  section.heading = "Performance figures";
  ReportPart part;
  const auto to = pack.monthly.request.to;
  if (pack.measures.empty()) {
    part.sentences.push_back(
        "No performance figures were entered for these months. The QA lead or administrator can enter or import them.");
    section.parts.push_back(std::move(part));
    return section;
  }
  part.sentences.push_back(
      fmt::format("{} and the whole council in {}, as the services gave them. They are shown beside "
                  "the audits; nothing is worked out from one to the other.",
                  pack.monthly.request.locality, base::say(to)));
  ReportTable now{"Performance figures, " + base::say(to),
                  {{"Measure"}, {pack.monthly.request.locality, true}, {"Whole council", true}, {"Target", true}},
                  {}};
  ReportTable months{"The last months in " + pack.monthly.request.locality, {{"Measure"}}, {}};
  for (auto period = to.plus_months(1 - kMeasureMonths); period <= to; period = period.plus_months(1)) {
    const auto words = base::say(period);
    months.columns.push_back({words.substr(0, 3) + words.substr(words.find(' ')), true});
  }
  for (const auto& series : pack.measures) {
    const auto* here = of_month(series.months, to);
    const auto* whole = of_month(series.council, to);
    const auto* target = here != nullptr && here->target ? here : whole;
    ReportRow row;
    row.cells = {{series.measure},
                 {said(here)},
                 {said(whole)},
                 {target != nullptr && target->target ? domain::say_with_unit(*target->target, target->unit) : "–"}};
    now.rows.push_back(std::move(row));
    ReportRow line;
    line.cells.push_back({series.measure});
    for (auto period = to.plus_months(1 - kMeasureMonths); period <= to; period = period.plus_months(1))
      line.cells.push_back({said(of_month(series.months, period))});
    months.rows.push_back(std::move(line));
  }
  part.tables.push_back(std::move(now));
  part.tables.push_back(std::move(months));
  section.parts.push_back(std::move(part));
  return section;
}

}  // namespace

base::Result<LocalityPack> make_locality_pack(const app::MeetingKey& key, const app::Actor& actor,
                                              const base::Clock& clock, app::Reader& reader,
                                              const domain::Framework& framework) {
  const auto* programme = framework.find_programme(key.programme);
  if (programme == nullptr || programme->meeting.title.empty() || !programme->meeting.by_locality)
    return base::not_found("meeting.find.none");
  const auto& localities = framework.council.localities;
  if (std::ranges::find(localities, key.locality) == localities.end()) return base::not_found("meeting.find.locality");
  domain::Meeting meeting;
  meeting.programme = key.programme;
  meeting.period = key.period;
  meeting.locality = key.locality;
  if (auto stored = reader.meetings().find(key.programme, key.period, key.locality)) meeting = std::move(*stored);
  std::optional<domain::Person> self;
  if (actor.person) self = reader.people().find(*actor.person);
  CHECK(app::may_view_pack(actor, programme->meeting, meeting, self ? &*self : nullptr));

  MonthlyRequest request;
  request.programme = key.programme;
  request.from = key.period;
  request.to = key.period;
  request.locality = key.locality;
  app::ReportFilter filter{
      key.programme, base::iso(first_period_needed(request)), base::iso(key.period), "", key.locality, ""};
  const auto counts = reader.reports().counts(filter, request.by, clock.today());
  LocalityPack pack;
  pack.monthly = monthly_report(request, counts, framework, *programme, actor.council, clock.now());
  filter.from = filter.to;
  name_audits(pack.monthly.checks, filter, actor, reader);
  pack.monthly.target.annual = 0;  // the year's target is the whole council's
  pack.meeting = programme->meeting.title;
  pack.measures = series_of(reader.measures().list({"", base::iso(key.period.plus_months(1 - kMeasureMonths)),
                                                    base::iso(key.period), std::nullopt}),
                            key.locality);
  return pack;
}

ReportPage page_of(const LocalityPack& pack, FigureLinks links) {
  auto page = page_of(pack.monthly, links);
  page.title = fmt::format("{} pack, {}", pack.monthly.request.locality, base::say(pack.monthly.request.to));
  page.caption = pack.meeting + ", " + pack.monthly.programme_title;
  page.sections.insert(page.sections.begin(), performance(pack));
  return page;
}

std::string to_json(const LocalityPack& pack) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["report"] = "locality";
  json["locality"] = pack.monthly.request.locality;
  json["period"] = base::iso(pack.monthly.request.to);
  json["meeting"] = pack.meeting;
  const auto months = [](const std::vector<domain::Measure>& measures) {
    Json out = Json::array();
    for (const auto& one : measures)
      out.push_back(
          {{"period", base::iso(one.period)},
           {"value", static_cast<double>(one.value.thousandths) / 1000.0},
           {"unit", one.unit},
           {"target", one.target ? Json(static_cast<double>(one.target->thousandths) / 1000.0) : Json(nullptr)}});
    return out;
  };
  json["measures"] = Json::array();
  for (const auto& series : pack.measures)
    json["measures"].push_back(
        {{"measure", series.measure}, {"locality", months(series.months)}, {"council", months(series.council)}});
  json["audits"] = Json::parse(to_json(pack.monthly));
  return json.dump(2) + "\n";
}

std::string to_csv(const LocalityPack& pack) {
  std::string out;
  base::append_csv(out, {"section", "period", "area", "measure", "n", "of", "value", "unit", "target"});
  for (const auto& row : rows_of(pack.monthly)) {
    const auto area = base::guarded_cell(row.area);
    const auto measure = base::guarded_cell(row.measure);
    const auto n = std::to_string(row.n);
    const auto of = row.of ? std::to_string(*row.of) : std::string();
    base::append_csv(out, {row.section, row.period, area, measure, n, of, "", "", ""});
  }
  for (const auto& series : pack.measures)
    for (const auto* list : {&series.months, &series.council})
      for (const auto& one : *list) {
        const auto area = base::guarded_cell(one.locality.empty() ? "all" : one.locality);
        const auto measure = base::guarded_cell(one.measure);
        const auto unit = base::guarded_cell(one.unit);
        const auto target = one.target ? to_string(*one.target) : std::string();
        base::append_csv(
            out, {"performance", base::iso(one.period), area, measure, "", "", to_string(one.value), unit, target});
      }
  return out;
}

namespace {

bool meets_by_locality(const domain::Programme& programme) {
  return !programme.meeting.title.empty() && programme.meeting.by_locality;
}

std::string own_locality(const app::Actor& actor, app::Reader& reader, const std::vector<std::string>& known) {
  const auto knows = [&](const std::string& name) { return std::ranges::find(known, name) != known.end(); };
  for (const auto& grant : actor.grants)
    if (grant.scope == app::ScopeKind::Locality && knows(grant.value)) return grant.value;
  if (actor.person)
    if (const auto self = reader.people().find(*actor.person); self && knows(self->locality)) return self->locality;
  return known.empty() ? "" : known.front();
}

}  // namespace

bool has_locality_pack(const domain::Framework& framework) {
  return !framework.council.localities.empty() && std::ranges::any_of(framework.programmes, meets_by_locality);
}

base::Result<MadeReport> make_locality(const ReportAsk& asked, const app::Actor& actor, const base::Clock& clock,
                                       app::Reader& reader, const domain::Framework& framework, FigureLinks links) {
  CHECK(check_months(asked.from, asked.to));
  ReportAsk ask;
  ask.from = ask.to = asked.to;
  ask.programme = asked.programme;
  if (ask.programme.empty()) {
    const auto first = std::ranges::find_if(framework.programmes, meets_by_locality);
    if (first == framework.programmes.end()) return base::not_found("meeting.find.none");
    ask.programme = first->key;
  }
  ask.locality = asked.locality.empty() ? own_locality(actor, reader, framework.council.localities) : asked.locality;
  app::MeetingKey key;
  key.programme = ask.programme;
  key.period = ask.to;
  key.locality = ask.locality;
  TRY(const auto pack, make_locality_pack(key, actor, clock, reader, framework));
  auto place = base::lower(ask.locality);
  std::ranges::replace_if(
      place, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); }, '-');
  return MadeReport{"locality",           ask,           report_file_name(actor.council, "locality", ask) + "-" + place,
                    page_of(pack, links), to_json(pack), to_csv(pack)};
}

}  // namespace plumbline::report
