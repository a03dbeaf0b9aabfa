#include "web/council_style.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumbline::web {
namespace {

using testing::HasSubstr;
using testing::Optional;

TEST(CouncilStyle, CarriesTheCouncilsColourAndReadableTextOnIt) {
  const std::string path = council_style_path("#1D5A8A");
  EXPECT_EQ(path, "/assets/council/colour-1-1d5a8a.css");
  EXPECT_THAT(council_style("colour-1-1d5a8a.css"),
              Optional(AllOf(HasSubstr("--govuk-brand-colour:#1d5a8a"), HasSubstr("--app-on-brand-colour:#ffffff"))));
  EXPECT_THAT(council_style("colour-1-ffdd00.css"), Optional(HasSubstr("--app-on-brand-colour:#0b0c0c")));
}

TEST(CouncilStyle, FallsBackToBlueForWhatIsNoColour) {
  EXPECT_EQ(council_style_path("green"), "/assets/council/colour-1-1d70b8.css");
  EXPECT_EQ(council_style_path(""), "/assets/council/colour-1-1d70b8.css");
}

TEST(CouncilStyle, TakesNothingButAColourFromTheAddress) {
  for (const char* name : {"colour-1-.css", "colour-1-1d5a8.css", "colour-1-1D5A8A.css", "colour-1-}*{x:.css",
                           "app.css", "colour-1-1d5a8a.css.css", ""})
    EXPECT_EQ(council_style(name), std::nullopt) << name;
}

// The two ends of WCAG's scale, and the published ratio of #767676 on white.
TEST(CouncilStyle, MeasuresContrastAsWcagDoes) {
  EXPECT_NEAR(contrast("000000", "ffffff"), 21.0, 0.001);
  EXPECT_NEAR(contrast("ffffff", "ffffff"), 1.0, 0.001);
  EXPECT_NEAR(contrast("767676", "ffffff"), 4.54, 0.01);
}

}  // namespace
}  // namespace plumbline::web
