#include "app/learning/measures.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "app/audit/write_down.hpp"
#include "app/messages/messages.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/ports/measure_ports.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

using domain::Measure;

std::string trimmed(std::string_view text) { return std::string(base::trim(text)); }

base::Result<Measure> read(const PutMeasure& given, const domain::Framework& framework) {
  Measure measure;
  for (const auto* text : {&given.measure, &given.unit, &given.locality})
    if (!base::is_valid_utf8(*text)) return base::invalid("measure.put.not_text", "measure");
  measure.measure = trimmed(given.measure);
  if (measure.measure.empty()) return base::invalid("measure.put.name_missing", "measure");
  if (measure.measure.size() > domain::kLongestMeasure)
    return base::invalid("measure.put.name_too_long", "measure", {{"most", std::to_string(domain::kLongestMeasure)}});
  const auto period = base::parse_period(base::trim(given.period));
  if (!period) return base::invalid("measure.put.period", "period");
  measure.period = *period;
  measure.locality = trimmed(given.locality);
  const auto& localities = framework.council.localities;
  if (!measure.locality.empty() && std::ranges::find(localities, measure.locality) == localities.end())
    return base::invalid("measure.put.locality", "locality");
  const auto value = domain::parse_decimal(given.value);
  if (!value) return base::invalid("measure.put.value", "value");
  measure.value = *value;
  measure.unit = trimmed(given.unit);
  if (measure.unit.size() > domain::kLongestUnit)
    return base::invalid("measure.put.unit_too_long", "unit", {{"most", std::to_string(domain::kLongestUnit)}});
  if (const auto target = trimmed(given.target); !target.empty()) {
    measure.target = domain::parse_decimal(target);
    if (!measure.target) return base::invalid("measure.put.target", "target");
  }
  return measure;
}

std::string name_of(const std::string& measure, base::Period period, const std::string& locality) {
  return measure + ", " + base::iso(period) + (locality.empty() ? "" : ", " + locality);
}

JournalFields fields_of(const Measure& measure) {
  return {{"value", to_string(measure.value)}, {"target", measure.target ? to_string(*measure.target) : ""}};
}

// The figure of that name, month and place as it stands; no fields where there is none.
JournalFields as_it_stands(const std::string& measure, base::Period period, const std::string& locality,
                           MeasureReads& measures) {
  for (const auto& known : measures.list({measure, base::iso(period), base::iso(period), locality}))
    return fields_of(known);
  return {};
}

void keep(Measure measure, const Actor& actor, base::Instant now, UnitOfWork& work) {
  measure.entered_by = actor.acting();
  measure.entered_at = now;
  const auto before = as_it_stands(measure.measure, measure.period, measure.locality, work.measures());
  work.measures().put(measure);
  write_down(work.journal(), actor, now, "measure-entered", "measure",
             name_of(measure.measure, measure.period, measure.locality), "", before, fields_of(measure));
}

}  // namespace

base::Result<void> put_measure(const PutMeasure& command, const Actor& actor, const base::Clock& clock,
                               const domain::Framework& framework, UnitOfWork& work) {
  CHECK(may_enter_measures(actor));
  TRY(auto measure, read(command, framework));
  keep(std::move(measure), actor, clock.now(), work);
  return work.commit();
}

base::Result<void> remove_measure(const RemoveMeasure& command, const Actor& actor, const base::Clock& clock,
                                  UnitOfWork& work) {
  CHECK(may_enter_measures(actor));
  const auto before = as_it_stands(command.measure, command.period, command.locality, work.measures());
  if (!work.measures().remove(command.measure, command.period, command.locality))
    return base::not_found("measure.remove.gone");
  write_down(work.journal(), actor, clock.now(), "measure-removed", "measure",
             name_of(command.measure, command.period, command.locality), "", before, {});
  return work.commit();
}

base::Result<ImportedMeasures> import_measures(std::string_view csv, const Actor& actor, const base::Clock& clock,
                                               const domain::Framework& framework, UnitOfWork& work) {
  CHECK(may_enter_measures(actor));
  if (csv.size() > kLargestMeasureFile) return base::invalid("measure.import.too_large", "file");
  std::istringstream file{std::string(csv)};
  base::CsvReader reader(file);
  std::vector<std::string_view> fields;
  TRY(const bool any, reader.next(fields));
  if (!any) return base::invalid("measure.import.empty", "file");
  static constexpr std::array kColumns{"measure", "period", "locality", "value", "unit", "target"};
  std::array<std::size_t, kColumns.size()> at{};
  at.fill(std::string::npos);
  for (std::size_t column = 0; column < fields.size(); ++column)
    for (std::size_t known = 0; known < kColumns.size(); ++known)
      if (base::equal_ignoring_case(base::trim(fields[column]), kColumns[known])) at[known] = column;
  for (const std::size_t needed : {0, 1, 3})
    if (at[needed] == std::string::npos)
      return base::invalid("measure.import.column_missing", "file", {{"column", kColumns[needed]}});

  ImportedMeasures imported;
  std::vector<Measure> measures;
  for (;;) {
    TRY(const bool more, reader.next(fields));
    if (!more) break;
    if (measures.size() + imported.problems.size() >= kMostMeasureRows)
      return base::invalid("measure.import.too_many", "file", {{"most", base::with_commas(kMostMeasureRows)}});
    const auto cell = [&](std::size_t column) {
      return at[column] < fields.size() ? std::string(fields[at[column]]) : std::string();
    };
    auto measure = read({cell(0), cell(1), cell(2), cell(3), cell(4), cell(5)}, framework);
    if (measure) {
      measures.push_back(std::move(*measure));
    } else if (imported.problems.size() < kMostMeasureProblems) {
      imported.problems.push_back({base::ErrorCode::Invalid,
                                   "measure.import.row",
                                   "file",
                                   {{"line", std::to_string(reader.line())},
                                    {"column", measure.error().field},
                                    {"why", sentence(measure.error())}}});
    }
  }
  if (!imported.problems.empty()) return imported;
  if (measures.empty()) return base::invalid("measure.import.empty", "file");
  for (const auto& measure : measures) keep(measure, actor, clock.now(), work);
  imported.rows = measures.size();
  CHECK(work.commit());
  return imported;
}

}  // namespace plumbline::app
