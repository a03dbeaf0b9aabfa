// A letter as a message for the wire (RFC 5322, 2045 to 2047, 6047). Nothing a letter holds can become a header:
// control characters are blanks in headers, and an address that is none is refused before.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/ports/mail_port.hpp"

namespace plumbline::mail {

// An address that can be written after MAIL FROM and RCPT TO as it stands: printable ASCII, one @, no blanks, quotes or
// brackets, at most 254 letters.
bool is_address(std::string_view text);

// Who letters come from: `plumbline@council.gov.uk` or `Plumbline <plumbline@council.gov.uk>`.
struct From {
  std::string name;
  std::string address;
  std::string domain() const;  // after the @
};
std::optional<From> parse_from(std::string_view text);

// Lines end in CRLF and have at most 78 bytes. Without a calendar: text/plain, UTF-8, quoted-printable. With one:
// multipart/alternative of that and text/calendar; method=REQUEST. The Message-ID is `<id@domain of from>`.
std::string as_mime(const app::Letter& letter, const From& from);

}  // namespace plumbline::mail
