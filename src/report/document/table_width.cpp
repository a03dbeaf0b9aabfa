#include "report/document/table_width.hpp"

#include <algorithm>
#include <numeric>

#include "base/text.hpp"
#include "report/chart/chart.hpp"

namespace plumbline::report {
namespace {

constexpr std::size_t kEndless = 28;  // letters
constexpr double kMostOfAWord = 16;   // em; a longer one is cut
constexpr double kMostOfALine = 40;
constexpr double kMostOfAHeader = 12;

double longest_word(const std::string& text, bool bold) {
  double most = 0;
  for (const auto& word : base::split(text, ' ')) most = std::max(most, text_width(std::string(word), 1, bold));
  return std::min(most, kMostOfAWord);
}

}  // namespace

std::vector<ColumnRoom> column_rooms(const ReportTable& table) {
  std::vector<ColumnRoom> rooms;
  for (std::size_t at = 0; at < table.columns.size(); ++at) {
    const auto& column = table.columns[at];
    ColumnRoom room;
    room.least = longest_word(column.name, true);
    room.wanted = column.numeric ? room.least : std::min(text_width(column.name, 1, true), kMostOfAHeader);
    for (const auto& row : table.rows) {
      if (at >= row.cells.size()) continue;
      const auto& cell = row.cells[at];
      // `29 of 49` under a percentage stays one line.
      const double note =
          column.numeric ? std::min(text_width(cell.note, 1), kMostOfAWord) : longest_word(cell.note, false);
      room.least = std::max({room.least, longest_word(cell.text, row.total), note});
      room.wanted = std::max({room.wanted, text_width(cell.text, 1, row.total), text_width(cell.note, 1)});
    }
    room.wanted = std::min(room.wanted, kMostOfALine);
    rooms.push_back(room);
  }
  return rooms;
}

double least_room(const std::vector<ColumnRoom>& columns) {
  return std::accumulate(columns.begin(), columns.end(), 0.0,
                         [](double sum, const ColumnRoom& column) { return sum + column.least; });
}

bool has_endless_word(std::string_view text) {
  std::size_t letters = 0;
  return std::any_of(text.begin(), text.end(), [&](char letter) {
    letters = letter == ' ' ? 0 : letters + 1;
    return letters > kEndless;
  });
}

}  // namespace plumbline::report
