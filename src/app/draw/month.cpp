#include "app/draw/month.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <unordered_map>

#include "base/text.hpp"

namespace plumbline::app {
namespace {

// An audit older than this can't matter to any rule a council has.
constexpr int kMonthsBack = 24;
const Visibility kAll{true, {}, {}, {}, {}};

bool counts_as_audit(domain::AuditState state) {
  switch (state) {
    case domain::AuditState::Sent:
    case domain::AuditState::InProgress:
    case domain::AuditState::Submitted:
    case domain::AuditState::Returned:
    case domain::AuditState::Final:
      return true;
    case domain::AuditState::Allocated:
    case domain::AuditState::HandedBack:
    case domain::AuditState::Withdrawn:
      return false;
  }
  return false;
}

}  // namespace

MonthReads month_reads(Reader& reader) {
  return {reader.audits(),     reader.cases(),       reader.councils(), reader.cycles(),
          reader.frameworks(), reader.nominations(), reader.people(),   reader.co_auditors()};
}
MonthReads month_reads(UnitOfWork& work) {
  return {work.audits(),     work.cases(),       work.councils(), work.cycles(),
          work.frameworks(), work.nominations(), work.people(),   work.co_auditors()};
}

base::Result<Month> find_month(const std::string& programme, base::Period period, Frameworks& frameworks,
                               const MonthReads& reads) {
  const auto council = reads.councils.find();
  if (!council) return base::not_found("framework.find.unknown");
  Month month;
  month.cycle = reads.cycles.find(programme, period);
  TRY(month.framework, frameworks.get(reads.frameworks, council->framework,
                                      month.cycle ? month.cycle->framework_version : council->framework_version));
  month.programme = month.framework->find_programme(programme);
  if (month.programme == nullptr) {
    std::vector<std::string> keys;
    for (const auto& each : month.framework->programmes) keys.push_back(each.key);
    return base::refuse(base::ErrorCode::NotFound, "cycle.find.programme", "programme",
                        {{"programme", programme}, {"programmes", base::join(keys, ", ")}});
  }
  return month;
}

base::Result<Month> find_drawn_month(const std::string& programme, base::Period period, Frameworks& frameworks,
                                     const MonthReads& reads) {
  TRY(Month month, find_month(programme, period, frameworks, reads));
  if (!month.cycle || month.cycle->state == domain::CycleState::Planned) {
    return base::refuse(base::ErrorCode::RuleBroken, "cycle.find.not_drawn", "period", {{"period", base::say(period)}});
  }
  return month;
}

bool may_be_drawn(base::Period period, base::Day today) {
  const auto now = base::period_of(today);
  return now.plus_months(-kDrawMonthsBack) <= period && period <= now.plus_months(kDrawMonthsAhead);
}

domain::Certificate drawn_certificate(const domain::CycleId& cycle, CycleReads& cycles) {
  const auto draws = cycles.draws(cycle);
  if (draws.empty()) throw base::Broken("a drawn cycle has no draw");
  auto certificate = domain::read_certificate(draws.back().certificate);
  if (!certificate) throw base::Broken("the certificate of a draw cannot be read: " + certificate.error().rule);
  return std::move(*certificate);
}

domain::Certificate full_certificate(const Month& month, const MonthReads& reads) {
  auto certificate = drawn_certificate(month.cycle->id, reads.cycles);
  std::map<domain::ChildId, std::vector<domain::Placement>> placed;
  std::set<domain::ChildId> in_sample;
  for (const auto& sampled : reads.cycles.sample(month.cycle->id)) {
    if (sampled.exempt) continue;
    in_sample.insert(sampled.child_id);
    if (sampled.auditor) placed[sampled.child_id] = {{sampled.child_id, *sampled.auditor}};
  }
  std::set<domain::ChildId> planned;
  for (auto& plan : reads.co_auditors.planned(month.cycle->id)) {
    if (!placed.contains(plan.child)) continue;
    auto& placements = placed[plan.child];
    if (planned.insert(plan.child).second) placements.clear();
    placements.push_back({plan.child, std::move(plan.auditor), std::move(plan.second), std::move(plan.part)});
  }
  // Once sent, the audits say who has the case.
  std::set<domain::ChildId> sent;
  for (const auto& audit : reads.audits.of_cycle(month.cycle->id)) {
    if (!audit.auditor || !in_sample.contains(audit.child_id) || audit.state == domain::AuditState::Withdrawn) continue;
    auto& placements = placed[audit.child_id];
    if (sent.insert(audit.child_id).second) placements.clear();
    const auto* second = audit.co_auditor(domain::CoAuditorKind::Second);
    placements.push_back(
        {audit.child_id, *audit.auditor, second == nullptr ? std::nullopt : std::optional(second->person), audit.part});
  }
  if (placed.empty()) return certificate;
  std::map<domain::PersonId, int> audits;
  for (const auto& child : certificate.sample()) {
    const auto found = placed.find(child);
    if (found == placed.end()) continue;
    for (const auto& placement : found->second) {
      certificate.allocation.push_back(placement);
      ++audits[placement.auditor];
      if (placement.second) ++audits[*placement.second];
    }
  }
  for (const auto& person : reads.people.everyone()) {
    const auto quota = domain::quota_of(month.programme->auditors.allocation, person);
    const auto has = audits.find(person.person_id);
    const int count = has == audits.end() ? 0 : has->second;
    if ((!quota || person.has_left()) && count == 0) continue;
    // Somebody may be given more than the role's quota by hand. The certificate says what the role takes, so that
    // `verify` names who has more; the journal says why.
    certificate.loads.push_back({person.person_id, count, quota ? quota->most : 0});
    if (has != audits.end()) audits.erase(has);
  }
  for (const auto& [gone, count] : audits) certificate.loads.push_back({gone, count, count});
  std::sort(certificate.loads.begin(), certificate.loads.end(),
            [](const auto& a, const auto& b) { return a.auditor < b.auditor; });
  return certificate;
}

domain::Frame frozen_frame(const std::string& sha256, CycleReads& cycles) {
  std::istringstream file(cycles.frame(sha256));
  auto frame = domain::read_frame(file);
  if (!frame || frame->digest() != sha256) throw base::Broken("the frozen frame of a draw is gone or damaged");
  return std::move(*frame);
}

std::string frame_text(const std::string& sha256, Reader& reader) { return reader.cycles().frame(sha256); }

base::Result<domain::Frame> freeze_register(base::Period period, const MonthReads& reads) {
  std::unordered_map<domain::ChildId, base::Day> sent;
  AuditFilter filter;
  filter.from = base::iso(period.plus_months(-kMonthsBack));
  filter.distributed = true;
  for (const auto& audit : reads.audits.list(filter, {1, 0, "", false}, kAll).rows) {
    if (!audit.sent_at || !counts_as_audit(audit.state)) continue;
    auto& latest = sent[audit.child_id];
    latest = std::max(latest, base::london_day(*audit.sent_at));
  }
  domain::FrameBuilder builder;
  reads.cases.for_each([&](const domain::Case& row) {
    const auto audited = sent.find(row.child_id);
    if (audited == sent.end() || (row.last_audited_on && *row.last_audited_on >= audited->second))
      return builder.add(row);
    auto changed = row;
    changed.last_audited_on = audited->second;
    builder.add(changed);
  });
  return std::move(builder).freeze();
}

std::optional<domain::Proportion> annual_progress(const domain::Programme& programme, base::Period period,
                                                  AuditReads& audits) {
  if (programme.draw.annual_target <= 0) return std::nullopt;
  const auto month = static_cast<unsigned>(period.month.month());
  const auto april = period.plus_months(-static_cast<int>((month + 8) % 12));
  AuditFilter filter;
  filter.programme = programme.key;
  filter.from = base::iso(april);
  filter.to = base::iso(period);
  filter.distributed = true;
  filter.reaudit = false;
  return domain::Proportion{audits.list(filter, {1, 1, "", false}, kAll).total, programme.draw.annual_target};
}

}  // namespace plumbline::app
