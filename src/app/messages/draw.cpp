#include "app/messages/tables.hpp"

namespace plumbline::app {

// The draw, the frame it is made from, and the certificate that proves it.
std::span<const Message> draw_messages() {
  static constexpr Message kMessages[]{
      {"draw.make.size", "Enter how many cases to draw, from 1 to {most}."},
      {"draw.make.seed_missing", "Enter the seed: a public number or words that everybody can know afterwards."},
      {"draw.make.none_eligible",
       "No open case meets this programme’s conditions, so there is nothing to draw. Look at the categories and the "
       "cohort, or import the register again."},
      {"draw.make.seed_too_long", "Enter a public number of at most 200 letters and digits."},
      {"draw.make.too_long", "This reason is longer than 2,000 letters. Shorten it, then send it again."},
      {"draw.make.no_auditors",
       "As many cases are drawn as the auditors can take, and nobody can take one in this month. Enter a number, or "
       "check "
       "roles, training and leave in the register of people."},
      {"draw.make.size_missing", "This programme has no fixed size. Enter how many cases to draw."},
      {"draw.make.cohort", "The framework has no cohort ‘{cohort}’. Choose one that it names."},
      {"draw.make.issue_missing", "Choose the issue of this month: a theme flag that cases in the register bear."},
      {"draw.make.issue", "Choose an issue of at most 60 letters, as the register writes it."},
      {"draw.make.nominated_missing",
       "This programme draws among cases that managers have named, and none is named for this month. Ask them first."},
      {"draw.make.reason_missing",
       "This month has been drawn before. Enter the reason for drawing again; both draws stay on record."},
      {"draw.make.sent",
       "The audits of this month have been sent, so it cannot be drawn again. Exempt single cases instead."},
      {"draw.make.not_agreed",
       "This programme is drawn only when it has been agreed. Record first that one of these agreed ({roles}), on what "
       "theme and how many cases."},
      {"draw.make.over_agreed", "{size} cases were agreed. Draw no more, or record a new agreement first."},
      {"draw.exempt.not_allowed", "This programme has no exemptions. Keep the case, or change the framework."},
      {"draw.exempt.reason_missing", "Enter why the case is exempted. The reason is counted and reported."},
      {"draw.exempt.approver_missing", "Enter who approved the exemption."},
      {"draw.exempt.approver_unknown",
       "Nobody in the register of people has the identifier ‘{person}’. Check who approved it."},
      {"draw.exempt.approver_role", "{person} cannot approve exemptions. Ask one of these: {roles}."},
      {"draw.exempt.not_drawn", "That case is not among the drawn, so it cannot be exempted. Choose a drawn case."},
      {"draw.freeze.no_child_id",
       "{rows} cases have no identifier, so nobody could check the draw. Give each an identifier and import again."},
      {"draw.freeze.duplicate_child",
       "{rows} cases share an identifier with another. Mend the register so that each child stands in it once."},
      {"frame.read.no_header", "The frame is empty. Give the file that was written when the draw was made."},
      {"frame.read.column_missing",
       "The frame has no column {column}. Give the file that was written when the draw was made."},
      {"frame.read.columns", "Line {line} of the frame has more or fewer columns than its first line. Mend that line."},
      {"frame.read.no_child_id", "Line {line} of the frame has no child_id. Enter one."},
      {"frame.read.category", "Line {line} of the frame has a category that we do not know. Mend the column {column}."},
      {"frame.read.date",
       "Line {line} of the frame has no date in {column}. Write it as 2026-12-01, or leave it blank."},
      {"frame.read.restricted", "Line {line} of the frame must have yes or nothing in {column}."},
      {"frame.read.duplicate_child", "{rows} rows of the frame repeat a child_id. Each child may stand in it once."},
      {"certificate.read.too_large", "This file is larger than any certificate. Check that you chose the right file."},
      {"certificate.read.not_json",
       "This is not a certificate. Give the file that was written when the draw was made."},
      {"certificate.read.version", "This certificate is of another version. Use the Plumbline that made it."},
      {"certificate.read.field",
       "The certificate lacks {field}, or it is not what it should be. Ask for a fresh copy."},
      {"certificate.read.rule",
       "The certificate has a rule, {rule}, that this version does not know. Use the Plumbline that made it."},
  };
  return kMessages;
}

}  // namespace plumbline::app
