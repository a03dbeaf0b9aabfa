// Leaders' discussions that the audit team prepares (AUDIT-14), and auditors linked to areas who support and moderate
// there (ALLOC-6, MOD-1).
#include <map>
#include <set>

#include "app/allocation/links.hpp"
#include "app/audit/together.hpp"
#include "app/mail/reminders.hpp"
#include "app/moderation/moderate_audit.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "support/shared_council.hpp"

namespace plumbline {
namespace {

using domain::Grade;
using domain::JobRole;
using domain::PersonId;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::rule_of;

class LeadersDiscussion : public tests::SharedCouncil {
 protected:
  LeadersDiscussion() : SharedCouncil("lancashire") {
    person("director", JobRole::Director);
    person("head", JobRole::HeadOfService, "", "North");
    for (int i = 0; i < 3; ++i) person("T" + std::to_string(i), JobRole::AuditTeam);
    cases(30, [](domain::Case& row, int i) {
      row.category = domain::Category::Cin;
      row.locality = std::array{"North", "Central", "East"}[static_cast<std::size_t>(i % 3)];
      row.team = row.locality + " 1";
      row.worker_id = PersonId{"W" + std::to_string(i)};
    });
  }
  PersonId preparer_of(const domain::Audit& audit) { return audit.co_auditor(domain::CoAuditorKind::Preparer)->person; }
  base::Result<void> say_prepared(const domain::AuditId& id, const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) { return app::finish_preparation(id, actor, clock_, frameworks_, work); });
  }
};

