// What a programme asks of a draw (SAMPLE-1 to SAMPLE-8): plain data from the council's framework.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/register/case.hpp"

namespace plumbline::domain {

// Beside the category, by what the quotas are spread.
enum class AreaSpread { Locality, ServiceArea, None };

// Which cases are eligible and which the selection passes over. An open, unrestricted case that meets every condition
// of the first group is eligible: it counts in the quotas. The second group passes over eligible cases as they come up
// in the draw order; it never changes a quota.
struct DrawRules {
  std::vector<Category> categories;     // in these categories; empty means any
  std::vector<std::string> any_flag;    // with at least one of these theme flags (SAMPLE-3); empty means no condition
  std::vector<std::string> localities;  // in these localities; empty means any
  std::vector<std::string> service_areas;  // in these service areas; empty means any
  std::vector<ChildId> nominated;          // among these alone (SAMPLE-7); empty means no nomination

  bool by_category = true;                    // SAMPLE-2: quotas in proportion to categories …
  AreaSpread by_area = AreaSpread::Locality;  // … and to areas, at once

  std::optional<int> not_audited_within_months;  // SAMPLE-5: last audited that many months ago or longer
  bool one_per_worker = false;  // SAMPLE-4: a case with no known worker never counts as the same worker
  std::vector<ChildId> exempt;  // exempted before the draw

  friend bool operator==(const DrawRules&, const DrawRules&) = default;
};

// A part of the drawn cases chosen by the same ranking with its own word as a further line (SAMPLE-8), such as the 10%
// of audits that carry contact with the family.
struct ShareRule {
  std::string word;  // `family`, `moderation`, `pairs`
  int percent = 0;   // of the drawn cases, rounded half up
  int at_least = 1;  // but never fewer than this, as far as there are cases

  friend bool operator==(const ShareRule&, const ShareRule&) = default;
};

}  // namespace plumbline::domain
