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
// Users are kept by may_keep_users alone: today that is the command line, which acts as an administrator of the council
// it names, because whoever can run it against the data holds all of it already (docs/operating-guide.md). Refusals of
// all three: access.page.forbidden; user.add.email, .email_taken, .person_unknown, .grants_missing,
// .scope_value_missing, and those of check_new_password.
base::Result<UserId> add_user(const AddUser& command, const Actor& actor, const base::Clock& clock,
                              Passwords& passwords, UnitOfWork& work);

struct SetPassword {
  std::string email;
  std::string password;
};
// Whoever is signed in with the old password is signed out: the store ends the sessions of a user whose password
// changes or who is disabled.
base::Result<void> set_password(const SetPassword& command, const Actor& actor, const base::Clock& clock,
                                Passwords& passwords, UnitOfWork& work);

struct DisableUser {
  std::string email;
  bool disabled = true;
};
base::Result<void> disable_user(const DisableUser& command, const Actor& actor, const base::Clock& clock,
                                UnitOfWork& work);

// Neither disabled nor, by the council's list of people, gone. Whoever comes back to the list signs in again.
bool may_sign_in(const User& user, PersonReads& people);

struct SignIn {
  std::string email;
  std::string password;
  std::string request_id;
};
struct SignedInUser {
  std::string council;
  UserId user;
};
// Who signed in, or the same refusal whatever was wrong (sign_in.attempt.refused), after hashing as much: an address
// that nobody has, a wrong password, a disabled user, and an account that waits after too many wrong passwords
// (lockout.hpp). Success and failure are journalled in the user's council; a failure for an address nobody has, or
// while it waits, is not.
base::Result<SignedInUser> sign_in(const SignIn& command, const base::Clock& clock, Passwords& passwords, Store& store);
// Written down; the session itself is ended by whoever holds it.
base::Result<void> sign_out(const Actor& actor, const base::Clock& clock, UnitOfWork& work);

}  // namespace plumbline::app
