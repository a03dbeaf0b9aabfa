#include "domain/framework/loader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "base/text.hpp"
#include "domain/framework/programme_days.hpp"
#include "support/problems.hpp"
#include "support/sixth_framework.hpp"

namespace plumbline::domain {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using tests::all;

const std::string kCouncil = "lancashire.yaml";

FrameworkFiles shipped() { return shipped_framework_files(); }

// The shipped definition with one passage replaced; the passage must be there.
FrameworkFiles with(const std::string& from, const std::string& to, const std::string& file = kCouncil) {
  auto files = shipped();
  auto& text = files.at(file);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  return files;
}

int line_of(const FrameworkFiles& files, const std::string& passage, const std::string& file = kCouncil) {
  const auto& text = files.at(file);
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(text.find(passage)), '\n'));
}

TEST(Checking, NamesTheLineAndTheNearestKeyForAnUnknownKey) {
  const auto files = with("annual_target: 600", "anual_target: 600");
  const auto loaded = load_framework(files, kCouncil);
  ASSERT_EQ(loaded.problems.size(), 1u) << all(loaded.problems);
  const auto& problem = loaded.problems.front();
  EXPECT_EQ(problem.file, kCouncil);
  EXPECT_EQ(problem.line, line_of(files, "anual_target"));
  EXPECT_EQ(problem.key, "programmes[tier2].draw.anual_target");
  EXPECT_THAT(problem.message, HasSubstr("Did you mean `annual_target`?"));
}

struct Mistake {
  std::string name;
  std::string from;
  std::string to;
  std::string key;
  std::string says;
};
class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreNamedWithTheirLineAndWhatToWrite) {
  const auto& mistake = GetParam();
  const auto files = with(mistake.from, mistake.to);
  const auto loaded = load_framework(files, kCouncil);
  EXPECT_THAT(loaded.problems,
              Contains(AllOf(Field(&Problem::file, kCouncil), Field(&Problem::key, mistake.key),
                             Field(&Problem::message, HasSubstr(mistake.says)), Field(&Problem::line, testing::Gt(0)))))
      << all(loaded.problems);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Mistakes,
    testing::Values(
        Mistake{"Category", "categories: [cin, cp, cla, care-leaver]", "categories: [cinn, cp, cla, care-leaver]",
                "programmes[tier2].draw.categories[1]", "`cinn` is not known here. Did you mean `cin`?"},
        Mistake{"Role", "role: senior-manager", "role: senor-manager", "programmes[tier2].auditors.quotas[3].role",
                "Did you mean `senior-manager`?"},
        Mistake{"Cycle", "cycle: monthly", "cycle: fortnightly", "programmes[tier2].cycle", "Write one of `as-needed`"},
        Mistake{"Percent", "percent: 10", "percent: 110", "programmes[tier2].family.percent",
                "110 is out of range. Write a whole number from 1 to 100."},
        Mistake{"WrongType", "size: 50", "size: [50]", "programmes[tier2].draw.size", "Write a whole number"},
        Mistake{"NotYesOrNo", "one_per_worker: yes", "one_per_worker: maybe", "programmes[tier2].draw.one_per_worker",
                "Write `yes` or `no`."},
        Mistake{"Missing", "cycle: monthly\n", "\n", "programmes[tier2].cycle", "Add `cycle`: it is missing."},
        Mistake{"Twice", "size: 50", "size: 50\n      size: 40", "programmes[tier2].draw.size", "stands here twice"},
        Mistake{"Tool", "tool: tier2-cin-cp,", "tool: tier2-cin,", "programmes[tier2].tools[1].tool",
                "There is no tool `tier2-cin` (no file tools/tier2-cin.yaml)"},
        Mistake{"Scale", "scale: four-grades", "scale: for-grades", "programmes[tier2].scale",
                "Did you mean `four-grades`?"},
        Mistake{"GradeNotOnTheScale", "always: [inadequate]", "always: [inadequate-critical]",
                "programmes[tier2].moderation.always[1]", "does not offer the grade `inadequate-critical`"},
        Mistake{"Document", "[chronology, case-summary,", "[cronology, case-summary,",
                "programmes[tier2].key_documents[1]", "Did you mean `chronology`?"},
        Mistake{"CategoryWithoutTool", "categories: [cla, care-leaver]}", "categories: [cla]}",
                "programmes[tier2].tools", "Cases in `care-leaver` are drawn but have no tool"},
        Mistake{"Colour", "\"#8f1d3f\"", "\"#ffd0e0\"", "council.colour", "Take a darker colour"},
        Mistake{"NoColour", "\"#8f1d3f\"", "crimson", "council.colour", "`crimson` is no colour"},
        Mistake{"Reference", "reference: LAN", "reference: Lan", "council.reference", "2 to 5 capital letters"},
        Mistake{"KeyTwice", "key: tier1", "key: tier2", "programmes[tier2].key", "used twice"},
        Mistake{"GradeOrder", "grade: outstanding", "grade: inadequate", "scales[four-grades].grades",
                "from best to worst"},
        Mistake{"NobodyTold", "tell: [case-worker, supervising-manager, team-manager]", "tell: []",
                "notifications[1].tell", "at least one"},
        Mistake{"ChaseOrder", "after_minutes: 180", "after_minutes: 30", "notifications[1].chase",
                "Each step must come later"},
        Mistake{"NeverWithoutQuota", "never_own_locality: [senior-manager]", "never_own_locality: [director]",
                "programmes[tier2].auditors.never_own_locality", "audits nothing here"},
        Mistake{"LookBack", "up_to_months: 18", "up_to_months: 6", "programmes[tier2].look_back.up_to_months",
                "less than `months`"},
        Mistake{"ListWanted", "localities: [North, Central, East]", "localities: North", "council.localities",
                "Write a list here"}),
    [](const auto& mistake) { return mistake.param.name; });

