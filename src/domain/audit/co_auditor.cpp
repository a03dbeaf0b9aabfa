#include "domain/audit/co_auditor.hpp"

#include "domain/audit/audit.hpp"

namespace plumbline::domain {

std::string_view to_string(CoAuditorKind kind) {
  switch (kind) {
    case CoAuditorKind::Second:
      return "second";
    case CoAuditorKind::Preparer:
      return "preparer";
    case CoAuditorKind::Linked:
      return "linked";
  }
  return "";
}

std::optional<CoAuditorKind> parse_co_auditor_kind(std::string_view text) {
  for (const auto kind : kCoAuditorKinds)
    if (to_string(kind) == text) return kind;
  return std::nullopt;
}

const CoAuditor* Audit::co_auditor(CoAuditorKind kind) const {
  for (const auto& one : beside)
    if (one.kind == kind) return &one;
  return nullptr;
}

bool Audit::is_audited_by(const PersonId& person) const {
  if (auditor == person) return true;
  const auto* second = co_auditor(CoAuditorKind::Second);
  return second != nullptr && second->person == person;
}

bool Audit::is_being_prepared() const {
  const auto* preparer = co_auditor(CoAuditorKind::Preparer);
  return preparer != nullptr && !preparer->prepared_at;
}

bool Audit::all_parts_returned() const {
  if (!submitted_at) return false;
  for (const auto& other : others)
    if (!other.returned) return false;
  return true;
}

bool Audit::is_kept_from(const PersonId& person) const {
  if (!is_joint_part(part) || auditor == person || all_parts_returned()) return false;
  for (const auto& other : others)
    if (other.auditor == person) return true;
  return false;
}

}  // namespace plumbline::domain
