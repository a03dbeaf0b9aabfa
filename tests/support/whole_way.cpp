#include "support/whole_way.hpp"

#include <algorithm>
#include <set>

#include "app/action/actions.hpp"
#include "app/allocation/allocate_cycle.hpp"
#include "app/allocation/links.hpp"
#include "app/audit/audit_context.hpp"
#include "app/audit/conversation.hpp"
#include "app/audit/earlier_practice.hpp"
#include "app/audit/edit_audit.hpp"
#include "app/audit/hand_over.hpp"
#include "app/audit/submit_audit.hpp"
#include "app/audit/together.hpp"
#include "app/concern/concerns.hpp"
#include "app/draw/draw_cycle.hpp"
#include "app/draw/nominations.hpp"
#include "app/follow_up/follow_ups.hpp"
#include "app/learning/agreements.hpp"
#include "app/learning/meetings.hpp"
#include "app/learning/reviews.hpp"
#include "app/messages/messages.hpp"
#include "app/moderation/disagreements.hpp"
#include "app/moderation/moderate_audit.hpp"
#include "app/perspective/perspectives.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/disagreement_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "app/register/case_fields.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/framework/programme_days.hpp"
#include "report/monthly/monthly.hpp"

namespace plumbline::tests {

using app::Role;
using app::ScopeKind;
using domain::AuditState;
using domain::Grade;
using domain::JobRole;
using domain::PersonId;

namespace {

constexpr int kTeams = 4;
constexpr int kWorkersATeam = 6;
constexpr int kPeopleOfAJob = 4;
constexpr int kCasesOfAKind = 12;
constexpr const char* kFlag = "neglect";

template <class List>
auto pick(const List& list, int index, const std::string& otherwise = "") {
  return list.empty() ? otherwise : list[static_cast<std::size_t>(index) % list.size()];
}

// Every kind of case that the definition draws, and every theme flag that it asks for.
std::set<domain::Category> drawn_categories(const domain::Framework& framework) {
  std::set<domain::Category> found;
  for (const auto& programme : framework.programmes) {
    if (programme.draw.categories.empty()) found.insert(domain::kCategories.begin(), domain::kCategories.end());
    found.insert(programme.draw.categories.begin(), programme.draw.categories.end());
    for (const auto& cohort : programme.draw.cohorts) found.insert(cohort.categories.begin(), cohort.categories.end());
  }
  return found;
}
std::vector<std::string> theme_flags_of(const domain::Framework& framework) {
  std::set<std::string> found{kFlag};
  for (const auto& programme : framework.programmes) {
    found.insert(programme.draw.flags.begin(), programme.draw.flags.end());
    for (const auto& cohort : programme.draw.cohorts) found.insert(cohort.flags.begin(), cohort.flags.end());
  }
  return {found.begin(), found.end()};
}

bool is_among(const std::vector<domain::Category>& categories, domain::Category category) {
  return categories.empty() || std::ranges::find(categories, category) != categories.end();
}

// What a use case gives beside its yes or no is looked up where it is needed.
base::Result<void> only(const auto& outcome) {
  if (outcome) return {};
  return tl::unexpected<base::Error>(outcome.error());
}

}  // namespace

WholeWay::WholeWay(app::Store& store, std::string council, const domain::FrameworkFiles& files, const std::string& file,
                   app::Frameworks& frameworks)
    : store_(store), council_(std::move(council)), frameworks_(frameworks) {
  const base::FixedClock clock(*base::parse_instant("2026-11-30T08:00:00Z"));
  const auto added = app::add_council({council_, "", files, file, ""}, app::command_line_actor(council_), clock,
                                      *store_.begin(council_));
  if (!added) throw base::Broken("the council was refused: " + app::sentence(added.error()));
  framework_ = frameworks_.current(*store_.read(council_)).value();
  settle();
}

void WholeWay::settle() {
  const auto work = store_.begin(council_);
  const auto& localities = framework_->council.localities;
  const auto& areas = framework_->council.service_areas;
  const auto add = [&](const std::string& id, JobRole role, const std::string& team, const std::string& locality,
                       const std::string& area, const std::string& agency = "") {
    domain::Person one;
    one.person_id = PersonId{id};
    one.name = "Person " + id;
    one.email = id + "@example.org";
    one.role = role;
    one.team = team;
    one.locality = locality;
    one.service_area = area;
    one.agency = agency;
    one.qualified = true;
    one.trained_on = base::parse_day("2026-01-05");
    work->people().put(one);
    people_[role].push_back(one.person_id);
  };
  // The first of each job is of the whole council; nobody but managers and workers is in a team that has cases.
  for (const auto role : domain::kJobRoles)
    for (int i = 0; i < kPeopleOfAJob; ++i)
      add(std::string(to_string(role)) + "-" + std::to_string(i), role, "Other " + std::to_string(i),
          i == 0 ? "" : pick(localities, i), i == 0 ? "" : pick(areas, i));
  std::set<std::pair<std::string, JobRole>> agencies;
  for (const auto& programme : framework_->programmes)
    for (const auto& agency : programme.auditors.agencies)
      for (const auto& people : agency.people)
        for (const auto& quota : programme.auditors.allocation.quotas) agencies.emplace(people, quota.role);
  int number = 0;
  for (const auto& [agency, role] : agencies) {
    ++number;
    add("agency-" + std::to_string(number), role, "Agency " + std::to_string(number), "", "", agency);
  }
  for (int t = 0; t < kTeams; ++t) {
    const auto team = "Team " + std::to_string(t);
    const auto manager = "manager-" + std::to_string(t);
    add(manager, JobRole::TeamManager, team, pick(localities, t), pick(areas, t));
    work->people().put_team({team, pick(localities, t), pick(areas, t), PersonId{manager}});
    for (int w = 0; w < kWorkersATeam; ++w)
      add("worker-" + std::to_string(t * kWorkersATeam + w), JobRole::SocialWorker, team, pick(localities, t),
          pick(areas, t));
  }
  const auto import = work->cases().begin_import();
  number = 0;
  for (const auto category : drawn_categories(*framework_))
    for (int i = 0; i < kCasesOfAKind; ++i, ++number) {
      const int team = number % kTeams;
      domain::Case row;
      row.child_id = domain::ChildId{"C" + std::to_string(1000 + number)};
      row.category = category;
      row.team = "Team " + std::to_string(team);
      row.locality = pick(localities, team);
      row.service_area = pick(areas, team);
      row.worker_id = PersonId{"worker-" + std::to_string(team * kWorkersATeam + number / kTeams % kWorkersATeam)};
      row.supervisor_id = PersonId{"manager-" + std::to_string(team)};
      row.opened_on = base::parse_day("2026-03-02");
      row.flags = theme_flags_of(*framework_);
      import->insert(row, app::fingerprint(row));
      cases_.push_back(std::move(row));
    }
  import->finish();
  if (!work->commit()) throw base::Broken("the register was not kept");
}

// One programme's cycle. Each step is done as the definition asks; a refusal ends it.
class WholeWay::Cycle {
 public:
  Cycle(WholeWay& way, const domain::Programme& programme, int cases)
      : way_(way), programme_(programme), period_(*base::parse_period("2026-12")), clock_(base::Instant{}) {
    while (!domain::comes_round_in(programme.cycle, period_)) period_ = period_.plus_months(1);
    clock_.set(base::london_midnight(period_.first()) + std::chrono::hours{8});
    size_ = programme.draw.size > 0 ? std::min(programme.draw.size, cases) : cases;
  }

