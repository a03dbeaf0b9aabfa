#include "base/csv.hpp"

#include "base/text.hpp"

namespace plumbline::base {
namespace {

constexpr std::size_t kChunk = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

CsvReader::CsvReader(std::istream& in, CsvLimits limits) : in_(in), limits_(limits), buffer_(kChunk, '\0') {}

bool CsvReader::fill() {
  in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  size_ = static_cast<std::size_t>(in_.gcount());
  at_ = 0;
  if (!begun_) {
    begun_ = true;
    if (std::string_view(buffer_.data(), size_).starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  }
  bytes_read_ += size_;
  return at_ < size_;
}

Result<bool> CsvReader::next(std::vector<std::string_view>& fields) {
  enum class State { FieldStart, Plain, Quoted, QuoteInQuoted };
  const auto at_line = [this](std::size_t line) {
    return std::vector<std::pair<std::string, std::string>>{{"line", std::to_string(line)}};
  };
  for (;;) {  // once per record; again only after a blank line
    record_.clear();
    spans_.clear();
    record_line_ = line_;
    State state = State::FieldStart;
    std::size_t begin = 0;
    bool ended = false;
    bool any = false;
    const auto end_field = [&] {
      spans_.emplace_back(begin, record_.size() - begin);
      begin = record_.size();
    };
    while (!ended) {
      if (at_ >= size_ && !fill()) {
        if (state == State::Quoted) return invalid("csv.read.quote_open", "", at_line(record_line_));
        if (!any) return false;
        end_field();
        break;
      }
      // Runs of plain bytes are taken at once: this is the inner loop of a 400,000-row import.
      if (state == State::Plain || state == State::Quoted) {
        const std::size_t from = at_;
        if (state == State::Plain) {
          while (at_ < size_ && buffer_[at_] != ',' && buffer_[at_] != '\n' && buffer_[at_] != '\r' &&
                 buffer_[at_] != '\0')
            ++at_;
        } else {
          while (at_ < size_ && buffer_[at_] != '"' && buffer_[at_] != '\n' && buffer_[at_] != '\r' &&
                 buffer_[at_] != '\0')
            ++at_;
        }
        record_.append(buffer_, from, at_ - from);
        if (record_.size() > limits_.record_bytes || record_.size() - begin > limits_.field_bytes)
          return invalid("csv.read.too_long", "", at_line(record_line_));
        if (at_ == size_) continue;
      }
      const char c = buffer_[at_++];
      any = true;
      if (c == '\0') return invalid("csv.read.nul", "", at_line(line_));
      const bool line_end = c == '\n' || c == '\r';
      if (line_end) {
        if (c == '\r') {
          if (at_ >= size_) fill();
          if (at_ < size_ && buffer_[at_] == '\n') ++at_;
        }
        ++line_;
      }
      switch (state) {
        case State::FieldStart:
          if (c == '"')
            state = State::Quoted;
          else if (c == ',')
            end_field();
          else if (line_end) {
            end_field();
            ended = true;
          } else {
            record_ += c;
            state = State::Plain;
          }
          break;
        case State::Plain:
          if (c == ',') {
            end_field();
            state = State::FieldStart;
          } else if (line_end) {
            end_field();
            ended = true;
          } else
            record_ += c;
          break;
        case State::Quoted:
          if (c == '"')
            state = State::QuoteInQuoted;
          else if (line_end)
            record_ += '\n';
          else
            record_ += c;
          break;
        case State::QuoteInQuoted:
          if (c == '"') {
            record_ += '"';
            state = State::Quoted;
          } else if (c == ',') {
            end_field();
            state = State::FieldStart;
          } else if (line_end) {
            end_field();
            ended = true;
          } else
            return invalid("csv.read.quote_after", "", at_line(record_line_));
          break;
      }
      if (spans_.size() > limits_.fields) return invalid("csv.read.too_long", "", at_line(record_line_));
    }
    if (spans_.size() == 1 && record_.empty()) continue;
    if (!is_valid_utf8(record_)) return invalid("csv.read.utf8", "", at_line(record_line_));
    fields.clear();
    for (const auto& [from, length] : spans_) fields.emplace_back(std::string_view(record_).substr(from, length));
    return true;
  }
}

void append_csv_field(std::string& out, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv(std::string& out, const std::vector<std::string_view>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i != 0) out += ',';
    append_csv_field(out, fields[i]);
  }
  out += '\n';
}

std::string guarded_cell(std::string_view field) {
  if (!field.empty() && std::string_view("=+-@\t\r").find(field.front()) != std::string_view::npos)
    return "'" + std::string(field);
  return std::string(field);
}

void append_guarded_csv(std::string& out, const std::vector<std::string_view>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i != 0) out += ',';
    append_csv_field(out, guarded_cell(fields[i]));
  }
  out += '\n';
}

}  // namespace plumbline::base
