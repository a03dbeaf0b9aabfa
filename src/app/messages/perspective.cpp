#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> perspective_messages() {
  static constexpr Message kMessages[]{
      {"perspective.save.not_asked", "For this audit the worker is not asked for their view."},
      {"perspective.save.forbidden", "Only the worker of this case can give their view."},
      {"perspective.save.state", "This audit was returned already, so your view can no longer be changed."},
      {"perspective.save.sent", "You have sent your view to the auditors, so it can no longer be changed."},
      {"perspective.save.stale", "Your view was saved in another window while you were writing."},
      {"perspective.save.too_long", "This answer is longer than 100,000 letters. Shorten it, then save again."},
      {"perspective.save.not_text", "This answer has characters that cannot be kept. Type it again, then save."},
      {"perspective.send.empty", "Answer at least one question before you send your view."},
  };
  return kMessages;
}

}  // namespace plumbline::app
