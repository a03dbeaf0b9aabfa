#include "domain/audit/states.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <set>

#include "domain/action/transitions.hpp"
#include "domain/audit/concern_transitions.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/moderation/moderate.hpp"

namespace plumbline::domain {
namespace {

using testing::IsEmpty;

const PersonId kAuditor{"P1"};
const PersonId kLead{"P9"};
const base::Instant kNow = *base::parse_instant("2026-12-01T09:00:00Z");
const base::Day kToday = *base::parse_day("2026-12-01");

Audit an_audit(AuditState state) {
  Audit audit;
  audit.id = AuditId{"a"};
  audit.state = state;
  audit.auditor = kAuditor;
  audit.overall = Grade::Good;
  return audit;
}

ModeratorsDecision a_decision(ModerationOutcome outcome, std::optional<Grade> to = {},
                              std::string reason = "Because.") {
  return {true, true, true, outcome, to, std::move(reason)};
}

// Does the verb through its transition function; true when it was allowed.
bool try_verb(Audit& audit, AuditVerb verb) {
  const ModerationRule rule{.kind = ModerationKind::All, .always = {}, .moderators = {}, .questions = {}};
  switch (verb) {
    case AuditVerb::Send:
      return send(audit, kLead, kNow).has_value();
    case AuditVerb::Begin:
      return begin(audit, kAuditor, kNow).has_value();
    case AuditVerb::Submit:
      return submit(audit, {}, kAuditor, kNow).has_value();
    case AuditVerb::Finalise:
      return finalise(audit, kAuditor, kNow).has_value();
    case AuditVerb::HandBack:
      return hand_back(audit, "closed-case", "", kAuditor, kNow).has_value();
    case AuditVerb::Reallocate:
      return reallocate(audit, PersonId{"P2"}, "On leave", kLead, kNow).has_value();
    case AuditVerb::Withdraw:
      return withdraw(audit, "Exempted", kLead, kNow).has_value();
    case AuditVerb::Confirm:
      return moderate(audit, a_decision(ModerationOutcome::Confirmed), rule, nullptr, {}, kLead, kNow).has_value();
    case AuditVerb::ChangeGrade:
      return moderate(audit, a_decision(ModerationOutcome::Changed, Grade::Inadequate), rule, nullptr, {}, kLead, kNow)
          .has_value();
    case AuditVerb::Return:
      return moderate(audit, a_decision(ModerationOutcome::Returned), rule, nullptr, {}, kLead, kNow).has_value();
    case AuditVerb::Save:
    case AuditVerb::BookConversation:
    case AuditVerb::RecordConversation:
    case AuditVerb::ReplyToFamily:
      return may_move(audit, verb).has_value();
  }
  return false;
}

TEST(AuditStates, EveryTransitionObeysTheOneTable) {
  for (const auto state : kAuditStates)
    for (const auto verb : kAuditVerbs) {
      auto audit = an_audit(state);
      const bool allowed = try_verb(audit, verb);
      const auto to = next(state, verb);
      EXPECT_EQ(allowed, to.has_value()) << say(state) << ": " << say(verb);
      EXPECT_EQ(audit.state, to.value_or(state)) << say(state) << ": " << say(verb);
      EXPECT_EQ(who_may(state, verb).empty(), !to.has_value());
    }
}

TEST(AuditStates, ARefusedMoveChangesNothing) {
  for (const auto state : kAuditStates)
    for (const auto verb : kAuditVerbs) {
      const auto before = an_audit(state);
      auto audit = before;
      if (!try_verb(audit, verb)) {
        EXPECT_EQ(audit, before) << say(state) << ": " << say(verb);
      }
    }
}

TEST(AuditStates, TheTableNamesEachMoveOnce) {
  std::set<std::pair<int, int>> seen;
  for (const auto& move : audit_moves())
    EXPECT_TRUE(seen.insert({static_cast<int>(move.verb), static_cast<int>(move.from)}).second);
}

TEST(AuditStates, FinalAndWithdrawnAuditsNeverMoveAgain) {
  for (const auto verb : kAuditVerbs) {
    EXPECT_EQ(next(AuditState::Withdrawn, verb), std::nullopt);
    EXPECT_EQ(next(AuditState::Final, verb).value_or(AuditState::Final), AuditState::Final);
  }
}

// Whatever people do in whatever order: what was returned keeps its first grade, and a final audit has the grade that
// counts.
TEST(AuditStates, AnyOrderOfMovesKeepsTheAuditorsGradeAndEndsWithOne) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    auto audit = an_audit(AuditState::Allocated);
    audit.moderation_pick = round % 2 == 0 ? "" : "share";
    for (int step = 0; step < 40; ++step) try_verb(audit, kAuditVerbs[random() % kAuditVerbs.size()]);
    EXPECT_EQ(audit.overall, Grade::Good);
    if (audit.state == AuditState::Final) {
      EXPECT_TRUE(audit.finalised_at && audit.submitted_at && audit.sent_at && audit.started_at);
      EXPECT_TRUE(audit.grade() == Grade::Good || audit.grade() == Grade::Inadequate);
    } else {
      EXPECT_FALSE(audit.finalised_at.has_value());
    }
  }
}

