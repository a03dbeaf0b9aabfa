#include "app/allocation/allocate_cycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "app/audit/write_down.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app {
namespace {

using Json = nlohmann::ordered_json;

// Pairings of auditor and team are avoided for as long.
constexpr int kPairingMonths = 12;

// Under way or done: the case needs no auditor any more, and the audit counts in the auditor's load.
bool holds_its_case(domain::AuditState state) {
  switch (state) {
    case domain::AuditState::Allocated:
    case domain::AuditState::Sent:
    case domain::AuditState::InProgress:
    case domain::AuditState::Submitted:
    case domain::AuditState::Returned:
    case domain::AuditState::Final:
      return true;
    case domain::AuditState::HandedBack:  // waits to be reallocated, and then counts for the next auditor
    case domain::AuditState::Withdrawn:
      return false;
  }
  return false;
}

// The cases' places and people, from the register as it is now: that is who works them.
class Places {
 public:
  Places(const std::vector<domain::ChildId>& children, const MonthReads& reads) : reads_(reads) {
    for (const auto& team : reads.people.teams()) {
      if (team.manager_id) manager_of_[team.team] = *team.manager_id;
    }
    for (const auto& tie : reads.cases.ties(children)) ties_[tie.child_id].push_back(tie.person);
  }

  domain::CaseToPlace of(const domain::ChildId& child) const {
    domain::CaseToPlace out;
    out.child_id = child;
    if (const auto row = reads_.cases.find(child)) {
      out.team = row->team;
      out.locality = row->locality;
      out.worker = row->worker_id;
      out.supervisor = row->supervisor_id;
    }
    if (const auto manager = manager_of_.find(out.team); manager != manager_of_.end())
      out.team_manager = manager->second;
    if (const auto ties = ties_.find(child); ties != ties_.end()) out.earlier = ties->second;
    return out;
  }

 private:
  const MonthReads& reads_;
  std::map<domain::TeamName, domain::PersonId> manager_of_;
  std::map<domain::ChildId, std::vector<domain::PersonId>> ties_;
};

void add_rules(domain::AllocationRequest& request, const Month& month, base::Day today) {
  request.rules = month.programme->auditors.allocation;
  request.on = std::max(today, month.cycle->send_on.value_or(today));
  request.until = month.cycle->return_by;
}

std::string_view never_rule(domain::Never never) {
  switch (never) {
    case domain::Never::NoQuota:
      return "allocation.never.no_quota";
    case domain::Never::NotQualified:
      return "allocation.never.not_qualified";
    case domain::Never::NotTrained:
      return "allocation.never.not_trained";
    case domain::Never::Away:
      return "allocation.never.away";
    case domain::Never::WorksCase:
      return "allocation.never.works_case";
    case domain::Never::SupervisesCase:
      return "allocation.never.supervises_case";
    case domain::Never::WorkedCase:
      return "allocation.never.worked_case";
    case domain::Never::OwnTeam:
      return "allocation.never.own_team";
    case domain::Never::OwnLocality:
      return "allocation.never.own_locality";
    case domain::Never::HandedBack:
      return "allocation.never.handed_back";
  }
  return "";
}

void write_down(UnitOfWork& work, const Actor& actor, const base::Clock& clock, std::string action,
                const domain::CycleId& cycle, std::string reason, const Json& after) {
  work.journal().append({clock.now(), actor.acting().text(), std::move(action), "cycle", cycle.text(),
                         std::move(reason), "", after.dump(), actor.request_id});
}

}  // namespace

domain::AllocationRequest allocation_request(const Month& month, base::Day today, const MonthReads& reads) {
  domain::AllocationRequest request;
  add_rules(request, month, today);
  request.key = drawn_certificate(month.cycle->id, reads.cycles).rank_key();

  std::map<domain::PersonId, int> already;
  std::set<domain::ChildId> held;
  for (const auto& audit : reads.audits.of_cycle(month.cycle->id)) {
    // A handed back audit keeps its case too: it goes to its next auditor by hand, with its history.
    if (audit.state != domain::AuditState::Withdrawn) held.insert(audit.child_id);
    if (audit.auditor && holds_its_case(audit.state)) ++already[*audit.auditor];
  }
  for (auto& person : reads.people.all()) {
    if (!domain::quota_of(request.rules, person)) continue;
    const auto has = already.find(person.person_id);
    request.auditors.push_back({std::move(person), has == already.end() ? 0 : has->second});
  }
  std::vector<domain::ChildId> children;
  for (const auto& sampled : reads.cycles.sample(month.cycle->id)) {
    if (!sampled.exempt && !held.contains(sampled.child_id)) children.push_back(sampled.child_id);
  }
  const Places places(children, reads);
  for (const auto& child : children) request.cases.push_back(places.of(child));
  for (const auto& past : reads.cycles.pairings_since(month.cycle->period.plus_months(-kPairingMonths))) {
    request.pairings.push_back({past.auditor, past.team, past.times});
  }
  return request;
}

