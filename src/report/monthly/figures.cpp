#include "report/monthly/figures.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace plumbline::report {

using domain::Grade;

long long GradeCounts::total() const { return std::accumulate(n.begin(), n.end(), 0LL); }
Share GradeCounts::good_or_better() const { return {of(Grade::Outstanding) + of(Grade::Good), total()}; }
Share GradeCounts::inadequate() const { return {of(Grade::Inadequate) + of(Grade::InadequateCritical), total()}; }

std::vector<Grade> grades_shown(const domain::Scale* scale, const std::vector<GradeCounts>& given) {
  std::vector<Grade> shown;
  for (const auto grade : kReportedGrades) {
    const bool usual = grade != Grade::InadequateCritical && (scale == nullptr || scale->offers(grade));
    if (usual || std::ranges::any_of(given, [&](const GradeCounts& counts) { return counts.of(grade) > 0; }))
      shown.push_back(grade);
  }
  return shown;
}

long long ModerationFigures::changed() const {
  return std::accumulate(changes.begin(), changes.end(), 0LL, [](long long sum, const auto& c) { return sum + c.n; });
}
long long ModerationFigures::lowered() const {
  return std::accumulate(changes.begin(), changes.end(), 0LL,
                         [](long long sum, const auto& c) { return sum + (c.to > c.from ? c.n : 0); });
}
long long ModerationFigures::raised() const { return changed() - lowered(); }

std::optional<Share> ActionFigures::weighed(const std::vector<domain::PriorityRule>& priorities) const {
  std::array<long long, 3> weights{1, 1, 1};
  for (const auto& rule : priorities) weights[static_cast<std::size_t>(rule.priority)] = rule.weight;
  if (std::set<long long>(weights.begin(), weights.end()).size() == 1) return std::nullopt;
  return Share{std::inner_product(weights.begin(), weights.end(), signed_off_by.begin(), 0LL),
               std::inner_product(weights.begin(), weights.end(), agreed_by.begin(), 0LL)};
}

bool ReportedSection::asked_of(const std::string& tool, domain::Category category, const std::string& part) const {
  if (!parts.empty() && std::find(parts.begin(), parts.end(), part) == parts.end()) return false;
  return std::any_of(by.begin(), by.end(), [&](const Asked& asked) {
    return asked.tool == tool &&
           (asked.categories.empty() ||
            std::find(asked.categories.begin(), asked.categories.end(), category) != asked.categories.end());
  });
}

namespace {

std::vector<std::string> parts_asked(const std::string& section, const std::vector<domain::AgencyPart>& agencies) {
  std::vector<std::string> asked{""};
  for (const auto& agency : agencies)
    if (agency.sections.empty() ||
        std::find(agency.sections.begin(), agency.sections.end(), section) != agency.sections.end())
      asked.push_back(agency.key);
  return asked.size() > agencies.size() ? std::vector<std::string>() : asked;
}

}  // namespace

std::vector<ReportedSection> reported_sections(const domain::Framework& framework, const domain::Programme& programme) {
  std::vector<ReportedSection> sections;
  std::set<std::string> seen_tools;
  for (const auto& choice : programme.tools) {
    const auto* tool = framework.find_tool(choice.tool);
    // Several choices may name one tool; a checklist has no judgements to report.
    if (!tool || !tool->judged || !seen_tools.insert(tool->key).second) continue;
    for (const auto& section : tool->sections) {
      auto at = std::find_if(sections.begin(), sections.end(), [&](const auto& s) { return s.key == section.key; });
      if (at == sections.end())
        at = sections.insert(sections.end(),
                             {section.key, section.title, {}, parts_asked(section.key, programme.auditors.agencies)});
      at->by.push_back({tool->key, section.categories});
    }
  }
  return sections;
}

