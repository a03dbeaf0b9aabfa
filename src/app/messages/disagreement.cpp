#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> disagreement_messages() {
  static constexpr Message kMessages[]{
      {"disagreement.raise.none", "In this programme a final grade is not disagreed with."},
      {"disagreement.raise.forbidden", "You cannot disagree with this grade. The manager of the case can."},
      {"disagreement.raise.state", "This audit is {state}. You can disagree once its grade is final."},
      {"disagreement.raise.not_graded", "This audit has no overall grade to disagree with."},
      {"disagreement.raise.too_late", "The last day to disagree with this grade was {day}."},
      {"disagreement.raise.already",
       "Somebody has disagreed with this grade already. There is one independent look, and its finding is final."},
      {"disagreement.raise.reasons_missing", "Enter why you disagree and where that can be seen on the file."},
      {"disagreement.raise.too_long", "This text is longer than 100,000 letters. Shorten it, then send it again."},
      {"disagreement.raise.not_text", "This text has characters that cannot be kept. Type it again, then send it."},
      {"disagreement.decide.state", "This disagreement was settled already. Its finding is final."},
      {"disagreement.decide.forbidden", "This disagreement waits for somebody else’s independent look."},
      {"disagreement.decide.outcome_missing", "Choose whether the grade stands or is changed."},
      {"disagreement.decide.grade_missing", "Choose the grade that it should be."},
      {"disagreement.decide.grade_same", "This is the grade as it stands. Choose another one, or let it stand."},
      {"disagreement.decide.grade_unknown", "Choose one of the grades that this form offers."},
      {"disagreement.decide.finding_missing", "Enter what you found. Everyone concerned will read it."},
      {"disagreement.take_over.forbidden",
       "You had a part in this audit or case, or your role does not settle disagreements. Somebody else has to look."},
      {"disagreement.take_over.own", "This disagreement waits for you already."},
      {"disagreement.take_over.reason_missing", "Enter why you take it over."},
  };
  return kMessages;
}

}  // namespace plumbline::app
