// A list of audits as a link that can be shared: `/audits?programme=tier2&from=2026-11&to=2026-11&returned=yes`.
// Reports write such links for every figure; the page of audits reads them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/ports/audit_ports.hpp"

namespace plumbline::app {

// `name=value&…` with percent-encoded values, in a fixed order; conditions that are not set are left out. Persons and
// cycles are written by identifier.
std::string audit_query(const AuditFilter& filter);
// What people who have left have in hand (FRAME-4): not returned, and for somebody else to make. What an old tracker
// never got back is nobody's to make now.
AuditFilter in_hand_of_leavers();
// The filter that a link says. `value_of` gives a parameter's decoded value, empty where it is missing. What is not
// understood is left out: a link from an older version shows more, never an error.
AuditFilter read_audit_query(const std::function<std::string(std::string_view)>& value_of);

}  // namespace plumbline::app
