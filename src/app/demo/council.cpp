#include "app/demo/council.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/demo/names.hpp"
#include "base/text.hpp"
#include "domain/allocation/several.hpp"

namespace plumbline::app::demo {

using domain::Category;
using domain::JobRole;

namespace {

// The mix of open cases, in percent.
struct Share {
  Category category;
  int percent;
};
constexpr std::array<Share, 7> kMix{{{Category::Referral, 3},
                                     {Category::Assessment, 9},
                                     {Category::NoPlan, 2},
                                     {Category::Cin, 46},
                                     {Category::Cp, 12},
                                     {Category::Cla, 20},
                                     {Category::CareLeaver, 8}}};
// A month drawn from one category alone needs enough of it; short-lived cases most of all.
constexpr int kRoomForACohort = 20;
constexpr int kRoomForOtherCategories = 40;
constexpr int kRoomForAnotherProgramme = 8;
constexpr int kRoomForTheRarest = 2;
constexpr int kPeopleOfAMissingRole = 6;
// What the first, second, … team of a locality does: about as many of each as their cases ask for.
constexpr std::array kTeamKinds{TeamKind::Safeguarding, TeamKind::LookedAfter,  TeamKind::Assessment,
                                TeamKind::LeavingCare,  TeamKind::Safeguarding, TeamKind::Disability,
                                TeamKind::Safeguarding, TeamKind::Assessment,   TeamKind::LookedAfter,
                                TeamKind::Safeguarding};
constexpr std::array kLocalityWeights{27, 36, 37, 31, 34, 29};
constexpr double kCasesAWorker = 15;
constexpr double kWorkersATeam = 16.5;
constexpr int kTrainedManagers = 30;
constexpr int kAdvancedPractitioners = 12;
constexpr int kSeniorManagers = 8;
// Children's identifiers go up in steps that leave no pattern: a factor without common divisor with their number.
constexpr std::int64_t kChildIds = 9'000'000;
constexpr std::int64_t kChildStep = 3'141'599;

std::string_view name_of(TeamKind kind) {
  switch (kind) {
    case TeamKind::Assessment:
      return "Assessment";
    case TeamKind::Safeguarding:
      return "Family safeguarding";
    case TeamKind::LookedAfter:
      return "Children looked after";
    case TeamKind::LeavingCare:
      return "Leaving care";
    case TeamKind::Disability:
      return "Children with disabilities";
  }
  return "Family safeguarding";
}

// What people.csv says in `agency`, of all programmes.
std::vector<std::string> agencies_of(const domain::Framework& framework) {
  std::vector<std::string> found;
  for (const auto& programme : framework.programmes)
    for (const auto& agency : programme.auditors.agencies)
      found.insert(found.end(), agency.people.begin(), agency.people.end());
  return found;
}

base::Day days_before(base::Day day, int days) { return base::add_days(day, -days); }

}  // namespace

DemoCouncil::DemoCouncil(const Seed& seed, const domain::Framework& framework, const domain::Programme& shown,
                         std::int64_t open_cases, base::Day today, bool every_programme)
    : seed_(seed), open_cases_(open_cases), today_(today), localities_(framework.council.localities) {
  for (const auto& share : kMix) mix_.push_back(share.category), mix_weights_.push_back(share.percent);
  const auto room_for = [&](Category category, int least) {
    const auto found = std::find(mix_.begin(), mix_.end(), category);
    if (found != mix_.end()) {
      auto& weight = mix_weights_[static_cast<std::size_t>(found - mix_.begin())];
      weight = std::max(weight, least);
    } else {
      mix_.push_back(category), mix_weights_.push_back(least);
    }
  };
  for (const auto& programme : framework.programmes)
    if (programme.cycle == domain::Rhythm::Monthly)
      for (const auto category : programme.draw.categories)
        if (std::find(mix_.begin(), mix_.end(), category) == mix_.end())
          room_for(category, programme.key == shown.key ? kRoomForOtherCategories : kRoomForAnotherProgramme);
  if (every_programme)
    for (const auto& programme : framework.programmes)
      for (const auto category : programme.draw.categories) room_for(category, kRoomForTheRarest);
  for (const auto& cohort : shown.draw.cohorts)
    if (!cohort.months.empty())
      for (const auto category : cohort.categories) room_for(category, kRoomForACohort);
  if (localities_.empty()) localities_ = {"Whole council"};
  for (std::size_t i = 0; i < localities_.size(); ++i)
    locality_weights_.push_back(kLocalityWeights[i % kLocalityWeights.size()]);
  service_areas_ = framework.council.service_areas;
  child_offset_ =
      static_cast<std::int64_t>(seed_.stream("child-offset", 0).next() % static_cast<std::uint64_t>(kChildIds));
  make_teams(framework.council);
  make_people(framework.council);
  add_missing_roles(framework, shown);
}

void DemoCouncil::make_teams(const domain::Council&) {
  const double workers = static_cast<double>(open_cases_) / kCasesAWorker;
  const auto wanted = static_cast<std::size_t>(workers / kWorkersATeam + 0.5);
  const auto count = std::max(wanted, localities_.size() * 2);
  int weight = 0;
  for (const auto w : locality_weights_) weight += w;
  teams_of_.resize(localities_.size());
  std::size_t given = 0;
  int so_far = 0;
  for (std::size_t l = 0; l < localities_.size(); ++l) {
    so_far += locality_weights_[l];
    const auto upto = std::max(given + 2, count * static_cast<std::size_t>(so_far) / static_cast<std::size_t>(weight));
    std::array<int, 5> numbers{};
    for (std::size_t i = 0; given < upto; ++i, ++given) {
      DemoTeam team;
      team.kind = kTeamKinds[i % kTeamKinds.size()];
      team.locality = l;
      const int number = ++numbers[static_cast<std::size_t>(team.kind)];
      team.team.team = localities_[l] + " " + std::string(name_of(team.kind)) + " " + std::to_string(number);
      team.team.locality = localities_[l];
      team.team.service_area = service_areas_.empty() ? std::string(name_of(team.kind))
                                                      : service_areas_[teams_.size() % service_areas_.size()];
      teams_of_[l].push_back(teams_.size());
      teams_.push_back(std::move(team));
    }
  }
}

std::size_t DemoCouncil::add_person(JobRole role, const std::string& team, const std::string& locality) {
  const auto index = people_.size();
  auto random = seed_.stream("person", index);
  domain::Person person;
  person.person_id = domain::PersonId("P" + std::to_string(1001 + index));
  person.name = staff_name(random);
  person.email = staff_email(person.name, person.person_id.text());
  person.role = role;
  person.team = team;
  person.locality = locality;
  person.agency = "Children's social care";
  person.qualified = role != JobRole::QaAdministrator && role != JobRole::AuditTeam;
  people_.push_back(std::move(person));
  return index;
}

void DemoCouncil::make_people(const domain::Council&) {
  const auto director = add_person(JobRole::Director, "", "");
  std::vector<std::size_t> heads;
  for (const auto& locality : localities_) heads.push_back(add_person(JobRole::HeadOfService, "", locality));
  for (const auto head : heads) people_[head].manager_id = people_[director].person_id;
  add_person(JobRole::PrincipalSocialWorker, "", "");
  add_person(JobRole::QaLead, "", "");
  add_person(JobRole::QaLead, "", "");  // the second of them moderates
  add_person(JobRole::QaAdministrator, "", "");
  add_person(JobRole::QaAdministrator, "", "");
  for (int i = 0; i < 6; ++i) add_person(JobRole::AuditTeam, "", "");

  std::vector<std::size_t> seniors;
  for (int i = 0; i < kSeniorManagers; ++i) {
    const auto l = static_cast<std::size_t>(i) % localities_.size();
    seniors.push_back(add_person(JobRole::SeniorManager, "", localities_[l]));
    people_.back().manager_id = people_[heads[l]].person_id;
  }
  for (std::size_t t = 0; t < teams_.size(); ++t) {
    auto& team = teams_[t];
    team.manager = add_person(JobRole::TeamManager, team.team.team, team.team.locality);
    people_[team.manager].service_area = team.team.service_area;
    std::vector<std::size_t> local;
    for (const auto senior : seniors)
      if (people_[senior].locality == team.team.locality) local.push_back(senior);
    const auto above = local.empty() ? heads[team.locality] : local[t % local.size()];
    people_[team.manager].manager_id = people_[above].person_id;
    team.team.manager_id = people_[team.manager].person_id;
    team.assistant = add_person(JobRole::AssistantTeamManager, team.team.team, team.team.locality);
    people_[team.assistant].manager_id = people_[team.manager].person_id;
    people_[team.assistant].service_area = team.team.service_area;
  }
  // Spread over the teams, so that none has two before each third has one.
  for (int i = 0; i < kAdvancedPractitioners; ++i) {
    const auto& team = teams_[static_cast<std::size_t>(i) * teams_.size() / kAdvancedPractitioners];
    const auto practitioner = add_person(JobRole::AdvancedPractitioner, team.team.team, team.team.locality);
    people_[practitioner].manager_id = people_[team.manager].person_id;
    people_[practitioner].service_area = team.team.service_area;
  }
  for (const auto role : {JobRole::TeamManager, JobRole::AdvancedPractitioner, JobRole::SeniorManager}) {
    int trained = 0;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (people_[i].role != role || (role == JobRole::TeamManager && trained == kTrainedManagers)) continue;
      ++trained;
      auditors_.push_back(i);
      people_[i].trained_on = days_before(today_, 400 + static_cast<int>(i * 37 % 300));
    }
  }
  for (std::size_t i = 0; i < people_.size(); ++i)
    if (people_[i].role == JobRole::AuditTeam || people_[i].role == JobRole::QaLead)
      people_[i].trained_on = days_before(today_, 500);

