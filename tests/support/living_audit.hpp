// What each audit of a cycle goes through, step by step, as its programme asks (whole_way.hpp): for that file alone.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/action/actions.hpp"
#include "app/audit/audit_context.hpp"
#include "app/audit/conversation.hpp"
#include "app/audit/earlier_practice.hpp"
#include "app/audit/edit_audit.hpp"
#include "app/audit/hand_over.hpp"
#include "app/audit/submit_audit.hpp"
#include "app/audit/together.hpp"
#include "app/concern/concerns.hpp"
#include "app/moderation/disagreements.hpp"
#include "app/moderation/moderate_audit.hpp"
#include "app/perspective/perspectives.hpp"
#include "app/ports/disagreement_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "support/whole_way.hpp"

namespace plumbline::tests {

// Of what a use case gives, its yes or no; the rest is looked up where it is needed.
template <class Outcome>
base::Result<void> only(const Outcome& outcome) {
  if (outcome) return {};
  return tl::unexpected<base::Error>(outcome.error());
}

// Who acts, on what, in which programme.
class Acting {
 public:
  Acting(app::Store& store, const std::string& council, app::Frameworks& frameworks, const domain::Framework& framework,
         const std::map<domain::JobRole, std::vector<domain::PersonId>>& people, const domain::Programme& programme)
      : store_(store),
        council_(council),
        frameworks_(frameworks),
        framework_(&framework),
        people_(people),
        programme_(programme),
        clock_(base::Instant{}) {}

 protected:
  app::Actor as(const domain::PersonId& person, std::vector<app::Grant> grants) const {
    app::Actor actor;
    actor.council = council_;
    actor.user = app::UserId{"u-" + person.text()};
    actor.person = person;
    actor.grants = std::move(grants);
    return actor;
  }
  app::Actor runner() const { return app::command_line_actor(council_); }
  app::Actor writer(const domain::PersonId& person) const {
    return as(person, {{app::Role::Auditor, app::ScopeKind::Own, ""}, {app::Role::Partner, app::ScopeKind::Own, ""}});
  }
  app::Actor worker(const domain::PersonId& person) const {
    return as(person, {{app::Role::SocialWorker, app::ScopeKind::Own, ""}});
  }
  app::Actor manager(const domain::Audit& audit) const {
    return as(*audit.supervisor_id, {{app::Role::TeamManager, app::ScopeKind::Team, audit.team}});
  }
  app::Actor council_wide(const domain::PersonId& person, app::Role role) const {
    return as(person, {{role, app::ScopeKind::Council, ""}});
  }
  const domain::PersonId& person(domain::JobRole role, std::size_t number = 0) const {
    const auto& all = people_.at(role);
    return all[number % all.size()];
  }
  // One of the jobs who has no part in the audit.
  std::optional<domain::PersonId> apart(const std::vector<domain::JobRole>& roles, const domain::Audit& audit) const {
    for (const auto role : roles)
      for (const auto& id : people_.at(role)) {
        const bool beside = std::ranges::any_of(audit.beside, [&](const auto& one) { return one.person == id; });
        if (!beside && audit.auditor != id && audit.supervisor_id != id && audit.worker_id != id) return id;
      }
    return std::nullopt;
  }

  template <class Command>
  auto run(Command command) {
    const auto work = store_.begin(council_);
    return command(*work);
  }
  std::unique_ptr<app::Reader> read() { return store_.read(council_); }
  domain::Audit audit(const domain::AuditId& id) { return read()->audits().find(id).value(); }
  app::AuditContext context(const domain::AuditId& id) { return app::audit_context(id, frameworks_, *read()).value(); }
  void move_to(base::Day day, int hour) {
    clock_.set(std::max(clock_.now(), base::london_midnight(day) + std::chrono::hours{hour}));
  }

  app::Store& store_;
  const std::string& council_;
  app::Frameworks& frameworks_;
  const domain::Framework* framework_;
  const std::map<domain::JobRole, std::vector<domain::PersonId>>& people_;
  const domain::Programme& programme_;
  base::FixedClock clock_;
  Lived lived_;
};

// One audit, from the worker's view to the note on the child's record.
class LivingAudit : public Acting {
 public:
  using Acting::Acting;

