// Who acts: a signed-in person with roles, each with a scope, or the command line acting for the council (SEC-1).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "domain/register/case.hpp"

namespace plumbline::app {

using UserId = base::Id<struct UserTag>;

// What a person may do here; a job (people.csv) suggests roles, a grant gives them. Stored: add, never change.
enum class Role {
  Administrator,          // people, teams, register, framework, users
  QaLead,                 // keeps the standard: everything of the cycle, moderation, reports
  QaAdministrator,        // runs the month: draw, allocate, send, chase
  Moderator,              // moderates the audits in scope
  Auditor,                // makes the audits allocated to them
  TeamManager,            // supervises: signs off actions of the cases and team in scope
  SocialWorker,           // sees the audits of their own work, does their actions
  HeadOfService,          // sees and answers for the area in scope
  PrincipalSocialWorker,  // is told of concerns, looks at practice reviews
  Leadership,             // reads figures and reports, no single case
  Partner                 // a partner agency's own audits
};
inline constexpr std::array kRoles{Role::Administrator, Role::QaLead,        Role::QaAdministrator,
                                   Role::Moderator,     Role::Auditor,       Role::TeamManager,
                                   Role::SocialWorker,  Role::HeadOfService, Role::PrincipalSocialWorker,
                                   Role::Leadership,    Role::Partner};
std::string_view to_string(Role role);
std::string_view say(Role role);
std::optional<Role> parse_role(std::string_view text);

enum class ScopeKind { Council, Locality, ServiceArea, Team, Own };
std::string_view to_string(ScopeKind kind);
std::string_view say(ScopeKind kind);
std::optional<ScopeKind> parse_scope_kind(std::string_view text);

struct Grant {
  Role role = Role::Leadership;
  ScopeKind scope = ScopeKind::Own;
  std::string value;  // the locality, service area or team; empty for Council and Own
  friend bool operator==(const Grant&, const Grant&) = default;
};

// Of which audits somebody knows what was found before they are finished (app::may_read_findings): of all, of an
// area's, of those they make themselves.
struct FindingsSight {
  bool everything = false;
  std::vector<std::string> localities;
  std::vector<std::string> service_areas;
  std::vector<std::string> teams;
  bool own_audits = false;
};

// The part of the council's rows an actor may see. Passed to every query, so that forbidden rows never leave the store:
// a row is visible when `everything`, or its locality, service area or team is listed, or `person` is its auditor, its
// worker or its supervisor.
struct Visibility {
  bool everything = false;
  std::vector<std::string> localities;
  std::vector<std::string> service_areas;
  std::vector<std::string> teams;
  std::optional<domain::PersonId> person;
  // Where set, an unfinished audit outside of it has no grade, judgement or proposed action for a query's conditions,
  // order and counts. Not set: the program itself asks, and nobody is told.
  std::optional<FindingsSight> findings{};
};

struct Actor {
  std::string council;
  UserId user;                             // empty for the command line
  std::optional<domain::PersonId> person;  // the person in people.csv; nothing for a user without one
  std::string name;                        // as shown
  std::vector<Grant> grants;
  std::string request_id;

  bool has(Role role) const;
  bool has_council_wide(Role role) const;
  bool is(const std::optional<domain::PersonId>& other) const { return person && other && *person == *other; }
  // What the journal and stores write as the one who acted: the person, else the user, else `command-line`.
  domain::PersonId acting() const;
};

// The command line and the daily jobs: everything in the council, written down as `command-line`.
Actor command_line_actor(std::string council);

// A case's place, as far as scopes ask for it.
struct Place {
  std::string locality;
  std::string service_area;
  std::string team;
  std::optional<domain::PersonId> worker;
  std::optional<domain::PersonId> supervisor;
  std::optional<domain::PersonId> auditor;
};

// Whether the actor holds the role over the area that place lies in. A place without an area is in nobody's, and a tie
// to the case (ScopeKind::Own) is no area.
bool holds_area(const Actor& actor, Role role, const Place& place);
// As holds_area, or by a tie: Own covers what the actor audits, works or supervises, a team what its manager
// supervises.
bool holds(const Actor& actor, Role role, const Place& place);
// The roles that read what an audit found before it is finished, over their area.
bool reads_drafts(Role role);
// The rows of single cases and audits the actor may list. Leadership sees figures but no single case.
Visibility visibility_of(const Actor& actor);

}  // namespace plumbline::app
