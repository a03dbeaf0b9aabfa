#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> user_messages() {
  static constexpr Message kMessages[]{
      {"user.add.email", "Enter an email address in the right form, like name@example.org."},
      {"user.add.email_taken", "Somebody signs in with this email address already. Use another, or change that user."},
      {"user.add.person_unknown",
       "There is no person ‘{person}’ in the register. Import people first, or leave the person out."},
      {"user.add.grants_missing",
       "Say what this user may do: name at least one role, or a person whose job gives one."},
      {"user.add.scope_value_missing",
       "Name {scope} after the role, as in team-manager:team:North Team 1, or write council for the whole council."},
      {"user.add.role_unknown", "‘{role}’ is not a role. Write role or role:scope:value. The roles are: {roles}."},
      {"user.find.unknown", "Nobody signs in with that email address in this council."},
      {"sign_in.attempt.email_missing", "Enter your work email address."},
      {"sign_in.attempt.password_missing", "Enter your password."},
      {"sign_in.attempt.refused",
       "Check your email address and password, then try again. After five wrong passwords no password is taken for a "
       "while, at first one minute and at most 15."},
  };
  return kMessages;
}

}  // namespace plumbline::app