TEST_F(LeadersDiscussion, IsPreparedByTheAuditTeamThenTalkedOverThenReturned) {
  draw_allocate_and_send("tier3", 2);
  const auto all = audits("tier3");
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_NE(preparer_of(all[0]), preparer_of(all[1])) << "evenly among the audit team";
  const auto& one = all[0];
  const auto team = auditor(preparer_of(one)), leader = auditor(*one.auditor);
  EXPECT_THAT(letters_to(*team.person), Contains("audit-to-prepare"));
  EXPECT_THAT(seen_by(team), SizeIs(1));

  EXPECT_EQ(rule_of(save(one.id, "child", leader)), "audit.save.being_prepared");
  EXPECT_EQ(rule_of(save(one.id, "child", team)), "audit.save.forbidden") << "the prepared sections only";
  EXPECT_EQ(rule_of(say_prepared(one.id, team)), "audit.prepare.incomplete");
  for (const auto* section : {"summary", "compliance", "quality"})
    ASSERT_EQ(rule_of(save(one.id, section, team)), "done") << section;
  EXPECT_EQ(rule_of(say_prepared(one.id, leader)), "audit.prepare.forbidden");
  ASSERT_EQ(rule_of(say_prepared(one.id, team)), "done");
  EXPECT_EQ(rule_of(say_prepared(one.id, team)), "audit.prepare.done");
  EXPECT_THAT(letters_to(*leader.person), Contains("audit-prepared"));
  EXPECT_EQ(journal(one.id.text()).front().action, "audit-prepared");

  // The leader reads the prepared part, writes notes on it and the minutes of the discussion.
  EXPECT_EQ(rule_of(save(one.id, "summary", leader, Grade::Good, 1)), "audit.save.prepared_section");
  EXPECT_EQ(rule_of(save(one.id, "summary", team, Grade::Good, 1)), "audit.prepare.done");
  const auto note = [&](const app::Actor& actor, const std::string& section, const std::string& text) {
    return run([&](app::UnitOfWork& work) {
      return app::write_note({one.id, section, text}, actor, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(rule_of(note(leader, "summary", "Ask about the grandmother.")), "done");
  EXPECT_EQ(rule_of(note(team, "summary", "She has moved.")), "done");
  EXPECT_EQ(rule_of(note(leader, "summary", " ")), "audit.note.missing");
  EXPECT_EQ(rule_of(note(leader, "child", "x")), "audit.save.section_unknown");
  EXPECT_EQ(rule_of(note(auditor(PersonId{"W1"}), "summary", "x")), "access.row.not_found");
  EXPECT_THAT(read()->co_auditors().notes(one.id.text()), SizeIs(2));
  write_all(one.id, leader);
  ASSERT_EQ(rule_of(submit(one.id, leader)), "done");
  EXPECT_EQ(audit(one.id).state, domain::AuditState::Final) << "its actions go on as usual";
  EXPECT_THAT(letters_to(*team.person), Contains("discussion-finished")) << "it comes back to who prepared it";
  EXPECT_THAT(verified("tier3"), IsEmpty());
}

TEST_F(LeadersDiscussion, WhoPreparesItIsRemindedWhileItIsNotPrepared) {
  draw_allocate_and_send("tier3", 1);
  const auto one = audits("tier3").at(0);
  const auto team = auditor(preparer_of(one));
  const auto reminded_on = [&](const char* day) {
    std::vector<std::string> subjects;
    for (const auto& reminder : app::reminders_due(*base::parse_day(day), clock_.now(), frameworks_, *read()))
      if (reminder.to == team.person->text() + "@shire.example") subjects.push_back(reminder.subject);
    return subjects;
  };
  // Working day 10 of December 2026 is Monday the 14th.
  EXPECT_THAT(reminded_on("2026-12-09"), IsEmpty());
  EXPECT_THAT(reminded_on("2026-12-11"), Contains(HasSubstr("is to be prepared by Monday 14 December 2026")));
  EXPECT_THAT(reminded_on("2026-12-15"), Contains(HasSubstr("was to be prepared by Monday 14 December 2026")));
  for (const auto* section : {"summary", "compliance", "quality"})
    ASSERT_EQ(rule_of(save(one.id, section, team)), "done");
  ASSERT_EQ(rule_of(say_prepared(one.id, team)), "done");
  EXPECT_THAT(reminded_on("2026-12-15"), IsEmpty());
}

TEST_F(LeadersDiscussion, SomebodyElseCanPrepareItOrNobody) {
  draw_allocate_and_send("tier3", 1);
  const auto one = audits("tier3").at(0);
  const auto change = [&](std::optional<PersonId> to) {
    return run([&](app::UnitOfWork& work) {
      return app::change_preparer({one.id, std::move(to), "Off sick"}, run_, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(rule_of(change(PersonId{"head"})), "audit.arrange.not_preparer");
  const PersonId other{preparer_of(one) == PersonId{"T0"} ? "T1" : "T0"};
  ASSERT_EQ(rule_of(change(other)), "done");
  EXPECT_EQ(preparer_of(audit(one.id)), other);
  ASSERT_EQ(rule_of(change(std::nullopt)), "done");
  EXPECT_EQ(rule_of(save(one.id, "summary", auditor(*one.auditor))), "done") << "then the leader writes it too";
  EXPECT_EQ(rule_of(change(other)), "audit.arrange.no_preparer");
}

class LinkedAuditors : public tests::SharedCouncil {
 protected:
  LinkedAuditors() : SharedCouncil("bradford") {
    const std::array areas{"16+", "Central", "East", "West"};
    for (int i = 0; i < 12; ++i) {
      const std::string area = areas[static_cast<std::size_t>(i % 4)];
      person("TM" + std::to_string(i), JobRole::TeamManager, area + " " + std::to_string(i), "", area);
    }
    person("S", JobRole::SeniorManager);
    cases(80, [&](domain::Case& row, int i) {
      row.category = domain::Category::Cin;
      row.service_area = areas[static_cast<std::size_t>(i % 4)];
      row.team = row.service_area + " x";
      row.worker_id = PersonId{"W" + std::to_string(i)};
    });
    const auto drawn = draw("monthly", 20);
    if (!drawn) throw std::runtime_error(drawn.error().rule);
  }
  std::vector<app::AreaChoice> choices() {
    return app::picture_links("monthly", period_, run_, clock_, frameworks_, *read()).value();
  }
  base::Result<int> link(const std::string& area, std::optional<PersonId> person) {
    return run([&](app::UnitOfWork& work) {
      return app::link_areas({"monthly", period_, {{area, std::move(person)}}}, run_, clock_, frameworks_, work);
    });
  }
};

TEST_F(LinkedAuditors, AreProposedFromOutsideTheAreaAndSpreadOut) {
  const auto proposed = choices();
  EXPECT_THAT(proposed, SizeIs(8)) << "every service area of the council";
  std::set<PersonId> people;
  for (const auto& choice : proposed) {
    ASSERT_TRUE(choice.proposed) << choice.area;
    people.insert(*choice.proposed);
    const auto person = read()->people().find(*choice.proposed).value();
    EXPECT_NE(person.service_area, choice.area);
    for (const auto& may : choice.may) EXPECT_NE(may.service_area, choice.area);
  }
  EXPECT_THAT(people, SizeIs(8)) << "one each while there are enough";
  const auto again = choices();
  for (std::size_t i = 0; i < proposed.size(); ++i) EXPECT_EQ(again[i].proposed, proposed[i].proposed);
}

TEST_F(LinkedAuditors, SupportAndModerateTheAuditsOfTheirAreaInThatMonth) {
  EXPECT_EQ(rule_of(link("Central", PersonId{"TM1"})), "allocation.link.own_area");
  EXPECT_EQ(rule_of(link("Atlantis", PersonId{"S"})), "allocation.link.area_unknown");
  EXPECT_EQ(rule_of(link("Central", PersonId{"nobody"})), "allocation.link.unknown");
  ASSERT_EQ(rule_of(link("Central", PersonId{"TM0"})), "done");
  EXPECT_EQ(*link("Central", PersonId{"TM0"}), 0) << "nothing has changed";
  EXPECT_THAT(letters_to(PersonId{"TM0"}), Contains("area-linked"));
  ASSERT_EQ(rule_of(allocate("monthly")), "done");
  ASSERT_EQ(rule_of(send("monthly", true)), "done");
  const auto linked = auditor(PersonId{"TM0"});
  const auto all = audits("monthly");
  const auto central = std::ranges::find_if(
      all, [](const auto& one) { return one.service_area == "Central" && one.auditor != PersonId{"TM0"}; });
  ASSERT_NE(central, all.end());
  EXPECT_THAT(seen_by(linked), Contains(central->reference));
  EXPECT_EQ(rule_of(app::may_edit(linked, *central)), "audit.save.forbidden") << "supports, and does not write";
  for (const auto& one : all)
    if (one.service_area != "Central" && one.auditor != PersonId{"TM0"}) {
      EXPECT_EQ(rule_of(app::may_view(linked, one)), "access.row.not_found");
    }

  write_all(central->id, auditor(*central->auditor));
  ASSERT_EQ(rule_of(submit(central->id, auditor(*central->auditor))), "done");
  const auto moderate = [&](const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) {
      return app::moderate_audit({central->id,
                                  audit(central->id).version,
                                  true,
                                  true,
                                  true,
                                  domain::ModerationOutcome::Confirmed,
                                  {},
                                  "It holds."},
                                 actor, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(rule_of(moderate(auditor(PersonId{"TM3"}))), "access.row.not_found");
  ASSERT_EQ(rule_of(moderate(linked)), "done");
  EXPECT_EQ(audit(central->id).state, domain::AuditState::Final);
  EXPECT_EQ(*link("Central", std::nullopt), 1);
  EXPECT_THAT(seen_by(linked), testing::Not(Contains(central->reference)));
}

}  // namespace
}  // namespace plumbline
