// What the cycles of a synthetic council have in common while its year is written: who is who, which children were
// audited when, what has been found so far.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/demo/history.hpp"
#include "domain/audit/audit.hpp"
#include "domain/draw/frame.hpp"

namespace plumbline::app::demo {

// A cycle as it was written, for the meeting that looks back on it.
struct WrittenCycle {
  const domain::Programme* programme = nullptr;
  domain::Cycle cycle;
  const domain::Cohort* cohort = nullptr;
  std::vector<domain::Audit> audits;
};

// One judged section of a returned audit.
struct JudgedSection {
  const domain::Programme* programme = nullptr;
  base::Period period;
  std::string tool;
  std::string section;
  domain::Grade judgement = domain::Grade::Good;
};

class Year {
 public:
  Year(const HistoryRequest& request, const Seed& seed, const DemoCouncil& council, const domain::Framework& framework,
       const domain::Programme& shown, UnitOfWork& work, Chronicle& chronicle);

  const HistoryRequest& request;
  const Seed& seed;
  const DemoCouncil& council;
  const domain::Framework& framework;
  const domain::Programme& shown;
  UnitOfWork& work;
  Chronicle& chronicle;
  const base::Day today;

  std::vector<domain::PersonId> moderators;
  domain::PersonId administrator;
  std::vector<double> team_effects;
  std::unordered_map<domain::ChildId, base::Day> audited;
  std::map<std::pair<domain::PersonId, domain::TeamName>, int> pairings;
  std::vector<WrittenCycle> cycles;  // in order of sending
  std::vector<JudgedSection> judged;
  HistoryCounts counts;
  // What a sign-in would find to do.
  std::map<domain::PersonId, int> auditing;
  std::map<domain::PersonId, int> signing;
  std::map<domain::PersonId, int> doing;

  const domain::Person& person(const domain::PersonId& id) const { return council.people()[by_id_.at(id)]; }
  std::size_t team_of(const domain::TeamName& team) const { return team_index_.at(team); }
  const domain::PersonId& manager_of(std::size_t team) const {
    return council.people()[council.teams()[team].manager].person_id;
  }
  // The first of that job whose locality is blank or this one; else anybody of the job; nothing where there is none.
  std::optional<domain::PersonId> of_role(domain::JobRole role, const std::string& locality = "") const;
  std::vector<domain::PersonId> recipients(const domain::Recipient& recipient, const domain::Audit& audit,
                                           std::size_t team) const;
  // The register as it stood that day; cycles that are drawn on one day have one frame.
  base::Result<const domain::Frame*> frame_on(base::Day day);
  int next_number(base::Period period) { return ++numbers_[period]; }
  // The theme of that month: the calendar's cohort, or, where themes are chosen, one after another.
  const domain::Cohort* cohort_for(const domain::Programme& programme, base::Period period) const;
  base::Instant lately() const { return request.now - std::chrono::hours{21}; }
  bool is_shown(const domain::Programme& programme) const { return programme.key == shown.key; }

 private:
  std::vector<domain::Case> kept_;
  std::unordered_map<domain::PersonId, std::size_t> by_id_;
  std::unordered_map<std::string, std::size_t> team_index_;
  std::map<base::Period, int> numbers_;
  std::optional<base::Day> frame_day_;
  std::optional<domain::Frame> frame_;
};

}  // namespace plumbline::app::demo
