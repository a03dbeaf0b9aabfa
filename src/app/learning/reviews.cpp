#include "app/learning/reviews.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "app/audit/letters.hpp"
#include "app/audit/reasons.hpp"
#include "app/audit/write_down.hpp"
#include "app/draw/month.hpp"
#include "app/learning/words.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "app/register/person_there.hpp"
#include "base/blank.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/calendar/working_days.hpp"

namespace plumbline::app {
namespace {

using domain::Review;

using base::blank;

struct Found {
  Month month;
  Review review;
  const domain::ReviewRule& rule() const { return month.programme->review; }
};

base::Result<Found> find(const domain::ReviewId& id, Frameworks& frameworks, const MonthReads& reads,
                         ReviewReads& reviews) {
  auto review = reviews.find(id);
  if (!review) return base::not_found("access.row.not_found");
  Found found;
  TRY(found.month, find_month(review->programme, review->period, frameworks, reads));
  if (!found.rule().held) return base::not_found("access.row.not_found");
  found.review = std::move(*review);
  return found;
}

base::Result<Found> find_to_change(const ChangeReview& command, Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, find(command.id, frameworks, month_reads(work), work.reviews()));
  if (command.version != found.review.version) return base::stale("store.save.stale");
  return found;
}

JournalFields fields_of(const Review& review) {
  JournalFields fields{{"programme", review.programme},
                       {"period", base::iso(review.period)},
                       {"theme", hashed(review.theme)},
                       {"cohort", review.cohort},
                       {"starts_on", base::iso(review.starts_on)},
                       {"days", std::to_string(review.days)}};
  if (!review.venue.empty()) fields.emplace_back("venue", hashed(review.venue));
  if (review.lead) fields.emplace_back("lead", review.lead->text());
  if (!review.feedback.empty()) fields.emplace_back("feedback", hashed(review.feedback));
  if (!review.report.empty()) fields.emplace_back("report", hashed(review.report));
  if (!review.recommendations.empty())
    fields.emplace_back("recommendations", std::to_string(review.recommendations.size()));
  for (const auto& one : review.recommendations)
    if (one.theme) fields.emplace_back("theme of " + one.id.text(), one.theme->text());
  for (const auto& step : review.approved) fields.emplace_back("approved " + step.step, step.by.text());
  for (const auto& step : review.shared) fields.emplace_back("shared " + step.step, step.by.text());
  return fields;
}

// `mark` stands for the reason in the journal.
base::Result<void> save(const Review& before, Review& after, std::string_view what, const std::string& mark,
                        const Actor& actor, base::Instant now, UnitOfWork& work) {
  CHECK(work.reviews().save(after));
  write_down(work.journal(), actor, now, what, "review", after.id.text(), mark, fields_of(before), fields_of(after));
  return {};
}

base::Result<void> keep(const Review& before, Review& after, std::string_view what, const std::string& mark,
                        const Actor& actor, base::Instant now, UnitOfWork& work) {
  CHECK(save(before, after, what, mark, actor, now, work));
  return work.commit();
}

struct Holders {
  std::size_t cases = 0;
  std::size_t unknown = 0;
  std::map<domain::PersonId, std::vector<std::string>> references;  // of the audits that are sent; may be empty
};

Holders holders_of(const DrawnCases& drawn, const MonthReads& reads) {
  Holders holders;
  std::map<domain::ChildId, const domain::Audit*> audit_of;
  for (const auto& audit : drawn.audits) audit_of[audit.child_id] = &audit;
  for (const auto& sampled : drawn.sample) {
    ++holders.cases;
    const auto audit = audit_of.find(sampled.child_id);
    std::optional<domain::PersonId> worker;
    if (audit != audit_of.end()) {
      worker = audit->second->worker_id;
    } else if (const auto row = reads.cases.find(sampled.child_id)) {
      worker = row->worker_id;
    }
    if (!worker || !reads.people.find(*worker)) {
      ++holders.unknown;
      continue;
    }
    auto& references = holders.references[*worker];
    if (audit != audit_of.end()) references.push_back(audit->second->reference);
  }
  return holders;
}

// `Tuesday 1 December 2026`, `Tuesday 1 December 2026 and the day after`, `… and the 2 days after`.
std::string say_days(const Review& review) {
  const auto first = base::say_with_weekday(review.starts_on);
  if (review.days == 1) return first;
  return first +
         (review.days == 2 ? " and the day after" : " and the " + std::to_string(review.days - 1) + " days after");
}

}  // namespace

