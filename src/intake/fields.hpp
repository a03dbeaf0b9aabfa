// Values as foreign files write them, made into ours. Every reader uses these, so that a date or a blank means the same
// in a CSV, a workbook and a census file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"

namespace plumbline::intake {

// The text without blanks at its ends; empty for what spreadsheets leave where nothing is known (`#N/A`, `NULL`).
std::string_view cell_text(std::string_view cell);

// The same with no-break spaces made plain, runs of blanks made one and curly apostrophes straight: for names of teams
// and people, which must compare equal however they were typed.
std::string tidy_text(std::string_view cell);

// How a column name is compared: tidy, lower case, `_` and `-` as blanks, no blank or mark at the end.
std::string column_key(std::string_view name);

// Excel's day number: from 1900 (with its 29 February 1900 that never was) or from 1904. A time of day is dropped.
// Nothing outside 1900 to 2200.
std::optional<base::Day> day_of_serial(std::string_view text, bool from_1904);

// ISO, ISO with a time, UK with slashes, dots or hyphens, or an Excel serial.
std::optional<base::Day> day_of_cell(std::string_view text, bool from_1904);

// `yes`, `no` and their kin (y, true, 1; n, false, 0); nothing for anything else.
std::optional<bool> yes_or_no(std::string_view text);

// The longest identifier of a child or a member of staff, in bytes.
inline constexpr std::size_t kLongestId = 120;
// `1.23457E+11`: a spreadsheet has rounded a long number, so nobody can tell which it was.
bool lost_digits(std::string_view text);

// A coded value without its letter: `a) Male` → `Male`.
std::string_view without_letter(std::string_view text);

// For the fairness figures: male, female, neither, or blank where it is not stated. Texts that are none of these stay
// as they are.
std::string gender_of(std::string_view text);
// yes, no, or blank where it is not known.
std::string disability_of(std::string_view text);

// At most 60 bytes of a value, for a message; cut between characters.
std::string shown(std::string_view value);

}  // namespace plumbline::intake
