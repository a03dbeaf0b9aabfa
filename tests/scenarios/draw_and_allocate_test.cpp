// The month of a council from the draw to the audits being out, through the use cases on a real database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "app/allocation/allocate_cycle.hpp"
#include "app/draw/draw_cycle.hpp"
#include "app/messages/messages.hpp"
#include "app/ports/record_ports.hpp"
#include "app/register/case_fields.hpp"
#include "base/hash.hpp"
#include "domain/framework/loader.hpp"
#include "store/store.hpp"
#include "support/a_person.hpp"
#include "support/databases.hpp"

namespace plumbline {
namespace {

using domain::AuditState;
using domain::ChildId;
using domain::PersonId;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

base::Day on(std::string_view text) { return base::parse_day(text).value(); }
base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }
const base::Period kDecember = *base::parse_period("2026-12");
const app::Visibility kAll{true, {}, {}, {}, {}};

// A council with the shipped framework of tiers: 360 open cases in three localities, 30 teams of four workers, their 30
// managers, 12 advanced practitioners and 8 senior managers, and a QA lead.
class MonthOfAudits : public testing::Test {
 protected:
  MonthOfAudits() : clock_(at("2026-12-01T08:00:00Z")), place_(store::Backend::Sqlite) {
    base::init_crypto();
    store_ = std::make_unique<store::SqlStore>(place_.open());
    const auto outcome = app::add_council({"shire", "", domain::shipped_framework_files(), "lancashire.yaml", ""},
                                          lead_, clock_, *store_->begin("shire"));
    if (!outcome) throw std::runtime_error(app::sentence(outcome.error()));
    fill();
  }

  void fill() {
    const auto work = store_->begin("shire");
    const std::array localities{"Central", "East", "North"};
    const auto person = [&](const std::string& id, domain::JobRole role, const std::string& team,
                            const std::string& locality) {
      auto out = tests::a_person(id, role);
      out.team = team;
      out.locality = locality;
      work->people().put(out);
    };
    for (int team = 0; team < 30; ++team) {
      const std::string locality = localities[static_cast<std::size_t>(team % 3)];
      const std::string name = locality + " " + std::to_string(team);
      work->people().put_team({name, locality, "", PersonId{"M" + std::to_string(team)}});
      person("M" + std::to_string(team), domain::JobRole::TeamManager, name, locality);
      for (int worker = 0; worker < 4; ++worker) {
        person("W" + std::to_string(team * 4 + worker), domain::JobRole::SocialWorker, name, locality);
      }
    }
    for (int i = 0; i < 12; ++i)
      person("A" + std::to_string(i), domain::JobRole::AdvancedPractitioner, "", localities[i % 3]);
    for (int i = 0; i < 8; ++i) person("S" + std::to_string(i), domain::JobRole::SeniorManager, "", localities[i % 3]);
    person("Q1", domain::JobRole::QaLead, "", "");
    const auto import = work->cases().begin_import();
    for (int i = 0; i < 360; ++i) {
      const int team = i % 30;
      domain::Case row;
      row.child_id = ChildId{"C" + std::to_string(1000 + i)};
      row.category = i % 10 == 0 ? domain::Category::Cp : i % 5 == 0 ? domain::Category::Cla : domain::Category::Cin;
      row.locality = localities[static_cast<std::size_t>(team % 3)];
      row.team = row.locality + " " + std::to_string(team);
      row.worker_id = PersonId{"W" + std::to_string(team * 4 + i / 30 % 4)};
      row.supervisor_id = PersonId{"M" + std::to_string(team)};
      row.opened_on = on("2026-03-02");
      if (i % 25 == 3) row.last_audited_on = on("2026-09-14");
      import->insert(row, app::fingerprint(row));
    }
    import->finish();
    if (!work->commit()) throw std::runtime_error("the register was not kept");
  }

