#pragma once

#include <set>
#include <string>
#include <unordered_map>

#include "app/ports/register_ports.hpp"
#include "app/register/feed.hpp"

namespace plumbline::app {

// Fills in what a file can't say from the lists of teams and people: the locality of a team and its manager, and the
// identifier of a worker who is given by name.
class StaffLists {
 public:
  StaffLists(PersonReads& people, const FeedInfo& info);

  // The fields that an import gives once teams have been asked.
  CaseFields gives(CaseFields fields) const;
  void fill(CaseRow& row, Problems& problems);

 private:
  // Said once for each value, with the first row it stands on: one unknown team must not fill the list of problems.
  void once(const CaseRow& row, Problems& problems, const std::string& rule, const std::string& value);
  std::string column_of(bool about_team) const;
  inline static const std::string kSeveral{"\n"};
  bool fills_locality_;
  bool by_name_;
  std::unordered_map<std::string, domain::Team> teams_;
  std::unordered_map<std::string, std::string> names_;
  std::set<std::string> ids_;
  std::set<std::string> said_;
};

}  // namespace plumbline::app