namespace {

bool counts_as_grade(const std::optional<Grade>& grade) { return grade && domain::is_graded(*grade); }

void add_change(std::vector<GradeChange>& changes, Grade from, Grade to, long long n) {
  auto at = std::find_if(changes.begin(), changes.end(), [&](const auto& c) { return c.from == from && c.to == to; });
  if (at == changes.end())
    changes.push_back({from, to, n});
  else
    at->n += n;
}

// Past these an audit carries a day of return; one that does not is a difference for the checks to name.
bool is_with_auditor(domain::AuditState state) {
  using domain::AuditState;
  return state == AuditState::Allocated || state == AuditState::Sent || state == AuditState::InProgress;
}

void add_audit(Figures& figures, const app::AuditCount& count) {
  using domain::AuditState;
  auto& returns = figures.returns;
  if (!count.cohort.empty() &&
      std::find(figures.cohorts.begin(), figures.cohorts.end(), count.cohort) == figures.cohorts.end())
    figures.cohorts.push_back(count.cohort);
  if (count.sent && count.state != AuditState::Withdrawn) returns.distributed += count.n;
  if (count.state == AuditState::Withdrawn) return;  // counted by its exempted case
  if (!count.returned) {
    if (count.state == AuditState::HandedBack && count.sent)
      returns.handed_back += count.n;
    else if (count.sent && is_with_auditor(count.state)) {
      returns.outstanding += count.n;
      if (count.overdue) returns.overdue += count.n;
    }
    return;
  }
  returns.returned += count.n;
  if (count.late) returns.late += count.n;
  auto& moderation = figures.moderation;
  moderation.returned += count.n;
  if (counts_as_grade(count.before)) figures.grades_before.of(*count.before) += count.n;
  const auto counting = count.moderated ? count.moderated : count.before;
  if (counts_as_grade(counting)) figures.grades.of(*counting) += count.n;
  if (count.picked) moderation.picked += count.n;
  // A grade that a disagreement changed counts from now on, and nobody moderated it (MOD-4).
  if (count.moderated && count.picked) {
    moderation.moderated += count.n;
    if (count.before == count.moderated)
      moderation.unchanged += count.n;
    else if (count.before)
      add_change(moderation.changes, *count.before, *count.moderated, count.n);
  } else if (count.picked && count.state != AuditState::Final) {
    moderation.waiting += count.n;
  }
}

template <class Row>
void append(CountsByPeriod& all, std::vector<Row> app::ReportCounts::*list, const app::ReportCounts& counts) {
  for (const auto& row : counts.*list) (all[row.period].*list).push_back(row);
}

template <class Row>
bool is_of(const Row& row, const std::optional<std::string>& area, const std::optional<std::string>& cohort) {
  if (area && row.area != *area) return false;
  if constexpr (requires { row.cohort; })
    return !cohort || row.cohort == *cohort;
  else
    return true;
}

void add_counts(Figures& figures, const app::ReportCounts& counts, const std::optional<std::string>& cohort,
                const std::vector<ReportedSection>& sections, long long& drawn_and_kept,
                std::map<std::string, long long>& exempt) {
  const auto& area = figures.area;
  const auto inside = [&](const auto& row) { return is_of(row, area, cohort); };

  for (const auto& row : counts.audits)
    if (inside(row)) add_audit(figures, row);
  for (const auto& row : counts.sample)
    if (inside(row)) {
      figures.returns.sampled += row.n;
      if (row.exempt) {
        figures.returns.exempt += row.n;
        exempt[row.reason.empty() ? "not-recorded" : row.reason] += row.n;
      } else {
        drawn_and_kept += row.n;
      }
    }
  auto& participation = figures.participation;
  for (const auto& row : counts.participation)
    if (inside(row)) {
      participation.returned += row.n;
      if (row.held.value_or(false))
        participation.held += row.n;
      else
        participation.reasons[static_cast<std::size_t>(row.reason.value_or(domain::NotHeldReason::NotRecorded))].n +=
            row.n;
    }
  for (const auto& row : counts.family)
    if (inside(row)) {
      participation.family_due += row.n;
      if (row.held) participation.family_held += row.n;
    }

  if (!sections.empty()) {
    for (const auto& row : counts.tools)
      if (inside(row))
        for (std::size_t i = 0; i < sections.size(); ++i)
          if (sections[i].asked_of(row.tool, row.category, row.part)) figures.sections[i].expected += row.n;
    const auto place = [&](const std::string& key) -> SectionFigures* {
      for (std::size_t i = 0; i < sections.size(); ++i)
        if (sections[i].key == key) return &figures.sections[i];
      return nullptr;
    };
    for (const auto& row : counts.sections) {
      if (!inside(row)) continue;
      auto* of = place(row.section);
      if (!of) continue;
      if (counts_as_grade(row.judgement))
        of->counts.of(*row.judgement) += row.n;
      else if (row.judgement)
        of->not_applicable += row.n;
      if (row.good_practice) of->good_practice += row.n;
    }
  }

  for (const auto& row : counts.actions)
    if (inside(row)) {
      auto& actions = figures.actions;
      if (row.overdue) actions.overdue += row.n;
      const auto priority = static_cast<std::size_t>(row.priority);
      if (row.state == domain::ActionState::SignedOff) actions.signed_off_by[priority] += row.n;
      if (row.state != domain::ActionState::Proposed && row.state != domain::ActionState::Withdrawn)
        actions.agreed_by[priority] += row.n;
      switch (row.state) {
        case domain::ActionState::Proposed:
          actions.proposed += row.n;
          break;
        case domain::ActionState::Open:
          actions.open += row.n;
          break;
        case domain::ActionState::Done:
          actions.done += row.n;
          break;
        case domain::ActionState::SignedOff:
          actions.signed_off += row.n;
          break;
        case domain::ActionState::Withdrawn:
          actions.withdrawn += row.n;
          break;
      }
    }
  for (const auto& row : counts.good_practice)
    if (inside(row)) figures.good_practice += row.n;
  for (const auto& row : counts.concerns)
    if (inside(row)) {
      const bool open = row.state != domain::ConcernState::Closed;
      auto& concerns = figures.concerns;
      if (row.kind == domain::ConcernKind::Immediate) {
        concerns.immediate += row.n;
        if (open) concerns.immediate_open += row.n;
      } else {
        concerns.review += row.n;
        if (open) concerns.review_open += row.n;
      }
    }
  for (const auto& row : counts.concern_times)
    if (inside(row)) figures.concerns.waited.push_back(row.waited);
  for (const auto& row : counts.reaudits)
    if (inside(row)) figures.reaudits += row.n;
}

}  // namespace

