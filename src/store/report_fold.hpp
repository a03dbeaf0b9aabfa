// Counts of audits, sections, tools, conversations and examples folded while reading, for the embedded database: SQLite
// groups by sorting every row, which for a million sections takes longer than everything else in a report. The server's
// database groups by hashing and is asked in plain SQL. (docs/decisions: fold on SQLite)
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/ports/report_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

// What is to be selected of each returned audit; the area's column stands between the two parts.
inline constexpr std::string_view kFoldedBefore = "SELECT audits.period, ";
inline constexpr std::string_view kFoldedAfter = R"sql( AS area, audits.cohort, audits.tool, audits.category,
    COALESCE((SELECT COALESCE(c.held, '') || char(31) || COALESCE(c.reason, '') FROM conversations c
              WHERE c.council = audits.council AND c.audit_id = audits.audit_id AND c.kind = 'worker'), '')
  FROM audits)sql";
// And of each of their sections. CROSS JOIN keeps the audits outside, so that an audit's sections come one after
// another.
inline constexpr std::string_view kFoldedSectionsBefore = "SELECT audits.audit_id, audits.period, ";
inline constexpr std::string_view kFoldedSectionsAfter = R"sql( AS area, audits.cohort, audits.tool,
    s.section, COALESCE(s.judgement, ''), s.good_practice
  FROM audits CROSS JOIN audit_sections s ON s.council = audits.council AND s.audit_id = audits.audit_id)sql";

// Fill tools and participation, and sections and good_practice, each in the order that the statements in SQL give.
// Memory is bounded by the number of groups.
void fold_returned(Connection& connection, std::string_view sql, const std::vector<Value>& values,
                   app::ReportCounts& counts);
void fold_sections(Connection& connection, std::string_view sql, const std::vector<Value>& values,
                   app::ReportCounts& counts);

// One count for each key that `key_of` writes of a row, in the order of the keys; `first` makes it of its first row.
template <class Count, class KeyOf, class First>
std::vector<Count> fold_rows(Connection& connection, std::string_view sql, const std::vector<Value>& values,
                             KeyOf key_of, First first) {
  std::unordered_map<std::string, Count> groups;
  std::string key;
  connection.stream(sql, values, [&](const Row& row) {
    key.clear();
    key_of(row, key);
    auto at = groups.find(key);
    if (at == groups.end()) {
      at = groups.emplace(key, first(row)).first;
      at->second.n = 0;
    }
    ++at->second.n;
  });
  std::map<std::string, Count> ordered(std::make_move_iterator(groups.begin()), std::make_move_iterator(groups.end()));
  std::vector<Count> counts;
  counts.reserve(ordered.size());
  for (auto& [text, count] : ordered) counts.push_back(std::move(count));
  return counts;
}

}  // namespace plumbline::store
