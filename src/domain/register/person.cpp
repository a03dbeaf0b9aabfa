#include "domain/register/person.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::string_view to_string(JobRole role) {
  switch (role) {
    case JobRole::TeamManager:
      return "team-manager";
    case JobRole::AssistantTeamManager:
      return "assistant-team-manager";
    case JobRole::AdvancedPractitioner:
      return "advanced-practitioner";
    case JobRole::SeniorManager:
      return "senior-manager";
    case JobRole::HeadOfService:
      return "head-of-service";
    case JobRole::Director:
      return "director";
    case JobRole::AuditTeam:
      return "audit-team";
    case JobRole::QaLead:
      return "qa-lead";
    case JobRole::QaAdministrator:
      return "qa-administrator";
    case JobRole::PrincipalSocialWorker:
      return "principal-social-worker";
    case JobRole::SocialWorker:
      return "social-worker";
    case JobRole::Practitioner:
      return "practitioner";
    case JobRole::SeniorPractitioner:
      return "senior-practitioner";
    case JobRole::CaseManager:
      return "case-manager";
    case JobRole::AreaManager:
      return "area-manager";
    case JobRole::ServiceManager:
      return "service-manager";
    case JobRole::IndependentReviewingOfficer:
      return "independent-reviewing-officer";
    case JobRole::Partner:
      return "partner";
  }
  return "";
}

std::string_view say(JobRole role) {
  switch (role) {
    case JobRole::TeamManager:
      return "Team manager";
    case JobRole::AssistantTeamManager:
      return "Assistant team manager";
    case JobRole::AdvancedPractitioner:
      return "Advanced practitioner";
    case JobRole::SeniorManager:
      return "Senior manager";
    case JobRole::HeadOfService:
      return "Head of service";
    case JobRole::Director:
      return "Director of children’s services";
    case JobRole::AuditTeam:
      return "Audit team";
    case JobRole::QaLead:
      return "QA lead";
    case JobRole::QaAdministrator:
      return "QA administrator";
    case JobRole::PrincipalSocialWorker:
      return "Principal social worker";
    case JobRole::SocialWorker:
      return "Social worker";
    case JobRole::Practitioner:
      return "Practitioner";
    case JobRole::SeniorPractitioner:
      return "Senior practitioner";
    case JobRole::CaseManager:
      return "Case manager";
    case JobRole::AreaManager:
      return "Area manager";
    case JobRole::ServiceManager:
      return "Service manager";
    case JobRole::IndependentReviewingOfficer:
      return "Independent reviewing officer";
    case JobRole::Partner:
      return "Partner agency";
  }
  return "";
}

std::optional<JobRole> parse_job_role(std::string_view text) {
  for (const auto role : kJobRoles)
    if (base::equal_ignoring_case(to_string(role), base::trim(text))) return role;
  return std::nullopt;
}

}  // namespace plumbline::domain
