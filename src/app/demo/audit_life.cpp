#include "app/demo/audit_life.hpp"

#include <algorithm>
#include <array>

#include "app/demo/narrative.hpp"
#include "domain/audit/completeness.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/moderation/moderate.hpp"

namespace plumbline::app::demo {

using domain::ActionState;
using domain::AuditState;
using domain::Grade;

namespace {

constexpr std::array kLocalityEffects{0.16, -0.06, 0.02, 0.1, -0.1, 0.0};

// Sections differ in how well practice in them stands; oversight and records are behind everywhere.
double section_effect(std::string_view section) {
  if (section == "voice" || section == "partners" || section == "home") return 0.3;
  if (section == "management") return -0.28;
  if (section == "records" || section == "planning") return -0.18;
  if (section == "risk" || section == "assessment") return 0.12;
  return 0.05;
}

Grade grade_of(double value, double outstanding, double good, double inadequate) {
  if (value > outstanding) return Grade::Outstanding;
  if (value > good) return Grade::Good;
  if (value < inadequate) return Grade::Inadequate;
  return Grade::RequiresImprovement;
}

// The nearest grade that the scale has, for councils whose form lacks some.
Grade offered(const domain::Scale* scale, Grade grade) {
  if (!scale || scale->offers(grade)) return grade;
  for (const auto& definition : scale->grades)
    if (definition.grade >= grade) return definition.grade;
  return scale->grades.empty() ? grade : scale->grades.back().grade;
}

class Life {
 public:
  Life(const AuditStart& start, Random random, const Seed& seed, const domain::Framework& framework,
       const domain::Programme& programme, base::Instant now)
      : start_(start),
        random_(random),
        seed_(seed),
        framework_(framework),
        programme_(programme),
        now_(now),
        today_(base::london_day(now)),
        sent_on_(base::london_day(start.audit.sent_at.value_or(now))),
        scale_(programme.scale.empty() ? nullptr : framework.find_scale(programme.scale)) {
    life_.audit = start.audit;
  }

  AuditLife run() {
    if (start_.story == Story::NotSent) {
      audit().state = AuditState::Allocated;
      audit().sent_at.reset();
      return std::move(life_);
    }
    if (start_.story == Story::Withdrawn) {
      audit().state = AuditState::Withdrawn;
      return std::move(life_);
    }
    choose_fate();
    reallocate();
    judge();
    talk();
    if (life_.audit.submitted_at) {
      moderate();
      plan_actions();
    }
    worry();
    return std::move(life_);
  }

 private:
  domain::Audit& audit() { return life_.audit; }
  std::string id(std::string_view kind, std::size_t number, base::Instant at) const {
    return seed_.uuid(kind, start_.audit.reference + "/" + std::to_string(number), at);
  }
  base::Instant later_than(base::Instant at, int least_days, int most_days) {
    const auto day = domain::add_working_days(base::london_day(at), random_.between(least_days, most_days));
    return office_hour(random_, day);
  }

  void choose_fate() {
    const auto due = *audit().due_on;
    const double fate = random_.unit();
    if (start_.running) {
      const int out = std::max(2, domain::working_days_between(sent_on_, today_));
      switch (start_.story) {
        case Story::NotBegun:
          return;
        case Story::WaitsForModeration:
        case Story::SentBack:
          submit_on(std::max(1, out - 3 - random_.below(4)));
          return;
        case Story::HandedBack:
          hand_back();
          return;
        case Story::ConcernToday:
          begin(now_ - std::chrono::hours{2});
          return;
        case Story::ConcernYesterday:
          begin(now_ - std::chrono::hours{27});
          return;
        default:
          break;
      }
      const int all = std::max(1, domain::working_days_between(sent_on_, due));
      const double gone =
          std::clamp(static_cast<double>(domain::working_days_between(sent_on_, today_)) / all, 0.0, 1.2);
      const double returned = 0.1 + 0.58 * gone;
      const double begun = returned + 0.2;
      if (fate < returned)
        submit_on(random_.between(2, std::max(2, domain::working_days_between(sent_on_, today_) - 1)));
      else if (fate < begun)
        begin(later_than(*audit().sent_at, 1, std::max(1, domain::working_days_between(sent_on_, today_) - 1)));
      return;
    }
    const bool last = start_.month + 1 == start_.months;
    const double left = last ? 0.09 : 0.05;
    if (fate < 0.006) {
      hand_back();
    } else if (fate < left) {
      // Given out and never returned: begun by half of them.
      if (random_.chance(0.5)) begin(later_than(*audit().sent_at, 2, 12));
    } else {
      const int all = std::max(4, domain::working_days_between(sent_on_, due));
      submit_on(random_.chance(0.87) ? random_.between(3, all) : all + random_.between(1, 9));
    }
  }

