// Whether an audit is complete against its tool (AUDIT-4, AUDIT-5): what blocks its return, and what is only
// questioned.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/action/action.hpp"
#include "domain/audit/audit.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::domain {

// One thing that stands in the way of returning an audit (or only makes one ask), with where to mend it.
struct Finding {
  base::Error error;    // its sentence says what to do
  std::string section;  // the section's key; `documents`, `overall`, `conversation`, `family`
  std::string field;    // judgement, evidence, impact, actions, answer-<question>, a document's key …
  bool blocks = true;   // false: a question to think about
};

// An audit with all that was written in it.
struct AuditContents {
  std::vector<AuditSection> sections;
  std::vector<KeyDocumentFinding> documents;
  std::vector<Conversation> conversations;
  std::vector<Action> actions;  // withdrawn ones don't count
};

// The sections that this audit asks for, in order: those that stand for the case's category and, where an agency grades
// its part, that agency's (AUDIT-15).
std::vector<const ToolSection*> sections_asked(const Audit& audit, const Programme& programme, const Tool& tool);

// Everything missing or questionable, in the tool's order; documents, conversation, family and overall after the
// sections.
std::vector<Finding> findings_of(const Audit& audit, const AuditContents& contents, const Framework& framework,
                                 const Programme& programme, const Tool& tool);

// Where a section stands, for the task list.
enum class SectionStatus { NotStarted, Started, Complete };
std::string_view say(SectionStatus status);  // `Not started`, `In progress`, `Completed`
SectionStatus status_of(const ToolSection& section, const AuditContents& contents,
                        const std::vector<Finding>& findings);

// Compliance answers of all sections counted: what a checklist amounts to. Not-applicable ones are left out of `of`.
struct Compliance {
  int yes = 0;
  int partly = 0;
  int no = 0;
  int of() const { return yes + partly + no; }
};
Compliance compliance_of(const AuditContents& contents);

}  // namespace plumbline::domain
