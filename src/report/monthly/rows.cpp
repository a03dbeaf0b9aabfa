#include "report/monthly/rows.hpp"

#include "app/audit/audit_query.hpp"

namespace plumbline::report {

using domain::Grade;

std::string period_key(base::Period from, base::Period to) {
  return from == to ? iso(from) : iso(from) + "/" + iso(to);
}
std::string period_key(const Figures& figures) { return period_key(figures.from, figures.to); }
std::string area_key(const Figures& figures) {
  if (!figures.area) return "all";
  return figures.area->empty() ? "not-recorded" : *figures.area;
}

app::AuditFilter audits_of(const Figures& figures, const MonthlyReport& report) {
  const auto& request = report.request;
  auto filter = audits_of(
      {report.programme, iso(figures.from), iso(figures.to), request.cohort, request.locality, request.service_area});
  if (figures.area)
    (report.request.by == app::AreaBy::Locality ? filter.locality : filter.service_area) = *figures.area;
  return filter;
}

std::string audits_link(const app::AuditFilter& filter) { return "/audits?" + app::audit_query(filter); }

std::string actions_link(const Figures& figures, const MonthlyReport& report, std::string_view state, bool overdue) {
  // Actions share the audits' words for programme, months and place; the rest are their own.
  auto link = "/actions?" + app::audit_query(audits_of(figures, report));
  link += "&state=" + std::string(state);
  if (overdue) link += "&overdue=yes";
  return link;
}
std::string exemptions_link(const Figures& figures, const MonthlyReport& report) {
  return "/reports/monthly/exemptions?" + app::audit_query(audits_of(figures, report));
}

namespace {
// Of the list of concerns, which shows what is still to be dealt with unless asked for more.
constexpr std::string_view kOpenAndClosed = "&state=all";
constexpr std::string_view kStillOpen = "&state=open";
}  // namespace

std::vector<FigureRow> rows_of(const Figures& figures, const MonthlyReport& report) {
  std::vector<FigureRow> rows;
  const auto period = period_key(figures);
  const auto area = area_key(figures);
  // Cases without an area are in no list of an area.
  const bool linked = !figures.area || !figures.area->empty();
  const auto filter = [&](auto set) {
    auto audits = audits_of(figures, report);
    audits.distributed = true;
    audits.reaudit = false;  // chosen for a grade, not drawn: no figure of the sample has them
    set(audits);
    return linked ? audits_link(audits) : std::string();
  };
  const auto returned = [&](auto set) {
    return filter([&](app::AuditFilter& audits) {
      audits.distributed.reset();  // who returned it was sent it
      audits.returned = true;
      set(audits);
    });
  };
  const auto nothing_more = [](app::AuditFilter&) {};
  const auto add = [&](std::string section, std::string measure, long long n, std::optional<long long> of,
                       std::string link = {}) {
    rows.push_back({std::move(section), period, area, std::move(measure), n, of, std::move(link)});
  };

  const auto& returns = figures.returns;
  add("returns", "sampled", returns.sampled, {});
  add("returns", "exempt", returns.exempt, returns.sampled, linked ? exemptions_link(figures, report) : "");
  add("returns", "not-sent", returns.not_sent, {});
  add("returns", "distributed", returns.distributed, {}, filter(nothing_more));
  add("returns", "returned", returns.returned, returns.distributed, returned(nothing_more));
  add("returns", "late", returns.late, returns.returned,
      returned([](app::AuditFilter& audits) { audits.late = true; }));
  add("returns", "outstanding", returns.outstanding, returns.distributed, filter([](app::AuditFilter& audits) {
        audits.returned = false;
        audits.states = {domain::AuditState::Allocated, domain::AuditState::Sent, domain::AuditState::InProgress};
      }));
  add("returns", "overdue", returns.overdue, returns.distributed, filter([&](app::AuditFilter& audits) {
        audits.returned = false;
        audits.overdue_on = base::london_day(report.made_at);
        audits.states = {domain::AuditState::Allocated, domain::AuditState::Sent, domain::AuditState::InProgress};
      }));
  add("returns", "handed-back", returns.handed_back, returns.distributed,
      filter([](app::AuditFilter& audits) { audits.states = {domain::AuditState::HandedBack}; }));
  for (const auto& exemption : figures.exemptions)
    add("exemptions", exemption.reason, exemption.n, returns.exempt, linked ? exemptions_link(figures, report) : "");

  const auto& participation = figures.participation;
  add("participation", "took-part", participation.held, participation.returned,
      returned([](app::AuditFilter& audits) { audits.worker_took_part = true; }));
  for (const auto& reason : participation.reasons)
    add("participation", reason.reason, reason.n, participation.returned,
        returned([&](app::AuditFilter& audits) { audits.not_held = reason.reason; }));
  add("participation", "family", participation.family_held, participation.family_due);

  const auto grades = [&](const std::string& section, const GradeCounts& counts, auto set) {
    for (const auto grade : kReportedGrades)
      add(section, std::string(to_string(grade)), counts.of(grade), counts.total(),
          returned([&](app::AuditFilter& audits) { set(audits, std::string(to_string(grade))); }));
    const auto good = counts.good_or_better();
    add(section, "good-or-better", good.n, good.of, returned([&](app::AuditFilter& audits) {
          (section == "grades-before" ? audits.before_band : audits.grade_band) = "good-or-better";
        }));
  };
  grades("grades-before", figures.grades_before,
         [](app::AuditFilter& audits, std::string grade) { audits.before_moderation = std::move(grade); });
  grades("grades", figures.grades,
         [](app::AuditFilter& audits, std::string grade) { audits.grade = std::move(grade); });

  const auto& moderation = figures.moderation;
  const auto moderated = [&](auto set) {
    return returned([&](app::AuditFilter& audits) {
      audits.picked = true;  // a grade that a disagreement changed was not moderated
      audits.moderated = true;
      set(audits);
    });
  };
  add("moderation", "picked", moderation.picked, moderation.returned,
      returned([](app::AuditFilter& audits) { audits.picked = true; }));
  add("moderation", "moderated", moderation.moderated, moderation.returned, moderated(nothing_more));
  add("moderation", "waiting", moderation.waiting, moderation.picked, returned([](app::AuditFilter& audits) {
        audits.picked = true;
        audits.moderated = false;
        audits.states = {domain::AuditState::Submitted, domain::AuditState::Returned};
      }));
  add("moderation", "unchanged", moderation.unchanged, moderation.moderated,
      moderated([](app::AuditFilter& audits) { audits.grade_changed = false; }));
  for (const auto& change : moderation.changes)
    add("moderation", std::string(to_string(change.from)) + ">" + std::string(to_string(change.to)), change.n,
        moderation.moderated, moderated([&](app::AuditFilter& audits) {
          audits.before_moderation = to_string(change.from);
          audits.grade = to_string(change.to);
        }));

  for (const auto& section : figures.sections) {
    const auto name = "section:" + section.section;
    for (const auto grade : kReportedGrades)
      add(name, std::string(to_string(grade)), section.counts.of(grade), section.counts.total(),
          returned([&](app::AuditFilter& audits) {
            audits.section = section.section;
            audits.section_grade = to_string(grade);
          }));
    const auto good = section.counts.good_or_better();
    add(name, "good-or-better", good.n, good.of, returned([&](app::AuditFilter& audits) {
          audits.section = section.section;
          audits.section_band = "good-or-better";
        }));
    add(name, "na", section.not_applicable, section.expected, returned([&](app::AuditFilter& audits) {
          audits.section = section.section;
          audits.section_grade = to_string(Grade::NotApplicable);
        }));
    add(name, "blank", section.blank(), section.expected);
    add(name, "good-practice", section.good_practice, section.expected,
        returned([&](app::AuditFilter& audits) { audits.section_flagged = section.section; }));
  }

  const auto& actions = figures.actions;
  const auto action = [&](std::string measure, std::string_view state, long long n, bool overdue, bool share) {
    add("actions", std::move(measure), n, share ? std::optional(actions.agreed()) : std::nullopt,
        linked ? actions_link(figures, report, state, overdue) : "");
  };
  action("proposed", "proposed", actions.proposed, false, false);
  action("open", "open", actions.open, false, true);
  action("overdue", "open", actions.overdue, true, true);
  action("done", "done", actions.done, false, true);
  action("signed-off", "signed-off", actions.signed_off, false, true);
  action("withdrawn", "withdrawn", actions.withdrawn, false, false);
  // Two counts, not a share of trials: what weighs three is one action, and an interval would make it three.
  if (const auto weighed = actions.weighed(report.priorities)) {
    add("actions", "weight-signed-off", weighed->n, {});
    add("actions", "weight-agreed", weighed->of, {});
  }

  add("good-practice", "audits", figures.good_practice, returns.returned,
      returned([](app::AuditFilter& audits) { audits.good_practice = true; }));
  // The list of concerns knows no cohort; there the audits they were raised on are listed, which do not tell what has
  // become of a concern.
  const auto concerns_link = [&](const char* kind, std::string_view more) {
    auto audits = audits_of(figures, report);
    if (!linked) return std::string();
    if (audits.cohort.empty()) return "/concerns?" + app::audit_query(audits) + "&kind=" + kind + std::string(more);
    audits.concern = kind;
    return more == kStillOpen ? std::string() : audits_link(audits);
  };
  const auto concern = [&](std::string measure, long long n, const char* kind, std::string_view more) {
    add("concerns", std::move(measure), n, {}, concerns_link(kind, more));
  };
  concern("immediate", figures.concerns.immediate, "immediate", kOpenAndClosed);
  concern("immediate-open", figures.concerns.immediate_open, "immediate", kStillOpen);
  concern("review", figures.concerns.review, "review", kOpenAndClosed);
  concern("review-open", figures.concerns.review_open, "review", kStillOpen);
  if (!figures.concerns.waited.empty()) {
    const auto link = concerns_link("immediate", "&acknowledged=yes&state=all");
    const auto within = figures.concerns.within_an_hour();
    add("concerns", "acknowledged-within-an-hour", within.n, within.of, link);
    add("concerns", "median-minutes-to-acknowledgement", *figures.concerns.median_minutes(), {}, link);
    add("concerns", "longest-minutes-to-acknowledgement", *figures.concerns.longest_minutes(), {}, link);
  }
  if (figures.reaudits > 0) {
    auto again = audits_of(figures, report);
    again.reaudit = true;
    again.distributed = true;
    add("re-audits", "sent", figures.reaudits, {}, linked ? audits_link(again) : "");
  }
  return rows;
}

std::string answers_section(const QuestionFigures& question) {
  return "answers:" + question.tool + "/" + question.section;
}

std::vector<FigureRow> rows_of(const std::vector<QuestionFigures>& questions, const Figures& figures) {
  std::vector<FigureRow> rows;
  for (const auto& one : questions) {
    const auto add = [&](domain::Answer answer, const std::optional<long long>& of) {
      rows.push_back({answers_section(one), period_key(figures), area_key(figures),
                      one.question + ":" + std::string(to_string(answer)), one.of(answer), of, ""});
    };
    for (const auto answer : {domain::Answer::Yes, domain::Answer::Partly, domain::Answer::No})
      add(answer, one.share(answer).of);
    add(domain::Answer::NotApplicable, {});
  }
  return rows;
}

std::vector<FigureRow> rows_of(const MonthlyReport& report) {
  std::vector<FigureRow> rows;
  const auto append = [&](const Figures& figures) {
    auto more = rows_of(figures, report);
    rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  append(report.now);
  for (const auto& area : report.now_by_area) append(area);
  if (report.request.from != report.request.to) {
    for (const auto& month : report.months)
      if (!(month.from < report.request.from)) append(month);
    for (const auto& area : report.months_by_area) append(area);
  }
  // In April the year so far is the month itself.
  if (report.year_from != report.request.from) {
    append(report.year);
    for (const auto& area : report.year_by_area) append(area);
  }
  const auto append_answers = [&](const std::vector<QuestionFigures>& questions, const Figures& figures) {
    for (auto& row : rows_of(questions, figures)) rows.push_back(std::move(row));
  };
  append_answers(report.answers, report.now);
  for (std::size_t i = 0; i < report.answers_by_area.size(); ++i)
    append_answers(report.answers_by_area[i], report.now_by_area[i]);
  if (report.target.annual > 0)
    rows.push_back({"target", period_key(report.year), "all", "returned-of-annual-target", report.target.done,
                    report.target.annual, ""});
  const auto period = period_key(report.now);
  for (const auto& check : report.checks) {
    rows.push_back({"reconciliation", period, "all", check.check + ": left", check.left, {}, ""});
    rows.push_back({"reconciliation", period, "all", check.check + ": right", check.right, {}, ""});
  }
  return rows;
}

}  // namespace plumbline::report
