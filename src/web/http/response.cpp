#include "web/http/response.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "base/text.hpp"
#include "web/http/request.hpp"

namespace plumbline::web {
namespace {

void check_header(std::string_view name, std::string_view value) {
  const auto breaks = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
  if (std::any_of(value.begin(), value.end(), breaks) || std::any_of(name.begin(), name.end(), breaks))
    throw base::Broken("a response header with a line end in it");
}

}  // namespace

Response Response::html(std::string page, int status) {
  Response response(status);
  response.headers_.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.body_ = std::move(page);
  return response;
}

Response Response::text(std::string text, int status) {
  Response response(status);
  response.headers_.emplace_back("Content-Type", "text/plain; charset=utf-8");
  response.body_ = std::move(text);
  return response;
}

Response Response::json(std::string json, int status) {
  Response response(status);
  response.headers_.emplace_back("Content-Type", "application/json");
  response.body_ = std::move(json);
  return response;
}

Response Response::see_other(const std::string& path) {
  if (!is_local_path(path)) throw base::Broken("a redirect that leaves the site");
  Response response(303);
  response.set("Location", path);
  return response;
}

Response Response::download(std::string bytes, std::string_view content_type, std::string_view filename) {
  Response response(200);
  response.set("Content-Type", content_type);
  // RFC 6266: a plain name for old readers, the true one encoded beside it.
  std::string plain(filename);
  for (char& c : plain)
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f || c == '"' || c == '\\' ||
        c == '/' || c == '%')
      c = '-';
  std::string disposition = "attachment; filename=\"" + plain + "\"";
  if (plain != filename) disposition += "; filename*=UTF-8''" + url_encode(filename);
  response.set("Content-Disposition", disposition);
  response.body_ = std::move(bytes);
  return response;
}

Response Response::csv(std::string bytes, std::string_view filename) {
  return download(std::move(bytes), "text/csv; charset=utf-8", filename);
}

Response Response::shared(std::shared_ptr<const std::string> bytes, std::string_view content_type) {
  Response response(200);
  response.set("Content-Type", content_type);
  response.shared_ = std::move(bytes);
  return response;
}

Response& Response::set(std::string_view name, std::string_view value) {
  check_header(name, value);
  for (auto& header : headers_)
    if (base::equal_ignoring_case(header.first, name)) {
      header.second = value;
      return *this;
    }
  headers_.emplace_back(name, value);
  return *this;
}

Response& Response::add(std::string_view name, std::string_view value) {
  check_header(name, value);
  headers_.emplace_back(name, value);
  return *this;
}

const std::string* Response::find(std::string_view name) const {
  for (const auto& header : headers_)
    if (base::equal_ignoring_case(header.first, name)) return &header.second;
  return nullptr;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Unknown";
  }
}

}  // namespace plumbline::web
