// Cases that managers named for a month's draw (SAMPLE-7).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "domain/draw/nominated_case.hpp"

namespace plumbline::app {

class NominationReads {
 public:
  virtual ~NominationReads() = default;
  // Of one month, by child_id; those whose case the reader may see.
  virtual std::vector<domain::NominatedCase> of_month(const std::string& programme, base::Period period,
                                                      const Visibility& visible) = 0;
  virtual std::optional<domain::NominatedCase> find(const std::string& programme, base::Period period,
                                                    const domain::ChildId& child) = 0;
};

class NominationStore : public NominationReads {
 public:
  // False when the child is named for that month already; nothing is written then.
  virtual bool add(const domain::NominatedCase& nominated) = 0;
  virtual void remove(const std::string& programme, base::Period period, const domain::ChildId& child) = 0;
};

}  // namespace plumbline::app
