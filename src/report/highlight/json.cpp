#include "report/highlight/highlight.hpp"
#include "report/json_parts.hpp"
#include "report/monthly/rows.hpp"
#include "report/plan/plan_json.hpp"

namespace plumbline::report {

using domain::Grade;

namespace {

const char* direction(const std::optional<Share>& before, const Share& now) {
  if (!before) return nullptr;
  const auto moved = domain::movement(*before, now);
  if (!moved) return nullptr;
  switch (moved->direction) {
    case domain::Direction::Up:
      return "up";
    case domain::Direction::Down:
      return "down";
    case domain::Direction::Same:
      return "same";
  }
  return nullptr;
}

Json word(const char* text) { return text ? Json(text) : Json(nullptr); }
bool is_real(const Share& before, const Share& now) {
  const auto moved = domain::movement(before, now);
  return moved && moved->real;
}

Json section_shares(const SectionFigures& figures) {
  return {{"good_or_better", share_json(figures.counts.good_or_better())},
          {"requires_improvement", share_json(figures.counts.share(Grade::RequiresImprovement))},
          {"inadequate", share_json(figures.counts.inadequate())}};
}

// `real` speaks of the share of good or better; `real_requires_improvement` of the other.
Json movement_json(const SectionPeriod& one) {
  if (!one.before) return nullptr;
  const auto& now = one.figures.counts;
  const auto& before = one.before->counts;
  Json json{{"good_or_better", word(direction(before.good_or_better(), now.good_or_better()))},
            {"requires_improvement",
             word(direction(before.share(Grade::RequiresImprovement), now.share(Grade::RequiresImprovement)))},
            {"real", is_real(before.good_or_better(), now.good_or_better())},
            {"real_requires_improvement",
             is_real(before.share(Grade::RequiresImprovement), now.share(Grade::RequiresImprovement))},
            {"from", iso(*one.before_period)},
            {"unlike_cohorts", one.unlike_cohorts}};
  return json;
}

const char* basis(Theme::Basis of) {
  switch (of) {
    case Theme::Basis::Flagged:
      return "flagged";
    case Theme::Basis::Outstanding:
      return "outstanding";
    case Theme::Basis::BelowGood:
      return "below-good";
  }
  return "";
}

}  // namespace

std::string to_json(const HighlightReport& report) {
  const auto& base_report = report.base;
  auto json = head_json("highlight", base_report);
  const auto& targets = base_report.targets;
  const Json target = targets.return_percent ? Json(*targets.return_percent) : Json(nullptr);
  const auto months = report.months();

  Json returns = Json::array();
  for (const auto& one : report.returns)
    returns.push_back({{"period", iso(one.period)},
                       {"cohort", one.cohort},
                       {"distributed", one.returns.distributed},
                       {"returned", one.returns.returned},
                       {"exempt", one.returns.exempt},
                       {"rate", share_json(one.returns.rate())},
                       {"target", target},
                       {"sampled", one.returns.sampled},
                       {"outstanding", one.returns.outstanding},
                       {"handed_back", one.returns.handed_back}});
  json["returns"] = std::move(returns);

  Json by_area = Json::array();
  for (const auto& area : base_report.months_by_area)
    if (area.returns.distributed > 0)
      by_area.push_back({{"period", iso(area.from)},
                         {"area", area_key(area)},
                         {"distributed", area.returns.distributed},
                         {"returned", area.returns.returned},
                         {"rate", share_json(area.returns.rate())}});
  json["returns_by_area"] = std::move(by_area);

  const auto by_month = [&](const char* key, auto make) {
    Json list = Json::array();
    for (const auto* month : months) {
      if (month->returns.distributed == 0) continue;
      Json one{{"period", iso(month->from)}};
      one.update(make(*month));
      list.push_back(std::move(one));
    }
    json[key] = std::move(list);
  };
  by_month("participation", [](const Figures& month) {
    return Json{{"rate", share_json(month.participation.rate())},
                {"reasons", reasons_json(month.participation.reasons)}};
  });
  by_month("moderation", [](const Figures& month) {
    const auto& moderation = month.moderation;
    return Json{{"moderated", share_json({moderation.moderated, moderation.returned})},
                {"unchanged", moderation.unchanged},
                {"changes", changes_json(moderation.changes)}};
  });
  by_month("grades", [](const Figures& month) {
    return Json{{"counts", four_grades_json(month.grades_before)},
                {"total", month.grades_before.total()},
                {"after_moderation", four_grades_json(month.grades)}};
  });
  Json grades_by_area = Json::array();
  for (const auto& area : base_report.now_by_area)
    if (area.returns.returned > 0)
      grades_by_area.push_back({{"area", area_key(area)},
                                {"counts", four_grades_json(area.grades_before)},
                                {"total", area.grades_before.total()},
                                {"after_moderation", four_grades_json(area.grades)}});
  json["grades_by_area"] = std::move(grades_by_area);

  const auto& trend = report.trend;
  Json trend_months = Json::array();
  for (std::size_t i = 0; i < trend.months.size(); ++i) {
    Json one{{"period", iso(trend.months[i])}, {"good_or_better", share_json(trend.shares[i])}};
    const auto* point = i < trend.chart.points.size() && trend.shares[i].of > 0 ? &trend.chart.points[i] : nullptr;
    one["lower"] = point ? Json(point->lower) : Json(nullptr);
    one["upper"] = point ? Json(point->upper) : Json(nullptr);
    one["outside"] = point != nullptr && point->outside();
    Json signals = Json::array();
    if (point)
      for (const auto signal : point->signals) signals.push_back(to_string(signal));
    one["signals"] = std::move(signals);
    trend_months.push_back(std::move(one));
  }
  json["trend"] = {{"centre", trend.chart.points.empty() ? Json(nullptr) : Json(trend.chart.centre)},
                   {"trial", trend.chart.trial},
                   {"months", std::move(trend_months)}};

  const auto assurance = [](const std::optional<domain::Assurance>& of) {
    return of ? Json(to_string(*of)) : Json(nullptr);
  };
  json["target_assurance"] = {{"returns", assurance(report.returns_assurance)},
                              {"good_or_better", assurance(report.grades_assurance)}};

  Json sections = Json::array();
  for (const auto& series : report.sections) {
    Json periods = Json::array();
    for (const auto& one : series.periods) {
      Json entry{{"period", iso(one.period)}, {"cohorts", one.cohorts}};
      entry.update(section_shares(one.figures));
      entry["not_applicable"] = one.figures.not_applicable;
      entry["blank"] = one.figures.blank();
      entry["movement"] = movement_json(one);
      periods.push_back(std::move(entry));
    }
    sections.push_back({{"section", series.section}, {"title", series.title}, {"periods", std::move(periods)}});
  }
  json["sections"] = std::move(sections);

  Json cohorts = Json::array();
  for (const auto& series : report.cohorts) {
    Json rounds = Json::array();
    for (const auto& round : series.rounds) {
      Json of = Json::array();
      for (const auto& section : round.sections) {
        Json one{{"section", section.section}, {"title", section.title}};
        one.update(section_shares(section));
        of.push_back(std::move(one));
      }
      rounds.push_back({{"period", iso(round.period)}, {"sections", std::move(of)}});
    }
    cohorts.push_back({{"cohort", series.cohort},
                       {"title", series.title},
                       {"periods", std::move(rounds)},
                       {"improved", series.improved},
                       {"declined", series.declined}});
  }
  json["cohorts"] = std::move(cohorts);

  Json themes = Json::array();
  for (const auto& theme : report.themes)
    themes.push_back({{"period", iso(theme.period)},
                      {"kind", theme.is_strength() ? "strength" : "learning"},
                      {"section", theme.section},
                      {"text", theme.text},
                      {"count", share_json(theme.count)},
                      {"basis", basis(theme.basis)}});
  json["themes"] = std::move(themes);

  const auto& actions = base_report.now.actions;
  json["actions"] = {
      {"open", actions.open}, {"overdue", actions.overdue}, {"done", actions.done}, {"signed_off", actions.signed_off}};
  json["taken_forward"] = planned_json(report.taken_forward, false);
  if (!base_report.answers.empty()) json["answers"] = answers_json(base_report.answers);
  json["reconciliation"] = checks_json(base_report.checks);
  return text_of(json);
}

}  // namespace plumbline::report
