#include "app/messages/tables.hpp"

namespace plumbline::app {

// What is typed into meetings, reviews and the rolling plan.
std::span<const Message> learning_messages() {
  static constexpr Message kMessages[]{
      {"learning.save.too_long", "This text is longer than 100,000 letters. Shorten it, then save again."},
      {"learning.save.line_too_long", "Enter at most 300 letters here."},
      {"learning.save.not_text", "This text has characters that cannot be kept. Type it again, then save."},
  };
  return kMessages;
}

}  // namespace plumbline::app
