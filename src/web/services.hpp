// What every handler of a page works with, and who is asking. Made once by serve; lives as long as the server.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "app/actor.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "web/http/request.hpp"
#include "web/http/response.hpp"
#include "web/http/router.hpp"

namespace plumbline::app {
class Documents;
class Passwords;
class RegisterFiles;
}  // namespace plumbline::app

namespace plumbline::web {

class Sessions;
class StaticFiles;
class Templates;

// Who is asking, with the council and its framework, as every page needs them. Found once a request; kept for a few
// seconds, so that a page view costs no look-up and a grant taken away holds within `kActorTrust`.
struct SignedIn {
  app::Actor actor;
  std::string council_name;
  std::shared_ptr<const domain::Framework> framework;
};
inline constexpr std::chrono::seconds kActorTrust{5};
// A council's names are read at once and kept so long: a page shows a dozen of them.
inline constexpr std::chrono::seconds kNamesKept{30};

class Actors {
 public:
  Actors(app::Store& store, app::Frameworks& frameworks, const base::Clock& clock);
  // Nothing when the user is gone or disabled.
  std::shared_ptr<const SignedIn> find(const std::string& council, const std::string& user);
  void forget(const std::string& council, const std::string& user);
  // The person's name, or the identifier of one the register does not know.
  std::string name_of(const std::string& council, const domain::PersonId& person);

 private:
  using NameBook = std::unordered_map<domain::PersonId, std::string>;
  std::shared_ptr<const NameBook> names_of(const std::string& council);
  struct Kept {
    std::shared_ptr<const SignedIn> who;
    base::Instant at{};
  };
  app::Store& store_;
  app::Frameworks& frameworks_;
  const base::Clock& clock_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Kept> kept_;
  std::map<std::string, std::pair<std::shared_ptr<const NameBook>, base::Instant>> names_;
};

// Who saw what (SEC-2): one line in the journal for each person and thing, and again after `kViewAgain`, so that
// reading does not drown the record nor slow the reader.
inline constexpr std::chrono::minutes kViewAgain{10};
class Views {
 public:
  Views(app::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}
  void saw(const app::Actor& actor, const std::string& kind, const std::string& id);

 private:
  app::Store& store_;
  const base::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, base::Instant> seen_;
};

struct Services {
  app::Store& store;
  const base::Clock& clock;
  app::Frameworks& frameworks;
  app::Passwords& passwords;
  Templates& templates;
  const StaticFiles& files;
  Sessions& sessions;
  Actors& actors;
  Views& views;
  app::RegisterFiles* register_files = nullptr;
  bool dev = false;
  std::function<void()> mail_waits{};  // tells the mail's thread that a letter must go out now; may be empty
  app::Documents* documents = nullptr;  // files that programs outside make; null where none can be made
  std::string spool_folder = "/tmp";    // where an upload lies while it is read
};

// Who is signed in; every route that is not public has one.
const SignedIn& who(const Request& request);

// The status of a refusal: 404, 403, 422, 422, 409.
int status_of(const base::Error& error);

}  // namespace plumbline::web
