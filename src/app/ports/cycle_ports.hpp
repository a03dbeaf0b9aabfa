// Cycles, draws and the sample.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/draw/cycle.hpp"

namespace plumbline::app {

// How often an auditor has already audited a team (ALLOC-7: repeat pairings are avoided).
struct PastPairing {
  domain::PersonId auditor;
  domain::TeamName team;
  int times = 0;
};

class CycleReads {
 public:
  virtual ~CycleReads() = default;
  virtual std::optional<domain::Cycle> find(const domain::CycleId& id) = 0;
  virtual std::optional<domain::Cycle> find(const std::string& programme, base::Period period) = 0;
  virtual std::vector<domain::Cycle> list() = 0;                                    // latest first
  virtual std::vector<domain::DrawRecord> draws(const domain::CycleId& cycle) = 0;  // by number
  virtual std::optional<domain::DrawRecord> find_draw(const domain::DrawId& id) = 0;
  virtual std::string frame(const std::string& sha256) = 0;  // the frozen CSV; empty when unknown
  virtual std::vector<domain::SampledCase> sample(const domain::CycleId& cycle) = 0;  // of the draw in force, by rank
  virtual std::vector<PastPairing> pairings_since(base::Period from) = 0;
};

class CycleStore : public CycleReads {
 public:
  virtual void add(const domain::Cycle& cycle) = 0;
  virtual base::Result<void> save(domain::Cycle& cycle) = 0;  // Stale when the version moved on; counts it up
  virtual void add_draw(const domain::DrawRecord& draw, const std::string& frame_csv) = 0;
  // Replaces the whole sample of the draw's cycle.
  virtual void put_sample(const domain::CycleId& cycle, const std::vector<domain::SampledCase>& sample) = 0;
  virtual void save_sampled(const domain::SampledCase& sampled) = 0;  // adds or replaces one
};

}  // namespace plumbline::app
