// Who can be given something to do.
#pragma once

#include <optional>

#include "app/ports/register_ports.hpp"
#include "domain/register/person.hpp"

namespace plumbline::app {

// Whom the register knows and who has not left: nobody else could be written to, or sign in to say what came of it.
inline std::optional<domain::Person> person_there(const domain::PersonId& id, PersonReads& people) {
  auto person = people.find(id);
  if (person && person->has_left()) person.reset();
  return person;
}

}  // namespace plumbline::app
