#include "app/actor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/user/users.hpp"

namespace plumbline::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Actor with(std::vector<Grant> grants) {
  Actor actor;
  actor.grants = std::move(grants);
  return actor;
}

TEST(Visibility, IsWhatTheGrantsName) {
  const auto visible = visibility_of(with({{Role::TeamManager, ScopeKind::Team, "East 1"},
                                           {Role::HeadOfService, ScopeKind::Locality, "East"},
                                           {Role::Moderator, ScopeKind::ServiceArea, "Safeguarding"}}));
  EXPECT_FALSE(visible.everything);
  EXPECT_THAT(visible.teams, ElementsAre("East 1"));
  EXPECT_THAT(visible.localities, ElementsAre("East"));
  EXPECT_THAT(visible.service_areas, ElementsAre("Safeguarding"));
  EXPECT_TRUE(visibility_of(with({{Role::QaLead, ScopeKind::Council, ""}})).everything);
  EXPECT_FALSE(visibility_of(with({{Role::Leadership, ScopeKind::Council, ""}})).everything);
}

// Found while reading: a manager without a team was given the team "", which is that of every case whose team nobody
// knows yet, and saw them all in lists and exports.
TEST(Visibility, OfABlankAreaIsNothing) {
  for (const auto scope : {ScopeKind::Locality, ScopeKind::ServiceArea, ScopeKind::Team}) {
    const auto visible = visibility_of(with({{Role::TeamManager, scope, ""}}));
    EXPECT_FALSE(visible.everything);
    EXPECT_THAT(visible.localities, IsEmpty());
    EXPECT_THAT(visible.service_areas, IsEmpty());
    EXPECT_THAT(visible.teams, IsEmpty());
  }
}

TEST(SuggestedGrants, GiveNoAreaThatHasNoName) {
  domain::Person person;
  for (const auto job : domain::kJobRoles) {
    person.role = job;
    for (const auto& grant : suggested_grants(person))
      EXPECT_TRUE(grant.scope == ScopeKind::Council || grant.scope == ScopeKind::Own) << domain::say(job);
  }
}

}  // namespace
}  // namespace plumbline::app
