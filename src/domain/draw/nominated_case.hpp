// A case that a manager names for a month's theme (SAMPLE-7). The draw is among the named ones; naming is no choosing.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "domain/register/case.hpp"

namespace plumbline::domain {

// Why a case shows the theme: one of a short list, never free text about a child. Stored: add, never change.
enum class NominationReason { ShowsTheTheme, GoodPractice, LittleChange, SeveralServices, WorkerAsked };
inline constexpr std::array kNominationReasons{NominationReason::ShowsTheTheme, NominationReason::GoodPractice,
                                               NominationReason::LittleChange, NominationReason::SeveralServices,
                                               NominationReason::WorkerAsked};
std::string_view to_string(NominationReason reason);
std::string_view say(NominationReason reason);
std::optional<NominationReason> parse_nomination_reason(std::string_view text);

struct NominatedCase {
  std::string programme;
  base::Period period;
  ChildId child_id;
  NominationReason reason = NominationReason::ShowsTheTheme;
  PersonId nominated_by;
  base::Instant nominated_at{};
  friend bool operator==(const NominatedCase&, const NominatedCase&) = default;
};

}  // namespace plumbline::domain