  void begin(base::Instant at) {
    if (at >= now_) at = now_ - std::chrono::hours{3};
    audit().started_at = std::max(at, *audit().sent_at);
    audit().state = AuditState::InProgress;
    audit().minutes_spent = random_.between(25, 110);
  }

  void submit_on(int working_days) {
    auto at = office_hour(random_, domain::add_working_days(sent_on_, working_days));
    if (at >= now_) at = now_ - std::chrono::hours{2 + random_.below(20)};
    at = std::max(at, *audit().sent_at + std::chrono::hours{4});
    audit().started_at = std::max(*audit().sent_at, at - std::chrono::hours{24 * random_.between(1, 9) + 3});
    audit().submitted_at = at;
    audit().state = AuditState::Submitted;
    audit().minutes_spent = std::clamp(static_cast<int>(150 + 38 * random_.normal()), 60, 330);
  }

  void hand_back() {
    static constexpr std::array<std::string_view, 3> kReasons{"conflict", "closed-case", "wrong-case"};
    audit().state = AuditState::HandedBack;
    audit().hand_back_reason = random_.pick(kReasons);
    audit().hand_back_note = hand_back_note(audit().hand_back_reason);
  }

  void reallocate() {
    if (!audit().auditor || start_.running || !random_.chance(0.02)) return;
    Reallocation moved;
    moved.audit = audit().id;
    moved.to = *audit().auditor;
    moved.reason = random_.chance(0.5) ? "Away ill" : "On leave until after the return date";
    moved.by = start_.moderator;
    moved.at = *audit().sent_at + std::chrono::hours{26};
    life_.reallocation = std::move(moved);  // whom it came from is filled in by who knows the other auditors
  }

  void judge() {
    if (!audit().started_at) return;
    const auto* tool = framework_.find_tool(audit().tool);
    if (!tool) return;
    const auto sections = domain::sections_asked(audit(), programme_, *tool);
    if (sections.empty()) return;
    const bool whole = audit().submitted_at.has_value();
    const auto filled =
        whole ? sections.size() : static_cast<std::size_t>(random_.between(1, static_cast<int>(sections.size())));
    const double progress = static_cast<double>(start_.month) / std::max(1, start_.months);
    const double of_case = -0.24 + 0.42 * progress + kLocalityEffects[start_.locality % kLocalityEffects.size()] +
                           start_.team_effect + 0.55 * random_.normal();
    const auto began = *audit().started_at;
    const auto ended = whole ? *audit().submitted_at : now_;
    double sum = 0;
    int judged = 0;
    Grade worst = Grade::Outstanding;
    for (std::size_t i = 0; i < filled; ++i) {
      const auto& of_tool = *sections[i];
      domain::AuditSection section;
      section.section = of_tool.key;
      section.saved_at = began + (ended - began) * static_cast<long long>(i + 1) / static_cast<long long>(filled + 1);
      section.saved_by = audit().auditor;
      Grade grade = Grade::Good;
      if (tool->judged) {
        if (of_tool.may_be_not_applicable && random_.chance(0.13)) {
          grade = Grade::NotApplicable;
        } else {
          const double value = 0.85 * of_case + section_effect(of_tool.key) + 0.5 * random_.normal();
          grade = offered(scale_, grade_of(value, 1.32, 0.0, -1.35));
          sum += value;
          ++judged;
          worst = std::max(worst, grade);
        }
        section.judgement = grade;
        auto writing = section_writing(random_, of_tool.key, grade);
        section.evidence = std::move(writing.evidence);
        section.impact = std::move(writing.impact);
        section.good_practice =
            (grade == Grade::Outstanding && random_.chance(0.55)) || (grade == Grade::Good && random_.chance(0.012));
      } else {
        grade = grade_of(0.85 * of_case + 0.5 * random_.normal(), 1.32, 0.0, -1.35);
      }
      for (const auto* question : domain::questions_for(of_tool, audit().category))
        if (auto answer = answered(*question, grade)) section.answers.push_back(std::move(*answer));
      life_.sections.push_back(std::move(section));
    }
    for (const auto* document : domain::key_documents_for(framework_, programme_, audit().category)) {
      domain::KeyDocumentFinding finding;
      finding.document = document->key;
      const double luck = random_.unit();
      finding.finding = luck < 0.87   ? domain::DocumentFinding::Found
                        : luck < 0.95 ? domain::DocumentFinding::NotFound
                                      : domain::DocumentFinding::NotRecorded;
      if (finding.finding == domain::DocumentFinding::NotFound) finding.note = document_note(random_);
      life_.documents.push_back(std::move(finding));
    }
    if (!whole || !tool->judged || judged == 0) return;
    auto overall = grade_of(sum / judged + 0.12 * random_.normal(), 0.98, 0.02, -1.0);
    // A child who was left at risk is not well served, whatever the rest.
    if (worst >= Grade::Inadequate && overall < Grade::RequiresImprovement) overall = Grade::RequiresImprovement;
    if (overall == Grade::Inadequate && sum / judged < -1.2 && scale_ && scale_->offers(Grade::InadequateCritical))
      overall = Grade::InadequateCritical;
    audit().overall = offered(scale_, overall);
    audit().overall_reason = overall_reason(random_, *audit().overall);
  }

