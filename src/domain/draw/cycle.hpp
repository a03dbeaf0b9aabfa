// One month's run of a programme, from the frozen frame to the report.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::domain {

using DrawId = base::Id<struct DrawTag>;

// Stored: add, never change.
enum class CycleState { Planned, Drawn, Allocated, Sent, Closed };
std::string_view to_string(CycleState state);
std::string_view say(CycleState state);
std::optional<CycleState> parse_cycle_state(std::string_view text);

struct Cycle {
  CycleId id;
  std::string programme;
  base::Period period;
  std::string cohort;
  int framework_version = 1;  // a running cycle keeps the version it began with
  CycleState state = CycleState::Planned;
  int size = 0;
  std::optional<base::Day> send_on;
  std::optional<base::Day> return_by;
  std::optional<base::Day> report_by;
  std::optional<base::Instant> sent_at;
  int version = 0;
  friend bool operator==(const Cycle&, const Cycle&) = default;
};

// A draw as it is kept: the certificate in full, and why it was made again if it was (SAMPLE-1).
struct DrawRecord {
  DrawId id;
  CycleId cycle;
  int number = 1;  // 1, 2, … within the cycle; the highest is the one in force
  std::string frame_sha256;
  std::string certificate;  // JSON text, as the files' contract has it
  std::string reason;       // asked for from the second draw on
  PersonId made_by;
  base::Instant made_at{};
  friend bool operator==(const DrawRecord&, const DrawRecord&) = default;
};

// A case in the sample of a cycle's draw in force.
struct SampledCase {
  CycleId cycle;
  DrawId draw;
  ChildId child_id;
  int rank = 0;
  Category category = Category::Cin;
  std::string locality;
  std::optional<ChildId> replaces;  // set on a replacement (SAMPLE-6)
  bool exempt = false;
  std::string exempt_reason;
  std::optional<PersonId> exempt_approved_by;
  std::optional<base::Instant> exempt_at;
  bool family_contact = false;
  std::optional<PersonId> auditor;  // the allocation, before it is sent
  friend bool operator==(const SampledCase&, const SampledCase&) = default;
};

}  // namespace plumbline::domain
