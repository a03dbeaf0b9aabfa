// Audits that did not come back, by area, to senior leadership (CAL-6): one letter a cycle,
// on the first working day after its return day.
#pragma once

#include <string>
#include <vector>

#include "app/framework/frameworks.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "domain/draw/cycle.hpp"

namespace plumbline::app {

struct AreaReturns {
  std::string area;  // a locality, or a service area where the council has no localities; may be blank
  int sent = 0;
  int out = 0;  // sent, and neither returned nor handed back nor withdrawn
};
// Of one cycle, by area in the council's own order, areas it does not name last.
std::vector<AreaReturns> returns_by_area(const domain::Cycle& cycle, const domain::Framework& framework,
                                         Reader& reader);

// Who is senior leadership: heads of service and directors where a report of the programme goes to them; heads of
// service where none does.
std::vector<domain::JobRole> leadership_of(const domain::Programme& programme);

// The letters due on that day: to each of them that has an address, about each cycle with audits out whose first
// working day after the return day is that day or was missed a few days ago. Their ids follow from cycle, return day
// and person, so that each is made once. Changes nothing.
std::vector<OutboxMessage> non_return_letters(base::Day on, base::Instant now, Frameworks& frameworks, Reader& reader);

}  // namespace plumbline::app
