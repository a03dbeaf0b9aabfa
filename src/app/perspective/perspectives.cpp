#include "app/perspective/perspectives.hpp"

#include <algorithm>

#include "app/audit/letters.hpp"
#include "app/audit/write_down.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"

namespace plumbline::app {

void ask_perspective(const domain::Framework& framework, const domain::Programme& programme, const domain::Audit& audit,
                     base::Instant now, UnitOfWork& work) {
  if (!programme.perspective.asked || !audit.worker_id) return;
  const auto worker = work.people().find(*audit.worker_id);
  if (!worker) return;
  auto words =
      letter_words(framework, programme, audit, *worker, "perspective-asked", usual_letter("perspective-asked"));
  post(work, now, "perspective-asked", *worker, std::move(words.subject), std::move(words.body),
       audit_path(audit) + "/perspective");
}

base::Result<domain::Perspective> save_perspective(const SavePerspective& command, const Actor& actor,
                                                   const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work) {
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  const auto& rule = context.programme->perspective;
  const auto stored = work.perspectives().find(command.audit);
  CHECK(may_answer(actor, context.audit, rule, stored));
  domain::Perspective perspective = stored.value_or(domain::Perspective{});
  perspective.audit = command.audit;
  auto answers = command.answers;
  answers.resize(rule.questions.size());
  for (std::size_t at = 0; at < answers.size(); ++at)
    CHECK(check_text(answers[at], "perspective.save.too_long", "perspective.save.not_text",
                     "answer-" + std::to_string(at + 1)));
  const bool same = stored && stored->answers == answers;
  if (same && !command.send) return perspective;
  if (command.version != perspective.version && !same) return base::stale("perspective.save.stale");
  if (command.send &&
      std::ranges::all_of(answers, [](const std::string& answer) { return base::trim(answer).empty(); }))
    return base::invalid("perspective.send.empty", "answer-1");

  const auto now = clock.now();
  std::string before, after;
  for (const auto& answer : perspective.answers) before += answer + '\n';
  for (const auto& answer : answers) after += answer + '\n';
  perspective.answers = std::move(answers);
  perspective.saved_at = now;
  if (command.send) perspective.sent_at = now;
  if (const auto saved = work.perspectives().save(perspective); !saved) return base::stale("perspective.save.stale");
  write_down(work.journal(), actor, now, command.send ? "perspective-sent" : "perspective-saved", "audit",
             command.audit.text(), {}, {{"answers", stored ? hashed(before) : ""}}, {{"answers", hashed(after)}});
  if (command.send) {
    static const std::vector<domain::Recipient> kAuditor{{domain::Relation::Auditor, {}}};
    for (const auto& one : addressees(kAuditor, context.audit, work, base::london_day(now)))
      post(work, now, "perspective-sent", one.person, "The worker’s view on audit " + context.audit.reference,
           "The worker has told how they see their work on this case. Read it before you judge.",
           audit_path(context.audit) + "/perspective");
  }
  CHECK(work.commit());
  return perspective;
}

}  // namespace plumbline::app
