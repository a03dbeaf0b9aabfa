// What comes before and after one audit of a synthetic council: the worker's perspective, a disagreement, talks in
// supervision and re-audits, earlier practice fed back, the note on the child's record, examples shared.
#pragma once

#include <optional>
#include <vector>

#include "app/demo/audit_life.hpp"
#include "app/demo/year.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "domain/audit/perspective.hpp"
#include "domain/moderation/disagreement.hpp"

namespace plumbline::app::demo {

struct Aftermath {
  std::optional<domain::Perspective> perspective;
  std::optional<domain::Disagreement> disagreement;
  std::vector<domain::FollowUp> follow_ups;
  std::optional<domain::Audit> reaudit;  // planned, or sent where its time has come
  std::vector<domain::PracticeNote> practice;
  std::optional<HandOver> hand_over;
  std::vector<SharedExample> shared;
};

// By the programme's own rules; nothing in it is later than now. A disagreement may change the audit's grade.
Aftermath what_follows(AuditLife& life, Year& year, const domain::Programme& programme, std::size_t team);

// Once the audit and its re-audit are written.
base::Result<void> write_what_follows(Aftermath& after, const AuditLife& life, Year& year);

}  // namespace plumbline::app::demo
