#include "app/moderation/disagreements.hpp"

#include <algorithm>

#include "app/audit/audit_context.hpp"
#include "app/audit/letters.hpp"
#include "app/audit/of_an_audit.hpp"
#include "app/follow_up/follow_ups.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/disagreement_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {

namespace {

using domain::Disagreement;

const Visibility kAll{true, {}, {}, {}, {}};

std::string disagreement_path(const Disagreement& disagreement) { return "/disagreements/" + disagreement.id.text(); }

JournalFields fields_of(const Disagreement& disagreement) {
  JournalFields fields{{"audit", disagreement.audit.text()},
                       {"state", std::string(to_string(disagreement.state))},
                       {"reasons", hashed(disagreement.reasons)},
                       {"decider", disagreement.decider ? disagreement.decider->text() : ""}};
  if (disagreement.from) fields.emplace_back("from", std::string(to_string(*disagreement.from)));
  if (disagreement.to) fields.emplace_back("to", std::string(to_string(*disagreement.to)));
  if (!disagreement.finding.empty()) fields.emplace_back("finding", hashed(disagreement.finding));
  return fields;
}

bool serves(const domain::Person& person, const domain::Audit& audit) {
  return (person.locality.empty() || person.locality == audit.locality) &&
         (person.service_area.empty() || person.service_area == audit.service_area);
}

long long open_looks(const domain::PersonId& person, UnitOfWork& work) {
  DisagreementFilter filter;
  filter.state = domain::DisagreementState::Raised;
  filter.decider = person;
  return work.disagreements().list(filter, {1, 1, "", false}, kAll).total;
}

std::optional<domain::Person> choose_decider(const Disagreement& disagreement, const AuditContext& context,
                                             base::Day today, UnitOfWork& work) {
  const auto moderations = work.moderations().of(context.audit.id);
  std::optional<domain::Person> chosen;
  long long fewest = 0;
  for (const auto& person : work.people().all()) {
    if (!is_independent(person, context.audit, disagreement, context.programme->disagreement, moderations)) continue;
    if (!serves(person, context.audit) || person.is_away_on(today)) continue;
    const auto looks = open_looks(person.person_id, work);
    if (!chosen || looks < fewest) {
      chosen = person;
      fewest = looks;
    }
  }
  return chosen;
}

void ask_decider(const domain::Person& decider, const Disagreement& disagreement, const domain::Audit& audit,
                 base::Instant now, UnitOfWork& work) {
  post(work, now, "disagreement-raised", decider, "A disagreement on audit " + audit.reference + " waits for you",
       "Somebody disagrees with its grade. Read the audit and the reasons, look for yourself, and say what you find. "
       "Your finding is final.",
       disagreement_path(disagreement));
}

}  // namespace

base::Result<Disagreement> raise_disagreement(const RaiseDisagreement& command, const Actor& actor,
                                              const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work) {
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  const auto& audit = context.audit;
  const auto& rule = context.programme->disagreement;
  const auto today = clock.today();
  CHECK(may_disagree(actor, audit, rule, addressees(rule.raised_by, audit, work, today), today));
  if (work.disagreements().of(audit.id)) return base::rule_broken("disagreement.raise.already");
  if (base::trim(command.reasons).empty()) return base::invalid("disagreement.raise.reasons_missing", "reasons");
  CHECK(check_text(command.reasons, "disagreement.raise.too_long", "disagreement.raise.not_text", "reasons"));
  const auto now = clock.now();
  Disagreement disagreement;
  disagreement.id = domain::DisagreementId{base::new_uuid(now)};
  disagreement.audit = audit.id;
  disagreement.raised_by = actor.acting();
  disagreement.raised_at = now;
  disagreement.reasons = command.reasons;
  disagreement.from = audit.grade();
  const auto decider = choose_decider(disagreement, context, today, work);
  if (decider) disagreement.decider = decider->person_id;
  CHECK(work.disagreements().add(disagreement));
  write_down(work.journal(), actor, now, "disagreement-raised", "disagreement", disagreement.id.text(), {}, {},
             fields_of(disagreement));
  if (decider) {
    ask_decider(*decider, disagreement, audit, now, work);
  } else {
    static const std::vector<domain::Recipient> kLead{{{}, domain::JobRole::QaLead}};
    for (const auto& one : addressees(kLead, audit, work, today))
      post(work, now, "disagreement-unplaced", one.person, "A disagreement on audit " + audit.reference,
           "Nobody independent could be named to look at it. Find somebody who can take it over.",
           disagreement_path(disagreement));
  }
  static const std::vector<domain::Recipient> kAuditor{{domain::Relation::Auditor, {}}};
  for (const auto& one : addressees(kAuditor, audit, work, today))
    post(work, now, "disagreement-told", one.person, "The grade of audit " + audit.reference + " is disagreed with",
         "Somebody who had no part in the audit looks at it. You will be told what they find.", audit_path(audit));
  CHECK(work.commit());
  return disagreement;
}

