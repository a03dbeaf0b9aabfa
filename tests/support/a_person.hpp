// Somebody in the register, as scenarios need them: known, reachable, and allowed to audit.
#pragma once

#include <string>

#include "base/day.hpp"
#include "domain/register/person.hpp"

namespace plumbline::tests {

// `Person ID` at ID@`host`, a qualified social worker, trained since January 2026; of no team and no place.
inline domain::Person a_person(const std::string& id, domain::JobRole role, const std::string& host = "example.org") {
  domain::Person person;
  person.person_id = domain::PersonId{id};
  person.name = "Person " + id;
  person.email = id + "@" + host;
  person.role = role;
  person.qualified = true;
  person.trained_on = base::parse_day("2026-01-05");
  return person;
}

}  // namespace plumbline::tests
