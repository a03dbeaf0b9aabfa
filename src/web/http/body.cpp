#include "web/http/body.hpp"

#include <algorithm>
#include <optional>

#include "base/percent.hpp"
#include "base/text.hpp"
#include "web/http/temp_file.hpp"

namespace plumbline::web {
namespace {

constexpr std::size_t kPartHeaderBytes = 8 * 1024;
constexpr std::size_t kFilenameBytes = 255;

enum class Broken { Refuse, Keep };

std::optional<std::string> decode(std::string_view text, Broken broken) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+') {
      c = ' ';
    } else if (c == '%') {
      const int high = i + 1 < text.size() ? base::hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? base::hex_value(text[i + 2]) : -1;
      if (high >= 0 && low >= 0) {
        c = static_cast<char>(high * 16 + low);
        i += 2;
      } else if (broken == Broken::Refuse) {
        return std::nullopt;
      }
    }
    out += c;
  }
  if (!base::is_valid_utf8(out)) return std::nullopt;
  return out;
}

bool parse_pairs(std::string_view text, const FormLimits& limits, Broken broken, Fields& fields) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals), broken);
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())), broken);
    if (!name || !value || name->empty()) return false;
    if (name->size() > limits.name_bytes || value->size() > limits.field_bytes || fields.size() >= limits.fields)
      return false;
    fields.add(std::move(*name), std::move(*value));
  }
  return true;
}

bool is_boundary_letter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("'()+_,-./:=?").find(c) != std::string_view::npos;
}

// The parameter of a header such as `form-data; name="a"; filename="b.csv"`. Browsers escape quotes as %22; a backslash
// before a quote or backslash is undone as well. Empty optional when it is not there, `ok` false when malformed.
std::optional<std::string> parameter(std::string_view header, std::string_view wanted, bool& ok) {
  std::optional<std::string> found;
  std::size_t at = header.find(';');
  while (at != std::string_view::npos && at < header.size()) {
    ++at;
    while (at < header.size() && (header[at] == ' ' || header[at] == '\t')) ++at;
    const std::size_t equals = header.find('=', at);
    if (equals == std::string_view::npos) {
      if (at < header.size()) ok = false;
      return found;
    }
    const std::string_view name = base::trim(header.substr(at, equals - at));
    std::string value;
    at = equals + 1;
    if (at < header.size() && header[at] == '"') {
      bool closed = false;
      for (++at; at < header.size(); ++at) {
        if (header[at] == '\\' && at + 1 < header.size() && (header[at + 1] == '"' || header[at + 1] == '\\')) {
          value += header[++at];
        } else if (header[at] == '"') {
          closed = true;
          ++at;
          break;
        } else {
          value += header[at];
        }
      }
      while (at < header.size() && (header[at] == ' ' || header[at] == '\t')) ++at;
      if (!closed || (at < header.size() && header[at] != ';')) {
        ok = false;
        return std::nullopt;
      }
      if (at >= header.size()) at = std::string_view::npos;
    } else {
      const std::size_t end = header.find(';', at);
      value = base::trim(header.substr(at, end == std::string_view::npos ? end : end - at));
      at = end;
    }
    if (base::equal_ignoring_case(name, wanted)) {
      if (found) {
        ok = false;  // twice: readers differ on which counts
        return std::nullopt;
      }
      found = std::move(value);
    }
  }
  return found;
}

std::string shown_filename(std::string name) {
  name = base::replace_all(std::move(name), "%22", "\"");
  if (const std::size_t slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
  std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (name == "." || name == "..") name.clear();
  if (name.size() > kFilenameBytes) {
    std::size_t end = kFilenameBytes;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
    name.resize(end);
  }
  return name;
}

}  // namespace

bool parse_urlencoded(std::string_view text, const FormLimits& limits, Fields& fields) {
  return parse_pairs(text, limits, Broken::Refuse, fields);
}

bool parse_query(std::string_view text, const FormLimits& limits, Fields& fields) {
  return parse_pairs(text, limits, Broken::Keep, fields);
}

void parse_cookies(std::string_view header, Fields& cookies) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    const std::string_view pair = base::trim(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    cookies.add(std::string(pair.substr(0, equals)), std::string(pair.substr(equals + 1)));
  }
}

bool is_content_type(std::string_view header, std::string_view type) {
  return base::equal_ignoring_case(base::trim(header.substr(0, header.find(';'))), type);
}

std::string multipart_boundary(std::string_view content_type) {
  if (!is_content_type(content_type, "multipart/form-data")) return "";
  bool ok = true;
  const auto boundary = parameter(content_type, "boundary", ok);
  if (!ok || !boundary || boundary->empty() || boundary->size() > 70) return "";
  if (!std::all_of(boundary->begin(), boundary->end(), is_boundary_letter)) return "";
  return *boundary;
}

MultipartReader::MultipartReader(std::string_view boundary, FormLimits limits, std::string spool_folder)
    : delimiter_("\r\n--" + std::string(boundary)), limits_(limits), spool_folder_(std::move(spool_folder)) {
  pending_ = "\r\n";  // so that the first delimiter, which stands at the very beginning, looks like all others
}

MultipartReader::~MultipartReader() = default;

