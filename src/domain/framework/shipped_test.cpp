// The definitions that ship: that they are sound, and that each says what its council's published procedure says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "domain/framework/loader.hpp"
#include "domain/framework/programme_days.hpp"
#include "support/problems.hpp"

namespace plumbline::domain {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using tests::all;

const FrameworkFiles& shipped() { return shipped_framework_files(); }

Framework council(const std::string& key) { return load_framework(shipped(), key + ".yaml").framework; }

std::vector<std::string> section_keys(const Tool& tool) {
  std::vector<std::string> keys;
  for (const auto& section : tool.sections) keys.push_back(section.key);
  return keys;
}

TEST(ShippedFrameworks, AreAllSound) {
  EXPECT_THAT(shipped_framework_keys(), Contains("lancashire"));
  for (const auto& key : shipped_framework_keys()) {
    const auto loaded = load_framework(shipped(), key + ".yaml");
    EXPECT_TRUE(loaded.sound()) << all(loaded.problems);
    EXPECT_EQ(loaded.framework.key, key);
    EXPECT_EQ(loaded.framework.digest.size(), 64u);
  }
}

TEST(ShippedTools, GiveEverySectionGuidanceAndQuestions) {
  for (const auto& [name, text] : shipped()) {
    if (!name.starts_with("tools/")) continue;
    const auto loaded = load_tool(text, name);
    EXPECT_THAT(loaded.problems, IsEmpty()) << all(loaded.problems);
    EXPECT_GE(loaded.tool.sections.size(), 3u) << name;
    for (const auto& section : loaded.tool.sections) {
      EXPECT_FALSE(section.judge.empty()) << name << " " << section.key;
      if (loaded.tool.judged) {
        EXPECT_GE(section.good.size(), 4u) << name << " " << section.key;
        EXPECT_FALSE(section.impact.empty()) << name << " " << section.key;
      }
      EXPECT_FALSE(section.questions.empty()) << name << " " << section.key;
    }
  }
}

TEST(Lancashire, SaysWhatItsProcedureSays) {
  const auto framework = council("lancashire");
  EXPECT_THAT(framework.council.localities, ElementsAre("North", "Central", "East"));
  const auto* tier2 = framework.find_programme("tier2");
  ASSERT_NE(tier2, nullptr);
  EXPECT_EQ(tier2->draw.size * times_a_year(tier2->cycle), 600);
  EXPECT_EQ(tier2->draw.annual_target, 600);
  EXPECT_EQ(tier2->look_back.months, 12);
  EXPECT_EQ(tier2->look_back.up_to_months, 18);
  EXPECT_TRUE(tier2->auditors.allocation.qualified_only);
  EXPECT_EQ(tier2->auditors.allocation.quotas.size(), 3u);
  EXPECT_EQ(family_share(*tier2), (ShareRule{"family", 10, 1}));
  EXPECT_EQ(base::iso(cycle_dates(*tier2, *base::parse_period("2026-12")).return_by), "2026-12-22");
  EXPECT_EQ(tool_for(framework, *tier2, Category::Cp)->key, "tier2-cin-cp");
  EXPECT_EQ(tool_for(framework, *tier2, Category::CareLeaver)->key, "tier2-cla-leavers");
  EXPECT_EQ(tool_for(framework, *tier2, Category::Mash), nullptr);
  EXPECT_EQ(key_documents_for(framework, *tier2, Category::Cp).size(), 9u);
  EXPECT_EQ(key_documents_for(framework, *tier2, Category::CareLeaver).size(), 7u);
  EXPECT_TRUE(draw_rules(*tier2).one_per_worker);
  const auto* tier1 = framework.find_programme("tier1");
  ASSERT_NE(tier1, nullptr);
  EXPECT_FALSE(tool_for(framework, *tier1, Category::Cla)->judged);
  for (const auto& quota : tier1->auditors.allocation.quotas) EXPECT_EQ(quota.role, JobRole::AuditTeam);
  const auto* tier3 = framework.find_programme("tier3");
  ASSERT_NE(tier3, nullptr);
  EXPECT_THAT(tier3->auditors.allocation.quotas,
              ElementsAre(RoleQuota{JobRole::Director, 1, 1}, RoleQuota{JobRole::HeadOfService, 1, 1}));
  EXPECT_TRUE(tier3->auditors.allocation.qualified_only);
  EXPECT_EQ(framework.find_programme("thematic")->cycle, Rhythm::AsNeeded);
  EXPECT_EQ(framework.find_programme("case-sampling")->scale, "");
}

// FRAME-3: a bespoke audit of a linked service asks what that service does and leaves out what the others do.
TEST(ShippedTools, ReachEachLinkedServiceWithAPartOfItsOwn) {
  const auto framework = council("lancashire");
  const auto* thematic = framework.find_programme("thematic");
  ASSERT_NE(thematic, nullptr);
  const std::map<Category, std::string> own{{Category::Fostering, "carers"},
                                            {Category::Adoption, "permanence"},
                                            {Category::YouthJustice, "offending"},
                                            {Category::ChildrensCentre, "early"}};
  for (const auto& [category, part] : own) {
    const auto* tool = tool_for(framework, *thematic, category);
    ASSERT_NE(tool, nullptr) << to_string(category);
    EXPECT_EQ(tool->key, "linked-services");
    std::vector<std::string> keys;
    for (const auto* section : sections_for(*tool, category)) keys.push_back(section->key);
    EXPECT_THAT(keys, ElementsAre("reason", "child", part, "together", "oversight")) << to_string(category);
  }
  EXPECT_EQ(tool_for(framework, *thematic, Category::Cin)->key, "thematic-review");
}

// Whatever a case is, some shipped programme draws it and has a tool for it.
TEST(ShippedTools, LeaveNoCategoryOfTheRegisterWithoutAnAudit) {
  for (const auto category : kCategories) {
    bool audited = false;
    for (const auto& key : shipped_framework_keys()) {
      const auto framework = council(key);
      for (const auto& programme : framework.programmes)
        if (std::ranges::find(programme.draw.categories, category) != programme.draw.categories.end())
          audited = audited || tool_for(framework, programme, category) != nullptr;
    }
    EXPECT_TRUE(audited) << to_string(category);
  }
}

TEST(ShippedTools, AreEachUsedByACouncil) {
  std::set<std::string> used;
  for (const auto& key : shipped_framework_keys())
    for (const auto& tool : council(key).tools) used.insert("tools/" + tool.key + ".yaml");
  for (const auto& [name, text] : shipped()) {
    if (!name.starts_with("tools/")) continue;
    EXPECT_THAT(used, Contains(name));
  }
}

TEST(ShippedTools, SayWhenASectionDoesNotApplyAndAskComplianceInEachTool) {
  for (const auto& [name, text] : shipped()) {
    if (!name.starts_with("tools/")) continue;
    const auto tool = load_tool(text, name).tool;
    int asked = 0;
    int pathways = 0;
    for (const auto& section : tool.sections) {
      if (section.may_be_not_applicable) ++pathways;
      for (const auto& question : section.questions) {
        asked += question.kind == QuestionKind::Compliance;
        pathways += !question.not_applicable_when.empty();
      }
    }
    EXPECT_GE(asked, 8) << name;
    EXPECT_GE(pathways, 1) << name;
  }
}

TEST(Knowsley, HasTenStandardsThatAskImpactAndOutcomeAndModeratesAll) {
  const auto framework = council("knowsley");
  const auto* tool = framework.find_tool("practice-standards");
  ASSERT_NE(tool, nullptr);
  EXPECT_THAT(section_keys(*tool), ElementsAre("standard-1", "standard-2", "standard-3", "standard-4", "standard-5",
                                               "standard-6", "standard-7", "standard-8", "standard-9", "standard-10"));
  for (const auto& section : tool->sections)
    EXPECT_THAT(section.impact, Contains(testing::StartsWith("Outcome:"))) << section.key;
  EXPECT_EQ(framework.find_programme("operational")->moderation.kind, ModerationKind::All);
  EXPECT_EQ(framework.find_programme("thematic-review")->draw.minimum, 12);
  EXPECT_TRUE(framework.find_programme("thematic-review")->auditors.pairs);
  EXPECT_GT(framework.find_programme("joint")->auditors.auditors_per_case, 1);
  const auto* mash = framework.find_programme("mash");
  int at_least_three = 0;
  for (const auto& agency : mash->auditors.agencies) at_least_three += agency.per_cycle == 3;
  EXPECT_EQ(at_least_three, 3);
  EXPECT_THAT(mash->calendar, Contains(AllOf(Field(&CalendarEntry::step, CalendarStep::Return),
                                             Field(&CalendarEntry::anchor, CalendarAnchor::Sent),
                                             Field(&CalendarEntry::working_days, 15))));
}

TEST(Bradford, DrawsACohortAMonthThatComesRoundAgainAndReportsNineAreas) {
  const auto framework = council("bradford");
  const auto* programme = framework.find_programme("monthly");
  ASSERT_NE(programme, nullptr);
  EXPECT_THAT(section_keys(*framework.find_tool("performance-areas")),
              ElementsAre("risk", "assessment", "planning", "voice", "family", "partners", "management", "records",
                          "difference"));
  for (int month = 1; month <= 12; ++month) {
    const auto period = *base::parse_period("2026-" + std::string(month < 10 ? "0" : "") + std::to_string(month));
    const auto* cohort = cohort_of(*programme, period);
    ASSERT_NE(cohort, nullptr) << month;
    EXPECT_EQ(cohort, cohort_of(*programme, period.plus_months(3))) << month;
  }
  EXPECT_TRUE(programme->draw.one_per_worker);
  EXPECT_EQ(programme->draw.not_audited_within_months, 6);
  EXPECT_EQ(programme->targets.return_percent, 80);
  EXPECT_TRUE(programme->auditors.linked_by_area);
}

TEST(WalthamForest, PairsAuditorsAsksTheWorkerAndAuditsAgain) {
  const auto framework = council("waltham-forest");
  const auto* programme = framework.find_programme("early-help");
  ASSERT_NE(programme, nullptr);
  EXPECT_TRUE(programme->auditors.pairs);
  EXPECT_EQ(programme->auditors.cases_per_pair, 2);
  EXPECT_TRUE(programme->perspective.asked);
  EXPECT_EQ(times_a_year(programme->cycle), 12);
  EXPECT_THAT(programme->calendar, Contains(AllOf(Field(&CalendarEntry::step, CalendarStep::Send),
                                                  Field(&CalendarEntry::anchor, CalendarAnchor::Meeting),
                                                  Field(&CalendarEntry::working_days, 10))));
  EXPECT_TRUE(framework.find_scale(programme->scale)->offers(Grade::InadequateCritical));
  EXPECT_THAT(programme->triggers,
              Contains(AllOf(Field(&TriggerRule::effect, TriggerEffect::Reaudit), Field(&TriggerRule::after_months, 2),
                             Field(&TriggerRule::up_to_months, 3), Field(&TriggerRule::by, JobRole::SeniorManager))));
}

TEST(Buckinghamshire, HasNoInadequateAndAdvisesAgainstFridayAfternoons) {
  const auto framework = council("buckinghamshire");
  const auto* programme = framework.find_programme("case-audit");
  ASSERT_NE(programme, nullptr);
  EXPECT_FALSE(framework.find_scale(programme->scale)->offers(Grade::Inadequate));
  EXPECT_EQ(framework.find_tool("journey-stages")->sections.size(), 12u);
  EXPECT_TRUE(programme->conversation.avoid_friday_afternoon);
  EXPECT_EQ(programme->look_back.months, 6);
  EXPECT_EQ(programme->moderation.questions.size(), 3u);
  EXPECT_TRUE(programme->actions.may_change_after_moderation);
  EXPECT_EQ(framework.find_notification(ConcernKind::Review)->tell.size(), 1u);
  EXPECT_EQ(framework.find_notification(ConcernKind::Immediate)->tell.size(), 5u);
}

}  // namespace
}  // namespace plumbline::domain