  std::optional<domain::SectionAnswer> answered(const domain::Question& question, Grade grade) {
    domain::SectionAnswer answer;
    answer.question = question.key;
    switch (question.kind) {
      case domain::QuestionKind::Prompt:
        return std::nullopt;
      case domain::QuestionKind::Text:
        answer.note = section_writing(random_, "", grade).impact;
        return answer;
      case domain::QuestionKind::Compliance:
        break;
    }
    if (grade == Grade::NotApplicable || (!question.not_applicable_when.empty() && random_.chance(0.18))) {
      answer.answer = domain::Answer::NotApplicable;
      return answer;
    }
    const double yes = domain::is_good_or_better(grade) ? 0.88 : grade == Grade::RequiresImprovement ? 0.58 : 0.3;
    const double luck = random_.unit();
    answer.answer = luck < yes                     ? domain::Answer::Yes
                    : luck < yes + (1 - yes) * 0.6 ? domain::Answer::Partly
                                                   : domain::Answer::No;
    return answer;
  }

  void talk() {
    if (audit().state == AuditState::HandedBack) return;
    if (!programme_.conversation.required && programme_.conversation.with.empty()) return;
    domain::Conversation talk;
    talk.kind = domain::ConversationKind::Worker;
    talk.place = random_.chance(0.6) ? "By video" : "Team office";
    if (!audit().submitted_at) {
      if (!random_.chance(0.6)) return;
      const auto day = domain::add_working_days(today_, random_.between(1, 4));
      talk.booked_for = base::london_midnight(day) + std::chrono::hours{random_.between(10, 13)};
      life_.conversations.push_back(std::move(talk));
      return;
    }
    // A working day or two before the audit was returned; Friday afternoons are left alone.
    const auto day = domain::add_working_days(base::london_day(*audit().submitted_at), -random_.between(1, 2));
    talk.booked_for = base::london_midnight(day) + std::chrono::hours{random_.between(10, 12)};
    const double took_part = 0.74 + 0.11 * start_.month / std::max(1, start_.months);
    talk.held = audit().worker_id.has_value() && random_.chance(took_part);
    if (*talk.held) {
      talk.held_on = day;
      talk.manager_present = random_.chance(0.25);
      talk.summary = conversation_summary(random_);
      talk.agreed = conversation_agreed(random_);
    } else {
      static constexpr std::array kWeights{18, 31, 14, 25, 12};
      talk.reason = audit().worker_id ? domain::kNotHeldReasons[random_.weighted(kWeights)]
                                      : domain::NotHeldReason::LeftOrganisation;
    }
    life_.conversations.push_back(std::move(talk));

    if (!audit().family_contact) return;
    domain::Conversation family;
    family.kind = domain::ConversationKind::Family;
    family.held = random_.chance(0.68);
    family.purpose_explained = true;
    if (*family.held) {
      family.held_on = day;
      family.consent = true;
      family.place = "At home";
      family.views = family_views(random_);
      family.service_feedback = family_feedback(random_);
      const auto replied = base::add_days(day, random_.between(5, 20));
      if (programme_.family.written_reply && replied < today_) {
        family.written_reply = family_reply(random_);
        family.replied_on = replied;
      }
    } else {
      family.reason = domain::NotHeldReason::NoResponse;
      family.consent = random_.chance(0.5);
    }
    life_.conversations.push_back(std::move(family));
  }

