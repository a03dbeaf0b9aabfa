#include "app/learning/meeting_list.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "app/policies/learning_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app {

std::vector<ListedMeeting> list_meetings(const Actor& actor, const domain::Framework& framework, base::Period from,
                                         base::Period to, Reader& reader) {
  MeetingFilter filter;
  filter.from = base::iso(from);
  filter.to = base::iso(to);
  std::map<std::tuple<std::string, base::Period, std::string>, domain::Meeting> written;
  for (auto& meeting : reader.meetings().list(filter)) {
    auto key = std::tuple(meeting.programme, meeting.period, meeting.locality);
    written.emplace(std::move(key), std::move(meeting));
  }
  std::set<std::pair<std::string, base::Period>> begun;
  for (const auto& cycle : reader.cycles().list()) begun.emplace(cycle.programme, cycle.period);
  const auto decisions = reader.meetings().open_decisions();
  std::optional<domain::Person> self;
  if (actor.person) self = reader.people().find(*actor.person);

  std::vector<ListedMeeting> listed;
  for (const auto& programme : framework.programmes) {
    if (programme.meeting.title.empty()) continue;
    const auto places =
        programme.meeting.by_locality ? framework.council.localities : std::vector<std::string>{std::string()};
    for (auto period = from; period <= to; period = period.plus_months(1)) {
      const bool due = begun.contains({programme.key, period}) ||
                       (programme.cycle != domain::Rhythm::AsNeeded && domain::comes_round_in(programme.cycle, period));
      const auto planned = domain::meeting_on(programme, period);
      for (const auto& place : places) {
        const auto found = written.find(std::tuple(programme.key, period, place));
        domain::Meeting meeting;
        if (found != written.end()) {
          meeting = found->second;
        } else {
          if (!planned || !due) continue;
          meeting.on = *planned;
          meeting.locality = place;
        }
        if (!may_view_meeting(actor, programme.meeting, meeting, self ? &*self : nullptr)) continue;
        ListedMeeting one{{programme.key, period, place},
                          programme.meeting.title + (place.empty() ? "" : ", " + place),
                          programme.title,
                          meeting.on,
                          meeting.state,
                          meeting.next_theme_title,
                          0};
        for (const auto& cohort : programme.draw.cohorts)
          if (cohort.key == meeting.next_theme && one.next_theme.empty()) one.next_theme = cohort.title;
        if (const auto open = decisions.find(meeting.id); open != decisions.end()) one.decisions_open = open->second;
        listed.push_back(std::move(one));
      }
    }
  }
  std::ranges::stable_sort(listed, {}, &ListedMeeting::on);
  return listed;
}

}  // namespace plumbline::app
