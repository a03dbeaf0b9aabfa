// Thematic practice reviews from programme to dissemination, and agreements to draw (MEET-3, CAL-5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/learning/review.hpp"

namespace plumbline::app {

class ReviewReads {
 public:
  virtual ~ReviewReads() = default;
  virtual std::optional<domain::Review> find(const domain::ReviewId& id) = 0;
  virtual std::optional<domain::Review> find(const std::string& programme, base::Period period) = 0;
  virtual std::vector<domain::Review> list() = 0;  // latest period first
  virtual std::optional<domain::DrawAgreement> agreement(const std::string& programme, base::Period period) = 0;
  virtual std::vector<domain::DrawAgreement> agreements() = 0;  // latest period first
};

class ReviewStore : public ReviewReads {
 public:
  virtual void add(const domain::Review& review) = 0;  // a second one of the same programme and period throws
  // With its recommendations and steps; Stale when the version moved on, counts it up.
  virtual base::Result<void> save(domain::Review& review) = 0;
  virtual void add_agreement(const domain::DrawAgreement& agreement) = 0;
  virtual base::Result<void> save_agreement(domain::DrawAgreement& agreement) = 0;
};

}  // namespace plumbline::app
