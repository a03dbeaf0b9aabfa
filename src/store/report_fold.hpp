// Everything that reports count of audits, in one walk over them: both back ends group by sorting or hashing every row,
// which for a million sections takes several times as long as reading them (docs/decisions/0008).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/ports/report_ports.hpp"
#include "base/day.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

// What is to be selected of each audit, before ` WHERE …`; the area's column stands between the two.
inline constexpr std::string_view kFoldedBefore = "SELECT audits.period, ";
inline constexpr std::string_view kFoldedAfter =
    R"sql( AS area, audits.cohort, audits.tool, audits.category, audits.state,
    audits.sent_at IS NOT NULL, audits.submitted_at, audits.due_on, audits.moderation_pick <> '', audits.overall,
    audits.moderated_overall, audits.family_contact, audits.imported, audits.hand_back_reason,
    audits.reaudit_of IS NOT NULL, audits.outline, audits.part
  FROM audits)sql";

// Fills audits, sections, tools, participation, family, good_practice and reaudits, and adds the rows of old trackers
// to sample; each in order of period and area. `today` decides what is overdue. Memory is bounded by the number of
// groups.
void fold_audits(Connection& connection, std::string_view sql, const std::vector<Value>& values, base::Day today,
                 app::ReportCounts& counts);

// audits.outline: what an audit's sections and conversations say, in one text beside it, so that a report reads one row
// an audit and not a dozen more. Written in the transaction that writes them; contract tests hold it to what they say.
class Outline {
 public:
  void worker(std::optional<bool> held, std::string_view reason);
  void family(std::optional<bool> held);
  void section(std::string_view key, std::string_view judgement, bool good_practice);  // in order of their keys
  std::string text() const;

 private:
  std::string worker_;
  std::string family_;
  std::string sections_;
};
// Reads what the audit's sections and conversations say as they stand, and writes it beside the audit.
void note_outline(Connection& connection, const std::string& council, std::string_view audit);

}  // namespace plumbline::store