  Lived live() {
    using Step = base::Result<void> (Cycle::*)();
    static constexpr std::pair<const char*, Step> kSteps[]{{"review planned", &Cycle::plan_review},
                                                           {"agreed", &Cycle::agree},
                                                           {"nominated", &Cycle::nominate},
                                                           {"drawn", &Cycle::draw},
                                                           {"exempted", &Cycle::exempt},
                                                           {"linked", &Cycle::link},
                                                           {"allocated", &Cycle::allocate},
                                                           {"sent", &Cycle::send},
                                                           {"review noticed", &Cycle::notice},
                                                           {"audited", &Cycle::audit_all},
                                                           {"followed up", &Cycle::follow_up},
                                                           {"met", &Cycle::meet},
                                                           {"checked", &Cycle::check},
                                                           {"review held", &Cycle::hold_review},
                                                           {"audited again", &Cycle::audit_again},
                                                           {"reported", &Cycle::report}};
    for (const auto& [name, step] : kSteps)
      if (const auto outcome = (this->*step)(); !outcome) {
        lived_.stopped = outcome.error().rule;
        lived_.at = name;
        break;
      }
    return lived_;
  }

 private:
  // ---- who acts ----

  app::Actor as(const PersonId& person, std::vector<app::Grant> grants) const {
    app::Actor actor;
    actor.council = way_.council_;
    actor.user = app::UserId{"u-" + person.text()};
    actor.person = person;
    actor.grants = std::move(grants);
    return actor;
  }
  app::Actor runner() const { return app::command_line_actor(way_.council_); }
  app::Actor writer(const PersonId& person) const {
    return as(person, {{Role::Auditor, ScopeKind::Own, ""}, {Role::Partner, ScopeKind::Own, ""}});
  }
  app::Actor worker(const PersonId& person) const { return as(person, {{Role::SocialWorker, ScopeKind::Own, ""}}); }
  app::Actor manager(const domain::Audit& audit) const {
    return as(*audit.supervisor_id, {{Role::TeamManager, ScopeKind::Team, audit.team}});
  }
  app::Actor council_wide(const PersonId& person, Role role) const {
    return as(person, {{role, ScopeKind::Council, ""}});
  }
  const PersonId& person(JobRole role, std::size_t number = 0) const {
    const auto& all = way_.people_.at(role);
    return all[number % all.size()];
  }
  // One of the jobs who has no part in the audit.
  std::optional<PersonId> apart(const std::vector<JobRole>& roles, const domain::Audit& audit) const {
    for (const auto role : roles)
      for (const auto& id : way_.people_.at(role)) {
        const bool beside = std::ranges::any_of(audit.beside, [&](const auto& one) { return one.person == id; });
        if (!beside && audit.auditor != id && audit.supervisor_id != id && audit.worker_id != id) return id;
      }
    return std::nullopt;
  }