std::string review_path(const domain::ReviewId& id) { return "/reviews/" + id.text(); }

base::Result<OpenReview> open_review(const domain::ReviewId& id, const Actor& actor, const base::Clock& clock,
                                     Frameworks& frameworks, Reader& reader) {
  CHECK(may_view_programme(actor));
  const auto reads = month_reads(reader);
  TRY(auto found, find(id, frameworks, reads, reader.reviews()));
  OpenReview open;
  open.framework = found.month.framework;
  open.programme = found.month.programme;
  open.cycle = found.month.cycle;
  open.agreement = reader.reviews().agreement(found.review.programme, found.review.period);
  const auto drawn = drawn_cases(found.month, reads);
  const auto holders = holders_of(drawn, reads);
  open.pairs = pairs_of(found.month, drawn, reads);
  open.cases = holders.cases;
  open.without_holder = holders.unknown;
  for (const auto& [person, references] : holders.references) open.case_holders.push_back(person);
  open.stage = domain::stage_of(found.review, found.rule(), clock.today());
  open.review = std::move(found.review);
  return open;
}

base::Result<Review> plan_review(const PlanReview& command, const Actor& actor, const base::Clock& clock,
                                 Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_reviews(actor));
  TRY(const auto month, find_month(command.programme, command.period, frameworks, month_reads(work)));
  const auto& programme = *month.programme;
  if (!programme.review.held) return base::rule_broken("review.put.not_held", "programme");
  if (blank(command.theme)) return base::invalid("review.put.theme_missing", "theme");
  CHECK(check_line(command.theme, "theme"));
  const auto& cohorts = programme.draw.cohorts;
  if (!command.cohort.empty() && std::ranges::find(cohorts, command.cohort, &domain::Cohort::key) == cohorts.end())
    return base::invalid("review.put.cohort", "cohort");
  CHECK(check_line(command.venue, "venue"));
  if (!command.starts_on) return base::invalid("review.put.day_missing", "starts_on");
  if (!domain::is_working_day(*command.starts_on)) return base::invalid("review.put.day_off", "starts_on");
  if (command.days < 1 || command.days > programme.review.days)
    return base::invalid("review.put.days", "days", {{"most", std::to_string(programme.review.days)}});
  const auto now = clock.now();
  Review before;
  if (command.id) {
    TRY(const auto found, find_to_change({*command.id, command.version}, frameworks, work));
    before = found.review;
  }
  if (command.lead && command.lead != before.lead && !person_there(*command.lead, work.people()))
    return base::invalid("review.put.lead_unknown", "lead");
  auto after = before;
  after.theme = command.theme;
  after.cohort = command.cohort;
  after.venue = command.venue;
  after.starts_on = *command.starts_on;
  after.days = command.days;
  after.lead = command.lead;
  if (!command.id) {
    if (const auto there = work.reviews().find(command.programme, command.period)) {
      // Sent twice: it is there as it was meant.
      const auto plan = [](const Review& one) {
        return std::tie(one.theme, one.cohort, one.venue, one.starts_on, one.days, one.lead);
      };
      if (plan(*there) == plan(after)) return *there;
      return base::rule_broken("review.put.exists", "period");
    }
  }
  if (!command.id) {
    after.id = domain::ReviewId{base::new_uuid(now)};
    after.programme = command.programme;
    after.period = command.period;
    after.created_at = now;
    work.reviews().add(after);
    before = after;
  }
  CHECK(keep(before, after, command.id ? "review-changed" : "review-planned", "", actor, now, work));
  return after;
}

