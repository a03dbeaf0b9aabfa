#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/messages/messages.hpp"
#include "support/source_rules.hpp"

namespace plumbline::structure {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::Pair;

const fs::path kRoot{PLUMBLINE_SOURCE_DIR};

const std::vector<std::string> kFolders{"base",
                                        "domain/framework",
                                        "domain/register",
                                        "domain/calendar",
                                        "domain/draw",
                                        "domain/allocation",
                                        "domain/audit",
                                        "domain/moderation",
                                        "domain/action",
                                        "app",
                                        "app/messages",
                                        "app/ports",
                                        "app/register",
                                        "cli",
                                        "intake",
                                        "mail",
                                        "store",
                                        "web/http",
                                        "web/register"};

const std::vector<std::string> kCouncils{"lancashire", "knowsley", "bradford", "waltham", "buckingham"};

// Each with the reason why it may be longer than the rest.
const std::map<std::string, int> kLonger{
    // The monthly report as a page, from its first sentence to its last table.
    {"src/report/monthly/page.cpp", 750},
    // Lists, one word a line.
    {"src/domain/audit/writing_words.cpp", 900},
    {"src/app/security/common_passwords.cpp", 1100},
};

TEST(Structure, EveryFolderOfTheArchitectureIsThere) { EXPECT_THAT(missing_folders(kRoot, kFolders), IsEmpty()); }

TEST(Structure, FoldersSeeOnlyWhatTheArrowsAllow) { EXPECT_THAT(forbidden_includes(kRoot), IsEmpty()); }

TEST(Structure, NoCouncilIsNamedInTheSources) { EXPECT_THAT(council_names(kRoot, kCouncils), IsEmpty()); }

TEST(Structure, NoFileNamesAPathOfOneMachine) { EXPECT_THAT(machine_paths(kRoot), IsEmpty()); }

TEST(Structure, NoSourceFileIsLongerThanAPersonReads) { EXPECT_THAT(long_files(kRoot, 600, kLonger), IsEmpty()); }

TEST(Structure, GivesNoTwoTypesOneName) { EXPECT_THAT(names_given_twice(kRoot), IsEmpty()); }

TEST(Structure, MigrationsAreNumberedWithoutGap) { EXPECT_THAT(migration_gaps(kRoot), IsEmpty()); }

TEST(Catalogue, GivesEveryRuleKeyUsedInTheSourcesOneSentence) { EXPECT_THAT(catalogue_breaches(kRoot), IsEmpty()); }

TEST(Catalogue, KnowsEveryTableThatIsWritten) {
  std::map<std::string, int> reachable;
  for (const auto table : app::all_messages()) {
    for (const auto& message : table) ++reachable[std::string{message.rule}];
  }
  EXPECT_EQ(reachable, rule_keys_in_catalogue(kRoot));
}

TEST(Catalogue, SpeaksPlainEnglish) {
  for (const auto table : app::all_messages()) {
    for (const auto& message : table) {
      EXPECT_THAT(message.sentence, MatchesRegex("[A-Z‘{].*[.?]")) << message.rule;
      for (const char* word : {"nvalid", "please", "Please", "ops,", "rror", "!"}) {
        EXPECT_THAT(std::string{message.sentence}, Not(HasSubstr(word))) << message.rule;
      }
    }
  }
}

// The rules themselves, on small trees that breach them.
class SmallTree : public testing::Test {
 protected:
  SmallTree() : root_{fs::path{testing::TempDir()} / ("plumbline-tree-" + std::to_string(::getpid()) + "-" + next())} {
    fs::create_directories(root_);
  }
  ~SmallTree() override { fs::remove_all(root_); }

  void given(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream{root_ / path} << text;
  }

  fs::path root_;

