#include "app/demo/aftermath_life.hpp"

#include <algorithm>

#include "app/demo/learning_words.hpp"
#include "app/demo/telling.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/disagreement_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app::demo {

using domain::AuditState;
using domain::Grade;
using domain::JobRole;
using domain::PersonId;

namespace {

class Following {
 public:
  Following(AuditLife& life, Year& year, const domain::Programme& programme, std::size_t team)
      : life_(life),
        year_(year),
        programme_(programme),
        team_(team),
        now_(year.request.now),
        random_(year.seed.stream("aftermath", life.audit.reference)) {}

  Aftermath run() {
    perspective();
    if (audit().state == AuditState::Final && audit().finalised_at && !audit().reaudit_of) {
      disagree();
      follow_up();
      feed_back();
      hand_over();
      share();
    }
    return std::move(after_);
  }

 private:
  domain::Audit& audit() { return life_.audit; }
  std::string id(std::string_view kind, std::size_t number, base::Instant at) const {
    return year_.seed.uuid(kind, life_.audit.reference + "/" + std::to_string(number), at);
  }
  base::Instant later_than(base::Instant at, int least_days, int most_days) {
    const auto day = domain::add_working_days(base::london_day(at), random_.between(least_days, most_days));
    return office_hour(random_, day);
  }

  void perspective() {
    if (!programme_.perspective.asked || !audit().worker_id || !audit().sent_at ||
        audit().state == AuditState::Withdrawn)
      return;
    domain::Perspective told;
    told.audit = audit().id;
    const bool whole = random_.chance(0.82);
    const auto saved = later_than(*audit().sent_at, 1, 5);
    if (saved >= now_ || random_.chance(0.08)) return;
    for (std::size_t i = 0; i < programme_.perspective.questions.size(); ++i)
      told.answers.push_back(whole || i < 2 ? perspective_answer(random_, i) : "");
    told.saved_at = saved;
    if (whole) told.sent_at = saved;
    after_.perspective = std::move(told);
  }

  void disagree() {
    const auto& rule = programme_.disagreement;
    const auto grade = audit().grade();
    if (rule.raised_by.empty() || !grade) return;
    if (!random_.chance(domain::is_below_good(*grade) ? 0.12 : 0.015)) return;
    const auto raised = later_than(*audit().finalised_at, 1, 5);
    if (raised >= now_) return;
    std::optional<PersonId> by;
    for (const auto& recipient : rule.raised_by)
      for (const auto& who : year_.recipients(recipient, audit(), team_))
        if (!by && who != audit().auditor) by = who;
    if (!by) return;
    domain::Disagreement disagreement;
    disagreement.id = domain::DisagreementId(id("disagreement", 0, raised));
    disagreement.audit = audit().id;
    disagreement.raised_by = *by;
    disagreement.raised_at = raised;
    disagreement.reasons = disagreement_reasons(random_);
    disagreement.from = grade;
    for (const auto role : rule.decided_by)
      if (const auto who = year_.of_role(role, audit().locality); who && who != audit().auditor && who != by)
        disagreement.decider = who;
    const auto decided = later_than(raised, 2, 7);
    const auto* scale = year_.framework.find_scale(programme_.scale);
    if (disagreement.decider && decided < now_ && scale != nullptr) {
      domain::DisagreementFinding finding;
      // The grade above, where the scale has one.
      for (const auto& definition : scale->grades)
        if (definition.grade < *grade) finding.to = definition.grade;
      finding.grade_stands = !finding.to || random_.chance(0.6);
      if (*finding.grade_stands) finding.to.reset();
      finding.finding = disagreement_finding(random_, *finding.grade_stands);
      // What the rules refuse stays raised.
      static_cast<void>(
          domain::settle(disagreement, audit(), finding, scale, *disagreement.decider, decided).has_value());
    }
    after_.disagreement = std::move(disagreement);
  }

  void follow_up() {
    std::size_t number = 0;
    for (auto& follow_up : domain::follow_ups_of(audit(), programme_, *audit().finalised_at)) {
      follow_up.id = domain::FollowUpId(id("follow-up", number++, *audit().finalised_at));
      if (follow_up.kind == domain::FollowUpKind::Supervision)
        talk(follow_up);
      else
        plan_reaudit(follow_up);
      after_.follow_ups.push_back(std::move(follow_up));
    }
  }

  void talk(domain::FollowUp& follow_up) {
    const bool never = random_.chance(0.12);
    const auto recorded = later_than(*audit().finalised_at, 3, 16);
    if (never || recorded >= now_ || !audit().supervisor_id) {
      if (follow_up.due_on && base::add_days(*follow_up.due_on, 1) < year_.today)
        follow_up.escalated_at = base::london_midnight(base::add_days(*follow_up.due_on, 1)) + std::chrono::hours{7};
      return;
    }
    follow_up.state = domain::FollowUpState::Recorded;
    follow_up.talked_on = base::london_day(recorded);
    follow_up.agreed = talk_agreed(random_);
    follow_up.recorded_by = audit().supervisor_id;
    follow_up.recorded_at = recorded;
    if (!follow_up.check_at_meeting) {
      follow_up.state = domain::FollowUpState::Done;
      return;
    }
    const auto period = base::period_of(*follow_up.talked_on);
    auto meeting = domain::meeting_on(programme_, period);
    if (meeting && *meeting <= *follow_up.talked_on) meeting = domain::meeting_on(programme_, period.plus_months(1));
    if (!meeting || *meeting >= year_.today) return;
    follow_up.state = domain::FollowUpState::Done;
    follow_up.checked_by = year_.moderators.front();
    follow_up.checked_at = base::london_midnight(*meeting) + std::chrono::hours{14};
    follow_up.checked_note = meeting_check(random_);
  }

