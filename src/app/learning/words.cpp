#include "app/learning/words.hpp"

#include "app/audit/write_down.hpp"

namespace plumbline::app {

base::Result<void> check_prose(std::string_view text, std::string field) {
  return check_text(text, "learning.save.too_long", "learning.save.not_text", std::move(field));
}

base::Result<void> check_line(std::string_view text, std::string field) {
  if (text.size() > kLongestLine) return base::invalid("learning.save.line_too_long", std::move(field));
  return check_prose(text, std::move(field));
}

}  // namespace plumbline::app
