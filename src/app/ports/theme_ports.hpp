// Service-level themes, their evidence, actions and impact (ACT-5).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/learning/theme.hpp"

namespace plumbline::app {

struct ThemeFilter {  // blank texts set no condition
  std::optional<domain::ThemeState> state;
  std::string locality;  // themes of that locality and of every locality
  std::string link;      // with an action that feeds it
  std::string owner;     // with an action of that person
  // Those that came from one review or meeting.
  std::string origin_id{};
};

// Which judgements are counted by month: returned audits alone. Blank texts set no condition.
struct JudgedFilter {
  std::string programme;
  std::string section;
  std::string locality;
  std::string service_area;
  std::string from;
  std::string to;
};

class ThemeReads {
 public:
  virtual ~ThemeReads() = default;
  virtual base::Result<domain::Theme> find(const domain::ThemeId& id) = 0;          // access.row.not_found
  virtual std::vector<domain::Theme> list(const ThemeFilter& filter) = 0;           // open ones first, latest first
  virtual std::vector<domain::ThemeAction> actions(const domain::ThemeId& id) = 0;  // in order of time
  // Of all themes that the filter lists, by theme.
  virtual std::map<domain::ThemeId, std::vector<domain::ThemeAction>> actions_of_all(const ThemeFilter& filter) = 0;
  virtual base::Result<domain::ThemeAction> find_action(const domain::ThemeActionId& id) = 0;
  // Months that have any such judgement, in order.
  virtual std::vector<domain::JudgedMonth> judged(const JudgedFilter& filter) = 0;
};

class ThemeStore : public ThemeReads {
 public:
  virtual void add(const domain::Theme& theme) = 0;
  virtual base::Result<void> save(domain::Theme& theme) = 0;  // with its evidence; Stale when the version moved on
  virtual void add_action(const domain::ThemeAction& action) = 0;
  virtual base::Result<void> save_action(domain::ThemeAction& action) = 0;
};

}  // namespace plumbline::app
