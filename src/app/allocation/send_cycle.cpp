#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/allocation/allocate_cycle.hpp"
#include "app/allocation/places.hpp"
#include "app/allocation/preparers.hpp"
#include "app/audit/letters.hpp"
#include "app/audit/together.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/perspective/perspectives.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app {
namespace {

using Json = nlohmann::ordered_json;

// One audit on its way out, with whoever works on it beside its auditor.
struct Outgoing {
  domain::Audit audit;
  bool made_here = false;
  std::optional<domain::PersonId> second;
  std::optional<domain::PersonId> preparer;
};

struct Letters {
  const Month& month;
  const base::Clock& clock;
  UnitOfWork& work;

  std::string name(const domain::PersonId& person) const { return work.people().name_of(person); }

  // What the auditor, and of a pair the second, should know beside the dates.
  std::string beside(const Outgoing& out, const domain::PersonId& reader) const {
    std::string text;
    if (out.second)
      text += fmt::format("\nYou audit it together with {}. {}\n",
                          name(reader == *out.second ? *out.audit.auditor : *out.second),
                          reader == *out.second ? "Your colleague presents it; both of you write in the same audit."
                                                : "You present it; both of you write in the same audit.");
    if (domain::is_joint_part(out.audit.part))
      text +=
          "\nOthers grade the same case. Nobody sees another’s audit before all are returned; then you compare what "
          "you "
          "found.\n";
    for (const auto& agency : month.programme->auditors.agencies)
      if (agency.key == out.audit.part) text += fmt::format("\nYou grade the part of {}.\n", agency.title);
    if (out.preparer) {
      const auto by = prepare_by(*month.programme, month.cycle->period);
      text += fmt::format("\nIt is being prepared by {}{}. You get another mail when it is ready for the discussion.\n",
                          name(*out.preparer), by ? ", due on " + base::say_with_weekday(*by) : "");
    }
    if (out.audit.family_contact) text += "\nThis audit includes contact with the family.\n";
    return text;
  }

  void to_auditor(const Outgoing& out, const domain::PersonId& person) const {
    const auto reader = work.people().find(person);
    if (!reader) return;
    auto words =
        letter_words(*month.framework, *month.programme, out.audit, *reader, "audit-sent", usual_letter("audit-sent"));
    post(work, clock.now(), "audit-sent", *reader, std::move(words.subject), words.body + "\n" + beside(out, person),
         audit_path(out.audit));
  }

  void to_preparer(const Outgoing& out) const {
    if (const auto person = work.people().find(*out.preparer))
      post_preparation({out.audit, month.framework, month.programme, nullptr}, clock.now(), *person, work);
  }
};

domain::Audit new_audit(const Month& month, const domain::Case& row, const domain::SampledCase& sampled,
                        const domain::Tool& tool, int number, base::Instant now) {
  const auto& cycle = *month.cycle;
  domain::Audit audit;
  audit.id = domain::AuditId{base::new_uuid(now)};
  audit.reference = domain::audit_reference(month.framework->council.reference, cycle.period, number);
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
  audit.tool = tool.key;
  audit.tool_version = tool.version;
  audit.family_contact = sampled.family_contact;
  return audit;
}

}  // namespace

