// The grades of one case beside each other: of a joint audit (ALLOC-8, MOD-5) and of the agencies that grade a contact
// (AUDIT-15).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/audit/audit_context.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/statistics/agreement.hpp"

namespace plumbline::app {

struct ComparedRow {
  std::string section;  // its key; `overall` for the whole
  std::string title;
  std::vector<std::optional<domain::Grade>> grades;  // by audit; nothing where it was not asked or not judged
  std::vector<bool> asked;                           // by audit
  bool differ = false;                               // two of those that grade it give another grade
  int apart = 0;                                     // how many steps of the scale lie between the extremes
};

struct Comparison {
  bool joint = false;
  std::vector<domain::Audit> audits;  // by part
  std::vector<std::string> titles;    // `Auditor 1`, or the agency's
  std::vector<ComparedRow> rows;      // the tool's sections in order, then overall
  int graded = 0;                     // rows that two or more grade
  int same = 0;                       // of these, those in which all give the same grade
  // Gwet's AC2 with quadratic weights over all rows, for any number of graders; nothing where it can't be estimated.
  std::optional<domain::GraderAgreement> agreement;
  std::vector<SharedNote> notes;  // what was agreed that each grade means; topic is the grade, the last one holds
};

// Refusals: those of may_compare, audit.find.…. Of agencies those parts are there that the actor may see.
base::Result<Comparison> compare_audits(const domain::AuditId& audit, const Actor& actor, Frameworks& frameworks,
                                        Reader& reader);

// By which the notes of a comparison are kept.
std::string comparison_subject(const domain::Audit& audit);

struct NoteComparison {
  domain::AuditId audit;
  std::map<std::string, std::string> meanings;  // by the grade's key; blank or unchanged ones are left out
};
// Each new wording stands after the one before; none is lost. Refusals: those of may_note_comparison,
// audit.save.grade_unknown, .too_long, .not_text, audit.note.missing (nothing new).
base::Result<void> note_comparison(const NoteComparison& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
