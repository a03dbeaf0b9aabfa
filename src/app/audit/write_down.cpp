#include "app/audit/write_down.hpp"

#include <nlohmann/json.hpp>

#include "app/audit/edit_audit.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {

namespace {

std::string as_json(const JournalFields& fields) {
  if (fields.empty()) return {};
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& [name, value] : fields) object[name] = value;
  return object.dump();
}

}  // namespace

std::string hashed(std::string_view text) { return text.empty() ? std::string{} : "sha256:" + base::sha256_hex(text); }

void write_down(Journal& journal, const Actor& actor, base::Instant at, std::string_view action,
                std::string_view subject_kind, const std::string& subject_id, std::string reason,
                const JournalFields& before, const JournalFields& after) {
  journal.append({at, actor.acting().text(), std::string(action), std::string(subject_kind), subject_id,
                  std::move(reason), as_json(before), as_json(after), actor.request_id});
}

base::Result<void> check_text(std::string_view text, const char* too_long, const char* not_text, std::string field) {
  if (text.size() > kLongestText) return base::invalid(too_long, std::move(field));
  if (!base::is_valid_utf8(text)) return base::invalid(not_text, std::move(field));
  return {};
}

}  // namespace plumbline::app
