// The steps of a draw, apart, so that a draw, an exemption and a verification run the very same code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/draw/certificate.hpp"
#include "domain/draw/frame.hpp"

namespace plumbline::domain {

class Selection {
 public:
  // Finds the eligible cases, their strata and quotas. `frame` and `request` must outlive it.
  Selection(const Frame& frame, const DrawRequest& request);

  std::int64_t eligible() const { return static_cast<std::int64_t>(cases_.size()); }
  // Ranks under this digest of the frame: the frame's own, but a verification may try the one a certificate claims.
  void rank(const std::string& frame_sha256);
  void select();
  // False when the case is not in the sample. To be called after select().
  bool exempt(const ChildId& child);
  Certificate certificate() const;

  // The digest that a child gets, whether or not it is in the frame.
  base::Digest digest_of(std::string_view child_id) const;

 private:
  struct Candidate {
    std::uint32_t row;  // in the frame
    std::uint32_t stratum;
    Outcome outcome = Outcome::StratumFull;
    bool in_sample() const { return outcome == Outcome::Drawn || outcome == Outcome::Replacement; }
  };
  // Which rule passes a case over, were its stratum not full.
  std::optional<Outcome> barred(const Candidate& candidate) const;
  void find_eligible();
  void set_quotas();
  std::vector<Binding> bindings() const;

  const Frame& frame_;
  const DrawRequest& request_;
  std::string frame_sha256_;
  std::vector<StratumQuota> strata_;
  std::vector<Candidate> cases_;       // by rank once ranked
  std::vector<base::Digest> digests_;  // by row
  std::vector<bool> exempt_rows_;      // exempted, before the draw or after
  std::vector<bool> busy_workers_;     // by the frame's number of the worker's text
  std::size_t looked_at_ = 0;
  std::vector<Exemption> exemptions_;
  std::vector<std::pair<std::size_t, ChildId>> replaces_;  // by index into cases_
};

}  // namespace plumbline::domain
