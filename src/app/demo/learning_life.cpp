#include "app/demo/learning_life.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/demo/audit_life.hpp"
#include "app/demo/learning_words.hpp"
#include "app/ports/measure_ports.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app::demo {

using domain::PersonId;

namespace {

constexpr std::size_t kMostAtAMeeting = 30;
constexpr std::size_t kThemes = 4;
constexpr int kDaysCalledBefore = 14;

class Learning {
 public:
  explicit Learning(Year& year) : year_(year), now_(year.request.now) {}

  base::Result<void> run() {
    for (const auto& written : year_.cycles) {
      hold_meetings(written);
      if (written.programme->review.held) review(written);
    }
    find_themes();
    put_measures();
    return {};
  }

 private:
  base::Instant at_ten(base::Day day) const { return base::london_midnight(day) + std::chrono::hours{10}; }

  // ---- meetings (MEET-1, MEET-2) ----

  void hold_meetings(const WrittenCycle& written) {
    const auto& rule = written.programme->meeting;
    const auto on = domain::meeting_on(*written.programme, written.cycle.period);
    if (rule.title.empty() || !on) return;
    if (rule.by_locality && !year_.framework.council.localities.empty())
      for (const auto& locality : year_.framework.council.localities) hold_meeting(written, *on, locality);
    else
      hold_meeting(written, *on, "");
  }

  void hold_meeting(const WrittenCycle& written, base::Day on, const std::string& locality) {
    const auto& programme = *written.programme;
    const auto& rule = programme.meeting;
    if (on > base::add_days(year_.today, kDaysCalledBefore)) return;  // the calendar alone knows of it
    const auto name = programme.key + " " + iso(written.cycle.period) + " " + locality;
    auto random = year_.seed.stream("meeting", name);
    domain::Meeting meeting;
    meeting.id = domain::MeetingId(year_.seed.uuid("meeting", name, at_ten(on)));
    meeting.programme = programme.key;
    meeting.period = written.cycle.period;
    meeting.locality = locality;
    meeting.on = on;
    meeting.starts_at = 10 * 60;
    meeting.place = random.chance(0.5) ? "Committee room" : "By video";
    meeting.calls = 1;
    const bool held = on < year_.today;
    meeting.state = held ? domain::MeetingState::Held : domain::MeetingState::Called;
    const auto people = invited(written, locality);
    for (const auto& who : people) {
      const auto attendance = !held                ? domain::Attendance::Invited
                              : random.chance(0.8) ? domain::Attendance::Present
                                                   : domain::Attendance::Apologies;
      meeting.people.push_back({who, attendance});
    }
    if (people.empty()) return;
    if (held) {
      meeting.people.front().attendance = domain::Attendance::Present;
      meeting.minutes = meeting_minutes(random);
      meeting.closed_at = at_ten(on) + std::chrono::hours{4};
      meeting.closed_by = people.front();
      if (rule.minutes_per_case > 0)
        for (const auto& audit : written.audits)
          if (audit.state == domain::AuditState::Final && (locality.empty() || audit.locality == locality))
            meeting.notes.push_back({domain::NoteKind::Case, audit.id.text(), case_note_of_meeting(random)});
      for (const auto& item : rule.agenda)
        if (random.chance(0.7)) meeting.notes.push_back({domain::NoteKind::Item, item, item_note(random)});
      if (rule.sets_next_theme)
        if (const auto* next = year_.cohort_for(programme, written.cycle.period.plus_months(1)))
          meeting.next_theme = next->key;
    }
    year_.work.meetings().add(meeting);
    ++year_.counts.meetings;
    const auto said = [&](base::Instant at, const char* what) {
      year_.chronicle.add(at, people.front().text(), what, "meeting", meeting.id.text());
    };
    said(std::min(at_ten(base::add_days(on, -kDaysCalledBefore)), now_), "meeting-called");
    if (!held) return;
    said(at_ten(on) + std::chrono::hours{3}, "meeting-recorded");
    said(*meeting.closed_at, "meeting-closed");
    for (int i = 0; i < 2; ++i) decide(meeting, people, random, i);
  }

