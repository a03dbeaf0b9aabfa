#include "domain/audit/completeness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/framework/loader.hpp"

namespace plumbline::domain {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::IsEmpty;
using testing::Not;

// A tier 2 audit of a child with a plan, complete in every part; each test takes something away.
class Completeness : public testing::Test {
 protected:
  Completeness() : framework_(load_framework(shipped_framework_files(), "lancashire.yaml").framework) {
    programme_ = framework_.find_programme("tier2");
    audit_.category = Category::Cin;
    audit_.overall = Grade::Good;
    audit_.overall_reason = "The child is safer and knows why.";
    tool_ = tool_for(framework_, *programme_, audit_.category);
    for (const auto* section : sections_for(*tool_, audit_.category)) {
      AuditSection saved;
      saved.section = section->key;
      saved.judgement = Grade::Good;
      saved.evidence = "Seen in the record.";
      saved.impact = "The child sleeps through the night.";
      saved.version = 1;
      for (const auto* question : questions_for(*section, audit_.category))
        if (question->kind == QuestionKind::Compliance) saved.answers.push_back({question->key, Answer::Yes, ""});
      contents_.sections.push_back(saved);
    }
    for (const auto* document : key_documents_for(framework_, *programme_, audit_.category))
      contents_.documents.push_back({document->key, DocumentFinding::Found, ""});
    Conversation conversation;
    conversation.held = true;
    conversation.summary = "We talked about the plan.";
    contents_.conversations.push_back(conversation);
  }

  std::vector<Finding> findings() const { return findings_of(audit_, contents_, framework_, *programme_, *tool_); }
  AuditSection& section(const std::string& key) {
    return *std::ranges::find(contents_.sections, key, &AuditSection::section);
  }
  static auto finding(const std::string& rule, const std::string& where, bool blocks = true) {
    return AllOf(Field(&Finding::error, Field(&base::Error::rule, rule)), Field(&Finding::section, where),
                 Field(&Finding::blocks, blocks));
  }