TEST(AuditStates, StandInDocsAsTheProgramHasThem) {
  const std::string file = std::string(PLUMBLINE_SOURCE_DIR) + "/docs/states.md";
  if (std::getenv("PLUMBLINE_REBASELINE") != nullptr) std::ofstream(file, std::ios::binary) << states_as_markdown();
  std::ifstream in(file, std::ios::binary);
  const std::string written{std::istreambuf_iterator<char>(in), {}};
  EXPECT_TRUE(written == states_as_markdown()) << "docs/states.md is not what src/domain/audit/states.cpp says. Run "
                                                  "script/rebaseline and read the difference.";
}

TEST(Submitting, IsRefusedWithTheFirstFindingThatBlocks) {
  auto audit = an_audit(AuditState::InProgress);
  const std::vector<Finding> findings{
      {{base::ErrorCode::RuleBroken, "audit.submit.impact_questioned"}, "risk", "impact", false},
      {{base::ErrorCode::RuleBroken, "audit.submit.evidence_missing"}, "voice", "evidence", true}};
  const auto outcome = submit(audit, findings, kAuditor, kNow);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().rule, "audit.submit.evidence_missing");
  EXPECT_EQ(audit.state, AuditState::InProgress);
}

TEST(Submitting, AQuestionDoesNotBlock) {
  auto audit = an_audit(AuditState::InProgress);
  const std::vector<Finding> findings{
      {{base::ErrorCode::RuleBroken, "audit.submit.impact_questioned"}, "risk", "impact", false}};
  EXPECT_TRUE(submit(audit, findings, kAuditor, kNow));
  EXPECT_EQ(audit.submitted_at, kNow);
}

TEST(HandingBack, NeedsAKnownReasonAndANoteForAnother) {
  auto audit = an_audit(AuditState::Sent);
  EXPECT_EQ(hand_back(audit, "", "", kAuditor, kNow).error().rule, "audit.hand_back.reason_missing");
  EXPECT_EQ(hand_back(audit, "bored", "", kAuditor, kNow).error().rule, "audit.hand_back.reason_missing");
  EXPECT_EQ(hand_back(audit, "other", " ", kAuditor, kNow).error().rule, "audit.hand_back.note_missing");
  EXPECT_TRUE(hand_back(audit, "conflict", "", kAuditor, kNow));
  EXPECT_EQ(audit.hand_back_reason, "conflict");
}

