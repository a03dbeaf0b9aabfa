// One audit among the people who have to do with it, through the use cases on a real database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/action/actions.hpp"
#include "app/allocation/allocate_cycle.hpp"
#include "app/audit/conversation.hpp"
#include "app/audit/edit_audit.hpp"
#include "app/audit/submit_audit.hpp"
#include "app/concern/concerns.hpp"
#include "app/draw/draw_cycle.hpp"
#include "app/messages/messages.hpp"
#include "app/moderation/moderate_audit.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "support/one_audit.hpp"

namespace plumbline::tests {
namespace {

using app::Role;
using app::ScopeKind;
using domain::AuditState;
using domain::Grade;
using domain::PersonId;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// A sent audit of a child in need in team East 1.
class AnAudit : public OneAudit {
 protected:
  explicit AnAudit(const domain::FrameworkFiles& files = domain::shipped_framework_files())
      : OneAudit("lancashire", files) {
    const auto work = store_.begin(kCouncil);
    add(*work, "aud1", domain::JobRole::TeamManager, "West 2");
    add(*work, "aud2", domain::JobRole::TeamManager, "West 3");
    add(*work, "east-manager", domain::JobRole::TeamManager, "East 1");
    add(*work, "worker", domain::JobRole::SocialWorker, "East 1");
    add(*work, "lead", domain::JobRole::QaLead);
    add(*work, "admin", domain::JobRole::QaAdministrator);
    add(*work, "hos", domain::JobRole::HeadOfService);
    add(*work, "psw", domain::JobRole::PrincipalSocialWorker);
    add(*work, "director", domain::JobRole::Director);
    work->people().put_team({"East 1", "East", "", PersonId{"east-manager"}});
    send(*work, "tier2", [](domain::Audit& audit) {
      audit.reference = "LAN-2026-12-001";
      audit.category = domain::Category::Cin;
      audit.locality = "East";
      audit.team = "East 1";
      audit.worker_id = PersonId{"worker"};
      audit.supervisor_id = PersonId{"east-manager"};
      audit.tool = "tier2-cin-cp";
      audit.auditor = PersonId{"aud1"};
    });
    EXPECT_TRUE(work->commit());
  }
  const app::Actor auditor_ = as("aud1", Role::Auditor);
  const app::Actor worker_ = as("worker", Role::SocialWorker);
  const app::Actor manager_ = as("east-manager", Role::TeamManager, ScopeKind::Team, "East 1");
  const app::Actor lead_ = as("lead", Role::QaLead, ScopeKind::Council);
  const app::Actor admin_ = as("admin", Role::QaAdministrator, ScopeKind::Council);

  std::vector<domain::Finding> findings() {
    const auto reader = read();
    return *app::check_audit(*reader->audits().find(id_), frameworks_, *reader);
  }
  std::vector<std::string> journal() {
    std::vector<std::string> actions;
    for (const auto& line : journal_lines()) actions.push_back(line.action);
    std::ranges::reverse(actions);
    return actions;
  }

  base::Result<domain::AuditSection> save(domain::AuditSection section, const app::Actor& actor, int minutes = 0) {
    return run([&](app::UnitOfWork& work) {
      return app::save_section({id_, std::move(section), minutes}, actor, clock_, frameworks_, work);
    });
  }
  domain::AuditSection a_section(const std::string& key, Grade judgement = Grade::Good) {
    domain::AuditSection section;
    section.section = key;
    section.judgement = judgement;
    section.evidence = "The record shows it well.";
    section.impact = "The child knows whom to ring.";
    for (const auto& question : tool().find_section(key)->questions)
      if (question.kind == domain::QuestionKind::Compliance && applies_to(question, domain::Category::Cin))
        section.answers.push_back({question.key, domain::Answer::Yes, ""});
    return section;
  }
  const domain::Tool& tool() {
    static const auto framework =
        domain::load_framework(domain::shipped_framework_files(), "lancashire.yaml").framework;
    return *framework.find_tool("tier2-cin-cp");
  }

