// What a handler is given: plain values, complete and already checked against the limits. No server types.
//
//   Response get_audit(const Request& request, Services& services) {
//     const auto id = request.param("id");                        // of the pattern /audits/{id}
//     …
//   }
//   router.get("/audits/{id}", [&](const Request& r) { return get_audit(r, services); });
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumbline::web {

struct Session;
class TempFile;

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };
std::string_view to_string(Method method);
bool is_safe(Method method);  // asks only: GET, HEAD, OPTIONS

// Names and values in the order they came; a name may come more than once.
class Fields {
 public:
  using Pair = std::pair<std::string, std::string>;
  void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
  void reserve(std::size_t count) { pairs_.reserve(count); }
  const std::string* find(std::string_view name) const;  // the first of that name, or null
  std::string_view get(std::string_view name) const;     // the first of that name, or ""
  bool has(std::string_view name) const { return find(name) != nullptr; }
  std::size_t count(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  std::size_t size() const { return pairs_.size(); }
  bool empty() const { return pairs_.empty(); }
  auto begin() const { return pairs_.begin(); }
  auto end() const { return pairs_.end(); }

 private:
  std::vector<Pair> pairs_;
};

// One file of a multipart form: in memory while small, in a temporary file (mode 0600, gone with the last copy) when
// larger than 1 MiB. Copies share the bytes.
class Upload {
 public:
  Upload(std::string field, std::string filename, std::string content_type, std::shared_ptr<const std::string> bytes);
  Upload(std::string field, std::string filename, std::string content_type, std::shared_ptr<TempFile> file);

  const std::string& field() const { return field_; }
  // The last part of what the browser named it, control letters removed: for showing, never for opening a path.
  const std::string& filename() const { return filename_; }
  const std::string& content_type() const { return content_type_; }  // as claimed; decides nothing
  std::uint64_t size() const { return size_; }
  bool chosen() const { return !filename_.empty() || size_ > 0; }  // false for a file field left empty
  bool on_disk() const { return file_ != nullptr; }

  std::unique_ptr<std::istream> open() const;
  std::string text(std::uint64_t most) const;   // the first `most` bytes
  void save_to(const std::string& path) const;  // throws Broken when it cannot be written

 private:
  std::string field_;
  std::string filename_;
  std::string content_type_;
  std::uint64_t size_ = 0;
  std::shared_ptr<const std::string> bytes_;
  std::shared_ptr<TempFile> file_;
};

struct Request {
  Method method = Method::Get;
  std::string path;    // decoded, begins with "/", no NUL, valid UTF-8
  std::string target;  // as sent, with the query: only for coming back to the same page
  Fields query;
  Fields headers;  // names in lower case
  Fields cookies;
  Fields params;  // of the route's pattern
  Fields form;    // urlencoded or multipart, files apart
  std::vector<Upload> uploads;
  std::string body;                        // of any other content type, such as JSON
  std::string remote_address;              // the client's, or what the trusted proxy said it is
  std::string id;                          // names this request in the log and on the page of a failure
  std::string route;                       // the pattern that matched; what is logged instead of the path
  std::shared_ptr<const Session> session;  // null when nobody is signed in
  // What the site's before-hook found out about the person (see SiteOptions::before), typed by who reads it.
  std::shared_ptr<const void> actor;

  std::string_view param(std::string_view name) const { return params.get(name); }
  std::string_view header(std::string_view lower_name) const { return headers.get(lower_name); }
  const Upload* upload(std::string_view field) const;  // the first chosen file of that field, or null
  // The signed-in session: there is one on every route that is not Access::Public. Throws Broken otherwise.
  const Session& signed_in() const;
  template <class Actor>
  const Actor& actor_as() const {
    return *static_cast<const Actor*>(require_actor());
  }

 private:
  const void* require_actor() const;
};

// "/a/b%20c" → "/a/b c". False on a broken escape, NUL or other control letters, invalid UTF-8 or an escaped slash.
bool decode_path(std::string_view raw, std::string& decoded);
// Escapes for one part of a path or a query value: everything but letters, digits and -._~
std::string url_encode(std::string_view text);
// 36 letters, lower case, as {id:uuid} of a route takes them.
bool is_uuid(std::string_view text);
// True for a path on this site: begins with one "/", then no "/" or "\", no control letters. For `next` parameters.
bool is_local_path(std::string_view path);

}  // namespace plumbline::web
