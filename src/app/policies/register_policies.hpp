// Who may see and import the register, people and teams, and who keeps the users. Pure questions; refusal
// `access.page.forbidden`.
#pragma once

#include "app/actor.hpp"
#include "base/result.hpp"

namespace plumbline::app {

// Imports replace the whole council's register: those who keep it or run the month, council-wide.
base::Result<void> may_import(const Actor& actor);
// The register's list; the rows are narrowed by visibility_of(actor).
base::Result<void> may_list_register(const Actor& actor);
// Lists of people and teams.
base::Result<void> may_list_people(const Actor& actor);
// Who may sign in and as what: an administrator of the whole council.
base::Result<void> may_keep_users(const Actor& actor);

}  // namespace plumbline::app
