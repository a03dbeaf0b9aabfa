#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> csv_messages() {
  static constexpr Message kMessages[]{
      {"csv.read.nul", "Line {line} holds a NUL byte. Save the file again as CSV UTF-8 and upload it once more."},
      {"csv.read.utf8",
       "Line {line} is not UTF-8 text. In Excel, save the file as ‘CSV UTF-8’ and upload it once more."},
      {"csv.read.quote_open",
       "A quotation mark opened on line {line} is never closed. Close it and upload the file again."},
      {"csv.read.quote_after",
       "Line {line} has text after a closing quotation mark. Put the whole field in quotation marks."},
      {"csv.read.too_long", "Line {line} is too long to be a row of this file. Check that you chose the right file."},
  };
  return kMessages;
}

}  // namespace plumbline::app
