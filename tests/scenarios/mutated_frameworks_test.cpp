// Whatever a hand does to a definition, it is either refused with file and line, or it works: every programme of it has
// days, tools, draws, allocations and questions; what the hand changed is lived through, from the draw over audits,
// moderation, meetings and reviews to the re-audit, as the changed definition asks; and a council can be filled with
// it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "app/demo/fill.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/allocation/allocation.hpp"
#include "domain/audit/completeness.hpp"
#include "domain/draw/draw.hpp"
#include "domain/framework/loader.hpp"
#include "domain/framework/programme_days.hpp"
#include "domain/moderation/moderate.hpp"
#include "store/store.hpp"
#include "support/databases.hpp"
#include "support/sixth_framework.hpp"
#include "support/whole_way.hpp"

namespace plumbline {
namespace {

using domain::FrameworkFiles;

// std::mt19937 gives the same numbers everywhere; the library's distributions don't.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return engine_() % n; }
  template <class List>
  const auto& pick(const List& list) {
    return list[below(std::size(list))];
  }

 private:
  std::mt19937 engine_;
};

std::size_t indent_of(const std::string& line) { return std::min(line.find_first_not_of(' '), line.size()); }

// The lines of one definition, and what a hand may do to them.
class Editor {
 public:
  Editor(const std::string& text, Dice& dice) : lines_(base::split(text, '\n')), dice_(dice) {}

  std::string text() const { return base::join(lines_, "\n"); }

  // What was done, in words.
  std::string change() {
    const auto at = some_line();
    switch (dice_.below(11)) {
      case 0:
        return without(at, 1, "deleted line ");
      case 1:
        return without(at, block(at), "deleted the block at line ");
      case 2:
        return again(at, 1, "doubled line ");
      case 3:
        return again(at, block(at), "doubled the block at line ");
      case 4:
        std::swap(lines_[at], lines_[std::min(at + 1, lines_.size() - 1)]);
        return "swapped the line after " + std::to_string(at + 1);
      case 5:
        std::swap(lines_[at], lines_[some_line()]);
        return "swapped two lines, one of them " + std::to_string(at + 1);
      case 6:
        return renamed(at);
      case 7:
        lines_[at].insert(0, std::string(1 + dice_.below(4), ' '));
        return "moved in line " + std::to_string(at + 1);
      case 8: {
        const auto other = some_line();
        const auto value = value_of(lines_[other]);
        return with_value(at, value, "value of another line in line ");
      }
      default:
        return with_value(at, dice_.pick(kValues), "other value in line ");
    }
  }

 private:
  static constexpr const char* kValues[]{"",
                                         "0",
                                         "1",
                                         "-1",
                                         "99999999999999999999",
                                         "3.5",
                                         "yes",
                                         "no",
                                         "maybe",
                                         "[]",
                                         "{}",
                                         "[one, two]",
                                         "{key: value}",
                                         "[[x]]",
                                         "~",
                                         "null",
                                         "inadequate-critical",
                                         "[inadequate-critical]",
                                         "re-audit",
                                         "before-meeting",
                                         "sent",
                                         "quarter-end",
                                         "yearly",
                                         "as-needed",
                                         "per-auditor",
                                         "all",
                                         "hidden",
                                         "questioned",
                                         "[director]",
                                         "[auditor, earlier-worker]",
                                         "[mash]",
                                         "\"{reference\"",
                                         "\"{nothing}\"",
                                         "tier2-cin-cp",
                                         "tier1-compliance",
                                         "case-audit",
                                         "\"#ffffff\"",
                                         "\"\\u0000\"",
                                         "|",
                                         ">-",
                                         "&a x",
                                         "*a",
                                         "!!int x",
                                         "x: y: z",
                                         "’“…",
                                         "12",
                                         "60",
                                         "1000"};

