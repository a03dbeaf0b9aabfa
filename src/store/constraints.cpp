// Which refusal a violated constraint means. PostgreSQL tells the constraint's name, SQLite the columns of a UNIQUE
// one.
#include <array>

#include "store/database.hpp"

namespace plumbline::store {
namespace {

struct Meaning {
  std::string_view name;     // as the migration names it
  std::string_view columns;  // as SQLite tells it; empty for CHECK, whose name both tell
  base::ErrorCode code;
  std::string_view rule;
  std::string_view field;
};

constexpr std::array kMeanings{
    Meaning{"users_email_unique", "users.email", base::ErrorCode::Invalid, "user.save.email_taken", "email"},
    Meaning{"cycles_period_unique", "cycles.council, cycles.programme, cycles.period", base::ErrorCode::RuleBroken,
            "cycle.save.already_there", ""},
    Meaning{"disagreements_once", "disagreements.council, disagreements.audit_id", base::ErrorCode::RuleBroken,
            "disagreement.raise.already", ""},
    Meaning{"hand_overs_pk", "hand_overs.council, hand_overs.audit_id", base::ErrorCode::RuleBroken,
            "hand_over.record.already", ""},
};

}  // namespace

std::optional<base::Error> refusal_for(const ConstraintViolated& violated) {
  for (const auto& meaning : kMeanings) {
    const bool named = !violated.name().empty() && violated.name() == meaning.name;
    const bool told = !violated.columns().empty() && violated.columns() == meaning.columns;
    if (named || told) return base::Error{meaning.code, std::string(meaning.rule), std::string(meaning.field), {}};
  }
  return std::nullopt;
}

}  // namespace plumbline::store
