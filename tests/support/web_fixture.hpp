// What the web's pages are built over, where a test brings its own store (or none) instead of a whole DemoSite.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "app/ports/session_store.hpp"
#include "app/security/passwords.hpp"
#include "domain/framework/framework.hpp"
#include "web/http/sessions.hpp"
#include "web/http/static_files.hpp"
#include "web/http/templates.hpp"
#include "web/services.hpp"

namespace plumbline::tests {

class NoSessions final : public app::SessionStore {
 public:
  void add(const app::StoredSession&) override {}
  std::optional<app::StoredSession> find(const std::string&) override { return std::nullopt; }
  void touch(const std::string&, base::Instant) override {}
  void remove(const std::string&) override {}
  void remove_all_of(const std::string&, const std::string&) override {}
  void remove_ended(base::Instant, base::Instant) override {}
};

// A folder with the files that a build makes, so that these tests need no node.
inline std::string made_assets(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (const char* name : {"app.css", "app.js", "supported.js", "favicon.svg"})
    std::ofstream(folder / name) << "/* " << name;
  return folder.string();
}

struct WebFixture {
  WebFixture(app::Store& of, const base::Clock& at, app::RegisterFiles* register_files = nullptr)
      : store(of), clock(at) {
    services.register_files = register_files;
  }

  // A request of somebody signed in to Testshire Council; the grants are the caller's to give.
  web::Request request_by(const std::string& name, std::vector<app::Grant> grants) const {
    auto person = std::make_shared<web::SignedIn>();
    person->actor.name = name;
    person->actor.grants = std::move(grants);
    person->actor.council = "north";
    person->actor.user = app::UserId("u1");
    person->council_name = "Testshire Council";
    auto framework = std::make_shared<domain::Framework>();
    framework->council.colour = "#1d5a8a";
    person->framework = framework;
    auto session = std::make_shared<web::Session>();
    session->csrf_token = "the-token";
    session->ends_at = clock.now() + std::chrono::hours{8};
    web::Request request;
    request.session = session;
    request.actor = person;
    return request;
  }

  app::Store& store;
  const base::Clock& clock;
  NoSessions session_store;
  app::Frameworks frameworks;
  app::Passwords passwords;
  web::Templates templates{std::string(PLUMBLINE_SOURCE_DIR) + "/templates", web::TemplateMode::Development};
  web::StaticFiles files{made_assets(std::filesystem::path(testing::TempDir()) / "plumbline-made-assets")};
  web::Sessions sessions{session_store, clock};
  web::Actors actors{store, frameworks, clock};
  web::Views views{store, clock};
  web::Services services{store, clock, frameworks, passwords, templates, files, sessions, actors, views, nullptr, true};
};

}  // namespace plumbline::tests
