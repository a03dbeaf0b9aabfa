#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> access_messages() {
  static constexpr Message kMessages[]{
      {"access.page.forbidden", "You do not have access to this page. Ask your administrator if you should."},
      {"access.row.not_found", "We cannot find that here. It may have moved, or you may not have access to it."},
      {"store.save.stale", "Somebody else saved this while you had it open. Look at what they wrote, then save again."},
  };
  return kMessages;
}

}  // namespace plumbline::app
