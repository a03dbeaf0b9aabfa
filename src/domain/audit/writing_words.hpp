// The words that the writing help knows. All in small letters.
#pragma once

#include <span>
#include <string_view>

namespace plumbline::domain::words {

struct Phrase {
  std::string_view phrase;  // found as whole words
  std::string_view alternative;
};

// Phrases that judge a person instead of telling what happened, with an open phrasing.
std::span<const Phrase> blaming();
// Words that begin with a capital inside a sentence without being anybody's name.
bool is_known_capital(std::string_view word);
// First names common in Britain that are not everyday words as well: also seen at the beginning of a sentence.
bool is_first_name(std::string_view word);
// Whom an impact statement begins with.
bool is_child_word(std::string_view word);
// Base forms of verbs that say something to do.
bool is_doing_verb(std::string_view word);
// Of those the ones that are nouns as well: plan, contact, record.
bool is_noun_too(std::string_view word);
// After "to be": made, shared, recorded; not what says too little, such as improved.
bool is_done_participle(std::string_view word);
// Verbs that say too little by themselves: monitor, ensure, consider.
bool is_vague_verb(std::string_view word);
// Words that judge or explain.
bool is_judging(std::string_view word);

}  // namespace plumbline::domain::words
