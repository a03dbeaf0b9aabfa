// A letter in the council's own words where its framework has them, else in the usual ones.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "app/audit/audit_context.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "domain/register/person.hpp"

namespace plumbline::app {

struct LetterWords {
  std::string subject;
  std::string body;
};
// The council's letter of that key, or the usual words, with `{programme}` and the like filled in.
LetterWords filled_letter(const domain::Framework& framework, std::string_view key, LetterWords usual,
                          std::initializer_list<std::pair<std::string_view, std::string_view>> values);
// The same of a letter about an audit: `{reference}`, `{programme}`, `{period}`, `{due}` and `{person}` are filled in;
// a due day that is not set reads "the end of the month".
LetterWords letter_words(const domain::Framework& framework, const domain::Programme& programme,
                         const domain::Audit& audit, const domain::Person& to, std::string_view key, LetterWords usual);
void post_letter(const AuditContext& context, base::Instant now, std::string_view key, const domain::Person& to,
                 LetterWords usual, const std::string& path, UnitOfWork& work);

}  // namespace plumbline::app