base::Result<void> take_over_disagreement(const TakeOverDisagreement& command, const Actor& actor,
                                          const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto disagreement, work.disagreements().find(command.disagreement));
  TRY(const auto context, audit_context(disagreement.audit, frameworks, work));
  const auto person = actor.person ? work.people().find(*actor.person) : std::nullopt;
  CHECK(may_take_over(actor, person, disagreement, context.audit, context.programme->disagreement,
                      work.moderations().of(context.audit.id)));
  CHECK(check_version(disagreement, command.version));
  if (base::trim(command.reason).empty()) return base::invalid("disagreement.take_over.reason_missing", "reason");
  CHECK(check_text(command.reason, "disagreement.raise.too_long", "disagreement.raise.not_text", "reason"));
  const auto now = clock.now();
  const auto before = fields_of(disagreement);
  if (disagreement.decider)
    if (const auto former = work.people().find(*disagreement.decider))
      post(work, now, "disagreement-taken-over", *former,
           "The disagreement on audit " + context.audit.reference + " went to somebody else",
           person->name + " has taken it over. There is nothing more for you to do.", disagreement_path(disagreement));
  disagreement.decider = actor.person;
  return keep(work.disagreements(), disagreement, "disagreement", "disagreement-taken-over", hashed(command.reason),
              before, fields_of, actor, now, work);
}

base::Result<void> decide_disagreement(const DecideDisagreement& command, const Actor& actor, const base::Clock& clock,
                                       Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto disagreement, work.disagreements().find(command.disagreement));
  TRY(auto context, audit_context(disagreement.audit, frameworks, work));
  auto& audit = context.audit;
  CHECK(may_decide(actor, disagreement, audit));
  CHECK(check_version(disagreement, command.version));
  CHECK(check_text(command.finding, "disagreement.raise.too_long", "disagreement.raise.not_text", "finding"));
  // What changed since the look was named may have tied the decider to the case.
  const auto person = actor.person ? work.people().find(*actor.person) : std::nullopt;
  if (!person ||
      !is_independent(*person, audit, disagreement, context.programme->disagreement, work.moderations().of(audit.id)))
    return base::forbidden("disagreement.take_over.forbidden");
  const auto now = clock.now();
  const auto before = fields_of(disagreement);
  CHECK(domain::settle(disagreement, audit, {command.grade_stands, command.to, command.finding}, context.scale(),
                       actor.acting(), now));
  if (disagreement.state == domain::DisagreementState::Changed) {
    CHECK(work.audits().save(audit));
    write_down(work.journal(), actor, now, "grade-settled", "audit", audit.id.text(), {},
               {{"grade", disagreement.from ? std::string(to_string(*disagreement.from)) : ""}},
               {{"grade", std::string(to_string(*disagreement.to))}});
    CHECK(set_off_again(context, actor, now, work));
  }
  static const std::vector<domain::Recipient> kConcerned{
      {domain::Relation::Auditor, {}}, {domain::Relation::CaseWorker, {}}, {domain::Relation::SupervisingManager, {}}};
  auto told = addressees(kConcerned, audit, work, base::london_day(now));
  const auto also = [&](const domain::PersonId& id) {
    const auto known = std::ranges::any_of(told, [&](const Addressee& one) { return one.person.person_id == id; });
    if (const auto one = work.people().find(id); one && !known) told.push_back({*one, "raised-by"});
  };
  also(disagreement.raised_by);
  for (const auto& moderation : work.moderations().of(audit.id)) also(moderation.moderator);
  for (const auto& one : told)
    if (!actor.is(one.person.person_id))
      post(work, now, "disagreement-settled", one.person,
           "The disagreement on audit " + audit.reference + " is settled",
           disagreement.state == domain::DisagreementState::Changed
               ? "An independent look came to another grade. Read why; the finding is final."
               : "An independent look left the grade as it was. Read why; the finding is final.",
           disagreement_path(disagreement));
  return keep(work.disagreements(), disagreement, "disagreement", "disagreement-settled", {}, before, fields_of, actor,
              now, work);
}

}  // namespace plumbline::app
