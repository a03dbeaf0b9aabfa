#include "web/http/request.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/percent.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "web/http/temp_file.hpp"

namespace plumbline::web {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

std::string_view to_string(Method method) {
  switch (method) {
    case Method::Get:
      return "GET";
    case Method::Head:
      return "HEAD";
    case Method::Post:
      return "POST";
    case Method::Put:
      return "PUT";
    case Method::Patch:
      return "PATCH";
    case Method::Delete:
      return "DELETE";
    case Method::Options:
      return "OPTIONS";
  }
  return "";
}

bool is_safe(Method method) { return method == Method::Get || method == Method::Head || method == Method::Options; }

const std::string* Fields::find(std::string_view name) const {
  for (const auto& pair : pairs_)
    if (pair.first == name) return &pair.second;
  return nullptr;
}

std::string_view Fields::get(std::string_view name) const {
  const std::string* value = find(name);
  return value ? std::string_view(*value) : std::string_view();
}

std::size_t Fields::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(pairs_.begin(), pairs_.end(), [&](const Pair& pair) { return pair.first == name; }));
}

std::vector<std::string_view> Fields::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& pair : pairs_)
    if (pair.first == name) values.push_back(pair.second);
  return values;
}

Upload::Upload(std::string field, std::string filename, std::string content_type,
               std::shared_ptr<const std::string> bytes)
    : field_(std::move(field)),
      filename_(std::move(filename)),
      content_type_(std::move(content_type)),
      size_(bytes->size()),
      bytes_(std::move(bytes)) {}

Upload::Upload(std::string field, std::string filename, std::string content_type, std::shared_ptr<TempFile> file)
    : field_(std::move(field)),
      filename_(std::move(filename)),
      content_type_(std::move(content_type)),
      size_(file->size()),
      file_(std::move(file)) {}

std::unique_ptr<std::istream> Upload::open() const {
  if (!file_) return std::make_unique<std::istringstream>(*bytes_);
  auto stream = std::make_unique<std::ifstream>(file_->path(), std::ios::binary);
  if (!*stream) throw base::Broken("cannot open an uploaded file in the spool folder");
  return stream;
}

std::string Upload::text(std::uint64_t most) const {
  if (!file_) return bytes_->substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(most, bytes_->size())));
  std::string text(static_cast<std::size_t>(std::min(most, size_)), '\0');
  const auto stream = open();
  stream->read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream->gcount()));
  return text;
}

void Upload::save_to(const std::string& path) const {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  if (size_ > 0) out << open()->rdbuf();
  out.close();
  if (!out) throw base::Broken("cannot save an uploaded file");
}

const Upload* Request::upload(std::string_view field) const {
  for (const auto& each : uploads)
    if (each.field() == field && each.chosen()) return &each;
  return nullptr;
}

const Session& Request::signed_in() const {
  if (!session) throw base::Broken("a handler asked for the session on a public route");
  return *session;
}

const void* Request::require_actor() const {
  if (!actor) throw base::Broken("a handler asked for the actor where none was set");
  return actor.get();
}

bool decode_path(std::string_view raw, std::string& decoded) {
  decoded.clear();
  decoded.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    char c = raw[i];
    if (c == '%') {
      if (i + 2 >= raw.size()) return false;
      const int high = base::hex_value(raw[i + 1]);
      const int low = base::hex_value(raw[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      if (c == '/') return false;
      i += 2;
    }
    if (is_control(c)) return false;
    decoded += c;
  }
  return base::is_valid_utf8(decoded);
}

std::string url_encode(std::string_view text) { return base::percent_encoded(text); }

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    if (dash ? text[i] != '-' : !hex) return false;
  }
  return true;
}

bool is_local_path(std::string_view path) {
  if (path.empty() || path[0] != '/') return false;
  // Browsers read "//host", "/\host" and "/<tab>/host" as another site.
  if (path.size() > 1 && (path[1] == '/' || path[1] == '\\')) return false;
  return std::none_of(path.begin(), path.end(), [](char c) { return is_control(c) || c == '\\'; });
}

}  // namespace plumbline::web
