// Tells foreign files apart by what they hold and opens the right reader: the port app::RegisterFiles over real files.
#pragma once

#include "app/register/feed.hpp"

namespace plumbline::intake {

class FileReaders final : public app::RegisterFiles {
 public:
  base::Result<std::unique_ptr<app::CaseFeed>> cases(const std::string& path, const app::ColumnMapping& mapping,
                                                     base::Day as_of) override;
  base::Result<std::unique_ptr<app::PersonFeed>> people(const std::string& path,
                                                        const app::ColumnMapping& mapping) override;
  base::Result<std::unique_ptr<app::TeamFeed>> teams(const std::string& path,
                                                     const app::ColumnMapping& mapping) override;
  base::Result<std::unique_ptr<app::PastAuditFeed>> audits(const std::string& path,
                                                           const app::ColumnMapping& mapping) override;
  base::Result<app::ColumnsFound> columns(const std::string& path, app::FileKind table,
                                          const app::ColumnMapping& mapping) override;
  base::Result<app::ColumnMapping> mapping(const std::string& path) override;
  base::Result<std::string> sha256(const std::string& path) override;
};

}  // namespace plumbline::intake
