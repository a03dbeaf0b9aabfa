// What every store stands on: a connection inside a transaction, and the council whose rows alone it may touch.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/page.hpp"
#include "store/database.hpp"

namespace plumbline::store {

struct Scope {
  Connection& connection;
  const std::string& council;
};

// The value of a stored word, such as a state. A word that means nothing is a damaged row.
template <class Parse>
auto parsed(const Row& row, int column, Parse parse) {
  const auto value = parse(row.text(column));
  if (!value)
    throw DatabaseFailure(Failure::Damaged, "a stored word is not known: " + row.string(column).substr(0, 40));
  return *value;
}
template <class Parse>
auto parsed_if_any(const Row& row, int column, Parse parse) -> decltype(parse(std::string_view())) {
  if (row.is_null(column)) return std::nullopt;
  return parsed(row, column, parse);
}
template <class Enum>
Value word(const std::optional<Enum>& value) {
  return value ? Value(to_string(*value)) : Value(nullptr);
}

// After an UPDATE … WHERE version = $n that changed `changed` rows: counts the version up, or says why not.
base::Result<void> saved(std::int64_t changed, bool exists, int& version);

// `condition` with the placeholder in place of each `?`.
std::string filled(std::string_view condition, std::string_view placeholder);

// The conditions of a list. A statement is put together from fixed texts alone, chosen by which filters are set: each
// choice is one prepared statement that can use its indexes. Values are always bound. (docs/decisions: list filters)
class Where {
 public:
  // Begins with the council, which is $1.
  Where(std::string_view first_condition, const std::string& council) : sql_(first_condition) {
    values_.emplace_back(council);
  }
  // `condition` is a fixed text; each `?` in it stands for the value.
  Where& add(std::string_view condition, Value value);
  Where& add(std::string_view condition);
  // Where text is set.
  Where& text(std::string_view condition, const std::string& value) {
    return value.empty() ? *this : add(condition, value);
  }
  // `expression IN (…)`; no condition when there are none.
  Where& any_of(std::string_view expression, const std::vector<std::string_view>& words);
  // `column IN ($2, …)`, as a part of a condition; there must be words, and they must outlive the statement.
  template <class Words>
  std::string in(std::string_view column, const Words& words) {
    std::string text(column);
    const char* before = " IN (";
    for (const auto& word : words) {
      text += before + bind(std::string_view(word));
      before = ", ";
    }
    return text + ')';
  }
  // A part of one of the expressions, ignoring the case of ASCII letters.
  Where& contains(std::initializer_list<std::string_view> expressions, const std::string& part);

  // The columns that a visibility is compared with; an empty name means that rows have no such thing.
  struct Sight {
    std::string_view locality;
    std::string_view service_area;
    std::string_view team;
    std::initializer_list<std::string_view> people;  // conditions with `?` for the person
  };
  Where& visible(const app::Visibility& visible, const Sight& sight);

  // `select … WHERE <conditions> <rest>`.
  std::string sql(std::string_view select, std::string_view rest = {}) const;
  const std::vector<Value>& values() const { return values_; }
  // Binds one more value after the conditions; returns its placeholder.
  std::string bind(Value value);

 private:
  std::string sql_;
  std::vector<Value> values_;
};

// Which fixed ORDER BY text a list's sort key means.
struct SortKey {
  std::string_view key;
  std::string_view ascending;
  std::string_view descending;
};

// One page of a list, with the number of all rows that match. `select` ends before WHERE. page_ordered is for an order
// that binds values of its own: `order(where)` gives its text, and is asked once the rows are counted, because a
// statement may not be given values that it does not use.
template <class Order, class Map>
auto page_ordered(Connection& connection, std::string_view select, std::string_view count, Where& where, Order order,
                  const app::PageRequest& request, Map map) -> app::Page<std::invoke_result_t<Map&, const Row&>>;
template <class Map>
auto page_of(Connection& connection, std::string_view select, std::string_view count, Where& where,
             std::span<const SortKey> sorts, const app::PageRequest& request, Map map)
    -> app::Page<std::invoke_result_t<Map&, const Row&>>;

namespace detail {
std::string_view order_by(std::span<const SortKey> sorts, const app::PageRequest& request);
struct Slice {
  int page;
  int size;
};
Slice slice(const app::PageRequest& request, std::int64_t total);
}  // namespace detail

template <class Order, class Map>
auto page_ordered(Connection& connection, std::string_view select, std::string_view count, Where& where, Order order,
                  const app::PageRequest& request, Map map) -> app::Page<std::invoke_result_t<Map&, const Row&>> {
  app::Page<std::invoke_result_t<Map&, const Row&>> page;
  page.total = connection.integer(where.sql(count), where.values());
  const auto slice = detail::slice(request, page.total);
  page.page = slice.page;
  page.size = slice.size;
  std::string rest(order(where));
  if (request.size != 0) {
    const auto limit = where.bind(slice.size);
    const auto offset = where.bind(static_cast<std::int64_t>(slice.page - 1) * slice.size);
    rest += " LIMIT " + limit + " OFFSET " + offset;
  }
  page.rows = connection.all(where.sql(select, rest), where.values(), map);
  return page;
}

template <class Map>
auto page_of(Connection& connection, std::string_view select, std::string_view count, Where& where,
             std::span<const SortKey> sorts, const app::PageRequest& request, Map map)
    -> app::Page<std::invoke_result_t<Map&, const Row&>> {
  return page_ordered(
      connection, select, count, where, [&](Where&) { return detail::order_by(sorts, request); }, request, map);
}

}  // namespace plumbline::store
