#include "store/nomination_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT n.programme, n.period, n.child_id, n.reason, n.nominated_by, n.nominated_at
  FROM nominations n)sql";
constexpr std::string_view kSelectWithCases = R"sql(
  SELECT n.programme, n.period, n.child_id, n.reason, n.nominated_by, n.nominated_at
  FROM nominations n LEFT JOIN cases c ON c.council = n.council AND c.child_id = n.child_id)sql";
constexpr std::string_view kAdd = R"sql(
  INSERT INTO nominations (council, programme, period, child_id, reason, nominated_by, nominated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (council, programme, period, child_id) DO NOTHING
)sql";
constexpr std::string_view kRemove =
    "DELETE FROM nominations WHERE council = $1 AND programme = $2 AND period = $3 AND child_id = $4";

domain::NominatedCase nominated_from(const Row& row) {
  domain::NominatedCase nominated;
  nominated.programme = row.string(0);
  nominated.period = row.period(1);
  nominated.child_id = row.id<domain::ChildId>(2);
  nominated.reason = parsed(row, 3, domain::parse_nomination_reason);
  nominated.nominated_by = row.id<domain::PersonId>(4);
  nominated.nominated_at = row.instant(5);
  return nominated;
}

}  // namespace

std::vector<domain::NominatedCase> SqlNominationStore::of_month(const std::string& programme, base::Period period,
                                                                const app::Visibility& visible) {
  Where where("n.council = $1", scope_.council);
  where.add("n.programme = ?", programme).add("n.period = ?", period);
  where.visible(
      visible,
      {"c.locality", "c.service_area", "c.team", {"c.worker_id = ?", "c.supervisor_id = ?", "n.nominated_by = ?"}});
  return scope_.connection.all(where.sql(kSelectWithCases, "ORDER BY n.child_id"), where.values(), nominated_from);
}

std::optional<domain::NominatedCase> SqlNominationStore::find(const std::string& programme, base::Period period,
                                                              const domain::ChildId& child) {
  static const std::string sql =
      std::string(kSelect) + " WHERE n.council = $1 AND n.programme = $2 AND n.period = $3 AND n.child_id = $4";
  return scope_.connection.one(sql, {scope_.council, programme, period, child}, nominated_from);
}

bool SqlNominationStore::add(const domain::NominatedCase& nominated) {
  return scope_.connection.execute(kAdd,
                                   {scope_.council, nominated.programme, nominated.period, nominated.child_id,
                                    to_string(nominated.reason), nominated.nominated_by, nominated.nominated_at}) > 0;
}

void SqlNominationStore::remove(const std::string& programme, base::Period period, const domain::ChildId& child) {
  scope_.connection.execute(kRemove, {scope_.council, programme, period, child});
}

}  // namespace plumbline::store
