// The one catalogue that turns a refusal's rule key into a sentence that says what to do next. Each noun has its file
// (messages/<noun>.cpp) with a table; a test checks that every key used in src/ stands in one of them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace plumbline::app {

struct Message {
  std::string_view rule;      // audit.submit.evidence_missing
  std::string_view sentence;  // plain English; {name} stands for the error's value of that name
};

// The sentence of a refusal with its values filled in. A key without a sentence gives "That did not work. Ask your
// administrator and quote: <key>".
std::string sentence(const base::Error& error);
// All messages, for the test of completeness.
std::span<const std::span<const Message>> all_messages();

}  // namespace plumbline::app
