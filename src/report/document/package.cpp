#include "report/document/package.hpp"

#include <zip.h>

#include <cstring>
#include <memory>

#include "base/result.hpp"

namespace plumbline::report {
namespace {

struct Closed {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};

[[noreturn]] void broken() { throw base::Broken("an Office file could not be put together"); }

}  // namespace

std::optional<Package> unpacked(const std::string& bytes, std::size_t most) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return std::nullopt;
  const std::unique_ptr<zip_t, Closed> archive(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
  if (!archive) {
    zip_source_free(source);
    return std::nullopt;
  }
  Package parts;
  std::size_t sum = 0;
  const auto count = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t at = 0; at < count; ++at) {
    zip_stat_t stat;
    if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(at), 0, &stat) != 0) return std::nullopt;
    if (std::string_view(stat.name).ends_with('/')) continue;
    sum += stat.size;
    if (sum > most) return std::nullopt;
    const std::unique_ptr<zip_file_t, Closed> file(zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(at), 0));
    std::string part(stat.size, '\0');
    if (!file || zip_fread(file.get(), part.data(), part.size()) != static_cast<zip_int64_t>(part.size()))
      return std::nullopt;
    parts[stat.name] = std::move(part);
  }
  return parts;
}

std::string packed(const Package& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (target == nullptr) broken();
  zip_source_keep(target);  // the archive takes one hold, we read it after
  const std::unique_ptr<zip_source_t, Closed> held(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    zip_source_free(target);
    broken();
  }
  const auto add = [&](const std::string& name, const std::string& bytes) {
    zip_source_t* part = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const auto index = part == nullptr ? -1 : zip_file_add(archive, name.c_str(), part, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      if (part != nullptr) zip_source_free(part);
      zip_discard(archive);
      broken();
    }
    // One day for all, so that nothing tells when or where it was packed: 1 January 1980, as the format begins.
    zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, 0x21, 0);
  };
  if (const auto types = parts.find("[Content_Types].xml"); types != parts.end()) add(types->first, types->second);
  for (const auto& [name, bytes] : parts)
    if (name != "[Content_Types].xml") add(name, bytes);
  if (zip_close(archive) != 0) {
    zip_discard(archive);
    broken();
  }
  zip_stat_t stat;
  if (zip_source_open(target) != 0 || zip_source_stat(target, &stat) != 0) broken();
  std::string bytes(stat.size, '\0');
  const auto read = zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  if (read != static_cast<zip_int64_t>(bytes.size())) broken();
  return bytes;
}

}  // namespace plumbline::report
