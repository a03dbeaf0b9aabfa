// The figures of one stretch of months and one area, folded from the store's counts. Pure; everything the monthly
// report shows is one of these.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/report_ports.hpp"
#include "base/day.hpp"
#include "domain/framework/framework.hpp"
#include "domain/framework/grade.hpp"
#include "report/share.hpp"

namespace plumbline::report {

inline constexpr std::array kReportedGrades{domain::Grade::Outstanding, domain::Grade::Good,
                                            domain::Grade::RequiresImprovement, domain::Grade::Inadequate,
                                            domain::Grade::InadequateCritical};

struct GradeCounts {
  std::array<long long, kReportedGrades.size()> n{};
  long long& of(domain::Grade grade) { return n[static_cast<std::size_t>(grade)]; }
  long long of(domain::Grade grade) const { return n[static_cast<std::size_t>(grade)]; }
  long long total() const;
  Share share(domain::Grade grade) const { return {of(grade), total()}; }
  Share good_or_better() const;
  Share inadequate() const;  // with the critical form
  friend bool operator==(const GradeCounts&, const GradeCounts&) = default;
};

// The grades that pages show: those of the programme's scale, and any other that somebody was given, so that the parts
// make up the whole. The critical form stands only where somebody gave it. Without a scale, the others all stand.
std::vector<domain::Grade> grades_shown(const domain::Scale* scale, const std::vector<GradeCounts>& given);

// sampled = distributed + exempt + not_sent; distributed = returned + outstanding + handed_back. An audit withdrawn
// after it was sent counts as exempt, not as distributed (SAMPLE-6).
struct Returns {
  long long sampled = 0;
  long long exempt = 0;
  long long not_sent = 0;  // drawn or allocated, with the auditor not yet
  long long distributed = 0;
  long long returned = 0;
  long long late = 0;  // returned after the day it was due
  long long outstanding = 0;
  long long overdue = 0;  // of those outstanding
  long long handed_back = 0;
  Share rate() const { return {returned, distributed}; }
  friend bool operator==(const Returns&, const Returns&) = default;
};

struct ReasonCount {
  std::string reason;
  long long n = 0;
  friend bool operator==(const ReasonCount&, const ReasonCount&) = default;
};

struct Participation {
  long long held = 0;
  long long returned = 0;
  std::vector<ReasonCount> reasons;  // coded, every one of domain::kNotHeldReasons; a blank record is `not-recorded`
  long long family_due = 0;          // returned audits that were to carry contact with the family
  long long family_held = 0;
  Share rate() const { return {held, returned}; }
  friend bool operator==(const Participation&, const Participation&) = default;
};

struct GradeChange {
  domain::Grade from = domain::Grade::Good;
  domain::Grade to = domain::Grade::Good;
  long long n = 0;
  friend bool operator==(const GradeChange&, const GradeChange&) = default;
};

struct ModerationFigures {
  long long returned = 0;
  long long picked = 0;  // of the returned
  long long moderated = 0;
  long long waiting = 0;  // picked and not moderated yet
  long long unchanged = 0;
  std::vector<GradeChange> changes;  // by from, then to
  long long changed() const;
  long long lowered() const;
  long long raised() const;
  friend bool operator==(const ModerationFigures&, const ModerationFigures&) = default;
};

struct SectionFigures {
  std::string section;
  std::string title;
  GradeCounts counts;
  long long not_applicable = 0;
  long long expected = 0;  // returned audits whose tool asks for it
  long long good_practice = 0;
  long long blank() const { return expected - counts.total() - not_applicable; }
  friend bool operator==(const SectionFigures&, const SectionFigures&) = default;
};

struct ActionFigures {
  long long proposed = 0;  // in audits that are not final yet
  long long open = 0;      // with overdue
  long long overdue = 0;
  long long done = 0;  // waiting for sign-off
  long long signed_off = 0;
  long long withdrawn = 0;
  // By Priority: what was agreed, and what of that is signed off.
  std::array<long long, 3> agreed_by{};
  std::array<long long, 3> signed_off_by{};
  long long agreed() const { return open + done + signed_off; }
  // The weight signed off out of the weight agreed; nothing where the framework gives all priorities the same.
  std::optional<Share> weighed(const std::vector<domain::PriorityRule>& priorities) const;
  friend bool operator==(const ActionFigures&, const ActionFigures&) = default;
};

struct ConcernFigures {
  long long immediate = 0;
  long long immediate_open = 0;  // not closed
  long long review = 0;
  long long review_open = 0;
  // From click to acknowledgement of the immediate ones that somebody has acknowledged (AUDIT-9).
  std::vector<std::chrono::seconds> waited;
  // In whole minutes; the median of an even number is the mean of the middle two. Nothing of none.
  std::optional<long long> median_minutes() const;
  std::optional<long long> longest_minutes() const;
  Share within_an_hour() const;  // of the acknowledged ones
  friend bool operator==(const ConcernFigures&, const ConcernFigures&) = default;
};

struct Figures {
  base::Period from;
  base::Period to;
  std::optional<std::string> area;  // nothing: the whole council; blank: cases without one
  std::vector<std::string> cohorts;
  Returns returns;
  std::vector<ReasonCount> exemptions;  // most frequent first
  GradeCounts grades_before;
  GradeCounts grades;
  ModerationFigures moderation;
  Participation participation;
  std::vector<SectionFigures> sections;  // in the order of the tools
  ActionFigures actions;
  long long good_practice = 0;  // returned audits with at least one flagged section
  ConcernFigures concerns;
  long long reaudits = 0;  // sent out; chosen for a grade and not drawn, so in no other count but actions and concerns
  friend bool operator==(const Figures&, const Figures&) = default;
};

// One judged section of the programme's tools: tools that share a section's key are reported as one.
struct ReportedSection {
  std::string key;
  std::string title;
  struct Asked {
    std::string tool;
    std::vector<domain::Category> categories;  // empty: all
  };
  std::vector<Asked> by;
  // Where not every agency is asked it (AUDIT-15): whose audits carry it, the blank one's among them; empty: all.
  std::vector<std::string> parts;
  bool asked_of(const std::string& tool, domain::Category category, const std::string& part) const;
};
std::vector<ReportedSection> reported_sections(const domain::Framework& framework, const domain::Programme& programme);

// Counts told apart by period, so that the figures of one month read that month's counts alone.
using CountsByPeriod = std::map<base::Period, app::ReportCounts>;
CountsByPeriod by_period(const app::ReportCounts& counts);

// With a cohort what counts carry it (audits, sections, sample) is of that cohort alone; the rest is of all.
Figures figures_of(const CountsByPeriod& counts, base::Period from, base::Period to,
                   const std::optional<std::string>& area, const std::vector<ReportedSection>& sections,
                   const std::optional<std::string>& cohort = {});
Figures figures_of(const app::ReportCounts& counts, base::Period from, base::Period to,
                   const std::optional<std::string>& area, const std::vector<ReportedSection>& sections);
// The areas that have anything to count, the framework's first and in its order.
std::vector<std::string> areas_of(const app::ReportCounts& counts, const std::vector<std::string>& known);

}  // namespace plumbline::report