// The same on the sixth council, which uses what no shipped one does at once.
class MistakesOfTheSixth : public testing::TestWithParam<Mistake> {};

TEST_P(MistakesOfTheSixth, AreNamedWithTheirLineAndWhatToWrite) {
  const auto& mistake = GetParam();
  auto files = tests::sixth_framework_files();
  auto& text = files.at(tests::kSixth);
  const auto at = text.find(mistake.from);
  ASSERT_NE(at, std::string::npos) << mistake.from;
  text.replace(at, mistake.from.size(), mistake.to);
  const auto loaded = load_framework(files, tests::kSixth);
  EXPECT_THAT(loaded.problems,
              Contains(AllOf(Field(&Problem::file, tests::kSixth), Field(&Problem::key, mistake.key),
                             Field(&Problem::message, HasSubstr(mistake.says)), Field(&Problem::line, testing::Gt(0)))))
      << all(loaded.problems);
}

INSTANTIATE_TEST_SUITE_P(
    Each, MistakesOfTheSixth,
    testing::Values(
        Mistake{
            "GradeOfASectionOffTheScale", "- {grade: inadequate-critical, definition: \"A child is at risk now.\"}", "",
            "programmes[monthly].tools[1]",
            "In tools/case-audit.yaml the section `work` describes the grade `inadequate-critical`, which the scale "
            "`five-grades` does not offer"},
        Mistake{"PreparedSection", "sections: [records], by_working_day", "sections: [recods], by_working_day",
                "programmes[monthly].auditors.prepared_by.sections[1]", "Did you mean `records`?"},
        Mistake{"AllIsPrepared", "sections: [records], by_working_day",
                "sections: [records, work, placement], by_working_day",
                "programmes[monthly].auditors.prepared_by.sections", "nothing is left to audit"},
        Mistake{"AgencySection", "sections: [work], people", "sections: [wrok], people",
                "programmes[hub].auditors.agencies[police].sections[1]", "Did you mean `work`?"},
        Mistake{"SectionOfNoAgency", "sections: [work, records]}", "sections: [work]}",
                "programmes[hub].auditors.agencies", "No agency grades the section `records`"},
        Mistake{"TwoAgenciesOfNobody", ", people: [Police]", "", "programmes[hub].auditors.agencies[police].people",
                "Write what people.csv says in `agency`"},
        Mistake{"PlaceholderOfALetter", "{reference} is yours", "{referenc} is yours", "letters[audit-sent].subject",
                "Nothing is filled in for `{referenc}`. Did you mean `reference`?"},
        Mistake{"PlaceholderOfTheCaseNote", "finished {finalised}", "finished {finalized}",
                "programmes[monthly].case_note.text", "Did you mean `finalised`?"},
        Mistake{"OpenBrace", "finished {finalised}: {grade}. {strengths} {learning} {actions}", "{",
                "programmes[monthly].case_note.text", "has no `}` after it"},
        Mistake{"Letter", "key: meeting-called", "key: meeting-caled", "letters[meeting-caled].key",
                "Did you mean `meeting-called`?"},
        Mistake{"Report", "report: highlight", "report: highlihgt", "programmes[monthly].reports[2].report",
                "Did you mean `highlight`?"},
        Mistake{"QuotaOfNobody", "never_own_locality: [senior-manager]", "never_own_locality: [service-manager]",
                "programmes[monthly].auditors.never_own_locality", "it has no quota"},
        Mistake{"PairsThatGradeApart", "auditors_per_case: 3", "auditors_per_case: 3\n      pairs: yes",
                "programmes[joint].auditors.auditors_per_case", "Leave out one of the two"},
        Mistake{"LinkedModeratorWithoutLink", "      linked_by_area: yes\n", "",
                "programmes[monthly].moderation.by_linked_auditor", "Add `linked_by_area: yes`"},
        Mistake{"MeetingWithoutDay", "- {step: meeting, title: Learning meeting",
                "- {step: information, title: Learning meeting", "programmes[monthly].calendar",
                "it says when `Learning meeting` is held"},
        Mistake{"CheckedAtNoMeeting", "      title: Learning meeting\n", "      title:\n",
                "programmes[monthly].meeting.title", "Fill it in"},
        Mistake{"SentTwice", "{step: prepare, title", "{step: send, title", "programmes[monthly].calendar[4].step",
                "A cycle has one"},
        Mistake{"CountedFromSending", "{step: draw, title: Draw, from: month-start",
                "{step: draw, title: Draw, from: sent", "programmes[monthly].calendar[1].from", "Write `month-start`"},
        Mistake{"CouncilCountsFromAProgramme", "title: Figures go to the board, from: quarter-end",
                "title: Figures go to the board, from: before-meeting", "calendar[2].from",
                "no meeting of a programme"},
        Mistake{"ReauditWithoutRole", "        by: senior-manager\n", "", "programmes[monthly].triggers[3].by",
                "the role that audits again"},
        Mistake{"SupervisionOfAReaudit", "        by: senior-manager\n",
                "        by: senior-manager\n        record_in_supervision: yes\n",
                "programmes[monthly].triggers[3].record_in_supervision", "goes with `effect: agree-actions` only"},
        Mistake{"CheckedButNotRecorded", "        record_in_supervision: yes\n", "",
                "programmes[monthly].triggers[2].check_at_next_meeting", "Write `record_in_supervision: yes`"},
        Mistake{"ReauditTwice", "{grades: [inadequate], effect: tell, tell: [head-of-service]}",
                "{grades: [inadequate], effect: re-audit, after_months: 1, by: senior-manager}",
                "programmes[monthly].triggers[3].grades", "plans a re-audit already in entry 1"},
        Mistake{"EscalatedNever", "      escalate_after_days: 14\n", "", "programmes[monthly].actions.escalate_to",
                "Add `escalate_after_days`"},
        Mistake{"PriorityTwice", "{priority: low, weight: 1}", "{priority: high, weight: 1}",
                "programmes[monthly].actions.priorities[3]", "stands here twice"},
        Mistake{"ChasedBackwards", "chase_days_overdue: [1, 7]", "chase_days_overdue: [7, 1]",
                "programmes[monthly].actions.chase_days_overdue[2]", "must come after the one before"},
        Mistake{"ReminderTwice", "working_days_before: -2", "working_days_before: 5",
                "programmes[monthly].reminders[2]", "a reminder for that day already"},
        Mistake{"TwoAreas", "strata: [category, locality]", "strata: [service-area, locality]",
                "programmes[monthly].draw.strata", "Keep one of them"},
        Mistake{"NoAreas", "  service_areas: [Family help, Looked after]\n", "", "programmes[review].draw.strata",
                "`council.service_areas` names none"},
        Mistake{"NoLocalities", "  localities: [Coast, Hills]\n", "", "programmes[monthly].meeting.by_locality",
                "`council.localities` names none"},
        Mistake{"MarkingAcrossThePage", "marking: OFFICIAL-SENSITIVE (PERSONAL)", "marking: " + std::string(61, 'M'),
                "council.marking", "in at most 60 letters"},
        Mistake{"ApproversOfNothing", "exemptions: yes", "exemptions: no",
                "programmes[monthly].draw.exemption_approvers", "`exemptions` is `no`"},
        Mistake{"CohortWithoutTool", "categories: [cp, cla], months", "categories: [cp, mash], months",
                "programmes[monthly].draw.cohorts[safeguarded].categories",
                "Cases in `mash` are drawn for this cohort"},
        Mistake{"ToolOfNoCase", "- {tool: case-audit, categories: [cla]}",
                "- {tool: case-audit, categories: [cla, cp]}", "programmes[monthly].tools[2].categories",
                "have a tool already"},
        Mistake{"ToolAfterAll", "- {tool: case-audit, categories: [cin, cp]}", "- {tool: case-audit}",
                "programmes[monthly].tools[2]", "No case comes to this tool"},
        Mistake{"QuestionedEvidence", "evidence: required", "evidence: questioned",
                "programmes[monthly].parts.evidence", "Only `impact` can be questioned"},
        Mistake{"HiddenJudgement", "judgement: required", "judgement: hidden", "programmes[monthly].parts.judgement",
                "can't be hidden"},
        Mistake{"ModeratedChecklist", "overall: hidden, documents: hidden}\n    moderation: {kind: none}",
                "overall: hidden, documents: hidden}\n    moderation: {kind: all, moderators: [qa-lead]}",
                "programmes[checks].moderation.kind", "there is no grade to moderate"},
        Mistake{"GradedChecklist", "- {tool: checklist}", "- {tool: checklist}\n    scale: five-grades",
                "programmes[checks].scale", "nothing to grade"},
        Mistake{"TalkWithNobody", "      with: [case-worker, supervising-manager]\n", "",
                "programmes[monthly].conversation.with", "Name whom the auditor talks with"},
        Mistake{"NoteOfNobody", "      given_to: [supervising-manager]\n", "", "programmes[monthly].case_note.given_to",
                "Name who puts the note"},
        Mistake{"NoTheme",
                "        - {key: in-need, title: Children in need, categories: [cin], months: [1, 3, 5, 7, 9, 11]}\n"
                "        - {key: safeguarded, title: Protected or looked after, categories: [cp, cla], months: [2, 4, "
                "6, 8, 10, 12]}\n"
                "        - {key: neglect, title: Neglect, categories: [cin, cp, cla], flags: [neglect]}\n",
                "", "programmes[monthly].meeting.sets_next_theme", "There is no theme to set"},
        Mistake{"NoQuietHours", "quiet_hours: {from: 20, to: 7}", "quiet_hours: {from: 7, to: 7}", "quiet_hours.to",
                "Leave `quiet_hours` out"}),
    [](const auto& mistake) { return mistake.param.name; });

