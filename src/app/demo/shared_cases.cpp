#include "app/demo/shared_cases.hpp"

#include "app/allocation/links.hpp"

namespace plumbline::app::demo {

void link_areas(const domain::CycleId& cycle, const domain::Framework& framework, const domain::Programme& programme,
                const std::vector<domain::Auditor>& auditors, base::Instant at, CoAuditorStore& co_auditors) {
  if (!programme.auditors.linked_by_area) return;
  std::size_t next = 0;
  for (const auto& area : areas_to_link(framework)) {
    for (std::size_t tries = 0; tries < auditors.size(); ++tries) {
      const auto& person = auditors[(next + tries) % auditors.size()].person;
      if (person.locality == area || person.service_area == area || person.away_from) continue;
      co_auditors.put_link({cycle, area, person.person_id, at, programme.moderation.by_linked_auditor});
      next += tries + 1;
      break;
    }
  }
}

}  // namespace plumbline::app::demo
