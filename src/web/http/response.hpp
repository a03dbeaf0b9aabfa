// What a handler gives back. The server adds Date, Content-Length, the security headers and, unless the handler set its
// own Cache-Control, `no-store`.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumbline::web {

class Response {
 public:
  explicit Response(int status = 200) : status_(status) {}

  // 200 or the status given, UTF-8. `html` takes a whole rendered page (see templates.hpp).
  static Response html(std::string page, int status = 200);
  static Response text(std::string text, int status = 200);
  static Response json(std::string json, int status = 200);
  // After a successful POST: 303 to a path on this site. Throws Broken when it is not one.
  static Response see_other(const std::string& path);
  // A file to save, named for the person (any letters; quoted and encoded here).
  static Response download(std::string bytes, std::string_view content_type, std::string_view filename);
  static Response csv(std::string bytes, std::string_view filename);
  // Bytes that many responses share, such as a style sheet.
  static Response shared(std::shared_ptr<const std::string> bytes, std::string_view content_type);
  // No body: the site shows its page for that status.
  static Response not_found() { return Response(404); }
  static Response forbidden() { return Response(403); }

  int status() const { return status_; }
  // Replaces a header of that name, ignoring case. A value with CR, LF or NUL throws Broken.
  Response& set(std::string_view name, std::string_view value);
  Response& add(std::string_view name, std::string_view value);  // beside one of the same name (Set-Cookie)
  const std::string* find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& headers() const { return headers_; }
  std::string_view body() const { return shared_ ? std::string_view(*shared_) : std::string_view(body_); }
  void set_body(std::string body) { body_ = std::move(body), shared_.reset(); }

 private:
  int status_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::string body_;
  std::shared_ptr<const std::string> shared_;
};

std::string_view reason_phrase(int status);

}  // namespace plumbline::web