TEST(Checking, ReportsEveryProblemAndNotOnlyTheFirst) {
  auto files = with("cycle: monthly", "cycle: weekly");
  files.at(kCouncil) = base::replace_all(files.at(kCouncil), "percent: 20", "percent: 0");
  files.at("tools/tier1-compliance.yaml") =
      base::replace_all(files.at("tools/tier1-compliance.yaml"), "key: visits\n", "key: plan\n");
  const auto loaded = load_framework(files, kCouncil);
  EXPECT_THAT(loaded.problems, Contains(Field(&Problem::key, "programmes[tier2].cycle")));
  EXPECT_THAT(loaded.problems, Contains(Field(&Problem::key, "programmes[tier2].moderation.percent")));
  EXPECT_THAT(loaded.problems, Contains(AllOf(Field(&Problem::file, "tools/tier1-compliance.yaml"),
                                              Field(&Problem::message, HasSubstr("`plan` is used twice")))));
}

TEST(Checking, NamesTheLineWhereYamlBreaks) {
  const auto loaded = load_framework({{"x.yaml", "framework: x\nversion: [1\ntitle: y\n"}}, "x.yaml");
  ASSERT_FALSE(loaded.sound());
  EXPECT_GT(loaded.problems.front().line, 1);
  EXPECT_THAT(loaded.problems.front().message, HasSubstr("This is not YAML"));
}

