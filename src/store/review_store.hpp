// app::ReviewStore on SQL.
#pragma once

#include "app/ports/review_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlReviewStore final : public app::ReviewStore {
 public:
  explicit SqlReviewStore(Scope scope) : scope_(scope) {}

  std::optional<domain::Review> find(const domain::ReviewId& id) override;
  std::optional<domain::Review> find(const std::string& programme, base::Period period) override;
  std::vector<domain::Review> list() override;
  std::optional<domain::DrawAgreement> agreement(const std::string& programme, base::Period period) override;
  std::vector<domain::DrawAgreement> agreements() override;

  void add(const domain::Review& review) override;
  base::Result<void> save(domain::Review& review) override;
  void add_agreement(const domain::DrawAgreement& agreement) override;
  base::Result<void> save_agreement(domain::DrawAgreement& agreement) override;

 private:
  void read_parts(domain::Review& review);
  void write_parts(const domain::Review& review);
  Scope scope_;
};

}  // namespace plumbline::store
