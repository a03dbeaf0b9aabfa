// The auditor linked to each area for a cycle, who supports the auditors there (ALLOC-6) and, where the framework says
// so, moderates the area's audits (MOD-1).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/draw/month.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/register/person.hpp"

namespace plumbline::app {

// The areas that a council's auditors are linked to: its localities, or its service areas where it has none.
const std::vector<std::string>& areas_to_link(const domain::Framework& framework);

struct AreaChoice {
  std::string area;
  std::optional<AreaLink> link;              // who is linked now
  std::vector<domain::Person> may;           // by name: who audits here, is there, and is of no team of that area
  std::optional<domain::PersonId> proposed;  // one each, two only where there are too few: by the ranking `links`
};
// For the month's page, in the framework's order. Refusals: cycle.view.forbidden, cycle.find.…, allocation.link.none
// (the programme links nobody).
base::Result<std::vector<AreaChoice>> picture_links(const std::string& programme, base::Period period,
                                                    const Actor& actor, const base::Clock& clock,
                                                    Frameworks& frameworks, Reader& reader);

struct LinkAreas {
  std::string programme;
  base::Period period;
  std::vector<std::pair<std::string, std::optional<domain::PersonId>>> links;  // areas that are not named stay
};
// Writes to everybody who is newly linked. Gives how many areas changed. Refusals: cycle.run.forbidden, cycle.find.…,
// allocation.link.none, .area_unknown, .unknown, .own_area (value `person`, `area`).
base::Result<int> link_areas(const LinkAreas& command, const Actor& actor, const base::Clock& clock,
                             Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
