#include "app/actor.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace plumbline::app {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::Administrator:
      return "administrator";
    case Role::QaLead:
      return "qa-lead";
    case Role::QaAdministrator:
      return "qa-administrator";
    case Role::Moderator:
      return "moderator";
    case Role::Auditor:
      return "auditor";
    case Role::TeamManager:
      return "team-manager";
    case Role::SocialWorker:
      return "social-worker";
    case Role::HeadOfService:
      return "head-of-service";
    case Role::PrincipalSocialWorker:
      return "principal-social-worker";
    case Role::Leadership:
      return "leadership";
    case Role::Partner:
      return "partner";
  }
  return "";
}

std::string_view say(Role role) {
  switch (role) {
    case Role::Administrator:
      return "Administrator";
    case Role::QaLead:
      return "QA lead";
    case Role::QaAdministrator:
      return "QA administrator";
    case Role::Moderator:
      return "Moderator";
    case Role::Auditor:
      return "Auditor";
    case Role::TeamManager:
      return "Supervising manager";
    case Role::SocialWorker:
      return "Social worker";
    case Role::HeadOfService:
      return "Head of service";
    case Role::PrincipalSocialWorker:
      return "Principal social worker";
    case Role::Leadership:
      return "Leadership (read only)";
    case Role::Partner:
      return "Partner agency";
  }
  return "";
}

std::optional<Role> parse_role(std::string_view text) {
  for (const auto role : kRoles)
    if (to_string(role) == base::trim(text)) return role;
  return std::nullopt;
}

std::string_view to_string(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::Council:
      return "council";
    case ScopeKind::Locality:
      return "locality";
    case ScopeKind::ServiceArea:
      return "service-area";
    case ScopeKind::Team:
      return "team";
    case ScopeKind::Own:
      return "own";
  }
  return "";
}

std::string_view say(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::Council:
      return "The whole council";
    case ScopeKind::Locality:
      return "A locality";
    case ScopeKind::ServiceArea:
      return "A service area";
    case ScopeKind::Team:
      return "A team";
    case ScopeKind::Own:
      return "Their own work";
  }
  return "";
}

std::optional<ScopeKind> parse_scope_kind(std::string_view text) {
  for (const auto kind :
       {ScopeKind::Council, ScopeKind::Locality, ScopeKind::ServiceArea, ScopeKind::Team, ScopeKind::Own})
    if (to_string(kind) == base::trim(text)) return kind;
  return std::nullopt;
}

bool Actor::has(Role role) const {
  return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) { return grant.role == role; });
}

bool Actor::has_council_wide(Role role) const {
  return std::any_of(grants.begin(), grants.end(),
                     [&](const Grant& grant) { return grant.role == role && grant.scope == ScopeKind::Council; });
}

domain::PersonId Actor::acting() const {
  if (person) return *person;
  return domain::PersonId{user.empty() ? "command-line" : user.text()};
}

Actor command_line_actor(std::string council) {
  Actor actor;
  actor.council = std::move(council);
  actor.name = "Command line";
  for (const auto role : {Role::Administrator, Role::QaLead, Role::QaAdministrator})
    actor.grants.push_back({role, ScopeKind::Council, ""});
  return actor;
}

bool holds_area(const Actor& actor, Role role, const Place& place) {
  return std::any_of(actor.grants.begin(), actor.grants.end(), [&](const Grant& grant) {
    if (grant.role != role) return false;
    switch (grant.scope) {
      case ScopeKind::Council:
        return true;
      case ScopeKind::Locality:
        return !place.locality.empty() && grant.value == place.locality;
      case ScopeKind::ServiceArea:
        return !place.service_area.empty() && grant.value == place.service_area;
      case ScopeKind::Team:
        return !place.team.empty() && grant.value == place.team;
      case ScopeKind::Own:
        return false;
    }
    return false;
  });
}

bool holds(const Actor& actor, Role role, const Place& place) {
  if (holds_area(actor, role, place)) return true;
  return std::any_of(actor.grants.begin(), actor.grants.end(), [&](const Grant& grant) {
    if (grant.role != role) return false;
    if (grant.scope == ScopeKind::Team) return actor.is(place.supervisor);
    return grant.scope == ScopeKind::Own &&
           (actor.is(place.auditor) || actor.is(place.worker) || actor.is(place.supervisor));
  });
}

bool reads_drafts(Role role) {
  switch (role) {
    case Role::Administrator:
    case Role::QaLead:
    case Role::QaAdministrator:
    case Role::Moderator:
    case Role::HeadOfService:
    case Role::PrincipalSocialWorker:
      return true;
    case Role::Auditor:
    case Role::TeamManager:
    case Role::SocialWorker:
    case Role::Leadership:
    case Role::Partner:
      return false;
  }
  return false;
}

namespace {

// Visibility and FindingsSight name areas by the same members.
template <class Sight>
void add_area(Sight& sight, const Grant& grant) {
  // A blank name is nobody's area: it would cover every case whose place is not known yet.
  if (grant.scope != ScopeKind::Council && grant.value.empty()) return;
  switch (grant.scope) {
    case ScopeKind::Council:
      sight.everything = true;
      break;
    case ScopeKind::Locality:
      sight.localities.push_back(grant.value);
      break;
    case ScopeKind::ServiceArea:
      sight.service_areas.push_back(grant.value);
      break;
    case ScopeKind::Team:
      sight.teams.push_back(grant.value);
      break;
    case ScopeKind::Own:
      break;
  }
}

}  // namespace

Visibility visibility_of(const Actor& actor) {
  Visibility visible;
  visible.person = actor.person;
  auto& findings = visible.findings.emplace();
  for (const auto& grant : actor.grants) {
    if (grant.role != Role::Leadership) add_area(visible, grant);
    if (reads_drafts(grant.role)) add_area(findings, grant);
    if (grant.role == Role::Auditor || grant.role == Role::Partner) findings.own_audits = true;
  }
  return visible;
}

}  // namespace plumbline::app
