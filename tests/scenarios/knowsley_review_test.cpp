// Knowsley's quarterly thematic practice review in plain steps: agreed, planned, drawn among the theme's cases,
// noticed, read in pairs with the worker and every family heard, fed back, reported, approved step by step and shared.
#include "app/learning/agreements.hpp"
#include "app/learning/reviews.hpp"
#include "app/ports/review_ports.hpp"
#include "support/journey.hpp"

namespace plumbline {
namespace {

using domain::AuditState;
using domain::PersonId;
using testing::SizeIs;
using tests::rule_of;

// Four teams of five workers with a case each, all of the theme; who reviews them sits in no such team or in another.
class KnowsleyReview : public tests::Journey {
 protected:
  KnowsleyReview() : Journey("knowsley") {
    std::string staff;
    std::string team_rows;
    std::string cases;
    for (int t = 0; t < 4; ++t) {
      const auto team = "Team " + std::to_string(t);
      const auto manager = "M" + std::to_string(t);
      staff += person_row(manager, "team-manager", team) +
               person_row("A" + std::to_string(t), "advanced-practitioner", team);
      for (int i = 0; i < 3; ++i) staff += person_row("I" + std::to_string(t * 3 + i), "independent-reviewing-officer");
      team_rows += team + ",,," + manager + "\n";
      for (int w = 0; w < 5; ++w) {
        const auto worker = "W" + std::to_string(t * 5 + w);
        staff += person_row(worker, "social-worker", team);
        cases += case_row("C" + std::to_string(1000 + t * 5 + w), "cp", "", "", team, worker, manager, "", "neglect");
      }
    }
    staff += person_row("lead", "qa-lead") + person_row("head", "head-of-service") + person_row("director", "director");
    people(staff);
    teams(team_rows);
    register_of(cases);
  }
  app::ChangeReview now() { return {id_, read()->reviews().find(id_)->version}; }
  template <class UseCase, class Command>
  auto as_lead(UseCase use_case, const Command& command) {
    return run([&](app::UnitOfWork& work) { return use_case(command, lead("lead"), clock_, frameworks_, work); });
  }
  domain::ReviewId id_;
};

TEST_F(KnowsleyReview, AThemeGoesFromItsAgreementOverPairsAndFamiliesToWhatIsShared) {
  // The year's programme: agreed, planned, drawn among the theme's cases, the case holders given notice.
  clock_.set(*base::parse_instant("2026-11-02T09:00:00Z"));
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::record_agreement({"thematic-review", period_, 0, "Neglect", "neglect", "Monthly audits", 12,
                                            "", PersonId{"head"}, clock_.today()},
                                           run_, clock_, frameworks_, work);
            })),
            "done");
  app::PlanReview plan;
  plan.programme = "thematic-review";
  plan.period = period_;
  plan.theme = "Neglect";
  plan.cohort = "neglect";
  plan.venue = "The hall";
  plan.starts_on = base::parse_day("2026-12-01");
  plan.days = 2;
  plan.lead = PersonId{"lead"};
  const auto planned = as_lead(app::plan_review, plan);
  ASSERT_EQ(rule_of(planned), "done");
  id_ = planned->id;
  draw_allocate_and_send("thematic-review");
  EXPECT_EQ(cycle("thematic-review").cohort, "neglect");
  const auto notices = as_lead(app::give_notice, now());
  ASSERT_EQ(rule_of(notices), "done");
  EXPECT_EQ(*notices, 12) << "a letter to each case holder";

  // Two days: the file in pairs, the worker by the agreed questions, every family heard and answered in writing.
  clock_.set(*base::parse_instant("2026-12-02T16:00:00Z"));
  const auto all = audits("thematic-review");
  ASSERT_THAT(all, SizeIs(12));
  for (const auto& one : all) {
    ASSERT_NE(one.co_auditor(domain::CoAuditorKind::Second), nullptr);
    EXPECT_TRUE(one.family_contact);
    const auto who = auditor(*one.auditor);
    if (one.id == all.front().id)
      write_with_an_action(one.id, who, "response");
    else
      write_all(one.id, who);
    if (HasFatalFailure()) return;
    hear_the_family(one.id, who);
    ASSERT_EQ(rule_of(submit(one.id, who)), "done");
    ASSERT_EQ(audit(one.id).state, AuditState::Final);
    for (const auto& talk : read()->audits().conversations(one.id))
      if (talk.kind == domain::ConversationKind::Family) {
        ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
                    return app::reply_to_family({one.id, talk.version, "Visits are after school now.", clock_.today()},
                                                who, clock_, frameworks_, work);
                  })),
                  "done");
      }
  }
  close_the_loop(all.front().id);

  // Feedback, the report with its recommendations, the route of approval in its order, then what is shared.
  ASSERT_EQ(rule_of(as_lead(app::record_feedback, app::RecordFeedback{now(), base::parse_day("2026-12-02"),
                                                                      "Much warmth, few chronologies."})),
            "done");
  ASSERT_EQ(
      rule_of(as_lead(app::write_report, app::WriteReport{now(), "What was found.", {"Chronologies on every file"}})),
      "done");
  const auto approve = [&](const std::string& step, const std::string& person, app::Role role) {
    return run([&](app::UnitOfWork& work) {
      return app::approve_review({now(), step, ""}, as(person, role, app::ScopeKind::Council), clock_, frameworks_,
                                 work);
    });
  };
  EXPECT_EQ(rule_of(approve("board", "director", app::Role::Leadership)), "review.approve.order");
  ASSERT_EQ(rule_of(approve("department", "head", app::Role::HeadOfService)), "done");
  ASSERT_EQ(rule_of(approve("board", "director", app::Role::Leadership)), "done");
  for (const auto* way : {"Workshops", "Training", "System changes", "Guidance"})
    ASSERT_EQ(rule_of(as_lead(app::share_review, app::TakeStep{now(), way, ""})), "done") << way;
  const auto review = app::open_review(id_, lead("lead"), clock_, frameworks_, *read());
  EXPECT_EQ(review->stage, domain::ReviewStage::Shared);
  EXPECT_FALSE(review->too_few());
}

}  // namespace
}  // namespace plumbline
