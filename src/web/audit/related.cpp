#include "web/audit/related.hpp"

#include <algorithm>

#include "app/audit/letters.hpp"
#include "app/audit/reaudit.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/disagreement_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/list_page.hpp"

namespace plumbline::web {
namespace {

using domain::AuditState;

void add_view(Related& related, const OpenAudit& open, const app::Actor& actor, app::Reader& reader) {
  if (!open.programme->perspective.asked || !open.audit.sent_at) return;
  const bool own = actor.is(open.audit.worker_id);
  const auto view = reader.perspectives().find(open.audit.id);
  Task task{own ? "Your view" : "The worker’s view", audit_path(open.audit, "/perspective"), "Not given yet",
            Tone::NotStarted};
  if (view && view->sent_at) {
    task.status = "Given";
    task.tone = Tone::Plain;
  } else if (open.audit.submitted_at) {
    task.status = "Not given";
    task.tone = Tone::Plain;
  } else if (own && view) {
    task.status = "Draft";
    task.tone = Tone::Going;
  }
  related.tasks.push_back(std::move(task));
}

void add_practice(Related& related, const OpenAudit& open, const app::Actor& actor, app::Reader& reader) {
  const auto& rule = open.programme->earlier_practice;
  if (!rule.asked) return;
  const bool writes = app::may_note_practice(actor, open.audit, rule).has_value();
  const auto notes = reader.follow_ups().practice_of(open.audit.id);
  const auto seen = std::ranges::count_if(
      notes, [&](const auto& note) { return app::may_read(actor, note, open.audit).has_value(); });
  if (!writes && seen == 0) return;
  Task task{"Earlier practice", audit_path(open.audit, "/earlier-practice"), seen > 0 ? "" : "Optional", Tone::Plain};
  if (seen > 0) task.status = base::count_of(static_cast<long long>(seen), "note", "notes");
  related.tasks.push_back(std::move(task));
}

void add_disagreement(Related& related, const OpenAudit& open, const app::Actor& actor, base::Day today,
                      const Services& services, app::Reader& reader) {
  const auto& rule = open.programme->disagreement;
  if (const auto one = reader.disagreements().of(open.audit.id)) {
    related.links.push_back({"The disagreement with its grade", "/disagreements/" + url_encode(one->id.text())});
    const auto name = [&](const domain::PersonId& id) { return services.actors.name_of(actor.council, id); };
    related.events.push_back({"Disagreed with", name(one->raised_by), one->raised_at, ""});
    if (one->decided_at && one->decided_by) {
      std::string detail = std::string(domain::say(one->state));
      if (one->state == domain::DisagreementState::Changed)
        detail = "From " + std::string(grade_name(one->from)) + " to " + std::string(grade_name(one->to)) + ".";
      related.events.push_back({"Independent look", name(*one->decided_by), *one->decided_at, detail});
    }
    return;
  }
  if (rule.raised_by.empty() || open.audit.state != AuditState::Final) return;
  const auto raisers = app::addressees(rule.raised_by, open.audit, reader.people(), today);
  if (app::may_disagree(actor, open.audit, rule, raisers, today))
    related.links.push_back({"Disagree with the grade", audit_path(open.audit, "/disagree")});
}

void add_aftermath(Related& related, const OpenAudit& open, const app::Actor& actor, base::Day today,
                   app::Reader& reader) {
  const auto& audit = open.audit;
  if (audit.reaudit_of) {
    if (const auto first = reader.audits().find(*audit.reaudit_of)) {
      auto row = fact("Re-audit of", first->reference);
      if (app::may_view(actor, *first)) row.url = audit_path(*first);
      related.facts.push_back(std::move(row));
      if (app::may_view(actor, *first))
        related.links.push_back({"Compare it with the first audit", audit_path(audit, "/re-audit")});
    }
  } else if (open.readable && audit.submitted_at) {
    if (const auto before = app::audit_before(audit, actor, reader.audits()))
      related.links.push_back(
          {"Compare it with the audit before, " + before->reference, audit_path(audit, "/re-audit")});
  }
  if (audit.state != AuditState::Final) return;
  for (const auto& follow_up : reader.follow_ups().of(audit.id)) {
    related.links.push_back(
        {std::string(domain::say(follow_up.kind)) + ": " + base::lower(domain::say(follow_up.state)),
         "/follow-ups/" + url_encode(follow_up.id.text())});
    if (!follow_up.reaudit) continue;
    const auto again = reader.audits().find(*follow_up.reaudit);
    if (again && again->state == AuditState::Final && app::may_view(actor, *again))
      related.links.push_back({"Compare it with the re-audit", audit_path(*again, "/re-audit")});
  }
  const auto& rule = open.programme->case_note;
  if (rule.text.empty()) return;
  if (app::may_hand_over(actor, audit, rule, app::addressees(rule.given_to, audit, reader.people(), today)))
    related.links.push_back({reader.follow_ups().hand_over_of(audit.id) ? "The note on the child’s record"
                                                                        : "Put the note on the child’s record",
                             audit_path(audit, "/hand-over")});
}

}  // namespace

Related related_to(const OpenAudit& open, const SignedIn& signed_in, Services& services) {
  const auto reader = services.store.read(signed_in.actor.council);
  const auto today = services.clock.today();
  Related related;
  add_view(related, open, signed_in.actor, *reader);
  add_practice(related, open, signed_in.actor, *reader);
  add_aftermath(related, open, signed_in.actor, today, *reader);
  if (open.readable) add_disagreement(related, open, signed_in.actor, today, services, *reader);
  return related;
}

}  // namespace plumbline::web