TEST(Checking, SaysThatAFileIsMissing) {
  EXPECT_THAT(load_framework({}, "x.yaml").problems, ElementsAre(Field(&Problem::message, "There is no such file.")));
}

TEST(HostileYaml, IsRefusedQuicklyWhateverItIs) {
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'k'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i) bomb += std::string(i ? ", *" : "*") + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  const std::vector<std::string> inputs{
      bomb,
      "a: &a [*a]\n",  // an anchor inside itself
      "a: &a {b: *a}\n",
      std::string(100'000, '['),
      std::string(100'000, '{'),
      "a: " + std::string(2 * 1024 * 1024, 'x'),  // too large
      std::string("a: \0b", 5),                   // NUL
      "a: \"b\\0c\"",                             // NUL, as an escape
      "a: \"b\\ac\"",                             // a bell
      "a: \xff\xfe",                              // not UTF-8
      "",
      "- a\n- b\n",
      "just text",
      "? [complex, key]\n: value\n",
      "<<: *nothing\n",
      "framework: !!binary aGVsbG8=\nversion: !!float .nan\n",
      "%YAML 9.9\n---\na: b\n",
      "framework: x\n---\nframework: y\n",
  };
  for (const auto& input : inputs) {
    const auto loaded = load_framework({{"x.yaml", input}}, "x.yaml");
    EXPECT_FALSE(loaded.sound()) << input.substr(0, 40);
    EXPECT_LE(loaded.problems.size(), 500u);
    EXPECT_FALSE(load_tool(input, "t.yaml").problems.empty()) << input.substr(0, 40);
  }
}

TEST(HostileYaml, NamesTheLineOfALetterThatNobodySees) {
  auto files = shipped();
  files.at(kCouncil).insert(0, "title: \"Audits\\0\"\n");
  const auto loaded = load_framework(files, kCouncil);
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0].line, 1);
  EXPECT_THAT(loaded.problems[0].message, testing::HasSubstr("nobody can see"));
}

// Any change of bytes gives either a sound framework or problems that name a file; never a crash, never silence.
TEST(HostileYaml, MutatedDefinitionsAreAcceptedOrRefusedWithAPlace) {
  std::mt19937 random(20261201);
  const auto original = shipped();
  const std::string letters = "abc:-[]{}&*!|>'\"#%@`,? \n\t0129\xc3\xa9";
  for (int round = 0; round < 150; ++round) {
    auto files = original;
    auto& text = files.at(kCouncil);
    for (int change = 0; change < 3; ++change) {
      const auto at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = letters[random() % letters.size()];
          break;
        case 1:
          text.erase(at, 1 + random() % 20);
          break;
        default:
          text.insert(at, 1, letters[random() % letters.size()]);
          break;
      }
    }
    const auto loaded = load_framework(files, kCouncil);
    for (const auto& problem : loaded.problems) {
      EXPECT_FALSE(problem.file.empty());
      EXPECT_FALSE(problem.message.empty());
    }
  }
}

