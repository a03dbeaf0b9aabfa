// What pages that list rows share beside lists.hpp: filters that every list knows, facts.
#pragma once

#include <string>
#include <vector>

#include "domain/framework/framework.hpp"
#include "web/components.hpp"
#include "web/http/request.hpp"
#include "web/lists.hpp"
#include "web/services.hpp"

namespace plumbline::web {

inline Filter programme_filter(const SignedIn& signed_in) {
  Filter programme{Filter::Kind::Select, "programme", "Programme"};
  for (const auto& known : signed_in.framework->programmes) programme.options.push_back({known.key, known.title});
  return programme;
}

inline Filter locality_filter(const SignedIn& signed_in) {
  Filter locality{Filter::Kind::Select, "locality", "Locality"};
  for (const auto& known : signed_in.framework->council.localities) locality.options.push_back({known, known});
  return locality;
}

inline SummaryRow fact(std::string key, std::string value, SummaryRow::Look look = SummaryRow::Look::Plain) {
  SummaryRow row;
  row.key = std::move(key);
  row.value = std::move(value);
  row.look = look;
  return row;
}

inline SummaryRow graded_fact(std::string key, const std::optional<domain::Grade>& grade) {
  auto row = fact(std::move(key), grade ? "" : "Not graded");
  row.grade = grade;
  return row;
}

}  // namespace plumbline::web
