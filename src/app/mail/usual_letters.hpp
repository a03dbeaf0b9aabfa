// The letters there are, in the usual words: a council writes its own in the framework's `letters`. Each says once what
// happened and what to do; none names a child.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/audit/council_letter.hpp"
#include "base/day.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::app {

// The usual words of one of domain::kLetterKeys, with `{reference}`, `{programme}`, `{period}`, `{due}` and `{person}`
// in them. Throws std::out_of_range for any other key.
LetterWords usual_letter(std::string_view key);
// Sends the letter about that audit in the council's own words, else the usual ones. `facts` stand below them either
// way: what no council's words may leave out.
void post_letter(const AuditContext& context, base::Instant now, std::string_view key, const domain::Person& to,
                 const std::string& path, UnitOfWork& work, const std::string& facts = {});

// A letter as it would be, for people to read before it goes out.
struct LetterPreview {
  std::string key;
  std::string title;  // `An audit goes to its auditor`
  std::string to;     // `the auditor`
  bool own = false;   // in the council's own words
  LetterWords words;
};
// Every letter with the facts of an audit that might be, of the council's first programme.
std::vector<LetterPreview> preview_letters(const domain::Framework& framework, base::Day today);

}  // namespace plumbline::app