base::Result<int> send_cycle(const SendCycle& command, const Actor& actor, const base::Clock& clock,
                             Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_cycle(actor));
  const auto reads = month_reads(work);
  TRY(Month month, find_drawn_month(command.programme, command.period, frameworks, reads));
  auto& cycle = *month.cycle;
  std::set<domain::ChildId> held;
  std::set<domain::ChildId> asked;  // whose worker was asked for their view
  std::vector<Outgoing> unsent;     // those made before, then those made here
  for (auto& audit : work.audits().of_cycle(cycle.id)) {
    if (audit.state != domain::AuditState::Withdrawn) held.insert(audit.child_id);
    if (audit.sent_at) asked.insert(audit.child_id);
    if (audit.state == domain::AuditState::Allocated && audit.auditor)
      unsent.push_back({std::move(audit), false, {}, {}});
  }
  const auto planned = work.co_auditors().planned(cycle.id);
  std::vector<domain::SampledCase> ready;
  int unplaced = 0;
  for (auto& sampled : work.cycles().sample(cycle.id)) {
    if (sampled.exempt) continue;
    if (held.contains(sampled.child_id)) {
      // What is still planned of a case that is out is the part of an agency that joins it (AUDIT-15).
      if (std::ranges::find(planned, sampled.child_id, &PlannedAudit::child) != planned.end())
        ready.push_back(std::move(sampled));
      continue;
    }
    if (!is_placed(month, sampled, planned)) ++unplaced;
    if (sampled.auditor) ready.push_back(std::move(sampled));
  }
  if (unplaced > 0 && !command.leave_unplaced) {
    return base::rule_broken("cycle.send.unplaced", "",
                             {{"cases", base::count_of(unplaced, "case has", "cases have")}});
  }
  if (ready.empty() && unsent.empty()) return base::rule_broken("cycle.send.nothing");

  const auto frame = frozen_frame(drawn_certificate(cycle.id, work.cycles()).frame_sha256, work.cycles());
  int number = work.audits().next_number(cycle.period);
  std::vector<domain::ChildId> children;
  for (const auto& sampled : ready) {
    const auto row = frame.case_at(frame.find(sampled.child_id.text()).value());
    const auto* tool = domain::tool_for(*month.framework, *month.programme, sampled.category);
    if (tool == nullptr) {
      return base::rule_broken("cycle.send.no_tool", "", {{"category", std::string(domain::say(sampled.category))}});
    }
    std::vector<PlannedAudit> plan;
    for (const auto& one : planned)
      if (one.child == sampled.child_id) plan.push_back(one);
    if (plan.empty()) plan.push_back({sampled.child_id, "", *sampled.auditor, {}});
    for (auto& one : plan) {
      Outgoing out{new_audit(month, row, sampled, *tool, number++, clock.now()), true, std::move(one.second), {}};
      out.audit.auditor = std::move(one.auditor);
      out.audit.part = std::move(one.part);
      unsent.push_back(std::move(out));
    }
    work.co_auditors().plan(cycle.id, sampled.child_id, {}, clock.now());
    if (!held.contains(sampled.child_id)) children.push_back(sampled.child_id);
  }
  const auto preparers = choose_preparers(month, children, clock.today(), reads);
  // Where the days to return are counted from sending, those sent later are due later (CAL-3).
  auto due = cycle.return_by;
  if (domain::returns_after_sending(*month.programme)) {
    due = domain::cycle_dates(*month.programme, cycle.period, clock.today()).return_by;
    if (!cycle.sent_at) cycle.return_by = due;
  }
  const Letters letters{month, clock, work};
  Json sent = Json::array();
  for (auto& out : unsent) {
    auto& audit = out.audit;
    audit.due_on = due;
    TRY(const auto event, domain::send(audit, actor.acting(), clock.now()));
    if (out.made_here)
      work.audits().add(audit);
    else
      CHECK(work.audits().save(audit));
    if (const auto preparer = preparers.find(audit.child_id); out.made_here && preparer != preparers.end())
      out.preparer = preparer->second;
    Json after{
        {"state", domain::to_string(event.to)}, {"reference", audit.reference}, {"auditor", audit.auditor->text()}};
    if (out.second) {
      work.co_auditors().put(audit, {domain::CoAuditorKind::Second, *out.second, clock.now(), {}, false, false});
      after["second"] = out.second->text();
    }
    if (out.preparer) {
      work.co_auditors().put(audit, {domain::CoAuditorKind::Preparer, *out.preparer, clock.now(), {}, false, false});
      after["preparer"] = out.preparer->text();
    }
    if (!audit.part.empty()) after["part"] = audit.part;
    work.journal().append({clock.now(), actor.acting().text(), "audit-sent", "audit", audit.id.text(), "", "",
                           after.dump(), actor.request_id});
    sent.push_back(audit.reference);
    letters.to_auditor(out, *audit.auditor);
    if (out.second) letters.to_auditor(out, *out.second);
    if (out.preparer) letters.to_preparer(out);
    // One case, one view: the worker of a case that several audit is asked once, also where one of them joins later.
    if (asked.insert(audit.child_id).second)
      ask_perspective(*month.framework, *month.programme, audit, clock.now(), work);
  }
  cycle.state = domain::CycleState::Sent;
  if (!cycle.sent_at) cycle.sent_at = clock.now();
  CHECK(work.cycles().save(cycle));
  write_cycle_event(work, actor, clock, "cycle-sent", cycle.id, "", {{"audits", sent}, {"unplaced", unplaced}});
  CHECK(work.commit());
  return static_cast<int>(unsent.size());
}

}  // namespace plumbline::app