  template <class Command>
  auto run(Command command) {
    const auto work = way_.store_.begin(way_.council_);
    return command(*work);
  }
  std::unique_ptr<app::Reader> read() { return way_.store_.read(way_.council_); }
  domain::Audit audit(const domain::AuditId& id) { return read()->audits().find(id).value(); }
  app::AuditContext context(const domain::AuditId& id) {
    return app::audit_context(id, way_.frameworks_, *read()).value();
  }
  void move_to(base::Day day, int hour) {
    clock_.set(std::max(clock_.now(), base::london_midnight(day) + std::chrono::hours{hour}));
  }

  // ---- the month ----

  const domain::Cohort* cohort() const { return domain::cohort_of(programme_, period_); }

  base::Result<void> agree() {
    if (programme_.agreed_by.empty()) return {};
    app::RecordAgreement agreement;
    agreement.programme = programme_.key;
    agreement.period = period_;
    agreement.theme = "What was seen lately";
    agreement.source = pick(programme_.sources, 0, "Complaints");
    agreement.size = size_;
    agreement.agreed_by = person(programme_.agreed_by.front());
    agreement.agreed_on = clock_.today();
    return run([&](app::UnitOfWork& work) {
      return only(app::record_agreement(agreement, runner(), clock_, way_.frameworks_, work));
    });
  }

  base::Result<void> nominate() {
    if (programme_.draw.nominated == domain::Nomination::No) return {};
    const auto rules = domain::draw_rules(programme_, cohort());
    int named = 0;
    for (const auto& row : way_.cases_) {
      if (!is_among(rules.categories, row.category) || !is_among(programme_.draw.categories, row.category)) continue;
      if (++named > size_ + 2) break;
      const auto actor = as(*row.supervisor_id, {{Role::TeamManager, ScopeKind::Team, row.team}});
      CHECK(run([&](app::UnitOfWork& work) {
        return app::nominate_case({programme_.key, period_, row.child_id, domain::NominationReason::WorkerAsked}, actor,
                                  clock_, way_.frameworks_, work);
      }));
    }
    return {};
  }

  base::Result<void> draw() {
    app::DrawCycle command;
    command.programme = programme_.key;
    command.period = period_;
    command.size = size_;
    command.seed = "4711";
    if (const auto* of_month = cohort(); of_month != nullptr && app::needs_issue(*of_month, programme_))
      command.issue = kFlag;
    return run([&](app::UnitOfWork& work) {
      return only(app::draw_cycle(command, runner(), clock_, way_.frameworks_, work));
    });
  }

  domain::Cycle cycle() { return read()->cycles().find(programme_.key, period_).value(); }

  base::Result<void> exempt() {
    if (!programme_.draw.exemptions) return {};
    app::ExemptSampledCase command;
    command.programme = programme_.key;
    command.period = period_;
    command.child = read()->cycles().sample(cycle().id).front().child_id;
    command.reason = "In court this month";
    if (const auto& roles = programme_.draw.exemption_approvers; !roles.empty())
      command.approved_by = person(roles.front());
    return run([&](app::UnitOfWork& work) {
      return only(app::exempt_case(command, runner(), clock_, way_.frameworks_, work));
    });
  }