TEST(Reallocating, SendsAHandedBackAuditOnToItsNewAuditor) {
  auto audit = an_audit(AuditState::HandedBack);
  audit.hand_back_reason = "conflict";
  EXPECT_EQ(reallocate(audit, PersonId{}, "x", kLead, kNow).error().rule, "audit.reallocate.to_missing");
  EXPECT_EQ(reallocate(audit, PersonId{"P2"}, "", kLead, kNow).error().rule, "audit.reallocate.reason_missing");
  ASSERT_TRUE(reallocate(audit, PersonId{"P2"}, "Knows the family", kLead, kNow));
  EXPECT_EQ(audit.state, AuditState::Sent);
  EXPECT_EQ(audit.auditor, PersonId{"P2"});
  EXPECT_EQ(audit.hand_back_reason, "");
}

TEST(References, SayThePeriodAndANumberOfThreeDigits) {
  EXPECT_EQ(audit_reference("LAN", *base::parse_period("2026-12"), 14), "LAN-2026-12-014");
  EXPECT_EQ(audit_reference("LAN", *base::parse_period("2026-12"), 1234), "LAN-2026-12-1234");
}

TEST(Moderating, ConfirmsAndKeepsTheGrade) {
  auto audit = an_audit(AuditState::Submitted);
  const auto moderated =
      moderate(audit, a_decision(ModerationOutcome::Confirmed, {}, ""), {}, nullptr, ModerationId{"m"}, kLead, kNow);
  ASSERT_TRUE(moderated);
  EXPECT_EQ(audit.grade(), Grade::Good);
  EXPECT_EQ(audit.state, AuditState::Final);
  EXPECT_EQ(moderated->moderation.to, std::nullopt);
}

TEST(Moderating, ChangesTheGradeWithAReasonAndKeepsTheFirst) {
  const Scale scale{"s", "S", {{Grade::Good, "", ""}, {Grade::RequiresImprovement, "", ""}}};
  const auto rule_of = [&](const ModeratorsDecision& decision) {
    auto audit = an_audit(AuditState::Submitted);
    return moderate(audit, decision, {}, &scale, {}, kLead, kNow).error().rule;
  };
  using enum ModerationOutcome;
  EXPECT_EQ(rule_of(a_decision(Changed)), "moderation.decide.grade_missing");
  EXPECT_EQ(rule_of(a_decision(Changed, Grade::NotApplicable)), "moderation.decide.grade_missing");
  EXPECT_EQ(rule_of(a_decision(Changed, Grade::Good)), "moderation.decide.grade_same");
  EXPECT_EQ(rule_of(a_decision(Changed, Grade::Outstanding)), "moderation.decide.grade_unknown");
  EXPECT_EQ(rule_of(a_decision(Changed, Grade::RequiresImprovement, " ")), "moderation.decide.reason_missing");
  EXPECT_EQ(rule_of(a_decision(Returned, {}, "")), "moderation.decide.reason_missing");
  auto unanswered = a_decision(Confirmed);
  unanswered.helps_learning.reset();
  EXPECT_EQ(rule_of(unanswered), "moderation.decide.question_missing");

  auto audit = an_audit(AuditState::Submitted);
  const auto moderated =
      moderate(audit, a_decision(Changed, Grade::RequiresImprovement), {}, &scale, ModerationId{"m"}, kLead, kNow);
  ASSERT_TRUE(moderated);
  EXPECT_EQ(audit.overall, Grade::Good);
  EXPECT_EQ(audit.grade(), Grade::RequiresImprovement);
  EXPECT_EQ(moderated->moderation.from, Grade::Good);
  EXPECT_EQ(moderated->moderation.to, Grade::RequiresImprovement);
}

TEST(PickingForModeration, FollowsTheFrameworksRule) {
  ModerationRule rule{
      .kind = ModerationKind::Share, .percent = 20, .always = {Grade::Inadequate}, .moderators = {}, .questions = {}};
  EXPECT_EQ(moderation_pick(rule, Grade::Good, false), "");
  EXPECT_EQ(moderation_pick(rule, Grade::Good, true), "share");
  EXPECT_EQ(moderation_pick(rule, Grade::Inadequate, false), "grade");
  rule.kind = ModerationKind::All;
  EXPECT_EQ(moderation_pick(rule, Grade::Good, false), "all");
  rule.kind = ModerationKind::None;
  EXPECT_EQ(moderation_pick(rule, Grade::Good, false), "");
}

