#include "app/register/staff_lists.hpp"

#include "app/register/telling.hpp"
#include "base/text.hpp"

namespace plumbline::app {

StaffLists::StaffLists(PersonReads& people, const FeedInfo& info)
    : fills_locality_(!info.gives.has(CaseField::Locality) && info.gives.has(CaseField::Team)),
      by_name_(info.kind == FileKind::AnnexA) {
  for (auto& team : people.teams()) {
    auto key = base::lower(team.team);
    teams_.emplace(std::move(key), std::move(team));
  }
  if (!by_name_) return;
  const auto everyone = people.everyone();
  const auto name = [&](const domain::Person& person) {
    auto& known = names_[base::lower(person.name)];
    known = known.empty() ? person.person_id.text() : kSeveral;
  };
  for (const auto& person : everyone) {
    ids_.insert(person.person_id.text());
    if (!person.has_left()) name(person);
  }
  // A list may still name a worker who has left, unless somebody of that name is there.
  std::set<std::string> there;
  for (const auto& [known, id] : names_) there.insert(known);
  for (const auto& person : everyone)
    if (person.has_left() && !there.contains(base::lower(person.name))) name(person);
}

CaseFields StaffLists::gives(CaseFields fields) const {
  if (fills_locality_) {
    fields.add(CaseField::Locality);
    fields.add(CaseField::ServiceArea);
    fields.add(CaseField::Supervisor);
  }
  return fields;
}

void StaffLists::fill(CaseRow& row, Problems& problems) {
  domain::Case& item = row.item;
  if (by_name_ && item.worker_id && !ids_.contains(item.worker_id->text())) {
    if (const auto found = names_.find(base::lower(item.worker_id->text())); found != names_.end()) {
      if (found->second != kSeveral)
        item.worker_id = domain::PersonId(found->second);
      else
        once(row, problems, "case.import.worker_several", item.worker_id->text());
    }
  }
  if (item.team.empty()) {
    if (fills_locality_ && item.is_open()) once(row, problems, "case.import.no_team", "");
    return;
  }
  const auto team = teams_.find(base::lower(item.team));
  if (team == teams_.end()) {
    if (fills_locality_ || !teams_.empty()) once(row, problems, "case.import.team_unknown", item.team);
    return;
  }
  if (!fills_locality_) return;
  item.locality = team->second.locality;
  item.service_area = team->second.service_area;
  item.supervisor_id = team->second.manager_id;
}

void StaffLists::once(const CaseRow& row, Problems& problems, const std::string& rule, const std::string& value) {
  if (!said_.insert(rule + value).second) return;
  const bool about_team = rule != "case.import.worker_several";
  problems.add(row_problem(RowProblem::Weight::ToCheck, rule, row.sheet, row.line, column_of(about_team), value,
                           row.item.child_id.text()));
}

std::string StaffLists::column_of(bool about_team) const {
  if (by_name_) return about_team ? "Allocated Team" : "Allocated Worker";
  return about_team ? "team" : "worker_id";
}

}  // namespace plumbline::app
