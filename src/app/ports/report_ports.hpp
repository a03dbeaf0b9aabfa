// The counts that reports are made of, aggregated in the store: a report of a million audits reads some hundred rows.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/page.hpp"
#include "base/day.hpp"
#include "domain/action/action.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/concern.hpp"

namespace plumbline::app {

// Which audits a report speaks of. Blank texts set no condition.
struct ReportFilter {
  std::string programme;
  std::string from;  // first period, `2026-04`
  std::string to;    // last period
  std::string cohort;
  std::string locality;
  std::string service_area;
};

// By what the council is divided in a report.
enum class AreaBy { Locality, ServiceArea };

// Every count below is of one period and one area, so that months, areas and sums over both come from the same rows.
// "Returned" means given in by the auditor at least once.
struct AuditCount {
  base::Period period;
  std::string area;
  std::string cohort;
  domain::AuditState state = domain::AuditState::Allocated;
  bool sent = false;
  bool returned = false;
  bool overdue = false;                    // sent, not returned and due before the day asked for
  bool late = false;                       // returned after the day it was due
  bool picked = false;                     // for moderation
  std::optional<domain::Grade> before;     // the auditor's overall grade
  std::optional<domain::Grade> moderated;  // the grade after moderation
  long long n = 0;
};

struct SectionCount {  // sections of returned audits
  base::Period period;
  std::string area;
  std::string cohort;
  std::string tool;
  std::string section;
  std::optional<domain::Grade> judgement;
  bool good_practice = false;
  long long n = 0;
};

struct ToolCount {  // returned audits by the tool they were made with: what section figures are out of
  base::Period period;
  std::string area;
  std::string cohort;
  std::string tool;
  domain::Category category = domain::Category::Cin;
  long long n = 0;
  std::string part{};  // the agency's whose audit it is (AUDIT-15); empty: none
};

struct ParticipationCount {  // returned audits by the conversation with the worker
  base::Period period;
  std::string area;
  std::optional<bool> held;  // nothing: not recorded
  std::optional<domain::NotHeldReason> reason;
  long long n = 0;
};

struct FamilyCount {  // returned audits that were to carry contact with the family
  base::Period period;
  std::string area;
  bool held = false;
  long long n = 0;
};

struct GoodPracticeCount {  // returned audits with at least one section flagged as an example
  base::Period period;
  std::string area;
  long long n = 0;
};

struct ConcernCount {
  base::Period period;
  std::string area;
  domain::ConcernKind kind = domain::ConcernKind::Immediate;
  domain::ConcernState state = domain::ConcernState::Raised;
  long long n = 0;
};

// An immediate concern that somebody acknowledged, with the time from the click to that (AUDIT-9).
struct ConcernTime {
  base::Period period;  // of its audit
  std::string area;
  std::chrono::seconds waited{};
};

// Re-audits sent out (ACT-4). They are chosen for a grade, not drawn: no other count of audits, grades, sections,
// conversations or examples has them in it; actions and concerns have.
struct ReauditCount {
  base::Period period;
  std::string area;
  long long n = 0;
};

struct ActionCount {
  base::Period period;  // of the audit it came from
  std::string area;
  domain::ActionState state = domain::ActionState::Open;
  bool overdue = false;
  long long n = 0;
  domain::Priority priority = domain::Priority::Medium;
};

struct SampleCount {  // drawn cases, exempted ones with their reason
  base::Period period;
  std::string area;
  std::string cohort;
  bool exempt = false;
  std::string reason;
  long long n = 0;
};

// What returned audits answered to the yes-or-no questions of their tool (AUDIT-3). Re-audits are left out, as of the
// other counts of audits.
struct AnswerCount {
  std::string area;
  std::string tool;
  std::string section;
  std::string question;
  domain::Answer answer = domain::Answer::Yes;
  long long n = 0;
};

struct ReportCounts {
  std::vector<AuditCount> audits;
  std::vector<SectionCount> sections;
  std::vector<ToolCount> tools;
  std::vector<ParticipationCount> participation;
  std::vector<FamilyCount> family;
  std::vector<GoodPracticeCount> good_practice;
  std::vector<ConcernCount> concerns;
  std::vector<ConcernTime> concern_times;
  std::vector<ReauditCount> reaudits;
  std::vector<ActionCount> actions;
  std::vector<SampleCount> sample;
};

// A drawn case that was exempted (SAMPLE-6).
struct ExemptCase {
  base::Period period;
  domain::ChildId child_id;
  domain::Category category = domain::Category::Cin;
  std::string locality;
  std::string reason;
  std::optional<domain::PersonId> approved_by;
  std::optional<base::Instant> at;
};

// Why the sample and the audits of a period do not match: a drawn case without an audit, or an audit without a draw.
struct SampleMismatch {
  base::Period period;
  std::string reference;  // the audit's; empty when there is none
  domain::ChildId child_id;
};

// Audits that a moderator graded, by the auditor's own grade and the grade after (MOD-5). Both are given.
struct GradePair {
  std::optional<domain::PersonId> auditor;
  domain::Grade before = domain::Grade::Good;
  domain::Grade after = domain::Grade::Good;
  long long n = 0;
};

// What one of several auditors of one case judged, on the whole (section blank) or in a section (ALLOC-8).
struct JointRating {
  base::Period period;
  domain::ChildId child;
  std::string part;
  std::string reference;
  std::optional<domain::PersonId> auditor;
  std::string section;
  std::optional<domain::Grade> grade;
};

// Children of the register by what the fairness figures ask (REP-8); blank where it is not held.
struct ChildrenCount {
  std::optional<int> birth_year;
  std::string gender;
  std::string ethnicity;
  std::string disability;
  long long n = 0;
};
struct SampleAndFrame {
  std::vector<ChildrenCount> sample;  // audited in these periods, each child once
  std::vector<ChildrenCount> frame;   // open at some time in these periods, in the programme's categories
  long long not_in_register = 0;      // audited, but the register does not hold the child
};

// What a returned or running audit says of impact in one section.
struct WrittenImpact {
  domain::AuditId audit;
  std::string section;
  std::string text;
};

class ReportReads {
 public:
  virtual ~ReportReads() = default;
  // All counts of the filter by period and area, in one snapshot. `today` decides what is overdue. Aggregates alone: no
  // visibility is asked for, because whoever may read reports may read the council's figures.
  virtual ReportCounts counts(const ReportFilter& filter, AreaBy by, base::Day today) = 0;
  // By area, tool, section, question and answer, in this order.
  virtual std::vector<AnswerCount> answers(const ReportFilter& filter, AreaBy by) = 0;
  // The single cases behind a figure that no audit list can show; what the actor may not see is left out.
  virtual Page<ExemptCase> exempt_cases(const ReportFilter& filter, const PageRequest& page,
                                        const Visibility& visible) = 0;
  // Overall grades of moderated audits of the sample: as auditor and moderator gave them.
  virtual std::vector<GradePair> grade_pairs(const ReportFilter& filter) = 0;
  // Of all audits of the filter: who asks keeps those whose findings the actor may read.
  virtual std::vector<WrittenImpact> impacts(const ReportFilter& filter) = 0;
  // Returned audits of one case by several auditors, by period, child, section and part.
  virtual std::vector<JointRating> joint_ratings(const ReportFilter& filter) = 0;
  // `categories` empty: all. The days are the first and last of the periods asked for.
  virtual SampleAndFrame sample_and_frame(const ReportFilter& filter, const std::vector<domain::Category>& categories,
                                          base::Day first, base::Day last) = 0;
  virtual std::vector<SampleMismatch> sample_mismatches(const ReportFilter& filter, const Visibility& visible) = 0;
};

}  // namespace plumbline::app
