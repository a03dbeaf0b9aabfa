#include "support/whole_way.hpp"

#include <algorithm>
#include <set>

#include "app/allocation/allocate_cycle.hpp"
#include "app/allocation/links.hpp"
#include "app/draw/draw_cycle.hpp"
#include "app/draw/nominations.hpp"
#include "app/follow_up/follow_ups.hpp"
#include "app/learning/agreements.hpp"
#include "app/learning/meetings.hpp"
#include "app/learning/reviews.hpp"
#include "app/messages/messages.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "app/register/case_fields.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/framework/programme_days.hpp"
#include "report/monthly/monthly.hpp"
#include "support/a_person.hpp"
#include "support/living_audit.hpp"

namespace plumbline::tests {

using app::Role;
using app::ScopeKind;
using domain::Grade;
using domain::JobRole;
using domain::PersonId;

namespace {

constexpr int kTeams = 4;
constexpr int kWorkersATeam = 6;
constexpr int kPeopleOfAJob = 4;
constexpr int kCasesOfAKind = 12;
constexpr const char* kFlag = "neglect";

template <class List>
auto pick(const List& list, int index, const std::string& otherwise = "") {
  return list.empty() ? otherwise : list[static_cast<std::size_t>(index) % list.size()];
}

// Every kind of case that the definition draws, and every theme flag that it asks for.
std::set<domain::Category> drawn_categories(const domain::Framework& framework) {
  std::set<domain::Category> found;
  for (const auto& programme : framework.programmes) {
    if (programme.draw.categories.empty()) found.insert(domain::kCategories.begin(), domain::kCategories.end());
    found.insert(programme.draw.categories.begin(), programme.draw.categories.end());
    for (const auto& cohort : programme.draw.cohorts) found.insert(cohort.categories.begin(), cohort.categories.end());
  }
  return found;
}
std::vector<std::string> theme_flags_of(const domain::Framework& framework) {
  std::set<std::string> found{kFlag};
  for (const auto& programme : framework.programmes) {
    found.insert(programme.draw.flags.begin(), programme.draw.flags.end());
    for (const auto& cohort : programme.draw.cohorts) found.insert(cohort.flags.begin(), cohort.flags.end());
  }
  return {found.begin(), found.end()};
}

bool is_among(const std::vector<domain::Category>& categories, domain::Category category) {
  return categories.empty() || std::ranges::find(categories, category) != categories.end();
}

}  // namespace

WholeWay::WholeWay(app::Store& store, std::string council, const domain::FrameworkFiles& files, const std::string& file,
                   app::Frameworks& frameworks)
    : store_(store), council_(std::move(council)), frameworks_(frameworks) {
  const base::FixedClock clock(*base::parse_instant("2026-11-30T08:00:00Z"));
  const auto added = app::add_council({council_, "", files, file, ""}, app::command_line_actor(council_), clock,
                                      *store_.begin(council_));
  if (!added) throw base::Broken("the council was refused: " + app::sentence(added.error()));
  framework_ = frameworks_.current(*store_.read(council_)).value();
  settle();
}

void WholeWay::settle() {
  const auto work = store_.begin(council_);
  const auto& localities = framework_->council.localities;
  const auto& areas = framework_->council.service_areas;
  const auto add = [&](const std::string& id, JobRole role, const std::string& team, const std::string& locality,
                       const std::string& area, const std::string& agency = "") {
    auto one = a_person(id, role);
    one.team = team;
    one.locality = locality;
    one.service_area = area;
    one.agency = agency;
    work->people().put(one);
    people_[role].push_back(one.person_id);
  };
  // The first of each job is of the whole council; nobody but managers and workers is in a team that has cases.
  for (const auto role : domain::kJobRoles)
    for (int i = 0; i < kPeopleOfAJob; ++i)
      add(std::string(to_string(role)) + "-" + std::to_string(i), role, "Other " + std::to_string(i),
          i == 0 ? "" : pick(localities, i), i == 0 ? "" : pick(areas, i));
  std::set<std::pair<std::string, JobRole>> agencies;
  for (const auto& programme : framework_->programmes)
    for (const auto& agency : programme.auditors.agencies)
      for (const auto& people : agency.people)
        for (const auto& quota : programme.auditors.allocation.quotas) agencies.emplace(people, quota.role);
  int number = 0;
  for (const auto& [agency, role] : agencies) {
    ++number;
    add("agency-" + std::to_string(number), role, "Agency " + std::to_string(number), "", "", agency);
  }
  for (int t = 0; t < kTeams; ++t) {
    const auto team = "Team " + std::to_string(t);
    const auto manager = "manager-" + std::to_string(t);
    add(manager, JobRole::TeamManager, team, pick(localities, t), pick(areas, t));
    work->people().put_team({team, pick(localities, t), pick(areas, t), PersonId{manager}});
    for (int w = 0; w < kWorkersATeam; ++w)
      add("worker-" + std::to_string(t * kWorkersATeam + w), JobRole::SocialWorker, team, pick(localities, t),
          pick(areas, t));
  }
  const auto import = work->cases().begin_import();
  number = 0;
  for (const auto category : drawn_categories(*framework_))
    for (int i = 0; i < kCasesOfAKind; ++i, ++number) {
      const int team = number % kTeams;
      domain::Case row;
      row.child_id = domain::ChildId{"C" + std::to_string(1000 + number)};
      row.category = category;
      row.team = "Team " + std::to_string(team);
      row.locality = pick(localities, team);
      row.service_area = pick(areas, team);
      row.worker_id = PersonId{"worker-" + std::to_string(team * kWorkersATeam + number / kTeams % kWorkersATeam)};
      row.supervisor_id = PersonId{"manager-" + std::to_string(team)};
      row.opened_on = base::parse_day("2026-03-02");
      row.flags = theme_flags_of(*framework_);
      import->insert(row, app::fingerprint(row));
      cases_.push_back(std::move(row));
    }
  import->finish();
  if (!work->commit()) throw base::Broken("the register was not kept");
}

namespace {

// One programme's cycle. Each step is done as the definition asks; a refusal ends it.
class Cycle : public LivingAudit {
 public:
  Cycle(app::Store& store, const std::string& council, app::Frameworks& frameworks, const domain::Framework& framework,
        const std::map<JobRole, std::vector<PersonId>>& people, const std::vector<domain::Case>& cases,
        const domain::Programme& programme, int size)
      : LivingAudit(store, council, frameworks, framework, people, programme),
        cases_(cases),
        period_(*base::parse_period("2026-12")),
        size_(programme.draw.size > 0 ? std::min(programme.draw.size, size) : size) {
    while (!domain::comes_round_in(programme.cycle, period_)) period_ = period_.plus_months(1);
    clock_.set(base::london_midnight(period_.first()) + std::chrono::hours{8});
  }

