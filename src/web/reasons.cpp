#include "web/reasons.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "app/audit/reasons.hpp"
#include "app/ports/register_ports.hpp"
#include "base/day.hpp"

namespace plumbline::web {
namespace {

std::string say_what(std::string_view what) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kWords{{
      {"action-revised", "Changed"},
      {"action-reopened", "Sent back"},
      {"action-withdrawn", "Withdrawn"},
      {"meeting-reopened", "Minutes opened again"},
      {"theme-opened-again", "Opened again"},
      {"review-approval-taken-back", "Approval taken back"},
  }};
  const auto found = std::ranges::find(kWords, what, [](const auto& one) { return one.first; });
  return found == kWords.end() ? "Changed" : std::string(found->second);
}

}  // namespace

std::vector<SummaryRow> reason_rows(const std::string& subject, app::Reader& reader) {
  std::vector<SummaryRow> rows;
  for (const auto& one : app::reasons_of(subject, reader.co_auditors())) {
    SummaryRow row;
    row.look = SummaryRow::Look::Typed;
    if (one.topic == app::kSaidBefore) {
      row.key = "Before that";
      row.value = one.note;
    } else {
      row.key = say_what(one.topic);
      row.value = base::say(one.at) + ", " + reader.people().name_of(one.by) + ":\n" + one.note;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace plumbline::web
