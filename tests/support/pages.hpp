// What a test of pages begins with: a council's site, what it holds, how a page is read, and the words to say it in.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/ports/unit_of_work.hpp"
#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"
#include "support/html.hpp"

namespace plumbline {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::DemoSite;

namespace tests {

// A form as it is sent, field by field.
using Form = std::vector<std::pair<std::string, std::string>>;

inline std::string body(const web::Response& response) { return std::string(response.body()); }
// What a reader of the page reads in its main part.
inline std::string words(const web::Response& response) { return text_in(tags_of(response.body()), "main"); }

// A site of its own for each test, on which nothing breaks.
class SiteTest : public testing::Test {
 protected:
  explicit SiteTest(int open_cases = 600, int finished_months = 3, const std::string& framework = "lancashire")
      : site(open_cases, finished_months, framework) {}
  ~SiteTest() override { EXPECT_THAT(site.broken(), testing::IsEmpty()); }

  std::unique_ptr<app::Reader> read() { return site.store().read(site.filled().council); }
  // Lets somebody of people.csv in with one role; by default over what is theirs.
  std::string as(const std::string& name, const std::optional<domain::PersonId>& person, app::Role role,
                 app::ScopeKind scope = app::ScopeKind::Own) {
    app::User user;
    user.person = person;
    user.grants = {{role, scope, ""}};
    site.let_in(name, user);
    return name;
  }

  DemoSite site;
};

}  // namespace tests

using tests::body;
using tests::Form;
using tests::SiteTest;
using tests::words;

}  // namespace plumbline
