#include "app/draw/draw_cycle.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "app/allocation/allocate_cycle.hpp"
#include "app/allocation/places.hpp"
#include "app/audit/write_down.hpp"
#include "app/learning/agreements.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/framework/programme_days.hpp"
#include "domain/register/job_words.hpp"

namespace plumbline::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestIssue = 60;  // bytes
const Visibility kAll{true, {}, {}, {}, {}};

base::Result<const domain::Cohort*> cohort_for(const DrawCycle& command, const domain::Programme& programme) {
  if (command.cohort == kNoCohort) return nullptr;
  if (command.cohort.empty()) return domain::cohort_of(programme, command.period);
  const auto& cohorts = programme.draw.cohorts;
  const auto found =
      std::find_if(cohorts.begin(), cohorts.end(), [&](const auto& each) { return each.key == command.cohort; });
  if (found == cohorts.end()) return base::invalid("draw.make.cohort", "cohort", {{"cohort", command.cohort}});
  return &*found;
}

// As many as the auditors can take who are there between the month's days.
int per_auditor(const DrawCycle& command, const Month& month, base::Day today, const MonthReads& reads) {
  const auto dates = domain::cycle_dates(*month.programme, command.period);
  const auto send_on = month.cycle && month.cycle->send_on ? *month.cycle->send_on : dates.send_on;
  const auto return_by = month.cycle && month.cycle->return_by ? *month.cycle->return_by : dates.return_by;
  return cases_for_the_auditors(month, std::max(today, send_on), return_by, reads);
}

// What was agreed stands in for what the command leaves open: the theme's cohort and the size (CAL-5).
base::Result<DrawCycle> as_agreed(DrawCycle command, const domain::Programme& programme, ReviewReads& reviews) {
  TRY(const auto agreement, agreed_for(programme, command.period, command.size, reviews));
  if (!agreement) return command;
  if (!command.size)
    command.size = programme.draw.size > 0 ? std::min(programme.draw.size, agreement->size) : agreement->size;
  if (command.cohort.empty()) command.cohort = agreement->cohort;
  return command;
}

base::Result<domain::DrawRequest> request_for(const DrawCycle& command, const Month& month, const std::string& council,
                                              base::Day today, const MonthReads& reads) {
  const auto& programme = *month.programme;
  domain::DrawRequest request;
  request.council = council;
  request.framework = month.framework->key;
  request.framework_version = month.framework->version;
  request.programme = programme.key;
  request.period = command.period;
  request.seed = command.seed;
  request.as_of = today;
  request.size = command.size.value_or(programme.draw.size);
  if (!command.size && programme.draw.size_per_auditor) {
    request.size = per_auditor(command, month, today, reads);
    if (request.size == 0) return base::rule_broken("draw.make.no_auditors", "size");
  }
  if (!command.size && request.size == 0) return base::invalid("draw.make.size_missing", "size");
  TRY(const auto* cohort, cohort_for(command, programme));
  request.rules = domain::draw_rules(programme, cohort);
  if (cohort != nullptr && needs_issue(*cohort, programme)) {
    if (command.issue.empty()) return base::invalid("draw.make.issue_missing", "issue");
    if (command.issue.size() > kLongestIssue) return base::invalid("draw.make.issue", "issue");
    request.rules.any_flag = {command.issue};
  }
  if (programme.draw.nominated != domain::Nomination::No) {
    request.rules.nominated = command.nominated;
    if (request.rules.nominated.empty())
      for (const auto& nominated : reads.nominations.of_month(programme.key, command.period, kAll))
        request.rules.nominated.push_back(nominated.child_id);
    if (programme.draw.nominated == domain::Nomination::Only && request.rules.nominated.empty())
      return base::invalid("draw.make.nominated_missing", "nominated");
  }
  return request;
}

domain::Cycle new_cycle(const DrawCycle& command, const Month& month, const base::Clock& clock) {
  domain::Cycle cycle;
  cycle.id = domain::CycleId{base::new_uuid(clock.now())};
  cycle.programme = command.programme;
  cycle.period = command.period;
  cycle.framework_version = month.framework->version;
  const auto dates = domain::cycle_dates(*month.programme, command.period);
  cycle.send_on = dates.send_on;
  cycle.return_by = dates.return_by;
  cycle.report_by = dates.report_by;
  return cycle;
}

std::vector<domain::SampledCase> sample_of(const domain::Certificate& certificate, const domain::Frame& frame,
                                           const domain::DrawRecord& record, const domain::Programme& programme) {
  std::vector<domain::ChildId> family;
  if (const auto share = domain::family_share(programme)) {
    family = domain::sub_sample(certificate.rank_key(), *share, certificate.sample());
  }
  const std::set<domain::ChildId> with_family(family.begin(), family.end());
  std::vector<domain::SampledCase> sample;
  for (const auto& looked : certificate.order) {
    if (looked.outcome != domain::Outcome::Drawn) continue;
    const auto row = frame.row(*frame.find(looked.child_id.text()));
    domain::SampledCase sampled;
    sampled.cycle = record.cycle;
    sampled.draw = record.id;
    sampled.child_id = looked.child_id;
    sampled.rank = static_cast<int>(looked.rank);
    sampled.category = row.category;
    sampled.locality = row.locality;
    sampled.family_contact = with_family.contains(looked.child_id);
    sample.push_back(std::move(sampled));
  }
  return sample;
}

