#include "app/demo/year.hpp"

#include <algorithm>

namespace plumbline::app::demo {

using domain::JobRole;
using domain::PersonId;

namespace {

constexpr std::int64_t kKeptCases = 60'000;

}  // namespace

Year::Year(const HistoryRequest& request_of, const Seed& seed_of, const DemoCouncil& council_of,
           const domain::Framework& framework_of, const domain::Programme& shown_of, UnitOfWork& work_of,
           Chronicle& chronicle_of)
    : request(request_of),
      seed(seed_of),
      council(council_of),
      framework(framework_of),
      shown(shown_of),
      work(work_of),
      chronicle(chronicle_of),
      today(base::london_day(request_of.now)) {
  for (std::size_t i = 0; i < council.people().size(); ++i) by_id_.emplace(council.people()[i].person_id, i);
  for (std::size_t t = 0; t < council.teams().size(); ++t) {
    team_index_.emplace(council.teams()[t].team.team, t);
    team_effects.push_back(0.22 * seed.stream("team-effect", t).normal());
  }
  if (council.cases() <= kKeptCases)
    for (std::int64_t i = 0; i < council.cases(); ++i) kept_.push_back(council.case_at(i));
  for (const auto lead : council.with_role(JobRole::QaLead)) moderators.push_back(council.people()[lead].person_id);
  administrator = council.people()[council.with_role(JobRole::QaAdministrator).front()].person_id;
}

base::Result<const domain::Frame*> Year::frame_on(base::Day day) {
  if (frame_day_ == day) return &*frame_;
  domain::FrameBuilder builder;
  builder.reserve(static_cast<std::size_t>(council.cases()));
  for (std::int64_t i = 0; i < council.cases(); ++i) {
    std::optional<domain::Case> row;
    if (kept_.empty()) {
      row = council.case_on(i, day);
    } else {
      const auto& kept = kept_[static_cast<std::size_t>(i)];
      if (!kept.opened_on || day < *kept.opened_on || (kept.closed_on && *kept.closed_on <= day)) continue;
      row = kept;
      row->closed_on.reset();
      if (row->moved_on && day < *row->moved_on) row->moved_on.reset();
    }
    if (!row) continue;
    if (const auto seen = audited.find(row->child_id); seen != audited.end()) row->last_audited_on = seen->second;
    builder.add(*row);
  }
  TRY(auto frozen, std::move(builder).freeze());
  frame_.emplace(std::move(frozen));
  frame_day_ = day;
  return &*frame_;
}

std::vector<PersonId> Year::recipients(const domain::Recipient& recipient, const domain::Audit& audit,
                                       std::size_t team) const {
  std::vector<PersonId> found;
  const auto& of_team = council.teams()[team];
  if (recipient.role) {
    for (const auto index : council.with_role(*recipient.role)) {
      const auto& one = council.people()[index];
      if (one.locality.empty() || one.locality == audit.locality) found.push_back(one.person_id);
    }
  } else if (recipient.relation) {
    switch (*recipient.relation) {
      case domain::Relation::CaseWorker:
        if (audit.worker_id) found.push_back(*audit.worker_id);
        break;
      case domain::Relation::SupervisingManager:
        if (audit.supervisor_id) found.push_back(*audit.supervisor_id);
        break;
      case domain::Relation::TeamManager:
        found.push_back(council.people()[of_team.manager].person_id);
        break;
      case domain::Relation::Auditor:
        if (audit.auditor) found.push_back(*audit.auditor);
        break;
      case domain::Relation::Moderator:
        found.push_back(moderators.front());
        break;
      case domain::Relation::EarlierWorker:
        break;
    }
  }
  return found;
}

std::optional<PersonId> Year::of_role(JobRole role, const std::string& locality) const {
  const auto all = council.with_role(role);
  for (const auto index : all) {
    const auto& one = council.people()[index];
    if (one.locality.empty() || one.locality == locality) return one.person_id;
  }
  if (all.empty()) return std::nullopt;
  return council.people()[all.front()].person_id;
}

const domain::Cohort* Year::cohort_for(const domain::Programme& programme, base::Period period) const {
  const auto& cohorts = programme.draw.cohorts;
  const bool by_calendar =
      std::any_of(cohorts.begin(), cohorts.end(), [](const auto& cohort) { return !cohort.months.empty(); });
  if (by_calendar) return domain::cohort_of(programme, period);
  if (cohorts.empty() || !request.every_programme) return nullptr;
  const auto month = static_cast<std::size_t>(static_cast<int>(period.month.year()) * 12 +
                                              static_cast<int>(static_cast<unsigned>(period.month.month())));
  const auto round = programme.cycle == domain::Rhythm::Monthly ? month : month / 3;
  return &cohorts[round % cohorts.size()];
}

}  // namespace plumbline::app::demo
