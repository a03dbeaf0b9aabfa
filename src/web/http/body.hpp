// Reading the bodies of forms, piece by piece and within limits. Inside web/http; handlers see Request::form and
// ::uploads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "web/http/request.hpp"

namespace plumbline::web {

struct FormLimits {
  std::size_t fields = 2000;
  std::size_t field_bytes = 512 * 1024;
  std::size_t name_bytes = 200;
  std::size_t text_bytes = 4 * 1024 * 1024;  // all fields of a multipart form together
  std::size_t memory_bytes = 1024 * 1024;    // files past this, all together, go to disk
};

// Appends to `fields`. False when malformed (a broken escape, NUL, invalid UTF-8) or past a limit. Names may not be
// empty.
bool parse_urlencoded(std::string_view text, const FormLimits& limits, Fields& fields);
// A query string: as above, but broken escapes stay as typed, since people edit addresses. False on NUL or invalid
// UTF-8.
bool parse_query(std::string_view text, const FormLimits& limits, Fields& fields);
// "a=b; c=d"; what is malformed is left out.
void parse_cookies(std::string_view header, Fields& cookies);
// The boundary of a multipart/form-data content type, or "" when it is none or breaks RFC 2046.
std::string multipart_boundary(std::string_view content_type);
bool is_content_type(std::string_view header, std::string_view type);  // ignoring case and parameters

// RFC 7578, strictly: no preamble, CRLF line ends, a closing delimiter.
class MultipartReader {
 public:
  MultipartReader(std::string_view boundary, FormLimits limits, std::string spool_folder);
  ~MultipartReader();

  // Takes the next bytes; false when malformed or past a limit, and from then on. Throws Broken when the disk is full.
  bool push(std::string_view bytes);
  // After the last byte: false when the closing delimiter never came. Then fields() and uploads() are complete.
  bool finish();
  Fields& fields() { return fields_; }
  std::vector<Upload>& uploads() { return uploads_; }

 private:
  enum class State { Start, AfterDelimiter, Headers, Content, Done, Failed };
  bool step();
  bool begin_part(std::string_view headers);
  bool content(std::string_view bytes);
  bool end_part();

  std::string delimiter_;  // CRLF, two dashes, boundary
  FormLimits limits_;
  std::string spool_folder_;
  State state_ = State::Start;
  std::string pending_;  // bytes not yet understood: at most a header block or a delimiter's length
  std::string_view rest_;
  std::string name_;
  std::string filename_;
  std::string content_type_;
  bool is_file_ = false;
  std::string memory_;
  std::size_t text_bytes_ = 0;
  std::size_t file_bytes_ = 0;
  std::shared_ptr<TempFile> file_;
  Fields fields_;
  std::vector<Upload> uploads_;
};

}  // namespace plumbline::web
