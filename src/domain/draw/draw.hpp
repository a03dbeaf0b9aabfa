// The draw itself: from a frozen frame, a published seed and rules to a sample that anyone can make again (SAMPLE-1 to
// SAMPLE-10).
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/draw/certificate.hpp"
#include "domain/draw/frame.hpp"

namespace plumbline::domain {

inline constexpr std::int64_t kMostDrawn = 1'000'000;

// A seed from the system's randomness, for a draw to which nobody gives a public number.
std::string new_seed();

// Draws. Goes down the ranking of the eligible cases; a case is drawn unless, in this order, its stratum is full, it
// was exempted beforehand, it was audited too lately, or its worker already has a case. Rules are never relaxed: what
// is missing stands in `binding`. Refuses `draw.make.…`: size (not between 1 and kMostDrawn), seed_missing,
// none_eligible.
base::Result<Certificate> draw(const Frame& frame, const DrawRequest& request);

// What a draw would ask of each stratum and where it would fall short, never of which cases (SAMPLE-1). The shortfalls
// that depend on the order are those of one trial under a fixed seed of its own; the real draw's may differ by a few.
// `request.seed` is not used.
struct DryRun {
  std::string frame_sha256;
  std::int64_t frame_rows = 0;
  std::int64_t eligible = 0;
  std::int64_t size = 0;
  std::vector<StratumQuota> strata;
  std::vector<Binding> binding;  // without workers
};
base::Result<DryRun> dry_run(const Frame& frame, DrawRequest request);

// The certificate after `child` of its sample was exempted (SAMPLE-6). Its replacement is the first case in draw order
// of the same stratum that is neither in the sample nor exempted and that the rules allow, now that the exempted case's
// worker has one case less; where there is none the stratum falls short and says so. An allocation of the exempted case
// is dropped. `frame` is the frame that was drawn from (throws Broken when its digest is another). Refuses
// `draw.exempt.not_drawn`.
base::Result<Certificate> exempt(const Frame& frame, const Certificate& certificate, const ChildId& child);

// One thing in which a certificate and a frame file do not agree.
struct Difference {
  std::string what;  // `frame`, `seed`, `order`, `outcome`, `strata`, `binding`, `exemptions`, `allocation`, `loads`
  std::string sentence;  // in plain English, with the place
  friend bool operator==(const Difference&, const Difference&) = default;
};

// Makes the draw again from nothing but the certificate and the frame, and names every difference; none when it holds.
// At most a few of each kind, with the number of the others.
std::vector<Difference> verify(const Certificate& certificate, const Frame& frame);
// The same with the frame as a file, which may be the frame file or a cases.csv. Refuses what read_frame refuses.
base::Result<std::vector<Difference>> verify(const Certificate& certificate, std::istream& frame);

}  // namespace plumbline::domain
