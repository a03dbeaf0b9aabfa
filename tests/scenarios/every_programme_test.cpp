// Every programme of the five councils and of the sixth runs from its draw to a closed loop with no line of code of its
// own: what its definition asks for is done, and what it does not ask for is not (tests/support/whole_way.hpp).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "store/store.hpp"
#include "support/databases.hpp"
#include "support/sixth_framework.hpp"
#include "support/whole_way.hpp"

namespace plumbline {
namespace {

class EveryProgramme : public testing::TestWithParam<std::string> {
 protected:
  static domain::FrameworkFiles files() {
    auto all = domain::shipped_framework_files();
    for (const auto& [name, text] : tests::sixth_framework_files()) all.insert_or_assign(name, text);
    return all;
  }
};

bool sets_off(const domain::Programme& programme, domain::TriggerEffect effect) {
  return std::ranges::any_of(programme.triggers, [&](const auto& trigger) { return trigger.effect == effect; });
}

TEST_P(EveryProgramme, GoesFromItsDrawToAClosedLoop) {
  base::init_crypto();
  const tests::FreshPlace place(store::Backend::Sqlite);
  store::SqlStore store(place.open());
  app::Frameworks frameworks;
  tests::WholeWay council(store, "whole", files(), GetParam() + ".yaml", frameworks);
  constexpr int kCases = 5;  // as many as the longest scale has grades
  for (const auto& programme : council.framework().programmes) {
    SCOPED_TRACE(programme.key);
    const auto lived = council.live(programme.key, kCases);
    EXPECT_EQ(lived.stopped, "") << "at the step: " << lived.at;
    EXPECT_GT(lived.audits, 0);
    EXPECT_EQ(lived.finals, lived.audits + lived.reaudits);
    EXPECT_EQ(lived.prepared > 0, !programme.auditors.preparation.roles.empty());
    EXPECT_EQ(lived.views > 0, programme.perspective.asked);
    EXPECT_EQ(lived.families > 0, programme.family.percent > 0);
    switch (programme.moderation.kind) {
      case domain::ModerationKind::All:
        EXPECT_EQ(lived.moderated, lived.finals);
        break;
      case domain::ModerationKind::Share:
      case domain::ModerationKind::Count:
        EXPECT_GT(lived.moderated, 0);
        break;
      case domain::ModerationKind::None:
        EXPECT_EQ(lived.moderated, 0);
        break;
    }
    EXPECT_EQ(lived.disagreements > 0, !programme.disagreement.raised_by.empty());
    EXPECT_EQ(lived.talks > 0, sets_off(programme, domain::TriggerEffect::AgreeActions));
    EXPECT_EQ(lived.checked > 0, std::ranges::any_of(programme.triggers, &domain::TriggerRule::check_at_next_meeting));
    EXPECT_EQ(lived.reaudits > 0, sets_off(programme, domain::TriggerEffect::Reaudit));
    EXPECT_EQ(lived.notes > 0, !programme.case_note.text.empty());
    const auto meetings = programme.meeting.title.empty() ? 0
                          : programme.meeting.by_locality ? council.framework().council.localities.size()
                                                          : 1;
    EXPECT_EQ(lived.meetings, static_cast<int>(meetings));
    EXPECT_EQ(lived.reviews, programme.review.held ? 1 : 0);
    EXPECT_EQ(lived.concerns, static_cast<int>(council.framework().notifications.size()));
    const bool graded = council.framework().find_scale(programme.scale) != nullptr;
    EXPECT_EQ(lived.signed_off > 0, graded) << "a grade below good asks for an action, seen through to its sign-off";
  }
  EXPECT_THAT(council.flaws(), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Councils, EveryProgramme,
                         testing::Values("lancashire", "knowsley", "bradford", "waltham-forest", "buckinghamshire",
                                         "borsetshire"),
                         [](const auto& council) { return base::replace_all(council.param, "-", ""); });

}  // namespace
}  // namespace plumbline
