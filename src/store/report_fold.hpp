// Counts of sections, tools, conversations and examples of returned audits in one walk, for the embedded database: SQLite
// groups by sorting every row, which for a million sections takes three times as long as reading them. The server's
// database groups by hashing and is asked in plain SQL.
#pragma once

#include <string>

#include "app/ports/report_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

// What is to be selected of each returned audit, before ` FROM audits WHERE …`; the area's column stands between.
inline constexpr std::string_view kFoldedBefore = "SELECT audits.period, ";
inline constexpr std::string_view kFoldedAfter = R"sql( AS area, audits.cohort, audits.tool, audits.category,
    COALESCE((SELECT group_concat(s.section || char(31) || COALESCE(s.judgement, '') || char(31) || s.good_practice,
                                  char(30))
              FROM audit_sections s WHERE s.council = audits.council AND s.audit_id = audits.audit_id), ''),
    COALESCE((SELECT COALESCE(c.held, '') || char(31) || COALESCE(c.reason, '') FROM conversations c
              WHERE c.council = audits.council AND c.audit_id = audits.audit_id AND c.kind = 'worker'), '')
  FROM audits)sql";

// Fills sections, tools, participation and good_practice, each in the order that the statements in SQL give. Memory is
// bounded by the number of groups.
void fold_returned(Connection& connection, std::string_view sql, const std::vector<Value>& values,
                   app::ReportCounts& counts);

}  // namespace plumbline::store
