// Writing help by rules (AUDIT-10): advice beside a text, never a gate, never sent anywhere. The same text always gives
// the same advice, quickly enough to run as one types.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/framework/framework.hpp"

namespace plumbline::domain {

// What the text is for: not every rule makes sense everywhere.
enum class TextKind { Evidence, Impact, Action, Overall, Conversation, Concern };
std::string_view to_string(TextKind kind);  // `evidence`, `impact`, …
std::optional<TextKind> parse_text_kind(std::string_view text);

// What a form holds beside the text of an action, so that the text need not repeat it.
struct ActionContext {
  bool has_owner = false;
  bool has_date = false;
  bool has_measure = false;
};

struct Advice {
  std::string rule;  // name, blame, impact-child, smart-verb, smart-owner, smart-date, smart-measure, judgement, phrase
  std::size_t from = 0;  // bytes of the text that are meant; from == to: the text as a whole
  std::size_t to = 0;
  std::string message;      // what the rule saw and why it matters, a sentence
  std::string alternative;  // an open phrasing or question to use instead; may be empty
  friend bool operator==(const Advice&, const Advice&) = default;
};

// In the order of the text, at most 50. Rules that the framework switched off are silent. Reads the first 20,000 bytes.
std::vector<Advice> advise(std::string_view text, TextKind kind, const WritingHelp& help,
                           const ActionContext& context = {});

}  // namespace plumbline::domain
