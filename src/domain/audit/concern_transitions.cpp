#include "domain/audit/concern_transitions.hpp"

#include <algorithm>

#include "base/blank.hpp"
#include "base/text.hpp"

namespace plumbline::domain {

namespace {

constexpr std::chrono::minutes kLongestChase = std::chrono::days{30};

using base::blank;

}  // namespace

base::Result<ConcernState> may_move(const Concern& concern, ConcernVerb verb) {
  const auto to = next(concern.state, verb);
  if (to) return *to;
  const std::vector<std::pair<std::string, std::string>> state{{"state", base::lower(say(concern.state))}};
  if (verb == ConcernVerb::Acknowledge) return base::rule_broken("concern.acknowledge.state", {}, state);
  return base::rule_broken("concern.close.state", {}, state);
}

base::Result<ConcernEvent> acknowledge(Concern& concern, std::string response, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(concern, ConcernVerb::Acknowledge));
  if (by == concern.raised_by) return base::rule_broken("concern.acknowledge.own");
  if (blank(response)) return base::invalid("concern.acknowledge.response_missing", "response");
  ConcernEvent event{ConcernVerb::Acknowledge, concern.state, to, by, at};
  concern.state = to;
  concern.acknowledged_by = by;
  concern.acknowledged_at = at;
  concern.response = std::move(response);
  return event;
}

base::Result<ConcernEvent> close(Concern& concern, std::string outcome, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(concern, ConcernVerb::Close));
  if (blank(outcome)) return base::invalid("concern.close.outcome_missing", "outcome");
  ConcernEvent event{ConcernVerb::Close, concern.state, to, by, at};
  concern.state = to;
  concern.closed_by = by;
  concern.closed_at = at;
  concern.outcome = std::move(outcome);
  return event;
}

std::vector<ChaseStep> chases_due(const Concern& concern, const NotificationRule& rule, base::Instant since,
                                  base::Instant now) {
  std::vector<ChaseStep> due;
  if (concern.state != ConcernState::Raised || rule.chase.empty()) return due;
  const auto falls_due = [&](std::chrono::minutes after) {
    const auto at = concern.raised_at + after;
    return since < at && at <= now;
  };
  ChaseStep all_named{0, rule.tell};
  for (const auto& step : rule.chase) {
    for (const auto& recipient : step.tell)
      if (std::ranges::find(all_named.tell, recipient) == all_named.tell.end()) all_named.tell.push_back(recipient);
    if (falls_due(std::chrono::minutes{step.after_minutes})) due.push_back(step);
  }
  const auto last = std::chrono::minutes{rule.chase.back().after_minutes};
  const auto before = rule.chase.size() > 1 ? std::chrono::minutes{rule.chase[rule.chase.size() - 2].after_minutes}
                                            : std::chrono::minutes{0};
  const auto interval = std::max(last - before, std::chrono::minutes{60});
  for (auto after = last + interval; after <= kLongestChase && concern.raised_at + after <= now; after += interval)
    if (falls_due(after)) {
      all_named.after_minutes = static_cast<int>(after.count());
      due.push_back(all_named);
    }
  return due;
}

}  // namespace plumbline::domain
