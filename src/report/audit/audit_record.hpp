// A finished audit as a document for the child's record (ACT-6): what was judged, why, what is to be done. The same
// page model as a report, so that every form of a report is a form of it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/completeness.hpp"
#include "domain/framework/framework.hpp"
#include "domain/moderation/moderation.hpp"
#include "report/page.hpp"

namespace plumbline::report {

struct AuditRecord {
  const domain::Audit& audit;
  const domain::AuditContents& contents;
  const std::vector<domain::Moderation>& moderations;
  const domain::Framework& framework;  // the one the audit was made with
  const domain::Programme& programme;
  const domain::Tool& tool;
  std::string council;
  base::Instant made_at{};
  std::function<std::string(const std::optional<domain::PersonId>&)> name_of;
};

// The child is its identifier, as everywhere. Who may read it is the caller's to ask.
ReportPage audit_record(const AuditRecord& record);

}  // namespace plumbline::report