 protected:
  base::Result<void> one_audit(const domain::AuditId& id, std::optional<domain::Grade> grade, bool first) {
    CHECK(worker_speaks(id));
    CHECK(prepare(id));
    CHECK(write(id, grade, first));
    if (first) CHECK(raise_concerns(id));
    CHECK(run([&](app::UnitOfWork& work) {
      return app::submit_audit({id, audit(id).version}, writer(*audit(id).auditor), clock_, frameworks_, work);
    }));
    if (audit(id).state == domain::AuditState::Submitted) CHECK(moderate(id));
    if (audit(id).state != domain::AuditState::Final) return base::rule_broken("whole_way.audit.not_final");
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
      return only(app::save_perspective(command, worker(*of.worker_id), clock_, frameworks_, work));
    }));
    ++lived_.views;
    return {};
  }

  domain::AuditSection filled(const app::AuditContext& with, const domain::ToolSection& section,
                              std::optional<domain::Grade> judgement) const {
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
  static domain::Grade best_of(const app::AuditContext& with) {
    const auto* scale = with.scale();
    return scale == nullptr ? domain::Grade::Good : scale->grades.front().grade;
  }
  base::Result<void> save(const domain::AuditId& id, domain::AuditSection section, const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) {
      return only(app::save_section({id, std::move(section), 5}, actor, clock_, frameworks_, work));
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
    CHECK(run([&](app::UnitOfWork& work) { return app::finish_preparation(id, actor, clock_, frameworks_, work); }));
    ++lived_.prepared;
    return {};
  }

  base::Result<void> write(const domain::AuditId& id, std::optional<domain::Grade> grade, bool first) {
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
      CHECK(
          run([&](app::UnitOfWork& work) { return app::save_documents(documents, actor, clock_, frameworks_, work); }));
    }
    if (programme_.earlier_practice.asked && first) CHECK(note_practice(with.audit, actor));
    if (!programme_.conversation.with.empty()) CHECK(talk(id, actor));
    if (with.audit.family_contact) CHECK(hear_the_family(id, actor));
    if (!with.tool->judged || !grade || programme_.parts.overall == domain::Need::Hidden) return {};
    return run([&](app::UnitOfWork& work) {
      return app::save_overall({id, audit(id).version, grade, "It follows from the sections."}, actor, clock_,
                               frameworks_, work);
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
    return run([&](app::UnitOfWork& work) { return only(app::put_action(action, actor, clock_, frameworks_, work)); });
  }

  base::Result<void> note_practice(const domain::Audit& of, const app::Actor& actor) {
    app::NotePractice note{of.id, domain::PracticeKind::Strength, {}, "", "A clear plan from day one."};
    for (const auto& id : people_.at(domain::JobRole::SocialWorker))
      if (id != of.worker_id && !note.worker) note.worker = id;
    return run([&](app::UnitOfWork& work) { return only(app::note_practice(note, actor, clock_, frameworks_, work)); });
  }

  base::Result<void> talk(const domain::AuditId& id, const app::Actor& actor) {
    CHECK(run([&](app::UnitOfWork& work) {
      return only(app::book_conversation(
          {id, domain::ConversationKind::Worker, clock_.now() + std::chrono::hours{26}, "By video", 0}, actor, clock_,
          frameworks_, work));
    }));
    auto talk = read()->audits().conversations(id).front();
    talk.held = true;
    talk.held_on = clock_.today();
    talk.summary = "What now needs to happen.";
    return run([&](app::UnitOfWork& work) {
      return app::record_conversation({id, talk}, actor, clock_, frameworks_, work);
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
      return app::record_conversation({id, family}, actor, clock_, frameworks_, work);
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
                                    writer(*audit(id).auditor), clock_, frameworks_, work);
      }));
    }
    return {};
  }

  base::Result<void> raise_concerns(const domain::AuditId& id) {
    const auto actor = writer(*audit(id).auditor);
    for (const auto kind : {domain::ConcernKind::Immediate, domain::ConcernKind::Review}) {
      if (framework_->find_notification(kind) == nullptr) continue;
      TRY(const auto raised, run([&](app::UnitOfWork& work) {
            return app::raise_concern({{}, id, kind, "Nobody has seen the child for nine weeks.", ""}, actor, clock_,
                                      frameworks_, work);
          }));
      if (raised.told.empty()) return base::rule_broken("whole_way.concern.nobody_told");
      const auto told = std::ranges::find_if(raised.told, [&](const auto& one) { return one.person != *actor.person; });
      if (told == raised.told.end()) continue;
      const auto answering = as(told->person, {{app::Role::TeamManager, app::ScopeKind::Own, ""}});
      CHECK(run([&](app::UnitOfWork& work) {
        return app::acknowledge_concern({raised.id, "I ring the family now."}, answering, clock_, work);
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
    const auto* scale = framework_->find_scale(programme_.scale);
    // One that may be changed is, so that the auditor's own grade is seen to be kept.
    if (programme_.moderation.may_change_grade && scale != nullptr && of.overall && lived_.moderated == 1)
      for (const auto& definition : scale->grades)
        if (definition.grade != *of.overall && !command.to) {
          command.to = definition.grade;
          command.outcome = domain::ModerationOutcome::Changed;
          command.reason = "The narrative shows another.";
        }
    CHECK(run([&](app::UnitOfWork& work) {
      return app::moderate_audit(command, council_wide(*who, app::Role::Moderator), clock_, frameworks_, work);
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
          return app::raise_disagreement({id, "The visits were made."}, manager(of), clock_, frameworks_, work);
        }));
    if (!raised.decider) return base::rule_broken("whole_way.disagree.nobody_independent");
    CHECK(run([&](app::UnitOfWork& work) {
      return app::decide_disagreement(
          {raised.id, read()->disagreements().find(raised.id)->version, true, {}, "The grade stands."},
          council_wide(*raised.decider, app::Role::HeadOfService), clock_, frameworks_, work);
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
      return app::hand_over_audit({id, clock_.today()},
                                  council_wide(person(domain::JobRole::QaLead), app::Role::QaLead), clock_, frameworks_,
                                  work);
    }));
    ++lived_.notes;
    return {};
  }
};

}  // namespace plumbline::tests