  Lived live() {
    using Step = base::Result<void> (Cycle::*)();
    static constexpr std::pair<const char*, Step> kSteps[]{{"review planned", &Cycle::plan_review},
                                                           {"agreed", &Cycle::agree},
                                                           {"nominated", &Cycle::nominate},
                                                           {"drawn", &Cycle::draw},
                                                           {"exempted", &Cycle::exempt},
                                                           {"linked", &Cycle::link},
                                                           {"allocated", &Cycle::allocate},
                                                           {"sent", &Cycle::send},
                                                           {"review noticed", &Cycle::notice},
                                                           {"audited", &Cycle::audit_all},
                                                           {"followed up", &Cycle::follow_up},
                                                           {"met", &Cycle::meet},
                                                           {"checked", &Cycle::check},
                                                           {"review held", &Cycle::hold_review},
                                                           {"audited again", &Cycle::audit_again},
                                                           {"reported", &Cycle::report}};
    for (const auto& [name, step] : kSteps)
      if (const auto outcome = (this->*step)(); !outcome) {
        lived_.stopped = outcome.error().rule;
        lived_.at = name;
        break;
      }
    return lived_;
  }

 private:
  // ---- the month ----

  const domain::Cohort* cohort() const { return domain::cohort_of(programme_, period_); }

