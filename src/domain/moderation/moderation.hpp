// A moderator's look at one submitted audit (MOD-2). The auditor's grade stays on the audit for ever.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::domain {

using ModerationId = base::Id<struct ModerationTag>;

enum class ModerationOutcome { Confirmed, Changed, Returned };
std::string_view to_string(ModerationOutcome outcome);  // `confirmed`, `changed`, `returned`
std::string_view say(ModerationOutcome outcome);
std::optional<ModerationOutcome> parse_moderation_outcome(std::string_view text);

struct Moderation {
  ModerationId id;
  AuditId audit;
  PersonId moderator;
  bool narrative_supports = false;  // does the narrative support the judgement
  bool helps_learning = false;      // will the writing help its reader learn
  bool next_is_clear = false;       // is it clear what happens next
  ModerationOutcome outcome = ModerationOutcome::Confirmed;
  std::optional<Grade> from;  // the auditor's overall grade
  std::optional<Grade> to;    // set when changed
  std::string reason;         // asked for when changed or returned
  base::Instant at{};
  friend bool operator==(const Moderation&, const Moderation&) = default;
};

}  // namespace plumbline::domain
