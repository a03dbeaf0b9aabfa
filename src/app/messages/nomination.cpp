#include "app/messages/tables.hpp"

namespace plumbline::app {

// Cases named for a theme (SAMPLE-7).
std::span<const Message> nomination_messages() {
  static constexpr Message kMessages[]{
      {"nomination.add.forbidden", "Managers name cases of their own area. Ask the case’s manager to name it."},
      {"nomination.add.not_asked",
       "This programme draws from the whole register, so no cases are named for it. The framework says which do."},
      {"nomination.add.not_open",
       "Cases can be named for this month and the two after it, until the month is drawn. Choose another month."},
      {"nomination.add.child_missing", "Enter the child’s identifier, as the register writes it."},
      {"nomination.add.reason_missing", "Choose why this case shows the theme."},
      {"nomination.add.not_yours",
       "No open case of yours has this identifier. Check it, or ask the manager of the case to name it."},
      {"nomination.add.kind",
       "This programme does not draw cases of that kind, or the case is kept out of every draw. Name another case."},
      {"nomination.add.already", "This case is named for the month already. Name another case."},
      {"nomination.add.too_many", "You have named {most} cases for this month, which is the most. Withdraw one first."},
      {"nomination.withdraw.gone", "This case is not named any more, or somebody else named it."},
  };
  return kMessages;
}

}  // namespace plumbline::app
