// People who sign in: added, given roles, locked out after wrong passwords, disabled (SEC-1).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/register/person.hpp"

namespace plumbline::app {

class Passwords;

// The roles a job suggests, with the scope that goes with it: what `user add` gives when none is named.
std::vector<Grant> suggested_grants(const domain::Person& person);

struct AddUser {
  std::string email;
  std::string name;  // empty: the person's
  std::optional<domain::PersonId> person;
  std::string password;
  std::vector<Grant> grants;  // empty: what the person's job suggests
};
// Refusals: user.add.email, .email_taken, .person_unknown, .grants_missing, .scope_value_missing, and those of
// check_new_password.
base::Result<UserId> add_user(const AddUser& command, const Actor& actor, const base::Clock& clock,
                              Passwords& passwords, UnitOfWork& work);

struct SetPassword {
  std::string email;
  std::string password;
};
// Whoever is signed in with the old password is signed out: the store ends the sessions of a user whose password changes
// or who is disabled.
base::Result<void> set_password(const SetPassword& command, const Actor& actor, const base::Clock& clock,
                                Passwords& passwords, UnitOfWork& work);

struct DisableUser {
  std::string email;
  bool disabled = true;
};
base::Result<void> disable_user(const DisableUser& command, const Actor& actor, const base::Clock& clock,
                                UnitOfWork& work);

struct SignIn {
  std::string email;
  std::string password;
  std::string request_id;
};
struct SignedInUser {
  std::string council;
  UserId user;
};
// Who signed in, or the same refusal whatever was wrong (sign_in.attempt.refused), after the same work; after too many
// wrong passwords `sign_in.attempt.locked` (value `wait`). Success and failure are journalled in the user's council; a
// failure for an address nobody has is not.
base::Result<SignedInUser> sign_in(const SignIn& command, const base::Clock& clock, Passwords& passwords, Store& store);

}  // namespace plumbline::app
