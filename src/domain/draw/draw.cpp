#include "domain/draw/draw.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/draw/selection.hpp"

namespace plumbline::domain {

std::string new_seed() { return base::random_token(); }

namespace {

base::Result<void> check(const DrawRequest& request) {
  if (request.size < 1 || request.size > kMostDrawn) {
    return base::invalid("draw.make.size", "size", {{"most", base::with_commas(kMostDrawn)}});
  }
  if (request.seed.empty()) return base::invalid("draw.make.seed_missing", "seed");
  return {};
}

}  // namespace

base::Result<Certificate> draw(const Frame& frame, const DrawRequest& request) {
  CHECK(check(request));
  Selection selection(frame, request);
  if (selection.eligible() == 0) return base::rule_broken("draw.make.none_eligible");
  selection.rank(frame.digest());
  selection.select();
  return selection.certificate();
}

base::Result<DryRun> dry_run(const Frame& frame, DrawRequest request) {
  request.seed = "dry run";
  TRY(Certificate trial, draw(frame, request));
  DryRun out;
  out.frame_sha256 = trial.frame_sha256;
  out.frame_rows = trial.frame_rows;
  out.size = request.size;
  out.strata = std::move(trial.strata);
  out.binding = std::move(trial.binding);
  for (auto& binding : out.binding) binding.workers.clear();
  for (const auto& stratum : out.strata) out.eligible += stratum.eligible;
  return out;
}

base::Result<Certificate> exempt(const Frame& frame, const Certificate& certificate, const ChildId& child) {
  if (frame.digest() != certificate.frame_sha256) throw base::Broken("exempting from a frame that was not drawn from");
  Selection selection(frame, certificate.request);
  selection.rank(frame.digest());
  selection.select();
  for (const auto& earlier : certificate.exemptions) {
    if (!selection.exempt(earlier.child_id)) throw base::Broken("a certificate's exemptions do not replay");
  }
  if (!selection.exempt(child)) return base::rule_broken("draw.exempt.not_drawn", "child_id");
  Certificate after = selection.certificate();
  for (const auto& placement : certificate.allocation) {
    if (placement.child_id != child) after.allocation.push_back(placement);
  }
  after.loads = certificate.loads;
  for (auto& load : after.loads) {
    load.audits =
        static_cast<int>(std::count_if(after.allocation.begin(), after.allocation.end(),
                                       [&](const auto& placement) { return placement.auditor == load.auditor; }));
  }
  return after;
}

}  // namespace plumbline::domain
