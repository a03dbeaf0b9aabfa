// Taking in audits made before, from a council's old tracker (formats.md, audits.csv): the same all or nothing as the
// register's imports. A reference is an audit: importing it again updates it, never doubles it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/ports/audit_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "app/register/import.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::app {

// One row as the file says it; what it means is decided by past_audit_of.
struct PastAuditRow {
  std::string reference;
  std::string programme;  // key or title
  std::string cohort;     // key, title, or a name of the tracker's own
  base::Period period;
  std::optional<base::Day> distributed_on;
  std::optional<base::Day> returned_on;
  std::string exempt_reason;
  domain::ChildId child_id;
  std::optional<domain::Category> category;
  std::string locality;
  std::string service_area;
  domain::TeamName team;
  std::optional<domain::PersonId> worker_id;
  std::optional<domain::PersonId> auditor_id;
  std::optional<bool> worker_took_part;
  std::optional<domain::NotHeldReason> reason_not;
  std::optional<domain::Grade> overall;
  std::optional<bool> moderated;
  std::optional<domain::Grade> moderated_overall;
  std::vector<std::pair<std::string, domain::Grade>> sections;  // by key; blank ones are left out
  std::string sheet;
  std::size_t line = 0;
};

class PastAuditFeed : public Feed<PastAuditRow> {
 public:
  virtual std::vector<std::string> section_columns() const = 0;  // the keys that the header names
};

// What a row means in that framework, with everything that could not be decided added to `problems`; nothing where the
// row has to be left out. The audit has no id yet. An exempted row was never distributed: it is a withdrawn audit with
// the reason. A returned row is final, any other is with its auditor.
std::optional<PastAudit> past_audit_of(const PastAuditRow& row, const domain::Framework& framework, Problems& problems);

// A fingerprint of everything the audit says, but its id; never 0.
std::int64_t fingerprint(const PastAudit& audit);

// As preview_import and import_file, which call these.
base::Result<ImportOutcome> compare_past_audits(const ImportRequest& request, RegisterFiles& files, AuditReads& audits,
                                                base::Progress& progress);
base::Result<ImportOutcome> write_past_audits(const ImportRequest& request, RegisterFiles& files, AuditStore& audits,
                                              CaseStore& cases, base::Instant now, base::Progress& progress);

}  // namespace plumbline::app