std::optional<long long> ConcernFigures::median_minutes() const {
  if (waited.empty()) return std::nullopt;
  auto sorted = waited;
  std::sort(sorted.begin(), sorted.end());
  const auto middle = sorted.size() / 2;
  const auto median = sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return median.count() / 60;
}

std::optional<long long> ConcernFigures::longest_minutes() const {
  if (waited.empty()) return std::nullopt;
  return *std::max_element(waited.begin(), waited.end()) / std::chrono::minutes{1};
}

Share ConcernFigures::within_an_hour() const {
  return {std::count_if(waited.begin(), waited.end(), [](auto one) { return one <= std::chrono::hours{1}; }),
          static_cast<long long>(waited.size())};
}

CountsByPeriod by_period(const app::ReportCounts& counts) {
  using app::ReportCounts;
  CountsByPeriod all;
  append(all, &ReportCounts::audits, counts);
  append(all, &ReportCounts::sections, counts);
  append(all, &ReportCounts::tools, counts);
  append(all, &ReportCounts::participation, counts);
  append(all, &ReportCounts::family, counts);
  append(all, &ReportCounts::good_practice, counts);
  append(all, &ReportCounts::concerns, counts);
  append(all, &ReportCounts::concern_times, counts);
  append(all, &ReportCounts::reaudits, counts);
  append(all, &ReportCounts::actions, counts);
  append(all, &ReportCounts::sample, counts);
  return all;
}

Figures figures_of(const CountsByPeriod& counts, base::Period from, base::Period to,
                   const std::optional<std::string>& area, const std::vector<ReportedSection>& sections,
                   const std::optional<std::string>& cohort) {
  Figures figures;
  figures.from = from;
  figures.to = to;
  figures.area = area;
  for (const auto& section : sections) figures.sections.push_back({section.key, section.title, {}, 0, 0, 0});
  for (const auto reason : domain::kNotHeldReasons)
    figures.participation.reasons.push_back({std::string(to_string(reason)), 0});
  std::map<std::string, long long> exempt;
  long long drawn_and_kept = 0;
  for (auto at = counts.lower_bound(from); at != counts.end() && !(to < at->first); ++at)
    add_counts(figures, at->second, cohort, sections, drawn_and_kept, exempt);
  auto& changes = figures.moderation.changes;
  std::sort(changes.begin(), changes.end(),
            [](const auto& a, const auto& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); });
  figures.returns.not_sent = std::max(0LL, drawn_and_kept - figures.returns.distributed);
  for (const auto& [reason, n] : exempt) figures.exemptions.push_back({reason, n});
  std::stable_sort(figures.exemptions.begin(), figures.exemptions.end(),
                   [](const auto& a, const auto& b) { return a.n > b.n; });
  return figures;
}

Figures figures_of(const app::ReportCounts& counts, base::Period from, base::Period to,
                   const std::optional<std::string>& area, const std::vector<ReportedSection>& sections) {
  return figures_of(by_period(counts), from, to, area, sections);
}

std::vector<std::string> areas_of(const app::ReportCounts& counts, const std::vector<std::string>& known) {
  std::vector<std::string> areas = known;
  std::set<std::string> found;
  for (const auto& row : counts.audits) found.insert(row.area);
  for (const auto& row : counts.sample) found.insert(row.area);
  for (const auto& area : found)
    if (std::find(areas.begin(), areas.end(), area) == areas.end()) areas.push_back(area);
  return areas;
}

}  // namespace plumbline::report
