// Cases that the managers of a synthetic council named for a month (SAMPLE-7), where its programmes draw among them.
#pragma once

#include <vector>

#include "app/demo/year.hpp"

namespace plumbline::app::demo {

// Names about `wanted` cases that the programme (with its cohort, if any) may draw, in the working days before `day`,
// and gives their identifiers. Each is named by the manager of its team, nobody more than kMostNominations; the same
// case is never named twice for a month.
std::vector<domain::ChildId> name_cases(Year& year, const domain::Programme& programme, base::Period period,
                                        const domain::Cohort* cohort, const domain::Frame& frame, base::Day day,
                                        int wanted);

// Whether cases were named for that month: for every one where nothing else is drawn, else now and then.
bool names_cases(const domain::Programme& programme, int month);

// For the month to come, where its programme may draw among named cases: some are named already and the draw is still
// to be made.
base::Result<void> name_for_the_next_month(Year& year);

}  // namespace plumbline::app::demo
