// A council that has nothing but its definition lives a whole cycle of any programme of it, through the use cases and
// on a real database, doing everything that the definition asks for and nothing that it does not: agreed, nominated,
// drawn, exempted, linked, allocated, sent, the worker's view, prepared, written, talked over, a concern, returned,
// moderated, disagreed with, actions to sign-off, met about, reviewed, handed over, audited again, reported.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/framework/frameworks.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::tests {

// How far a cycle came.
struct Lived {
  int audits = 0;  // sent
  int finals = 0;
  int moderated = 0;
  int views = 0;  // of workers
  int prepared = 0;
  int families = 0;
  int signed_off = 0;  // actions
  int disagreements = 0;
  int talks = 0;  // agreed and recorded in supervision
  int checked = 0;
  int reaudits = 0;  // made and final
  int notes = 0;     // handed over to the child's record
  int meetings = 0;
  int reviews = 0;
  int concerns = 0;
  // Why it ended early: the rule of the refusal, and at which step. Empty: it went to the end.
  std::string stopped;
  std::string at;
};

class WholeWay {
 public:
  // Adds a council of that key to the store, with people of every job and agency and cases of every kind that the
  // definition draws. Throws where that is refused.
  WholeWay(app::Store& store, std::string council, const domain::FrameworkFiles& files, const std::string& file,
           app::Frameworks& frameworks);

  const domain::Framework& framework() const { return *framework_; }
  // A cycle of that programme with `cases` cases (fewer where it has fewer), in the first month from December 2026 in
  // which it comes round.
  Lived live(const std::string& programme, int cases = 3);
  // What must hold at the end whatever was lived: the journal's chain, that no letter has a gap unfilled.
  std::vector<std::string> flaws();

 private:
  void settle();  // people, teams, register

  app::Store& store_;
  std::string council_;
  app::Frameworks& frameworks_;
  std::shared_ptr<const domain::Framework> framework_;
  std::map<domain::JobRole, std::vector<domain::PersonId>> people_;
  std::vector<domain::Case> cases_;
};

}  // namespace plumbline::tests
