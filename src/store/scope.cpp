#include "store/scope.hpp"

#include <algorithm>

namespace plumbline::store {

base::Result<void> saved(std::int64_t changed, bool exists, int& version) {
  if (changed == 0) {
    if (!exists) return base::not_found("access.row.not_found");
    return base::stale("store.save.stale");
  }
  ++version;
  return {};
}

std::string Where::bind(Value value) {
  values_.push_back(std::move(value));
  return "$" + std::to_string(values_.size());
}

std::string filled(std::string_view condition, std::string_view placeholder) {
  std::string text;
  for (const char letter : condition) {
    if (letter == '?')
      text += placeholder;
    else
      text += letter;
  }
  return text;
}

Where& Where::add(std::string_view condition, Value value) {
  const auto placeholder = bind(std::move(value));
  return add(filled(condition, placeholder));
}

Where& Where::add(std::string_view condition) {
  sql_ += " AND (";
  sql_ += condition;
  sql_ += ')';
  return *this;
}

Where& Where::any_of(std::string_view expression, const std::vector<std::string_view>& words) {
  if (words.empty()) return *this;
  return add(in(expression, words));
}

Where& Where::contains(std::initializer_list<std::string_view> expressions, const std::string& part) {
  if (part.empty()) return *this;
  std::string pattern = "%";
  for (const char letter : part) {
    if (letter == '%' || letter == '_' || letter == '!') pattern += '!';
    pattern += letter;
  }
  pattern += '%';
  const auto placeholder = bind(std::move(pattern));
  sql_ += " AND (";
  bool first = true;
  for (const auto expression : expressions) {
    if (!std::exchange(first, false)) sql_ += " OR ";
    sql_ += "lower(";
    sql_ += expression;
    sql_ += ") LIKE lower(" + placeholder + ") ESCAPE '!'";
  }
  sql_ += ')';
  return *this;
}

Where& Where::visible(const app::Visibility& visible, const Sight& sight) {
  if (visible.everything) return *this;
  std::string any;
  const auto either = [&](const std::string& condition) {
    if (!any.empty()) any += " OR ";
    any += condition;
  };
  const auto listed = [&](std::string_view column, const std::vector<std::string>& words) {
    if (column.empty() || words.empty()) return;
    either(in(column, words));
  };
  listed(sight.locality, visible.localities);
  listed(sight.service_area, visible.service_areas);
  listed(sight.team, visible.teams);
  if (visible.person && !visible.person->empty() && sight.people.size() > 0) {
    const auto placeholder = bind(*visible.person);
    for (const auto condition : sight.people) either(filled(condition, placeholder));
  }
  // Whoever sees nothing sees no row; never the other way round.
  sql_ += any.empty() ? std::string(" AND 1 = 0") : " AND (" + any + ")";
  return *this;
}

std::string Where::sql(std::string_view select, std::string_view rest) const {
  std::string text(select);
  text += " WHERE ";
  text += sql_;
  if (!rest.empty()) {
    text += ' ';
    text += rest;
  }
  return text;
}

namespace detail {

std::string_view order_by(std::span<const SortKey> sorts, const app::PageRequest& request) {
  const auto found =
      std::find_if(sorts.begin(), sorts.end(), [&](const auto& sort) { return sort.key == request.sort; });
  if (found == sorts.end()) return sorts.front().ascending;  // the default stands first
  return request.descending ? found->descending : found->ascending;
}

Slice slice(const app::PageRequest& request, std::int64_t total) {
  if (request.size == 0) return {1, static_cast<int>(std::min<std::int64_t>(total, 1'000'000'000))};
  const int size = std::clamp(request.size, 1, 500);
  const auto last = std::max<std::int64_t>(1, (total + size - 1) / size);
  return {static_cast<int>(std::clamp<std::int64_t>(request.page, 1, last)), size};
}

}  // namespace detail
}  // namespace plumbline::store
