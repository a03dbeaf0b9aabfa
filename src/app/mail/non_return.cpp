#include "app/mail/non_return.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/mail/reminders.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/calendar/working_days.hpp"

namespace plumbline::app {
namespace {

bool is_out(const domain::Audit& audit) {
  return audit.state == domain::AuditState::Sent || audit.state == domain::AuditState::InProgress;
}

std::string body_of(const std::vector<AreaReturns>& areas, int sent, int out) {
  std::string body = fmt::format("{} of {} had not come back by the return day.\n",
                                 base::count_of(out, "audit", "audits"), base::count_of(sent, "audit", "audits"));
  for (const auto& area : areas)
    body += fmt::format("\n{}: {} of {} returned{}", area.area.empty() ? "No area" : area.area, area.sent - area.out,
                        area.sent, area.out > 0 ? fmt::format(", {} not", area.out) : "");
  return body + "\n\nTheir auditors and managers have been reminded. The report says whose they are.";
}

}  // namespace

std::vector<AreaReturns> returns_by_area(const domain::Cycle& cycle, const domain::Framework& framework,
                                         Reader& reader) {
  const bool by_locality = !framework.council.localities.empty();
  std::vector<AreaReturns> areas;
  for (const auto& area : by_locality ? framework.council.localities : framework.council.service_areas)
    areas.push_back({area, 0, 0});
  for (const auto& audit : reader.audits().of_cycle(cycle.id)) {
    if (!audit.sent_at || audit.state == domain::AuditState::Withdrawn || audit.state == domain::AuditState::HandedBack)
      continue;
    const auto& area = by_locality ? audit.locality : audit.service_area;
    auto found = std::ranges::find(areas, area, &AreaReturns::area);
    if (found == areas.end()) found = areas.insert(areas.end(), AreaReturns{area, 0, 0});
    ++found->sent;
    if (is_out(audit)) ++found->out;
  }
  std::erase_if(areas, [](const AreaReturns& area) { return area.sent == 0; });
  return areas;
}

std::vector<domain::JobRole> leadership_of(const domain::Programme& programme) {
  std::vector<domain::JobRole> roles;
  for (const auto& route : programme.reports)
    for (const auto& one : route.to)
      for (const auto role : {domain::JobRole::HeadOfService, domain::JobRole::Director})
        if (one.role == role && std::ranges::find(roles, role) == roles.end()) roles.push_back(role);
  if (roles.empty()) roles.push_back(domain::JobRole::HeadOfService);
  return roles;
}

std::vector<OutboxMessage> non_return_letters(base::Day on, base::Instant now, Frameworks& frameworks, Reader& reader) {
  std::vector<OutboxMessage> letters;
  const auto council = reader.councils().find();
  if (!council) return letters;
  for (const auto& cycle : reader.cycles().list()) {
    if (cycle.state != domain::CycleState::Sent || !cycle.return_by) continue;
    const auto due = domain::add_working_days(*cycle.return_by, 1);
    if (const int late = base::days_between(due, on); late < 0 || late > kCatchUpDays) continue;
    const auto framework = frameworks.get(reader.frameworks(), council->framework, cycle.framework_version);
    if (!framework) continue;
    const auto* programme = (*framework)->find_programme(cycle.programme);
    if (programme == nullptr) continue;
    const auto areas = returns_by_area(cycle, **framework, reader);
    int sent = 0, out = 0;
    for (const auto& area : areas) sent += area.sent, out += area.out;
    if (out == 0) continue;
    const auto roles = leadership_of(*programme);
    for (const auto& person : reader.people().all()) {
      if (person.email.empty() || std::ranges::find(roles, person.role) == roles.end()) continue;
      OutboxMessage letter;
      letter.id = "non-return-" + base::sha256_hex(cycle.id.text() + "\n" + base::iso(*cycle.return_by) + "\n" +
                                                   person.person_id.text())
                                      .substr(0, 32);
      if (reader.outbox().holds(letter.id)) continue;
      letter.kind = "non-return";
      letter.to = person.email;
      letter.subject = fmt::format("{}, {}: {} not returned", programme->title, base::say(cycle.period),
                                   base::count_of(out, "audit", "audits"));
      letter.body =
          fmt::format("{}\n\n{{public_url}}/reports/monthly?programme={}&from={}&to={}\n", body_of(areas, sent, out),
                      cycle.programme, base::iso(cycle.period), base::iso(cycle.period));
      letter.created_at = letter.not_before = now;
      letters.push_back(std::move(letter));
    }
  }
  return letters;
}

}  // namespace plumbline::app