TEST(Digest, ChangesWithTheFileAndWithItsToolsButNotWithLineEnds) {
  const auto digest = load_framework(shipped(), kCouncil).framework.digest;
  auto with_returns = shipped();
  for (auto& [name, text] : with_returns) text = "\xEF\xBB\xBF" + base::replace_all(text, "\n", "\r\n");
  EXPECT_EQ(load_framework(with_returns, kCouncil).framework.digest, digest);
  EXPECT_NE(load_framework(with("version: 1", "version: 2"), kCouncil).framework.digest, digest);
  const auto other_tool = with("title: Plan", "title: The plan", "tools/tier2-cin-cp.yaml");
  EXPECT_NE(load_framework(other_tool, kCouncil).framework.digest, digest);
}

TEST(Tool, ASectionStandsOnlyForItsCategories) {
  const auto tool = load_tool(shipped().at("tools/tier2-cla-leavers.yaml"), "t").tool;
  const auto keys = [&](Category category) {
    std::vector<std::string> found;
    for (const auto* section : sections_for(tool, category)) found.push_back(section->key);
    return found;
  };
  EXPECT_THAT(keys(Category::Cla), Contains("review"));
  EXPECT_THAT(keys(Category::CareLeaver), testing::Not(Contains("review")));
  EXPECT_THAT(keys(Category::CareLeaver), Contains("pathway"));
}

}  // namespace
}  // namespace plumbline::domain
