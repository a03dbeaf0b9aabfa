// Managers name cases for a theme before its draw (SAMPLE-7): from their own area, with a reason of a short list. The
// draw is then among the named cases, and its certificate holds them.
#pragma once

#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/draw/month.hpp"
#include "app/ports/nomination_ports.hpp"
#include "base/result.hpp"

namespace plumbline::app {

inline constexpr int kMostNominations = 20;  // one manager's, for one month of one programme
inline constexpr int kNominateMonthsAhead = kDrawMonthsAhead;

// A programme's month for which cases can be named now: it draws among named cases, comes round in that month, is the
// running month or one of the next two, and has not been drawn. In order of months.
struct OpenForNomination {
  std::string programme;
  std::string title;
  base::Period period;
};
std::vector<OpenForNomination> open_for_nomination(const domain::Framework& framework, base::Day today,
                                                   CycleReads& cycles);

struct NominateCase {
  std::string programme;
  base::Period period;
  domain::ChildId child;
  std::optional<domain::NominationReason> reason;
};
// Refusals: nomination.add.forbidden; cycle.find.…; nomination.add.not_asked (the programme draws from the whole
// frame), .not_open (drawn already, or another month), .child_missing, .reason_missing, .not_yours (no open case of
// that identifier that the actor runs), .kind (not what the programme draws from, or kept out of every draw), .already,
// .too_many (value `most`).
base::Result<void> nominate_case(const NominateCase& command, const Actor& actor, const base::Clock& clock,
                                 Frameworks& frameworks, UnitOfWork& work);

struct WithdrawNomination {
  std::string programme;
  base::Period period;
  domain::ChildId child;
};
// By whoever named it, or whoever runs the month, until the draw. Refusals: nomination.withdraw.forbidden,
// nomination.withdraw.gone, nomination.add.not_open.
base::Result<void> withdraw_nomination(const WithdrawNomination& command, const Actor& actor, const base::Clock& clock,
                                       Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
