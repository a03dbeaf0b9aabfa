// How much room the columns of a table ask for, so that on paper no word is cut and no table leaves the page.
#pragma once

#include <string_view>
#include <vector>

#include "report/page.hpp"

namespace plumbline::report {

// In em, the size of the text, without what stands between columns.
struct ColumnRoom {
  double least = 0;   // the longest word of header and cells
  double wanted = 0;  // a line for each cell, within reason; headers of numbers may always break
};
std::vector<ColumnRoom> column_rooms(const ReportTable& table);

// The least room of all columns together.
double least_room(const std::vector<ColumnRoom>& columns);

// Whether a word is so long that it has to be cut somewhere, such as an identifier somebody typed without end.
bool has_endless_word(std::string_view text);

}  // namespace plumbline::report