  Framework framework_;
  const Programme* programme_ = nullptr;
  const Tool* tool_ = nullptr;
  Audit audit_;
  AuditContents contents_;
};

TEST_F(Completeness, HasNoFindingsWhenEverythingIsThere) { EXPECT_THAT(findings(), IsEmpty()); }

TEST_F(Completeness, AnEmptyAuditSaysEverythingThatIsMissing) {
  contents_ = {};
  audit_.overall.reset();
  audit_.overall_reason.clear();
  const auto all = findings();
  for (const auto* section : sections_for(*tool_, audit_.category)) {
    EXPECT_THAT(all, Contains(finding("audit.submit.judgement_missing", section->key)));
    EXPECT_THAT(all, Contains(finding("audit.submit.evidence_missing", section->key)));
  }
  EXPECT_THAT(all, Contains(finding("audit.submit.answer_missing", "planning")));
  EXPECT_THAT(all, Contains(finding("audit.submit.document_missing", "documents")).Times(9));
  EXPECT_THAT(all, Contains(finding("audit.submit.conversation_missing", "conversation")));
  EXPECT_THAT(all, Contains(finding("audit.submit.overall_missing", "overall")));
  EXPECT_THAT(all, Contains(finding("audit.submit.overall_reason_missing", "overall")));
}

TEST_F(Completeness, AJudgementNeedsEvidence) {
  section("risk").evidence = "  \n ";
  EXPECT_THAT(findings(), testing::ElementsAre(finding("audit.submit.evidence_missing", "risk")));
}

TEST_F(Completeness, ASectionBelowGoodNeedsAnActionWithADateAndAnOwner) {
  section("planning").judgement = Grade::RequiresImprovement;
  EXPECT_THAT(findings(), testing::ElementsAre(finding("audit.submit.action_missing", "planning")));
  Action action;
  action.section = "planning";
  action.text = "Rewrite the plan with the family";
  action.created_at = *base::parse_instant("2026-12-01T09:00:00Z");
  contents_.actions.push_back(action);
  EXPECT_THAT(findings(), testing::UnorderedElementsAre(finding("audit.submit.action_due_missing", "planning"),
                                                        finding("audit.submit.action_owner_missing", "planning")));
  contents_.actions[0].due_on = base::parse_day("2026-12-20");
  contents_.actions[0].owner = PersonId{"W1"};
  EXPECT_THAT(findings(), IsEmpty());
  contents_.actions[0].state = ActionState::Withdrawn;
  EXPECT_THAT(findings(), Contains(finding("audit.submit.action_missing", "planning")));
}

TEST_F(Completeness, AnActionDueLaterThanItsPriorityAllowsIsQuestionedAndNotBlocked) {
  section("planning").judgement = Grade::RequiresImprovement;
  Action action;
  action.section = "planning";
  action.text = "Rewrite the plan with the family";
  action.owner = PersonId{"W1"};
  action.priority = Priority::High;
  action.created_at = *base::parse_instant("2026-12-02T09:00:00Z");
  action.due_on = base::parse_day("2026-12-16");  // the fourteenth day
  contents_.actions.push_back(action);
  EXPECT_THAT(findings(), IsEmpty());
  contents_.actions[0].due_on = base::parse_day("2026-12-17");
  EXPECT_THAT(findings(), testing::ElementsAre(finding("audit.submit.action_due_late", "planning", false)));
  contents_.actions[0].priority = Priority::Medium;
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(Completeness, AGoodJudgementWithoutImpactIsQuestionedAndNotBlocked) {
  section("voice").impact.clear();
  EXPECT_THAT(findings(), testing::ElementsAre(finding("audit.submit.impact_questioned", "voice", false)));
}

TEST_F(Completeness, AGoodJudgementWithManyShortcomingsIsQuestionedAndNotBlocked) {
  auto& records = section("records");
  records.answers[0].answer = Answer::No;
  records.answers[1].answer = Answer::Partly;
  EXPECT_THAT(findings(), IsEmpty());
  records.answers[2].answer = Answer::No;
  EXPECT_THAT(findings(), testing::ElementsAre(finding("audit.submit.shortcomings_questioned", "records", false)));
}

TEST_F(Completeness, NotApplicableStandsOnlyWhereTheToolAllowsIt) {
  auto& referral = section("referral");
  referral = {};
  referral.section = "referral";
  referral.judgement = Grade::NotApplicable;
  EXPECT_THAT(findings(), IsEmpty()) << "nothing more is asked of a section that does not apply";
  section("voice").judgement = Grade::NotApplicable;
  EXPECT_THAT(findings(), Contains(finding("audit.submit.not_applicable", "voice")));
}

TEST_F(Completeness, AKeyDocumentThatIsNotThereIsAFinding) {
  contents_.documents[0].finding = DocumentFinding::NotFound;
  EXPECT_THAT(findings(), testing::ElementsAre(finding("audit.submit.documents_questioned", "documents", false)));
  contents_.documents.erase(contents_.documents.begin());
  EXPECT_THAT(findings(), testing::ElementsAre(finding("audit.submit.document_missing", "documents")));
}

TEST_F(Completeness, AConversationIsHeldOrNotHeldWithAReason) {
  contents_.conversations[0] = {};
  contents_.conversations[0].held = false;
  EXPECT_THAT(findings(), testing::ElementsAre(finding("audit.submit.conversation_reason_missing", "conversation")));
  contents_.conversations[0].reason = NotHeldReason::LeftOrganisation;
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(Completeness, TheFamilyIsAskedWhereTheAuditIsInTheShare) {
  audit_.family_contact = true;
  EXPECT_THAT(findings(), testing::ElementsAre(finding("audit.submit.family_missing", "family")));
}

TEST_F(Completeness, AGoodOverallJudgementOverAnInadequateSectionIsQuestioned) {
  section("risk").judgement = Grade::Inadequate;
  Action action;
  action.section = "risk";
  action.created_at = *base::parse_instant("2026-12-01T09:00:00Z");
  action.due_on = base::parse_day("2026-12-02");
  action.owner = PersonId{"W1"};
  contents_.actions.push_back(action);
  EXPECT_THAT(findings(), testing::ElementsAre(finding("audit.submit.overall_questioned", "overall", false)));
}

TEST_F(Completeness, NeverRepeatsWhatTheAuditorWrote) {
  section("risk").judgement = Grade::RequiresImprovement;
  for (auto& saved : contents_.sections) saved.evidence = saved.evidence.empty() ? "" : "SECRET";
  for (const auto& one : findings())
    for (const auto& [name, value] : one.error.values) EXPECT_THAT(value, Not(testing::HasSubstr("SECRET"))) << name;
}

TEST_F(Completeness, AChecklistAsksForAnswersOnly) {
  const auto* tier1 = framework_.find_programme("tier1");
  const auto* tool = tool_for(framework_, *tier1, Category::Cin);
  Audit audit;
  audit.category = Category::Cin;
  const auto all = findings_of(audit, {}, framework_, *tier1, *tool);
  EXPECT_THAT(all, Not(IsEmpty()));
  for (const auto& one : all) EXPECT_EQ(one.error.rule, "audit.submit.answer_missing");
  EXPECT_THAT(all, Not(Contains(Field(&Finding::section, "protection")))) << "asked for protection plans only";
}

TEST_F(Completeness, TheTaskListSaysWhereEachSectionStands) {
  section("voice").evidence.clear();
  section("family").version = 0;
  const auto all = findings();
  EXPECT_EQ(status_of(*tool_->find_section("voice"), contents_, all), SectionStatus::Started);
  EXPECT_EQ(status_of(*tool_->find_section("family"), contents_, all), SectionStatus::NotStarted);
  EXPECT_EQ(status_of(*tool_->find_section("risk"), contents_, all), SectionStatus::Complete);
}

}  // namespace
}  // namespace plumbline::domain
