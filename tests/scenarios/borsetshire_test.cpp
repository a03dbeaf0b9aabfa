// A sixth council comes with a definition and nothing else: it is loaded, makes a council, draws, allocates, audits,
// moderates and reports. Its definition uses every key of the format (src/domain/framework/format_test.cpp). Its
// meetings, reviews, re-audits and all else of its six programmes are lived through in every_programme_test.cpp.
#include <nlohmann/json.hpp>
#include <set>

#include "app/audit/together.hpp"
#include "app/demo/fill.hpp"
#include "app/demo/history.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/nomination_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "base/text.hpp"
#include "domain/audit/completeness.hpp"
#include "support/journey.hpp"
#include "support/sixth_framework.hpp"

namespace plumbline {
namespace {

using domain::Grade;
using domain::PersonId;
using testing::Contains;
using testing::IsEmpty;
using testing::SizeIs;
using tests::rule_of;

class SixthCouncil : public tests::Journey {
 protected:
  SixthCouncil() : Journey("borsetshire", tests::sixth_framework_files()) {
    std::string staff;
    std::string team_rows;
    std::string cases;
    for (int t = 0; t < 6; ++t) {
      const std::string locality = t % 2 == 0 ? "Coast" : "Hills";
      const auto area = t % 3 == 0 ? "Looked after" : "Family help";
      const auto team = locality + " " + std::to_string(t);
      const auto manager = "M" + std::to_string(t);
      staff += person_row(manager, "team-manager", team, locality, area) +
               person_row("A" + std::to_string(t), "advanced-practitioner", team, locality, area);
      team_rows += team + "," + locality + "," + area + "," + manager + "\n";
      for (int w = 0; w < 5; ++w) {
        const auto worker = "W" + std::to_string(t * 5 + w);
        staff += person_row(worker, "social-worker", team, locality, area);
        for (int c = 0; c < 2; ++c)
          cases += case_row("C" + std::to_string(100 + (t * 5 + w) * 2 + c),
                            c == 0       ? "cp"
                            : w % 2 == 0 ? "cin"
                                         : "cla",
                            locality, area, team, worker, manager, "", w % 2 == 0 ? "neglect" : "");
      }
    }
    for (const auto* locality : {"Coast", "Hills"})
      staff += person_row(std::string("S-") + locality, "senior-manager", "", locality);
    staff += person_row("lead", "qa-lead") + person_row("head", "head-of-service") +
             person_row("director", "director") + person_row("clerk", "audit-team") +
             person_row("psw", "principal-social-worker");
    people(staff);
    teams(team_rows);
    register_of(cases);
  }

  // The audit team writes the records' part, and says so.
  void prepare(const domain::Audit& of) {
    const auto* preparer = of.co_auditor(domain::CoAuditorKind::Preparer);
    ASSERT_NE(preparer, nullptr);
    const auto clerk = auditor(preparer->person);
    ASSERT_EQ(rule_of(save(of.id, "records", clerk)), "done");
    ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
                return app::finish_preparation(of.id, clerk, clock_, frameworks_, work);
              })),
              "done");
  }
  void return_it(const domain::Audit& of) {
    const auto who = auditor(*of.auditor);
    if (of.family_contact) hear_the_family(of.id, who);
    ASSERT_EQ(rule_of(submit(of.id, who)), "done");
  }
};

TEST_F(SixthCouncil, DrawsAllocatesAuditsModeratesAndReportsByItsDefinitionAlone) {
  // December's cohort is protected or looked after; spread over both localities.
  ASSERT_EQ(rule_of(draw("monthly")), "done");
  const auto made = certificate("monthly");
  ASSERT_THAT(made.sample(), SizeIs(8));
  EXPECT_EQ(cycle("monthly").cohort, "safeguarded");
  EXPECT_THAT(verified("monthly"), IsEmpty());
  ASSERT_EQ(rule_of(allocate("monthly")), "done");
  ASSERT_EQ(rule_of(send("monthly")), "done");
  const auto all = audits("monthly");
  ASSERT_THAT(all, SizeIs(8));
  std::set<std::string> localities;
  for (const auto& audit : all) {
    localities.insert(audit.locality);
    const auto who = read()->people().find(*audit.auditor).value();
    if (who.role == domain::JobRole::SeniorManager)
      EXPECT_NE(who.locality, audit.locality);
    else
      EXPECT_NE(who.team, audit.team);
  }
  EXPECT_THAT(localities, SizeIs(2));

  // The audit team writes the records' part first; then the auditor judges, and the moderated are final by a moderator.
  int moderated = 0;
  for (const auto& audit_of : all) {
    prepare(audit_of);
    if (HasFatalFailure()) return;
    write_all(audit_of.id, auditor(*audit_of.auditor), Grade::Good);
    return_it(audit_of);
    if (HasFatalFailure()) return;
    if (audit(audit_of.id).state == domain::AuditState::Submitted) {
      ++moderated;
      ASSERT_EQ(rule_of(moderate(audit_of.id, lead("lead"))), "done");
    }
    EXPECT_EQ(audit(audit_of.id).state, domain::AuditState::Final);
  }
  EXPECT_EQ(moderated, 4) << "half of them";
  const auto report = month("monthly");
  EXPECT_EQ(report.now.returns.returned, 8);
  EXPECT_EQ(report.now.moderation.moderated, 4);
  EXPECT_EQ(report.targets.return_percent, 90);
}