base::Result<int> give_notice(const ChangeReview& command, const Actor& actor, const base::Clock& clock,
                              Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_reviews(actor));
  TRY(const auto found, find_to_change(command, frameworks, work));
  const auto reads = month_reads(work);
  const auto holders = holders_of(drawn_cases(found.month, reads), reads);
  if (holders.cases == 0) return base::rule_broken("review.notice.not_drawn");
  if (blank(found.review.venue)) return base::rule_broken("review.notice.no_venue");
  if (found.review.starts_on <= clock.today()) return base::rule_broken("review.notice.past");
  const auto now = clock.now();
  const auto days = say_days(found.review);
  int letters = 0;
  for (const auto& [id, references] : holders.references) {
    const auto person = work.people().find(id);
    if (!person || person->email.empty()) continue;
    const auto named = references.empty() ? found.month.programme->title : base::join(references, ", ");
    const auto words = filled_letter(*found.month.framework, "notice", usual_letter("notice"),
                                     {{"programme", found.month.programme->title},
                                      {"period", base::say(found.review.period)},
                                      {"due", days},
                                      {"reference", named},
                                      {"person", person->name}});
    std::string questions;
    for (const auto& question : found.month.programme->conversation.questions) questions += "\n- " + question;
    if (!questions.empty()) questions = "\n\nYou will be asked:" + questions;
    post(work, now, "notice", *person, words.subject,
         words.body + "\n\n" + days + ", " + found.review.venue + "." + questions, "/audits");
    ++letters;
  }
  auto after = found.review;
  after.notice_sent_at = now;
  CHECK(keep(found.review, after, "review-notice-given", "", actor, now, work));
  return letters;
}

base::Result<void> record_feedback(const RecordFeedback& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_reviews(actor));
  TRY(const auto found, find_to_change(command, frameworks, work));
  if (!found.rule().feedback_session) return base::rule_broken("review.feedback.not_held");
  if (!command.on) return base::invalid("review.feedback.day_missing", "feedback_on");
  if (*command.on < found.review.starts_on) return base::invalid("review.feedback.day_early", "feedback_on");
  if (blank(command.text)) return base::invalid("review.feedback.text_missing", "feedback");
  CHECK(check_prose(command.text, "feedback"));
  auto after = found.review;
  after.feedback_on = command.on;
  after.feedback = command.text;
  return keep(found.review, after, "review-feedback-recorded", "", actor, clock.now(), work);
}

namespace {

// Whoever may take the next step of the route is told that the report waits for them.
void tell_next(const Found& found, const Review& review, base::Instant now, UnitOfWork& work) {
  const auto* step = domain::next_approval(review, found.rule());
  if (step == nullptr || review.report.empty()) return;
  for (const auto& person : work.people().all()) {
    if (person.email.empty() || review.lead == person.person_id ||
        std::ranges::find(step->by, person.role) == step->by.end())
      continue;
    post(work, now, "review-to-approve", person,
         "The report of the thematic review of " + base::say(review.period) + " waits for you",
         "Its next step is: " + step->title +
             ". Read the report and approve it there, or tell whoever leads the review what is missing.",
         review_path(review.id));
  }
}

}  // namespace

base::Result<void> write_report(const WriteReport& command, const Actor& actor, const base::Clock& clock,
                                Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_reviews(actor));
  TRY(const auto found, find_to_change(command, frameworks, work));
  if (clock.today() < found.review.starts_on) return base::rule_broken("review.report.early", "report");
  if (!found.review.approved.empty()) return base::rule_broken("review.report.approved", "report");
  if (blank(command.report)) return base::invalid("review.report.text_missing", "report");
  CHECK(check_prose(command.report, "report"));
  const auto now = clock.now();
  auto after = found.review;
  after.report = command.report;
  after.recommendations.clear();
  for (const auto& text : command.recommendations) {
    const auto trimmed = std::string(base::trim(text));
    if (trimmed.empty()) continue;
    CHECK(check_prose(trimmed, "recommendations"));
    domain::Recommendation one{domain::RecommendationId{base::new_uuid(now)}, trimmed, {}};
    for (const auto& known : found.review.recommendations)
      if (known.text == trimmed) one = known;
    if (std::ranges::find(after.recommendations, one.id, &domain::Recommendation::id) == after.recommendations.end())
      after.recommendations.push_back(std::move(one));
  }
  if (after.recommendations.size() > kMostRecommendations)
    return base::invalid("review.report.too_many", "recommendations", {{"most", std::to_string(kMostRecommendations)}});
  if (found.review.report.empty()) tell_next(found, after, now, work);
  return keep(found.review, after, "review-report-written", "", actor, now, work);
}

