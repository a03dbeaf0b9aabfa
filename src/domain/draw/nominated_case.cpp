#include "domain/draw/nominated_case.hpp"

namespace plumbline::domain {

std::string_view to_string(NominationReason reason) {
  switch (reason) {
    case NominationReason::ShowsTheTheme:
      return "shows-the-theme";
    case NominationReason::GoodPractice:
      return "good-practice";
    case NominationReason::LittleChange:
      return "little-change";
    case NominationReason::SeveralServices:
      return "several-services";
    case NominationReason::WorkerAsked:
      return "worker-asked";
  }
  return "";
}

std::string_view say(NominationReason reason) {
  switch (reason) {
    case NominationReason::ShowsTheTheme:
      return "It shows the theme well";
    case NominationReason::GoodPractice:
      return "Others can learn from the practice";
    case NominationReason::LittleChange:
      return "Little has changed for the child";
    case NominationReason::SeveralServices:
      return "Several services work together on it";
    case NominationReason::WorkerAsked:
      return "The worker asked for a second view";
  }
  return "";
}

std::optional<NominationReason> parse_nomination_reason(std::string_view text) {
  for (const auto reason : kNominationReasons)
    if (to_string(reason) == text) return reason;
  return std::nullopt;
}

}  // namespace plumbline::domain