  void decide(const domain::Meeting& meeting, const std::vector<PersonId>& people, Random& random, int number) {
    domain::Decision decision;
    decision.created_at = at_ten(meeting.on) + std::chrono::hours{1};
    decision.id = domain::DecisionId(
        year_.seed.uuid("decision", meeting.id.text() + std::to_string(number), decision.created_at));
    decision.meeting = meeting.id;
    decision.text = decision_text(random);
    decision.owner = random.pick(people);
    decision.due_on = domain::add_working_days(meeting.on, random.between(10, 25));
    const auto settled = office_hour(random, domain::add_working_days(meeting.on, random.between(6, 30)));
    if (settled < now_ && random.chance(0.9)) {
      decision.state = random.chance(0.93) ? domain::TaskState::Done : domain::TaskState::Dropped;
      decision.outcome =
          decision.state == domain::TaskState::Done ? decision_outcome(random) : "Answered by the new service plan.";
      decision.settled_at = settled;
      decision.settled_by = decision.owner;
    }
    year_.work.meetings().add_decision(decision);
    year_.chronicle.add(decision.created_at, people.front().text(), "decision-made", "meeting", meeting.id.text(),
                        nlohmann::json{{"decision", decision.id.text()}}.dump());
    if (decision.settled_at)
      year_.chronicle.add(*decision.settled_at, decision.settled_by->text(), "decision-settled", "meeting",
                          meeting.id.text(), nlohmann::json{{"decision", decision.id.text()}}.dump());
  }

  // Whom the rule means, chairs first, each once.
  std::vector<PersonId> invited(const WrittenCycle& written, const std::string& locality) const {
    const auto& rule = written.programme->meeting;
    std::vector<PersonId> people;
    const auto add = [&](const PersonId& who) {
      if (people.size() < kMostAtAMeeting && std::find(people.begin(), people.end(), who) == people.end())
        people.push_back(who);
    };
    for (const auto* list : {&rule.chaired_by, &rule.attended_by})
      for (const auto& recipient : *list) {
        const bool managers = recipient.relation == domain::Relation::TeamManager;
        if (recipient.role || managers) {
          for (const auto index : year_.council.with_role(recipient.role.value_or(domain::JobRole::TeamManager))) {
            const auto& one = year_.council.people()[index];
            if (locality.empty() || one.locality.empty() || one.locality == locality) add(one.person_id);
          }
        } else {
          for (const auto& audit : written.audits)
            if (recipient.relation == domain::Relation::Auditor && audit.auditor &&
                (locality.empty() || audit.locality == locality))
              add(*audit.auditor);
        }
      }
    return people;
  }

  // ---- thematic reviews (MEET-3) ----

