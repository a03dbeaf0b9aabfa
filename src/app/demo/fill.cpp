#include "app/demo/fill.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/demo/council.hpp"
#include "app/demo/history.hpp"
#include "app/demo/random.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/register/case_fields.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {

namespace {

constexpr std::int64_t kFullHistoryCases = 50'000;
constexpr int kMonths = 12;

// The programme that a demo shows: drawn every month and judged, else the first that is drawn at all.
const domain::Programme* shown(const domain::Framework& framework) {
  const auto judged = [&](const domain::Programme& programme) {
    return std::any_of(programme.tools.begin(), programme.tools.end(), [&](const auto& choice) {
      const auto* tool = framework.find_tool(choice.tool);
      return tool && tool->judged;
    });
  };
  const domain::Programme* found = nullptr;
  for (const auto& programme : framework.programmes) {
    if (!judged(programme) || programme.auditors.allocation.quotas.empty()) continue;
    if (programme.cycle == domain::Rhythm::Monthly) return &programme;
    if (!found) found = &programme;
  }
  return found;
}

base::Result<void> must_be_empty(Store& store, const std::string& council) {
  const auto reader = store.read(council);
  const auto all = reader->councils().all();
  if (all.empty()) return {};
  // A demo that was broken off after its framework may be begun again.
  const bool begun =
      all.size() == 1 && all.front().key == council && !all.front().demo_seed.empty() && reader->people().all().empty();
  if (!begun) return base::rule_broken("demo.fill.not_empty");
  return {};
}

std::int64_t write_register(const demo::DemoCouncil& council, UnitOfWork& work, base::Progress& progress) {
  for (const auto& team : council.team_rows()) work.people().put_team(team);
  for (const auto& person : council.people()) work.people().put(person);
  const auto import = work.cases().begin_import();
  std::int64_t open = 0;
  for (std::int64_t i = 0; i < council.cases(); ++i) {
    const auto row = council.case_at(i);
    if (row.is_open()) ++open;
    import->insert(row, fingerprint(row));
    if (i % 5000 == 0) progress.at("Cases", static_cast<std::size_t>(i), static_cast<std::size_t>(council.cases()));
  }
  import->finish();
  return open;
}

// Twelve letters and digits that are not mistaken for one another, in groups that can be read out.
std::string readable_password() {
  static constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";
  std::string password;
  while (password.size() < 19) {
    for (const auto byte : base::random_bytes(32)) {
      const auto value = static_cast<unsigned char>(byte);
      // Unbiased: what is past the last whole multiple is thrown away.
      if (value >= 256 / kLetters.size() * kLetters.size()) continue;
      if (password.size() % 5 == 4) password += '-';
      password += kLetters[value % kLetters.size()];
      if (password.size() == 19) break;
    }
  }
  return password;
}

class Users {
 public:
  Users(const demo::Seed& seed, const demo::DemoCouncil& council, const std::string& key, std::string password_hash,
        base::Instant now, UnitOfWork& work, DemoFilled& filled)
      : seed_(seed),
        council_(council),
        key_(key),
        password_hash_(std::move(password_hash)),
        now_(now),
        work_(work),
        filled_(filled) {}

  void add(const std::string& role, const std::string& email, const domain::Person* person, std::vector<Grant> grants) {
    User user;
    user.id = UserId(seed_.uuid("user", email, now_));
    user.council = key_;
    user.email = email;
    user.name = person ? person->name : role;
    if (person) user.person = person->person_id;
    user.password_hash = password_hash_;
    user.grants = std::move(grants);
    work_.users().add(user);
    work_.journal().append({now_, "command-line", "user-added", "user", user.id.text(), "", "",
                            nlohmann::json{{"role", role}}.dump(), ""});
    filled_.sign_ins.push_back({role, user.email, user.name});
  }

  const domain::Person* person(const domain::PersonId& id) const {
    for (const auto& one : council_.people())
      if (one.person_id == id) return &one;
    return nullptr;
  }
  const domain::Person* of_role(domain::JobRole role, std::size_t number = 0) const {
    const auto all = council_.with_role(role);
    return number < all.size() ? &council_.people()[all[number]] : nullptr;
  }