  domain::Moderation look(std::size_t number, base::Instant at) {
    domain::Moderation looked;
    looked.id = domain::ModerationId(id("moderation", number, at));
    looked.audit = audit().id;
    looked.moderator = start_.moderator;
    looked.narrative_supports = true;
    looked.helps_learning = random_.chance(0.86);
    looked.next_is_clear = random_.chance(0.82);
    looked.from = audit().overall;
    looked.at = at;
    return looked;
  }

  void moderate() {
    audit().moderation_pick = domain::moderation_pick(programme_.moderation, audit().overall, start_.picked);
    if (audit().moderation_pick.empty()) {
      audit().state = AuditState::Final;
      audit().finalised_at = audit().submitted_at;
      return;
    }
    if (start_.story == Story::WaitsForModeration) return;
    const bool sent_back = start_.story == Story::SentBack;
    auto at = later_than(*audit().submitted_at, 1, sent_back ? 1 : 7);
    if (sent_back) at = std::min(at, now_ - std::chrono::hours{2});
    if (at >= now_) return;
    if (sent_back || random_.chance(0.07)) {
      auto looked = look(0, at);
      looked.outcome = domain::ModerationOutcome::Returned;
      looked.narrative_supports = random_.chance(0.5);
      looked.reason = moderation_return_reason(random_);
      life_.moderations.push_back(std::move(looked));
      const auto again = later_than(at, 1, 5);
      if (sent_back || again >= now_) {
        audit().state = AuditState::Returned;
        return;
      }
      life_.returned_again_at.push_back(again);
      at = later_than(again, 1, 4);
      if (at >= now_) return;
    }
    auto looked = look(1, at);
    const double luck = random_.unit();
    const auto overall = audit().overall.value_or(Grade::Good);
    auto to = overall;
    if (audit().overall && programme_.moderation.may_change_grade) {
      if (luck < 0.16 && overall < Grade::Inadequate)
        to = offered(scale_, static_cast<Grade>(static_cast<int>(overall) + 1));
      else if (luck > 0.955 && overall > Grade::Outstanding)
        to = static_cast<Grade>(static_cast<int>(overall) - 1);
    }
    if (to != overall) {
      looked.outcome = domain::ModerationOutcome::Changed;
      looked.narrative_supports = false;
      looked.to = to;
      looked.reason = moderation_reason(random_, overall, to);
    }
    if (audit().overall) audit().moderated_overall = to;
    life_.moderations.push_back(std::move(looked));
    audit().state = AuditState::Final;
    audit().finalised_at = at;
  }

  void plan_actions() {
    std::size_t number = 0;
    for (const auto& section : life_.sections) {
      if (!section.judgement || !domain::is_below_good(*section.judgement)) continue;
      domain::Action action;
      const auto agreed_at = audit().finalised_at.value_or(*audit().submitted_at);
      action.id = domain::ActionId(id("action", number++, *audit().submitted_at));
      action.audit = audit().id;
      action.section = section.section;
      auto writing = action_writing(random_, section.section);
      action.text = std::move(writing.text);
      action.measure = std::move(writing.measure);
      action.owner = audit().worker_id ? audit().worker_id : audit().supervisor_id;
      action.sign_off_by = audit().supervisor_id;
      action.created_at = section.saved_at.value_or(*audit().submitted_at);
      action.priority = *section.judgement >= Grade::Inadequate ? domain::Priority::High
                        : random_.chance(0.2)                   ? domain::Priority::Low
                                                                : domain::Priority::Medium;
      const int window = window_of(action.priority);
      const auto agreed_on = base::london_day(agreed_at);
      auto due = base::add_days(agreed_on, window - random_.below(5));
      if (!domain::is_working_day(due)) due = domain::add_working_days(due, 1);
      action.due_on = due;
      if (audit().state == AuditState::Final) {
        action.state = ActionState::Open;
        follow_up(action, agreed_on, window);
      }
      life_.actions.push_back(std::move(action));
    }
  }