bool MultipartReader::push(std::string_view bytes) {
  if (state_ == State::Failed) return false;
  pending_.append(bytes);
  rest_ = pending_;
  while (step()) {
  }
  pending_.erase(0, pending_.size() - rest_.size());
  return state_ != State::Failed;
}

// Understands one piece of rest_; false when it needs more bytes, is done or has failed.
bool MultipartReader::step() {
  const auto fail = [&] {
    state_ = State::Failed;
    return false;
  };
  switch (state_) {
    case State::Start:
      if (rest_.size() < delimiter_.size()) return delimiter_.starts_with(rest_) ? false : fail();
      if (!rest_.starts_with(delimiter_)) return fail();
      rest_.remove_prefix(delimiter_.size());
      state_ = State::AfterDelimiter;
      return true;
    case State::AfterDelimiter:
      if (rest_.size() < 2) return false;
      if (rest_.starts_with("--")) {
        state_ = State::Done;
      } else if (rest_.starts_with("\r\n")) {
        state_ = State::Headers;
      } else {
        return fail();
      }
      rest_.remove_prefix(2);
      return true;
    case State::Headers: {
      const std::size_t end = rest_.find("\r\n\r\n");
      if (end == std::string_view::npos) return rest_.size() > kPartHeaderBytes ? fail() : false;
      if (end > kPartHeaderBytes || !begin_part(rest_.substr(0, end))) return fail();
      rest_.remove_prefix(end + 4);
      state_ = State::Content;
      return true;
    }
    case State::Content: {
      const std::size_t end = rest_.find(delimiter_);
      if (end == std::string_view::npos) {
        const std::size_t keep = std::min(rest_.size(), delimiter_.size() - 1);
        const std::size_t safe = rest_.size() - keep;
        if (!content(rest_.substr(0, safe))) return fail();
        rest_.remove_prefix(safe);
        return false;
      }
      if (!content(rest_.substr(0, end)) || !end_part()) return fail();
      rest_.remove_prefix(end + delimiter_.size());
      state_ = State::AfterDelimiter;
      return true;
    }
    case State::Done:
      // Only the closing line end may follow.
      if (!std::string_view("\r\n").starts_with(rest_)) return fail();
      return false;
    case State::Failed:
      return false;
  }
  return false;
}

bool MultipartReader::begin_part(std::string_view headers) {
  if (fields_.size() + uploads_.size() >= limits_.fields) return false;
  bool named = false;
  name_.clear();
  filename_.clear();
  content_type_.clear();
  is_file_ = false;
  memory_.clear();
  file_.reset();
  while (!headers.empty()) {
    const std::size_t end = std::min(headers.find("\r\n"), headers.size());
    const std::string_view line = headers.substr(0, end);
    headers.remove_prefix(std::min(end + 2, headers.size()));
    if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) return false;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || line[0] == ' ' || line[0] == '\t') return false;
    const std::string_view value = base::trim(line.substr(colon + 1));
    if (base::equal_ignoring_case(line.substr(0, colon), "content-disposition")) {
      if (named || !is_content_type(value, "form-data")) return false;
      bool ok = true;
      const auto name = parameter(value, "name", ok);
      const auto filename = parameter(value, "filename", ok);
      if (!ok || !name || name->empty() || name->size() > limits_.name_bytes || !base::is_valid_utf8(*name))
        return false;
      named = true;
      name_ = *name;
      is_file_ = filename.has_value();
      if (filename) {
        if (!base::is_valid_utf8(*filename) && !filename->empty()) return false;
        filename_ = shown_filename(*filename);
      }
    } else if (base::equal_ignoring_case(line.substr(0, colon), "content-type")) {
      content_type_ = value.substr(0, 100);
    }
  }
  return named;
}

bool MultipartReader::content(std::string_view bytes) {
  if (bytes.empty()) return true;
  if (!is_file_) {
    text_bytes_ += bytes.size();
    if (memory_.size() + bytes.size() > limits_.field_bytes || text_bytes_ > limits_.text_bytes) return false;
    memory_.append(bytes);
    return true;
  }
  // Many small files count together, so that a thousand of them do not fill the memory either.
  if (!file_ && file_bytes_ + bytes.size() > limits_.memory_bytes) {
    file_ = std::make_shared<TempFile>(spool_folder_);
    file_->append(memory_);
    file_bytes_ -= memory_.size();
    memory_ = {};
  }
  if (file_) {
    file_->append(bytes);
  } else {
    memory_.append(bytes);
    file_bytes_ += bytes.size();
  }
  return true;
}

bool MultipartReader::end_part() {
  if (!is_file_) {
    if (!memory_.empty() && !base::is_valid_utf8(memory_)) return false;
    fields_.add(std::move(name_), std::move(memory_));
    memory_ = {};
    return true;
  }
  if (file_) {
    file_->close();
    uploads_.emplace_back(std::move(name_), std::move(filename_), std::move(content_type_), std::move(file_));
  } else {
    uploads_.emplace_back(std::move(name_), std::move(filename_), std::move(content_type_),
                          std::make_shared<const std::string>(std::move(memory_)));
  }
  memory_ = {};
  file_.reset();
  return true;
}

bool MultipartReader::finish() { return state_ == State::Done; }

}  // namespace plumbline::web
