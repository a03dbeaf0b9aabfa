// Which fields of a case a file speaks of, and the fingerprint by which a row that says the same again is known.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "domain/register/case.hpp"

namespace plumbline::app {

// The fields of a case that a file speaks of; the others keep what the register holds.
enum class CaseField : std::uint32_t {
  Locality = 1U << 0U,
  ServiceArea = 1U << 1U,
  Team = 1U << 2U,
  Worker = 1U << 3U,
  Supervisor = 1U << 4U,
  OpenedOn = 1U << 5U,
  MovedOn = 1U << 6U,
  Flags = 1U << 7U,
  Restricted = 1U << 8U,
  LastAuditedOn = 1U << 9U,
  BirthYear = 1U << 10U,
  Gender = 1U << 11U,
  Ethnicity = 1U << 12U,
  Disability = 1U << 13U
};
class CaseFields {
 public:
  CaseFields() = default;
  CaseFields(std::initializer_list<CaseField> fields) {
    for (const auto field : fields) add(field);
  }
  void add(CaseField field) { bits_ |= static_cast<std::uint32_t>(field); }
  bool has(CaseField field) const { return (bits_ & static_cast<std::uint32_t>(field)) != 0; }
  static CaseFields all();
  friend bool operator==(const CaseFields&, const CaseFields&) = default;

 private:
  std::uint32_t bits_ = 0;
};

// A fingerprint of everything a row says, the same on every machine and in every version; never 0.
std::int64_t fingerprint(const domain::Case& row);

}  // namespace plumbline::app