  // So many days are usual, or fewer where the council sees such actions through sooner.
  int window_of(domain::Priority priority) const {
    const int usual = priority == domain::Priority::High ? 14 : priority == domain::Priority::Medium ? 42 : 90;
    for (const auto& rule : programme_.actions.priorities)
      if (rule.priority == priority && rule.within_days > 0) return std::min(usual, rule.within_days);
    return usual;
  }

  void follow_up(domain::Action& action, base::Day agreed_on, int window) {
    const double fate = random_.unit();
    int days = 0;
    if (fate < 0.8)
      days = random_.between(4, std::max(5, window - 2));
    else if (fate < 0.955)
      days = window + random_.between(2, 45);
    else
      days = window + random_.between(60, 400);
    const auto done = office_hour(random_, domain::add_working_days(base::add_days(agreed_on, days), 1));
    if (done >= now_) return;
    action.state = ActionState::Done;
    action.done_at = done;
    action.done_evidence = done_evidence(random_);
    const auto signed_off = later_than(done, 1, random_.chance(0.9) ? 12 : 50);
    if (signed_off >= now_) return;
    action.state = ActionState::SignedOff;
    action.signed_off_at = signed_off;
    action.signed_off_by = action.sign_off_by;
    action.sign_off_note = sign_off_note(random_);
  }

  void worry() {
    if (!audit().started_at || !audit().auditor) return;
    const bool grave = audit().overall && *audit().overall >= Grade::Inadequate;
    const bool told = start_.story == Story::ConcernToday || start_.story == Story::ConcernYesterday;
    const bool immediate = random_.chance(grave ? 0.2 : 0.008) || told;
    const bool review = !immediate && random_.chance(0.014);
    if (!immediate && !review) return;
    domain::Concern concern;
    const auto at = std::min(*audit().started_at + std::chrono::hours{1}, now_ - std::chrono::minutes{40});
    concern.id = domain::ConcernId(id("concern", 0, at));
    concern.audit = audit().id;
    concern.kind = immediate ? domain::ConcernKind::Immediate : domain::ConcernKind::Review;
    concern.raised_by = *audit().auditor;
    concern.raised_at = at;
    const auto writing = immediate ? immediate_concern(random_) : practice_review(random_);
    concern.what = writing.what;
    concern.doing = writing.doing;
    if (start_.story == Story::ConcernToday) {
      life_.concerns.push_back(std::move(concern));
      return;
    }
    const auto acknowledged =
        at + std::chrono::minutes{immediate ? random_.between(9, 150) : random_.between(600, 4000)};
    if (acknowledged < now_) {
      concern.state = domain::ConcernState::Acknowledged;
      concern.acknowledged_at = acknowledged;
      concern.response = writing.response;
      const auto closed = later_than(acknowledged, immediate ? 3 : 8, immediate ? 9 : 30);
      if (closed < now_) {
        concern.state = domain::ConcernState::Closed;
        concern.closed_at = closed;
        concern.outcome = writing.outcome;
      }
    }
    life_.concerns.push_back(std::move(concern));
  }

  const AuditStart& start_;
  Random random_;
  const Seed& seed_;
  const domain::Framework& framework_;
  const domain::Programme& programme_;
  base::Instant now_;
  base::Day today_;
  base::Day sent_on_;
  const domain::Scale* scale_;
  AuditLife life_;
};

}  // namespace

base::Instant office_hour(Random& random, base::Day day) {
  return base::london_midnight(day) + std::chrono::minutes{9 * 60 + random.below(7 * 60 + 30)};
}

AuditLife live(const AuditStart& start, Random random, const Seed& seed, const domain::Framework& framework,
               const domain::Programme& programme, base::Instant now) {
  return Life(start, random, seed, framework, programme, now).run();
}

}  // namespace plumbline::app::demo
