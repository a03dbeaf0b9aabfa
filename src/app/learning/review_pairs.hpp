// Who reads which cases of a thematic review with whom, and how far the agreed questions have come (MEET-3).
#pragma once

#include <vector>

#include "app/draw/month.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::app {

// A set of agreed questions, over some cases.
struct AskedSoFar {
  int of = 0;        // cases in which they are to be asked
  int asked = 0;     // the talk was held
  int booked = 0;    // it has a day, and is not held yet
  int not_held = 0;  // with its reason
  int replied = 0;   // family alone: told in writing what was done with their words
  AskedSoFar& operator+=(const AskedSoFar& other);
  friend bool operator==(const AskedSoFar&, const AskedSoFar&) = default;
};

// One or two people who read the same cases. Nobody (`people` empty) stands last: cases without an auditor yet.
struct ReviewPair {
  std::vector<domain::PersonId> people;
  std::vector<domain::Audit> audits;  // by reference; none before the audits are made
  int cases = 0;                      // drawn, not exempt and not withdrawn
  int returned = 0;
  AskedSoFar worker;
  AskedSoFar family;
};

// What was drawn for a month, read once.
struct DrawnCases {
  std::vector<domain::SampledCase> sample;  // without exempt cases
  std::vector<domain::Audit> audits;        // without withdrawn ones
};
DrawnCases drawn_cases(const Month& month, const MonthReads& reads);

// In the order of their first case. Reads the talks of each audit: a review has a dozen or two.
std::vector<ReviewPair> pairs_of(const Month& month, const DrawnCases& drawn, const MonthReads& reads);

}  // namespace plumbline::app
