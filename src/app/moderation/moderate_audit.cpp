#include "app/moderation/moderate_audit.hpp"

#include <algorithm>

#include "app/audit/audit_context.hpp"
#include "app/audit/finish_audit.hpp"
#include "app/audit/letters.hpp"
#include "app/audit/write_down.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/audit/states.hpp"
#include "domain/moderation/moderate.hpp"
#include "domain/register/job_words.hpp"

namespace plumbline::app {

namespace {

std::optional<domain::JobRole> job_of(const Actor& actor, PersonReads& people) {
  const auto person = actor.person ? people.find(*actor.person) : std::nullopt;
  return person ? std::optional(person->role) : std::nullopt;
}

base::Result<void> may_with_job(const Actor& actor, const std::optional<domain::JobRole>& job,
                                const domain::Audit& audit, const domain::Programme& programme) {
  const auto& roles = programme.moderation.moderators;
  if (!job || roles.empty() || std::ranges::find(roles, *job) != roles.end()) return {};
  if (std::ranges::any_of(audit.beside, [&](const domain::CoAuditor& one) {
        return one.kind == domain::CoAuditorKind::Linked && one.moderates && actor.is(one.person);
      }))
    return {};
  return base::refuse(base::ErrorCode::Forbidden, "moderation.decide.job", "",
                      {{"roles", domain::jobs_in_words(roles)}});
}

}  // namespace

base::Result<void> may_moderate_by_job(const Actor& actor, const domain::Audit& audit,
                                       const domain::Programme& programme, PersonReads& people) {
  return may_with_job(actor, job_of(actor, people), audit, programme);
}

ModeratorsEye::ModeratorsEye(const Actor& actor, const domain::Framework& framework, PersonReads& people)
    : actor_(actor), framework_(framework), job_(job_of(actor, people)) {}

base::Result<void> ModeratorsEye::may_moderate(const domain::Audit& audit) const {
  CHECK(app::may_moderate(actor_, audit));
  const auto* programme = framework_.find_programme(audit.programme);
  return programme == nullptr ? base::Result<void>{} : may_with_job(actor_, job_, audit, *programme);
}

base::Result<void> moderate_audit(const ModerateAudit& command, const Actor& actor, const base::Clock& clock,
                                  Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  // Pressed twice: the first press has decided it so.
  if (command.version < found.version)
    if (const auto before = work.moderations().of(command.audit);
        !before.empty() && before.back().moderator == actor.acting() && before.back().outcome == command.outcome &&
        before.back().reason == command.reason && found.state != domain::AuditState::Submitted)
      return {};
  CHECK(may_moderate(actor, found));
  TRY(auto context, audit_context(command.audit, frameworks, work));
  auto& audit = context.audit;
  CHECK(may_moderate_by_job(actor, audit, *context.programme, work.people()));
  if (command.version != audit.version) return base::stale("store.save.stale");
  CHECK(check_text(command.reason, "moderation.decide.too_long", "moderation.decide.not_text", "reason"));

  const auto now = clock.now();
  const domain::ModeratorsDecision decision{command.narrative_supports,
                                            command.helps_learning,
                                            command.next_is_clear,
                                            command.outcome,
                                            command.to,
                                            command.reason};
  TRY(const auto moderated, domain::moderate(audit, decision, context.programme->moderation, context.scale(),
                                             domain::ModerationId{base::new_uuid(now)}, actor.acting(), now));
  work.moderations().add(moderated.moderation);
  CHECK(work.audits().save(audit));
  const auto& moderation = moderated.moderation;
  JournalFields after{{"state", std::string(to_string(audit.state))},
                      {"outcome", std::string(to_string(moderation.outcome))}};
  if (moderation.to) after.emplace_back("grade", std::string(to_string(*moderation.to)));
  if (!command.reason.empty()) after.emplace_back("reason", hashed(command.reason));
  JournalFields before{{"state", std::string(to_string(moderated.event.from))}};
  if (moderation.from) before.emplace_back("grade", std::string(to_string(*moderation.from)));
  write_down(work.journal(), actor, now, domain::past_tense(moderated.event.verb), "audit", audit.id.text(), {}, before,
             after);

  static const std::vector<domain::Recipient> kAuditor{{domain::Relation::Auditor, {}}};
  const bool returned = moderation.outcome == domain::ModerationOutcome::Returned;
  for (const auto& one : addressees(kAuditor, audit, work, base::london_day(now)))
    post_letter(context, now, returned ? "audit-returned" : "audit-moderated", one.person, audit_path(audit), work);
  if (audit.state == domain::AuditState::Final) CHECK(finish_audit(context, actor, now, work));
  return work.commit();
}

}  // namespace plumbline::app
