// Who works on an audit beside its auditor (ALLOC-5, ALLOC-6, AUDIT-14), and the audits that others make of the same
// case (ALLOC-8, AUDIT-15).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "base/id.hpp"
#include "domain/register/case.hpp"

namespace plumbline::domain {

using AuditId = base::Id<struct AuditTag>;

// Stored: add, never change.
enum class CoAuditorKind {
  Second,    // of a pair: reads and writes all that the auditor does
  Preparer,  // of the audit team: writes the prepared sections, until they are said to be prepared
  Linked     // supports the auditors of the case's area in that cycle
};
inline constexpr std::array kCoAuditorKinds{CoAuditorKind::Second, CoAuditorKind::Preparer, CoAuditorKind::Linked};
std::string_view to_string(CoAuditorKind kind);  // `second`, `preparer`, `linked`
std::optional<CoAuditorKind> parse_co_auditor_kind(std::string_view text);

struct CoAuditor {
  CoAuditorKind kind = CoAuditorKind::Second;
  PersonId person;
  base::Instant since{};
  std::optional<base::Instant> prepared_at;  // of a preparer: the prepared sections rest from then on
  bool away = false;                         // of a second: the auditor completes and presents alone
  bool moderates = false;                    // of a linked auditor: moderates the area's audits too (MOD-1)
  friend bool operator==(const CoAuditor&, const CoAuditor&) = default;
};

// Another audit of the same case in the same cycle: of a joint audit, or of another agency.
struct OtherPart {
  AuditId audit;
  std::string part;
  std::optional<PersonId> auditor;
  bool returned = false;
  friend bool operator==(const OtherPart&, const OtherPart&) = default;
};

// The parts of a joint audit are numbered; those of agencies carry the agency's key, which begins with a letter.
constexpr bool is_joint_part(std::string_view part) { return !part.empty() && part[0] >= '0' && part[0] <= '9'; }

}  // namespace plumbline::domain
