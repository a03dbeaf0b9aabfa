#include "store/measure_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT measure, period, locality, value, unit, target, entered_by, entered_at FROM measures)sql";
constexpr std::string_view kPut = R"sql(
  INSERT INTO measures (council, measure, period, locality, value, unit, target, entered_by, entered_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (council, measure, period, locality) DO UPDATE SET
    value = excluded.value, unit = excluded.unit, target = excluded.target, entered_by = excluded.entered_by,
    entered_at = excluded.entered_at
)sql";
constexpr std::string_view kRemove =
    "DELETE FROM measures WHERE council = $1 AND measure = $2 AND period = $3 AND locality = $4";

}  // namespace

std::vector<domain::Measure> SqlMeasureStore::list(const app::MeasureFilter& filter) {
  Where where("council = $1", scope_.council);
  where.text("measure = ?", filter.measure).text("period >= ?", filter.from).text("period <= ?", filter.to);
  if (filter.locality) where.add("locality = ?", *filter.locality);
  return scope_.connection.all(where.sql(kSelect, "ORDER BY measure, period, locality"), where.values(),
                               [](const Row& row) {
                                 domain::Measure measure;
                                 measure.measure = row.string(0);
                                 measure.period = row.period(1);
                                 measure.locality = row.string(2);
                                 measure.value.thousandths = row.integer(3);
                                 measure.unit = row.string(4);
                                 if (const auto target = row.optional_integer(5))
                                   measure.target = domain::Decimal{*target};
                                 measure.entered_by = row.id<domain::PersonId>(6);
                                 measure.entered_at = row.instant(7);
                                 return measure;
                               });
}

void SqlMeasureStore::put(const domain::Measure& one) {
  scope_.connection.execute(
      kPut, {scope_.council, one.measure, one.period, one.locality, one.value.thousandths, one.unit,
             one.target ? Value(one.target->thousandths) : Value(nullptr), one.entered_by, one.entered_at});
}

bool SqlMeasureStore::remove(const std::string& measure, base::Period period, const std::string& locality) {
  return scope_.connection.execute(kRemove, {scope_.council, measure, period, locality}) > 0;
}

}  // namespace plumbline::store
