// People who audit, work and supervise cases, and the teams they belong to (FRAME-4).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "domain/register/case.hpp"

namespace plumbline::domain {

// A person's job, as people.csv writes it. Stored: add, never change.
enum class JobRole {
  TeamManager,
  AssistantTeamManager,
  AdvancedPractitioner,
  SeniorManager,
  HeadOfService,
  Director,
  AuditTeam,
  QaLead,
  QaAdministrator,
  PrincipalSocialWorker,
  SocialWorker,
  Practitioner,
  SeniorPractitioner,
  CaseManager,
  AreaManager,
  ServiceManager,
  IndependentReviewingOfficer,
  Partner
};
inline constexpr std::array kJobRoles{JobRole::TeamManager,
                                      JobRole::AssistantTeamManager,
                                      JobRole::AdvancedPractitioner,
                                      JobRole::SeniorManager,
                                      JobRole::HeadOfService,
                                      JobRole::Director,
                                      JobRole::AuditTeam,
                                      JobRole::QaLead,
                                      JobRole::QaAdministrator,
                                      JobRole::PrincipalSocialWorker,
                                      JobRole::SocialWorker,
                                      JobRole::Practitioner,
                                      JobRole::SeniorPractitioner,
                                      JobRole::CaseManager,
                                      JobRole::AreaManager,
                                      JobRole::ServiceManager,
                                      JobRole::IndependentReviewingOfficer,
                                      JobRole::Partner};
std::string_view to_string(JobRole role);                      // `team-manager`
std::string_view say(JobRole role);                            // `Team manager`
std::optional<JobRole> parse_job_role(std::string_view text);  // the stored text, any case

struct Person {
  PersonId person_id;
  std::string name;
  std::string email;
  JobRole role = JobRole::SocialWorker;
  TeamName team;
  std::string locality;
  std::string service_area;
  std::string agency;
  bool qualified = false;               // a qualified social worker
  std::optional<base::Day> trained_on;  // in the audit tool
  std::optional<base::Day> away_from;   // leave or sickness, first day
  std::optional<base::Day> away_to;     // last day; blank with away_from set means until further notice
  std::optional<PersonId> manager_id;
  std::optional<base::Day> left_on;  // gone from the council's list; kept, because audits and the record name them

  bool has_left() const { return left_on.has_value(); }
  // On leave or sick, or not there any more.
  bool is_away_on(base::Day day) const {
    return has_left() || (away_from && *away_from <= day && (!away_to || day <= *away_to));
  }
  friend bool operator==(const Person&, const Person&) = default;
};

struct Team {
  TeamName team;
  std::string locality;
  std::string service_area;
  std::optional<PersonId> manager_id;
  friend bool operator==(const Team&, const Team&) = default;
};

}  // namespace plumbline::domain
