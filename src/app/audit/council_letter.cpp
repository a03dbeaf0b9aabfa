#include "app/audit/council_letter.hpp"

#include "app/audit/letters.hpp"
#include "base/text.hpp"

namespace plumbline::app {

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

LetterWords letter_words(const domain::Framework& framework, const domain::Programme& programme,
                         const domain::Audit& audit, const domain::Person& to, std::string_view key,
                         LetterWords usual) {
  const auto period = base::say(audit.period);
  const auto due = audit.due_on ? base::say_with_weekday(*audit.due_on) : "the end of the month";
  return filled_letter(framework, key, std::move(usual),
                       {{"reference", audit.reference},
                        {"programme", programme.title},
                        {"period", period},
                        {"due", due},
                        {"person", to.name}});
}

void post_letter(const AuditContext& context, base::Instant now, std::string_view key, const domain::Person& to,
                 LetterWords usual, const std::string& path, UnitOfWork& work) {
  auto words = letter_words(*context.framework, *context.programme, context.audit, to, key, std::move(usual));
  post(work, now, key, to, std::move(words.subject), std::move(words.body), path);
}

}  // namespace plumbline::app
