#include "store/audit_sight.hpp"

#include <map>

namespace plumbline::store {
namespace {

constexpr std::string_view kOfCycle = R"sql(
  SELECT kind, audit_id, area, person_id, since, prepared_at, away, moderates FROM co_auditors
  WHERE council = $1 AND cycle_id = $2 AND (audit_id <> '' OR kind = 'linked') ORDER BY kind DESC, area, person_id
)sql";
constexpr std::string_view kOfAudit = R"sql(
  SELECT kind, audit_id, area, person_id, since, prepared_at, away, moderates FROM co_auditors
  WHERE council = $1 AND cycle_id = $2 AND (audit_id = $3 OR kind = 'linked') ORDER BY kind DESC, area, person_id
)sql";
constexpr std::string_view kParts = R"sql(
  SELECT audit_id, child_id, part, auditor, submitted_at IS NOT NULL FROM audits
  WHERE council = $1 AND cycle_id = $2 AND part <> '' AND state <> 'withdrawn' ORDER BY length(part), part, audit_id
)sql";

struct Found {
  std::string audit;
  std::string area;
  domain::CoAuditor one;
};

Found found_from(const Row& row) {
  Found found;
  found.one.kind = parsed(row, 0, domain::parse_co_auditor_kind);
  found.audit = row.string(1);
  found.area = row.string(2);
  found.one.person = row.id<domain::PersonId>(3);
  found.one.since = row.instant(4);
  found.one.prepared_at = row.optional_instant(5);
  found.one.away = row.boolean(6);
  found.one.moderates = row.boolean(7);
  return found;
}

void fill_parts(const Scope& scope, const domain::CycleId& cycle, const std::vector<domain::Audit*>& audits) {
  scope.connection.query(kParts, {scope.council, cycle}, [&](const Row& row) {
    for (auto* audit : audits) {
      if (audit->part.empty() || audit->child_id.text() != row.text(1) || audit->id.text() == row.text(0)) continue;
      audit->others.push_back(
          {row.id<domain::AuditId>(0), row.string(2), row.optional_id<domain::PersonId>(3), row.boolean(4)});
    }
  });
}

}  // namespace

std::string findings_readable(Where& where, const app::Visibility& visible) {
  if (!visible.findings || visible.findings->everything) return "";
  const auto& findings = *visible.findings;
  std::string any = "(audits.state = 'final'";
  const auto either = [&](const std::string& condition) { any += " OR " + condition; };
  if (!findings.localities.empty()) either(where.in("audits.locality", findings.localities));
  if (!findings.service_areas.empty()) either(where.in("audits.service_area", findings.service_areas));
  if (!findings.teams.empty()) either(where.in("audits.team", findings.teams));
  if (visible.person && !visible.person->empty()) {
    const auto person = where.bind(*visible.person);
    for (const auto tie : {kPreparerSees, kLinkedSees, kJointSees}) either(filled(tie, person));
    if (findings.own_audits)
      for (const auto tie : {kAuditorSees, kSecondSees}) either(filled(tie, person));
  }
  return any + ')';
}

void keep_joint_apart(Where& where, const app::Visibility& visible) {
  if (!visible.person || visible.person->empty()) return;
  where.add(
      "NOT (audits.part > '0' AND audits.part < 'a' AND audits.auditor IS NOT NULL AND audits.auditor <> ? "
      "AND EXISTS (SELECT 1 FROM audits o WHERE o.council = audits.council AND o.child_id = audits.child_id "
      "AND o.cycle_id = audits.cycle_id AND o.auditor = ? AND o.part > '0' AND o.part < 'a' "
      "AND o.state <> 'withdrawn') "
      "AND EXISTS (SELECT 1 FROM audits u WHERE u.council = audits.council AND u.child_id = audits.child_id "
      "AND u.cycle_id = audits.cycle_id AND u.part > '0' AND u.part < 'a' AND u.state <> 'withdrawn' "
      "AND u.submitted_at IS NULL))",
      *visible.person);
}

void fill_beside(const Scope& scope, std::vector<domain::Audit>& audits) {
  std::map<domain::CycleId, std::vector<domain::Audit*>> by_cycle;
  for (auto& audit : audits) by_cycle[audit.cycle].push_back(&audit);
  for (auto& [cycle, members] : by_cycle) {
    const auto found = members.size() == 1
                           ? scope.connection.all(kOfAudit, {scope.council, cycle, members.front()->id}, found_from)
                           : scope.connection.all(kOfCycle, {scope.council, cycle}, found_from);
    std::map<std::string, std::vector<const Found*>> of_audit;
    std::vector<const Found*> links;
    bool parts = false;
    for (const auto& one : found) {
      if (one.one.kind == domain::CoAuditorKind::Linked)
        links.push_back(&one);
      else
        of_audit[one.audit].push_back(&one);
    }
    for (auto* audit : members) {
      parts = parts || !audit->part.empty();
      if (const auto own = of_audit.find(audit->id.text()); own != of_audit.end())
        for (const auto* one : own->second) audit->beside.push_back(one->one);
      for (const auto* link : links)
        if (!link->area.empty() && (link->area == audit->locality || link->area == audit->service_area))
          audit->beside.push_back(link->one);
    }
    if (parts) fill_parts(scope, cycle, members);
  }
}

}  // namespace plumbline::store
