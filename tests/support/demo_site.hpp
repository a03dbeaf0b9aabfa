// The whole site in process over a small synthetic council, filled once a test program: what a person with some role is
// shown when they open a page.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/demo/fill.hpp"
#include "app/framework/frameworks.hpp"
#include "app/security/passwords.hpp"
#include "base/day.hpp"
#include "store/store.hpp"
#include "support/databases.hpp"
#include "web/http/response.hpp"
#include "web/http/sessions.hpp"
#include "web/http/site.hpp"
#include "web/http/static_files.hpp"
#include "web/http/templates.hpp"
#include "web/services.hpp"

namespace plumbline::tests {

class DemoSite {
 public:
  // 600 open cases and three finished months, as on Monday 16 November 2026; the same at every call.
  static DemoSite& instance();

  const app::DemoFilled& filled() const { return filled_; }
  app::Store& store() { return *store_; }
  web::Services& services() { return *services_; }
  base::FixedClock& clock() { return clock_; }
  // As the person of that demo role (`QA lead`, `Social worker` …), signed in anew.
  web::Response get(const std::string& role, const std::string& target);
  // With the session's token and from the site's own page.
  web::Response post(const std::string& role, const std::string& target,
                     const std::vector<std::pair<std::string, std::string>>& form);
  web::Response get_signed_out(const std::string& target);
  std::vector<std::string> roles() const;
  bool has_route(const std::string& target) const;  // for GET

 private:
  DemoSite();
  web::Request request_of(web::Method method, const std::string& role, const std::string& target);

  TemporaryFolder folder_;
  base::FixedClock clock_;
  app::Frameworks frameworks_;
  app::Passwords passwords_;
  std::unique_ptr<store::SqlStore> store_;
  app::DemoFilled filled_;
  std::unique_ptr<web::Templates> templates_;
  std::unique_ptr<web::StaticFiles> files_;
  std::unique_ptr<web::Sessions> sessions_;
  std::unique_ptr<web::Actors> actors_;
  std::unique_ptr<web::Views> views_;
  std::unique_ptr<web::Services> services_;
  std::unique_ptr<web::Log> log_;
  std::unique_ptr<web::Site> site_;
  std::map<std::string, std::string> tokens_;  // by role
};

}  // namespace plumbline::tests
