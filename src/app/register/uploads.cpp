#include "app/register/uploads.hpp"

#include <sstream>

#include "app/policies/register_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "base/csv.hpp"
#include "base/hash.hpp"

namespace plumbline::app {
namespace {

constexpr std::chrono::hours kKept{24};

// Who brought a copy of the register in, and who took it out again; the import itself is written down by import.cpp.
void write_down(UnitOfWork& work, const Actor& actor, base::Instant at, std::string_view action,
                const std::string& upload) {
  work.journal().append(
      {at, actor.acting().text(), std::string(action), "upload", upload, "", "", "", actor.request_id});
}

}  // namespace

base::Result<std::string> keep_upload(KeepUpload command, const Actor& actor, const base::Clock& clock,
                                      UnitOfWork& work) {
  CHECK(may_import(actor));
  if (command.content.empty()) return base::invalid("upload.keep.empty", "file");
  const auto now = clock.now();
  work.uploads().remove_before(now - kKept);
  Upload upload;
  upload.id = base::new_uuid(now);
  upload.kind = to_string(command.kind);
  upload.filename = std::move(command.filename);
  upload.content = std::move(command.content);
  upload.uploaded_at = now;
  upload.uploaded_by = actor.acting();
  work.uploads().put(upload);
  write_down(work, actor, now, "upload-kept", upload.id);
  CHECK(work.commit());
  return upload.id;
}

base::Result<Upload> find_upload(const std::string& id, const Actor& actor, UploadReads& uploads) {
  CHECK(may_import(actor));
  auto upload = uploads.find(id);
  if (!upload) return base::not_found("upload.find.gone");
  return std::move(*upload);
}

base::Result<void> map_upload(const std::string& id, const ColumnMapping& mapping, const Actor& actor,
                              UnitOfWork& work) {
  TRY(Upload upload, find_upload(id, actor, work.uploads()));
  upload.mapping = mapping_text(mapping);
  work.uploads().put(upload);
  return work.commit();
}

base::Result<void> discard_upload(const std::string& id, const Actor& actor, const base::Clock& clock,
                                  UnitOfWork& work) {
  CHECK(may_import(actor));
  if (!work.uploads().find(id)) return {};  // pressed twice, or imported meanwhile
  work.uploads().remove(id);
  write_down(work, actor, clock.now(), "upload-discarded", id);
  return work.commit();
}

std::string mapping_text(const ColumnMapping& mapping) {
  std::string out;
  for (const auto& pair : mapping) base::append_csv(out, {pair.theirs, pair.ours});
  return out;
}

base::Result<ColumnMapping> parse_mapping_text(const std::string& text) {
  std::istringstream in(text);
  base::CsvReader reader(in);
  std::vector<std::string_view> fields;
  ColumnMapping mapping;
  for (;;) {
    TRY(const bool more, reader.next(fields));
    if (!more) return mapping;
    if (fields.size() == 2) mapping.push_back({std::string(fields[0]), std::string(fields[1])});
  }
}

}  // namespace plumbline::app
