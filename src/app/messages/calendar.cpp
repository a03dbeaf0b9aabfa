#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> calendar_messages() {
  static constexpr Message kMessages[]{
      {"calendar.subscribe.no_user", "Sign in as yourself to subscribe to the calendar."},
  };
  return kMessages;
}

}  // namespace plumbline::app
