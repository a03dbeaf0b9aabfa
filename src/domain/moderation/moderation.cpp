#include "domain/moderation/moderation.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::string_view to_string(ModerationOutcome outcome) {
  switch (outcome) {
    case ModerationOutcome::Confirmed:
      return "confirmed";
    case ModerationOutcome::Changed:
      return "changed";
    case ModerationOutcome::Returned:
      return "returned";
  }
  return "";
}

std::string_view say(ModerationOutcome outcome) {
  switch (outcome) {
    case ModerationOutcome::Confirmed:
      return "Grade confirmed";
    case ModerationOutcome::Changed:
      return "Grade changed";
    case ModerationOutcome::Returned:
      return "Sent back to the auditor";
  }
  return "";
}

std::optional<ModerationOutcome> parse_moderation_outcome(std::string_view text) {
  for (const auto outcome : {ModerationOutcome::Confirmed, ModerationOutcome::Changed, ModerationOutcome::Returned})
    if (base::equal_ignoring_case(to_string(outcome), base::trim(text))) return outcome;
  return std::nullopt;
}

}  // namespace plumbline::domain