  void plan_reaudit(domain::FollowUp& follow_up) {
    const auto* trigger = domain::trigger_of(audit(), programme_, domain::FollowUpKind::Reaudit);
    if (trigger == nullptr || !follow_up.from_on) return;
    domain::Audit again;
    again.period = base::period_of(*follow_up.from_on);
    again.reference =
        domain::audit_reference(year_.framework.council.reference, again.period, year_.next_number(again.period));
    again.id = domain::AuditId(year_.seed.uuid("audit", again.reference, *audit().finalised_at));
    again.cycle = audit().cycle;
    again.programme = audit().programme;
    again.cohort = audit().cohort;
    again.child_id = audit().child_id;
    again.category = audit().category;
    again.locality = audit().locality;
    again.service_area = audit().service_area;
    again.team = audit().team;
    again.worker_id = audit().worker_id;
    again.supervisor_id = audit().supervisor_id;
    again.tool = audit().tool;
    again.tool_version = audit().tool_version;
    again.due_on = follow_up.due_on;
    again.reaudit_of = audit().id;
    again.state = AuditState::Allocated;
    for (const auto index : year_.council.with_role(trigger->by.value_or(JobRole::SeniorManager))) {
      const auto& one = year_.council.people()[index];
      if (one.person_id == audit().auditor || one.person_id == audit().supervisor_id) continue;
      if (!again.auditor || random_.chance(0.3)) again.auditor = one.person_id;
    }
    follow_up.reaudit = again.id;
    if (again.auditor && *follow_up.from_on < year_.today) {
      again.state = AuditState::Sent;
      again.sent_at = base::london_midnight(*follow_up.from_on) + std::chrono::hours{9};
    }
    after_.reaudit = std::move(again);
  }

  void feed_back() {
    if (!programme_.earlier_practice.asked || !random_.chance(0.16) || !audit().auditor) return;
    const auto& earlier = year_.council.people()[random_.pick(year_.council.teams()[team_].workers)];
    if (earlier.person_id == audit().worker_id) return;
    domain::PracticeNote note;
    note.id = domain::PracticeNoteId(id("practice", 0, *audit().submitted_at));
    note.audit = audit().id;
    note.kind = random_.chance(0.65) ? domain::PracticeKind::Strength : domain::PracticeKind::Concern;
    note.worker = earlier.person_id;
    note.team = audit().team;
    note.text = earlier_practice_text(random_, note.kind == domain::PracticeKind::Strength);
    note.noted_by = *audit().auditor;
    note.noted_at = audit().started_at.value_or(*audit().submitted_at);
    note.fed_back_at = audit().finalised_at;
    for (const auto& who : {earlier.person_id, year_.manager_of(team_)}) {
      domain::PracticeReader reader{who, *note.fed_back_at, std::nullopt};
      if (const auto read = later_than(reader.told_at, 1, 9); read < now_ && random_.chance(0.8))
        reader.acknowledged_at = read;
      note.told.push_back(reader);
    }
    after_.practice.push_back(std::move(note));
  }

  void hand_over() {
    if (programme_.case_note.text.empty()) return;
    const auto at = later_than(*audit().finalised_at, 1, 8);
    if (at >= now_ || random_.chance(0.1)) return;
    for (const auto& recipient : programme_.case_note.given_to)
      for (const auto& who : year_.recipients(recipient, audit(), team_))
        if (!after_.hand_over) after_.hand_over = HandOver{audit().id, who, base::london_day(at), at};
  }

  void share() {
    for (const auto& section : life_.sections) {
      if (!section.good_practice) continue;
      const auto at = later_than(*audit().finalised_at, 3, 15);
      if (at < now_ && random_.chance(0.6))
        after_.shared.push_back({audit().id, section.section, year_.moderators.front(), base::london_day(at)});
    }
  }

  AuditLife& life_;
  Year& year_;
  const domain::Programme& programme_;
  std::size_t team_;
  base::Instant now_;
  Random random_;
  Aftermath after_;
};

}  // namespace

Aftermath what_follows(AuditLife& life, Year& year, const domain::Programme& programme, std::size_t team) {
  if (!year.request.every_programme) return {};
  return Following(life, year, programme, team).run();
}

base::Result<void> write_what_follows(Aftermath& after, const AuditLife& life, Year& year) {
  auto& work = year.work;
  if (after.perspective) CHECK(work.perspectives().save(*after.perspective));
  if (after.disagreement) CHECK(work.disagreements().add(*after.disagreement));
  for (const auto& one : after.follow_ups) work.follow_ups().add(one);
  for (const auto& one : after.practice) work.follow_ups().add_practice(one);
  if (after.hand_over) CHECK(work.follow_ups().add_hand_over(*after.hand_over));
  for (const auto& one : after.shared) work.follow_ups().put_shared(one);
  tell(year, after, life);
  return {};
}

}  // namespace plumbline::app::demo