TEST(PickingForModeration, TakesTheShareThatAnybodyCanRankAgain) {
  std::vector<ChildId> sample;
  for (int i = 0; i < 50; ++i) sample.emplace_back("C" + std::to_string(1000 + i));
  const RankKey key{"seed", std::string(64, 'a'), "tier2", *base::parse_period("2026-12")};
  ModerationRule rule;
  rule.kind = ModerationKind::Share;
  rule.percent = 20;
  const auto picked = moderation_sample(rule, key, sample);
  EXPECT_EQ(picked.size(), 10u);
  std::reverse(sample.begin(), sample.end());
  EXPECT_EQ(moderation_sample(rule, key, sample), picked);
  rule.kind = ModerationKind::Count;
  rule.count = 3;
  EXPECT_EQ(moderation_sample(rule, key, sample), std::vector<ChildId>(picked.begin(), picked.begin() + 3));
  rule.kind = ModerationKind::None;
  EXPECT_THAT(moderation_sample(rule, key, sample), IsEmpty());
}

Action an_action(ActionState state) {
  Action action;
  action.text = "Hold a family meeting";
  action.owner = PersonId{"W1"};
  action.due_on = base::parse_day("2026-12-20");
  action.state = state;
  return action;
}

TEST(ActionStates, EveryTransitionObeysTheOneTable) {
  const PersonId manager{"M1"};
  for (const auto state : kActionStates)
    for (const auto verb : kActionVerbs) {
      auto action = an_action(state);
      bool allowed = false;
      switch (verb) {
        case ActionVerb::Revise:
          allowed = revise(action, words_of(action), "Agreed", manager, kNow, kToday).has_value();
          break;
        case ActionVerb::Remove:
          allowed = may_move(action, verb).has_value();
          break;
        case ActionVerb::Open:
          allowed = open(action, manager, kNow).has_value();
          break;
        case ActionVerb::MarkDone:
          allowed = mark_done(action, "Minutes", *action.owner, kNow).has_value();
          break;
        case ActionVerb::SignOff:
          allowed = sign_off(action, "", manager, kNow).has_value();
          break;
        case ActionVerb::Reopen:
          allowed = reopen(action, "Not yet", manager, kNow).has_value();
          break;
        case ActionVerb::Withdraw:
          allowed = withdraw(action, "Child moved", manager, kNow).has_value();
          break;
      }
      EXPECT_EQ(allowed, next(state, verb).has_value()) << say(state) << ": " << say(verb);
      if (verb != ActionVerb::Remove) {
        EXPECT_EQ(action.state, next(state, verb).value_or(state));
      }
    }
}

TEST(SigningOff, IsNeverOfOnesOwnAction) {
  auto action = an_action(ActionState::Done);
  EXPECT_EQ(sign_off(action, "", *action.owner, kNow).error().rule, "action.sign_off.own");
  EXPECT_EQ(reopen(action, "x", *action.owner, kNow).error().rule, "action.sign_off.own");
}

TEST(SigningOff, OpensAgainOnlyWithANote) {
  auto action = an_action(ActionState::Open);
  ASSERT_TRUE(mark_done(action, "Minutes of 3 December", *action.owner, kNow));
  EXPECT_EQ(reopen(action, "", PersonId{"M1"}, kNow).error().rule, "action.sign_off.note_missing");
  ASSERT_TRUE(reopen(action, "The father was not asked", PersonId{"M1"}, kNow));
  EXPECT_EQ(action.state, ActionState::Open);
  EXPECT_EQ(action.done_at, std::nullopt);
}