base::Result<void> approve_review(const TakeStep& command, const Actor& actor, const base::Clock& clock,
                                  Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_view_programme(actor));
  TRY(const auto found, find_to_change(command, frameworks, work));
  const auto& route = found.rule().approval;
  const auto step = std::ranges::find(route, command.step, &domain::ApprovalStep::key);
  if (step == route.end()) return base::rule_broken("review.approve.order");
  std::optional<domain::Person> self;
  if (actor.person) self = work.people().find(*actor.person);
  CHECK(may_approve(actor, found.review, *step, self ? &*self : nullptr));
  if (found.review.report.empty()) return base::rule_broken("review.approve.no_report");
  if (const auto* next = domain::next_approval(found.review, found.rule()); next == nullptr || next->key != step->key)
    return base::rule_broken("review.approve.order");
  CHECK(check_prose(command.note, "note"));
  const auto now = clock.now();
  auto after = found.review;
  after.approved.push_back({step->key, actor.acting(), now, command.note});
  tell_next(found, after, now, work);
  return keep(found.review, after, "review-approved", "", actor, now, work);
}

base::Result<void> take_back_approval(const TakeStep& command, const Actor& actor, const base::Clock& clock,
                                      Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_reviews(actor));
  TRY(const auto found, find_to_change(command, frameworks, work));
  if (found.review.approved.empty()) return base::rule_broken("review.take_back.nothing");
  if (blank(command.note)) return base::invalid("review.take_back.reason_missing", "note");
  CHECK(check_prose(command.note, "note"));
  auto after = found.review;
  after.approved.clear();
  after.shared.clear();
  const auto now = clock.now();
  const auto mark =
      keep_reason(after.id.text(), "review-approval-taken-back", command.note, actor, now, work.co_auditors());
  return keep(found.review, after, "review-approval-taken-back", mark, actor, now, work);
}

base::Result<void> share_review(const TakeStep& command, const Actor& actor, const base::Clock& clock,
                                Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_reviews(actor));
  TRY(const auto found, find_to_change(command, frameworks, work));
  const auto& ways = found.rule().dissemination;
  if (std::ranges::find(ways, command.step) == ways.end()) return base::rule_broken("review.share.unknown");
  if (found.review.report.empty() || domain::next_approval(found.review, found.rule()) != nullptr)
    return base::rule_broken("review.share.not_approved");
  CHECK(check_prose(command.note, "note"));
  const auto now = clock.now();
  auto after = found.review;
  if (std::ranges::find(after.shared, command.step, &domain::StepTaken::step) != after.shared.end()) return {};
  after.shared.push_back({command.step, actor.acting(), now, command.note});
  return keep(found.review, after, "review-shared", "", actor, now, work);
}

base::Result<std::optional<domain::ThemeId>> theme_of(const domain::ReviewId& id,
                                                      const domain::RecommendationId& recommendation,
                                                      ReviewReads& reviews) {
  const auto review = reviews.find(id);
  if (!review) return base::not_found("access.row.not_found");
  const auto found = std::ranges::find(review->recommendations, recommendation, &domain::Recommendation::id);
  if (found == review->recommendations.end()) return base::rule_broken("review.recommend.unknown");
  return found->theme;
}

base::Result<void> note_theme(const domain::ReviewId& id, const domain::RecommendationId& recommendation,
                              const domain::ThemeId& theme, const Actor& actor, base::Instant now, UnitOfWork& work) {
  CHECK(may_run_reviews(actor));
  CHECK(theme_of(id, recommendation, work.reviews()));
  auto review = work.reviews().find(id).value();
  const auto before = review;
  std::ranges::find(review.recommendations, recommendation, &domain::Recommendation::id)->theme = theme;
  return save(before, review, "review-recommendation-became-theme", "", actor, now, work);
}

}  // namespace plumbline::app
