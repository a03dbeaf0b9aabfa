#include "app/learning/agreements.hpp"

#include <algorithm>

#include "app/audit/write_down.hpp"
#include "app/draw/month.hpp"
#include "app/learning/words.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/policies/learning_policies.hpp"
#include "base/blank.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/draw/draw.hpp"

namespace plumbline::app {
namespace {

using base::blank;

std::string roles_of(const domain::Programme& programme) {
  std::vector<std::string> names;
  for (const auto role : programme.agreed_by) names.push_back(base::lower(domain::say(role)));
  return base::join(names, " or ");
}

JournalFields fields_of(const domain::DrawAgreement& agreement) {
  return {{"programme", agreement.programme},
          {"period", base::iso(agreement.period)},
          {"theme", hashed(agreement.theme)},
          {"cohort", agreement.cohort},
          {"source", agreement.source},
          {"size", std::to_string(agreement.size)},
          {"answers", agreement.answers},
          {"agreed_by", agreement.agreed_by.text()},
          {"agreed_on", base::iso(agreement.agreed_on)}};
}

}  // namespace

base::Result<domain::DrawAgreement> record_agreement(const RecordAgreement& command, const Actor& actor,
                                                     const base::Clock& clock, Frameworks& frameworks,
                                                     UnitOfWork& work) {
  const auto reads = month_reads(work);
  TRY(const auto month, find_month(command.programme, command.period, frameworks, reads));
  const auto& programme = *month.programme;
  if (programme.agreed_by.empty()) return base::rule_broken("agreement.put.not_needed");
  std::optional<domain::Person> self;
  if (actor.person) self = work.people().find(*actor.person);
  CHECK(may_record_agreement(actor, programme, self ? &*self : nullptr));
  if (month.cycle && month.cycle->state != domain::CycleState::Planned) return base::rule_broken("agreement.put.drawn");

  if (blank(command.theme)) return base::invalid("agreement.put.theme_missing", "theme");
  CHECK(check_line(command.theme, "theme"));
  const auto& cohorts = programme.draw.cohorts;
  if (!command.cohort.empty() && std::ranges::find(cohorts, command.cohort, &domain::Cohort::key) == cohorts.end())
    return base::invalid("agreement.put.cohort", "cohort");
  const auto& sources = programme.sources;
  if (blank(command.source) || (!sources.empty() && std::ranges::find(sources, command.source) == sources.end()))
    return base::invalid("agreement.put.source", "source");
  CHECK(check_line(command.source, "source"));
  if (command.size < 1 || command.size > domain::kMostDrawn)
    return base::invalid("agreement.put.size", "size", {{"most", base::with_commas(domain::kMostDrawn)}});
  CHECK(check_line(command.answers, "answers"));
  const auto prefix = month.framework->council.reference + "-";
  if (command.answers.starts_with(prefix) && !work.audits().find_by_reference(command.answers))
    return base::invalid("agreement.put.answers_unknown", "answers");
  if (!command.agreed_by) return base::invalid("agreement.put.person_missing", "agreed_by");
  const auto person = work.people().find(*command.agreed_by);
  if (!person || std::ranges::find(programme.agreed_by, person->role) == programme.agreed_by.end())
    return base::rule_broken(
        "agreement.put.person_role", "agreed_by",
        {{"person", person ? person->name : command.agreed_by->text()}, {"roles", roles_of(programme)}});
  if (!may_run_cycle(actor) && !actor.is(command.agreed_by)) return base::rule_broken("agreement.put.own", "agreed_by");
  if (!command.agreed_on) return base::invalid("agreement.put.day_missing", "agreed_on");
  if (*command.agreed_on > clock.today()) return base::invalid("agreement.put.day_future", "agreed_on");

  const auto now = clock.now();
  const auto before = work.reviews().agreement(command.programme, command.period);
  domain::DrawAgreement after = before.value_or(domain::DrawAgreement{});
  after.programme = command.programme;
  after.period = command.period;
  after.theme = command.theme;
  after.cohort = command.cohort;
  after.source = command.source;
  after.size = command.size;
  after.answers = command.answers;
  after.agreed_by = *command.agreed_by;
  after.agreed_as = person->role;
  after.agreed_on = *command.agreed_on;
  after.recorded_by = actor.acting();
  after.recorded_at = now;
  if (!before) {
    if (command.version != 0) return base::stale("store.save.stale");
    after.id = domain::AgreementId{base::new_uuid(now)};
    work.reviews().add_agreement(after);
  }
  if (before) after.version = command.version;
  CHECK(work.reviews().save_agreement(after));
  write_down(work.journal(), actor, now, "draw-agreed", "agreement", after.id.text(), "",
             before ? fields_of(*before) : JournalFields{}, fields_of(after));
  CHECK(work.commit());
  return after;
}

base::Result<std::optional<domain::DrawAgreement>> agreed_for(const domain::Programme& programme, base::Period period,
                                                              const std::optional<int>& size, ReviewReads& reviews) {
  if (programme.agreed_by.empty()) return std::optional<domain::DrawAgreement>{};
  auto agreement = reviews.agreement(programme.key, period);
  if (!agreement) return base::rule_broken("draw.make.not_agreed", "size", {{"roles", roles_of(programme)}});
  if (size && *size > agreement->size)
    return base::rule_broken("draw.make.over_agreed", "size", {{"size", base::with_commas(agreement->size)}});
  return agreement;
}

}  // namespace plumbline::app
