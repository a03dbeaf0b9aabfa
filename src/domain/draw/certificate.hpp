// The public record of a draw: all that a stranger needs, with the frame file, to make it again (formats.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/hash.hpp"
#include "base/result.hpp"
#include "domain/draw/quota.hpp"
#include "domain/draw/ranking.hpp"
#include "domain/draw/rules.hpp"
#include "domain/register/case.hpp"

namespace plumbline::domain {

// What became of a case that was looked at. Written in certificates: add, never change.
enum class Outcome { Drawn, StratumFull, SameWorker, AuditedLately, Exempt, Replacement };
std::string_view to_string(Outcome outcome);  // `stratum-full`
std::string_view say(Outcome outcome);        // `Passed over: its group was full`
std::optional<Outcome> parse_outcome(std::string_view text);

// What is asked for: everything that decides a draw but the frame.
struct DrawRequest {
  std::string council;
  std::string framework;
  int framework_version = 1;
  std::string programme;
  base::Period period;
  std::string seed;
  base::Day as_of{};  // the day from which `not audited within` counts
  std::int64_t size = 0;
  DrawRules rules;
  friend bool operator==(const DrawRequest&, const DrawRequest&) = default;
};

struct LookedAt {
  std::int64_t rank = 0;  // from 1, among the eligible
  ChildId child_id;
  base::Digest digest{};
  Outcome outcome = Outcome::StratumFull;
  std::optional<ChildId> replaces;  // a replacement's exempted case; kept when the replacement is exempted in turn
  friend bool operator==(const LookedAt&, const LookedAt&) = default;
};

// A rule that keeps a stratum from its quota. `eligible` stands for there being too few cases. As many of the cases
// that were passed over as are missing, the first in draw order, are charged to the rules that passed them over: so the
// short_by of a stratum add up to what it is short by.
struct Binding {
  std::string rule;  // `eligible`, `not-audited-within`, `one-per-worker`, `exempt`
  std::optional<Category> category;
  std::string area;
  std::int64_t short_by = 0;
  std::vector<PersonId> workers;  // for one-per-worker: whose further cases were passed over, ascending
  friend bool operator==(const Binding&, const Binding&) = default;
};

struct Exemption {  // in the order in which they were made
  ChildId child_id;
  std::optional<ChildId> replacement;  // none where no case was left
  friend bool operator==(const Exemption&, const Exemption&) = default;
};

struct Placement {
  ChildId child_id;
  PersonId auditor;
  std::optional<PersonId> second{};  // of a pair; the auditor presents
  std::string part{};                // where several audit the case apart from one another: Audit::part
  friend bool operator==(const Placement&, const Placement&) = default;
};

struct Load {
  PersonId auditor;
  int audits = 0;
  int most = 1;  // what the role takes in a cycle, whatever the person has; 0: the role takes none
  friend bool operator==(const Load&, const Load&) = default;
};

struct Certificate {
  DrawRequest request;
  std::string frame_sha256;
  std::int64_t frame_rows = 0;
  std::vector<StratumQuota> strata;  // by category in the register's order, then by area bytewise
  std::vector<LookedAt> order;       // down to the last case that was looked at
  std::vector<Binding> binding;
  std::vector<Exemption> exemptions;
  std::vector<Placement> allocation;
  std::vector<Load> loads;

  RankKey rank_key() const { return {request.seed, frame_sha256, request.programme, request.period}; }
  // The cases to be audited (drawn and replacements, without the exempted), in draw order.
  std::vector<ChildId> sample() const;
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

// The contract's JSON with a stable order of keys, indented, one LF at the end. `exemptions` appears only where there
// are any, `second` and `part` of a placement only where it has them.
std::string to_json(const Certificate& certificate);

// Refuses `certificate.read.…`: too_large, not_json, version, field (value `field`: where in the file something is
// missing or is not what it should be), rule (value `rule`: a rule this version does not know).
base::Result<Certificate> read_certificate(std::string_view json);

}  // namespace plumbline::domain
