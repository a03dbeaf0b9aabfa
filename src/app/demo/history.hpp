// A year of cycles of a synthetic council and the running one: real draws, allocations, audits with all that hangs on
// them.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/demo/council.hpp"
#include "app/demo/random.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"
#include "domain/draw/cycle.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::app::demo {

// What happened, when and by whom, for the journal. Kept until all is made, then written in order of time.
class Chronicle {
 public:
  void add(base::Instant at, const std::string& actor, std::string action, std::string kind, std::string id,
           std::string after = "", std::string reason = "");
  void write(Journal& journal);

 private:
  std::vector<JournalEntry> entries_;
};

struct HistoryRequest {
  std::string council;
  int finished_months = 12;
  base::Instant now{};
  // Also the programmes beside the shown one, by their rhythms, with the meetings, reviews and themes of the year.
  bool every_programme = false;
};

// What a demo sign-in should belong to so that its home page has something on it.
struct Cast {
  domain::PersonId team_manager;           // audits now, and has actions to sign off
  domain::PersonId advanced_practitioner;  // audits now
  domain::PersonId senior_manager;
  domain::PersonId social_worker;                      // audited, with an action open
  std::map<domain::JobRole, domain::PersonId> others;  // of each job that audits; only with every programme
};

struct HistoryCounts {
  int cycles = 0;
  int audits = 0;
  int actions = 0;
  int meetings = 0;
  int themes = 0;
};

// Draws and allocates each month by the domain's own rules and writes everything through the bulk store ports, in the
// caller's unit of work. Deterministic from the seed. Refuses what the domain refuses.
base::Result<HistoryCounts> write_history(const HistoryRequest& request, const Seed& seed, const DemoCouncil& council,
                                          const domain::Framework& framework, const domain::Programme& programme,
                                          UnitOfWork& work, Chronicle& chronicle, Cast& cast, base::Progress& progress);

// The period whose audits are out on that day: the month itself once its audits have been with their auditors for some
// days, else the month before.
base::Period running_period(const domain::Programme& programme, base::Day today);

}  // namespace plumbline::app::demo
