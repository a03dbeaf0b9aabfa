// A thematic practice review from its plan to what was shared: agreed, drawn, noticed, held, reported, approved step by
// step, and a recommendation that becomes a theme of the rolling plan (MEET-3, CAL-5, ACT-5).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/audit/reasons.hpp"
#include "app/draw/draw_cycle.hpp"
#include "app/learning/agreements.hpp"
#include "app/learning/reviews.hpp"
#include "app/learning/themes.hpp"
#include "app/learning/year.hpp"
#include "app/messages/messages.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "app/register/case_fields.hpp"
#include "base/hash.hpp"
#include "domain/framework/loader.hpp"
#include "store/store.hpp"
#include "support/a_person.hpp"
#include "support/databases.hpp"

namespace plumbline {
namespace {

using app::Role;
using app::ScopeKind;
using domain::PersonId;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

base::Day on(std::string_view text) { return base::parse_day(text).value(); }
base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }
base::Period in(std::string_view text) { return base::parse_period(text).value(); }
std::string rule(const auto& outcome) { return outcome ? "" : outcome.error().rule; }

// Sixty open cases of twenty workers, half of them with the theme's flag.
class AThematicReview : public testing::Test {
 protected:
  AThematicReview() : clock_(at("2026-10-19T09:00:00Z")), place_(store::Backend::Sqlite) {
    base::init_crypto();
    store_ = std::make_unique<store::SqlStore>(place_.open());
    const auto added = app::add_council({"shire", "", domain::shipped_framework_files(), "knowsley.yaml", ""},
                                        app::command_line_actor("shire"), clock_, *store_->begin("shire"));
    if (!added) throw std::runtime_error(app::sentence(added.error()));
    const auto work = store_->begin("shire");
    const auto person = [&](const std::string& id, domain::JobRole role) {
      work->people().put(tests::a_person(id, role));
    };
    person("lead", domain::JobRole::QaLead);
    person("hos", domain::JobRole::HeadOfService);
    person("director", domain::JobRole::Director);
    for (int i = 0; i < 20; ++i) person("w" + std::to_string(i), domain::JobRole::SocialWorker);
    const auto import = work->cases().begin_import();
    for (int i = 0; i < 60; ++i) {
      domain::Case row;
      row.child_id = domain::ChildId{"C" + std::to_string(100 + i)};
      row.category = i % 3 == 0 ? domain::Category::Cp : domain::Category::Cin;
      row.worker_id = PersonId{"w" + std::to_string(i % 20)};
      row.opened_on = on("2026-02-02");
      if (i % 2 == 0) row.flags = {"neglect"};
      import->insert(row, app::fingerprint(row));
    }
    import->finish();
    if (!work->commit()) throw std::runtime_error("the register was not kept");
  }

  static app::Actor as(const std::string& id, Role role) {
    app::Actor actor;
    actor.council = "shire";
    actor.user = app::UserId{"u-" + id};
    actor.person = PersonId{id};
    actor.grants = {{role, ScopeKind::Council, ""}};
    return actor;
  }
  const app::Actor lead_ = as("lead", Role::QaLead);
  const app::Actor hos_ = as("hos", Role::HeadOfService);
  const app::Actor director_ = as("director", Role::Leadership);

  template <class Command, class UseCase>
  auto run(UseCase use_case, const Command& command, const app::Actor& actor) {
    return use_case(command, actor, clock_, frameworks_, *store_->begin("shire"));
  }
  app::PlanReview a_plan() const {
    app::PlanReview plan;
    plan.programme = "thematic-review";
    plan.period = in("2026-12");
    plan.theme = "Neglect";
    plan.cohort = "neglect";
    plan.venue = "The hall";
    plan.starts_on = on("2026-12-01");
    plan.days = 2;
    plan.lead = PersonId{"lead"};
    return plan;
  }
  void given_a_plan() { id_ = run(app::plan_review, a_plan(), lead_).value().id; }
  void given_a_draw(int size = 12) {
    ASSERT_TRUE(run(app::record_agreement,
                    app::RecordAgreement{"thematic-review", in("2026-12"), 0, "Neglect", "neglect", "Monthly audits",
                                         12, "", PersonId{"hos"}, on("2026-10-12")},
                    lead_));
    const app::DrawCycle draw{"thematic-review", in("2026-12"), size, "", "a public number", "", {}};
    const auto drawn = app::draw_cycle(draw, lead_, clock_, frameworks_, *store_->begin("shire"));
    ASSERT_TRUE(drawn) << app::sentence(drawn.error());
    ASSERT_THAT(drawn->sample(), SizeIs(size));
  }
  app::OpenReview open(const app::Actor& actor) {
    return app::open_review(id_, actor, clock_, frameworks_, *store_->read("shire")).value();
  }
  app::ChangeReview now() { return {id_, store_->read("shire")->reviews().find(id_)->version}; }

