// Who of the audit team prepares which case before its auditor gets it, and until when (AUDIT-14).
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "app/draw/month.hpp"
#include "base/day.hpp"

namespace plumbline::app {

// Evenly among those of the roles that prepare who are there and have no part in the case, by the cycle's ranking. A
// case for which there is nobody is left out: its auditor writes the prepared part too.
std::map<domain::ChildId, domain::PersonId> choose_preparers(const Month& month,
                                                             const std::vector<domain::ChildId>& children,
                                                             base::Day today, const MonthReads& reads);
// Nothing where the programme does not say.
std::optional<base::Day> prepare_by(const domain::Programme& programme, base::Period period);

}  // namespace plumbline::app