  const auto workers = static_cast<std::int64_t>(static_cast<double>(open_cases_) / kCasesAWorker + 0.5);
  const auto least = static_cast<std::int64_t>(teams_.size()) * 2;
  for (std::int64_t i = 0; i < std::max(workers, least); ++i) {
    auto& team = teams_[static_cast<std::size_t>(i) % teams_.size()];
    const auto worker = add_person(JobRole::SocialWorker, team.team.team, team.team.locality);
    people_[worker].service_area = team.team.service_area;
    people_[worker].manager_id = people_[i % 3 == 2 ? team.assistant : team.manager].person_id;
    team.workers.push_back(worker);
  }

  // Some are on leave or ill now; one auditor until further notice.
  auto random = seed_.stream("away", 0);
  std::vector<std::size_t> away = auditors_;
  random.shuffle(away);
  for (std::size_t i = 0; i < 3 && i < away.size(); ++i) {
    auto& person = people_[away[i]];
    person.away_from = days_before(today_, random.between(25, 60));
    if (i > 0) person.away_to = base::add_days(today_, random.between(10, 80));
  }
  for (const auto& team : teams_)
    for (const auto worker : team.workers)
      if (random.chance(0.03)) {
        people_[worker].away_from = days_before(today_, random.between(2, 40));
        people_[worker].away_to = base::add_days(today_, random.between(5, 60));
      }
}