  base::Result<void> agree() {
    if (programme_.agreed_by.empty()) return {};
    app::RecordAgreement agreement;
    agreement.programme = programme_.key;
    agreement.period = period_;
    agreement.theme = "What was seen lately";
    agreement.source = pick(programme_.sources, 0, "Complaints");
    agreement.size = size_;
    agreement.agreed_by = person(programme_.agreed_by.front());
    agreement.agreed_on = clock_.today();
    return run([&](app::UnitOfWork& work) {
      return only(app::record_agreement(agreement, runner(), clock_, frameworks_, work));
    });
  }

  base::Result<void> nominate() {
    if (programme_.draw.nominated == domain::Nomination::No) return {};
    const auto rules = domain::draw_rules(programme_, cohort());
    int named = 0;
    for (const auto& row : cases_) {
      if (!is_among(rules.categories, row.category) || !is_among(programme_.draw.categories, row.category)) continue;
      if (++named > size_ + 2) break;
      const auto actor = as(*row.supervisor_id, {{Role::TeamManager, ScopeKind::Team, row.team}});
      CHECK(run([&](app::UnitOfWork& work) {
        return app::nominate_case({programme_.key, period_, row.child_id, domain::NominationReason::WorkerAsked}, actor,
                                  clock_, frameworks_, work);
      }));
    }
    return {};
  }

  base::Result<void> draw() {
    app::DrawCycle command;
    command.programme = programme_.key;
    command.period = period_;
    command.size = size_;
    command.seed = "4711";
    if (const auto* of_month = cohort(); of_month != nullptr && app::needs_issue(*of_month, programme_))
      command.issue = kFlag;
    return run(
        [&](app::UnitOfWork& work) { return only(app::draw_cycle(command, runner(), clock_, frameworks_, work)); });
  }

  domain::Cycle cycle() { return read()->cycles().find(programme_.key, period_).value(); }

  base::Result<void> exempt() {
    if (!programme_.draw.exemptions) return {};
    app::ExemptSampledCase command;
    command.programme = programme_.key;
    command.period = period_;
    command.child = read()->cycles().sample(cycle().id).front().child_id;
    command.reason = "In court this month";
    if (const auto& roles = programme_.draw.exemption_approvers; !roles.empty())
      command.approved_by = person(roles.front());
    return run(
        [&](app::UnitOfWork& work) { return only(app::exempt_case(command, runner(), clock_, frameworks_, work)); });
  }

  base::Result<void> link() {
    if (!programme_.auditors.linked_by_area) return {};
    TRY(const auto choices, app::picture_links(programme_.key, period_, runner(), clock_, frameworks_, *read()));
    app::LinkAreas command{programme_.key, period_, {}};
    for (const auto& choice : choices) command.links.emplace_back(choice.area, choice.proposed);
    return run(
        [&](app::UnitOfWork& work) { return only(app::link_areas(command, runner(), clock_, frameworks_, work)); });
  }

  base::Result<void> allocate() {
    return run([&](app::UnitOfWork& work) {
      return only(app::allocate_cycle({programme_.key, period_}, runner(), clock_, frameworks_, work));
    });
  }

  base::Result<void> send() {
    TRY(lived_.audits, run([&](app::UnitOfWork& work) {
          return app::send_cycle({programme_.key, period_, true}, runner(), clock_, frameworks_, work);
        }));
    for (const auto& one : read()->audits().of_cycle(cycle().id)) audits_.push_back(one.id);
    return {};
  }
  base::Result<void> audit_all() {
    const auto* scale = framework_->find_scale(programme_.scale);
    for (std::size_t i = 0; i < audits_.size(); ++i) {
      // The worst grade first, so that everything that a grade can set off is.
      std::optional<Grade> grade;
      if (scale != nullptr) grade = scale->grades[scale->grades.size() - 1 - i % scale->grades.size()].grade;
      CHECK(one_audit(audits_[i], grade, i == 0));
    }
    return {};
  }

  // ---- what a grade sets off ----

