// One audit of a synthetic council with all that hangs on it, from the day it was sent to today.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/demo/council.hpp"
#include "app/demo/random.hpp"
#include "app/ports/audit_ports.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::app::demo {

// What an audit of the running month is to show; Chance for all others.
enum class Story {
  Chance,
  NotBegun,
  WaitsForModeration,
  SentBack,
  HandedBack,
  ConcernToday,
  ConcernYesterday,
  Withdrawn,
  NotSent
};

// Why a case was exempted after its audit went out.
inline constexpr std::string_view kLateExemption = "Child moved to another council";

// What one audit begins with, after the allocation.
struct AuditStart {
  domain::Audit audit;   // who, which case, when sent and due
  int month = 0;         // 0 for the oldest; practice gets slowly better
  int months = 1;        // finished ones in all
  bool running = false;  // of the month that is under way
  bool picked = false;   // in the moderation sample
  Story story = Story::Chance;
  domain::PersonId moderator;
  std::size_t locality = 0;  // its place in the council's list
  double team_effect = 0;
};

struct AuditLife {
  domain::Audit audit;
  std::vector<domain::AuditSection> sections;
  std::vector<domain::KeyDocumentFinding> documents;
  std::vector<domain::Conversation> conversations;
  std::vector<domain::Moderation> moderations;
  std::vector<domain::Action> actions;
  std::vector<domain::Concern> concerns;  // without notices: who is told is the council's to say
  std::optional<Reallocation> reallocation;
  std::vector<base::Instant> returned_again_at;  // after the moderator sent it back
};

// `now` cuts the life off: nothing in it is later.
AuditLife live(const AuditStart& start, Random random, const Seed& seed, const domain::Framework& framework,
               const domain::Programme& programme, base::Instant now);

// A moment of a working day in London, between nine and half past four.
base::Instant office_hour(Random& random, base::Day day);

}  // namespace plumbline::app::demo