  app::DrawCycle a_draw() const {
    app::DrawCycle command;
    command.programme = "tier2";
    command.period = kDecember;
    command.seed = "lottery of 28 November: 3 11 27 31 40 52";
    return command;
  }
  base::Result<domain::Certificate> draw(const app::DrawCycle& command) {
    return app::draw_cycle(command, lead_, clock_, frameworks_, *store_->begin("shire"));
  }
  base::Result<domain::Allocation> allocate() {
    return app::allocate_cycle({"tier2", kDecember}, lead_, clock_, frameworks_, *store_->begin("shire"));
  }
  base::Result<int> send(bool leave_unplaced = false) {
    return app::send_cycle({"tier2", kDecember, leave_unplaced}, lead_, clock_, frameworks_, *store_->begin("shire"));
  }
  base::Result<domain::Exemption> exempt(const ChildId& child, const std::string& reason = "In court this month",
                                         const std::string& approver = "Q1") {
    return app::exempt_case({"tier2", kDecember, child, reason, PersonId{approver}}, lead_, clock_, frameworks_,
                            *store_->begin("shire"));
  }
  base::Result<void> place(const ChildId& child, const std::string& to, const std::string& reason = "") {
    return app::place_case({"tier2", kDecember, child, PersonId{to}, reason}, lead_, clock_, frameworks_,
                           *store_->begin("shire"));
  }
  app::AllocationPicture picture() {
    return *app::picture_allocation("tier2", kDecember, lead_, clock_, frameworks_, *store_->read("shire"));
  }
  domain::Cycle cycle() { return store_->read("shire")->cycles().find("tier2", kDecember).value(); }
  std::vector<domain::SampledCase> sample() { return store_->read("shire")->cycles().sample(cycle().id); }
  std::vector<domain::Audit> audits() { return store_->read("shire")->audits().of_cycle(cycle().id); }
  std::vector<domain::DrawRecord> draws() { return store_->read("shire")->cycles().draws(cycle().id); }
  domain::Case register_row(const ChildId& child) { return store_->read("shire")->cases().find(child).value(); }
  std::vector<std::string> journal() {
    auto page = store_->read("shire")->journal().list({}, {1, 500, "", false});
    std::vector<std::string> actions;
    for (auto line = page.rows.rbegin(); line != page.rows.rend(); ++line) actions.push_back(line->action);
    return actions;
  }
  std::vector<domain::Difference> verified() {
    const auto reader = store_->read("shire");
    const auto reads = app::month_reads(*reader);
    const auto month = app::find_drawn_month("tier2", kDecember, frameworks_, reads);
    const auto certificate = app::full_certificate(*month, reads);
    std::istringstream file(reader->cycles().frame(certificate.frame_sha256));
    return *domain::verify(*domain::read_certificate(domain::to_json(certificate)), file);
  }
  void with_person(const std::string& id, const std::function<void(domain::Person&)>& change) {
    const auto work = store_->begin("shire");
    auto person = work->people().find(PersonId{id}).value();
    change(person);
    work->people().put(person);
    ASSERT_TRUE(work->commit());
  }