// `actions.may_change_after_moderation: no`: what was agreed stays, and is withdrawn where it no longer fits.
TEST_F(SixthCouncil, LeavesActionsAsTheyWereAgreedOnceTheAuditIsFinished) {
  draw_allocate_and_send("monthly");
  const auto one = audits("monthly").front();
  prepare(one);
  write_with_an_action(one.id, auditor(*one.auditor), "work");
  if (HasFatalFailure()) return;
  const auto change = [&](const app::Actor& actor) {
    const auto action = actions(one.id).front();
    app::PutAction put{action.id,      action.version, one.id,        action.section,  "Hold the meeting at school",
                       action.measure, action.owner,   action.due_on, action.priority, "The school can help"};
    return run([&](app::UnitOfWork& work) { return app::put_action(put, actor, clock_, frameworks_, work); });
  };
  ASSERT_EQ(rule_of(change(auditor(*one.auditor))), "done") << "while it is written it may change";
  return_it(one);
  if (audit(one.id).state == domain::AuditState::Submitted) {
    ASSERT_EQ(rule_of(moderate(one.id, lead("lead"))), "done");
  }
  EXPECT_EQ(rule_of(change(lead("lead"))), "action.put.fixed");
  EXPECT_EQ(actions(one.id).front().state, domain::ActionState::Open);
}

TEST_F(SixthCouncil, KeepsItsNeverRulesScaleAndQuietHoursInTheDefinition) {
  const auto reader = read();
  const auto framework = *frameworks_.current(*reader);
  EXPECT_EQ(framework->quiet_hours->from, 20);
  EXPECT_EQ(framework->suppress_below, 6);
  EXPECT_EQ(framework->version, 3);
}

// Each council's demo, and the sixth's, shows its own way with a year behind it.
class EveryDemo : public testing::TestWithParam<std::string> {
 protected:
  static domain::FrameworkFiles files() {
    auto all = domain::shipped_framework_files();
    for (const auto& [name, text] : tests::sixth_framework_files()) all.insert_or_assign(name, text);
    return all;
  }
  static app::Visibility everything() { return {true, {}, {}, {}, {}}; }
};

