#include "app/learning/review_pairs.hpp"

#include <algorithm>
#include <map>

namespace plumbline::app {
namespace {

using domain::PersonId;

void count(AskedSoFar& so_far, const domain::Conversation* talk) {
  ++so_far.of;
  if (talk == nullptr) return;
  if (talk->held) {
    ++(*talk->held ? so_far.asked : so_far.not_held);
  } else if (talk->booked_for) {
    ++so_far.booked;
  }
  if (!talk->written_reply.empty() && talk->replied_on) ++so_far.replied;
}

// Pairs in the order of their first case; the same two are one pair whoever of them presents.
class GatheredPairs {
 public:
  ReviewPair& of(const std::optional<PersonId>& first, const std::optional<PersonId>& second) {
    std::vector<PersonId> people;
    for (const auto& one : {first, second})
      if (one) people.push_back(*one);
    auto key = people;
    std::ranges::sort(key);
    const auto [found, is_new] = places_.emplace(std::move(key), pairs_.size());
    if (is_new) pairs_.emplace_back().people = std::move(people);
    return pairs_[found->second];
  }
  std::vector<ReviewPair> take() {
    std::ranges::stable_partition(pairs_, [](const ReviewPair& pair) { return !pair.people.empty(); });
    return std::move(pairs_);
  }

 private:
  std::map<std::vector<PersonId>, std::size_t> places_;
  std::vector<ReviewPair> pairs_;
};

}  // namespace

AskedSoFar& AskedSoFar::operator+=(const AskedSoFar& other) {
  of += other.of;
  asked += other.asked;
  booked += other.booked;
  not_held += other.not_held;
  replied += other.replied;
  return *this;
}

DrawnCases drawn_cases(const Month& month, const MonthReads& reads) {
  DrawnCases drawn;
  if (!month.cycle || month.cycle->state == domain::CycleState::Planned) return drawn;
  drawn.sample = reads.cycles.sample(month.cycle->id);
  std::erase_if(drawn.sample, [](const domain::SampledCase& one) { return one.exempt; });
  drawn.audits = reads.audits.of_cycle(month.cycle->id);
  std::erase_if(drawn.audits, [](const domain::Audit& audit) { return audit.state == domain::AuditState::Withdrawn; });
  std::ranges::sort(drawn.audits, {}, &domain::Audit::reference);
  return drawn;
}

std::vector<ReviewPair> pairs_of(const Month& month, const DrawnCases& drawn, const MonthReads& reads) {
  GatheredPairs pairs;
  if (!month.cycle) return {};
  const bool asks_worker = month.programme->conversation.required || !month.programme->conversation.questions.empty();
  std::vector<domain::ChildId> made;
  for (const auto& audit : drawn.audits) {
    made.push_back(audit.child_id);
    const auto* second = audit.co_auditor(domain::CoAuditorKind::Second);
    auto& pair = pairs.of(audit.auditor, second ? std::optional(second->person) : std::nullopt);
    ++pair.cases;
    pair.returned += audit.submitted_at.has_value();
    const auto talks = reads.audits.conversations(audit.id);
    const auto talk = [&](domain::ConversationKind kind) {
      const auto found = std::ranges::find(talks, kind, &domain::Conversation::kind);
      return found == talks.end() ? nullptr : &*found;
    };
    if (asks_worker) count(pair.worker, talk(domain::ConversationKind::Worker));
    if (audit.family_contact) count(pair.family, talk(domain::ConversationKind::Family));
    pair.audits.push_back(audit);
  }
  // Before the audits are made the plan says who will read what.
  const auto planned = reads.co_auditors.planned(month.cycle->id);
  for (const auto& sampled : drawn.sample) {
    if (std::ranges::find(made, sampled.child_id) != made.end()) continue;
    const auto plan = std::ranges::find(planned, sampled.child_id, &PlannedAudit::child);
    auto& pair = plan == planned.end() ? pairs.of(sampled.auditor, {}) : pairs.of(plan->auditor, plan->second);
    ++pair.cases;
    if (asks_worker) count(pair.worker, nullptr);
    if (sampled.family_contact) count(pair.family, nullptr);
  }
  return pairs.take();
}

}  // namespace plumbline::app
