// app::CycleStore on SQL.
#pragma once

#include "app/ports/cycle_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlCycleStore final : public app::CycleStore {
 public:
  explicit SqlCycleStore(Scope scope) : scope_(scope) {}
  std::optional<domain::Cycle> find(const domain::CycleId& id) override;
  std::optional<domain::Cycle> find(const std::string& programme, base::Period period) override;
  std::vector<domain::Cycle> list() override;
  std::vector<domain::DrawRecord> draws(const domain::CycleId& cycle) override;
  std::optional<domain::DrawRecord> find_draw(const domain::DrawId& id) override;
  std::string frame(const std::string& sha256) override;
  std::vector<domain::SampledCase> sample(const domain::CycleId& cycle) override;
  std::vector<app::PastPairing> pairings_since(base::Period from) override;

  void add(const domain::Cycle& cycle) override;
  base::Result<void> save(domain::Cycle& cycle) override;
  void add_draw(const domain::DrawRecord& draw, const std::string& frame_csv) override;
  void put_sample(const domain::CycleId& cycle, const std::vector<domain::SampledCase>& sample) override;
  void save_sampled(const domain::SampledCase& sampled) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
