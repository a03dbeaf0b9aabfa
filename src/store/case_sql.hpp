// The statements of the case register.
#pragma once

#include <string_view>

namespace plumbline::store::sql {

inline constexpr std::string_view kSelectCases = R"sql(
  SELECT cases.child_id, cases.category, cases.locality, cases.service_area, cases.team, cases.worker_id,
         cases.supervisor_id, cases.opened_on, cases.closed_on, cases.moved_on, cases.flags, cases.restricted,
         cases.last_audited_on, cases.birth_year, cases.gender, cases.ethnicity, cases.disability
  FROM cases)sql";
inline constexpr std::string_view kCountCases = "SELECT count(*) FROM cases";
inline constexpr std::string_view kCountOpenCases =
    "SELECT count(*) FROM cases WHERE council = $1 AND closed_on IS NULL";
inline constexpr std::string_view kKnownCases =
    "SELECT child_id, said, category, closed_on IS NULL FROM cases WHERE council = $1";

inline constexpr std::string_view kTiesOfOne = R"sql(
  SELECT worker_id, FALSE FROM cases WHERE council = $1 AND child_id = $2 AND worker_id IS NOT NULL
  UNION SELECT supervisor_id, TRUE FROM cases WHERE council = $1 AND child_id = $2 AND supervisor_id IS NOT NULL
  UNION SELECT person_id, supervised FROM case_ties WHERE council = $1 AND child_id = $2
  ORDER BY 1, 2
)sql";

inline constexpr std::string_view kInsertCase = R"sql(
  INSERT INTO cases (council, child_id, category, locality, service_area, team, worker_id, supervisor_id, opened_on,
                     closed_on, moved_on, flags, restricted, last_audited_on, birth_year, gender, ethnicity, disability,
                     said)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
)sql";
// $20 says which fields are given, a bit for each; the others keep what the register holds.
inline constexpr std::string_view kUpdateCase = R"sql(
  UPDATE cases SET category = $3,
    locality = CASE WHEN CAST($20 AS BIGINT) & 1 <> 0 THEN $4 ELSE locality END,
    service_area = CASE WHEN CAST($20 AS BIGINT) & 2 <> 0 THEN $5 ELSE service_area END,
    team = CASE WHEN CAST($20 AS BIGINT) & 4 <> 0 THEN $6 ELSE team END,
    worker_id = CASE WHEN CAST($20 AS BIGINT) & 8 <> 0 THEN $7 ELSE worker_id END,
    supervisor_id = CASE WHEN CAST($20 AS BIGINT) & 16 <> 0 THEN $8 ELSE supervisor_id END,
    opened_on = CASE WHEN CAST($20 AS BIGINT) & 32 <> 0 THEN $9 ELSE opened_on END,
    closed_on = $10,
    moved_on = CASE WHEN CAST($20 AS BIGINT) & 64 <> 0 THEN $11 ELSE moved_on END,
    flags = CASE WHEN CAST($20 AS BIGINT) & 128 <> 0 THEN $12 ELSE flags END,
    restricted = CASE WHEN CAST($20 AS BIGINT) & 256 <> 0 THEN $13 ELSE restricted END,
    last_audited_on = CASE WHEN CAST($20 AS BIGINT) & 512 <> 0 THEN $14 ELSE last_audited_on END,
    birth_year = CASE WHEN CAST($20 AS BIGINT) & 1024 <> 0 THEN $15 ELSE birth_year END,
    gender = CASE WHEN CAST($20 AS BIGINT) & 2048 <> 0 THEN $16 ELSE gender END,
    ethnicity = CASE WHEN CAST($20 AS BIGINT) & 4096 <> 0 THEN $17 ELSE ethnicity END,
    disability = CASE WHEN CAST($20 AS BIGINT) & 8192 <> 0 THEN $18 ELSE disability END,
    said = $19
  WHERE council = $1 AND child_id = $2
)sql";
// Keeps the one who is about to be replaced. $3: the new one, $4: the day until which the old one had the case.
inline constexpr std::string_view kKeepWorker = R"sql(
  INSERT INTO case_ties (council, child_id, person_id, supervised, until_on)
  SELECT council, child_id, worker_id, FALSE, CAST($4 AS TEXT) FROM cases
  WHERE council = $1 AND child_id = $2 AND worker_id IS NOT NULL AND worker_id <> COALESCE($3, '')
  ON CONFLICT (council, child_id, person_id, supervised) DO UPDATE SET until_on = excluded.until_on
)sql";
inline constexpr std::string_view kKeepSupervisor = R"sql(
  INSERT INTO case_ties (council, child_id, person_id, supervised, until_on)
  SELECT council, child_id, supervisor_id, TRUE, CAST($4 AS TEXT) FROM cases
  WHERE council = $1 AND child_id = $2 AND supervisor_id IS NOT NULL AND supervisor_id <> COALESCE($3, '')
  ON CONFLICT (council, child_id, person_id, supervised) DO UPDATE SET until_on = excluded.until_on
)sql";
inline constexpr std::string_view kCloseCase =
    "UPDATE cases SET closed_on = $3, said = 0 WHERE council = $1 AND child_id = $2";
inline constexpr std::string_view kMarkAudited = R"sql(
  UPDATE cases SET last_audited_on = $3
  WHERE council = $1 AND child_id = $2 AND (last_audited_on IS NULL OR last_audited_on < $3)
)sql";

}  // namespace plumbline::store::sql
