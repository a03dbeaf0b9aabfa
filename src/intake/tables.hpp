// The tables of our own contract (formats.md): cases, people and teams, from any sheet.
#pragma once

#include <memory>

#include "app/register/feed.hpp"
#include "intake/sheet.hpp"

namespace plumbline::intake {

// A sheet whose header row has been read, with what a position is measured against.
struct OpenedSheet {
  std::shared_ptr<void> keeps_open{};  // the workbook
  std::unique_ptr<Sheet> sheet;
  SheetRow header;
  std::shared_ptr<std::string> header_text{};  // what header.cells view
  std::size_t bytes = 0;                       // of the file, 0 where it can't be compared with bytes_read
};

// Each refuses column.match.… as Columns does, and table.read.columns_missing with the names that no column matches.
base::Result<std::unique_ptr<app::CaseFeed>> cases_table(OpenedSheet opened, const app::ColumnMapping& mapping);
base::Result<std::unique_ptr<app::PersonFeed>> people_table(OpenedSheet opened, const app::ColumnMapping& mapping);
base::Result<std::unique_ptr<app::TeamFeed>> teams_table(OpenedSheet opened, const app::ColumnMapping& mapping);
base::Result<app::ColumnsFound> table_columns(const SheetRow& header, app::FileKind table,
                                              const app::ColumnMapping& mapping);

}  // namespace plumbline::intake
