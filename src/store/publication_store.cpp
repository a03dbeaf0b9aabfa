#include "store/publication_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kCommentary = R"sql(
  SELECT report, ask, section, text, edited_by, edited_at, version FROM report_commentary
  WHERE council = $1 AND report = $2 AND ask = $3 ORDER BY section
)sql";
constexpr std::string_view kInsertCommentary = R"sql(
  INSERT INTO report_commentary (council, report, ask, section, text, edited_by, edited_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
  ON CONFLICT (council, report, ask, section) DO NOTHING
)sql";
constexpr std::string_view kUpdateCommentary = R"sql(
  UPDATE report_commentary SET text = $5, edited_by = $6, edited_at = $7, version = $8 + 1
  WHERE council = $1 AND report = $2 AND ask = $3 AND section = $4 AND version = $8
)sql";
constexpr std::string_view kFind = R"sql(
  SELECT publication_id, report, ask, number, title, caption, sha256, reason, published_by, published_at, model
  FROM publications WHERE council = $1 AND publication_id = $2
)sql";
constexpr std::string_view kVersions = R"sql(
  SELECT publication_id, report, ask, number, title, caption, sha256, reason, published_by, published_at
  FROM publications WHERE council = $1 AND report = $2 AND ask = $3 ORDER BY number DESC
)sql";
constexpr std::string_view kSelectHeads = R"sql(
  SELECT p.publication_id, p.report, p.ask, p.number, p.title, p.caption, p.sha256, p.reason, p.published_by,
         p.published_at
  FROM publications p)sql";
constexpr std::string_view kCountHeads = "SELECT COUNT(*) FROM publications p";
constexpr std::string_view kIsLatest = R"sql(NOT EXISTS (
  SELECT 1 FROM publications later WHERE later.council = p.council AND later.report = p.report AND later.ask = p.ask
     AND later.number > p.number))sql";
constexpr std::string_view kNumberTaken =
    "SELECT 1 FROM publications WHERE council = $1 AND report = $2 AND ask = $3 AND number = $4";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO publications (council, publication_id, report, ask, number, title, caption, model, sha256, reason,
                            published_by, published_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
)sql";

app::Publication head_from(const Row& row) {
  app::Publication publication;
  publication.id = row.id<app::PublicationId>(0);
  publication.report = row.string(1);
  publication.ask = row.string(2);
  publication.number = static_cast<int>(row.integer(3));
  publication.title = row.string(4);
  publication.caption = row.string(5);
  publication.sha256 = row.string(6);
  publication.reason = row.string(7);
  publication.published_by = row.id<domain::PersonId>(8);
  publication.published_at = row.instant(9);
  return publication;
}

}  // namespace

std::vector<app::Commentary> SqlPublicationStore::commentary(const std::string& report, const std::string& ask) {
  return scope_.connection.all(kCommentary, {scope_.council, report, ask}, [](const Row& row) {
    return app::Commentary{row.string(0),
                           row.string(1),
                           row.string(2),
                           row.string(3),
                           row.id<domain::PersonId>(4),
                           row.instant(5),
                           static_cast<int>(row.integer(6))};
  });
}

base::Result<void> SqlPublicationStore::save_commentary(app::Commentary& commentary) {
  auto& connection = scope_.connection;
  const auto changed =
      commentary.version == 0
          ? connection.try_execute(kInsertCommentary,
                                   {scope_.council, commentary.report, commentary.ask, commentary.section,
                                    commentary.text, commentary.edited_by, commentary.edited_at})
          : connection.try_execute(kUpdateCommentary,
                                   {scope_.council, commentary.report, commentary.ask, commentary.section,
                                    commentary.text, commentary.edited_by, commentary.edited_at, commentary.version});
  if (!changed) return tl::unexpected<base::Error>(changed.error());
  if (*changed == 0) return base::stale("store.save.stale");
  ++commentary.version;
  return {};
}

std::optional<app::Publication> SqlPublicationStore::find(const app::PublicationId& id) {
  return scope_.connection.one(kFind, {scope_.council, id}, [](const Row& row) {
    auto publication = head_from(row);
    publication.model = row.string(10);
    return publication;
  });
}

std::vector<app::Publication> SqlPublicationStore::versions(const std::string& report, const std::string& ask) {
  return scope_.connection.all(kVersions, {scope_.council, report, ask}, head_from);
}

app::Page<app::Publication> SqlPublicationStore::latest(const app::PageRequest& page,
                                                        const std::vector<std::string>& without) {
  static constexpr SortKey kSorts[]{
      {"published", " ORDER BY p.published_at DESC, p.publication_id DESC",
       " ORDER BY p.published_at DESC, p.publication_id DESC"},
  };
  Where where("p.council = $1", scope_.council);
  where.add(kIsLatest);
  for (const auto& report : without) where.add("p.report <> ?", report);
  return page_of(scope_.connection, kSelectHeads, kCountHeads, where, kSorts, page, head_from);
}

base::Result<void> SqlPublicationStore::add(const app::Publication& publication) {
  auto& connection = scope_.connection;
  if (connection.exists(kNumberTaken, {scope_.council, publication.report, publication.ask, publication.number}))
    return base::stale("store.save.stale");
  const auto added = connection.try_execute(
      kInsert, {scope_.council, publication.id, publication.report, publication.ask, publication.number,
                publication.title, publication.caption, publication.model, publication.sha256, publication.reason,
                publication.published_by, publication.published_at});
  if (!added) return tl::unexpected<base::Error>(added.error());
  return {};
}

}  // namespace plumbline::store
