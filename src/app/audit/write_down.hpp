// The journal's lines of the audit's use cases: who did what to what, what it was and what it became (SEC-2).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/record_ports.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::app {

// Fields that changed, in order. Free text goes in as its SHA-256: hashed().
using JournalFields = std::vector<std::pair<std::string, std::string>>;
std::string hashed(std::string_view text);  // `sha256:…`; empty for an empty text

void write_down(Journal& journal, const Actor& actor, base::Instant at, std::string_view action,
                std::string_view subject_kind, const std::string& subject_id, std::string reason,
                const JournalFields& before, const JournalFields& after);

// Refuses a text longer than kLongestText with the rule `too_long`, one that is not UTF-8 with `not_text`.
base::Result<void> check_text(std::string_view text, const char* too_long, const char* not_text, std::string field);

}  // namespace plumbline::app