base::Result<domain::Allocation> allocate_cycle(const AllocateCycle& command, const Actor& actor,
                                                const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_cycle(actor));
  const auto reads = month_reads(work);
  TRY(Month month, find_drawn_month(command.programme, command.period, frameworks, reads));
  const auto request = allocation_request(month, clock.today(), reads);
  if (request.cases.empty()) return base::rule_broken("allocation.make.nothing");
  if (request.auditors.empty()) {
    std::vector<std::string> roles;
    for (const auto& quota : request.rules.quotas) roles.push_back(base::lower(domain::say(quota.role)));
    return base::rule_broken("allocation.make.no_auditors", "", {{"roles", base::join(roles, ", ")}});
  }
  const auto allocation = domain::allocate(request);

  std::map<domain::ChildId, domain::PersonId> auditor_of;
  Json placements = Json::array();
  for (const auto& placement : allocation.placements) {
    auditor_of[placement.child_id] = placement.auditor;
    placements.push_back({{"child_id", placement.child_id.text()}, {"auditor", placement.auditor.text()}});
  }
  std::set<domain::ChildId> waiting;
  for (const auto& to_place : request.cases) waiting.insert(to_place.child_id);
  for (auto& sampled : work.cycles().sample(month.cycle->id)) {
    if (!waiting.contains(sampled.child_id) || sampled.exempt) continue;
    const auto auditor = auditor_of.find(sampled.child_id);
    sampled.auditor = auditor == auditor_of.end() ? std::nullopt : std::optional(auditor->second);
    work.cycles().save_sampled(sampled);
  }
  if (month.cycle->state == domain::CycleState::Drawn) month.cycle->state = domain::CycleState::Allocated;
  CHECK(work.cycles().save(*month.cycle));
  Json blockages = Json::array();
  for (const auto& blockage : allocation.blockages) blockages.push_back(domain::say(blockage));
  write_down(work, actor, clock, "cycle-allocated", month.cycle->id, "",
             {{"placements", placements}, {"unplaced", allocation.unplaced.size()}, {"why", blockages}});
  CHECK(work.commit());
  return allocation;
}

base::Result<void> may_be_given(const Month& month, const domain::ChildId& child, const domain::PersonId& person,
                                base::Day today, const MonthReads& reads) {
  auto found = reads.people.find(person);
  if (!found) return base::invalid("allocation.move.unknown", "to", {{"person", person.text()}});
  domain::AllocationRequest request;
  add_rules(request, month, today);
  auto to_place = Places({child}, reads).of(child);
  for (const auto& audit : reads.audits.of_cycle(month.cycle->id)) {
    if (audit.child_id != child) continue;
    // The case as it stood when it was drawn counts too: the register may have moved on, or may hold it no more.
    if (audit.worker_id) to_place.earlier.push_back(*audit.worker_id);
    if (audit.supervisor_id) to_place.earlier.push_back(*audit.supervisor_id);
    if (to_place.team.empty()) to_place.team = audit.team;
    if (to_place.locality.empty()) to_place.locality = audit.locality;
    if (audit.state == domain::AuditState::HandedBack && audit.auditor) to_place.handed_back.push_back(*audit.auditor);
  }
  const domain::Auditor auditor{std::move(*found), 0};
  if (const auto reason = domain::never(request, auditor, to_place)) {
    return base::rule_broken(std::string(never_rule(*reason)), "to", {{"person", auditor.person.name}});
  }
  return {};
}

