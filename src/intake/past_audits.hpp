// audits.csv (formats.md): audits made before, from any sheet.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/register/past_audits.hpp"
#include "intake/columns.hpp"
#include "intake/tables.hpp"

namespace plumbline::intake {

// The columns of the contract, and one for each `section:<key>` that the header or the mapping names. The texts are
// views of `header` and `mapping` or last for ever.
std::vector<ColumnSpec> audit_specs(const SheetRow& header, const app::ColumnMapping& mapping);

// Refuses column.match.… as Columns does, and table.read.columns_missing.
base::Result<std::unique_ptr<app::PastAuditFeed>> audits_table(OpenedSheet opened, const app::ColumnMapping& mapping);

}  // namespace plumbline::intake
