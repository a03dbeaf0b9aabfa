// What a synthetic council learned in its year: meetings with decisions, thematic reviews, themes with what was done
// and what later audits show, figures beside the audits.
#pragma once

#include "app/demo/year.hpp"

namespace plumbline::app::demo {

// By the programmes' own rules, from the cycles that the year holds.
base::Result<void> write_learning(Year& year);

}  // namespace plumbline::app::demo