  base::Result<void> link() {
    if (!programme_.auditors.linked_by_area) return {};
    TRY(const auto choices, app::picture_links(programme_.key, period_, runner(), clock_, way_.frameworks_, *read()));
    app::LinkAreas command{programme_.key, period_, {}};
    for (const auto& choice : choices) command.links.emplace_back(choice.area, choice.proposed);
    return run([&](app::UnitOfWork& work) {
      return only(app::link_areas(command, runner(), clock_, way_.frameworks_, work));
    });
  }

  base::Result<void> allocate() {
    return run([&](app::UnitOfWork& work) {
      return only(app::allocate_cycle({programme_.key, period_}, runner(), clock_, way_.frameworks_, work));
    });
  }

  base::Result<void> send() {
    TRY(lived_.audits, run([&](app::UnitOfWork& work) {
          return app::send_cycle({programme_.key, period_, true}, runner(), clock_, way_.frameworks_, work);
        }));
    for (const auto& one : read()->audits().of_cycle(cycle().id)) audits_.push_back(one.id);
    return {};
  }

  // ---- one audit ----

  base::Result<void> audit_all() {
    const auto* scale = way_.framework_->find_scale(programme_.scale);
    for (std::size_t i = 0; i < audits_.size(); ++i) {
      // The worst grade first, so that everything that a grade can set off is.
      std::optional<Grade> grade;
      if (scale != nullptr) grade = scale->grades[scale->grades.size() - 1 - i % scale->grades.size()].grade;
      CHECK(one_audit(audits_[i], grade, i == 0));
    }
    return {};
  }

  base::Result<void> one_audit(const domain::AuditId& id, std::optional<Grade> grade, bool first) {
    CHECK(worker_speaks(id));
    CHECK(prepare(id));
    CHECK(write(id, grade, first));
    if (first) CHECK(raise_concerns(id));
    CHECK(run([&](app::UnitOfWork& work) {
      return app::submit_audit({id, audit(id).version}, writer(*audit(id).auditor), clock_, way_.frameworks_, work);
    }));
    if (audit(id).state == AuditState::Submitted) CHECK(moderate(id));
    if (audit(id).state != AuditState::Final) return base::rule_broken("whole_way.audit.not_final");
    ++lived_.finals;
    CHECK(answer_the_family(id));
    if (first) CHECK(disagree(id));
    CHECK(act(id));
    return hand_over(id);
  }

  base::Result<void> worker_speaks(const domain::AuditId& id) {
    const auto of = audit(id);
    if (!programme_.perspective.asked || !of.worker_id) return {};
    app::SavePerspective command{id, 0, {}, true};
    if (const auto there = read()->perspectives().find(id); there && there->sent_at) return {};
    for (const auto& question : programme_.perspective.questions) command.answers.push_back("On " + question);
    CHECK(run([&](app::UnitOfWork& work) {
      return only(app::save_perspective(command, worker(*of.worker_id), clock_, way_.frameworks_, work));
    }));
    ++lived_.views;
    return {};
  }

