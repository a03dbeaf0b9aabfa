// What the lists of audits, and of what belongs to them, ask of those who work on an audit beside its auditor:
// conditions on `audits` for Where::Sight::people, and the filling of Audit::beside and Audit::others.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/audit/audit.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

// The second of a pair and the preparer see the audit.
inline constexpr std::string_view kBesideSees =
    "audits.audit_id IN (SELECT b.audit_id FROM co_auditors b WHERE b.council = $1 AND b.person_id = ? "
    "AND b.audit_id <> '')";
// True or false, never NULL: these also stand in conditions that are turned round.
inline constexpr std::string_view kAuditorSees = "audits.auditor IS NOT NULL AND audits.auditor = ?";
inline constexpr std::string_view kSecondSees =
    "audits.audit_id IN (SELECT b.audit_id FROM co_auditors b WHERE b.council = $1 AND b.person_id = ? "
    "AND b.kind = 'second' AND b.audit_id <> '')";
inline constexpr std::string_view kPreparerSees =
    "audits.audit_id IN (SELECT b.audit_id FROM co_auditors b WHERE b.council = $1 AND b.person_id = ? "
    "AND b.kind = 'preparer' AND b.audit_id <> '')";
// The auditor linked to an area sees the area's audits of that cycle.
inline constexpr std::string_view kLinkedSees =
    "(audits.cycle_id IN (SELECT l.cycle_id FROM co_auditors l WHERE l.council = $1 AND l.person_id = ? "
    "AND l.kind = 'linked') AND EXISTS (SELECT 1 FROM co_auditors l WHERE l.council = $1 "
    "AND l.cycle_id = audits.cycle_id AND l.kind = 'linked' AND l.person_id = ? "
    "AND l.area IN (audits.locality, audits.service_area)))";
// Who graded the same case in a joint audit sees the others' audits (keep_joint_apart: once all are returned).
inline constexpr std::string_view kJointSees =
    "(audits.child_id IN (SELECT o.child_id FROM audits o WHERE o.council = $1 AND o.auditor = ? AND o.part > '0' "
    "AND o.part < 'a') AND audits.part > '0' AND audits.part < 'a' AND EXISTS (SELECT 1 FROM audits o "
    "WHERE o.council = audits.council AND o.child_id = audits.child_id AND o.cycle_id = audits.cycle_id "
    "AND o.auditor = ? AND o.part > '0' AND o.part < 'a' AND o.state <> 'withdrawn'))";

// A condition on `audits`: the reader may know what it found (app::may_read_findings). Blank where that holds for
// whatever is in sight, so that those statements stay as they are. Its values are bound at once: call it only for a
// statement that the condition goes into.
std::string findings_readable(Where& where, const app::Visibility& visible);

// ALLOC-8: whoever grades a case in a joint audit sees nothing of the others' audits until all are returned, whatever
// else they may see. Call after Where::visible.
void keep_joint_apart(Where& where, const app::Visibility& visible);

// Two or three statements for each cycle among them.
void fill_beside(const Scope& scope, std::vector<domain::Audit>& audits);

}  // namespace plumbline::store
