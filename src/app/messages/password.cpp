#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> password_messages() {
  static constexpr Message kMessages[]{
      {"password.choose.too_short",
       "Choose a password of at least 12 letters. Three words that do not belong together work well."},
      {"password.choose.too_long", "Choose a password of at most 256 letters."},
      {"password.choose.common",
       "Choose a password that is harder to guess: this one is among the first that are tried."},
      {"password.choose.own",
       "Choose a password that is not made of your name, your address or the name of your council."},
      {"sign_in.attempt.busy", "Many people are signing in at the moment. Wait a few seconds and try again."},
  };
  return kMessages;
}

}  // namespace plumbline::app
