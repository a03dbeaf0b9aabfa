// Counts of sections and conversations as an inspector would make them: every returned audit opened and read.
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "contract/store_fixture.hpp"

namespace plumbline::tests {

// By period, locality, cohort, tool, section, judgement and flag.
using SectionTally =
    std::map<std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, bool>, long long>;

inline SectionTally recounted(app::Reader& reader) {
  SectionTally tally;
  for (const auto& audit : reader.audits().list({}, {1, 0, "", false}, kAll).rows) {
    if (!audit.submitted_at || audit.reaudit_of) continue;
    for (const auto& section : reader.audits().sections(audit.id))
      ++tally[{base::iso(audit.period), audit.locality, audit.cohort, audit.tool, section.section,
               section.judgement ? std::string(to_string(*section.judgement)) : std::string(), section.good_practice}];
  }
  return tally;
}

// Returned audits by period, locality, and what became of the conversation with the worker; with `family` of those that
// were to have contact with the family, whether they had.
using TalkTally = std::map<std::tuple<std::string, std::string, std::string>, long long>;

inline std::string said_of(const std::optional<bool>& held, const std::optional<domain::NotHeldReason>& reason) {
  if (!held && !reason) return "nothing";
  return std::string(!held   ? "?"
                     : *held ? "yes"
                             : "no") +
         " " + (reason ? std::string(to_string(*reason)) : std::string());
}

inline TalkTally talks_recounted(app::Reader& reader, bool family) {
  TalkTally tally;
  for (const auto& audit : reader.audits().list({}, {1, 0, "", false}, kAll).rows) {
    if (!audit.submitted_at || audit.reaudit_of || (family && !audit.family_contact)) continue;
    std::string said = family ? "no" : "nothing";
    for (const auto& talk : reader.audits().conversations(audit.id)) {
      if (family != (talk.kind == domain::ConversationKind::Family)) continue;
      said = !family ? said_of(talk.held, talk.reason) : talk.held.value_or(false) ? "yes" : "no";
    }
    ++tally[{base::iso(audit.period), audit.locality, said}];
  }
  return tally;
}

inline TalkTally talks_counted(app::Reader& reader, bool family) {
  TalkTally tally;
  const auto counts = reader.reports().counts({}, app::AreaBy::Locality, on("2027-01-01"));
  if (family)
    for (const auto& row : counts.family) tally[{base::iso(row.period), row.area, row.held ? "yes" : "no"}] += row.n;
  else
    for (const auto& row : counts.participation)
      tally[{base::iso(row.period), row.area, said_of(row.held, row.reason)}] += row.n;
  return tally;
}

inline SectionTally counted(app::Reader& reader) {
  SectionTally tally;
  for (const auto& row : reader.reports().counts({}, app::AreaBy::Locality, on("2027-01-01")).sections)
    tally[{base::iso(row.period), row.area, row.cohort, row.tool, row.section,
           row.judgement ? std::string(to_string(*row.judgement)) : std::string(), row.good_practice}] += row.n;
  return tally;
}

}  // namespace plumbline::tests
