#include "app/allocation/links.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "app/allocation/places.hpp"
#include "app/audit/letters.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "base/text.hpp"
#include "domain/draw/ranking.hpp"

namespace plumbline::app {
namespace {

using Json = nlohmann::ordered_json;

// A link supports the auditors of an area from outside it.
bool is_of_area(const domain::Person& person, const std::string& area, const std::vector<domain::Team>& teams) {
  if (person.locality == area || person.service_area == area) return true;
  const auto team = std::ranges::find(teams, person.team, &domain::Team::team);
  return team != teams.end() && (team->locality == area || team->service_area == area);
}

// Everybody who audits or moderates in this programme and is not away.
std::vector<domain::Person> eligible(const Month& month, base::Day today, const MonthReads& reads) {
  domain::AllocationRequest request;
  add_rules(request, month, today);
  const auto& moderators = month.programme->moderation.moderators;
  std::vector<domain::Person> people;
  for (auto& person : reads.people.all()) {
    const bool moderates = std::ranges::find(moderators, person.role) != moderators.end() &&
                           !domain::is_away(person, request.on, request.until);
    if (moderates || !domain::never_at_all(request, person)) people.push_back(std::move(person));
  }
  std::ranges::sort(people, [](const auto& a, const auto& b) {
    return std::tie(a.name, a.person_id) < std::tie(b.name, b.person_id);
  });
  return people;
}

// Round robin in the order of the published seed: the next in the ranking who may take the area and has fewest.
void propose(std::vector<AreaChoice>& choices, const domain::RankKey& key) {
  const domain::Ranking ranking(key, "links");
  std::map<domain::PersonId, int> areas;
  for (const auto& choice : choices)
    if (choice.link) ++areas[choice.link->person];
  for (auto& choice : choices) {
    if (choice.link || choice.may.empty()) continue;
    const auto best = std::ranges::min_element(choice.may, [&](const auto& a, const auto& b) {
      const int had_a = areas[a.person_id], had_b = areas[b.person_id];
      if (had_a != had_b) return had_a < had_b;
      return ranking.of(a.person_id.text()) < ranking.of(b.person_id.text());
    });
    choice.proposed = best->person_id;
    ++areas[best->person_id];
  }
}

}  // namespace

const std::vector<std::string>& areas_to_link(const domain::Framework& framework) {
  return framework.council.localities.empty() ? framework.council.service_areas : framework.council.localities;
}

base::Result<std::vector<AreaChoice>> picture_links(const std::string& programme, base::Period period,
                                                    const Actor& actor, const base::Clock& clock,
                                                    Frameworks& frameworks, Reader& reader) {
  CHECK(may_view_cycle(actor));
  const auto reads = month_reads(reader);
  TRY(const Month month, find_drawn_month(programme, period, frameworks, reads));
  if (!month.programme->auditors.linked_by_area) return base::rule_broken("allocation.link.none");
  const auto people = eligible(month, clock.today(), reads);
  const auto teams = reads.people.teams();
  const auto links = reads.co_auditors.links(month.cycle->id);
  std::vector<AreaChoice> choices;
  for (const auto& area : areas_to_link(*month.framework)) {
    AreaChoice choice;
    choice.area = area;
    const auto link = std::ranges::find(links, area, &AreaLink::area);
    if (link != links.end()) choice.link = *link;
    for (const auto& person : people)
      if (!is_of_area(person, area, teams)) choice.may.push_back(person);
    choices.push_back(std::move(choice));
  }
  propose(choices, drawn_certificate(month.cycle->id, reads.cycles).rank_key());
  return choices;
}

base::Result<int> link_areas(const LinkAreas& command, const Actor& actor, const base::Clock& clock,
                             Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_cycle(actor));
  const auto reads = month_reads(work);
  TRY(const Month month, find_drawn_month(command.programme, command.period, frameworks, reads));
  if (!month.programme->auditors.linked_by_area) return base::rule_broken("allocation.link.none");
  const auto& areas = areas_to_link(*month.framework);
  const auto people = eligible(month, clock.today(), reads);
  const auto teams = work.people().teams();
  const auto before = work.co_auditors().links(month.cycle->id);
  const bool moderates = month.programme->moderation.by_linked_auditor;
  const auto now = clock.now();
  int changed = 0;
  for (const auto& [area, person] : command.links) {
    if (std::ranges::find(areas, area) == areas.end())
      return base::invalid("allocation.link.area_unknown", "link", {{"area", area}});
    const auto had = std::ranges::find(before, area, &AreaLink::area);
    const auto had_person = had == before.end() ? std::nullopt : std::optional(had->person);
    if (had_person == person) continue;
    if (person) {
      const auto found = std::ranges::find(people, *person, &domain::Person::person_id);
      if (found == people.end()) return base::invalid("allocation.link.unknown", "link", {{"area", area}});
      if (is_of_area(*found, area, teams))
        return base::rule_broken("allocation.link.own_area", "link", {{"person", found->name}, {"area", area}});
      work.co_auditors().put_link({month.cycle->id, area, *person, now, moderates});
      post(work, now, "area-linked", *found, "You are linked to " + area + " for " + base::say(month.cycle->period),
           moderates ? "The auditors of this area turn to you with questions, and you moderate its audits this month."
                     : "The auditors of this area turn to you with questions this month.",
           "/");
    } else {
      work.co_auditors().remove_link(month.cycle->id, area);
    }
    ++changed;
    write_cycle_event(work, actor, clock, "area-linked", month.cycle->id, "",
                      {{"area", area},
                       {"from", had_person ? Json(had_person->text()) : Json(nullptr)},
                       {"to", person ? Json(person->text()) : Json(nullptr)}});
  }
  if (changed > 0) CHECK(work.commit());
  return changed;
}

}  // namespace plumbline::app
