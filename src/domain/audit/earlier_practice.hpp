// Practice of an earlier worker or team, seen in an audit: a strength or a concern to be fed back to them (AUDIT-12).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::domain {

using PracticeNoteId = base::Id<struct PracticeNoteTag>;

enum class PracticeKind { Strength, Concern };
std::string_view to_string(PracticeKind kind);  // `strength`, `concern`
std::string_view say(PracticeKind kind);
std::optional<PracticeKind> parse_practice_kind(std::string_view text);

// One person who was told. Nobody else may read the note, but for the audit's auditor.
struct PracticeReader {
  PersonId person;
  base::Instant told_at{};
  std::optional<base::Instant> acknowledged_at;
  friend bool operator==(const PracticeReader&, const PracticeReader&) = default;
};

struct PracticeNote {
  PracticeNoteId id;
  AuditId audit;
  PracticeKind kind = PracticeKind::Strength;
  std::optional<PersonId> worker;  // the earlier worker; nothing where only the team is known
  TeamName team;                   // the earlier team; may be blank where the worker is named
  std::string text;
  PersonId noted_by;
  base::Instant noted_at{};
  std::optional<base::Instant> fed_back_at;  // once the audit is final; from then on nothing changes
  std::vector<PracticeReader> told;
  int version = 0;
  friend bool operator==(const PracticeNote&, const PracticeNote&) = default;
};

}  // namespace plumbline::domain