  base::FixedClock clock_;
  tests::FreshPlace place_;
  std::unique_ptr<store::SqlStore> store_;
  app::Frameworks frameworks_;
  domain::ReviewId id_;
};

TEST_F(AThematicReview, IsPlannedOnceAQuarterWithinWhatTheFrameworkSays) {
  const auto refused = [&](auto change) {
    auto plan = a_plan();
    change(plan);
    return rule(run(app::plan_review, plan, lead_));
  };
  EXPECT_EQ(refused([](auto& plan) { plan.programme = "operational"; }), "review.put.not_held");
  EXPECT_EQ(refused([](auto& plan) { plan.theme = " "; }), "review.put.theme_missing");
  EXPECT_EQ(refused([](auto& plan) { plan.cohort = "weather"; }), "review.put.cohort");
  EXPECT_EQ(refused([](auto& plan) { plan.starts_on.reset(); }), "review.put.day_missing");
  EXPECT_EQ(refused([](auto& plan) { plan.starts_on = on("2026-12-25"); }), "review.put.day_off");
  EXPECT_EQ(refused([](auto& plan) { plan.days = 3; }), "review.put.days");
  EXPECT_EQ(refused([](auto& plan) { plan.lead = PersonId{"nobody"}; }), "review.put.lead_unknown");
  EXPECT_EQ(rule(run(app::plan_review, a_plan(), hos_)), "review.put.forbidden");
  given_a_plan();
  EXPECT_EQ(refused([](auto& plan) { plan.theme = "Another theme"; }), "review.put.exists");
  EXPECT_EQ(run(app::plan_review, a_plan(), lead_)->id, id_) << "the same plan sent twice is one review";
  auto change = a_plan();
  change.id = id_;
  change.version = 1;
  change.venue = "Another hall";
  ASSERT_TRUE(run(app::plan_review, change, lead_));
  EXPECT_EQ(rule(run(app::plan_review, change, lead_)), "store.save.stale");
  EXPECT_EQ(open(hos_).review.venue, "Another hall");
}

TEST_F(AThematicReview, GivesTheCaseHoldersNoticeWithTheAgreedQuestions) {
  given_a_plan();
  EXPECT_EQ(rule(run(app::give_notice, now(), lead_)), "review.notice.not_drawn");
  // Nothing is drawn before somebody agreed, and then as agreed: the theme's cases.
  EXPECT_EQ(rule(app::draw_cycle({"thematic-review", in("2026-12"), 12, "", "seed", "", {}}, lead_, clock_, frameworks_,
                                 *store_->begin("shire"))),
            "draw.make.not_agreed");
  given_a_draw();
  const auto before = open(lead_);
  EXPECT_EQ(before.cases, 12U);
  EXPECT_FALSE(before.too_few());
  EXPECT_EQ(domain::notice_by(before.review, before.rule()), on("2026-11-10")) << "fifteen working days before";
  ASSERT_TRUE(before.cycle);
  EXPECT_EQ(before.cycle->cohort, "neglect");
  const auto letters = run(app::give_notice, now(), lead_);
  ASSERT_TRUE(letters);
  EXPECT_EQ(*letters, static_cast<int>(before.case_holders.size())) << "one letter a holder, however many cases";
  const auto sent = store_->read("shire")->outbox().waiting(100);
  ASSERT_THAT(sent, SizeIs(*letters));
  EXPECT_EQ(sent[0].kind, "notice");
  EXPECT_THAT(sent[0].body, HasSubstr("The hall"));
  for (const auto& question : before.programme->conversation.questions) EXPECT_THAT(sent[0].body, HasSubstr(question));
  for (const auto& letter : sent)
    for (const auto& sampled : store_->read("shire")->cycles().sample(before.cycle->id))
      EXPECT_THAT(letter.subject + letter.body, Not(HasSubstr(sampled.child_id.text())));
  EXPECT_EQ(open(lead_).stage, domain::ReviewStage::Noticed);
  clock_.set(at("2026-12-01T09:00:00Z"));
  EXPECT_EQ(rule(run(app::give_notice, now(), lead_)), "review.notice.past");
}

TEST_F(AThematicReview, WarnsWhereItLooksAtFewerCasesThanItShould) {
  given_a_plan();
  given_a_draw(8);
  EXPECT_TRUE(open(lead_).too_few());
}

TEST_F(AThematicReview, GoesFromItsReportThroughTheRouteToWhatIsShared) {
  given_a_plan();
  given_a_draw();
  const auto report = [&](std::string text, std::vector<std::string> recommendations) {
    return run(app::write_report, app::WriteReport{now(), std::move(text), std::move(recommendations)}, lead_);
  };
  const auto feedback = [&](std::optional<base::Day> day, const std::string& text) {
    return run(app::record_feedback, app::RecordFeedback{now(), day, text}, lead_);
  };
  const auto approve = [&](const std::string& step, const app::Actor& actor) {
    return run(app::approve_review, app::TakeStep{now(), step, "Agreed"}, actor);
  };
  const auto share = [&](const std::string& way) {
    return run(app::share_review, app::TakeStep{now(), way, "For all teams"}, lead_);
  };
  EXPECT_EQ(rule(report("Early", {})), "review.report.early");
  clock_.set(at("2026-12-02T16:00:00Z"));
  EXPECT_EQ(rule(feedback({}, "x")), "review.feedback.day_missing");
  EXPECT_EQ(rule(feedback(on("2026-11-30"), "x")), "review.feedback.day_early");
  EXPECT_EQ(rule(feedback(on("2026-12-02"), " ")), "review.feedback.text_missing");
  ASSERT_TRUE(feedback(on("2026-12-02"), "Much warmth, few chronologies."));
  EXPECT_EQ(rule(approve("department", hos_)), "review.approve.no_report");
  EXPECT_EQ(rule(report(" ", {})), "review.report.text_missing");
  ASSERT_TRUE(report("What was found.", {"Chronologies on every file", " ", "Ask fathers"}));
  ASSERT_THAT(open(lead_).review.recommendations, SizeIs(2));
  std::vector<std::string> many;
  for (std::size_t i = 0; i <= app::kMostRecommendations; ++i) many.push_back("Recommendation " + std::to_string(i));
  EXPECT_EQ(rule(report("What was found.", many)), "review.report.too_many");
  ASSERT_THAT(open(lead_).review.recommendations, SizeIs(2)) << "refused whole, and nothing was cut off";
  EXPECT_EQ(open(lead_).stage, domain::ReviewStage::Reported);
  const auto told = [&] {
    std::vector<std::string> to;
    for (const auto& letter : store_->read("shire")->outbox().waiting(100))
      if (letter.kind == "review-to-approve") to.push_back(letter.to);
    return to;
  };
  EXPECT_THAT(told(), ElementsAre("hos@example.org"));
  ASSERT_TRUE(report("What was found, in better words.", {"Chronologies on every file", "Ask fathers"}));
  EXPECT_THAT(told(), SizeIs(1)) << "told once, however often the report is saved";

  // The route is taken in its order, by those whom it names, and not by who leads.
  EXPECT_EQ(rule(approve("board", director_)), "review.approve.order");
  EXPECT_EQ(rule(approve("department", director_)), "review.approve.forbidden");
  EXPECT_EQ(rule(approve("department", lead_)), "review.approve.forbidden");
  EXPECT_EQ(rule(share("Workshops")), "review.share.not_approved");
  ASSERT_TRUE(approve("department", hos_));
  EXPECT_THAT(told(), testing::UnorderedElementsAre("hos@example.org", "director@example.org"));
  EXPECT_EQ(rule(report("Something else.", {})), "review.report.approved");
  ASSERT_TRUE(approve("board", director_));
  EXPECT_EQ(open(lead_).stage, domain::ReviewStage::Approved);
  EXPECT_EQ(open(lead_).review.approved.front().by, PersonId{"hos"});
  EXPECT_EQ(rule(share("By pigeon")), "review.share.unknown");
  for (const auto& way : open(lead_).rule().dissemination) ASSERT_TRUE(share(way)) << way;
  EXPECT_EQ(open(lead_).stage, domain::ReviewStage::Shared);

  // Taken back with a reason, the route begins again.
  EXPECT_EQ(rule(run(app::take_back_approval, app::TakeStep{now(), "", " "}, lead_)),
            "review.take_back.reason_missing");
  ASSERT_TRUE(run(app::take_back_approval, app::TakeStep{now(), "", "A SECRET was told"}, lead_));
  for (const auto& line : store_->read("shire")->journal().list({"review", "", ""}, {1, 100, "", false}).rows)
    EXPECT_THAT(line.before + line.after + line.reason, testing::Not(testing::HasSubstr("SECRET")));
  const auto why = app::reasons_of(now().id.text(), store_->read("shire")->co_auditors());
  ASSERT_EQ(why.size(), 1u);
  EXPECT_EQ(why[0].note, "A SECRET was told");
  EXPECT_EQ(open(lead_).stage, domain::ReviewStage::Reported);
  EXPECT_EQ(store_->read("shire")->journal().verify(), std::nullopt);
}

TEST_F(AThematicReview, TurnsARecommendationIntoAThemeOfTheRollingPlan) {
  given_a_plan();
  given_a_draw();
  clock_.set(at("2026-12-03T09:00:00Z"));
  ASSERT_TRUE(run(app::write_report, app::WriteReport{now(), "Found.", {"Chronologies on every file"}}, lead_));
  const auto framework = frameworks_.current(*store_->read("shire")).value();
  app::PutTheme theme;
  theme.title = "Chronologies";
  theme.what = "Chronologies on every file";
  theme.origin = domain::ThemeOrigin::Review;
  theme.origin_id = id_.text();
  theme.evidence = {{"operational", "standard-6", domain::EvidenceKind::BelowGood, in("2026-09"), in("2026-11")}};
  const auto put = [&] { return app::put_theme(theme, lead_, clock_, *framework, *store_->begin("shire")); };
  theme.recommendation = domain::RecommendationId{"gone"};
  EXPECT_EQ(rule(put()), "review.recommend.unknown");
  EXPECT_THAT(store_->read("shire")->themes().list({}), IsEmpty()) << "the theme and its link stand or fall together";
  theme.recommendation = open(lead_).review.recommendations.front().id;
  const auto opened = put();
  ASSERT_TRUE(opened) << app::sentence(opened.error());
  const auto again = put();
  ASSERT_TRUE(again) << "sent twice, or from two windows";
  EXPECT_EQ(again->id, opened->id);
  EXPECT_THAT(store_->read("shire")->themes().list({}), SizeIs(1));
  EXPECT_EQ(open(lead_).review.recommendations.front().theme, opened->id);
  // The report may change before it is approved; the recommendation that keeps its words keeps its theme.
  ASSERT_TRUE(run(app::write_report,
                  app::WriteReport{now(), "Found more.", {"Chronologies on every file", "Ask fathers"}}, lead_));
  EXPECT_EQ(open(lead_).review.recommendations.front().theme, opened->id);
  EXPECT_EQ(store_->read("shire")->themes().find(opened->id)->origin_id, id_.text());
}

TEST_F(AThematicReview, StandsOnTheYearsProgrammeWithAllElse) {
  given_a_plan();
  const auto framework = frameworks_.current(*store_->read("shire")).value();
  const auto year = [&] {
    return app::year_programme(*framework, in("2026-04"), clock_.today(), *store_->read("shire"));
  };
  const auto cell = [&](const std::string& programme, std::size_t month) {
    const auto rows = year();
    return std::ranges::find(rows, programme, &app::YearRow::programme)->months[month];
  };
  EXPECT_EQ(year().size(), framework->programmes.size());
  EXPECT_EQ(cell("thematic-review", 8).activity, app::Activity::Planned);
  EXPECT_EQ(cell("thematic-review", 8).theme, "Neglect");
  EXPECT_EQ(cell("thematic-review", 7).activity, app::Activity::None);
  EXPECT_EQ(cell("thematic-review", 5).activity, app::Activity::NotHeld) << "September went by without one";
  EXPECT_EQ(cell("joint", 5).activity, app::Activity::NotHeld) << "joint audits are twice a year";
  EXPECT_EQ(cell("joint", 11).activity, app::Activity::Planned);
  EXPECT_EQ(cell("operational", 6).activity, app::Activity::Planned) << "this month, not begun";
  given_a_draw();
  EXPECT_EQ(cell("thematic-review", 8).activity, app::Activity::SettingUp);
  {
    const auto work = store_->begin("shire");
    auto cycle = *work->cycles().find("thematic-review", in("2026-12"));
    cycle.state = domain::CycleState::Sent;
    ASSERT_TRUE(work->cycles().save(cycle));
    for (int i = 0; i < 2; ++i) {
      domain::Audit audit;
      audit.id = domain::AuditId{"a" + std::to_string(i)};
      audit.reference = "KNO-2026-12-00" + std::to_string(i);
      audit.cycle = cycle.id;
      audit.child_id = domain::ChildId{"C" + std::to_string(100 + i)};
      audit.programme = cycle.programme;
      audit.period = cycle.period;
      audit.state = i == 0 ? domain::AuditState::Final : domain::AuditState::Sent;
      audit.sent_at = clock_.now();
      if (i == 0) audit.submitted_at = clock_.now();
      work->audits().add(audit);
    }
    ASSERT_TRUE(work->commit());
  }
  EXPECT_EQ(cell("thematic-review", 8).activity, app::Activity::UnderWay);
  EXPECT_EQ(cell("thematic-review", 8).returned, 1);
  EXPECT_EQ(cell("thematic-review", 8).sent, 2);
}

}  // namespace
}  // namespace plumbline
