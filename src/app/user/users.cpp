#include "app/user/users.hpp"

#include <nlohmann/json.hpp>

#include "app/policies/register_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "app/security/lockout.hpp"
#include "app/security/passwords.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

bool looks_like_email(const std::string& email) {
  const auto at = email.find('@');
  return email.size() <= 254 && at != std::string::npos && at > 0 && at == email.rfind('@') &&
         email.find('.', at + 2) != std::string::npos && email.back() != '.' &&
         email.find_first_of(" \t\r\n,;<>\"") == std::string::npos;
}

std::string grants_text(const std::vector<Grant>& grants) {
  auto out = nlohmann::ordered_json::array();
  for (const auto& grant : grants)
    out.push_back({{"role", to_string(grant.role)}, {"scope", to_string(grant.scope)}, {"value", grant.value}});
  return out.dump();
}

void write_down(UnitOfWork& work, const Actor& actor, const base::Clock& clock, std::string_view action,
                const UserId& user, std::string after = {}) {
  work.journal().append({clock.now(), actor.acting().text(), std::string(action), "user", user.text(), "", "",
                         std::move(after), actor.request_id});
}

// A locality, service area or team without its name would be nobody's.
base::Result<void> check_grants(const std::vector<Grant>& grants) {
  if (grants.empty()) return base::invalid("user.add.grants_missing", "role");
  for (const auto& grant : grants)
    if (grant.value.empty() && grant.scope != ScopeKind::Council && grant.scope != ScopeKind::Own)
      return base::invalid("user.add.scope_value_missing", "role", {{"scope", base::lower(say(grant.scope))}});
  return {};
}

}  // namespace

std::vector<Grant> suggested_grants(const domain::Person& person) {
  using domain::JobRole;
  const Grant auditor{Role::Auditor, ScopeKind::Own, ""};
  const Grant own_work{Role::SocialWorker, ScopeKind::Own, ""};
  const auto area = [&](Role role) {
    if (!person.locality.empty()) return Grant{role, ScopeKind::Locality, person.locality};
    if (!person.service_area.empty()) return Grant{role, ScopeKind::ServiceArea, person.service_area};
    return Grant{role, ScopeKind::Council, ""};
  };
  switch (person.role) {
    case JobRole::TeamManager:
    case JobRole::AssistantTeamManager:
      if (person.team.empty()) return {auditor, {Role::TeamManager, ScopeKind::Own, ""}};
      return {auditor, {Role::TeamManager, ScopeKind::Team, person.team}};
    case JobRole::AdvancedPractitioner:
    case JobRole::SeniorPractitioner:
      return {auditor, own_work};
    case JobRole::SeniorManager:
    case JobRole::AreaManager:
    case JobRole::ServiceManager:
      return {auditor, area(Role::TeamManager)};
    case JobRole::HeadOfService:
      return {auditor, area(Role::HeadOfService)};
    case JobRole::Director:
      return {auditor, {Role::Leadership, ScopeKind::Council, ""}};
    case JobRole::AuditTeam:
      return {auditor, {Role::Moderator, ScopeKind::Council, ""}};
    case JobRole::QaLead:
      return {{Role::QaLead, ScopeKind::Council, ""}, {Role::Moderator, ScopeKind::Council, ""}};
    case JobRole::QaAdministrator:
      return {{Role::QaAdministrator, ScopeKind::Council, ""}};
    case JobRole::PrincipalSocialWorker:
      return {{Role::PrincipalSocialWorker, ScopeKind::Council, ""}};
    case JobRole::SocialWorker:
      return {own_work};
    case JobRole::Practitioner:
    case JobRole::CaseManager:
      return {auditor, own_work};
    case JobRole::IndependentReviewingOfficer:
      return {auditor};
    case JobRole::Partner:
      return {{Role::Partner, ScopeKind::Own, ""}, auditor};
  }
  return {};
}

