// The year's programme of all audit activity: what is planned, under way and done (REP-9, CAL-5).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::app {

enum class Activity {
  None,       // the programme does not come round in that month
  Planned,    // it will, by its rhythm or because a review or an agreement says so
  NotHeld,    // it should have, and nothing was begun
  SettingUp,  // begun, not sent yet
  UnderWay,   // with its auditors
  Done        // everything is back, or the month is closed
};
std::string_view to_string(Activity activity);  // `under-way`
std::string_view say(Activity activity);        // `Under way`

struct ActivityCell {
  Activity activity = Activity::None;
  std::string theme;   // of a review, an agreement or the cycle's cohort, in words
  long long sent = 0;  // audits with their auditors or back
  long long returned = 0;
};

struct YearRow {
  std::string programme;  // key
  std::string title;
  domain::Rhythm rhythm = domain::Rhythm::Monthly;
  std::array<ActivityCell, 12> months{};  // from April
};

base::Period audit_year_of(base::Day day);  // its April
// Every programme of the framework, in its order.
std::vector<YearRow> year_programme(const domain::Framework& framework, base::Period april, base::Day today,
                                    Reader& reader);

}  // namespace plumbline::app
