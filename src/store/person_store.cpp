#include "store/person_store.hpp"

#include <array>

namespace plumbline::store {
namespace {

constexpr std::string_view kSelectPeople = R"sql(
  SELECT person_id, name, email, role, team, locality, service_area, agency, qualified, trained_on, away_from, away_to,
         manager_id, left_on
  FROM people)sql";
constexpr std::string_view kCountPeople = "SELECT count(*) FROM people";
constexpr std::string_view kPutPerson = R"sql(
  INSERT INTO people (council, person_id, name, email, role, team, locality, service_area, agency, qualified, trained_on,
                      away_from, away_to, manager_id, left_on)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
  ON CONFLICT (council, person_id) DO UPDATE SET
    name = excluded.name, email = excluded.email, role = excluded.role, team = excluded.team,
    locality = excluded.locality, service_area = excluded.service_area, agency = excluded.agency,
    qualified = excluded.qualified, trained_on = excluded.trained_on, away_from = excluded.away_from,
    away_to = excluded.away_to, manager_id = excluded.manager_id, left_on = excluded.left_on
)sql";
constexpr std::string_view kNameOf = "SELECT name FROM people WHERE council = $1 AND person_id = $2";
constexpr std::string_view kTeams =
    "SELECT team, locality, service_area, manager_id FROM teams WHERE council = $1 ORDER BY team";
constexpr std::string_view kPutTeam = R"sql(
  INSERT INTO teams (council, team, locality, service_area, manager_id) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (council, team) DO UPDATE SET
    locality = excluded.locality, service_area = excluded.service_area, manager_id = excluded.manager_id
)sql";

constexpr std::string_view kFindUpload = R"sql(
  SELECT upload_id, kind, filename, content, mapping, uploaded_at, uploaded_by FROM uploads
  WHERE council = $1 AND upload_id = $2
)sql";
constexpr std::string_view kPutUpload = R"sql(
  INSERT INTO uploads (council, upload_id, kind, filename, content, mapping, uploaded_at, uploaded_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (council, upload_id) DO UPDATE SET
    kind = excluded.kind, filename = excluded.filename, content = excluded.content, mapping = excluded.mapping,
    uploaded_at = excluded.uploaded_at, uploaded_by = excluded.uploaded_by
)sql";
constexpr std::string_view kRemoveUpload = "DELETE FROM uploads WHERE council = $1 AND upload_id = $2";
constexpr std::string_view kRemoveOldUploads = "DELETE FROM uploads WHERE council = $1 AND uploaded_at < $2";

constexpr std::array kSorts{
    SortKey{"", "ORDER BY name, person_id", "ORDER BY name DESC, person_id DESC"},
    SortKey{"name", "ORDER BY name, person_id", "ORDER BY name DESC, person_id DESC"},
    SortKey{"person", "ORDER BY person_id", "ORDER BY person_id DESC"},
    SortKey{"role", "ORDER BY role, name, person_id", "ORDER BY role DESC, name DESC, person_id DESC"},
    SortKey{"team", "ORDER BY team, name, person_id", "ORDER BY team DESC, name DESC, person_id DESC"},
    SortKey{"locality", "ORDER BY locality, name, person_id", "ORDER BY locality DESC, name DESC, person_id DESC"},
};

domain::Person person_from(const Row& row) {
  domain::Person person;
  person.person_id = row.id<domain::PersonId>(0);
  person.name = row.string(1);
  person.email = row.string(2);
  person.role = parsed(row, 3, domain::parse_job_role);
  person.team = row.string(4);
  person.locality = row.string(5);
  person.service_area = row.string(6);
  person.agency = row.string(7);
  person.qualified = row.boolean(8);
  person.trained_on = row.optional_day(9);
  person.away_from = row.optional_day(10);
  person.away_to = row.optional_day(11);
  person.manager_id = row.optional_id<domain::PersonId>(12);
  person.left_on = row.optional_day(13);
  return person;
}

}  // namespace

std::optional<domain::Person> SqlPersonStore::find(const domain::PersonId& person) {
  static const std::string sql = std::string(kSelectPeople) + " WHERE council = $1 AND person_id = $2";
  return scope_.connection.one(sql, {scope_.council, person}, person_from);
}

std::vector<domain::Person> SqlPersonStore::all() {
  static const std::string sql =
      std::string(kSelectPeople) + " WHERE council = $1 AND left_on IS NULL ORDER BY person_id";
  return scope_.connection.all(sql, {scope_.council}, person_from);
}

std::vector<domain::Person> SqlPersonStore::everyone() {
  static const std::string sql = std::string(kSelectPeople) + " WHERE council = $1 ORDER BY person_id";
  return scope_.connection.all(sql, {scope_.council}, person_from);
}

app::Page<domain::Person> SqlPersonStore::list(const app::PersonFilter& filter, const app::PageRequest& page) {
  Where where("council = $1", scope_.council);
  where.contains({"name", "person_id"}, filter.text)
      .text("role = ?", filter.role)
      .text("team = ?", filter.team)
      .text("locality = ?", filter.locality);
  if (filter.without_team) where.add("team = ''");
  where.add(filter.left ? "left_on IS NOT NULL" : "left_on IS NULL");
  return page_of(scope_.connection, kSelectPeople, kCountPeople, where, kSorts, page, person_from);
}

std::vector<domain::Team> SqlPersonStore::teams() {
  return scope_.connection.all(kTeams, {scope_.council}, [](const Row& row) {
    return domain::Team{row.string(0), row.string(1), row.string(2), row.optional_id<domain::PersonId>(3)};
  });
}

std::string SqlPersonStore::name_of(const domain::PersonId& person) {
  auto name = scope_.connection.one(kNameOf, {scope_.council, person}, [](const Row& row) { return row.string(0); });
  return name && !name->empty() ? *name : person.text();
}

void SqlPersonStore::put(const domain::Person& person) {
  scope_.connection.execute(
      kPutPerson, {scope_.council, person.person_id, person.name, person.email, to_string(person.role), person.team,
                   person.locality, person.service_area, person.agency, person.qualified, person.trained_on,
                   person.away_from, person.away_to, person.manager_id, person.left_on});
}

void SqlPersonStore::put_team(const domain::Team& team) {
  scope_.connection.execute(kPutTeam, {scope_.council, team.team, team.locality, team.service_area, team.manager_id});
}

std::optional<app::Upload> SqlUploadStore::find(const std::string& id) {
  return scope_.connection.one(kFindUpload, {scope_.council, id}, [](const Row& row) {
    return app::Upload{row.string(0),
                       row.string(1),
                       row.string(2),
                       row.blob(3),
                       row.string(4),
                       row.instant(5),
                       row.id<domain::PersonId>(6)};
  });
}

void SqlUploadStore::put(const app::Upload& upload) {
  scope_.connection.execute(kPutUpload, {scope_.council, upload.id, upload.kind, upload.filename, Blob{upload.content},
                                         upload.mapping, upload.uploaded_at, upload.uploaded_by.text()});
}

void SqlUploadStore::remove(const std::string& id) { scope_.connection.execute(kRemoveUpload, {scope_.council, id}); }

int SqlUploadStore::remove_before(base::Instant instant) {
  return static_cast<int>(scope_.connection.execute(kRemoveOldUploads, {scope_.council, instant}));
}

}  // namespace plumbline::store
