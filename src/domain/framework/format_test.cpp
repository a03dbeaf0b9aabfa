// The format as a whole: a sixth council uses all of it, and docs/framework-format.md tells all of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/text.hpp"
#include "domain/framework/letter_keys.hpp"
#include "domain/framework/loader.hpp"
#include "support/problems.hpp"
#include "support/sixth_framework.hpp"

namespace plumbline::domain {
namespace {

using testing::IsEmpty;
using tests::all;

std::string last_of(const std::string& path) { return path.substr(path.rfind('.') + 1); }

// The words that stand for people, cases and grades are the register's: a definition uses those that it needs.
bool is_vocabulary(const std::string& path) {
  for (const char* name : {"categories[]",
                           "tell[]",
                           "who[]",
                           "to[]",
                           "by",
                           "by[]",
                           "with[]",
                           "role",
                           "roles[]",
                           "agreed_by[]",
                           "sign_off[]",
                           "escalate_to[]",
                           "given_to[]",
                           "chaired_by[]",
                           "attended_by[]",
                           "watched_by[]",
                           "raised_by[]",
                           "decided_by[]",
                           "moderators[]",
                           "exemption_approvers[]",
                           "never_own_team[]",
                           "never_own_locality[]",
                           "always[]",
                           "grades[]",
                           "grade"})
    if (last_of(path) == name) return true;
  return false;
}

TEST(SixthCouncil, IsSound) {
  const auto loaded = load_framework(tests::sixth_framework_files(), tests::kSixth);
  EXPECT_TRUE(loaded.sound()) << all(loaded.problems);
}

// Every key that the readers ask for: a key that is added to the format and not to the sixth council fails here.
TEST(SixthCouncil, UsesEveryKeyOfTheFormat) {
  const auto uses = uses_of(tests::sixth_framework_files(), tests::kSixth);
  for (const auto& each : {uses.framework, uses.tools}) {
    EXPECT_GT(each.asked.size(), 15u);
    std::vector<std::string> unused;
    std::ranges::set_difference(each.asked, each.written, std::back_inserter(unused));
    EXPECT_THAT(unused, IsEmpty());
  }
  EXPECT_GT(uses.framework.asked.size(), 150u);
}

TEST(SixthCouncil, UsesEveryWordThatAKeyTakes) {
  const auto uses = uses_of(tests::sixth_framework_files(), tests::kSixth);
  for (const auto& each : {uses.framework, uses.tools})
    for (const auto& [path, known] : each.words_known) {
      if (is_vocabulary(path)) continue;
      std::set<std::string> written;
      // What one calendar or part of a form may say, any may: together they say all.
      for (const auto& [other, words] : each.words_written)
        if (other == path || last_of(other) == last_of(path) ||
            (path.find(".parts.") != std::string::npos && other.find(".parts.") != std::string::npos))
          written.insert(words.begin(), words.end());
      std::vector<std::string> unused;
      std::ranges::set_difference(known, written, std::back_inserter(unused));
      EXPECT_THAT(unused, IsEmpty()) << path;
    }
  const auto framework = load_framework(tests::sixth_framework_files(), tests::kSixth).framework;
  EXPECT_EQ(framework.letters.size(), kLetterKeys.size());
}

// ---- the document ----

std::string document() {
  std::ifstream in(std::string(PLUMBLINE_SOURCE_DIR) + "/docs/framework-format.md");
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(FrameworkFormatDocument, TellsEveryKey) {
  const auto text = document();
  const auto uses = uses_of(tests::sixth_framework_files(), tests::kSixth);
  for (const auto& each : {uses.framework, uses.tools})
    for (const auto& path : each.asked) {
      EXPECT_NE(text.find("`" + last_of(path) + "`"), std::string::npos) << path << " is in no line of the document";
    }
}

TEST(FrameworkFormatDocument, TellsEveryWordThatAKeyTakes) {
  const auto text = document();
  const auto uses = uses_of(tests::sixth_framework_files(), tests::kSixth);
  for (const auto& each : {uses.framework, uses.tools})
    for (const auto& [path, known] : each.words_known)
      for (const auto& word : known) {
        EXPECT_NE(text.find("`" + word + "`"), std::string::npos) << word << " of " << path;
      }
  for (const auto report : kReports) EXPECT_NE(text.find("`" + std::string(report) + "`"), std::string::npos) << report;
  for (const auto letter : kLetterKeys)
    EXPECT_NE(text.find("`" + std::string(letter) + "`"), std::string::npos) << letter;
}

// The example that the document builds up is one that works: its passages, put together, are a sound framework.
TEST(FrameworkFormatDocument, BuildsUpACouncilThatIsSound) {
  const auto text = document();
  FrameworkFiles files;
  for (auto at = text.find("```yaml "); at != std::string::npos; at = text.find("```yaml ", at + 1)) {
    const auto line = text.find('\n', at);
    const auto end = text.find("```", line);
    ASSERT_NE(end, std::string::npos);
    files[text.substr(at + 8, line - at - 8)] += text.substr(line + 1, end - line - 1);
  }
  ASSERT_TRUE(files.contains("our-council.yaml"));
  const auto loaded = load_framework(files, "our-council.yaml");
  EXPECT_TRUE(loaded.sound()) << all(loaded.problems);
  EXPECT_FALSE(loaded.framework.programmes.empty());
}

}  // namespace
}  // namespace plumbline::domain