void DemoCouncil::add_missing_roles(const domain::Framework& framework, const domain::Programme& shown) {
  const auto heads = with_role(JobRole::HeadOfService);
  std::vector<JobRole> added;
  for (const auto& programme : framework.programmes)
    for (const auto& quota : programme.auditors.allocation.quotas) {
      if (!with_role(quota.role).empty()) continue;
      added.push_back(quota.role);
      for (std::size_t i = 0; i < kPeopleOfAMissingRole; ++i) {
        auto& person = people_[add_person(quota.role, "", localities_[i % localities_.size()])];
        person.manager_id = people_[heads[i % heads.size()]].person_id;
        person.trained_on = days_before(today_, 430 + static_cast<int>(i) * 20);
        if (quota.role == JobRole::Partner) person.agency = i % 2 == 0 ? "Police" : "Health";
        // Area managers lead early help where that audits as an agency of its own.
        if (quota.role == JobRole::AreaManager)
          for (const auto& agency : agencies_of(framework))
            if (agency.find("arly help") != std::string::npos) person.agency = agency;
        person.qualified = quota.role == JobRole::ServiceManager || quota.role == JobRole::IndependentReviewingOfficer;
      }
    }
  // Every agency that grades has somebody: two of those without a team, in a role that audits there (AUDIT-15).
  for (const auto& programme : framework.programmes)
    for (const auto& agency : programme.auditors.agencies) {
      if (agency.people.empty() || std::any_of(people_.begin(), people_.end(), [&](const domain::Person& person) {
            return domain::is_of_agency(agency, person);
          }))
        continue;
      int given = 0;
      for (auto& person : people_)
        if (given < 2 && person.role == JobRole::AreaManager && person.agency == "Children's social care" &&
            domain::quota_of(programme.auditors.allocation, person))
          person.agency = agency.people.front(), ++given;
    }
  for (const auto role : added)
    if (domain::quota_of(shown.auditors.allocation, people_[with_role(role).front()]))
      for (const auto person : with_role(role)) auditors_.push_back(person);
}

std::vector<domain::Team> DemoCouncil::team_rows() const {
  std::vector<domain::Team> rows;
  for (const auto& team : teams_) rows.push_back(team.team);
  return rows;
}

std::vector<std::size_t> DemoCouncil::with_role(JobRole role) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < people_.size(); ++i)
    if (people_[i].role == role) found.push_back(i);
  return found;
}

