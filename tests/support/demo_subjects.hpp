// What of a synthetic council a test speaks of: an audit under way, one that waits for its moderator, an action, a
// concern.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/ports/audit_ports.hpp"
#include "domain/action/follow_up.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/concern.hpp"
#include "domain/audit/earlier_practice.hpp"
#include "domain/moderation/disagreement.hpp"
#include "domain/learning/meeting.hpp"
#include "domain/learning/theme.hpp"
#include "support/demo_site.hpp"

namespace plumbline::tests {

// The person in people.csv whom that demo role signs in as.
domain::PersonId person_of(DemoSite& site, const std::string& role);
// Audits in the store's order; throws Broken when there is none.
std::vector<domain::Audit> audits(DemoSite& site, const app::AuditFilter& filter);
domain::Audit audit_in(DemoSite& site, domain::AuditState state);
domain::Audit audit_now(DemoSite& site, const domain::AuditId& id);
domain::Action action_in(DemoSite& site, domain::ActionState state);
// What a finished audit has set off, put there: a talk to record, a disagreement that waits for the head of service, a
// note of earlier practice told to the social worker.
domain::FollowUp follow_up_of(DemoSite& site);
domain::Disagreement disagreement_of(DemoSite& site);
domain::PracticeNote practice_note_of(DemoSite& site);
domain::Concern concern_of(DemoSite& site);  // raised where the demo left none open
// Decided at the meeting of that audit's month and place, written down where nothing was.
domain::Decision decision_about(DemoSite& site, const domain::Audit& audit);
// On the rolling plan with an action, put there where nothing was.
domain::ThemeAction theme_action_of(DemoSite& site, const domain::Audit& audit);
// Lines of the journal that tell of something done, not of looking, in the demo's council
// or on one subject in it.
long long journal_lines(DemoSite& site, const std::string& kind = {}, const std::string& id = {});
// One who may do everything that any role may, over the whole council; a person of people.csv where one is named.
app::User user_with_all_roles(const std::optional<domain::PersonId>& person = {});

}  // namespace plumbline::tests
