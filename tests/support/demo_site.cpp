#include "support/demo_site.hpp"

#include <fstream>

#include "app/ports/record_ports.hpp"
#include "base/hash.hpp"
#include "domain/framework/loader.hpp"
#include "support/web_fixture.hpp"
#include "web/http/log.hpp"
#include "web/routes.hpp"

namespace plumbline::tests {

namespace {

std::string word_template() {
  std::ifstream file(std::string(PLUMBLINE_SOURCE_DIR) + "/templates/word/report.docx", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr const char* kHost = "plumbline.test";

}  // namespace

DemoSite& DemoSite::instance() {
  static DemoSite site;
  return site;
}

DemoSite::DemoSite(int open_cases, int finished_months, const std::string& framework)
    : clock_(base::parse_instant("2026-11-16T10:00:00Z").value()) {
  base::init_crypto();
  auto opened = store::open_store({folder_.path(), ""}, store::Access::Write);
  if (!opened) throw base::Broken("the demo's database could not be opened: " + opened.error().rule);
  store_ = std::move(*opened);
  base::NoProgress quiet;
  app::FillDemo command{framework,      domain::shipped_framework_files(), framework + ".yaml", open_cases, "plumbline",
                        finished_months};
  auto filled = app::fill_demo(command, clock_, *store_, passwords_, quiet);
  if (!filled) throw base::Broken("the demo could not be made: " + filled.error().rule);
  filled_ = std::move(*filled);
  templates_ = std::make_unique<web::Templates>(std::string(PLUMBLINE_SOURCE_DIR) + "/templates",
                                                web::TemplateMode::Development);
  files_ = std::make_unique<web::StaticFiles>(made_assets(folder_.path() / "assets"));
  sessions_ = std::make_unique<web::Sessions>(store_->sessions(), clock_);
  actors_ = std::make_unique<web::Actors>(*store_, frameworks_, clock_);
  views_ = std::make_unique<web::Views>(*store_, clock_);
  services_ = std::unique_ptr<web::Services>(new web::Services{
      *store_, clock_, frameworks_, passwords_, *templates_, *files_, *sessions_, *actors_, *views_, &readers_, true});
  documents_ = std::make_unique<app::Documents>(renderers_,
                                                app::DocumentLook{"OFFICIAL-SENSITIVE", word_template(), "report.docx"},
                                                // A busy machine must not decide what a test sees.
                                                app::DocumentLimits{.stand_by = std::chrono::seconds(60)});
  services_->documents = documents_.get();
  site_ =
      std::make_unique<web::Site>(web::site_router(*services_), sessions_.get(), log_, web::site_options(*services_));
}

void DemoSite::make_no_files() {
  documents_ = std::make_unique<app::Documents>(
      no_renderers_, app::DocumentLook{"OFFICIAL-SENSITIVE", word_template(), "report.docx"},
      app::DocumentLimits{.waiting = 10'000, .waiting_of_one = 10'000, .standing_by = 0});
  services_->documents = documents_.get();
}

std::vector<std::string> DemoSite::roles() const {
  std::vector<std::string> out;
  for (const auto& each : filled_.sign_ins) out.push_back(each.role);
  return out;
}

bool DemoSite::has_route(const std::string& target) const {
  return site_->router().match(web::Method::Get, target.substr(0, target.find('?'))).route != nullptr;
}

web::Request DemoSite::request_of(web::Method method, const std::string& role, const std::string& target) {
  web::Request request;
  request.method = method;
  request.target = target;
  request.path = target.substr(0, target.find('?'));
  request.headers.add("host", kHost);
  request.headers.add("origin", std::string("http://") + kHost);
  request.headers.add("sec-fetch-site", "same-origin");
  request.id = "test-1";
  if (role.empty()) return request;
  request.cookies.add(std::string(web::kSessionCookie), token_of(role));
  return request;
}

const std::string& DemoSite::token_of(const std::string& role) {
  auto& token = tokens_[role];
  if (!token.empty()) return token;
  Account account;
  if (const auto known = let_in_.find(role); known != let_in_.end()) account = known->second;
  for (const auto& each : filled_.sign_ins)
    if (each.role == role) {
      const auto user = store_->read(filled_.council)->users().find_by_email(each.email);
      if (!user) throw base::Broken("nobody signs in as " + each.email);
      account = {filled_.council, user->id.text()};
    }
  if (account.user.empty()) throw base::Broken("the demo has nobody with the role " + role);
  web::Response response(303);
  sessions_->sign_in(web::Request{}, response, account.council, account.user);
  const auto* cookie = response.find("Set-Cookie");
  const auto begin = cookie->find('=') + 1;
  token = cookie->substr(begin, cookie->find(';') - begin);
  return token;
}

std::string DemoSite::csrf_token(const std::string& role) { return sessions_->find(token_of(role))->csrf_token; }

void DemoSite::let_in(const std::string& as, app::User user) {
  if (user.council.empty()) user.council = filled_.council;
  user.email = as + "@" + user.council + ".example.org";
  user.name = as;
  user.id = app::UserId(base::new_uuid(clock_.now()));
  const auto work = store_->begin(user.council);
  work->users().add(user);
  if (!work->commit()) throw base::Broken("the user was not kept");
  let_in_[as] = {user.council, user.id.text()};
}

web::Response DemoSite::get(const std::string& role, const std::string& target) {
  return site_->respond(request_of(web::Method::Get, role, target));
}

web::Response DemoSite::get_signed_out(const std::string& target) {
  return site_->respond(request_of(web::Method::Get, "", target));
}

web::Response DemoSite::post(const std::string& role, const std::string& target,
                             const std::vector<std::pair<std::string, std::string>>& form) {
  auto request = request_of(web::Method::Post, role, target);
  if (!role.empty()) request.form.add("csrf_token", csrf_token(role));
  for (const auto& [name, value] : form) request.form.add(name, value);
  return site_->respond(std::move(request));
}

}  // namespace plumbline::tests