  std::size_t some_line() {
    for (int tries = 0; tries < 50; ++tries) {
      const auto at = dice_.below(lines_.size());
      if (indent_of(lines_[at]) < lines_[at].size() && lines_[at][indent_of(lines_[at])] != '#') return at;
    }
    return 0;
  }
  std::size_t block(std::size_t at) const {
    std::size_t end = at + 1;
    while (end < lines_.size() && (lines_[end].empty() || indent_of(lines_[end]) > indent_of(lines_[at]))) ++end;
    return end - at;
  }
  std::string without(std::size_t at, std::size_t count, const std::string& what) {
    lines_.erase(lines_.begin() + static_cast<long>(at), lines_.begin() + static_cast<long>(at + count));
    if (lines_.empty()) lines_.emplace_back();
    return what + std::to_string(at + 1);
  }
  std::string again(std::size_t at, std::size_t count, const std::string& what) {
    const std::vector<std::string> copy(lines_.begin() + static_cast<long>(at),
                                        lines_.begin() + static_cast<long>(at + count));
    lines_.insert(lines_.begin() + static_cast<long>(at + count), copy.begin(), copy.end());
    return what + std::to_string(at + 1);
  }
  // Where the value of a `key: value` begins, of a random pair of the line; npos where it has none.
  std::size_t value_at(const std::string& line) {
    std::vector<std::size_t> all;
    for (auto at = line.find(": "); at != std::string::npos; at = line.find(": ", at + 1)) all.push_back(at + 2);
    return all.empty() ? std::string::npos : dice_.pick(all);
  }
  static std::size_t value_end(const std::string& line, std::size_t begin) {
    if (begin < line.size() && line[begin] == '[') return std::min(line.find(']', begin) + 1, line.size());
    if (begin < line.size() && line[begin] == '"') return std::min(line.find('"', begin + 1) + 1, line.size());
    return line.find('{') < begin ? std::min(line.find_first_of(",}", begin), line.size()) : line.size();
  }
  std::string value_of(const std::string& line) {
    const auto begin = value_at(line);
    return begin == std::string::npos ? line : line.substr(begin, value_end(line, begin) - begin);
  }
  std::string with_value(std::size_t at, const std::string& value, const std::string& what) {
    auto& line = lines_[at];
    const auto begin = value_at(line);
    if (begin == std::string::npos)
      line += " " + value;
    else
      line.replace(begin, value_end(line, begin) - begin, value);
    return what + std::to_string(at + 1);
  }
  std::string renamed(std::size_t at) {
    auto& line = lines_[at];
    const auto value = value_at(line);
    const auto end = value == std::string::npos ? line.rfind(':') : value - 2;
    if (end == std::string::npos || end == 0) return "nothing";
    line[end - 1] = dice_.pick(std::string_view("abcdefghijklmnopqrstuvwxyz-_2"));
    return "renamed a key in line " + std::to_string(at + 1);
  }

  std::vector<std::string> lines_;
  Dice& dice_;
};

// Sixty children of every category, teams of two localities, people of every role.
class SmallCouncil {
 public:
  SmallCouncil() {
    int number = 0;
    for (const auto role : domain::kJobRoles)
      for (int i = 0; i < 3; ++i) {
        domain::Person person;
        person.person_id = domain::PersonId("P" + std::to_string(++number));
        person.role = role;
        person.team = "Team " + std::to_string(i);
        person.locality = i == 0 ? "North" : "South";
        person.qualified = true;
        person.trained_on = base::parse_day("2025-01-06");
        auditors_.push_back({person, 0});
      }
    std::vector<domain::Case> cases;
    for (int i = 0; i < 60; ++i) {
      domain::Case row;
      row.child_id = domain::ChildId("C" + std::to_string(100 + i));
      row.category = domain::kCategories[static_cast<std::size_t>(i) % domain::kCategories.size()];
      row.locality = i % 2 == 0 ? "North" : "South";
      row.team = "Team " + std::to_string(i % 3 + 3);
      row.worker_id = domain::PersonId("W" + std::to_string(i % 20));
      row.opened_on = base::parse_day("2026-02-02");
      if (i % 4 == 0) row.flags = {"neglect"};
      cases.push_back(row);
    }
    auto frozen = domain::freeze(cases);
    if (!frozen) throw base::Broken("the small council has no frame");
    frame_.emplace(std::move(*frozen));
  }

