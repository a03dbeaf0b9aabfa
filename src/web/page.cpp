#include "web/page.hpp"

#include <algorithm>
#include <array>

#include "app/messages/messages.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/framework/framework.hpp"
#include "web/council_style.hpp"
#include "web/http/sessions.hpp"
#include "web/http/static_files.hpp"
#include "web/services.hpp"

namespace plumbline::web {

namespace {

using app::Role;

constexpr std::string_view kFlashCookie = "__Host-plumbline-flash";
constexpr std::string_view kService = "Case file audit";
constexpr std::string_view kOwnColour = "0b4f3c";  // before anyone has signed in, no council is known

const SignedIn* signed_in(const Request& request) { return request.session && request.actor ? &who(request) : nullptr; }

bool has_any(const app::Actor& actor, std::initializer_list<Role> roles) {
  return std::any_of(roles.begin(), roles.end(), [&](Role role) { return actor.has(role); });
}

// The role a person is shown with: the first of theirs in this order, which goes from what they run to what they read.
std::string_view shown_role(const app::Actor& actor) {
  for (const Role role :
       {Role::QaLead, Role::QaAdministrator, Role::HeadOfService, Role::PrincipalSocialWorker, Role::Moderator,
        Role::Administrator, Role::TeamManager, Role::Auditor, Role::SocialWorker, Role::Leadership, Role::Partner})
    if (actor.has(role)) return app::say(role);
  return "";
}

// Lines of the flash are parted by LF; the whole is percent-encoded, so that a cookie can carry it.
std::optional<Flash> read_flash(const Request& request) {
  const auto* cookie = request.cookies.find(kFlashCookie);
  if (cookie == nullptr || cookie->empty() || cookie->size() > 2000) return std::nullopt;
  std::string text;
  for (std::size_t at = 0; at < cookie->size(); ++at) {
    const char letter = (*cookie)[at];
    if (letter != '%') {
      text += letter;
      continue;
    }
    const auto digit = [&](std::size_t where) {
      const char hex = where < cookie->size() ? (*cookie)[where] : 'x';
      if (hex >= '0' && hex <= '9') return hex - '0';
      if (hex >= 'A' && hex <= 'F') return hex - 'A' + 10;
      if (hex >= 'a' && hex <= 'f') return hex - 'a' + 10;
      return -1;
    };
    const int high = digit(at + 1), low = digit(at + 2);
    if (high < 0 || low < 0) return std::nullopt;
    text += static_cast<char>(high * 16 + low);
    at += 2;
  }
  if (!base::is_valid_utf8(text)) return std::nullopt;
  const auto lines = base::split(text, '\n');
  Flash flash{lines[0], std::nullopt};
  if (lines.size() == 3 && is_local_path(lines[2])) flash.link = Link{lines[1], lines[2]};
  return flash;
}

std::string flash_cookie(std::string_view value, int seconds) {
  return std::string(kFlashCookie) + "=" + std::string(value) +
         "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds);
}

}  // namespace

std::vector<NavEntry> navigation_for(const app::Actor& actor) {
  std::vector<NavEntry> items{{NavItem::Home, "Home", "/"}};
  if (has_any(actor, {Role::QaLead, Role::QaAdministrator})) items.push_back({NavItem::Month, "This month", "/cycles"});
  if (has_any(actor, {Role::QaLead, Role::QaAdministrator, Role::Moderator, Role::Auditor, Role::TeamManager,
                      Role::SocialWorker, Role::HeadOfService, Role::PrincipalSocialWorker, Role::Partner}))
    items.push_back({NavItem::Audits, "Audits", "/audits"});
  if (has_any(actor, {Role::QaLead, Role::Moderator}))
    items.push_back({NavItem::Moderation, "Moderation", "/moderation"});
  if (has_any(actor, {Role::QaLead, Role::QaAdministrator, Role::TeamManager, Role::SocialWorker, Role::HeadOfService}))
    items.push_back({NavItem::Actions, "Actions", "/actions"});
  if (has_any(actor, {Role::QaLead, Role::HeadOfService, Role::PrincipalSocialWorker, Role::TeamManager}))
    items.push_back({NavItem::Concerns, "Concerns", "/concerns"});
  if (has_any(actor, {Role::QaLead, Role::QaAdministrator, Role::Moderator, Role::Auditor, Role::TeamManager,
                      Role::HeadOfService, Role::PrincipalSocialWorker, Role::Leadership}))
    items.push_back({NavItem::None, "Learning", "/learning"});
  if (has_any(actor, {Role::QaLead, Role::QaAdministrator, Role::Moderator, Role::TeamManager, Role::HeadOfService,
                      Role::PrincipalSocialWorker, Role::Leadership, Role::Partner}))
    items.push_back({NavItem::Reports, "Reports", "/reports"});
  if (has_any(actor, {Role::Administrator, Role::QaAdministrator, Role::QaLead}))
    items.push_back({NavItem::Register, "Register", "/register"});
  return items;
}

Response flashed(Response response, const Flash& flash) {
  std::string text = flash.text;
  if (flash.link) text += "\n" + flash.link->text + "\n" + flash.link->url;
  response.add("Set-Cookie", flash_cookie(url_encode(text), 60));
  return response;
}

std::string FormErrors::of(std::string_view field) const {
  for (const auto& error : errors_)
    if (error.field == field) return app::sentence(error);
  return "";
}

base::Error at_control(base::Error error, FieldNames names) {
  for (const auto& [field, control] : names)
    if (error.field == field) {
      error.field = control;
      break;
    }
  return error;
}

FramedPage::FramedPage(Services& services, const Request& request, std::string title, NavItem active)
    : services_(services),
      request_(request),
      page_(services.templates.page("layout/page.html")),
      title_(std::move(title)),
      council_("Plumbline") {
  const SignedIn* person = signed_in(request);
  std::string colour(kOwnColour);
  if (person != nullptr) {
    council_ = person->council_name;
    colour = person->framework->council.colour;
  }
  page_.set("TITLE", title_);
  page_.set("SERVICE", kService);
  page_.set_for_all("COUNCIL", council_);
  page_.set_for_all("CSRF", request.session ? request.session->csrf_token : "");
  page_.set("THEME_COLOUR", "#" + parse_colour(colour).value_or(std::string(kOwnColour)));
  page_.set("APP_CSS", services.files.path("app.css"));
  page_.set("APP_JS", services.files.path("app.js"));
  page_.set("SUPPORTED_JS", services.files.path("supported.js"));
  page_.set("ICON", services.files.path("favicon.svg"));
  page_.set("COUNCIL_CSS", council_style_path(colour));
  if (person != nullptr) {
    page_.show("SIGNED_IN");
    page_.set("PERSON", person->actor.name);
    if (const auto role = shown_role(person->actor); !role.empty()) page_.show_with("ROLE", "ROLE_NAME", role);
    const auto left = request.session->ends_at - services.clock.now();
    const auto idle = SessionLimits{}.idle;
    page_.show_with("SESSION", "SECONDS", std::to_string(std::min<long long>(left.count(), idle.count())));
    fill_navigation(active);
  }
  if (const auto flash = read_flash(request)) {
    View banner = page_.add("FLASH");
    banner.show("SUCCESS").set("ROLE_OF_BANNER", "alert").set("HEADING", "Done").set("TEXT", flash->text);
    if (flash->link) banner.add("LINK").set("URL", flash->link->url).set("LABEL", flash->link->text);
    flash_shown_ = true;
  }
}

namespace {

// Learning has several addresses of its own and no item of another part.
bool is_learning(const std::string& path) {
  return std::ranges::any_of(
      std::array{"/learning", "/meetings", "/decisions/", "/themes", "/reviews", "/measures", "/programme"},
      [&](std::string_view part) { return path.starts_with(part); });
}

}  // namespace

void FramedPage::fill_navigation(NavItem active) {
  View navigation = page_.add("NAVIGATION");
  for (const auto& entry : navigation_for(who(request_).actor)) {
    View item = navigation.add("ITEM");
    item.set("URL", entry.url)
        .set("TEXT", entry.text)
        .show_if(entry.item == NavItem::None ? is_learning(request_.path) : entry.item == active, "ACTIVE");
  }
}

FramedPage& FramedPage::crumb(std::string text, std::string url) {
  crumbs_.push_back({std::move(text), std::move(url)});
  return *this;
}

FramedPage& FramedPage::caption(std::string text) {
  caption_ = std::move(text);
  return *this;
}

FramedPage& FramedPage::meta(std::string text) {
  meta_ = std::move(text);
  return *this;
}

FramedPage& FramedPage::action(std::string text, std::string url, ButtonLook look) {
  actions_.push_back({std::move(text), std::move(url), look});
  return *this;
}

FramedPage& FramedPage::no_heading() {
  heading_ = false;
  return *this;
}

FramedPage& FramedPage::errors(const FormErrors& errors) {
  if (errors.empty()) return *this;
  page_.show("HAS_ERRORS");
  View summary = page_.include("ERROR_SUMMARY", "components/error_summary.html");
  for (const auto& error : errors.all()) {
    View line = summary.add("ERROR");
    line.set("TEXT", app::sentence(error));
    if (error.field.empty())
      line.show("TO_NONE");
    else
      line.add("TO_FIELD").set("ANCHOR", error.field);
  }
  return *this;
}

View FramedPage::body(std::string_view file) { return page_.include("BODY", file); }

void FramedPage::fill_head() {
  if (!crumbs_.empty()) {
    View trail = page_.add("BREADCRUMBS");
    for (const auto& crumb : crumbs_) trail.add("CRUMB").set("URL", crumb.url).set("TEXT", crumb.text);
  }
  if (!heading_) return;
  View head = page_.add("HEAD");
  head.show_with("CAPTION", "TEXT", caption_).show_with("META", "TEXT", meta_);
  if (actions_.empty()) return;
  View actions = head.add("ACTIONS");
  for (const auto& action : actions_)
    actions.add("ACTION")
        .set("URL", action.url)
        .set("TEXT", action.text)
        .show_if(action.look == ButtonLook::Quiet, "QUIET")
        .show_if(action.look == ButtonLook::Warning, "DANGER");
}

Response FramedPage::respond(int status) {
  fill_head();
  Response response = Response::html(page_.render(), status);
  if (flash_shown_) response.add("Set-Cookie", flash_cookie("", 0));
  return response;
}

namespace {

struct Failure {
  int status;
  std::string_view title;
  std::string_view what;
  std::string_view next;
};

constexpr std::array kFailures{
    Failure{400, "This request cannot be read", "What the browser sent was not complete or not in order.",
            "Go back, reload the page and try again."},
    Failure{401, "Sign in to see this page", "You are not signed in, or your session has ended.",
            "Sign in, and you will come back here."},
    Failure{403, "You cannot do this here",
            "Your role does not include this page or this step, or the page you came from was too old.",
            "Go back and reload the page. If you need this for your work, ask your council’s Plumbline administrator."},
    Failure{404, "Page not found",
            "If you typed the address, check it is right. If you pasted it, check you copied all of it.",
            "An audit or a list that your role does not cover is not found either."},
    Failure{405, "Page not found", "This address is not a page to open.", "Start from the home page."},
    Failure{408, "The request took too long", "The connection was too slow to take what you sent.", "Try again."},
    Failure{409, "Somebody else changed this meanwhile", "Nothing you sent has been saved over their change.",
            "Go back, reload the page and make your change again."},
    Failure{413, "What you sent is too large", "A form takes 1 MB of text, an upload a file of up to 200 MB.",
            "Go back and shorten the text, or split the file, and try again."},
    Failure{414, "The address is too long", "This address is longer than the service takes.",
            "Clear some filters and try again."},
    Failure{422, "This could not be done", "Something about it does not fit any more.",
            "Go back, reload the page and try again."},
    Failure{429, "Too many tries", "There were too many tries in a short time.", "Wait a few minutes, then try again."},
    Failure{500, "There is a problem with the service",
            "Your last step may not have been saved. Drafts saved before it are safe.",
            "Try again later. If it happens again, tell your council’s Plumbline administrator."},
    Failure{503, "The service is busy or being restarted", "Drafts that said “Saved” are safe.",
            "Try again in a minute."},
};

// A status without a page of its own shows its kind's: 400 for what the browser did, 500 for what the service did.
const Failure& failure_of(int status) {
  const auto found = std::ranges::find(kFailures, status, &Failure::status);
  if (found != kFailures.end()) return *found;
  return *std::ranges::find(kFailures, status < 500 ? 400 : 500, &Failure::status);
}

// What a person wrote into a form that failed: browsers forget it on the way back, because no page of ours is cached.
// A field of one word is a choice, and quickly made again.
void give_back_written(View& body, const Request& request, bool again) {
  std::optional<View> written;
  int number = 0;
  for (const auto& [name, value] : request.form) {
    if (value.find_first_of(" \n") == std::string::npos || name == "csrf_token") continue;
    if (number++ == 0) written = body.add("WRITTEN");
    written->add("TEXT")
        .set("ID", "written-" + std::to_string(number))
        .set("LABEL", "In the field “" + name + "”")
        .set("VALUE", value);
  }
  if (!again || request.form.empty() || !request.uploads.empty() || !is_local_path(request.target)) return;
  if (written) written->show("AGAIN");
  View form = body.add("RESEND");
  form.set("URL", request.target);
  for (const auto& [name, value] : request.form) form.add("FIELD").set("NAME", name).set("VALUE", value);
}

Response show_failure(Services& services, const Request& request, int status, std::string_view title,
                      const std::vector<std::string>& paragraphs) {
  FramedPage page(services, request, std::string(title));
  View body = page.body("failure/page.html");
  for (const auto& paragraph : paragraphs)
    if (!paragraph.empty()) body.add("PARAGRAPH").set("TEXT", paragraph);
  const bool signed_out = !request.session;
  View link = body.add("LINK");
  link.set("URL", signed_out ? "/sign-in" : "/").set("TEXT", signed_out ? "Sign in" : "Go to the home page");
  if (!request.id.empty()) body.show_with("REQUEST", "ID", request.id);
  if (request.method == Method::Post && !signed_out) give_back_written(body, request, status >= 500);
  return page.respond(status);
}

}  // namespace

Response failure_page(Services& services, const Request& request, int status) {
  const auto& failure = failure_of(status);
  return show_failure(services, request, status, failure.title, {std::string(failure.what), std::string(failure.next)});
}

Response refused_page(Services& services, const Request& request, const base::Error& error) {
  const int status = status_of(error);
  if (status == 404) return failure_page(services, request, 404);
  const std::string_view title = status == 403   ? "You cannot do this here"
                                 : status == 409 ? "Somebody else changed this meanwhile"
                                                 : "This could not be done";
  return show_failure(services, request, status, title, {app::sentence(error)});
}

}  // namespace plumbline::web