domain::DrawRecord new_record(const domain::CycleId& cycle, std::size_t drawn_before,
                              const domain::Certificate& certificate, std::string reason, const Actor& actor,
                              const base::Clock& clock) {
  domain::DrawRecord record;
  record.id = domain::DrawId{base::new_uuid(clock.now())};
  record.cycle = cycle;
  record.number = static_cast<int>(drawn_before) + 1;
  record.frame_sha256 = certificate.frame_sha256;
  record.certificate = domain::to_json(certificate);
  record.reason = std::move(reason);
  record.made_by = actor.acting();
  record.made_at = clock.now();
  return record;
}

std::string text_of(const domain::Frame& frame) {
  std::string text;
  frame.write([&](std::string_view piece) { text += piece; });
  return text;
}

Json shortfalls(const domain::Certificate& certificate) {
  Json out = Json::array();
  for (const auto& binding : certificate.binding) {
    out.push_back({{"rule", binding.rule}, {"area", binding.area}, {"short_by", binding.short_by}});
  }
  return out;
}

}  // namespace

bool needs_issue(const domain::Cohort& cohort, const domain::Programme& programme) {
  if (!cohort.flags.empty()) return false;
  if (cohort.categories.empty()) return true;
  const std::set<domain::Category> own(cohort.categories.begin(), cohort.categories.end());
  return own == std::set<domain::Category>(programme.draw.categories.begin(), programme.draw.categories.end());
}

std::vector<std::pair<std::string, int>> theme_flags(CaseReads& cases) {
  std::map<std::string, int> counts;
  cases.for_each([&](const domain::Case& one) {
    if (one.closed_on || one.restricted) return;
    for (const auto& flag : one.flags) ++counts[flag];
  });
  return {counts.begin(), counts.end()};
}

base::Result<domain::DryRun> preview_draw(const DrawCycle& asked, const Actor& actor, const base::Clock& clock,
                                          Frameworks& frameworks, Reader& reader) {
  CHECK(may_run_cycle(actor));
  const auto reads = month_reads(reader);
  TRY(const Month month, find_month(asked.programme, asked.period, frameworks, reads));
  TRY(const auto command, as_agreed(asked, *month.programme, reader.reviews()));
  TRY(auto request, request_for(command, month, actor.council, clock.today(), reads));
  TRY(const auto frame, freeze_register(command.period, reads));
  return domain::dry_run(frame, std::move(request));
}

base::Result<domain::Certificate> draw_cycle(const DrawCycle& asked, const Actor& actor, const base::Clock& clock,
                                             Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_cycle(actor));
  const auto reads = month_reads(work);
  TRY(const Month month, find_month(asked.programme, asked.period, frameworks, reads));
  TRY(const auto command, as_agreed(asked, *month.programme, work.reviews()));
  TRY(auto request, request_for(command, month, actor.council, clock.today(), reads));
  auto cycle = month.cycle.value_or(new_cycle(command, month, clock));
  if (!month.cycle) work.cycles().add(cycle);
  if (cycle.state == domain::CycleState::Sent || cycle.state == domain::CycleState::Closed) {
    return base::rule_broken("draw.make.sent");
  }
  const auto before = work.cycles().draws(cycle.id);
  if (!before.empty() && base::trim(command.reason).empty()) return base::invalid("draw.make.reason_missing", "reason");

  // The frame is frozen and its digest written down before there is a seed (RFC 3797).
  TRY(const auto frame, freeze_register(command.period, reads));
  write_cycle_event(work, actor, clock, "frame-frozen", cycle.id, "",
                    {{"sha256", frame.digest()}, {"rows", frame.size()}});
  if (request.seed.empty()) request.seed = domain::new_seed();
  TRY(auto certificate, domain::draw(frame, request));

  const auto record = new_record(cycle.id, before.size(), certificate, command.reason, actor, clock);
  work.cycles().add_draw(record, text_of(frame));
  work.cycles().put_sample(cycle.id, sample_of(certificate, frame, record, *month.programme));
  work.co_auditors().clear_plan(cycle.id);
  cycle.state = domain::CycleState::Drawn;
  cycle.size = static_cast<int>(request.size);
  TRY(const auto* cohort, cohort_for(command, *month.programme));
  // Months with different issues are unlike each other, so the issue is what they are compared by.
  cycle.cohort = cohort == nullptr ? "" : needs_issue(*cohort, *month.programme) ? command.issue : cohort->key;
  CHECK(work.cycles().save(cycle));
  Json done{{"draw", record.number},
            {"seed", request.seed},
            {"frame", frame.digest()},
            {"size", request.size},
            {"drawn", certificate.sample().size()},
            {"cohort", cycle.cohort},
            {"among_nominated", request.rules.nominated.size()},
            {"short", shortfalls(certificate)}};
  if (const auto agreement = work.reviews().agreement(command.programme, command.period))
    done["agreement"] = agreement->id.text();
  write_cycle_event(work, actor, clock, before.empty() ? "cycle-drawn" : "cycle-drawn-again", cycle.id,
                    hashed(command.reason), done);
  CHECK(work.commit());
  return certificate;
}