TEST_P(EveryDemo, HasACycleOfEveryProgrammeAndHoldsTogether) {
  base::init_crypto();
  const tests::FreshPlace place(store::Backend::Sqlite);
  store::SqlStore store(place.open());
  app::Passwords passwords(1);
  base::NoProgress quiet;
  const base::FixedClock clock(*base::parse_instant("2026-11-20T15:00:00Z"));
  app::FillDemo command;
  command.council = GetParam();
  command.files = files();
  command.framework_file = GetParam() + ".yaml";
  command.open_cases = 800;
  command.every_programme = true;
  const auto filled = app::fill_demo(command, clock, store, passwords, quiet);
  ASSERT_EQ(rule_of(filled), "done");
  const auto reader = store.read(GetParam());
  const auto framework = domain::load_framework(command.files, command.framework_file).framework;

  EXPECT_EQ(reader->journal().verify(), std::nullopt);
  // Reasons are codes or hashes, as the use cases write them: nothing that anybody typed is in the journal.
  for (const auto& line : reader->journal().list({}, {1, 20'000, "", false}).rows)
    EXPECT_THAT(line.reason, testing::MatchesRegex("([a-z-]+|sha256:[0-9a-f]+)?")) << line.action;
  std::map<std::string, int> cycles;
  int verified = 0;
  for (const auto& cycle : reader->cycles().list()) {
    ++cycles[cycle.programme];
    for (const auto& draw : reader->cycles().draws(cycle.id)) {
      const auto certificate = domain::read_certificate(draw.certificate);
      ASSERT_TRUE(certificate.has_value());
      std::istringstream frame(reader->cycles().frame(draw.frame_sha256));
      const auto differences = domain::verify(*certificate, frame);
      ASSERT_TRUE(differences.has_value());
      EXPECT_TRUE(differences->empty()) << cycle.programme << ": " << differences->front().sentence;
      ++verified;
    }
  }
  EXPECT_GE(verified, 13);
  for (const auto& programme : framework.programmes) {
    const int least = programme.cycle == domain::Rhythm::Monthly     ? 12
                      : programme.cycle == domain::Rhythm::Quarterly ? 4
                      : programme.cycle == domain::Rhythm::Yearly    ? 1
                                                                     : 2;
    EXPECT_GE(cycles[programme.key], least) << programme.key;
  }

  // What the definition asks of an audit is there to see.
  std::map<domain::PersonId, domain::Person> people;
  for (auto& person : reader->people().all()) people.emplace(person.person_id, person);
  app::PageRequest at_once;
  at_once.size = 0;
  std::map<std::string, int> seconds, preparers, parts, again;
  for (const auto& audit : reader->audits().list({}, at_once, everything()).rows) {
    EXPECT_TRUE(!audit.auditor || people.contains(*audit.auditor));
    EXPECT_NE(audit.worker_id, audit.auditor);
    seconds[audit.programme] += audit.co_auditor(domain::CoAuditorKind::Second) != nullptr;
    preparers[audit.programme] += audit.co_auditor(domain::CoAuditorKind::Preparer) != nullptr;
    parts[audit.programme] += !audit.part.empty();
    again[audit.programme] += audit.reaudit_of.has_value();
    if (audit.part.empty()) continue;
    // An agency writes in the sections that it is asked for and in no others.
    const auto* programme = framework.find_programme(audit.programme);
    const auto asked = domain::sections_asked(audit, *programme, *framework.find_tool(audit.tool));
    for (const auto& section : reader->audits().sections(audit.id))
      EXPECT_TRUE(std::ranges::any_of(asked, [&](const auto* one) { return one->key == section.section; }))
          << audit.reference << " " << audit.part << " " << section.section;
  }
  for (const auto& programme : framework.programmes) {
    const auto& who = programme.auditors;
    EXPECT_EQ(seconds[programme.key] > 0, who.pairs) << programme.key;
    EXPECT_EQ(preparers[programme.key] > 0, !who.preparation.roles.empty()) << programme.key;
    EXPECT_EQ(parts[programme.key] > 0, who.auditors_per_case > 1 || !who.agencies.empty()) << programme.key;
    const auto meetings = reader->meetings().list({programme.key, "", "", {}});
    EXPECT_EQ(!meetings.empty(), !programme.meeting.title.empty()) << programme.key;
    const bool looks_again = std::ranges::any_of(
        programme.triggers, [](const auto& trigger) { return trigger.effect == domain::TriggerEffect::Reaudit; });
    EXPECT_EQ(again[programme.key] > 0, looks_again) << programme.key;
    EXPECT_EQ(reader->reviews().find(programme.key, *base::parse_period("2026-09")).has_value(), programme.review.held);
    const auto last = app::demo::running_period(programme, clock.today());
    int named = 0;
    for (int month = -12; month <= 3; ++month)
      named +=
          static_cast<int>(reader->nominations().of_month(programme.key, last.plus_months(month), everything()).size());
    EXPECT_EQ(named > 0, programme.draw.nominated != domain::Nomination::No) << programme.key;
    if (!programme.agreed_by.empty()) {
      const auto agreed = reader->reviews().agreements();
      EXPECT_TRUE(std::ranges::any_of(agreed, [&](const auto& one) { return one.programme == programme.key; }))
          << programme.key;
    }
  }
  EXPECT_EQ(reader->themes().list({}).empty(), framework.action_plan.links.empty());
  for (const auto& sign_in : filled->sign_ins) EXPECT_TRUE(sign_in.email.ends_with("@example.org"));
}

INSTANTIATE_TEST_SUITE_P(Councils, EveryDemo,
                         testing::Values("lancashire", "knowsley", "bradford", "waltham-forest", "buckinghamshire",
                                         "borsetshire"),
                         [](const auto& council) { return base::replace_all(council.param, "-", ""); });

}  // namespace
}  // namespace plumbline
