#include "mail/mime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::mail {
namespace {

constexpr std::string_view kCrlf = "\r\n";
constexpr std::size_t kLine = 76;  // RFC 2045, 6.7 (5) and 6.8

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// What a header can hold: one line of UTF-8.
std::string one_line(std::string_view text) {
  std::string out;
  const bool utf8 = base::is_valid_utf8(text);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F)
      out += ' ';
    else
      out += utf8 || byte < 0x80 ? c : '?';
  }
  return out;
}

bool is_plain(std::string_view text) {
  return text.size() <= 60 && text.find("=?") == std::string_view::npos &&
         std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

// RFC 2047 encoded words, each at most 75 letters and never cut inside a character.
std::string encoded_words(std::string_view text) {
  constexpr std::size_t kBytes = 42;
  std::string out;
  while (!text.empty()) {
    auto cut = std::min(kBytes, text.size());
    while (cut < text.size() && cut > 0 && is_continuation(text[cut])) --cut;
    if (cut == 0) cut = std::min(kBytes, text.size());
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + base::base64(text.substr(0, cut)) + "?=";
    text.remove_prefix(cut);
  }
  return out;
}

std::string header_text(std::string_view text) {
  const auto line = one_line(text);
  return is_plain(line) ? line : encoded_words(line);
}

// A display name: a quoted string where it is plain, encoded words where it is not (RFC 5322, 3.2.5).
std::string display_name(std::string_view name) {
  const auto line = one_line(name);
  if (!is_plain(line)) return encoded_words(line);
  std::string out = "\"";
  for (const char c : line) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string quoted_line(std::string_view line) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    const bool last = i + 1 == line.size();
    const bool blank = byte == ' ' || byte == '\t';
    const bool literal = (byte > 0x20 && byte < 0x7F && byte != '=') || (blank && !last);
    const std::size_t width = literal ? 1 : 3;
    if (column + width > kLine - 1) {  // room for the soft break's =
      out += "=\r\n";
      column = 0;
    }
    if (literal) {
      out += line[i];
    } else {
      out += '=';
      out += kHex[byte >> 4];
      out += kHex[byte & 0xF];
    }
    column += width;
  }
  return out;
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find_first_of("\r\n", begin), text.size());
    out.append(quoted_line(text.substr(begin, end - begin))).append(kCrlf);
    begin = end + (text.substr(end, 2) == kCrlf ? 2 : 1);
  }
  return out;
}

std::string base64_lines(std::string_view bytes) {
  const auto all = base::base64(bytes);
  std::string out;
  for (std::size_t at = 0; at < all.size(); at += kLine) out.append(all.substr(at, kLine)).append(kCrlf);
  return out;
}

std::string rfc5322_date(base::Instant at) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto days = std::chrono::floor<std::chrono::days>(at);
  const base::Day day{days};
  const std::chrono::hh_mm_ss time{at - days};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday{days}.c_encoding()],
                     static_cast<unsigned>(day.day()), kMonths[static_cast<unsigned>(day.month()) - 1],
                     static_cast<int>(day.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

// The left side of a Message-ID is a dot-atom (RFC 5322, 3.6.4); ids of the outbox are, all others are hashed.
std::string message_id(const std::string& id, const From& from) {
  const bool atom = !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
  return (atom ? id : base::sha256_hex(id)) + "@" + from.domain();
}

}  // namespace

bool is_address(std::string_view text) {
  constexpr std::string_view kNever = "<>()[]{},;:\\\"";
  if (text.size() > 254 || std::ranges::count(text, '@') != 1) return false;
  const auto at = text.find('@');
  if (at == 0 || at + 1 == text.size() || text.front() == '-') return false;
  return std::ranges::all_of(text,
                             [&](char c) { return c > 0x20 && c < 0x7F && kNever.find(c) == std::string_view::npos; });
}

std::string From::domain() const { return address.substr(address.find('@') + 1); }

std::optional<From> parse_from(std::string_view text) {
  text = base::trim(text);
  From from;
  const auto open = text.find('<');
  if (open == std::string_view::npos) {
    from.address = text;
  } else {
    if (text.back() != '>') return std::nullopt;
    auto name = base::trim(text.substr(0, open));
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    from.name = name;
    from.address = text.substr(open + 1, text.size() - open - 2);
  }
  if (!is_address(from.address)) return std::nullopt;
  return from;
}

std::string as_mime(const app::Letter& letter, const From& from) {
  const std::string plain =
      "Content-Type: text/plain; charset=UTF-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n\r\n" +
      quoted_printable(letter.body);
  std::string out = "Date: " + rfc5322_date(letter.at) + "\r\nFrom: ";
  out += from.name.empty() ? from.address : display_name(from.name) + "\r\n <" + from.address + ">";
  out += "\r\nTo: " + one_line(letter.to) + "\r\nSubject: " + header_text(letter.subject);
  out += "\r\nMessage-ID:\r\n <" + message_id(letter.id, from) + ">";
  // RFC 3834: no out-of-office notes come back.
  out += "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
  if (letter.calendar.empty()) return out + plain;
  // `=_` stands in neither encoding (RFC 2045, 6.7), so no text can end a part.
  const auto boundary = "=_" + base::sha256_hex(letter.id).substr(0, 40);
  out += "Content-Type: multipart/alternative;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
  out += "--" + boundary + "\r\n" + plain;
  out += "\r\n--" + boundary +
         "\r\nContent-Type: text/calendar; charset=UTF-8; method=REQUEST\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\n" +
         base64_lines(letter.calendar);
  return out + "\r\n--" + boundary + "--\r\n";
}

}  // namespace plumbline::mail