 private:
  const demo::Seed& seed_;
  const demo::DemoCouncil& council_;
  const std::string& key_;
  std::string password_hash_;
  base::Instant now_;
  UnitOfWork& work_;
  DemoFilled& filled_;
};

void add_users(Users users, const demo::Cast& cast) {
  using domain::JobRole;
  const Grant own_audits{Role::Auditor, ScopeKind::Own, ""};
  const auto whole = [](Role role) { return Grant{role, ScopeKind::Council, ""}; };
  users.add("QA lead", "qa.lead@example.org", users.of_role(JobRole::QaLead),
            {whole(Role::QaLead), whole(Role::Moderator)});
  users.add("QA administrator", "qa.administrator@example.org", users.of_role(JobRole::QaAdministrator),
            {whole(Role::QaAdministrator)});
  users.add("Moderator", "moderator@example.org", users.of_role(JobRole::QaLead, 1), {whole(Role::Moderator)});
  if (const auto* manager = users.person(cast.team_manager))
    users.add("Team manager", "team.manager@example.org", manager,
              {{Role::TeamManager, ScopeKind::Team, manager->team}, own_audits});
  users.add("Advanced practitioner", "advanced.practitioner@example.org", users.person(cast.advanced_practitioner),
            {own_audits});
  users.add("Senior manager", "senior.manager@example.org", users.person(cast.senior_manager), {own_audits});
  users.add("Social worker", "social.worker@example.org", users.person(cast.social_worker),
            {{Role::SocialWorker, ScopeKind::Own, ""}});
  const auto audits_too = [&](JobRole role, std::vector<Grant> grants) {
    if (cast.others.contains(role)) grants.push_back(own_audits);
    return grants;
  };
  if (const auto* head = users.of_role(JobRole::HeadOfService))
    users.add("Head of service", "head.of.service@example.org", head,
              audits_too(JobRole::HeadOfService, {{Role::HeadOfService, ScopeKind::Locality, head->locality}}));
  users.add("Principal social worker", "principal.social.worker@example.org",
            users.of_role(JobRole::PrincipalSocialWorker), {whole(Role::PrincipalSocialWorker)});
  users.add("Director, figures only", "director@example.org", users.of_role(JobRole::Director),
            audits_too(JobRole::Director, {whole(Role::Leadership)}));
  users.add("Administrator", "administrator@example.org", nullptr, {whole(Role::Administrator)});
  // Whoever else audits in this council.
  for (const auto& [role, person] : cast.others) {
    if (role == JobRole::TeamManager || role == JobRole::AdvancedPractitioner || role == JobRole::SeniorManager ||
        role == JobRole::HeadOfService || role == JobRole::Director || role == JobRole::QaLead ||
        role == JobRole::PrincipalSocialWorker)
      continue;
    const auto email = base::replace_all(std::string(to_string(role)), "-", ".") + "@example.org";
    users.add(std::string(say(role)), email, users.person(person),
              {role == JobRole::Partner ? Grant{Role::Partner, ScopeKind::Own, ""} : own_audits});
  }
}

}  // namespace

base::Result<DemoFilled> fill_demo(const FillDemo& command, const base::Clock& clock, Store& store,
                                   Passwords& passwords, base::Progress& progress) {
  if (command.open_cases < kFewestDemoCases || command.open_cases > kMostDemoCases)
    return base::invalid("demo.fill.cases", "cases",
                         {{"least", std::to_string(kFewestDemoCases)}, {"most", std::to_string(kMostDemoCases)}});
  const int months = command.months.value_or(command.open_cases > kFullHistoryCases ? 1 : kMonths);
  if (months < 0 || months > kMostDemoMonths)
    return base::invalid("demo.fill.months", "months", {{"most", std::to_string(kMostDemoMonths)}});
  CHECK(must_be_empty(store, command.council));
  const auto loaded = domain::load_framework(command.files, command.framework_file);
  if (loaded.sound() && !shown(loaded.framework))
    return base::rule_broken("demo.fill.programme", "framework", {{"framework", loaded.framework.key}});

  const auto now = clock.now();
  const auto actor = command_line_actor(command.council);
  {
    const auto work = store.begin(command.council);
    if (!work->councils().find())
      CHECK(
          add_council({command.council, "", command.files, command.framework_file, command.seed}, actor, clock, *work));
  }

  const auto& framework = loaded.framework;
  const demo::Seed seed(command.seed);
  const demo::DemoCouncil council(seed, framework, *shown(framework), command.open_cases, base::london_day(now),
                                  command.every_programme);
  DemoFilled filled;
  filled.council = command.council;
  filled.council_name = framework.council.name;
  filled.password = readable_password();
  TRY(auto password_hash, passwords.hash(filled.password));

  const auto work = store.begin(command.council);
  filled.open_cases = write_register(council, *work, progress);
  filled.closed_cases = council.cases() - filled.open_cases;
  filled.people = static_cast<int>(council.people().size());

  demo::Chronicle chronicle;
  demo::Cast cast;
  const demo::HistoryRequest request{command.council, months, now, command.every_programme};
  const auto imported_at = now - std::chrono::hours{24 * 30 * (months + 1)};
  chronicle.add(imported_at, actor.acting().text(), "register-filled", "import", seed.uuid("import", "cases", now),
                nlohmann::json{{"open", filled.open_cases}, {"closed", filled.closed_cases}}.dump());
  TRY(const auto counts,
      demo::write_history(request, seed, council, framework, *shown(framework), *work, chronicle, cast, progress));
  filled.cycles = counts.cycles;
  filled.audits = counts.audits;
  filled.actions = counts.actions;
  filled.meetings = counts.meetings;
  filled.themes = counts.themes;
  progress.at("Writing down who did what", 0, 0);
  chronicle.write(work->journal());
  add_users(Users(seed, council, command.council, std::move(password_hash), now, *work, filled), cast);
  CHECK(work->commit());
  return filled;
}

}  // namespace plumbline::app
