// The register in the browser: lists of cases, people and teams, and the way of a file from upload to import (FRAME-1,
// 4).
#pragma once

#include <string>

#include "web/http/router.hpp"
#include "web/page.hpp"

namespace plumbline::web {

struct Services;

// /register, /register/people, /register/teams, with /export beside each, and /register/import…
void add_register_pages(Router& router, Services& services);

// In its parts.
void add_register_lists(Router& router, Services& services);
void add_import_pages(Router& router, Services& services);

enum class RegisterPart { Cases, People, Teams, Import };
// The links between the parts, at the top of each.
void add_register_navigation(View& body, RegisterPart active, bool may_import);

}  // namespace plumbline::web
