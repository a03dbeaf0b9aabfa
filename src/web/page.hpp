// A page in the frame that all pages share: header with the council's name, navigation by role, breadcrumbs, what just
// happened, what is wrong, the page's own part, footer. The title is the <title>, the h1 and the last breadcrumb.
//
//   Response get_audits(const Request& request, Services& services) {
//     FramedPage page(services, request, "My audits", NavItem::Audits);
//     page.crumb("Home", "/");
//     View body = page.body("audit/list.html");
//     add_table(body, "TABLE", table);                          // see components.hpp
//     return page.respond();
//   }
//
// After a POST: `return flashed(Response::see_other("/audits"), {"Audit LAN-2026-12-014 returned."});` shows that
// sentence on the next page, once. In forms: <input type="hidden" name="csrf_token" value="{{CSRF}}">, set for every
// template.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/actor.hpp"
#include "base/result.hpp"
#include "web/http/request.hpp"
#include "web/http/response.hpp"
#include "web/http/templates.hpp"

namespace plumbline::web {

struct Services;

struct Link {
  std::string text;
  std::string url;  // a path on this site
};

// The parts of the service that the navigation names.
enum class NavItem { None, Home, Month, Audits, Moderation, Actions, Concerns, Reports, Register };

struct NavEntry {
  NavItem item;
  std::string_view text;
  std::string_view url;
};
// What a person with these roles finds in the navigation, in order. A link is a courtesy: the pages check for
// themselves.
std::vector<NavEntry> navigation_for(const app::Actor& actor);

// Said once on the next page: what was done and, where it can be undone, how. Never a child's details or anything
// typed.
struct Flash {
  std::string text;
  std::optional<Link> link{};
};
Response flashed(Response response, const Flash& flash);

// The refusals of a form: sentences for the summary and for each field.
class FormErrors {
 public:
  FormErrors() = default;
  explicit FormErrors(std::vector<base::Error> errors) : errors_(std::move(errors)) {}
  void add(base::Error error) { errors_.push_back(std::move(error)); }
  bool empty() const { return errors_.empty(); }
  const std::vector<base::Error>& all() const { return errors_; }
  // The first sentence that belongs to the field; empty when there is none.
  std::string of(std::string_view field) const;

 private:
  std::vector<base::Error> errors_;
};

// The same refusal at the control that asks for it, where the form calls its field by another name.
using FieldNames = std::initializer_list<std::pair<std::string_view, std::string_view>>;
base::Error at_control(base::Error error, FieldNames names);

enum class ButtonLook { Main, Quiet, Warning };

class FramedPage {
 public:
  // For everyone, signed in or not: without a session the navigation is left out.
  FramedPage(Services& services, const Request& request, std::string title, NavItem active = NavItem::None);

  FramedPage& crumb(std::string text, std::string url);  // from Home down to the page above this one
  FramedPage& caption(std::string text);                 // over the h1: a reference, a month
  FramedPage& meta(std::string text);                    // under the h1: one line of facts
  FramedPage& action(std::string text, std::string url, ButtonLook look = ButtonLook::Main);  // beside the h1
  // The summary at the top, which takes the focus; each sentence leads to the field with that id.
  FramedPage& errors(const FormErrors& errors);
  FramedPage& no_heading();  // the body has its own h1

  // The page's own template; once. CSRF and COUNCIL are set in it and in all it includes.
  View body(std::string_view file);

  Response respond(int status = 200);

 private:
  struct Crumb {
    std::string text, url;
  };
  struct Action {
    std::string text, url;
    ButtonLook look;
  };
  void fill_head();
  void fill_navigation(NavItem active);

  Services& services_;
  const Request& request_;
  Page page_;
  std::string title_;
  std::string council_;
  std::string caption_;
  std::string meta_;
  std::vector<Crumb> crumbs_;
  std::vector<Action> actions_;
  bool heading_ = true;
  bool flash_shown_ = false;
};

// The page for a status such as 404: what happened and what to do next. For SiteOptions::error_page.
Response failure_page(Services& services, const Request& request, int status);
// The answer to a refusal that no form can show: 404, 403, 409 or 422 with its sentence.
Response refused_page(Services& services, const Request& request, const base::Error& error);

}  // namespace plumbline::web