  base::Result<void> follow_up() {
    for (const auto& id : audits_)
      for (const auto& one : read()->follow_ups().of(id)) {
        if (one.kind != domain::FollowUpKind::Supervision || one.state != domain::FollowUpState::Open) continue;
        const auto actor = manager(audit(id));
        app::AgreeAction agree;
        agree.follow_up = one.id;
        agree.text = "Visit weekly until spring";
        agree.measure = "Each visit is on the record";
        agree.due_on = base::add_days(clock_.today(), 14);
        CHECK(run(
            [&](app::UnitOfWork& work) { return only(app::agree_action(agree, actor, clock_, frameworks_, work)); }));
        CHECK(run([&](app::UnitOfWork& work) {
          return app::record_talk({one.id, one.version, clock_.today(), "We agreed weekly visits."}, actor, clock_,
                                  work);
        }));
        ++lived_.talks;
        CHECK(act(id));
      }
    return {};
  }

  base::Result<void> check() {
    for (const auto& id : audits_)
      for (const auto& one : read()->follow_ups().of(id)) {
        if (one.kind != domain::FollowUpKind::Supervision || one.state != domain::FollowUpState::Recorded) continue;
        CHECK(run([&](app::UnitOfWork& work) {
          return app::check_talk({one.id, one.version, true, ""}, council_wide(person(JobRole::QaLead), Role::QaLead),
                                 clock_, frameworks_, work);
        }));
        ++lived_.checked;
      }
    return {};
  }

  base::Result<void> audit_again() {
    for (const auto& id : std::vector(audits_))
      for (const auto& one : read()->follow_ups().of(id)) {
        if (one.kind != domain::FollowUpKind::Reaudit || !one.reaudit || one.state != domain::FollowUpState::Open)
          continue;
        if (!audit(*one.reaudit).auditor) return base::rule_broken("whole_way.reaudit.nobody");
        move_to(*one.from_on, 9);
        app::run_follow_ups(runner(), clock_, frameworks_, store_);
        CHECK(one_audit(*one.reaudit, best_of(context(*one.reaudit)), false));
        if (read()->follow_ups().find(one.id)->state != domain::FollowUpState::Done)
          return base::rule_broken("whole_way.reaudit.left_open");
        ++lived_.reaudits;
      }
    return {};
  }
  // ---- meetings and reviews ----

  base::Result<void> meet() {
    if (programme_.meeting.title.empty()) return {};
    const auto lead = council_wide(person(JobRole::QaLead), Role::QaLead);
    std::vector<std::string> places{""};
    if (programme_.meeting.by_locality) places = framework_->council.localities;
    for (const auto& place : places) {
      const app::MeetingKey key{programme_.key, period_, place};
      const auto now = [&] { return app::open_meeting(key, lead, frameworks_, *read()); };
      TRY(const auto planned, now());
      const auto on = std::max(planned.meeting.on, domain::add_working_days(clock_.today(), 1));
      const auto reason = on == planned.planned_on ? "" : "The hall is taken";
      CHECK(run([&](app::UnitOfWork& work) {
        return app::plan_meeting({key, planned.meeting.version, on, 10 * 60, "Room 2", reason}, lead, clock_,
                                 frameworks_, work);
      }));
      std::vector<PersonId> people{person(JobRole::QaLead)};
      for (const auto& one : planned.expected)
        if (one.person_id != people.front()) people.push_back(one.person_id);
      CHECK(run([&](app::UnitOfWork& work) {
        return only(app::call_meeting({key, now()->meeting.version, people}, lead, clock_, frameworks_, work));
      }));
      move_to(on, 16);
      app::RecordMeeting record;
      record.key = key;
      record.version = now()->meeting.version;
      for (const auto& one : people) record.people.push_back({one, domain::Attendance::Present});
      for (const auto& one : planned.cases)
        record.notes.push_back({domain::NoteKind::Case, one.id.text(), "Warm, direct work."});
      for (const auto& item : programme_.meeting.agenda)
        record.notes.push_back({domain::NoteKind::Item, item, "Talked over."});
      if (programme_.meeting.sets_next_theme) record.next_theme = programme_.draw.cohorts.front().key;
      CHECK(run([&](app::UnitOfWork& work) { return app::record_meeting(record, lead, clock_, frameworks_, work); }));
      CHECK(run([&](app::UnitOfWork& work) {
        return only(app::decide_at_meeting(
            {key, "Ask schools for their view", people.front(), base::add_days(clock_.today(), 14)}, lead, clock_,
            frameworks_, work));
      }));
      CHECK(run([&](app::UnitOfWork& work) {
        return app::close_meeting({key, now()->meeting.version}, lead, clock_, frameworks_, work);
      }));
      ++lived_.meetings;
    }
    return {};
  }