  void review(const WrittenCycle& written) {
    const auto& programme = *written.programme;
    const auto& rule = programme.review;
    const auto name = programme.key + " " + iso(written.cycle.period);
    auto random = year_.seed.stream("review", name);
    domain::Review review;
    review.programme = programme.key;
    review.period = written.cycle.period;
    review.starts_on = domain::meeting_on(programme, written.cycle.period).value_or(*written.cycle.return_by);
    review.id = domain::ReviewId(year_.seed.uuid("review", name, at_ten(*written.cycle.send_on)));
    review.theme = written.cohort ? written.cohort->title : programme.title;
    if (written.cohort) review.cohort = written.cohort->key;
    review.venue = "Learning centre, room 2";
    review.days = rule.days;
    review.lead = year_.moderators.front();
    review.created_at = at_ten(*written.cycle.send_on) - std::chrono::hours{24 * 30};
    const auto noticed = domain::add_working_days(review.starts_on, -std::max(rule.notice_working_days, 1) - 2);
    if (noticed < year_.today) review.notice_sent_at = at_ten(noticed);
    const auto after = [&](int days) { return domain::add_working_days(review.ends_on(), days); };
    if (rule.feedback_session && review.ends_on() < year_.today) {
      review.feedback_on = review.ends_on();
      review.feedback = review_feedback(random);
    }
    if (after(10) < year_.today) {
      review.report = review_report(random, review.theme);
      for (int i = 0; i < 2; ++i)
        review.recommendations.push_back(
            {domain::RecommendationId(year_.seed.uuid("recommendation", name + std::to_string(i), at_ten(after(10)))),
             recommendation(random), std::nullopt});
    }
    int days = 12;
    for (const auto& step : rule.approval) {
      const auto by = year_.of_role(step.by.front());
      if (!by || after(days) >= year_.today) break;
      review.approved.push_back({step.key, *by, at_ten(after(days)), ""});
      days += 8;
    }
    if (review.approved.size() == rule.approval.size())
      for (const auto& way : rule.dissemination)
        if (const auto on = after(days += 3); on < year_.today && random.chance(0.85))
          review.shared.push_back({way, year_.moderators.front(), at_ten(on), ""});
    year_.work.reviews().add(review);
    const auto said = [&](base::Instant at, const PersonId& by, const char* what) {
      year_.chronicle.add(at, by.text(), what, "review", review.id.text());
    };
    said(review.created_at, *review.lead, "review-planned");
    if (review.notice_sent_at) said(*review.notice_sent_at, *review.lead, "review-notice-given");
    if (review.feedback_on)
      said(at_ten(*review.feedback_on) + std::chrono::hours{6}, *review.lead, "review-feedback-recorded");
    if (!review.report.empty()) said(at_ten(after(10)), *review.lead, "review-report-written");
    for (const auto& step : review.approved) said(step.at, step.by, "review-approved");
    for (const auto& way : review.shared) said(way.at, way.by, "review-shared");
  }

  // ---- themes (ACT-5) ----

  struct Tally {
    const domain::ToolSection* section = nullptr;
    int judged = 0;
    int below = 0;
  };

  // The sections of the shown programme that stood worst in the first half of the year, looked at again in the second.
  void find_themes() {
    const auto& links = year_.framework.action_plan.links;
    if (links.empty() || year_.judged.empty()) return;
    const auto last = running_period(year_.shown, year_.today);
    const auto first = last.plus_months(-year_.request.finished_months);
    const auto until = last.plus_months(-(year_.request.finished_months + 1) / 2);
    std::map<std::string, Tally> tallies;
    for (const auto& one : year_.judged) {
      if (one.programme != &year_.shown || one.period > until) continue;
      const auto* tool = year_.framework.find_tool(one.tool);
      auto& tally = tallies[one.section];
      tally.section = tool ? tool->find_section(one.section) : nullptr;
      ++tally.judged;
      tally.below += domain::is_below_good(one.judgement);
    }
    std::vector<std::pair<std::string, Tally>> worst(tallies.begin(), tallies.end());
    std::erase_if(worst, [](const auto& each) { return each.second.section == nullptr || each.second.below == 0; });
    std::stable_sort(worst.begin(), worst.end(), [](const auto& a, const auto& b) {
      return a.second.below * b.second.judged > b.second.below * a.second.judged;
    });
    for (std::size_t i = 0; i < std::min(kThemes, worst.size()); ++i)
      write_theme(i, *worst[i].second.section, first, until);
  }