std::size_t DemoCouncil::team_for(Random& random, std::size_t locality, Category category) const {
  TeamKind kind = TeamKind::Safeguarding;
  switch (category) {
    case Category::Referral:
    case Category::Assessment:
    case Category::NoPlan:
      kind = TeamKind::Assessment;
      break;
    case Category::Cin:
      kind = random.chance(0.16) ? TeamKind::Disability : random.chance(0.1) ? TeamKind::Assessment : kind;
      break;
    case Category::Cla:
      kind = TeamKind::LookedAfter;
      break;
    case Category::CareLeaver:
      kind = TeamKind::LeavingCare;
      break;
    default:
      break;
  }
  const auto& local = teams_of_[locality];
  const auto fits = std::count_if(local.begin(), local.end(), [&](std::size_t t) { return teams_[t].kind == kind; });
  if (fits == 0) return local[static_cast<std::size_t>(random.below(static_cast<int>(local.size())))];
  int chosen = random.below(static_cast<int>(fits));
  for (const auto t : local)
    if (teams_[t].kind == kind && chosen-- == 0) return t;
  return local.front();
}

domain::Case DemoCouncil::case_at(std::int64_t number) const {
  auto random = seed_.stream("case", static_cast<std::uint64_t>(number));
  const bool closed = number >= open_cases_;
  domain::Case row;
  row.child_id = domain::ChildId(std::to_string(1'000'000 + (number * kChildStep + child_offset_) % kChildIds));

  row.category = mix_[random.weighted(mix_weights_)];
  const auto locality = random.weighted(locality_weights_);
  const auto& team = teams_[team_for(random, locality, row.category)];
  row.locality = team.team.locality;
  row.service_area = team.team.service_area;
  row.team = team.team.team;
  // A case that waits for a worker is rare and real.
  if (!random.chance(0.012)) row.worker_id = people_[random.pick(team.workers)].person_id;
  row.supervisor_id = people_[random.chance(0.3) ? team.assistant : team.manager].person_id;

  const double wait = -std::log(1 - random.unit());
  int age = 0;
  switch (row.category) {
    case Category::Referral:
      age = random.between(0, 9);
      break;
    case Category::Assessment:
    case Category::NoPlan:
      age = random.between(3, 60);
      break;
    case Category::Cla:
      age = 40 + static_cast<int>(wait * 900);
      break;
    case Category::CareLeaver:
      age = 60 + static_cast<int>(wait * 700);
      break;
    case Category::Cp:
      age = 30 + static_cast<int>(wait * 330);
      break;
    default:
      age = 45 + static_cast<int>(wait * 420);
      break;
  }
  age = std::min(age, row.category == Category::CareLeaver ? 2400 : 4800);
  if (closed) {
    row.closed_on = days_before(today_, random.between(0, 395));
    row.opened_on = days_before(*row.closed_on, std::max(age, 20));
  } else {
    row.opened_on = days_before(today_, age);
    if (age > 200 && random.chance(0.2)) row.moved_on = days_before(today_, random.between(5, 180));
  }
  row.restricted = random.chance(0.004);

  const auto flag = [&](const char* name, double probability) {
    if (random.chance(probability)) row.flags.emplace_back(name);
  };
  flag("neglect", 0.22);
  flag("domestic-abuse", 0.24);
  flag("parental-mental-health", 0.12);
  flag("substance-misuse", 0.1);
  if (row.category != Category::Referral) flag("exploitation", 0.05);

  const int year = static_cast<int>(today_.year());
  row.birth_year = row.category == Category::CareLeaver ? year - random.between(18, 21)
                   : row.category == Category::Cla      ? year - random.between(1, 17)
                                                        : year - random.between(0, 16);
  static constexpr std::array<std::string_view, 3> kGenders{"Female", "Male", "Not stated"};
  static constexpr std::array kGenderWeights{485, 505, 10};
  row.gender = kGenders[random.weighted(kGenderWeights)];
  static constexpr std::array<std::string_view, 6> kEthnicities{"White", "Mixed", "Asian",
                                                                "Black", "Other", "Not stated"};
  static constexpr std::array kEthnicityWeights{72, 8, 10, 5, 2, 3};
  row.ethnicity = kEthnicities[random.weighted(kEthnicityWeights)];
  row.disability = random.chance(team.kind == TeamKind::Disability ? 0.97 : 0.08) ? "yes" : "no";
  return row;
}

std::optional<domain::Case> DemoCouncil::case_on(std::int64_t number, base::Day day) const {
  auto row = case_at(number);
  if (!row.opened_on || day < *row.opened_on || (row.closed_on && *row.closed_on <= day)) return std::nullopt;
  row.closed_on.reset();
  if (row.moved_on && day < *row.moved_on) row.moved_on.reset();
  return row;
}

}  // namespace plumbline::app::demo
