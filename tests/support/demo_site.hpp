// The whole site in process over a small synthetic council: what a person with some role is shown when they open a
// page, and what comes of what they send.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/demo/fill.hpp"
#include "app/document/documents.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/record_ports.hpp"
#include "app/security/passwords.hpp"
#include "base/day.hpp"
#include "intake/register_files.hpp"
#include "report/document/renderers.hpp"
#include "store/store.hpp"
#include "support/databases.hpp"
#include "web/http/log.hpp"
#include "web/http/response.hpp"
#include "web/http/sessions.hpp"
#include "web/http/site.hpp"
#include "web/http/static_files.hpp"
#include "web/http/templates.hpp"
#include "web/services.hpp"

namespace plumbline::tests {

class DemoSite {
 public:
  // 600 open cases and three finished months, as on Monday 16 November 2026; one for all tests that only read.
  static DemoSite& instance();
  // A council of its own for tests that write.
  explicit DemoSite(int open_cases = 600, int finished_months = 3, const std::string& framework = "lancashire");

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

  // From here on files of reports are ordered and not made, at once and the same on any machine: for tests that ask who
  // may.
  void make_no_files();
  // Someone else who signs in, in any council of the store; from then on `as` is a role like the others.
  void let_in(const std::string& as, app::User user);
  // A request as a browser of that person makes it, without a form and its token; nobody's where `role` is empty.
  web::Request request_of(web::Method method, const std::string& role, const std::string& target);
  web::Response respond(web::Request request) { return site_->respond(std::move(request)); }
  std::string csrf_token(const std::string& role);
  const web::Site& site() const { return *site_; }
  // What the log was told of broken machinery, which no test may cause by accident.
  const std::vector<std::string>& broken() const { return log_.broken_; }

 private:
  class BrokenLog final : public web::Log {
   public:
    void request(const web::RequestLine&) override {}
    void broken(std::string_view, std::string_view what) override { broken_.emplace_back(what); }
    void event(std::string_view, long long) override {}
    std::vector<std::string> broken_;
  };
  struct Account {
    std::string council;
    std::string user;
  };
  const std::string& token_of(const std::string& role);

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
  intake::FileReaders readers_;
  report::ProgramRenderers renderers_;
  report::ProgramRenderers no_renderers_{report::RendererOptions{{"/nowhere"}, {"/nowhere"}, {}, {}}};
  std::unique_ptr<app::Documents> documents_;
  BrokenLog log_;
  std::unique_ptr<web::Site> site_;
  std::map<std::string, Account> let_in_;
  std::map<std::string, std::string> tokens_;  // by role
};

}  // namespace plumbline::tests