  base::Result<domain::Action> propose(const std::string& section, const app::Actor& actor) {
    app::PutAction put;
    put.audit = id_;
    put.section = section;
    put.text = "Hold a family meeting";
    put.measure = "The grandmother knows the plan";
    put.due_on = base::parse_day("2026-12-20");
    return run([&](app::UnitOfWork& work) { return app::put_action(put, actor, clock_, frameworks_, work); });
  }

  // Writes everything that is asked for, with that overall grade.
  void write_all(Grade overall = Grade::Good) { write_all(overall, auditor_); }
  void write_all(Grade overall, const app::Actor& writer) {
    const auto saved = read()->audits().sections(id_);
    for (const auto* section : sections_for(tool(), domain::Category::Cin))
      if (std::ranges::find(saved, section->key, &domain::AuditSection::section) == saved.end()) {
        ASSERT_TRUE(save(a_section(section->key), writer, 10));
      }
    app::SaveDocuments documents{id_, {}};
    for (const char* key : {"chronology", "case-summary", "referral", "s47-enquiry", "strategy-discussion",
                            "assessment", "plan", "reviews", "case-records"})
      documents.findings.push_back({key, domain::DocumentFinding::Found, ""});
    ASSERT_TRUE(
        run([&](app::UnitOfWork& work) { return app::save_documents(documents, writer, clock_, frameworks_, work); }));
    domain::Conversation talk;
    talk.held = true;
    talk.held_on = base::parse_day("2026-12-02");
    talk.summary = "We spoke about what helped.";
    ASSERT_TRUE(run([&](app::UnitOfWork& work) {
      return app::record_conversation({id_, talk}, writer, clock_, frameworks_, work);
    }));
    ASSERT_TRUE(run([&](app::UnitOfWork& work) {
      return app::save_overall({id_, audit().version, overall, "The child is safer."}, writer, clock_, frameworks_,
                               work);
    }));
  }
  base::Result<void> submit(const app::Actor& actor, std::optional<int> version = {}) {
    return run([&](app::UnitOfWork& work) {
      return app::submit_audit({id_, version.value_or(audit().version)}, actor, clock_, frameworks_, work);
    });
  }
  base::Result<void> moderate(domain::ModerationOutcome outcome, const app::Actor& actor, std::optional<Grade> to = {},
                              std::string reason = "The narrative shows less.") {
    app::ModerateAudit command{id_, audit().version, true, true, true, outcome, to, std::move(reason)};
    return run([&](app::UnitOfWork& work) { return app::moderate_audit(command, actor, clock_, frameworks_, work); });
  }
};

TEST_F(AnAudit, BeginsWithTheFirstSaveAndCountsTheTime) {
  const auto saved = save(a_section("risk"), auditor_, 25);
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->version, 1);
  EXPECT_EQ(audit().state, AuditState::InProgress);
  EXPECT_EQ(audit().minutes_spent, 25);
  EXPECT_THAT(journal(), testing::IsSupersetOf({"audit-begun", "audit-saved"}));
}

TEST_F(AnAudit, SavingWhatStandsThereAlreadyChangesNothing) {
  ASSERT_TRUE(save(a_section("risk"), auditor_));
  const auto lines = journal().size();
  EXPECT_EQ(save(a_section("risk"), auditor_)->version, 1);
  EXPECT_EQ(journal().size(), lines);
}

TEST_F(AnAudit, TwoWindowsNeverLoseText) {
  ASSERT_TRUE(save(a_section("risk"), auditor_));
  auto first = a_section("risk");
  first.version = 1;
  first.evidence = "Written in the first window.";
  auto second = a_section("risk");
  second.version = 1;
  second.evidence = "Written in the second window.";
  ASSERT_TRUE(save(first, auditor_));
  const auto refused = save(second, auditor_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().rule, "audit.save.stale");
  EXPECT_EQ(refused.error().code, base::ErrorCode::Stale);
  EXPECT_EQ(read()->audits().sections(id_)[0].evidence, "Written in the first window.");
}

TEST_F(AnAudit, OtherSectionsSavedMeanwhileDoNotStandInTheWayOfReturning) {
  write_all();
  const int version = audit().version;
  auto more = a_section("risk");
  more.version = 1;
  more.evidence = "A little more.";
  ASSERT_TRUE(save(more, auditor_, 5));
  EXPECT_TRUE(submit(auditor_, version));
}

TEST_F(AnAudit, RefusesWhatTheFormDoesNotKnow) {
  EXPECT_EQ(save(a_section("risk"), worker_).error().rule, "audit.save.forbidden");
  EXPECT_EQ(save(a_section("risk"), as("stranger", Role::Auditor)).error().rule, "access.row.not_found");
  auto section = a_section("risk");
  section.section = "weather";
  EXPECT_EQ(save(section, auditor_).error().rule, "audit.save.section_unknown");
  section = a_section("risk", Grade::InadequateCritical);
  EXPECT_EQ(save(section, auditor_).error().rule, "audit.save.grade_unknown");
  section = a_section("risk", Grade::NotApplicable);
  EXPECT_EQ(save(section, auditor_).error().rule, "audit.save.not_applicable");
  section = a_section("risk");
  section.answers.push_back({"weather", domain::Answer::Yes, ""});
  EXPECT_EQ(save(section, auditor_).error().rule, "audit.save.question_unknown");
  section = a_section("risk");
  section.evidence = std::string(app::kLongestText + 1, 'x');
  EXPECT_EQ(save(section, auditor_).error().rule, "audit.save.too_long");
  section.evidence = std::string("a\0b", 3);
  EXPECT_EQ(save(section, auditor_).error().rule, "audit.save.not_text");
  EXPECT_EQ(audit().state, AuditState::Sent) << "nothing half done";
}

TEST_F(AnAudit, IsNotReturnedWhileSomethingIsMissing) {
  EXPECT_EQ(submit(auditor_).error().rule, "audit.submit.state") << "nothing is written yet";
  ASSERT_TRUE(save(a_section("risk"), auditor_));
  EXPECT_FALSE(findings().empty());
  const auto refused = submit(auditor_);
  ASSERT_FALSE(refused);
  EXPECT_THAT(app::sentence(refused.error()),
              AllOf(HasSubstr("Contact, referral and decision to help"), Not(HasSubstr("{"))));
  EXPECT_EQ(audit().state, AuditState::InProgress);
}

TEST_F(AnAudit, IsReturnedWhenComplete) {
  write_all();
  EXPECT_THAT(findings(), IsEmpty());
  ASSERT_TRUE(submit(auditor_));
  const auto returned = audit();
  EXPECT_TRUE(returned.state == AuditState::Submitted || returned.state == AuditState::Final);
  EXPECT_EQ(returned.moderation_pick.empty(), returned.state == AuditState::Final);
  EXPECT_EQ(returned.overall, Grade::Good);
  const auto lines = journal().size();
  EXPECT_TRUE(submit(auditor_, returned.version - 1)) << "a second click does nothing more";
  EXPECT_EQ(journal().size(), lines);
}

TEST_F(AnAudit, GradedInadequateIsAlwaysModeratedAndThenTellsWhoMustKnow) {
  write_all(Grade::Inadequate);
  ASSERT_TRUE(submit(auditor_));
  EXPECT_EQ(audit().state, AuditState::Submitted);
  EXPECT_EQ(audit().moderation_pick, "grade");
  EXPECT_EQ(moderate(domain::ModerationOutcome::Confirmed, auditor_).error().rule, "moderation.decide.forbidden");
  ASSERT_TRUE(moderate(domain::ModerationOutcome::Confirmed, lead_));
  EXPECT_EQ(audit().state, AuditState::Final);
  EXPECT_EQ(audit().grade(), Grade::Inadequate);
  EXPECT_THAT(letters_to("hos"), Contains("grade-alert"));
  EXPECT_THAT(letters_to("worker"), Contains("audit-finished"));
  EXPECT_THAT(letters_to("aud1"), Contains("audit-moderated"));
}

TEST_F(AnAudit, SentBackKeepsItsFirstGradeAndComesAgain) {
  write_all(Grade::Inadequate);
  ASSERT_TRUE(submit(auditor_));
  ASSERT_TRUE(moderate(domain::ModerationOutcome::Returned, lead_));
  EXPECT_EQ(audit().state, AuditState::Returned);
  EXPECT_THAT(letters_to("aud1"), Contains("audit-returned"));
  const auto changed = run([&](app::UnitOfWork& work) {
    return app::save_overall({id_, audit().version, Grade::Good, "Better."}, auditor_, clock_, frameworks_, work);
  });
  EXPECT_EQ(changed.error().rule, "audit.save.grade_fixed");
  auto more = a_section("risk");
  more.version = 1;
  more.evidence = "Clearer now, because the dates are there.";
  ASSERT_TRUE(save(more, auditor_));
  ASSERT_TRUE(submit(auditor_));
  ASSERT_TRUE(moderate(domain::ModerationOutcome::Changed, lead_, Grade::RequiresImprovement));
  EXPECT_EQ(audit().overall, Grade::Inadequate);
  EXPECT_EQ(audit().grade(), Grade::RequiresImprovement);
  EXPECT_THAT(read()->moderations().of(id_), SizeIs(2));
}

TEST_F(AnAudit, FollowsAnActionFromProposalToSignOff) {
  ASSERT_TRUE(save(a_section("planning", Grade::RequiresImprovement), auditor_));
  const auto proposed = propose("planning", auditor_);
  ASSERT_TRUE(proposed);
  EXPECT_EQ(proposed->owner, PersonId{"worker"}) << "the case's worker unless somebody else is named";
  EXPECT_EQ(proposed->sign_off_by, PersonId{"east-manager"});
  const auto mark = [&](const app::Actor& actor, std::string evidence) {
    const auto now = *read()->actions().find(proposed->id);
    return run([&](app::UnitOfWork& work) {
      return app::mark_action_done({now.id, now.version, std::move(evidence)}, actor, clock_, work);
    });
  };
  const auto sign = [&](const app::Actor& actor, bool agreed, std::string note) {
    const auto now = *read()->actions().find(proposed->id);
    return run([&](app::UnitOfWork& work) {
      return app::sign_off_action({now.id, now.version, agreed, std::move(note)}, actor, clock_, work);
    });
  };
  EXPECT_EQ(mark(worker_, "Done").error().rule, "access.row.not_found") << "it opens when the audit is final";

  write_all(Grade::Inadequate);
  ASSERT_TRUE(submit(auditor_));
  ASSERT_TRUE(moderate(domain::ModerationOutcome::Confirmed, lead_));
  EXPECT_THAT(letters_to("worker"), Contains("action-given"));
  EXPECT_EQ(mark(auditor_, "Done").error().rule, "action.done.forbidden");
  EXPECT_EQ(mark(worker_, " ").error().rule, "action.done.evidence_missing");
  ASSERT_TRUE(mark(worker_, "Held on 15 December"));
  EXPECT_THAT(letters_to("east-manager"), Contains("action-done"));
  EXPECT_EQ(sign(worker_, true, "").error().rule, "action.sign_off.forbidden");
  EXPECT_EQ(sign(manager_, false, "").error().rule, "action.sign_off.note_missing");
  ASSERT_TRUE(sign(manager_, false, "The father was not asked"));
  ASSERT_TRUE(mark(worker_, "Held again on 18 December with him"));
  ASSERT_TRUE(sign(manager_, true, ""));
  const auto signed_off = *read()->actions().find(proposed->id);
  EXPECT_EQ(signed_off.state, domain::ActionState::SignedOff);
  EXPECT_EQ(signed_off.signed_off_by, PersonId{"east-manager"});
  EXPECT_THAT(journal(), testing::IsSupersetOf({"action-proposed", "action-opened", "action-done", "action-reopened",
                                                "action-signed-off"}));
}

TEST_F(AnAudit, BooksAConversationWithAnInvitationAndRecordsIt) {
  const auto book = [&](const std::string& at) {
    return run([&](app::UnitOfWork& work) {
      return app::book_conversation(
          {id_, domain::ConversationKind::Worker, *base::parse_instant(at), "Room 4; second floor", 0}, auditor_,
          clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(book("2026-12-01T10:00:00Z").error().rule, "conversation.book.past");
  ASSERT_TRUE(book("2026-12-10T14:00:00Z"));
  EXPECT_THAT(letters_to("worker"), Contains("conversation-booked"));
  const auto sent = letters();
  EXPECT_THAT(sent[0].calendar, AllOf(HasSubstr("METHOD:REQUEST"), HasSubstr("DTSTART:20261210T140000Z"),
                                      HasSubstr("Room 4\\; second floor"), Not(HasSubstr("C1\r"))));

  domain::Conversation talk;
  talk.version = 1;
  talk.held = false;
  const auto record = [&] {
    return run([&](app::UnitOfWork& work) {
      return app::record_conversation({id_, talk}, auditor_, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(record().error().rule, "conversation.record.reason_missing");
  talk.reason = domain::NotHeldReason::WorkerUnavailable;
  ASSERT_TRUE(record());
  const auto kept = read()->audits().conversations(id_)[0];
  EXPECT_EQ(kept.booked_for, base::parse_instant("2026-12-10T14:00:00Z")) << "the booking stays";
  EXPECT_EQ(kept.held, false);
  EXPECT_EQ(record().error().rule, "conversation.record.stale");
}

TEST_F(AnAudit, TheFamilyHearsWhatWasDoneWithItsFeedback) {
  domain::Conversation talk;
  talk.kind = domain::ConversationKind::Family;
  talk.held = true;
  talk.held_on = base::parse_day("2026-12-01");
  const auto record = [&] {
    return run([&](app::UnitOfWork& work) {
      return app::record_conversation({id_, talk}, auditor_, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(record().error().rule, "conversation.record.consent_missing");
  talk.consent = true;
  talk.views = "We were listened to.";
  ASSERT_TRUE(record());
  const auto reply = [&] {
    return run([&](app::UnitOfWork& work) {
      return app::reply_to_family({id_, 1, "We changed the time of meetings.", base::parse_day("2026-12-02")}, auditor_,
                                  clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(reply().error().rule, "conversation.reply.state");
  write_all();
  ASSERT_TRUE(submit(auditor_));
  EXPECT_TRUE(reply());
}

// Found while reading: `written_reply` was read and nothing asked it.
class AnAuditWithoutReplies : public AnAudit {
 protected:
  AnAuditWithoutReplies() : AnAudit(files()) {}
  static domain::FrameworkFiles files() {
    auto files = domain::shipped_framework_files();
    for (auto& [name, text] : files)
      if (name == "lancashire.yaml") text = base::replace_all(text, "written_reply: yes", "written_reply: no");
    return files;
  }
};

TEST_F(AnAuditWithoutReplies, TakesNoneForTheFamily) {
  write_all();
  ASSERT_TRUE(submit(auditor_));
  EXPECT_EQ(run([&](app::UnitOfWork& work) {
              return app::reply_to_family({id_, 0, "We changed the time of meetings.", base::parse_day("2026-12-02")},
                                          auditor_, clock_, frameworks_, work);
            })
                .error()
                .rule,
            "conversation.reply.not_asked");
}

TEST_F(AnAudit, AnImmediateConcernTellsEverybodyNamedAndIsChasedUntilAcknowledged) {
  const auto raise = [&] {
    return run([&](app::UnitOfWork& work) {
      return app::raise_concern({domain::ConcernId{"concern-1"}, id_, domain::ConcernKind::Immediate,
                                 "The child was not seen for six weeks", "Ring the worker now"},
                                auditor_, clock_, frameworks_, work);
    });
  };
  const auto raised = raise();
  ASSERT_TRUE(raised);
  EXPECT_THAT(raised->told, SizeIs(2)) << "worker, and the manager who supervises and leads the team, once";
  ASSERT_TRUE(raise()) << "a double click raises one concern";
  EXPECT_THAT(letters_to("worker"), testing::ElementsAre("concern-raised"));
  for (const auto& letter : letters())
    EXPECT_THAT(letter.subject + letter.body, AllOf(Not(HasSubstr("C1")), Not(HasSubstr("six weeks"))))
        << "no child's details";

  const auto chase = [&] {
    return *run([&](app::UnitOfWork& work) {
      return app::chase_concerns(app::command_line_actor(kCouncil), clock_, frameworks_, work);
    });
  };
  clock_.advance(std::chrono::minutes{59});
  EXPECT_EQ(chase(), 0);
  clock_.advance(std::chrono::minutes{2});
  EXPECT_EQ(chase(), 1);
  EXPECT_EQ(chase(), 0) << "asked again at once, nobody is told twice";
  clock_.advance(std::chrono::hours{3});
  EXPECT_EQ(chase(), 1);
  EXPECT_THAT(letters_to("hos"), testing::ElementsAre("concern-chased"));

  const auto acknowledge = [&](const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) {
      return app::acknowledge_concern({raised->id, "I am on my way"}, actor, clock_, work);
    });
  };
  EXPECT_EQ(acknowledge(auditor_).error().rule, "concern.acknowledge.forbidden");
  ASSERT_TRUE(acknowledge(manager_));
  clock_.advance(std::chrono::hours{48});
  EXPECT_EQ(chase(), 0);
  const auto now = *read()->concerns().find(raised->id);
  EXPECT_EQ(now.state, domain::ConcernState::Acknowledged);
  const auto closed = run([&](app::UnitOfWork& work) {
    return app::close_concern({now.id, now.version, "Seen and safe"}, manager_, clock_, work);
  });
  EXPECT_TRUE(closed);
}

TEST_F(AnAudit, AConcernReachesSomebodyEvenWhereNobodyNamedIsKnown) {
  const auto losing = run([&](app::UnitOfWork& work) {
    auto lost = *work.audits().find(id_);
    lost.worker_id = PersonId{"unknown"};
    lost.supervisor_id.reset();
    lost.team = "No such team";
    EXPECT_TRUE(work.audits().save(lost));
    return work.commit();
  });
  ASSERT_TRUE(losing);
  const auto raised = run([&](app::UnitOfWork& work) {
    return app::raise_concern({{}, id_, domain::ConcernKind::Immediate, "At risk", ""}, auditor_, clock_, frameworks_,
                              work);
  });
  ASSERT_TRUE(raised);
  EXPECT_THAT(letters_to("hos"), Contains("concern-raised"));
  EXPECT_THAT(letters_to("director"), Contains("concern-raised"));
}

// Told on a page that nobody opens is not told: where nobody named has an address, those who answer for all are mailed.
TEST_F(AnAudit, AConcernIsMailedToSomebodyEvenWhereNobodyNamedHasAnAddress) {
  ASSERT_TRUE(run([&](app::UnitOfWork& work) {
    for (auto person : work.people().all()) {
      if (person.person_id != PersonId{"worker"} && person.person_id != PersonId{"east-manager"}) continue;
      person.email.clear();
      work.people().put(person);
    }
    return work.commit();
  }));
  const auto raised = run([&](app::UnitOfWork& work) {
    return app::raise_concern({{}, id_, domain::ConcernKind::Immediate, "At risk", ""}, auditor_, clock_, frameworks_,
                              work);
  });
  ASSERT_TRUE(raised);
  EXPECT_THAT(letters_to("hos"), Contains("concern-raised"));
  EXPECT_EQ(raised->told.front().person, PersonId{"worker"}) << "who is named sees it on their page all the same";
}

// A second press finds the work done, and the times and words of the first stand.
TEST_F(AnAudit, AConcernIsAcknowledgedAndClosedOnceHoweverOftenItIsPressed) {
  const auto raised = run([&](app::UnitOfWork& work) {
    return app::raise_concern({{}, id_, domain::ConcernKind::Immediate, "At risk", ""}, auditor_, clock_, frameworks_,
                              work);
  });
  ASSERT_TRUE(raised);
  const auto acknowledge = [&](const std::string& words) {
    return run([&](app::UnitOfWork& work) {
      return app::acknowledge_concern({raised->id, words}, manager_, clock_, work);
    });
  };
  const auto now = [&] { return *store_.read(kCouncil)->concerns().find(raised->id); };
  ASSERT_TRUE(acknowledge("I am on my way"));
  const auto first = now();
  clock_.advance(std::chrono::minutes{5});
  EXPECT_TRUE(acknowledge("I am on my way"));
  EXPECT_EQ(now(), first);
  EXPECT_EQ(acknowledge("Something else").error().rule, "concern.acknowledge.state");
  const auto close = [&](int version) {
    return run([&](app::UnitOfWork& work) {
      return app::close_concern({raised->id, version, "Seen and safe"}, manager_, clock_, work);
    });
  };
  ASSERT_TRUE(close(first.version));
  const auto closed = now();
  clock_.advance(std::chrono::minutes{5});
  EXPECT_TRUE(close(first.version));
  EXPECT_EQ(now(), closed);
}

TEST_F(AnAudit, AReviewGoesQuietlyToThePrincipalSocialWorker) {
  ASSERT_TRUE(run([&](app::UnitOfWork& work) {
    return app::raise_concern({{}, id_, domain::ConcernKind::Review, "Visits were late", ""}, auditor_, clock_,
                              frameworks_, work);
  }));
  EXPECT_THAT(letters_to("psw"), testing::ElementsAre("review-asked"));
  EXPECT_THAT(letters_to("worker"), IsEmpty());
}

TEST_F(AnAudit, HandedBackGoesToSomebodyWhoMayHaveItWithItsHistory) {
  ASSERT_TRUE(run([&](app::UnitOfWork& work) {
    return app::hand_back_audit({id_, audit().version, "other", "My sister works at the school"}, auditor_, clock_,
                                frameworks_, work);
  }));
  EXPECT_EQ(audit().state, AuditState::HandedBack);
  EXPECT_THAT(letters_to("admin"), Contains("audit-handed-back"));
  const auto give = [&](const std::string& to, const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) {
      return app::reallocate_audit({id_, audit().version, PersonId{to}, "Knows the family"}, actor, clock_, frameworks_,
                                   work);
    });
  };
  EXPECT_EQ(give("aud2", auditor_).error().rule, "audit.reallocate.forbidden");
  EXPECT_EQ(give("nobody", admin_).error().rule, "audit.reallocate.to_unknown");
  EXPECT_EQ(give("aud1", admin_).error().rule, "allocation.never.handed_back");
  EXPECT_EQ(give("worker", admin_).error().rule, "allocation.never.no_quota");
  EXPECT_EQ(give("east-manager", admin_).error().rule, "allocation.never.worked_case");
  ASSERT_TRUE(give("aud2", admin_));
  EXPECT_EQ(audit().state, AuditState::Sent);
  EXPECT_EQ(audit().auditor, PersonId{"aud2"});
  // The new auditor starts with a clean sheet; why the first gave it back stays with the move and out of the journal.
  EXPECT_EQ(audit().hand_back_note, "");
  const auto moved = read()->audits().reallocations(id_);
  ASSERT_THAT(moved, SizeIs(1));
  EXPECT_EQ(moved[0].handed_back, "other");
  EXPECT_EQ(moved[0].handed_back_note, "My sister works at the school");
  for (const auto& line : journal_lines())
    EXPECT_THAT(line.before + line.after + line.reason, Not(HasSubstr("sister")));
  EXPECT_THAT(letters_to("aud2"), Contains("audit-sent"));
  EXPECT_EQ(save(a_section("risk"), auditor_).error().rule, "access.row.not_found") << "it is no longer theirs to see";
}

TEST_F(AnAudit, IsModeratedExactlyWhenTheCertificateOfItsDrawSaysSo) {
  {
    const auto work = store_.begin(kCouncil);
    const auto feed = work->cases().begin_import();
    for (int i = 0; i < 12; ++i) {
      domain::Case row;
      row.child_id = domain::ChildId{"C" + std::to_string(100 + i)};
      row.category = domain::Category::Cin;
      row.locality = "East";
      row.team = "East 9";
      row.worker_id = PersonId{"w" + std::to_string(i)};
      row.opened_on = base::parse_day("2026-06-01");
      feed->insert(row, i);
    }
    feed->finish();
    ASSERT_TRUE(work->commit());
  }
  const auto period = *base::parse_period("2027-01");
  clock_.set(*base::parse_instant("2027-01-04T09:00:00Z"));
  const auto drawn = run([&](app::UnitOfWork& work) {
    return app::draw_cycle({"tier2", period, 3, "", "4711", "", {}}, admin_, clock_, frameworks_, work);
  });
  ASSERT_TRUE(drawn) << app::sentence(drawn.error());
  ASSERT_TRUE(run([&](app::UnitOfWork& work) {
    return app::allocate_cycle({"tier2", period}, admin_, clock_, frameworks_, work);
  }));
  ASSERT_EQ(run([&](app::UnitOfWork& work) {
              return app::send_cycle({"tier2", period, false}, admin_, clock_, frameworks_, work);
            }),
            3);
  // What a stranger gets from the certificate alone: 20% of three cases, rounded, by the word `moderation`.
  const auto picked = domain::sub_sample(drawn->rank_key(), {"moderation", 20, 1}, drawn->sample());
  ASSERT_THAT(picked, SizeIs(1));

  const auto cycle = read()->cycles().find("tier2", period);
  for (const auto& sent : read()->audits().of_cycle(cycle->id)) {
    id_ = sent.id;
    const auto its_auditor = as(sent.auditor->text(), Role::Auditor);
    write_all(Grade::Good, its_auditor);
    if (sent.family_contact) {
      domain::Conversation family;
      family.kind = domain::ConversationKind::Family;
      family.held = false;
      family.reason = domain::NotHeldReason::NoResponse;
      ASSERT_TRUE(run([&](app::UnitOfWork& work) {
        return app::record_conversation({id_, family}, its_auditor, clock_, frameworks_, work);
      }));
    }
    ASSERT_TRUE(submit(its_auditor));
    const bool in_sample = sent.child_id == picked[0];
    EXPECT_EQ(audit().moderation_pick, in_sample ? "share" : "");
    EXPECT_EQ(audit().state, in_sample ? AuditState::Submitted : AuditState::Final);
  }
}

TEST_F(AnAudit, TheJournalHoldsAndNeverHoldsTheChildsStory) {
  auto section = a_section("risk");
  section.evidence = "A SECRET of the child.";
  ASSERT_TRUE(save(section, auditor_));
  const auto reader = read();
  EXPECT_EQ(reader->journal().verify(), std::nullopt);
  for (const auto& line : reader->journal().list({}, {1, 500, "", false}).rows)
    EXPECT_THAT(line.before + line.after + line.reason, Not(HasSubstr("SECRET")));
}

}  // namespace
}  // namespace plumbline::tests
