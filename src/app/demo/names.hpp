// Made-up names of staff. Children have none.
#pragma once

#include <string>

#include "app/demo/random.hpp"

namespace plumbline::app::demo {

std::string staff_name(Random& random);
// `amina.holt.p1007@example.org`: a domain that no mail can reach (RFC 2606).
std::string staff_email(const std::string& name, const std::string& person_id);

}  // namespace plumbline::app::demo