  // Goes through what a month of each programme asks of its definition.
  void live_a_month(const domain::Framework& framework) const {
    const auto period = *base::parse_period("2026-12");
    for (const auto& programme : framework.programmes) {
      for (int month = 0; month < 12; ++month) {
        const auto dates = domain::cycle_dates(programme, period.plus_months(month));
        ASSERT_TRUE(dates.send_on.ok() && dates.return_by.ok() && dates.report_by.ok());
        domain::dated_entries(programme, period.plus_months(month));
      }
      domain::DrawRequest ask;
      ask.council = "small";
      ask.framework = framework.key;
      ask.programme = programme.key;
      ask.period = period;
      ask.seed = "seed";
      ask.as_of = *base::parse_day("2026-12-01");
      ask.rules = domain::draw_rules(programme, domain::cohort_of(programme, period));
      ask.size = programme.draw.size > 0 ? std::min(programme.draw.size, 40) : 6;
      const auto certificate = domain::draw(*frame_, ask);
      if (!certificate) {
        // No such children in the small council; the refusal is the domain's own.
        EXPECT_TRUE(certificate.error().rule.starts_with("draw.")) << certificate.error().rule;
        continue;
      }
      domain::AllocationRequest placing;
      placing.key = certificate->rank_key();
      placing.on = ask.as_of;
      placing.rules = programme.auditors.allocation;
      placing.auditors = auditors_;
      const auto children = certificate->sample();
      for (const auto& child : children) {
        const auto row = frame_->case_at(*frame_->find(child.text()));
        domain::CaseToPlace to_place;
        to_place.child_id = child;
        to_place.team = row.team;
        to_place.locality = row.locality;
        to_place.worker = row.worker_id;
        placing.cases.push_back(std::move(to_place));
      }
      domain::allocate(placing);
      domain::moderation_sample(programme.moderation, certificate->rank_key(), children);
      if (const auto share = domain::family_share(programme))
        domain::sub_sample(certificate->rank_key(), *share, children);
      for (const auto& child : children) {
        const auto row = frame_->case_at(*frame_->find(child.text()));
        const auto* tool = domain::tool_for(framework, programme, row.category);
        ASSERT_NE(tool, nullptr) << programme.key << " draws " << to_string(row.category) << " and has no tool for it";
        ASSERT_FALSE(domain::sections_for(*tool, row.category).empty()) << programme.key << " " << tool->key;
        domain::key_documents_for(framework, programme, row.category);
        if (tool->judged) {
          const auto* scale = framework.find_scale(programme.scale);
          ASSERT_NE(scale, nullptr) << programme.key;
          ASSERT_GE(scale->grades.size(), 2u);
        }
      }
    }
  }

