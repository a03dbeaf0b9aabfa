// The yes without which a programme drawn as needed is not drawn: on what theme, from what source, how many (CAL-5).
#pragma once

#include <optional>
#include <string>

#include "app/actor.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/review_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"
#include "domain/learning/review.hpp"

namespace plumbline::app {

struct RecordAgreement {
  std::string programme;
  base::Period period;
  int version = 0;  // 0 where there is none yet
  std::string theme;
  std::string cohort;  // key; empty where the theme is in words alone
  std::string source;
  int size = 0;
  std::string answers;  // the concern it answers, such as an audit's reference
  std::optional<domain::PersonId> agreed_by;
  std::optional<base::Day> agreed_on;
};
// Kept in the journal with what it was before. Refusals: agreement.put.forbidden, .not_needed (the programme is drawn
// without), .drawn (the month has been drawn), .theme_missing, .cohort, .source (not one of the programme's), .size,
// .answers_unknown (it looks like a reference, and there is no such audit), .person_missing, .person_role (values
// `person`, `roles`), .own (who is not running the month records the own yes alone), .day_missing, .day_future,
// learning.save.…, store.save.stale.
base::Result<domain::DrawAgreement> record_agreement(const RecordAgreement& command, const Actor& actor,
                                                     const base::Clock& clock, Frameworks& frameworks,
                                                     UnitOfWork& work);

// Refuses draw.make.not_agreed where the programme asks for an agreement and there is none, and draw.make.over_agreed
// (value `size`) where more is to be drawn than was agreed. Gives the agreement, if any.
base::Result<std::optional<domain::DrawAgreement>> agreed_for(const domain::Programme& programme, base::Period period,
                                                              const std::optional<int>& size, ReviewReads& reviews);

}  // namespace plumbline::app
