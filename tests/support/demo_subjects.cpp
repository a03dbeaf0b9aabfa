#include "support/demo_subjects.hpp"

#include <algorithm>

#include "app/concern/concerns.hpp"
#include "app/learning/meetings.hpp"
#include "app/learning/themes.hpp"
#include "app/ports/disagreement_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "base/hash.hpp"

namespace plumbline::tests {

domain::PersonId person_of(DemoSite& site, const std::string& role) {
  for (const auto& each : site.filled().sign_ins)
    if (each.role == role)
      return site.store().read(site.filled().council)->users().find_by_email(each.email)->person.value();
  throw base::Broken("the demo has nobody with the role " + role);
}

std::vector<domain::Audit> audits(DemoSite& site, const app::AuditFilter& filter) {
  app::PageRequest all;
  all.size = 0;
  auto found = site.store().read(site.filled().council)->audits().list(filter, all, {true, {}, {}, {}, {}}).rows;
  if (found.empty()) throw base::Broken("the demo has no such audit");
  return found;
}

domain::Audit audit_in(DemoSite& site, domain::AuditState state) {
  app::AuditFilter filter;
  filter.states = {state};
  return audits(site, filter).front();
}

domain::Audit audit_now(DemoSite& site, const domain::AuditId& id) {
  return site.store().read(site.filled().council)->audits().find(id).value();
}

domain::Action action_in(DemoSite& site, domain::ActionState state) {
  app::ActionFilter filter;
  filter.states = {state};
  const auto found = site.store().read(site.filled().council)->actions().list(filter, {}, {true, {}, {}, {}, {}}).rows;
  if (found.empty()) throw base::Broken("the demo has no such action");
  return found.front().action;
}

namespace {

template <class Put>
void put_into(DemoSite& site, Put put) {
  const auto work = site.store().begin(site.filled().council);
  put(*work);
  if (!work->commit()) throw base::Broken("the subject was not kept");
}

}  // namespace

domain::FollowUp follow_up_of(DemoSite& site) {
  domain::FollowUp follow_up;
  follow_up.id = domain::FollowUpId{base::new_uuid(site.clock().now())};
  follow_up.audit = audit_in(site, domain::AuditState::Final).id;
  follow_up.opened_at = site.clock().now();
  follow_up.due_on = base::add_days(site.clock().today(), 28);
  follow_up.check_at_meeting = true;
  put_into(site, [&](app::UnitOfWork& work) { work.follow_ups().add(follow_up); });
  return follow_up;
}

domain::Disagreement disagreement_of(DemoSite& site) {
  domain::Disagreement disagreement;
  disagreement.id = domain::DisagreementId{base::new_uuid(site.clock().now())};
  app::AuditFilter filter;
  filter.states = {domain::AuditState::Final};
  domain::Audit audit;
  for (const auto& each : audits(site, filter))
    if (each.supervisor_id && !site.store().read(site.filled().council)->disagreements().of(each.id)) audit = each;
  disagreement.audit = audit.id;
  disagreement.raised_by = *audit.supervisor_id;
  disagreement.raised_at = site.clock().now();
  disagreement.reasons = "The visits are on the file.";
  disagreement.decider = person_of(site, "Head of service");
  disagreement.from = audit.grade();
  put_into(site, [&](app::UnitOfWork& work) {
    if (!work.disagreements().add(disagreement)) throw base::Broken("the audit has a disagreement");
  });
  return disagreement;
}

domain::PracticeNote practice_note_of(DemoSite& site) {
  domain::PracticeNote note;
  note.id = domain::PracticeNoteId{base::new_uuid(site.clock().now())};
  const auto audit = audit_in(site, domain::AuditState::Final);
  note.audit = audit.id;
  note.worker = person_of(site, "Social worker");
  note.text = "A clear plan from day one.";
  note.noted_by = *audit.auditor;
  note.noted_at = site.clock().now();
  note.fed_back_at = site.clock().now();
  note.told = {{*note.worker, site.clock().now(), {}}};
  put_into(site, [&](app::UnitOfWork& work) { work.follow_ups().add_practice(note); });
  return note;
}

domain::Concern concern_of(DemoSite& site) {
  const auto open = site.store().read(site.filled().council)->concerns().open({true, {}, {}, {}, {}});
  if (!open.empty()) return open.front();
  const auto work = site.store().begin(site.filled().council);
  return app::raise_concern(
             {domain::ConcernId{base::new_uuid(site.clock().now())}, audit_in(site, domain::AuditState::InProgress).id,
              domain::ConcernKind::Immediate, "No visit for ten weeks.", ""},
             app::command_line_actor(site.filled().council), site.clock(), site.services().frameworks, *work)
      .value();
}

domain::Decision decision_about(DemoSite& site, const domain::Audit& audit) {
  const auto& council = site.filled().council;
  const auto framework = site.services().frameworks.current(*site.store().read(council)).value();
  const auto& meeting = framework->find_programme(audit.programme)->meeting;
  const app::MeetingKey key{audit.programme, audit.period, meeting.by_locality ? audit.locality : std::string()};
  const auto work = site.store().begin(council);
  return app::decide_at_meeting({key, "Ask each team how it keeps chronologies.", person_of(site, "QA lead"),
                                 base::add_days(site.clock().today(), 60)},
                                app::command_line_actor(council), site.clock(), site.services().frameworks, *work)
      .value();
}

domain::ThemeAction theme_action_of(DemoSite& site, const domain::Audit& audit) {
  const auto& council = site.filled().council;
  const auto framework = site.services().frameworks.current(*site.store().read(council)).value();
  const auto actor = app::command_line_actor(council);
  app::PutTheme theme;
  theme.title = "Chronologies";
  theme.what = "Each file tells the child’s story in order.";
  theme.evidence = {{audit.programme,
                     app::judged_sections(*framework, *framework->find_programme(audit.programme)).front().key,
                     domain::EvidenceKind::BelowGood, audit.period.plus_months(-2), audit.period}};
  const auto opening = site.store().begin(council);
  const auto opened = app::put_theme(theme, actor, site.clock(), *framework, *opening).value();
  const auto acting = site.store().begin(council);
  return app::add_theme_action({opened.id, "Hold a workshop in each locality.", person_of(site, "QA lead"),
                                base::add_days(site.clock().today(), 60), ""},
                               actor, site.clock(), *framework, *acting)
      .value();
}

long long journal_lines(DemoSite& site, const std::string& kind, const std::string& id) {
  app::PageRequest all;
  all.size = 0;
  const auto lines = site.store().read(site.filled().council)->journal().list({kind, id, ""}, all);
  if (static_cast<long long>(lines.rows.size()) != lines.total) throw base::Broken("not the whole journal was read");
  return std::ranges::count_if(lines.rows, [](const auto& line) { return !line.action.ends_with("-viewed"); });
}

app::User user_with_all_roles(const std::optional<domain::PersonId>& person) {
  app::User user;
  user.person = person;
  for (const auto role : app::kRoles) user.grants.push_back({role, app::ScopeKind::Council, ""});
  return user;
}

}  // namespace plumbline::tests