 private:
  std::vector<domain::Auditor> auditors_;
  std::optional<domain::Frame> frame_;
};

// A refusal names the file, the line, and what to do about it.
void expect_a_place(const std::vector<domain::Problem>& problems, const std::string& how) {
  EXPECT_FALSE(problems.empty()) << how;
  for (const auto& problem : problems) {
    EXPECT_FALSE(problem.file.empty()) << how;
    EXPECT_GT(problem.line, 0) << how << ": " << domain::say(problem);
    EXPECT_TRUE(problem.message.ends_with('.') || problem.message.ends_with('?')) << how << ": " << problem.message;
  }
}

// The programmes that a change touches: their own text, or a tool of theirs. Where it is the council's, one in turn.
std::vector<std::string> touched(const domain::Framework& original, const domain::Framework& mutant, int turn) {
  std::vector<std::string> keys;
  for (const auto& programme : mutant.programmes) {
    const auto* before = original.find_programme(programme.key);
    const bool other_tool = std::ranges::any_of(programme.tools, [&](const domain::ToolChoice& choice) {
      const auto *was = original.find_tool(choice.tool), *is = mutant.find_tool(choice.tool);
      return was == nullptr || is == nullptr || was->digest != is->digest;
    });
    if (before == nullptr || !(*before == programme) || other_tool) keys.push_back(programme.key);
  }
  if (keys.empty() && !mutant.programmes.empty())
    keys.push_back(mutant.programmes[static_cast<std::size_t>(turn) % mutant.programmes.size()].key);
  // One changed tool may serve many.
  if (keys.size() > 2) keys.resize(2);
  return keys;
}

bool says_the_same(domain::Framework mutant, const domain::Framework& original) {
  mutant.digest = original.digest;
  for (auto& tool : mutant.tools)
    if (const auto* was = original.find_tool(tool.key)) tool.digest = was->digest;
  return mutant == original;
}

// What a sound definition may still run into: nobody left who may do what it asks. Anything else is a defect of ours.
const std::set<std::string> kNobodyLeft{"draw.make.none_eligible", "cycle.send.nothing"};

bool fills_a_council(const FrameworkFiles& files, const std::string& file, const std::string& how) {
  base::init_crypto();
  const tests::FreshPlace place(store::Backend::Sqlite);
  store::SqlStore store(place.open());
  static app::Passwords passwords(1);
  const base::FixedClock clock(*base::parse_instant("2026-11-20T15:00:00Z"));
  base::NoProgress quiet;
  app::FillDemo command;
  command.council = "mutant";
  command.files = files;
  command.framework_file = file;
  command.open_cases = app::kFewestDemoCases;
  command.months = 1;
  command.every_programme = true;
  const auto filled = app::fill_demo(command, clock, store, passwords, quiet);
  // A framework of checklists alone is sound and has nothing that a demo could show.
  EXPECT_TRUE(filled.has_value() || filled.error().rule == "demo.fill.programme") << how << ": " << filled.error().rule;
  return filled.has_value();
}

TEST(MutatedFrameworks, AreRefusedWithTheirLineOrWork) {
  constexpr int kMutants = 400;    // of each of the six
  constexpr int kEachFilled = 60;  // of those that are accepted one in so many fills a council
  const SmallCouncil small;
  base::init_crypto();
  const tests::FreshPlace place(store::Backend::Sqlite);
  store::SqlStore store(place.open());
  Dice dice(20261122);
  std::vector<std::pair<FrameworkFiles, std::string>> originals;
  for (const auto& key : domain::shipped_framework_keys())
    originals.emplace_back(domain::shipped_framework_files(), key + ".yaml");
  originals.emplace_back(tests::sixth_framework_files(), tests::kSixth);
  ASSERT_EQ(originals.size(), 6u);
  int accepted = 0;
  int refused = 0;
  int filled = 0;
  int lived = 0;
  int to_the_end = 0;
  for (const auto& [original, file] : originals) {
    const auto before = domain::load_framework(original, file).framework;
    const auto& tools = before.tools;
    for (int i = 0; i < kMutants; ++i) {
      auto files = original;
      // One in five changes a tool.
      const auto changed = dice.below(5) == 0 ? "tools/" + dice.pick(tools).key + ".yaml" : file;
      Editor editor(files.at(changed), dice);
      auto how = file + ", mutant " + std::to_string(i) + ", " + changed + ": " + editor.change();
      if (dice.below(3) == 0) how += "; " + editor.change();
      files.at(changed) = editor.text();
      const auto loaded = domain::load_framework(files, file);
      if (!loaded.sound()) {
        ++refused;
        expect_a_place(loaded.problems, how);
        continue;
      }
      SCOPED_TRACE(how);
      small.live_a_month(loaded.framework);
      if (!says_the_same(loaded.framework, before)) {
        app::Frameworks frameworks;
        tests::WholeWay council(store, "mutant-" + std::to_string(accepted), files, file, frameworks);
        for (const auto& programme : touched(before, loaded.framework, accepted)) {
          const auto way = council.live(programme, 2);
          ++lived;
          to_the_end += way.stopped.empty();
          EXPECT_TRUE(way.stopped.empty() || kNobodyLeft.contains(way.stopped))
              << programme << " stopped at: " << way.at << ", by " << way.stopped;
        }
        EXPECT_THAT(council.flaws(), testing::IsEmpty());
      }
      if (++accepted % kEachFilled == 0) filled += fills_a_council(files, file, how);
      if (testing::Test::HasFailure()) return;
    }
  }
  // Both happen often, or the test proves little.
  EXPECT_GT(accepted, 300);
  EXPECT_GT(refused, 1000);
  EXPECT_GT(filled, 5);
  EXPECT_GT(lived, 200);
  EXPECT_GT(to_the_end * 100, lived * 95) << to_the_end << " of " << lived;
  RecordProperty("accepted", accepted);
  RecordProperty("refused", refused);
}

}  // namespace
}  // namespace plumbline