TEST(WritingAnAction, NeedsTextOwnerAndADateToCome) {
  auto words = words_of(an_action(ActionState::Proposed));
  EXPECT_TRUE(check_words(words, nullptr, kToday));
  words.due_on = base::parse_day("2026-11-30");
  EXPECT_EQ(check_words(words, nullptr, kToday).error().rule, "action.put.due_past");
  auto late = an_action(ActionState::Open);
  late.due_on = words.due_on;
  EXPECT_TRUE(check_words(words, &late, kToday)) << "a date that had passed already may stay";
  words.due_on.reset();
  EXPECT_EQ(check_words(words, nullptr, kToday).error().rule, "action.put.due_missing");
  words.owner.reset();
  EXPECT_EQ(check_words(words, nullptr, kToday).error().rule, "action.put.owner_missing");
  words.text = " \n";
  EXPECT_EQ(check_words(words, nullptr, kToday).error().rule, "action.put.text_missing");
}

TEST(WritingAnAction, AnOpenOneChangesWithAReasonOnly) {
  auto action = an_action(ActionState::Open);
  auto words = words_of(action);
  words.text = "Hold a family meeting with both grandmothers";
  EXPECT_EQ(revise(action, words, "", PersonId{"M1"}, kNow, kToday).error().rule, "action.put.reason_missing");
  EXPECT_EQ(action.text, "Hold a family meeting");
  EXPECT_TRUE(revise(action, words, "Agreed in supervision", PersonId{"M1"}, kNow, kToday));
  EXPECT_EQ(action.text, words.text);
}

Concern a_concern() {
  Concern concern;
  concern.raised_by = kAuditor;
  concern.raised_at = kNow;
  return concern;
}

TEST(Concerns, AreAcknowledgedByAnotherPersonAndThenClosedWithAnOutcome) {
  auto concern = a_concern();
  EXPECT_EQ(close(concern, "Safe", kLead, kNow).error().rule, "concern.close.state");
  EXPECT_EQ(acknowledge(concern, "On my way", kAuditor, kNow).error().rule, "concern.acknowledge.own");
  EXPECT_EQ(acknowledge(concern, "", kLead, kNow).error().rule, "concern.acknowledge.response_missing");
  ASSERT_TRUE(acknowledge(concern, "On my way", kLead, kNow));
  EXPECT_EQ(acknowledge(concern, "Me too", PersonId{"P8"}, kNow).error().rule, "concern.acknowledge.state");
  EXPECT_EQ(close(concern, "", kLead, kNow).error().rule, "concern.close.outcome_missing");
  ASSERT_TRUE(close(concern, "Child seen and safe", kLead, kNow));
  EXPECT_EQ(concern.state, ConcernState::Closed);
}

TEST(Concerns, AreChasedUpTheLineAndOnAndOnUntilAcknowledged) {
  NotificationRule rule;
  rule.tell = {*parse_recipient("case-worker")};
  rule.chase = {{60, {*parse_recipient("team-manager")}}, {180, {*parse_recipient("head-of-service")}}};
  auto concern = a_concern();
  const auto due = [&](int from, int to) {
    std::vector<int> minutes;
    for (const auto& step :
         chases_due(concern, rule, kNow + std::chrono::minutes{from}, kNow + std::chrono::minutes{to}))
      minutes.push_back(step.after_minutes);
    return minutes;
  };
  EXPECT_THAT(due(0, 59), IsEmpty());
  EXPECT_THAT(due(0, 60), testing::ElementsAre(60));
  EXPECT_THAT(due(60, 60), IsEmpty());
  EXPECT_THAT(due(60, 200), testing::ElementsAre(180));
  EXPECT_THAT(due(200, 450), testing::ElementsAre(300, 420));
  EXPECT_EQ(
      chases_due(concern, rule, kNow + std::chrono::minutes{250}, kNow + std::chrono::minutes{310})[0].tell.size(), 3u);
  EXPECT_THAT(due(60 * 24 * 31, 60 * 24 * 60), IsEmpty());
  ASSERT_TRUE(acknowledge(concern, "Seen", kLead, kNow));
  EXPECT_THAT(due(0, 100000), IsEmpty());
}

}  // namespace
}  // namespace plumbline::domain
