// A council's framework as it is kept: all its files in one definition a version, so that a running cycle and a
// finished audit always find the words they were made with (AUDIT-1).
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "app/actor.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"
#include "domain/framework/loader.hpp"

namespace plumbline::app {

// Parsed frameworks, kept by digest. Thread safe; what it hands out never changes.
class Frameworks {
 public:
  // The council's framework of that version. Refusal: framework.find.unknown.
  base::Result<std::shared_ptr<const domain::Framework>> get(FrameworkReads& reads, const std::string& key,
                                                             int version);
  // The council's framework in force. Refusal: framework.find.unknown.
  base::Result<std::shared_ptr<const domain::Framework>> current(Reader& reader);
  base::Result<std::shared_ptr<const domain::Framework>> current(UnitOfWork& work);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const domain::Framework>> by_digest_;
};

// A new tenant with its framework, or the next version of the framework of one that is there.
struct AddCouncil {
  std::string key;   // 2 to 40 small letters, digits and hyphens
  std::string name;  // empty: the framework's
  domain::FrameworkFiles files;
  std::string framework_file;  // in `files`
  std::string demo_seed;
};
// Asks no policy: a council that is not there yet has nobody who could be asked. Only the command line and the demo do
// it; whoever can run the program against the data holds all of it (docs/operating-guide.md). Refusals:
// council.add.key, council.add.exists (the same version with other text), framework.load.problems (value `problems`:
// how many, `first`: the first one's text).
base::Result<void> add_council(const AddCouncil& command, const Actor& actor, const base::Clock& clock,
                               UnitOfWork& work);

}  // namespace plumbline::app