namespace {

base::Result<void> check_approver(const ExemptSampledCase& command, const domain::Programme& programme,
                                  PersonReads& people) {
  const auto& roles = programme.draw.exemption_approvers;
  if (!command.approved_by || command.approved_by->empty()) {
    if (roles.empty()) return {};
    return base::invalid("draw.exempt.approver_missing", "approved_by");
  }
  const auto person = people.find(*command.approved_by);
  if (!person) {
    return base::invalid("draw.exempt.approver_unknown", "approved_by", {{"person", command.approved_by->text()}});
  }
  if (roles.empty() || std::find(roles.begin(), roles.end(), person->role) != roles.end()) return {};
  return base::rule_broken("draw.exempt.approver_role", "approved_by",
                           {{"person", person->name}, {"roles", domain::jobs_in_words(roles)}});
}

}  // namespace

base::Result<domain::Exemption> exempt_case(const ExemptSampledCase& command, const Actor& actor,
                                            const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_cycle(actor));
  const auto reads = month_reads(work);
  TRY(Month month, find_drawn_month(command.programme, command.period, frameworks, reads));
  if (!month.programme->draw.exemptions) return base::rule_broken("draw.exempt.not_allowed");
  if (base::trim(command.reason).empty()) return base::invalid("draw.exempt.reason_missing", "reason");
  CHECK(check_approver(command, *month.programme, work.people()));
  auto& cycle = *month.cycle;

  auto sample = work.cycles().sample(cycle.id);
  const auto exempted = std::find_if(sample.begin(), sample.end(),
                                     [&](const auto& each) { return each.child_id == command.child && !each.exempt; });
  if (exempted == sample.end()) return base::rule_broken("draw.exempt.not_drawn", "child_id");
  for (auto& audit : work.audits().of_cycle(cycle.id)) {
    if (audit.child_id != command.child || audit.state == domain::AuditState::Withdrawn) continue;
    TRY(const auto event, domain::withdraw(audit, command.reason, actor.acting(), clock.now()));
    CHECK(work.audits().save(audit));
    work.journal().append({clock.now(), actor.acting().text(), "audit-withdrawn", "audit", audit.id.text(),
                           hashed(command.reason), Json{{"state", domain::to_string(event.from)}}.dump(),
                           Json{{"state", domain::to_string(event.to)}}.dump(), actor.request_id});
  }

  const auto before = drawn_certificate(cycle.id, work.cycles());
  const auto frame = frozen_frame(before.frame_sha256, work.cycles());
  TRY(const auto after, domain::exempt(frame, before, command.child));
  const auto& exemption = after.exemptions.back();
  // Why stands with the sampled case, where it can be disposed of in time: a draw's record never changes.
  const auto record =
      new_record(cycle.id, work.cycles().draws(cycle.id).size(), after, "A case was exempted", actor, clock);
  work.cycles().add_draw(record, text_of(frame));

  exempted->exempt = true;
  exempted->exempt_reason = command.reason;
  exempted->exempt_approved_by = command.approved_by;
  exempted->exempt_at = clock.now();
  exempted->auditor.reset();
  work.co_auditors().plan(cycle.id, command.child, {}, clock.now());
  if (exemption.replacement) {
    const auto looked = std::find_if(after.order.begin(), after.order.end(),
                                     [&](const auto& entry) { return entry.child_id == *exemption.replacement; });
    const auto row = frame.row(*frame.find(exemption.replacement->text()));
    domain::SampledCase replacement;
    replacement.cycle = cycle.id;
    replacement.child_id = *exemption.replacement;
    replacement.rank = static_cast<int>(looked->rank);
    replacement.category = row.category;
    replacement.locality = row.locality;
    replacement.replaces = command.child;
    replacement.family_contact = exempted->family_contact;  // so that the share stays what it was
    sample.push_back(std::move(replacement));
  }
  for (auto& each : sample) each.draw = record.id;
  work.cycles().put_sample(cycle.id, sample);
  CHECK(work.cycles().save(cycle));  // one at a time: a second exemption under way meets Stale
  write_cycle_event(work, actor, clock, "case-exempted", cycle.id, hashed(command.reason),
                    {{"child_id", command.child.text()},
                     {"replacement", exemption.replacement ? Json(exemption.replacement->text()) : Json(nullptr)},
                     {"approved_by", command.approved_by ? Json(command.approved_by->text()) : Json(nullptr)}});
  const domain::Exemption made = exemption;
  CHECK(work.commit());
  return made;
}

}  // namespace plumbline::app
