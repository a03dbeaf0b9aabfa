// Every page that a person of some role can walk to: whole, labelled, within its limits; and the same of every form
// that is sent without being filled in, whose summary must lead to the fields it speaks of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <set>

#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"
#include "support/html.hpp"

namespace plumbline {
namespace {

using tests::DemoSite;
using tests::Tag;
using web::Method;

constexpr std::size_t kPagesOfARole = 160;

bool is_page(const web::Response& response) {
  const auto* type = response.find("Content-Type");
  return type != nullptr && type->starts_with("text/html");
}

// Ids give way to one name, so that of a hundred audits the first few are read.
std::string kind_of(const std::string& target) {
  std::string out;
  for (const char c : target.substr(0, target.find('?')))
    out += (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ? '*' : c;
  return out;
}

struct Page {
  std::string target;
  std::string html;
};

// Follows links from home, a few of each kind, and hands over every page.
template <class Read>
void walk(DemoSite& site, const std::string& role, const Read& read) {
  std::deque<std::string> open{"/"};
  std::set<std::string> known{"/"};
  std::map<std::string, int> of_kind;
  std::size_t pages = 0;
  while (!open.empty() && pages < kPagesOfARole) {
    const auto target = open.front();
    open.pop_front();
    const auto response = site.get(role, target);
    EXPECT_LT(response.status(), 400) << role << " is led to " << target;
    if (response.status() == 303) {
      const auto* to = response.find("Location");
      if (to != nullptr && known.insert(*to).second) open.push_back(*to);
      continue;
    }
    // A report to keep stands alone, with its style inside; it has tests of its own.
    if (!is_page(response) || target.find(".html") != std::string::npos) continue;
    ++pages;
    const Page page{target, std::string(response.body())};
    read(page, tests::tags_of(page.html));
    for (const auto& tag : tests::tags_of(page.html)) {
      if (tag.name != "a") continue;
      auto to = tag.get("href");
      to = to.substr(0, to.find('#'));
      // Files that a program outside makes have tests of their own and take a second each.
      if (to.find(".pdf") != std::string::npos || to.find(".docx") != std::string::npos) continue;
      if (!to.starts_with("/") || to.starts_with("/assets/") || !known.insert(to).second) continue;
      if (++of_kind[kind_of(to)] <= 4) open.push_back(to);
    }
  }
  EXPECT_GE(pages, 5U) << role;
}

TEST(Pages, AreWholeForEveryRole) {
  auto& site = DemoSite::instance();
  for (const auto& role : site.roles())
    walk(site, role, [&](const Page& page, const std::vector<Tag>&) {
      for (const auto& flaw : tests::flaws_of(page.html))
        ADD_FAILURE() << page.target << " for the " << role << " " << flaw;
    });
  EXPECT_THAT(site.broken(), testing::IsEmpty());
}

TEST(Pages, AreWholeForNobody) {
  auto& site = DemoSite::instance();
  for (const auto* target : {"/sign-in", "/sign-in?next=%2Faudits", "/sign-in?ended=yes", "/signed-out",
                             "/accessibility", "/privacy", "/cookies", "/nothing-here"})
    EXPECT_THAT(tests::flaws_of(site.get_signed_out(target).body()), testing::IsEmpty()) << target;
}

// The way a browser fills a form that nobody touched: hidden fields and values as they stand.
web::Request untouched(DemoSite& site, const std::string& role, const Page& page, const std::vector<Tag>& tags,
                       std::size_t form, bool emptied) {
  auto target = tags[form].get("action");
  if (target.empty()) target = page.target;
  auto request = site.request_of(Method::Post, role, target);
  std::string select;
  for (std::size_t at = form + 1; at < tags.size() && tags[at].name != "/form"; ++at) {
    const auto& tag = tags[at];
    const auto type = tag.get("type");
    const auto name = tag.get("name");
    if (tag.name == "select") select = name;
    if (tag.name == "/select") select.clear();
    if (tag.name == "option" && tag.find("selected") && !emptied) request.form.add(select, tag.get("value"));
    if (name.empty()) continue;
    if (tag.name == "textarea")
      request.form.add(name, emptied ? "" : tag.text.substr(tag.text.starts_with("\n") ? 1 : 0));
    if (tag.name != "input" || type == "file") continue;
    if ((type == "radio" || type == "checkbox") && (emptied || !tag.find("checked"))) continue;
    request.form.add(name, emptied && type != "hidden" ? "" : tag.get("value"));
  }
  return request;
}

// Forms that do something even when nothing was filled in: they are not for walking.
bool acts_at_once(const std::string& action) {
  for (const char* end : {"/sign-out", "/send", "/allocate", "/discard", "/remove", "/draw"})
    if (action.ends_with(end)) return true;
  return action.find("/register/import/") != std::string::npos;
}

// Found while looking: lists that begin with what is still to be dealt with said "All" over them.
TEST(Pages, SayWhatAListLeavesOut) {
  auto& site = DemoSite::instance();
  for (const auto& [path, first] : {std::pair<const char*, const char*>{"/actions", "Not signed off"},
                                    {"/follow-ups", "Not finished"},
                                    {"/concerns", "Not closed"}}) {
    const std::string html(site.get("QA lead", path).body());
    const auto begin = html.find("name=\"state\"");
    ASSERT_NE(begin, std::string::npos) << path;
    const auto select = html.substr(begin, html.find("</select>", begin) - begin);
    EXPECT_THAT(select, testing::AllOf(testing::HasSubstr(first), testing::Not(testing::HasSubstr(">All<")))) << path;
  }
}

TEST(Pages, LeadFromEachComplaintToItsField) {
  DemoSite site;
  std::set<std::string> sent;
  int complaints = 0;
  for (const auto& role : site.roles())
    walk(site, role, [&](const Page& page, const std::vector<Tag>& tags) {
      for (std::size_t at = 0; at < tags.size(); ++at) {
        if (tags[at].name != "form" || tags[at].get("method") != "post" || acts_at_once(tags[at].get("action")))
          continue;
        if (!sent.insert(role + kind_of(tags[at].get("action"))).second) continue;
        const auto response = site.respond(untouched(site, role, page, tags, at, true));
        EXPECT_LT(response.status(), 500) << page.target;
        EXPECT_NE(response.status(), 403) << page.target << " offers the " << role << " a form that is refused";
        EXPECT_NE(response.status(), 404) << page.target << " offers the " << role << " a form that leads nowhere";
        if (response.status() < 400 || !is_page(response)) continue;
        ++complaints;
        for (const auto& flaw : tests::flaws_of(response.body()))
          ADD_FAILURE() << tags[at].get("action") << " on " << page.target << ", sent empty by the " << role << ", "
                        << flaw;
        EXPECT_THAT(std::string(response.body()), testing::HasSubstr("There is a problem")) << page.target;
      }
    });
  EXPECT_GT(complaints, 8);
  EXPECT_THAT(site.broken(), testing::IsEmpty());
}

}  // namespace
}  // namespace plumbline