base::Result<void> place_case(const PlaceCase& command, const Actor& actor, const base::Clock& clock,
                              Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_cycle(actor));
  const auto reads = month_reads(work);
  TRY(Month month, find_drawn_month(command.programme, command.period, frameworks, reads));
  auto sample = work.cycles().sample(month.cycle->id);
  const auto sampled = std::find_if(sample.begin(), sample.end(),
                                    [&](const auto& each) { return each.child_id == command.child && !each.exempt; });
  if (sampled == sample.end()) return base::rule_broken("allocation.move.not_sampled", "child_id");
  for (const auto& audit : work.audits().of_cycle(month.cycle->id)) {
    if (audit.child_id == command.child && audit.state != domain::AuditState::Withdrawn) {
      return base::rule_broken("allocation.move.sent", "child_id", {{"reference", audit.reference}});
    }
  }
  if (sampled->auditor == command.to) return base::invalid("allocation.move.same", "to");
  if (sampled->auditor && base::trim(command.reason).empty())
    return base::invalid("allocation.move.reason_missing", "reason");
  CHECK(may_be_given(month, command.child, command.to, clock.today(), reads));
  const auto before = sampled->auditor;
  sampled->auditor = command.to;
  work.cycles().save_sampled(*sampled);
  const bool all =
      std::all_of(sample.begin(), sample.end(), [](const auto& each) { return each.exempt || each.auditor; });
  if (all && month.cycle->state == domain::CycleState::Drawn) month.cycle->state = domain::CycleState::Allocated;
  CHECK(work.cycles().save(*month.cycle));
  write_down(work, actor, clock, "case-placed", month.cycle->id, hashed(command.reason),
             {{"child_id", command.child.text()},
              {"from", before ? Json(before->text()) : Json(nullptr)},
              {"to", command.to.text()}});
  return work.commit();
}

base::Result<int> send_cycle(const SendCycle& command, const Actor& actor, const base::Clock& clock,
                             Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_cycle(actor));
  const auto reads = month_reads(work);
  TRY(Month month, find_drawn_month(command.programme, command.period, frameworks, reads));
  std::set<domain::ChildId> held;
  std::vector<domain::Audit> unsent;  // those made before, then those made here
  for (const auto& audit : work.audits().of_cycle(month.cycle->id)) {
    if (audit.state != domain::AuditState::Withdrawn) held.insert(audit.child_id);
    if (audit.state == domain::AuditState::Allocated && audit.auditor) unsent.push_back(audit);
  }
  std::vector<domain::SampledCase> ready;
  int unplaced = 0;
  for (auto& sampled : work.cycles().sample(month.cycle->id)) {
    if (sampled.exempt || held.contains(sampled.child_id)) continue;
    if (sampled.auditor)
      ready.push_back(std::move(sampled));
    else
      ++unplaced;
  }
  if (unplaced > 0 && !command.leave_unplaced) {
    return base::rule_broken("cycle.send.unplaced", "",
                             {{"cases", base::count_of(unplaced, "case has", "cases have")}});
  }
  if (ready.empty() && unsent.empty()) return base::rule_broken("cycle.send.nothing");

  const auto frame = frozen_frame(drawn_certificate(month.cycle->id, work.cycles()).frame_sha256, work.cycles());
  auto& cycle = *month.cycle;
  int number = work.audits().next_number(cycle.period);
  Json sent = Json::array();
  for (const auto& sampled : ready) {
    const auto row = frame.case_at(frame.find(sampled.child_id.text()).value());
    const auto* tool = domain::tool_for(*month.framework, *month.programme, sampled.category);
    if (tool == nullptr) {
      return base::rule_broken("cycle.send.no_tool", "", {{"category", std::string(domain::say(sampled.category))}});
    }
    domain::Audit audit;
    audit.id = domain::AuditId{base::new_uuid(clock.now())};
    audit.reference = domain::audit_reference(month.framework->council.reference, cycle.period, number++);
    audit.cycle = cycle.id;
    audit.programme = cycle.programme;
    audit.period = cycle.period;
    audit.cohort = cycle.cohort;
    audit.child_id = row.child_id;
    audit.category = row.category;
    audit.locality = row.locality;
    audit.service_area = row.service_area;
    audit.team = row.team;
    audit.worker_id = row.worker_id;
    audit.supervisor_id = row.supervisor_id;
    audit.tool = tool->key;
    audit.tool_version = tool->version;
    audit.auditor = sampled.auditor;
    audit.family_contact = sampled.family_contact;
    unsent.push_back(std::move(audit));
  }
  const std::size_t made_before = unsent.size() - ready.size();
  // Where the days to return are counted from sending, those sent later are due later (CAL-3).
  auto due = cycle.return_by;
  if (domain::returns_after_sending(*month.programme)) {
    due = domain::cycle_dates(*month.programme, cycle.period, clock.today()).return_by;
    if (!cycle.sent_at) cycle.return_by = due;
  }
  for (std::size_t at = 0; at < unsent.size(); ++at) {
    auto& audit = unsent[at];
    audit.due_on = due;
    TRY(const auto event, domain::send(audit, actor.acting(), clock.now()));
    if (at < made_before)
      CHECK(work.audits().save(audit));
    else
      work.audits().add(audit);
    work.journal().append(
        {clock.now(), actor.acting().text(), "audit-sent", "audit", audit.id.text(), "", "",
         Json{
             {"state", domain::to_string(event.to)}, {"reference", audit.reference}, {"auditor", audit.auditor->text()}}
             .dump(),
         actor.request_id});
    sent.push_back(audit.reference);
    const auto person = work.people().find(*audit.auditor);
    if (!person || person->email.empty()) continue;
    OutboxMessage message;
    message.id = base::new_uuid(clock.now());
    message.kind = "audit-sent";
    message.to = person->email;
    message.subject = fmt::format("Audit {} is ready for you", audit.reference);
    message.body = fmt::format(
        "{} has been given to you for {}.\n\nPlease return it by {}. Read the file first, then meet the worker.\n{}\n"
        "Sign in to Plumbline and open it from your home page. If you know the child or family, hand it back there.\n",
        audit.reference, base::say(cycle.period),
        audit.due_on ? base::say_with_weekday(*audit.due_on) : "the month’s end",
        audit.family_contact ? "\nThis audit includes contact with the family.\n" : "");
    message.created_at = message.not_before = clock.now();
    work.outbox().add(message);
  }
  cycle.state = domain::CycleState::Sent;
  if (!cycle.sent_at) cycle.sent_at = clock.now();
  CHECK(work.cycles().save(cycle));
  write_down(work, actor, clock, "cycle-sent", cycle.id, "", {{"audits", sent}, {"unplaced", unplaced}});
  CHECK(work.commit());
  return static_cast<int>(unsent.size());
}

