#include "store/database.hpp"

namespace plumbline::store {
namespace {

std::string describe(ConstraintKind kind, const std::string& name, const std::string& columns) {
  std::string text = "the database refused a row: ";
  switch (kind) {
    case ConstraintKind::Unique:
      text += "already there";
      break;
    case ConstraintKind::ForeignKey:
      text += "refers to what is not there, or is still referred to";
      break;
    case ConstraintKind::Check:
      text += "a value that may not be stored";
      break;
    case ConstraintKind::NotNull:
      text += "a value is missing";
      break;
    case ConstraintKind::AppendOnly:
      text += "what was written once may not be changed";
      break;
  }
  if (!name.empty()) text += " (" + name + ")";
  if (!columns.empty()) text += " (" + columns + ")";
  return text;
}

[[noreturn]] void no_such_value(int column, std::string_view what) {
  throw DatabaseFailure(Failure::Damaged,
                        "column " + std::to_string(column) + " of an answer holds no " + std::string(what));
}

}  // namespace

ConstraintViolated::ConstraintViolated(ConstraintKind kind, std::string name, std::string columns)
    : Broken(describe(kind, name, columns)), kind_(kind), name_(std::move(name)), columns_(std::move(columns)) {}

base::Day Row::day(int column) const {
  const auto day = base::parse_day(text(column));
  if (!day) no_such_value(column, "day");
  return *day;
}

base::Instant Row::instant(int column) const {
  const auto instant = base::parse_instant(text(column));
  if (!instant) no_such_value(column, "instant");
  return *instant;
}

base::Period Row::period(int column) const {
  const auto period = base::parse_period(text(column));
  if (!period) no_such_value(column, "month");
  return *period;
}

base::Result<std::int64_t> Connection::try_execute(std::string_view sql, Params params) {
  try {
    return execute(sql, params);
  } catch (const ConstraintViolated& violated) {
    if (auto refusal = refusal_for(violated)) return tl::unexpected<base::Error>(std::move(*refusal));
    throw;
  }
}

std::int64_t Connection::integer(std::string_view sql, Params params) {
  return one(sql, params, [](const Row& row) { return row.is_null(0) ? 0 : row.integer(0); }).value_or(0);
}

bool Connection::exists(std::string_view sql, Params params) {
  bool found = false;
  query(sql, params, [&](const Row&) { found = true; });
  return found;
}

}  // namespace plumbline::store
