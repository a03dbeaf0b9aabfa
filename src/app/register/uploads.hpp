// A file between its upload and the word that it shall be imported: kept in the database, so that any node of the
// service can show its preview, and forgotten after a day.
#pragma once

#include <string>

#include "app/actor.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "app/register/feed.hpp"
#include "app/register/import.hpp"
#include "base/day.hpp"
#include "base/result.hpp"

namespace plumbline::app {

struct KeepUpload {
  ImportKind kind = ImportKind::Cases;
  std::string filename;
  std::string content;
};
// The upload's id. Refusals: access.page.forbidden, upload.keep.empty.
base::Result<std::string> keep_upload(KeepUpload command, const Actor& actor, const base::Clock& clock,
                                      UnitOfWork& work);
// Which of the file's columns are ours, as a person said. Refusals: access.page.forbidden, upload.find.gone.
base::Result<void> map_upload(const std::string& id, const ColumnMapping& mapping, const Actor& actor,
                              UnitOfWork& work);
base::Result<void> discard_upload(const std::string& id, const Actor& actor, const base::Clock& clock,
                                  UnitOfWork& work);
// Of anyone of the council who may import. Refusals: access.page.forbidden, upload.find.gone.
base::Result<Upload> find_upload(const std::string& id, const Actor& actor, UploadReads& uploads);

// The mapping as it is kept with an upload, and back.
std::string mapping_text(const ColumnMapping& mapping);
base::Result<ColumnMapping> parse_mapping_text(const std::string& text);

}  // namespace plumbline::app
