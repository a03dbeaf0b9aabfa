// The journal of a synthetic council: each thing that happened to its audits, in the words, on the subjects and with
// the codes and hashes that the use cases write. What somebody typed is never in it.
#pragma once

#include "app/demo/aftermath_life.hpp"
#include "app/demo/audit_life.hpp"
#include "app/demo/year.hpp"

namespace plumbline::app::demo {

void tell(Year& year, const AuditLife& life);
void tell(Year& year, const domain::Concern& concern);
void tell(Year& year, const Aftermath& after, const AuditLife& life);

}  // namespace plumbline::app::demo
