#include "app/learning/words.hpp"

#include "app/audit/write_down.hpp"
#include "base/text.hpp"

namespace plumbline::app {

base::Result<void> check_prose(std::string_view text, std::string field) {
  return check_text(text, "learning.save.too_long", "learning.save.not_text", std::move(field));
}

base::Result<void> check_line(std::string_view text, std::string field) {
  if (text.size() > kLongestLine) return base::invalid("learning.save.line_too_long", std::move(field));
  return check_prose(text, std::move(field));
}

LetterWords filled_letter(const domain::Framework& framework, std::string_view key, LetterWords usual,
                          std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  if (const auto* own = framework.find_letter(key)) usual = {own->subject, own->body};
  for (const auto& [name, value] : values) {
    const auto mark = "{" + std::string(name) + "}";
    usual.subject = base::replace_all(std::move(usual.subject), mark, value);
    usual.body = base::replace_all(std::move(usual.body), mark, value);
  }
  return usual;
}

}  // namespace plumbline::app