  domain::AuditSection filled(const app::AuditContext& with, const domain::ToolSection& section,
                              std::optional<Grade> judgement) const {
    domain::AuditSection written;
    written.section = section.key;
    if (with.tool->judged) {
      written.judgement = judgement;
      written.evidence = "The record shows it.";
      written.impact = "The child knows whom to ring.";
    }
    for (const auto* question : questions_for(section, with.audit.category)) {
      if (question->kind == domain::QuestionKind::Compliance)
        written.answers.push_back({question->key, domain::Answer::Yes, ""});
      if (question->kind == domain::QuestionKind::Text) written.answers.push_back({question->key, {}, "In words."});
    }
    return written;
  }
  static Grade best_of(const app::AuditContext& with) {
    const auto* scale = with.scale();
    return scale == nullptr ? Grade::Good : scale->grades.front().grade;
  }
  base::Result<void> save(const domain::AuditId& id, domain::AuditSection section, const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) {
      return only(app::save_section({id, std::move(section), 5}, actor, clock_, way_.frameworks_, work));
    });
  }

  base::Result<void> prepare(const domain::AuditId& id) {
    const auto with = context(id);
    const auto* preparer = with.audit.co_auditor(domain::CoAuditorKind::Preparer);
    if (preparer == nullptr) return {};
    const auto actor = writer(preparer->person);
    for (const auto* section : domain::sections_asked(with.audit, programme_, *with.tool)) {
      const auto& prepared = programme_.auditors.preparation.sections;
      if (std::ranges::find(prepared, section->key) == prepared.end()) continue;
      CHECK(save(id, filled(with, *section, best_of(with)), actor));
    }
    CHECK(
        run([&](app::UnitOfWork& work) { return app::finish_preparation(id, actor, clock_, way_.frameworks_, work); }));
    ++lived_.prepared;
    return {};
  }

  base::Result<void> write(const domain::AuditId& id, std::optional<Grade> grade, bool first) {
    const auto with = context(id);
    const auto actor = writer(*with.audit.auditor);
    const auto saved = read()->audits().sections(id);
    bool graded = false;  // the first section that the auditor writes has the audit's grade
    for (const auto* section : domain::sections_asked(with.audit, programme_, *with.tool)) {
      const auto there = std::ranges::find(saved, section->key, &domain::AuditSection::section);
      if (there != saved.end()) {
        // Prepared by the audit team; what it asks for is agreed in the discussion.
        if (there->judgement && domain::is_below_good(*there->judgement)) CHECK(propose(id, section->key, actor));
        continue;
      }
      const auto judgement = graded || !grade ? best_of(with) : *grade;
      graded = true;
      CHECK(save(id, filled(with, *section, judgement), actor));
      if (with.tool->judged && domain::is_below_good(judgement)) CHECK(propose(id, section->key, actor));
    }
    if (programme_.parts.documents != domain::Need::Hidden) {
      app::SaveDocuments documents{id, {}};
      for (const auto* document : domain::key_documents_for(*with.framework, programme_, with.audit.category))
        documents.findings.push_back({document->key, domain::DocumentFinding::Found, ""});
      CHECK(run([&](app::UnitOfWork& work) {
        return app::save_documents(documents, actor, clock_, way_.frameworks_, work);
      }));
    }
    if (programme_.earlier_practice.asked && first) CHECK(note_practice(with.audit, actor));
    if (!programme_.conversation.with.empty()) CHECK(talk(id, actor));
    if (with.audit.family_contact) CHECK(hear_the_family(id, actor));
    if (!with.tool->judged || !grade || programme_.parts.overall == domain::Need::Hidden) return {};
    return run([&](app::UnitOfWork& work) {
      return app::save_overall({id, audit(id).version, grade, "It follows from the sections."}, actor, clock_,
                               way_.frameworks_, work);
    });
  }

  base::Result<void> propose(const domain::AuditId& id, const std::string& section, const app::Actor& actor) {
    app::PutAction action;
    action.audit = id;
    action.section = section;
    action.text = "Hold a family meeting";
    action.measure = "The grandmother knows the plan";
    action.due_on = base::add_days(clock_.today(), 7);
    if (!programme_.actions.priorities.empty()) action.priority = programme_.actions.priorities.front().priority;
    return run(
        [&](app::UnitOfWork& work) { return only(app::put_action(action, actor, clock_, way_.frameworks_, work)); });
  }

  base::Result<void> note_practice(const domain::Audit& of, const app::Actor& actor) {
    app::NotePractice note{of.id, domain::PracticeKind::Strength, {}, "", "A clear plan from day one."};
    for (const auto& id : way_.people_.at(JobRole::SocialWorker))
      if (id != of.worker_id && !note.worker) note.worker = id;
    return run(
        [&](app::UnitOfWork& work) { return only(app::note_practice(note, actor, clock_, way_.frameworks_, work)); });
  }

  base::Result<void> talk(const domain::AuditId& id, const app::Actor& actor) {
    CHECK(run([&](app::UnitOfWork& work) {
      return only(app::book_conversation(
          {id, domain::ConversationKind::Worker, clock_.now() + std::chrono::hours{26}, "By video", 0}, actor, clock_,
          way_.frameworks_, work));
    }));
    auto talk = read()->audits().conversations(id).front();
    talk.held = true;
    talk.held_on = clock_.today();
    talk.summary = "What now needs to happen.";
    return run([&](app::UnitOfWork& work) {
      return app::record_conversation({id, talk}, actor, clock_, way_.frameworks_, work);
    });
  }

  base::Result<void> hear_the_family(const domain::AuditId& id, const app::Actor& actor) {
    domain::Conversation family;
    family.kind = domain::ConversationKind::Family;
    family.held = true;
    family.held_on = clock_.today();
    family.purpose_explained = true;
    family.consent = true;
    family.views = "Mornings are easier now.";
    CHECK(run([&](app::UnitOfWork& work) {
      return app::record_conversation({id, family}, actor, clock_, way_.frameworks_, work);
    }));
    ++lived_.families;
    return {};
  }

  base::Result<void> answer_the_family(const domain::AuditId& id) {
    if (!audit(id).family_contact || !programme_.family.written_reply) return {};
    for (const auto& talk : read()->audits().conversations(id)) {
      if (talk.kind != domain::ConversationKind::Family) continue;
      CHECK(run([&](app::UnitOfWork& work) {
        return app::reply_to_family({id, talk.version, "We changed the time of visits.", clock_.today()},
                                    writer(*audit(id).auditor), clock_, work);
      }));
    }
    return {};
  }

  base::Result<void> raise_concerns(const domain::AuditId& id) {
    const auto actor = writer(*audit(id).auditor);
    for (const auto kind : {domain::ConcernKind::Immediate, domain::ConcernKind::Review}) {
      if (way_.framework_->find_notification(kind) == nullptr) continue;
      TRY(const auto raised, run([&](app::UnitOfWork& work) {
            return app::raise_concern({{}, id, kind, "Nobody has seen the child for nine weeks.", ""}, actor, clock_,
                                      way_.frameworks_, work);
          }));
      if (raised.told.empty()) return base::rule_broken("whole_way.concern.nobody_told");
      const auto told = std::ranges::find_if(raised.told, [&](const auto& one) { return one.person != *actor.person; });
      if (told == raised.told.end()) continue;
      const auto answering = as(told->person, {{Role::TeamManager, ScopeKind::Own, ""}});
      CHECK(run([&](app::UnitOfWork& work) {
        return app::acknowledge_concern({raised.id, read()->concerns().find(raised.id)->version, "I ring the family now."}, answering, clock_, work);
      }));
      ++lived_.concerns;
    }
    return {};
  }

  base::Result<void> moderate(const domain::AuditId& id) {
    const auto of = audit(id);
    const auto who = apart(programme_.moderation.moderators, of);
    if (!who) return base::rule_broken("whole_way.moderate.nobody");
    app::ModerateAudit command{id, of.version, true, true, true, domain::ModerationOutcome::Confirmed, {}, ""};
    const auto* scale = way_.framework_->find_scale(programme_.scale);
    // One that may be changed is, so that the auditor's own grade is seen to be kept.
    if (programme_.moderation.may_change_grade && scale != nullptr && of.overall && lived_.moderated == 1)
      for (const auto& definition : scale->grades)
        if (definition.grade != *of.overall && !command.to) {
          command.to = definition.grade;
          command.outcome = domain::ModerationOutcome::Changed;
          command.reason = "The narrative shows another.";
        }
    CHECK(run([&](app::UnitOfWork& work) {
      return app::moderate_audit(command, council_wide(*who, Role::Moderator), clock_, way_.frameworks_, work);
    }));
    if (audit(id).overall != of.overall) return base::rule_broken("whole_way.moderate.grade_lost");
    ++lived_.moderated;
    return {};
  }

  base::Result<void> disagree(const domain::AuditId& id) {
    const auto of = audit(id);
    const auto& rule = programme_.disagreement;
    const auto by_manager = std::ranges::any_of(rule.raised_by, [](const domain::Recipient& one) {
      return one.relation == domain::Relation::TeamManager || one.relation == domain::Relation::SupervisingManager;
    });
    if (!by_manager || !of.grade()) return {};
    TRY(const auto raised, run([&](app::UnitOfWork& work) {
          return app::raise_disagreement({id, "The visits were made."}, manager(of), clock_, way_.frameworks_, work);
        }));
    if (!raised.decider) return base::rule_broken("whole_way.disagree.nobody_independent");
    CHECK(run([&](app::UnitOfWork& work) {
      return app::decide_disagreement(
          {raised.id, read()->disagreements().find(raised.id)->version, true, {}, "The grade stands."},
          council_wide(*raised.decider, Role::HeadOfService), clock_, way_.frameworks_, work);
    }));
    ++lived_.disagreements;
    return {};
  }

  // The worker does what was agreed and the supervising manager signs it off.
  base::Result<void> act(const domain::AuditId& id) {
    const auto of = audit(id);
    for (const auto& action : read()->actions().of(id)) {
      if (action.state != domain::ActionState::Open) continue;
      CHECK(run([&](app::UnitOfWork& work) {
        return app::mark_action_done({action.id, action.version, "It was held."}, worker(*action.owner), clock_, work);
      }));
      CHECK(run([&](app::UnitOfWork& work) {
        return app::sign_off_action({action.id, action.version + 1, true, "Seen."}, manager(of), clock_, work);
      }));
      ++lived_.signed_off;
    }
    return {};
  }

  base::Result<void> hand_over(const domain::AuditId& id) {
    if (programme_.case_note.text.empty()) return {};
    const auto reader = read();
    const auto text = app::case_note(context(id), app::contents_of(id, *reader), reader->people());
    if (text.empty() || text.find('{') != std::string::npos) return base::rule_broken("whole_way.note.gap");
    CHECK(run([&](app::UnitOfWork& work) {
      return app::hand_over_audit({id, clock_.today()}, council_wide(person(JobRole::QaLead), Role::QaLead), clock_,
                                  way_.frameworks_, work);
    }));
    ++lived_.notes;
    return {};
  }

  // ---- what a grade sets off ----

  base::Result<void> follow_up() {
    for (const auto& id : audits_)
      for (const auto& one : read()->follow_ups().of(id)) {
        if (one.kind != domain::FollowUpKind::Supervision || one.state != domain::FollowUpState::Open) continue;
        const auto actor = manager(audit(id));
        app::AgreeAction agree;
        agree.follow_up = one.id;
        agree.text = "Visit weekly until spring";
        agree.measure = "Each visit is on the record";
        agree.due_on = base::add_days(clock_.today(), 14);
        CHECK(run([&](app::UnitOfWork& work) { return only(app::agree_action(agree, actor, clock_, work)); }));
        CHECK(run([&](app::UnitOfWork& work) {
          return app::record_talk({one.id, one.version, clock_.today(), "We agreed weekly visits."}, actor, clock_,
                                  way_.frameworks_, work);
        }));
        ++lived_.talks;
        CHECK(act(id));
      }
    return {};
  }

  base::Result<void> check() {
    for (const auto& id : audits_)
      for (const auto& one : read()->follow_ups().of(id)) {
        if (one.kind != domain::FollowUpKind::Supervision || one.state != domain::FollowUpState::Recorded) continue;
        CHECK(run([&](app::UnitOfWork& work) {
          return app::check_talk({one.id, one.version, true, ""}, council_wide(person(JobRole::QaLead), Role::QaLead),
                                 clock_, way_.frameworks_, work);
        }));
        ++lived_.checked;
      }
    return {};
  }

  base::Result<void> audit_again() {
    for (const auto& id : std::vector(audits_))
      for (const auto& one : read()->follow_ups().of(id)) {
        if (one.kind != domain::FollowUpKind::Reaudit || !one.reaudit || one.state != domain::FollowUpState::Open)
          continue;
        if (!audit(*one.reaudit).auditor) return base::rule_broken("whole_way.reaudit.nobody");
        move_to(*one.from_on, 9);
        app::run_follow_ups(runner(), clock_, way_.frameworks_, way_.store_);
        CHECK(one_audit(*one.reaudit, best_of(context(*one.reaudit)), false));
        if (read()->follow_ups().find(one.id)->state != domain::FollowUpState::Done)
          return base::rule_broken("whole_way.reaudit.left_open");
        ++lived_.reaudits;
      }
    return {};
  }

  // ---- meetings and reviews ----

  base::Result<void> meet() {
    if (programme_.meeting.title.empty()) return {};
    const auto lead = council_wide(person(JobRole::QaLead), Role::QaLead);
    std::vector<std::string> places{""};
    if (programme_.meeting.by_locality) places = way_.framework_->council.localities;
    for (const auto& place : places) {
      const app::MeetingKey key{programme_.key, period_, place};
      const auto now = [&] { return app::open_meeting(key, lead, way_.frameworks_, *read()); };
      TRY(const auto planned, now());
      const auto on = std::max(planned.meeting.on, domain::add_working_days(clock_.today(), 1));
      const auto reason = on == planned.planned_on ? "" : "The hall is taken";
      CHECK(run([&](app::UnitOfWork& work) {
        return app::plan_meeting({key, planned.meeting.version, on, 10 * 60, "Room 2", reason}, lead, clock_,
                                 way_.frameworks_, work);
      }));
      std::vector<PersonId> people{person(JobRole::QaLead)};
      for (const auto& one : planned.expected)
        if (one.person_id != people.front()) people.push_back(one.person_id);
      CHECK(run([&](app::UnitOfWork& work) {
        return only(app::call_meeting({key, now()->meeting.version, people}, lead, clock_, way_.frameworks_, work));
      }));
      move_to(on, 16);
      app::RecordMeeting record;
      record.key = key;
      record.version = now()->meeting.version;
      for (const auto& one : people) record.people.push_back({one, domain::Attendance::Present});
      for (const auto& one : planned.cases)
        record.notes.push_back({domain::NoteKind::Case, one.id.text(), "Warm, direct work."});
      for (const auto& item : programme_.meeting.agenda)
        record.notes.push_back({domain::NoteKind::Item, item, "Talked over."});
      if (programme_.meeting.sets_next_theme) record.next_theme = programme_.draw.cohorts.front().key;
      CHECK(run(
          [&](app::UnitOfWork& work) { return app::record_meeting(record, lead, clock_, way_.frameworks_, work); }));
      CHECK(run([&](app::UnitOfWork& work) {
        return only(app::decide_at_meeting(
            {key, "Ask schools for their view", people.front(), base::add_days(clock_.today(), 14)}, lead, clock_,
            way_.frameworks_, work));
      }));
      CHECK(run([&](app::UnitOfWork& work) {
        return app::close_meeting({key, now()->meeting.version}, lead, clock_, way_.frameworks_, work);
      }));
      ++lived_.meetings;
    }
    return {};
  }

  app::ChangeReview review_now() { return {*review_, read()->reviews().find(*review_)->version}; }
  app::Actor review_lead() const { return council_wide(person(JobRole::QaLead), Role::QaLead); }

  base::Result<void> plan_review() {
    if (!programme_.review.held) return {};
    app::PlanReview plan;
    plan.programme = programme_.key;
    plan.period = period_;
    plan.theme = "What was seen lately";
    plan.venue = "The hall";
    plan.starts_on = domain::add_working_days(clock_.today(), programme_.review.notice_working_days + 3);
    plan.days = programme_.review.days;
    plan.lead = person(JobRole::QaLead);
    TRY(const auto planned, run([&](app::UnitOfWork& work) {
          return app::plan_review(plan, review_lead(), clock_, way_.frameworks_, work);
        }));
    review_ = planned.id;
    return {};
  }

  base::Result<void> notice() {
    if (!review_) return {};
    return run([&](app::UnitOfWork& work) {
      return only(app::give_notice(review_now(), review_lead(), clock_, way_.frameworks_, work));
    });
  }

  base::Result<void> hold_review() {
    if (!review_) return {};
    const auto ends = read()->reviews().find(*review_)->ends_on();
    move_to(base::add_days(ends, 1), 9);
    if (programme_.review.feedback_session)
      CHECK(run([&](app::UnitOfWork& work) {
        return app::record_feedback({review_now(), ends, "Much warmth, few chronologies."}, review_lead(), clock_,
                                    way_.frameworks_, work);
      }));
    CHECK(run([&](app::UnitOfWork& work) {
      return app::write_report({review_now(), "What was found.", {"Chronologies on every file"}}, review_lead(), clock_,
                               way_.frameworks_, work);
    }));
    for (const auto& step : programme_.review.approval)
      CHECK(run([&](app::UnitOfWork& work) {
        return app::approve_review({review_now(), step.key, "Agreed"},
                                   council_wide(person(step.by.front(), 1), Role::HeadOfService), clock_,
                                   way_.frameworks_, work);
      }));
    for (const auto& way : programme_.review.dissemination)
      CHECK(run([&](app::UnitOfWork& work) {
        return app::share_review({review_now(), way, ""}, review_lead(), clock_, way_.frameworks_, work);
      }));
    ++lived_.reviews;
    return {};
  }

  // ---- the figures ----

  base::Result<void> report() {
    const auto reader = read();
    report::MonthlyRequest request;
    request.programme = programme_.key;
    request.from = request.to = period_;
    TRY(const auto made, report::make_monthly(request, runner(), clock_, *reader, *way_.framework_));
    for (const auto& one : made.checks)
      if (!one.holds()) return base::rule_broken("whole_way.report.unreconciled", one.check);
    if (made.now.returns.returned != static_cast<long long>(audits_.size()))
      return base::rule_broken("whole_way.report.returned");
    return {};
  }

  WholeWay& way_;
  const domain::Programme& programme_;
  base::Period period_;
  base::FixedClock clock_;
  int size_ = 0;
  std::vector<domain::AuditId> audits_;
  std::optional<domain::ReviewId> review_;
  Lived lived_;
};

Lived WholeWay::live(const std::string& programme, int cases) {
  return Cycle(*this, *framework_->find_programme(programme), cases).live();
}

std::vector<std::string> WholeWay::flaws() {
  std::vector<std::string> found;
  if (store_.read(council_)->journal().verify()) found.emplace_back("the journal's chain is broken");
  const auto work = store_.begin(council_);
  for (const auto& letter : work->outbox().waiting(5000)) {
    auto body = letter.body;
    if (const auto link = body.find("{public_url}"); link != std::string::npos) body.erase(link, 12);
    if ((letter.subject + body).find('{') != std::string::npos)
      found.push_back("a letter has a gap that nothing fills: " + letter.subject);
  }
  return found;
}

}  // namespace plumbline::tests