  base::FixedClock clock_;
  tests::FreshPlace place_;
  std::unique_ptr<store::SqlStore> store_;
  app::Frameworks frameworks_;
  app::Actor lead_ = app::command_line_actor("shire");
};

template <class T>
std::string rule_of(const base::Result<T>& outcome) {
  return outcome ? "done" : outcome.error().rule;
}

// ---- the draw (SAMPLE-1 to SAMPLE-9) ----

TEST_F(MonthOfAudits, ADryRunShowsQuotasAndLeavesNothingBehind) {
  const auto plan = app::preview_draw(a_draw(), lead_, clock_, frameworks_, *store_->read("shire"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->eligible, 360);
  EXPECT_EQ(plan->strata.size(), 9U);
  EXPECT_THAT(plan->binding, IsEmpty());
  EXPECT_THAT(store_->read("shire")->cycles().list(), IsEmpty());
}

TEST_F(MonthOfAudits, ADrawIsKeptWithItsFrameItsDatesAndTheFamilyShare) {
  const auto certificate = draw(a_draw());
  ASSERT_TRUE(certificate) << rule_of(certificate);
  EXPECT_EQ(cycle().state, domain::CycleState::Drawn);
  EXPECT_EQ(cycle().send_on, on("2026-12-01"));
  EXPECT_EQ(cycle().return_by, on("2026-12-22"));
  EXPECT_EQ(cycle().report_by, on("2027-01-08"));
  EXPECT_THAT(sample(), SizeIs(50));
  EXPECT_EQ(std::ranges::count_if(sample(), &domain::SampledCase::family_contact), 5);
  std::set<PersonId> workers;
  for (const auto& sampled : sample()) {
    const auto row = register_row(sampled.child_id);
    EXPECT_FALSE(row.last_audited_on);
    EXPECT_TRUE(workers.insert(*row.worker_id).second);
  }
  EXPECT_THAT(verified(), IsEmpty());
  // The frame's digest is on record before there is a seed.
  const auto actions = journal();
  ASSERT_GE(actions.size(), 2U);
  EXPECT_EQ(actions[actions.size() - 2], "frame-frozen");
  EXPECT_EQ(actions.back(), "cycle-drawn");
}

TEST_F(MonthOfAudits, ASeedIsMadeWhereNobodyGivesOne) {
  auto command = a_draw();
  command.seed.clear();
  EXPECT_GE(draw(command)->request.seed.size(), 40U);
}

TEST_F(MonthOfAudits, ASecondDrawNeedsAReasonAndBothStayOnRecord) {
  const auto first = draw(a_draw())->sample();
  auto again = a_draw();
  again.seed = "another";
  EXPECT_EQ(rule_of(draw(again)), "draw.make.reason_missing");
  ASSERT_TRUE(allocate());
  again.reason = "The register was imported twice";
  const auto second = draw(again);
  ASSERT_TRUE(second);
  EXPECT_NE(second->sample(), first);
  ASSERT_THAT(draws(), SizeIs(2));
  EXPECT_EQ(draws()[1].reason, "The register was imported twice");
  EXPECT_EQ(domain::read_certificate(draws()[0].certificate)->sample(), first);
  EXPECT_EQ(cycle().state, domain::CycleState::Drawn);
  for (const auto& sampled : sample()) EXPECT_FALSE(sampled.auditor);
}

TEST_F(MonthOfAudits, NobodyButQaDraws) {
  app::Actor manager;
  manager.council = "shire";
  manager.grants = {{app::Role::TeamManager, app::ScopeKind::Team, "North 2"},
                    {app::Role::QaAdministrator, app::ScopeKind::Locality, "North"}};
  EXPECT_EQ(rule_of(app::draw_cycle(a_draw(), manager, clock_, frameworks_, *store_->begin("shire"))),
            "cycle.run.forbidden");
  EXPECT_EQ(rule_of(app::preview_draw(a_draw(), manager, clock_, frameworks_, *store_->read("shire"))),
            "cycle.run.forbidden");
  EXPECT_EQ(rule_of(app::picture_allocation("tier2", kDecember, manager, clock_, frameworks_, *store_->read("shire"))),
            "cycle.view.forbidden");
}

TEST_F(MonthOfAudits, AMonthThatIsNotThereIsRefusedInWords) {
  EXPECT_EQ(rule_of(allocate()), "cycle.find.not_drawn");
  auto unknown = a_draw();
  unknown.programme = "tier9";
  const auto refused = draw(unknown);
  EXPECT_EQ(rule_of(refused), "cycle.find.programme");
  EXPECT_THAT(app::sentence(refused.error()), HasSubstr("tier2, tier1"));
  auto no_size = a_draw();
  no_size.programme = "tier1";
  EXPECT_EQ(rule_of(draw(no_size)), "draw.make.size_missing");
}

// ---- exemptions (SAMPLE-6) ----

TEST_F(MonthOfAudits, AnExemptionNeedsAReasonAndAnApproverOfTheRightRole) {
  const auto child = draw(a_draw())->sample()[4];
  EXPECT_EQ(rule_of(exempt(child, " ")), "draw.exempt.reason_missing");
  EXPECT_EQ(rule_of(exempt(child, "In court", "")), "draw.exempt.approver_missing");
  EXPECT_EQ(rule_of(exempt(child, "In court", "nobody")), "draw.exempt.approver_unknown");
  EXPECT_EQ(rule_of(exempt(child, "In court", "M1")), "draw.exempt.approver_role");
  EXPECT_EQ(rule_of(exempt(ChildId{"C9999"})), "draw.exempt.not_drawn");
  const auto exemption = exempt(child);
  ASSERT_TRUE(exemption) << rule_of(exemption);
  ASSERT_TRUE(exemption->replacement);
  const auto cases = sample();
  EXPECT_THAT(cases, SizeIs(51));
  const auto gone = std::ranges::find(cases, child, &domain::SampledCase::child_id);
  EXPECT_TRUE(gone->exempt);
  EXPECT_EQ(gone->exempt_approved_by, PersonId{"Q1"});
  const auto next = std::ranges::find(cases, *exemption->replacement, &domain::SampledCase::child_id);
  EXPECT_EQ(next->replaces, child);
  EXPECT_EQ(next->category, gone->category);
  EXPECT_EQ(next->locality, gone->locality);
  EXPECT_EQ(next->family_contact, gone->family_contact);
  EXPECT_THAT(verified(), IsEmpty());
  EXPECT_EQ(rule_of(exempt(child)), "draw.exempt.not_drawn");
}

TEST_F(MonthOfAudits, AnExemptionOfASentCaseWithdrawsItsAuditAndItsReplacementGoesOutLater) {
  const auto child = draw(a_draw())->sample()[4];
  ASSERT_TRUE(allocate());
  ASSERT_EQ(*send(), 50);
  EXPECT_EQ(rule_of(send()), "cycle.send.nothing");
  EXPECT_EQ(rule_of(allocate()), "allocation.make.nothing");
  auto again = a_draw();
  again.reason = "Why not";
  EXPECT_EQ(rule_of(draw(again)), "draw.make.sent");

  const auto exemption = exempt(child);
  ASSERT_TRUE(exemption) << rule_of(exemption);
  auto all = audits();
  EXPECT_EQ(std::ranges::find(all, child, &domain::Audit::child_id)->state, AuditState::Withdrawn);
  EXPECT_EQ(rule_of(send()), "cycle.send.unplaced");
  ASSERT_TRUE(allocate());
  EXPECT_EQ(*send(), 1);
  all = audits();
  EXPECT_THAT(all, SizeIs(51));
  const auto next = std::ranges::find(all, *exemption->replacement, &domain::Audit::child_id);
  EXPECT_EQ(next->state, AuditState::Sent);
  EXPECT_EQ(next->reference, "LAN-2026-12-051");
  EXPECT_THAT(verified(), IsEmpty());
}

// ---- allocation (ALLOC-1 to 4, 7) ----

TEST_F(MonthOfAudits, EveryCaseGetsAnAuditorWhomNoRuleForbids) {
  draw(a_draw()).value();
  const auto allocation = allocate();
  ASSERT_TRUE(allocation) << rule_of(allocation);
  EXPECT_THAT(allocation->placements, SizeIs(50));
  EXPECT_EQ(cycle().state, domain::CycleState::Allocated);
  std::map<PersonId, int> loads;
  for (const auto& sampled : sample()) {
    ASSERT_TRUE(sampled.auditor);
    EXPECT_EQ(++loads[*sampled.auditor], 1);
    const auto row = register_row(sampled.child_id);
    const auto auditor = store_->read("shire")->people().find(*sampled.auditor).value();
    EXPECT_NE(auditor.person_id, row.supervisor_id);
    EXPECT_NE(auditor.team, row.team);
    if (auditor.role == domain::JobRole::SeniorManager) {
      EXPECT_NE(auditor.locality, row.locality);
    }
  }
  EXPECT_THAT(verified(), IsEmpty());
}

TEST_F(MonthOfAudits, PeopleAwayUnqualifiedOrUntrainedGetNothingAndThePageSaysWhy) {
  draw(a_draw()).value();
  with_person("M3", [](auto& person) { person.away_from = on("2026-11-20"); });
  with_person("M4", [](auto& person) { person.qualified = false; });
  with_person("A2", [](auto& person) { person.trained_on.reset(); });
  const auto allocation = allocate();
  ASSERT_TRUE(allocation);
  EXPECT_THAT(allocation->unplaced, SizeIs(3));
  ASSERT_THAT(allocation->blockages, SizeIs(1));
  EXPECT_EQ(rule_of(send()), "cycle.send.unplaced");
  const auto seen = picture();
  ASSERT_THAT(seen.blockages, SizeIs(1));
  EXPECT_THAT(seen.blockages[0], HasSubstr("50 cases can go to 47 auditors only, who have room for 47: 3 too many."));
  EXPECT_THAT(seen.blockages[0], HasSubstr("1 is not qualified, 1 is not trained in the tool and 1 is away"));
  std::map<std::string, std::vector<std::pair<domain::Never, int>>> nevers;
  for (const auto& load : seen.auditors) {
    nevers[load.person.person_id.text()] = load.nevers;
    EXPECT_LE(load.audits, load.most);
  }
  EXPECT_THAT(nevers["M3"], ElementsAre(std::pair(domain::Never::Away, 50)));
  EXPECT_THAT(nevers["M4"], ElementsAre(std::pair(domain::Never::NotQualified, 50)));
  EXPECT_THAT(nevers["A2"], ElementsAre(std::pair(domain::Never::NotTrained, 50)));
  for (const auto& placing : seen.cases) EXPECT_EQ(placing.may.size() + placing.nevers.size(), seen.auditors.size());
  EXPECT_EQ(*send(true), 47);
}

TEST_F(MonthOfAudits, ACaseIsPlacedByHandOnlyWhereNoRuleForbidsIt) {
  const auto child = draw(a_draw())->sample()[0];
  const auto row = register_row(child);
  EXPECT_EQ(rule_of(place(child, row.supervisor_id->text())), "allocation.never.supervises_case");
  EXPECT_EQ(rule_of(place(child, "W0")), "allocation.never.no_quota");
  EXPECT_EQ(rule_of(place(child, "nobody")), "allocation.move.unknown");
  ASSERT_TRUE(place(child, "A0"));
  EXPECT_EQ(rule_of(place(child, "A0", "x")), "allocation.move.same");
  EXPECT_EQ(rule_of(place(child, "A1")), "allocation.move.reason_missing");
  ASSERT_TRUE(place(child, "A1", "A0 fell ill"));
  EXPECT_EQ(sample()[0].auditor, PersonId{"A1"});
  ASSERT_TRUE(allocate());
  ASSERT_TRUE(send());
  EXPECT_EQ(rule_of(place(child, "A2", "Again")), "allocation.move.sent");
}

// ---- sending (CAL-2) ----

TEST_F(MonthOfAudits, SendingMakesAnAuditOfEachCaseAndWritesToItsAuditor) {
  draw(a_draw()).value();
  allocate().value();
  ASSERT_EQ(*send(), 50);
  EXPECT_EQ(cycle().state, domain::CycleState::Sent);
  std::set<std::string> references;
  for (const auto& audit : audits()) {
    references.insert(audit.reference);
    EXPECT_EQ(audit.state, AuditState::Sent);
    EXPECT_EQ(audit.due_on, on("2026-12-22"));
    EXPECT_EQ(audit.tool, audit.category == domain::Category::Cla ? "tier2-cla-leavers" : "tier2-cin-cp");
    EXPECT_EQ(audit.team, register_row(audit.child_id).team);
  }
  EXPECT_THAT(references, SizeIs(50));
  EXPECT_THAT(references, Contains("LAN-2026-12-001"));
  const auto mails = store_->begin("shire")->outbox().waiting(100);
  ASSERT_THAT(mails, SizeIs(50));
  EXPECT_THAT(mails[0].subject, HasSubstr("LAN-2026-12-"));
  EXPECT_THAT(mails[0].body, HasSubstr("Tuesday 22 December 2026"));
  for (const auto& audit : audits()) {
    for (const auto& mail : mails) EXPECT_THAT(mail.subject + mail.body, Not(HasSubstr(audit.child_id.text())));
  }
  EXPECT_EQ(store_->read("shire")->journal().verify(), std::nullopt);
}

TEST_F(MonthOfAudits, AChildWhoseAuditIsOutIsNotDrawnAgainNextMonth) {
  const auto december = draw(a_draw())->sample();
  allocate().value();
  send().value();
  clock_.set(at("2027-01-04T08:00:00Z"));
  auto january = a_draw();
  january.period = *base::parse_period("2027-01");
  const auto next = draw(january);
  ASSERT_TRUE(next);
  for (const auto& child : next->sample()) EXPECT_THAT(december, Not(Contains(child)));
  const auto reader = store_->read("shire");
  const auto month = app::find_month("tier2", kDecember, frameworks_, app::month_reads(*reader));
  EXPECT_EQ(app::annual_progress(*month->programme, kDecember, reader->audits()), (domain::Proportion{50, 600}));
}

}  // namespace
}  // namespace plumbline
