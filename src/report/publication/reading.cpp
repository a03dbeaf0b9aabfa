#include "report/publication/reading.hpp"

#include "app/publication/publications.hpp"
#include "report/monthly/monthly.hpp"
#include "report/publication/frozen.hpp"

namespace plumbline::report {

base::Result<void> may_read_published(const app::Actor& actor, std::string_view report) {
  using app::Role;
  CHECK(may_read_reports(actor));
  const auto* kind = find_report(report);
  if (kind == nullptr || kind->readers != ReportReaders::Cases) return {};
  for (const auto role :
       {Role::QaLead, Role::QaAdministrator, Role::Moderator, Role::HeadOfService, Role::PrincipalSocialWorker})
    if (actor.has_council_wide(role)) return {};
  return base::not_found("access.row.not_found");
}

std::vector<std::string> published_without(const app::Actor& actor) {
  std::vector<std::string> names;
  for (const auto& kind : report_kinds())
    if (!may_read_published(actor, kind.name)) names.emplace_back(kind.name);
  return names;
}

base::Result<OpenPublication> open_publication(const app::PublicationId& id, const app::Actor& actor,
                                               app::Reader& reader) {
  CHECK(may_read_reports(actor));
  TRY(auto publication, app::find_publication(id, reader));
  CHECK(may_read_published(actor, publication.report));
  auto made = thawed(publication.model);
  if (!made) return base::rule_broken("publication.find.damaged");
  return OpenPublication{std::move(publication), std::move(*made)};
}

}  // namespace plumbline::report
