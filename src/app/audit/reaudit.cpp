#include "app/audit/reaudit.hpp"

#include <algorithm>
#include <map>

#include "app/audit/letters.hpp"
#include "app/audit/write_down.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/perspective/perspectives.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/allocation/allocation.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/register/job_words.hpp"

namespace plumbline::app {

namespace {

const Visibility kAll{true, {}, {}, {}, {}};

// The case as the never-rules ask of it: as the register has it now, and as it stood in either audit.
domain::CaseToPlace case_of(const domain::Audit& first, const domain::Audit& again, UnitOfWork& work) {
  domain::CaseToPlace out;
  out.child_id = again.child_id;
  out.team = again.team;
  out.locality = again.locality;
  out.worker = again.worker_id;
  out.supervisor = again.supervisor_id;
  for (const auto& team : work.people().teams())
    if (team.team == out.team) out.team_manager = team.manager_id;
  for (const auto& tie : work.cases().ties({again.child_id})) out.earlier.push_back(tie.person);
  // Neither of a pair looks at their own audit again.
  for (const auto& one : first.beside)
    if (one.kind == domain::CoAuditorKind::Second) out.handed_back.push_back(one.person);
  for (const auto& person : {first.worker_id, first.supervisor_id})
    if (person && person != out.worker && person != out.supervisor) out.earlier.push_back(*person);
  return out;
}

domain::AllocationRequest request_of(const domain::Programme& programme, base::Day on, std::optional<base::Day> until,
                                     UnitOfWork& work) {
  domain::AllocationRequest request;
  request.rules = programme.auditors.allocation;
  request.on = on;
  request.until = until;
  for (auto& person : work.people().all()) request.auditors.push_back({std::move(person), 0});
  return request;
}

// What each has in hand, so that re-audits do not heap on one.
void count_in_hand(std::vector<domain::Auditor>& auditors, UnitOfWork& work) {
  AuditFilter in_hand;
  in_hand.states = {domain::AuditState::Allocated, domain::AuditState::Sent, domain::AuditState::InProgress};
  std::map<domain::PersonId, int> counts;
  for (const auto& audit : work.audits().list(in_hand, {1, 0, "", false}, kAll).rows)
    if (audit.auditor) ++counts[*audit.auditor];
  for (auto& auditor : auditors)
    if (const auto found = counts.find(auditor.person.person_id); found != counts.end())
      auditor.already = found->second;
}

}  // namespace

void plan_reaudit(const AuditContext& first, domain::FollowUp& follow_up, const Actor& actor, base::Instant now,
                  UnitOfWork& work) {
  const auto* trigger = domain::trigger_of(first.audit, *first.programme, domain::FollowUpKind::Reaudit);
  if (trigger == nullptr || !follow_up.from_on) return;
  domain::Audit again;
  again.id = domain::AuditId{base::new_uuid(now)};
  again.period = base::period_of(*follow_up.from_on);
  again.reference = domain::audit_reference(first.framework->council.reference, again.period,
                                            work.audits().next_number(again.period));
  again.cycle = first.audit.cycle;
  again.programme = first.audit.programme;
  again.cohort = first.audit.cohort;
  again.child_id = first.audit.child_id;
  again.category = first.audit.category;
  again.locality = first.audit.locality;
  again.service_area = first.audit.service_area;
  again.team = first.audit.team;
  again.worker_id = first.audit.worker_id;
  again.supervisor_id = first.audit.supervisor_id;
  if (const auto row = work.cases().find(first.audit.child_id); row && !row->closed_on) {
    again.locality = row->locality;
    again.service_area = row->service_area;
    again.team = row->team;
    again.worker_id = row->worker_id;
    again.supervisor_id = row->supervisor_id;
  }
  again.tool = first.audit.tool;
  again.tool_version = first.audit.tool_version;
  again.due_on = follow_up.due_on;
  again.reaudit_of = first.audit.id;

  auto request = request_of(*first.programme, *follow_up.from_on, follow_up.due_on, work);
  count_in_hand(request.auditors, work);
  const auto free =
      domain::reauditors(std::move(request), case_of(first.audit, again, work), trigger->by, first.audit.auditor);
  if (!free.empty()) again.auditor = free.front();
  work.audits().add(again);
  follow_up.reaudit = again.id;
  write_down(work.journal(), actor, now, "re-audit-planned", "audit", again.id.text(), {}, {},
             {{"reference", again.reference},
              {"reaudit_of", first.audit.reference},
              {"auditor", again.auditor ? again.auditor->text() : ""},
              {"from", base::iso(*follow_up.from_on)},
              {"to", follow_up.due_on ? base::iso(*follow_up.due_on) : ""}});

  AuditContext planned = first;
  planned.audit = again;
  const auto from = base::say(*follow_up.from_on);
  const auto to = follow_up.due_on ? base::say(*follow_up.due_on) : from;
  const auto facts =
      "The case of audit " + first.audit.reference + " is looked at again between " + from + " and " + to + ".";
  if (again.auditor)
    if (const auto auditor = work.people().find(*again.auditor))
      post_letter(planned, now, "re-audit-planned", *auditor, audit_path(again), work,
                  facts + " You are asked to make it. It comes to you when that time begins.");
  auto told = trigger->tell;
  told.push_back({domain::Relation::CaseWorker, {}});
  told.push_back({domain::Relation::SupervisingManager, {}});
  if (!again.auditor) {
    static const std::vector<domain::Recipient> kOrganisers{{{}, domain::JobRole::QaAdministrator},
                                                            {{}, domain::JobRole::QaLead}};
    for (const auto& one : addressees(kOrganisers, again, work, base::london_day(now)))
      post(work, now, "re-audit-unplaced", one.person, "Nobody can be named for re-audit " + again.reference,
           "Everybody who should make it is kept from it by a rule. Give it to somebody by hand.", audit_path(again));
  }
  for (const auto& one : addressees(told, again, work, base::london_day(now)))
    if (again.auditor != one.person.person_id)
      post_letter(planned, now, "re-audit-planned", one.person, audit_path(first.audit), work, facts);
}

base::Result<void> may_reaudit(const AuditContext& reaudit, const domain::PersonId& person, base::Day today,
                               UnitOfWork& work) {
  const auto& again = reaudit.audit;
  if (!again.reaudit_of) return {};
  TRY(const auto first, work.audits().find(*again.reaudit_of));
  const auto found = work.people().find(person);
  if (!found) return base::invalid("audit.reallocate.to_unknown", "to");
  if (first.auditor == person) return base::rule_broken("reaudit.make.first_auditor", "to", {{"person", found->name}});
  const auto* trigger = domain::trigger_of(first, *reaudit.programme, domain::FollowUpKind::Reaudit);
  if (trigger != nullptr && trigger->by && found->role != *trigger->by)
    return base::rule_broken("reaudit.make.role", "to", {{"role", domain::job_in_words(*trigger->by)}});
  auto request = request_of(*reaudit.programme, std::max(today, again.period.first()), again.due_on, work);
  std::erase_if(request.auditors, [&](const domain::Auditor& one) { return one.person.person_id != person; });
  const auto to_place = case_of(first, again, work);
  auto with_role = request;
  if (domain::reauditors(with_role, to_place, found->role, first.auditor).empty()) {
    with_role.rules.quotas.push_back({found->role, 1, 0});
    const auto why = domain::never(with_role, with_role.auditors.front(), to_place);
    std::string key = why ? std::string(to_string(*why)) : "no_quota";
    std::ranges::replace(key, '-', '_');
    return base::rule_broken("allocation.never." + key, "to", {{"person", found->name}});
  }
  return {};
}

base::Result<void> send_reaudit(const AuditContext& reaudit, const Actor& actor, base::Instant now, UnitOfWork& work) {
  auto audit = reaudit.audit;
  TRY(const auto event, domain::send(audit, actor.acting(), now));
  CHECK(work.audits().save(audit));
  write_down(work.journal(), actor, now, domain::past_tense(event.verb), "audit", audit.id.text(), {},
             {{"state", std::string(to_string(event.from))}}, {{"state", std::string(to_string(event.to))}});
  AuditContext sent = reaudit;
  sent.audit = audit;
  if (audit.auditor)
    if (const auto auditor = work.people().find(*audit.auditor))
      post_letter(sent, now, "audit-sent", *auditor,
                  {"Re-audit {reference} is ready for you",
                   "It looks again at a case that was audited before. Return it by {due}. The first audit stands "
                   "beside it."},
                  audit_path(audit), work);
  ask_perspective(*reaudit.framework, *reaudit.programme, audit, now, work);
  return {};
}

std::optional<domain::Audit> audit_before(const domain::Audit& audit, const Actor& actor, AuditReads& audits) {
  if (audit.reaudit_of) {
    auto first = audits.find(*audit.reaudit_of);
    if (!first || !may_view(actor, *first)) return std::nullopt;
    return std::move(*first);
  }
  AuditFilter earlier;
  earlier.child = audit.child_id;
  earlier.tool = audit.tool;
  earlier.to = iso(audit.period.plus_months(-1));
  earlier.states = {domain::AuditState::Final};
  auto found = audits.list(earlier, {1, 1, "period", true}, visibility_of(actor)).rows;
  if (audit.tool.empty() || found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::string_view say(Change change) {
  switch (change) {
    case Change::Better:
      return "Better";
    case Change::Same:
      return "The same";
    case Change::Worse:
      return "Worse";
    case Change::Unknown:
      return "–";
  }
  return "";
}

Change change_of(const std::optional<domain::Grade>& first, const std::optional<domain::Grade>& second) {
  const auto was = first ? domain::rank(*first) : std::nullopt;
  const auto is = second ? domain::rank(*second) : std::nullopt;
  if (!was || !is) return Change::Unknown;
  return *is < *was ? Change::Better : *is > *was ? Change::Worse : Change::Same;
}

}  // namespace plumbline::app
