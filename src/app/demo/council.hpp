// The people, teams and cases of a synthetic council, as plain values made from a seed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/demo/random.hpp"
#include "base/day.hpp"
#include "domain/framework/framework.hpp"
#include "domain/register/case.hpp"
#include "domain/register/person.hpp"

namespace plumbline::app::demo {

// What a team does, and so which children it works with.
enum class TeamKind { Assessment, Safeguarding, LookedAfter, LeavingCare, Disability };

struct DemoTeam {
  domain::Team team;
  TeamKind kind = TeamKind::Safeguarding;
  std::size_t locality = 0;
  std::vector<std::size_t> workers;  // indexes of people
  std::size_t manager = 0;
  std::size_t assistant = 0;
};

// The register is made case by case; only people and teams are held.
class DemoCouncil {
 public:
  // At least one locality; a framework without localities gets one. The caseload is that of a real council, with room
  // for what the monthly programmes (with `every_programme` all of them) draw besides, the shown one most; every role
  // that audits anything has people.
  DemoCouncil(const Seed& seed, const domain::Framework& framework, const domain::Programme& shown,
              std::int64_t open_cases, base::Day today, bool every_programme = false);

  const std::vector<domain::Person>& people() const { return people_; }
  const std::vector<DemoTeam>& teams() const { return teams_; }
  std::vector<domain::Team> team_rows() const;
  // Every case, open ones first: `open_cases` of them and half as many that closed in the last thirteen months.
  std::int64_t cases() const { return open_cases_ + open_cases_ / 2; }
  domain::Case case_at(std::int64_t number) const;
  // The same case as the register held it that day; nothing when it was not open then.
  std::optional<domain::Case> case_on(std::int64_t number, base::Day day) const;

  // Those who may audit: team managers, advanced practitioners, senior managers, then the shown programme's other
  // roles.
  const std::vector<std::size_t>& auditors() const { return auditors_; }
  std::vector<std::size_t> with_role(domain::JobRole role) const;

 private:
  void make_teams(const domain::Council& council);
  void make_people(const domain::Council& council);
  void add_missing_roles(const domain::Framework& framework, const domain::Programme& shown);
  std::size_t add_person(domain::JobRole role, const std::string& team, const std::string& locality);
  std::size_t team_for(Random& random, std::size_t locality, domain::Category category) const;

  const Seed& seed_;
  std::int64_t open_cases_;
  base::Day today_;
  std::vector<std::string> localities_;
  std::vector<int> locality_weights_;
  std::vector<std::string> service_areas_;
  std::vector<DemoTeam> teams_;
  std::vector<std::vector<std::size_t>> teams_of_;  // by locality
  std::vector<domain::Person> people_;
  std::vector<std::size_t> auditors_;
  std::int64_t child_offset_ = 0;
  std::vector<domain::Category> mix_;  // with their weights, in the same order
  std::vector<int> mix_weights_;
};

}  // namespace plumbline::app::demo
