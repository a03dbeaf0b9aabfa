#include "report/json_parts.hpp"
#include "report/monthly/render.hpp"
#include "report/monthly/rows.hpp"

namespace plumbline::report {

using domain::Grade;

namespace {

Json counts_json(const GradeCounts& counts) {
  Json json;
  for (const auto grade : kReportedGrades) json[std::string(to_string(grade))] = counts.of(grade);
  return json;
}

Json grades_json(const GradeCounts& counts) {
  return {{"counts", counts_json(counts)},
          {"total", counts.total()},
          {"good_or_better", share_json(counts.good_or_better())}};
}

Json returns_json(const Figures& figures, const domain::ReportTargets& targets) {
  const auto& returns = figures.returns;
  Json json{{"sampled", returns.sampled},         {"distributed", returns.distributed},
            {"returned", returns.returned},       {"exempt", returns.exempt},
            {"not_sent", returns.not_sent},       {"late", returns.late},
            {"outstanding", returns.outstanding}, {"overdue", returns.overdue},
            {"handed_back", returns.handed_back}, {"rate", share_json(returns.rate())}};
  json["target"] = targets.return_percent ? Json(*targets.return_percent) : Json(nullptr);
  return json;
}

Json participation_json(const Participation& participation) {
  return {{"rate", share_json(participation.rate())},
          {"reasons", reasons_json(participation.reasons)},
          {"family", share_json({participation.family_held, participation.family_due})}};
}

Json moderation_json(const ModerationFigures& moderation) {
  return {{"picked", moderation.picked},
          {"waiting", moderation.waiting},
          {"moderated", share_json({moderation.moderated, moderation.returned})},
          {"unchanged", moderation.unchanged},
          {"changes", changes_json(moderation.changes)}};
}

Json actions_json(const ActionFigures& actions, const MonthlyReport& report) {
  Json json{{"open", actions.open},         {"overdue", actions.overdue},
            {"done", actions.done},         {"signed_off", actions.signed_off},
            {"proposed", actions.proposed}, {"withdrawn", actions.withdrawn}};
  if (const auto weighed = actions.weighed(report.priorities))
    json["weight"] = {{"signed_off", weighed->n}, {"agreed", weighed->of}};
  return json;
}

Json concerns_json(const ConcernFigures& concerns) {
  const auto minutes = [](const std::optional<long long>& given) { return given ? Json(*given) : Json(nullptr); };
  return {{"immediate", concerns.immediate},
          {"immediate_open", concerns.immediate_open},
          {"review", concerns.review},
          {"review_open", concerns.review_open},
          {"acknowledged", concerns.waited.size()},
          {"median_minutes", minutes(concerns.median_minutes())},
          {"longest_minutes", minutes(concerns.longest_minutes())},
          {"within_an_hour", share_json(concerns.within_an_hour())}};
}

Json section_json(const SectionFigures& section) {
  return {{"good_or_better", share_json(section.counts.good_or_better())},
          {"requires_improvement", share_json(section.counts.share(Grade::RequiresImprovement))},
          {"inadequate", share_json(section.counts.inadequate())},
          {"counts", counts_json(section.counts)},
          {"not_applicable", section.not_applicable},
          {"blank", section.blank()},
          {"expected", section.expected},
          {"good_practice", section.good_practice}};
}

// A share's way from one stretch to the next, as `highlight` writes it for its two shares of a section.
Json movement_json(const Share& before, const Share& now) {
  const auto moved = domain::movement(before, now);
  if (!moved) return nullptr;
  return {{"direction", to_string(moved->direction)}, {"real", moved->real}, {"before", share_json(before)}};
}

Json whole_json(const Figures& figures, const MonthlyReport& report) {
  Json json{{"from", iso(figures.from)}, {"to", iso(figures.to)}, {"area", area_key(figures)}};
  json["cohorts"] = figures.cohorts;
  json["returns"] = returns_json(figures, report.targets);
  json["exemptions"] = reasons_json(figures.exemptions);
  json["participation"] = participation_json(figures.participation);
  json["grades_before"] = grades_json(figures.grades_before);
  json["grades"] = grades_json(figures.grades);
  json["moderation"] = moderation_json(figures.moderation);
  Json sections = Json::array();
  for (const auto& section : figures.sections) {
    Json one{{"section", section.section}, {"title", section.title}};
    one.update(section_json(section));
    sections.push_back(std::move(one));
  }
  json["sections"] = std::move(sections);
  json["actions"] = actions_json(figures.actions, report);
  json["good_practice"] = share_json({figures.good_practice, figures.returns.returned});
  json["concerns"] = concerns_json(figures.concerns);
  json["reaudits"] = figures.reaudits;
  return json;
}

Json all_of(const std::vector<Figures>& list, const MonthlyReport& report) {
  Json json = Json::array();
  for (const auto& figures : list) json.push_back(whole_json(figures, report));
  return json;
}

std::string cohort_of(const Figures& figures) {
  std::string text;
  for (const auto& cohort : figures.cohorts) text += (text.empty() ? "" : ", ") + cohort;
  return text;
}

// An entry of a list by period, and by area where it is of one.
Json entry(const Figures& figures, Json more) {
  Json json{{"period", iso(figures.from)}};
  if (figures.area) json["area"] = area_key(figures);
  json.update(more);
  return json;
}

}  // namespace

std::string to_json(const MonthlyReport& report) {
  auto json = head_json("monthly", report);
  json["year_from"] = iso(report.year_from);

  json["target"] = {{"annual", report.target.annual},
                    {"months", report.target.months},
                    {"done", report.target.done},
                    {"expected", report.target.expected()},
                    {"progress", share_json(report.target.progress())}};

  std::vector<const Figures*> months;
  for (const auto& month : report.months)
    if (!(month.from < report.request.from)) months.push_back(&month);
  const auto by_month = [&](const char* key, auto make) {
    Json list = Json::array();
    for (const auto* month : months) list.push_back(entry(*month, make(*month)));
    json[key] = std::move(list);
  };
  const auto by_area = [&](const char* key, auto make) {
    Json list = Json::array();
    for (const auto& area : report.months_by_area) list.push_back(entry(area, make(area)));
    json[key] = std::move(list);
  };
  by_month("returns", [&](const Figures& figures) {
    Json one{{"cohort", cohort_of(figures)}};
    one.update(returns_json(figures, report.targets));
    return one;
  });
  by_area("returns_by_area", [&](const Figures& figures) { return returns_json(figures, report.targets); });
  by_month("participation", [](const Figures& figures) { return participation_json(figures.participation); });
  by_area("participation_by_area", [](const Figures& figures) { return participation_json(figures.participation); });
  by_month("moderation", [](const Figures& figures) { return moderation_json(figures.moderation); });
  by_month("grades_before", [](const Figures& figures) { return grades_json(figures.grades_before); });
  by_month("grades", [](const Figures& figures) { return grades_json(figures.grades); });
  by_area("grades_by_area", [](const Figures& figures) { return grades_json(figures.grades); });

  Json sections = Json::array();
  for (std::size_t i = 0; i < report.now.sections.size(); ++i) {
    const auto& section = report.now.sections[i];
    Json one{{"section", section.section}, {"title", section.title}};
    Json in_months = Json::array();
    for (const auto* month : months) in_months.push_back(entry(*month, section_json(month->sections[i])));
    one["periods"] = std::move(in_months);
    Json moved;
    if (report.before) {
      const auto& before = report.before->sections[i].counts;
      moved["good_or_better"] = movement_json(before.good_or_better(), section.counts.good_or_better());
      moved["requires_improvement"] =
          movement_json(before.share(Grade::RequiresImprovement), section.counts.share(Grade::RequiresImprovement));
    }
    one["movement"] = std::move(moved);
    sections.push_back(std::move(one));
  }
  json["sections"] = std::move(sections);
  json["actions"] = actions_json(report.now.actions, report);

  if (report.before) {
    const auto& before = *report.before;
    Json moved;
    moved["against"]["from"] = iso(before.from);
    moved["against"]["to"] = iso(before.to);
    moved["like_cohorts"] = before.cohorts == report.now.cohorts;
    moved["returned"] = movement_json(before.returns.rate(), report.now.returns.rate());
    moved["participation"] = movement_json(before.participation.rate(), report.now.participation.rate());
    moved["good_or_better"] = movement_json(before.grades.good_or_better(), report.now.grades.good_or_better());
    json["movement"] = std::move(moved);
  } else {
    json["movement"] = nullptr;
  }
  json["total"] = whole_json(report.now, report);
  json["total_by_area"] = all_of(report.now_by_area, report);
  json["cumulative"] = whole_json(report.year, report);
  json["cumulative_by_area"] = all_of(report.year_by_area, report);

  if (!report.answers.empty()) json["answers"] = answers_json(report.answers);
  json["reconciliation"] = checks_json(report.checks);
  return text_of(json);
}

}  // namespace plumbline::report