base::Result<AllocationPicture> picture_allocation(const std::string& programme, base::Period period,
                                                   const Actor& actor, const base::Clock& clock, Frameworks& frameworks,
                                                   Reader& reader) {
  CHECK(may_view_cycle(actor));
  const auto reads = month_reads(reader);
  TRY(const Month month, find_drawn_month(programme, period, frameworks, reads));
  const auto request = allocation_request(month, clock.today(), reads);
  AllocationPicture picture;
  std::map<domain::ChildId, domain::Audit> audit_of;
  for (auto& audit : reads.audits.of_cycle(month.cycle->id)) {
    if (audit.state != domain::AuditState::Withdrawn) audit_of.emplace(audit.child_id, std::move(audit));
  }
  std::vector<domain::ChildId> children;
  for (auto& sampled : reads.cycles.sample(month.cycle->id)) {
    if (sampled.exempt) continue;
    children.push_back(sampled.child_id);
    picture.cases.push_back({std::move(sampled), {}, {}, {}, {}});
  }
  for (const auto& auditor : request.auditors) {
    AuditorLoad load;
    load.person = auditor.person;
    load.most = domain::quota_of(request.rules, auditor.person)->most;
    load.away = domain::is_away(auditor.person, request.on, request.until);
    picture.auditors.push_back(std::move(load));
  }
  std::sort(picture.auditors.begin(), picture.auditors.end(), [](const auto& a, const auto& b) {
    return std::tie(a.person.name, a.person.person_id) < std::tie(b.person.name, b.person.person_id);
  });

  const Places places(children, reads);
  bool all_placed = true;
  for (auto& placing : picture.cases) {
    auto to_place = places.of(placing.sampled.child_id);
    placing.team = to_place.team;
    placing.auditor = placing.sampled.auditor;
    if (const auto audit = audit_of.find(placing.sampled.child_id); audit != audit_of.end()) {
      placing.auditor = audit->second.auditor;
      if (audit->second.state == domain::AuditState::HandedBack && audit->second.auditor) {
        to_place.handed_back.push_back(*audit->second.auditor);
        placing.auditor.reset();
      }
    }
    all_placed = all_placed && placing.auditor;
    for (auto& load : picture.auditors) {
      const auto& id = load.person.person_id;
      if (placing.auditor == id) {
        ++load.audits;
        load.cases.push_back(placing.sampled.child_id);
      }
      const auto reason = domain::never(request, {load.person, 0}, to_place);
      if (!reason) {
        placing.may.push_back(id);
        continue;
      }
      placing.nevers.emplace_back(id, *reason);
      const auto counted =
          std::find_if(load.nevers.begin(), load.nevers.end(), [&](const auto& each) { return each.first == *reason; });
      if (counted == load.nevers.end())
        load.nevers.emplace_back(*reason, 1);
      else
        ++counted->second;
    }
  }
  for (auto& load : picture.auditors) std::sort(load.nevers.begin(), load.nevers.end());
  if (!all_placed && !request.cases.empty()) {
    for (const auto& blockage : domain::allocate(request).blockages) picture.blockages.push_back(domain::say(blockage));
  }
  return picture;
}

}  // namespace plumbline::app