  void write_theme(std::size_t number, const domain::ToolSection& section, base::Period first, base::Period until) {
    const auto name = year_.shown.key + " " + section.key;
    auto random = year_.seed.stream("theme", name);
    domain::Theme theme;
    theme.created_at =
        std::min(at_ten(domain::nth_working_day(until.plus_months(1), 6)), now_ - std::chrono::hours{24 * 20});
    theme.id = domain::ThemeId(year_.seed.uuid("theme", name, theme.created_at));
    theme.title = theme_title(section.title);
    theme.what = theme_what(random);
    theme.lead = year_.moderators.front();
    theme.impact_from = until.plus_months(1);
    theme.evidence.push_back({year_.shown.key, section.key, domain::EvidenceKind::BelowGood, first, until});
    theme.created_by = year_.moderators.front();
    if (number == 1 && year_.request.finished_months > 6) {
      theme.state = domain::ThemeState::Closed;
      theme.closed_at = now_ - std::chrono::hours{24 * 15};
      theme.closed_why = "What was agreed is done. The next audits of it are looked at in the quarterly report.";
    }
    year_.work.themes().add(theme);
    ++year_.counts.themes;
    const auto said = [&](base::Instant at, const PersonId& by, const char* what) {
      year_.chronicle.add(at, by.text(), what, "theme", theme.id.text());
    };
    said(theme.created_at, theme.created_by, "theme-opened");
    const auto& links = year_.framework.action_plan.links;
    for (std::size_t i = 0; i < 3; ++i) {
      domain::ThemeAction action;
      action.created_at = theme.created_at + std::chrono::hours{24 * static_cast<long>(2 + i)};
      action.id = domain::ThemeActionId(
          year_.seed.uuid("theme-action", theme.id.text() + std::to_string(i), action.created_at));
      action.theme = theme.id;
      action.link = links[(number + i) % links.size()];
      action.text = theme_action(random, action.link);
      action.owner = owner(random);
      action.due_on = domain::add_working_days(base::london_day(action.created_at), 20 + 15 * static_cast<int>(i));
      const auto settled = office_hour(random, domain::add_working_days(*action.due_on, random.between(-8, 6)));
      const bool closed = theme.state == domain::ThemeState::Closed;
      if (settled < now_ && (closed || random.chance(0.8))) {
        action.state = domain::TaskState::Done;
        action.outcome = theme_action_outcome(random);
        action.settled_at = closed ? std::min(settled, *theme.closed_at) : settled;
        action.settled_by = action.owner;
      }
      year_.work.themes().add_action(action);
      said(action.created_at, theme.created_by, "theme-action-added");
      if (action.settled_at) said(*action.settled_at, *action.settled_by, "theme-action-settled");
    }
    if (theme.closed_at) said(*theme.closed_at, theme.created_by, "theme-closed");
  }

  PersonId owner(Random& random) const {
    std::vector<PersonId> people{year_.moderators.front()};
    for (const auto role : {domain::JobRole::TeamManager, domain::JobRole::SeniorManager,
                            domain::JobRole::HeadOfService, domain::JobRole::PrincipalSocialWorker})
      if (const auto who = year_.of_role(role)) people.push_back(*who);
    return random.pick(people);
  }

  // ---- figures beside the audits (MEET-2) ----

  void put_measures() {
    const bool by_locality = std::any_of(year_.framework.programmes.begin(), year_.framework.programmes.end(),
                                         [](const auto& programme) { return programme.meeting.by_locality; });
    if (!by_locality) return;
    struct Figure {
      const char* measure;
      const char* unit;
      int usual;
      int spread;
      int target;
    };
    static constexpr Figure kFigures[]{{"Visits within timescale", "%", 86, 6, 95},
                                       {"Assessments finished within 45 working days", "%", 81, 7, 85},
                                       {"Children with a health check in the year", "%", 90, 4, 92}};
    for (std::size_t c = 0; c < year_.cycles.size(); ++c) {
      const auto& written = year_.cycles[c];
      if (!year_.is_shown(*written.programme) || *written.cycle.report_by >= year_.today) continue;
      for (const auto& locality : year_.framework.council.localities) {
        auto random = year_.seed.stream("measures", locality + iso(written.cycle.period));
        for (const auto& figure : kFigures) {
          domain::Measure measure;
          measure.measure = figure.measure;
          measure.period = written.cycle.period;
          measure.locality = locality;
          measure.value.thousandths = std::min(
              100'000, 1000 * figure.usual + static_cast<int>(1000 * figure.spread * random.normal() / 2) / 100 * 100);
          measure.unit = figure.unit;
          measure.target = domain::Decimal{1000LL * figure.target};
          measure.entered_by = year_.administrator;
          measure.entered_at = at_ten(domain::nth_working_day(written.cycle.period.plus_months(1), 2));
          if (measure.entered_at < now_) year_.work.measures().put(measure);
        }
      }
    }
  }

  Year& year_;
  base::Instant now_;
};

}  // namespace

base::Result<void> write_learning(Year& year) { return Learning(year).run(); }

}  // namespace plumbline::app::demo
