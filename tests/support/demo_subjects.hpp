// What of a synthetic council a test speaks of: an audit under way, one that waits for its moderator, an action, a
// concern.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/ports/audit_ports.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/concern.hpp"
#include "support/demo_site.hpp"

namespace plumbline::tests {

// The person in people.csv whom that demo role signs in as.
domain::PersonId person_of(DemoSite& site, const std::string& role);
// Audits in the store's order; throws Broken when there is none.
std::vector<domain::Audit> audits(DemoSite& site, const app::AuditFilter& filter);
domain::Audit audit_in(DemoSite& site, domain::AuditState state);
domain::Audit audit_now(DemoSite& site, const domain::AuditId& id);
domain::Action action_in(DemoSite& site, domain::ActionState state);
domain::Concern concern_of(DemoSite& site);  // raised where the demo left none open
// Lines of the journal that tell of something done, not of looking, in the demo's council
// or on one subject in it.
long long journal_lines(DemoSite& site, const std::string& kind = {}, const std::string& id = {});
// One who may do everything that any role may, over the whole council; a person of people.csv where one is named.
app::User user_with_all_roles(const std::optional<domain::PersonId>& person = {});

}  // namespace plumbline::tests
