// What one person is told about their own: the auditor's feedback (grades before and after moderation, agreement) and
// the worker's learning record, evidence of learning for registration (REP-4). Never a league table: no other person's
// figures stand beside.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/action/action.hpp"
#include "report/agreement/agreement.hpp"
#include "report/catalogue.hpp"
#include "report/tool_order.hpp"

namespace plumbline::report {

struct OwnSection {
  SectionName name;
  domain::Grade judgement = domain::Grade::Good;
  bool good_practice = false;
};
struct OwnAudit {
  domain::Audit audit;
  std::string programme_title;
  std::optional<bool> took_part;
  std::vector<OwnSection> sections;  // learning record only; in the order of the tool
};

struct PersonReport {
  enum class Kind { Feedback, LearningRecord };
  Kind kind = Kind::Feedback;
  std::string council;
  std::string council_key;
  ReportAsk ask;
  base::Instant made_at{};
  domain::PersonId person;
  std::string name;
  std::vector<OwnAudit> audits;  // latest first; feedback: returned ones, record: final ones
  long long moderated = 0;
  long long unchanged = 0;
  long long late = 0;
  PairFigures pairs;  // feedback only
  std::vector<domain::Grade> grades;
  std::vector<app::ActionRow> actions;  // record only: the person's own
};

// `more["person"]` says whose; the actor's own where it is left out. Only the person, the QA lead of the whole council
// and the command line may ask. Refusals: access.page.forbidden, report.make.person_missing, those of make_monthly.
base::Result<PersonReport> make_person(PersonReport::Kind kind, const ReportAsk& ask, const app::Actor& actor,
                                       const base::Clock& clock, app::Reader& reader,
                                       const domain::Framework& framework);
std::string to_json(const PersonReport& report, const domain::Framework& framework);
std::vector<FigureRow> rows_of(const PersonReport& report);
ReportPage page_of(const PersonReport& report);

}  // namespace plumbline::report