 private:
  static std::string next() {
    static std::atomic<int> count{0};
    return std::to_string(++count);
  }
};

TEST_F(SmallTree, WithoutAFolderIsRefused) {
  given("src/base/day.hpp", "#pragma once\n");
  fs::create_directories(root_ / "src/domain");
  EXPECT_THAT(missing_folders(root_, {"base", "domain", "app"}),
              ElementsAre(HasSubstr("src/domain: "), HasSubstr("src/app: ")));
}

TEST_F(SmallTree, OfAllowedArrowsIsClean) {
  given("src/domain/draw/draw.cpp", "#include \"base/hash.hpp\"\n#include <vector>\n");
  given("src/store/sqlite/connection.cpp", "#include <sqlite3.h>\n#include \"app/ports.hpp\"\n");
  given("src/store/postgres/connection.cpp", "#include <libpq-fe.h>\n");
  given("src/web/http/server.cpp", "#include <boost/beast/core.hpp>\n#include <ctemplate/template.h>\n");
  given("src/web/audit/page.cpp", "#include \"web/http/server.hpp\"\n#include \"report/monthly.hpp\"\n");
  given("src/main.cpp", "#include \"cli/serve.hpp\"\n#include \"store/open.hpp\"\n#include \"web/app.hpp\"\n");
  EXPECT_THAT(forbidden_includes(root_), IsEmpty());
}

TEST_F(SmallTree, WithAnArrowAgainstTheGrainIsRefused) {
  given("src/base/day.cpp", "#include \"domain/calendar/month.hpp\"\n");
  given("src/domain/draw/draw.cpp", "\n#include \"app/ports.hpp\"\n");
  given("src/app/draw/make_draw.cpp", "#include \"report/monthly.hpp\"\n");
  given("src/store/case_store.cpp", "#include \"web/http/server.hpp\"\n");
  given("src/intake/cases.cpp", "#include \"store/case_store.hpp\"\n");
  given("src/web/audit/page.cpp", "#  include \"intake/cases.hpp\"\n");
  given("src/web/http/server.cpp", "#include \"domain/audit/audit.hpp\"\n");
  given("src/cli/serve.cpp", "#include \"web/app.hpp\"\n");
  given("src/helpers/util.cpp", "\n");
  EXPECT_THAT(forbidden_includes(root_),
              ElementsAre("src/app/draw/make_draw.cpp:1: app must not see report (report/monthly.hpp)",
                          "src/base/day.cpp:1: base must not see domain (domain/calendar/month.hpp)",
                          "src/cli/serve.cpp:1: cli must not see web (web/app.hpp)",
                          "src/domain/draw/draw.cpp:2: domain must not see app (app/ports.hpp)",
                          "src/helpers/util.cpp: no such folder in the architecture",
                          "src/intake/cases.cpp:1: intake must not see store (store/case_store.hpp)",
                          "src/store/case_store.cpp:1: store must not see web/http (web/http/server.hpp)",
                          "src/web/audit/page.cpp:1: web must not see intake (intake/cases.hpp)",
                          "src/web/http/server.cpp:1: web/http must not see domain (domain/audit/audit.hpp)"));
}

TEST_F(SmallTree, WithALibraryOutsideItsHomeIsRefused) {
  given("src/store/case_store.cpp", "#include <sqlite3.h>\n");
  given("src/store/sqlite/connection.cpp", "#include <libpq-fe.h>\n");
  given("src/web/audit/page.cpp", "#include <boost/beast/http.hpp>\n#include <ctemplate/template.h>\n");
  given("src/main.cpp", "#include <boost/asio/io_context.hpp>\n");
  given("src/app/mail.cpp", "#include <curl/curl.h>\n");
  given("src/mail/smtp.cpp", "#include <curl/curl.h>\n");
  given("src/app/up.cpp", "#include \"../web/audit/page.hpp\"\n");
  const auto breaches = forbidden_includes(root_);
  EXPECT_THAT(breaches, Contains("src/store/case_store.cpp:1: sqlite3.h belongs in src/store/sqlite/ alone"));
  EXPECT_THAT(breaches, Contains("src/store/sqlite/connection.cpp:1: libpq-fe.h belongs in src/store/postgres/ alone"));
  EXPECT_THAT(breaches, Contains(HasSubstr("page.cpp:1: boost/beast/http.hpp belongs in src/web/http/ alone")));
  EXPECT_THAT(breaches, Contains(HasSubstr("page.cpp:2: ctemplate/template.h belongs in src/web/http/ alone")));
  EXPECT_THAT(breaches, Contains(HasSubstr("main.cpp:1: boost/asio/io_context.hpp belongs in src/web/http/ alone")));
  EXPECT_THAT(breaches, Contains(HasSubstr("up.cpp:1: ../web/audit/page.hpp climbs out of its folder")));
  EXPECT_THAT(breaches, Contains("src/app/mail.cpp:1: curl/curl.h belongs in src/mail/ alone"));
  EXPECT_EQ(breaches.size(), 7U);
}

TEST_F(SmallTree, MayNameACouncilInItsTestsAlone) {
  given("src/app/rule.cpp", "// As Knowsley does it.\nif (council == \"Knowsley\") return;\n");
  given("src/app/rule_test.cpp", "load(\"knowsley\");\n");
  EXPECT_THAT(council_names(root_, {"knowsley"}), ElementsAre(HasSubstr("src/app/rule.cpp:1: names knowsley"),
                                                              HasSubstr("src/app/rule.cpp:2: names knowsley")));
}

TEST_F(SmallTree, WithAPathOfOneMachineIsRefused) {
  const std::string place = std::string{"/"} + "home/somebody/cases.csv";
  given("script/run", "cat " + place + "\n");
  given("docs/guide.md", "see docs" + place + "\n");
  given("tests/data.txt", std::string{"read .."} + "/shared/x\n");
  given("build/log.txt", place + "\n");
  given("assets/node_modules/x.js", place + "\n");
  EXPECT_THAT(machine_paths(root_), ElementsAre(HasSubstr("script/run:1: "), HasSubstr("tests/data.txt:1: ")));
}

TEST_F(SmallTree, WithALongFileIsRefusedUnlessExcepted) {
  given("src/app/long.cpp", std::string(11, '\n'));
  given("src/app/long_test.cpp", std::string(15, '\n'));
  given("src/app/short.cpp", std::string(10, '\n'));
  EXPECT_THAT(long_files(root_, 10, {}), ElementsAre(AllOf(HasSubstr("src/app/long.cpp: 11 lines"))));
  EXPECT_THAT(long_files(root_, 10, {{"src/app/long.cpp", 12}}), IsEmpty());
  EXPECT_THAT(long_files(root_, 11, {{"src/app/gone.cpp", 12}}), ElementsAre(HasSubstr("src/app/gone.cpp")));
}

TEST_F(SmallTree, WithTwoTypesOfOneNameIsRefused) {
  given("src/domain/a.hpp", "namespace plumbline::domain {\nstruct Decision {\n};\nstruct Known;\n}\n");
  given("src/domain/b.hpp",
        "namespace plumbline::domain {\nclass Decision final : public A {\n};\nstruct Known {};\n}\n");
  given("src/app/c.hpp", "namespace plumbline::app {\nstruct Decision {\n  struct Known {};\n};\n}\n");
  EXPECT_THAT(names_given_twice(root_),
              ElementsAre(HasSubstr("src/domain/b.hpp:2: plumbline::domain::Decision is another type in "
                                    "src/domain/a.hpp:2")));
}

TEST_F(SmallTree, NumbersItsMigrationsWithoutGap) {
  EXPECT_THAT(migration_gaps(root_), ElementsAre(HasSubstr("holds no migration")));
  given("db/migrations/0001_schema.sql", "");
  given("db/migrations/0002_search.sqlite.sql", "");
  given("db/migrations/0002_search.postgres.sql", "");
  EXPECT_THAT(migration_gaps(root_), IsEmpty());
  given("db/migrations/0002_other.sqlite.sql", "");
  given("db/migrations/0004_more.sqlite.sql", "");
  given("db/migrations/notes.txt", "");
  const auto breaches = migration_gaps(root_);
  EXPECT_THAT(breaches, Contains(HasSubstr("0002_search.sqlite.sql: its number is taken")));
  EXPECT_THAT(breaches, Contains(HasSubstr("0003 is missing before 0004")));
  EXPECT_THAT(breaches, Contains(HasSubstr("0004_more.sqlite.sql: the other dialect's file is missing")));
  EXPECT_THAT(breaches, Contains(HasSubstr("notes.txt: is not named")));
  EXPECT_EQ(breaches.size(), 4U);
}

TEST_F(SmallTree, GivesEveryRuleKeyOneSentence) {
  given("src/domain/audit/audit.cpp",
        "#include \"a.b.c\"\n// \"audit.never.meant\"\nreturn {ErrorCode::RuleBroken, "
        "\"audit.submit.evidence_missing\"};\n"
        "return {ErrorCode::RuleBroken, \"audit.submit.locked\"}; open(\"cases.csv\");\n"
        "invalid(\"audit.submit.\" + reason, \"audit.close.\" + reason);\n");
  given("src/domain/audit/audit_test.cpp", "is_refused(\"audit.submit.made_up\")\n");
  given("src/app/messages/audit.cpp",
        "{\"audit.submit.evidence_missing\", \"Enter the evidence.\"},\n{\"audit.submit.twice\", \"Once.\"},\n"
        "{\"audit.submit.twice\", \"Again.\"},\n");
  EXPECT_THAT(rule_keys_used(root_), ElementsAre(Pair("audit.submit.evidence_missing", "src/domain/audit/audit.cpp:3"),
                                                 Pair("audit.submit.locked", "src/domain/audit/audit.cpp:4")));
  EXPECT_THAT(catalogue_breaches(root_),
              ElementsAre("src/domain/audit/audit.cpp:5: no key of audit.close.… has a sentence in src/app/messages",
                          "src/domain/audit/audit.cpp:4: audit.submit.locked has no sentence in src/app/messages",
                          "src/app/messages: audit.submit.twice is given 2 sentences"));
}

}  // namespace
}  // namespace plumbline::structure
