#include "web/http/static_files.hpp"

#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "web/http/router.hpp"

namespace plumbline::web {
namespace {

std::string_view type_of(std::string_view extension) {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".txt", "text/plain; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"}};
  for (const auto& [known, type] : kTypes)
    if (known == extension) return type;
  return "application/octet-stream";
}

// Empty when it would not be smaller by a tenth.
std::string gzipped(const std::string& bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return done == Z_STREAM_END && out.size() < bytes.size() - bytes.size() / 10 ? out : "";
}

bool takes_gzip(std::string_view accepted) {
  for (const auto& each : base::split(accepted, ',')) {
    const std::string_view coding = base::trim(each);
    if (!base::equal_ignoring_case(base::trim(coding.substr(0, coding.find(';'))), "gzip")) continue;
    const std::size_t quality = coding.find("q=");
    return quality == std::string_view::npos ||
           coding.substr(quality + 2).find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

}  // namespace

struct StaticFiles::File {
  std::string path;
  std::string hashed_name;
  std::string_view type;
  std::string etag;
  std::shared_ptr<const std::string> bytes;
  std::shared_ptr<const std::string> gzip;  // null when not worth it
};

StaticFiles::StaticFiles(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_regular_file()) continue;
    std::ifstream in(it->path(), std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    if (!in) throw base::Broken("cannot read an asset in " + folder);
    auto file = std::make_shared<File>();
    file->bytes = std::make_shared<const std::string>(bytes.str());
    const fs::path relative = fs::relative(it->path(), folder);
    const std::string name = relative.generic_string();
    const std::string extension = relative.extension().string();
    const std::string hash = base::sha256_hex(*file->bytes).substr(0, 10);
    file->hashed_name = name.substr(0, name.size() - extension.size()) + "." + hash + extension;
    file->path = "/assets/" + file->hashed_name;
    file->type = type_of(extension);
    file->etag = "\"" + hash + "\"";
    const bool is_text = file->type.find("text/") == 0 || file->type.find("svg") != std::string_view::npos ||
                         file->type.find("json") != std::string_view::npos;
    if (is_text && file->bytes->size() > 1024)
      if (std::string small = gzipped(*file->bytes); !small.empty())
        file->gzip = std::make_shared<const std::string>(std::move(small));
    by_name_[file->hashed_name] = file;
    by_name_[name] = file;
  }
  if (error) throw base::Broken("cannot read the assets folder " + folder);
}

StaticFiles::~StaticFiles() = default;

const std::string& StaticFiles::path(std::string_view name) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) throw base::Broken("no asset " + std::string(name));
  return found->second->path;
}

Response StaticFiles::answer(const Request& request, std::string_view name) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return Response::not_found();
  const File& file = *found->second;
  const bool hashed = name == file.hashed_name;
  const auto dress = [&](Response response) {
    response.set("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "public, max-age=3600");
    response.set("ETag", file.etag);
    if (file.gzip) response.set("Vary", "Accept-Encoding");
    return response;
  };
  const std::string_view known = request.header("if-none-match");
  if (!known.empty() && (known == "*" || known.find(file.etag) != std::string_view::npos)) return dress(Response(304));
  if (file.gzip && takes_gzip(request.header("accept-encoding"))) {
    Response response = dress(Response::shared(file.gzip, file.type));
    response.set("Content-Encoding", "gzip");
    return response;
  }
  return dress(Response::shared(file.bytes, file.type));
}

void StaticFiles::add_to(Router& router) const {
  router.get("/assets/{name...}", [this](const Request& request) { return answer(request, request.param("name")); },
             {.access = Access::Public, .run = Run::Inline, .logged = Logged::No});
}

}  // namespace plumbline::web