base::Result<UserId> add_user(const AddUser& command, const Actor& actor, const base::Clock& clock,
                              Passwords& passwords, UnitOfWork& work) {
  CHECK(may_keep_users(actor));
  const auto email = base::lower(base::trim(command.email));
  if (!looks_like_email(email)) return base::invalid("user.add.email", "email");
  if (work.users().find_by_email(email)) return base::rule_broken("user.add.email_taken", "email");
  CHECK(check_new_password(command.password, {email}));
  User user;
  user.id = UserId{base::new_uuid(clock.now())};
  user.council = actor.council;
  user.email = email;
  user.name = std::string(base::trim(command.name));
  user.person = command.person;
  user.grants = command.grants;
  if (command.person) {
    const auto person = work.people().find(*command.person);
    if (!person) return base::invalid("user.add.person_unknown", "person", {{"person", command.person->text()}});
    if (user.name.empty()) user.name = person->name;
    if (user.grants.empty()) user.grants = suggested_grants(*person);
  }
  if (user.name.empty()) user.name = email;
  CHECK(check_grants(user.grants));
  TRY(user.password_hash, passwords.hash(command.password));
  work.users().add(user);
  write_down(work, actor, clock, "user-added", user.id, grants_text(user.grants));
  CHECK(work.commit());
  return user.id;
}

base::Result<void> set_password(const SetPassword& command, const Actor& actor, const base::Clock& clock,
                                Passwords& passwords, UnitOfWork& work) {
  CHECK(may_keep_users(actor));
  const auto email = base::lower(base::trim(command.email));
  auto user = work.users().find_by_email(email);
  if (!user || user->council != actor.council) return base::not_found("user.find.unknown");
  CHECK(check_new_password(command.password, {email}));
  TRY(user->password_hash, passwords.hash(command.password));
  user->failed_attempts = 0;
  user->locked_until.reset();
  CHECK(work.users().save(*user));
  write_down(work, actor, clock, "user-password-set", user->id);
  return work.commit();
}

base::Result<void> disable_user(const DisableUser& command, const Actor& actor, const base::Clock& clock,
                                UnitOfWork& work) {
  CHECK(may_keep_users(actor));
  auto user = work.users().find_by_email(base::lower(base::trim(command.email)));
  if (!user || user->council != actor.council) return base::not_found("user.find.unknown");
  user->disabled = command.disabled;
  CHECK(work.users().save(*user));
  write_down(work, actor, clock, command.disabled ? "user-disabled" : "user-enabled", user->id);
  return work.commit();
}

bool may_sign_in(const User& user, PersonReads& people) {
  if (user.disabled) return false;
  const auto person = user.person ? people.find(*user.person) : std::nullopt;
  return !person || !person->has_left();
}

base::Result<SignedInUser> sign_in(const SignIn& command, const base::Clock& clock, Passwords& passwords,
                                   Store& store) {
  const auto now = clock.now();
  // Found without a transaction, since looking at the password takes a tenth of a second and must not hold the writer.
  const auto found = store.read("")->users().find_by_email(base::lower(base::trim(command.email)));
  const bool waits = found && is_locked({found->failed_attempts, found->locked_until}, now);
  // Looked at whoever asks and whatever comes of it: neither time nor words tell whether an address has an account.
  TRY(const auto right,
      passwords.matches(found && !found->disabled ? std::optional(found->password_hash) : std::nullopt,
                        command.password));
  if (waits) return base::rule_broken("sign_in.attempt.refused", "email");
  if (!found) return base::rule_broken("sign_in.attempt.refused", "email");
  const auto work = store.begin(found->council);
  auto user = work->users().find(found->id);
  const bool accepted = right && user && may_sign_in(*user, work->people());
  if (user) {
    const SignInAttempts before{user->failed_attempts, user->locked_until};
    const auto after = accepted ? after_success() : after_failure(before, now);
    user->failed_attempts = after.failed;
    user->locked_until = after.locked_until;
    if (accepted) user->last_signed_in_at = now;
    CHECK(work->users().save(*user));
    Actor actor;
    actor.user = user->id;
    actor.person = user->person;
    actor.request_id = command.request_id;
    write_down(*work, actor, clock, accepted ? "user-signed-in" : "user-sign-in-refused", user->id);
    CHECK(work->commit());
  }
  if (!accepted) return base::rule_broken("sign_in.attempt.refused", "email");
  return SignedInUser{user->council, user->id};
}

base::Result<void> sign_out(const Actor& actor, const base::Clock& clock, UnitOfWork& work) {
  write_down(work, actor, clock, "user-signed-out", actor.user);
  return work.commit();
}

}  // namespace plumbline::app