  app::ChangeReview review_now() { return {*review_, read()->reviews().find(*review_)->version}; }
  app::Actor review_lead() const { return council_wide(person(JobRole::QaLead), Role::QaLead); }

  base::Result<void> plan_review() {
    if (!programme_.review.held) return {};
    app::PlanReview plan;
    plan.programme = programme_.key;
    plan.period = period_;
    plan.theme = "What was seen lately";
    plan.venue = "The hall";
    plan.starts_on = domain::add_working_days(clock_.today(), programme_.review.notice_working_days + 3);
    plan.days = programme_.review.days;
    plan.lead = person(JobRole::QaLead);
    TRY(const auto planned,
        run([&](app::UnitOfWork& work) { return app::plan_review(plan, review_lead(), clock_, frameworks_, work); }));
    review_ = planned.id;
    return {};
  }

  base::Result<void> notice() {
    if (!review_) return {};
    return run([&](app::UnitOfWork& work) {
      return only(app::give_notice(review_now(), review_lead(), clock_, frameworks_, work));
    });
  }

  base::Result<void> hold_review() {
    if (!review_) return {};
    const auto ends = read()->reviews().find(*review_)->ends_on();
    move_to(base::add_days(ends, 1), 9);
    if (programme_.review.feedback_session)
      CHECK(run([&](app::UnitOfWork& work) {
        return app::record_feedback({review_now(), ends, "Much warmth, few chronologies."}, review_lead(), clock_,
                                    frameworks_, work);
      }));
    CHECK(run([&](app::UnitOfWork& work) {
      return app::write_report({review_now(), "What was found.", {"Chronologies on every file"}}, review_lead(), clock_,
                               frameworks_, work);
    }));
    for (const auto& step : programme_.review.approval)
      CHECK(run([&](app::UnitOfWork& work) {
        return app::approve_review({review_now(), step.key, "Agreed"},
                                   council_wide(person(step.by.front(), 1), Role::HeadOfService), clock_, frameworks_,
                                   work);
      }));
    for (const auto& way : programme_.review.dissemination)
      CHECK(run([&](app::UnitOfWork& work) {
        return app::share_review({review_now(), way, ""}, review_lead(), clock_, frameworks_, work);
      }));
    ++lived_.reviews;
    return {};
  }
  // ---- the figures ----

  base::Result<void> report() {
    const auto reader = read();
    report::MonthlyRequest request;
    request.programme = programme_.key;
    request.from = request.to = period_;
    TRY(const auto made, report::make_monthly(request, runner(), clock_, *reader, *framework_));
    // What was drawn, sent and returned adds up. Checklists are returned without a grade and an agency leaves sections
    // to others: the report says so.
    for (const auto& one : made.checks) {
      if (one.holds() || one.check.starts_with("returned = ") || one.check.starts_with("section judgements")) continue;
      return base::rule_broken("whole_way.report.unreconciled", one.check);
    }
    if (made.now.returns.returned != static_cast<long long>(audits_.size()))
      return base::rule_broken("whole_way.report.returned");
    return {};
  }

  const std::vector<domain::Case>& cases_;
  base::Period period_;
  int size_;
  std::vector<domain::AuditId> audits_;
  std::optional<domain::ReviewId> review_;
};

}  // namespace

Lived WholeWay::live(const std::string& programme, int cases) {
  return Cycle(store_, council_, frameworks_, *framework_, people_, cases_, *framework_->find_programme(programme),
               cases)
      .live();
}

std::vector<std::string> WholeWay::flaws() {
  std::vector<std::string> found;
  if (store_.read(council_)->journal().verify()) found.emplace_back("the journal's chain is broken");
  const auto work = store_.begin(council_);
  for (const auto& letter : work->outbox().waiting(5000))
    for (const auto* gap : {"{reference}", "{programme}", "{period}", "{due}", "{person}"})
      if ((letter.subject + letter.body).find(gap) != std::string::npos)
        found.push_back("a letter has a gap that nothing fills: " + letter.subject);
  return found;
}

}  // namespace plumbline::tests
