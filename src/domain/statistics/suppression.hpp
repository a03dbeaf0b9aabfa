// Small numbers hidden from readers outside the service, so that nobody can be told apart and no hidden number can be
// worked out from the others (REP-5).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace plumbline::domain {

// A table with its totals: the last cell of each row is the row's total, the last row the columns', the corner the
// whole. Nothing where the number is hidden.
using CountTable = std::vector<std::vector<std::int64_t>>;
using ShownTable = std::vector<std::vector<std::optional<std::int64_t>>>;

// The counts with their totals.
CountTable with_totals(const CountTable& counts);

// Hides every count over 0 and under `below`, totals as well, and then as few further ones as will do, totals last,
// until no hidden count is fixed by what is shown: each could be another whole number with every shown number the same,
// and the hidden counts of a row or column under a total that is shown are no small number together. `table` has
// totals. With `below` of 0 or less nothing is hidden.
ShownTable suppressed(const CountTable& table, std::int64_t below);

// The same of a single line of counts under their total, which is the last of what is given back. The total is hidden
// only where it is small itself.
std::vector<std::optional<std::int64_t>> suppressed_line(const std::vector<std::int64_t>& counts, std::int64_t below);

// Whether what is shown leaves that hidden count only one value.
bool can_be_derived(const CountTable& table, const ShownTable& shown, std::size_t row, std::size_t column);

}  // namespace plumbline::domain
