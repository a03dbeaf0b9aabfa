// How every report words a proportion and its movement: always with its n, never more sure than its numbers (REP-5,
// REP-6).
#pragma once

#include <string>

#include "domain/statistics/proportion.hpp"

namespace plumbline::report {

using Share = domain::Proportion;

std::string say_percent(const Share& share);  // `59%`, or an en dash where it is out of none
std::string say_share(const Share& share);    // `59% (29 of 49)`
// What a sentence goes on with: `up from 43%`, `no real change from 43%`; empty where either is out of none.
std::string say_movement(const Share& before, const Share& now);

}  // namespace plumbline::report
