// Who reads what was published, and how it is opened.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/publication_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/result.hpp"
#include "report/catalogue.hpp"

namespace plumbline::report {

// Whoever may read reports. A pack that names single cases was made with the eyes of the whole council, so those alone
// read it who keep the standard for all of it; to others it is not there. Refusals: access.page.forbidden,
// access.row.not_found.
base::Result<void> may_read_published(const app::Actor& actor, std::string_view report);
// The names of reports whose published versions that person may not read.
std::vector<std::string> published_without(const app::Actor& actor);

struct OpenPublication {
  app::Publication publication;
  MadeReport made;
};
// A published version as it was. Refuses as may_read_published, and publication.find.damaged where its digest no longer
// holds.
base::Result<OpenPublication> open_publication(const app::PublicationId& id, const app::Actor& actor,
                                               app::Reader& reader);

}  // namespace plumbline::report
