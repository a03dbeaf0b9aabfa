#include "app/upkeep/upkeep.hpp"

#include <algorithm>
#include <exception>

#include "app/concern/concerns.hpp"
#include "app/follow_up/follow_ups.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"

namespace plumbline::app {
namespace {

int forget_uploads(const std::string& council, const base::Clock& clock, Store& store) {
  const auto work = store.begin(council);
  const auto forgotten = work->uploads().remove_before(clock.now() - kUploadsKept);
  if (forgotten > 0 && !work->commit()) throw base::Broken("forgotten uploads could not be removed");
  return forgotten;
}

int chase(const std::string& council, Frameworks& frameworks, const base::Clock& clock, Store& store) {
  Visibility everything;
  everything.everything = true;
  // Looked at without a transaction first: most minutes there is nothing to chase, and the writer stays free.
  const auto open = store.read(council)->concerns().open(everything);
  if (std::ranges::none_of(open, [](const auto& one) { return one.state == domain::ConcernState::Raised; })) return 0;
  const auto work = store.begin(council);
  const auto told = chase_concerns(command_line_actor(council), clock, frameworks, *work);
  // Said aloud and tried again in a minute: nobody sees a chase that does not happen.
  if (!told) throw base::Broken("concerns were not chased: " + told.error().rule);
  return *told;
}

}  // namespace

UpkeepDone run_upkeep(Store& store, Frameworks& frameworks, const base::Clock& clock) {
  UpkeepDone done;
  std::exception_ptr failed;
  for (const auto& council : store.read("")->councils().all()) {
    try {
      done.told += chase(council.key, frameworks, clock, store);
      done.followed_up += run_follow_ups(command_line_actor(council.key), clock, frameworks, store);
      done.forgotten += forget_uploads(council.key, clock, store);
    } catch (...) {
      failed = std::current_exception();
    }
  }
  if (failed) std::rethrow_exception(failed);
  return done;
}

}  // namespace plumbline::app
