#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> measure_messages() {
  static constexpr Message kMessages[]{
      {"measure.put.forbidden",
       "Only the QA lead, the QA administrator or the administrator of the whole council can enter performance "
       "figures."},
      {"measure.put.name_missing", "Enter what is measured, such as ‘Visits within timescale’."},
      {"measure.put.name_too_long", "Enter a name of at most {most} letters."},
      {"measure.put.period", "Enter the month, such as 2026-11."},
      {"measure.put.locality", "Choose a locality of the council, or leave it blank for the whole council."},
      {"measure.put.value",
       "Enter a number, such as 87.5. It may have nine digits before the point and three behind it."},
      {"measure.put.unit_too_long", "Enter a unit of at most {most} letters, such as % or days."},
      {"measure.put.target", "Enter the target as a number, such as 90, or leave it blank."},
      {"measure.put.not_text", "This text has characters that cannot be kept. Type it again, then save."},
      {"measure.remove.gone", "This figure is not there any more."},
      {"measure.import.file_missing", "Choose a CSV file."},
      {"measure.import.too_large", "This file is larger than 1 MB. Split it, then import each part."},
      {"measure.import.column_missing",
       "The file has no column ‘{column}’. Its first line names the columns: measure, period, locality, value, unit, "
       "target."},
      {"measure.import.empty", "The file has no figures below its first line."},
      {"measure.import.row", "{why} See line {line}, column {column}."},
      {"measure.import.too_many", "The file has more than {most} figures. Split it, then import each part."},
  };
  return kMessages;
}

}  // namespace plumbline::app
