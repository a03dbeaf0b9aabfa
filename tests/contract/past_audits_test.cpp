// A council's old tracker taken in as people do it: a file, the reader, the use case and a real database of both kinds;
// then counted by the reports' own counts.
#include "app/register/past_audits.hpp"

#include "app/ports/record_ports.hpp"
#include "app/ports/report_ports.hpp"
#include "contract/recount.hpp"
#include "contract/store_fixture.hpp"
#include "intake/register_files.hpp"
#include "report/highlight/highlight.hpp"
#include "support/made_files.hpp"

namespace plumbline::tests {
namespace {

using app::ImportOutcome;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string kHeader =
    "audit_ref,programme,cohort,period,distributed_on,returned_on,exempt_reason,child_id,category,locality,"
    "service_area,team,worker_id,auditor_id,worker_took_part,reason_not,overall,moderated,moderated_overall,"
    "section:risk,section:voice\n";

domain::Framework framework() {
  domain::Framework made;
  made.key = "small";
  made.council.service_areas = {"East", "West"};
  domain::Scale scale;
  scale.key = "four";
  made.scales.push_back(scale);
  domain::Tool tool;
  tool.key = "tool";
  tool.title = "The tool";
  for (const auto* key : {"risk", "voice"}) {
    domain::ToolSection section;
    section.key = key;
    section.title = key;
    tool.sections.push_back(section);
  }
  made.tools.push_back(tool);
  domain::Programme programme;
  programme.key = "monthly";
  programme.title = "Monthly audits";
  programme.scale = "four";
  programme.tools.push_back({"tool", {}});
  made.programmes.push_back(programme);
  return made;
}

class PastAudits : public StoreContract {
 protected:
  base::Result<ImportOutcome> take(const std::string& rows, bool good_rows = false,
                                   const std::string& header = kHeader) {
    app::ImportRequest asked;
    asked.kind = app::ImportKind::Audits;
    asked.path = files_.text("audits.csv", header + rows);
    asked.name = "audits.csv";
    asked.take_good_rows = good_rows;
    asked.framework = &framework_;
    const auto work = begin();
    return app::import_file(asked, app::command_line_actor("north"), clock_, readers_, *work, no_progress_);
  }
  static std::vector<std::string> rules(const ImportOutcome& outcome) {
    std::vector<std::string> out;
    for (const auto& problem : outcome.problems.kept()) out.push_back(problem.rule);
    return out;
  }
  domain::Audit held(const std::string& reference) { return read()->audits().find_by_reference(reference).value(); }
  report::HighlightReport highlight(const char* from, const char* to) {
    const auto reader = read();
    return report::make_highlight(
               {"monthly", *base::parse_period(from), *base::parse_period(to), "", "", "", app::AreaBy::ServiceArea},
               app::command_line_actor("north"), clock_, *reader, framework_)
        .value();
  }

  support::MadeFiles files_;
  intake::FileReaders readers_;
  domain::Framework framework_ = framework();
  base::FixedClock clock_{at("2026-12-01T09:00:00Z")};
  base::NoProgress no_progress_;
};

const std::string kThree =
    "OLD-1,monthly,cin,2021-11,2021-11-01,2021-11-20,,C1,cin,,East,T1,W1,A1,yes,,good,yes,requires-improvement,good,"
    "na\n"
    "OLD-2,monthly,cin,2021-11,01/11/2021,,,C2,cin,,East,T1,W2,A2,,,,,,,\n"
    "OLD-3,monthly,cin,2021-11,,,Closed,C3,cin,,West,T2,W3,A3,,,,,,,\n";

TEST_P(PastAudits, AreKeptAsTheTrackerSaysThem) {
  const auto outcome = take(kThree).value();
  EXPECT_TRUE(outcome.taken);
  EXPECT_EQ(outcome.counts.added, 3);
  EXPECT_THAT(rules(outcome), IsEmpty());
  const auto returned = held("OLD-1");
  EXPECT_TRUE(returned.imported);
  EXPECT_EQ(returned.state, domain::AuditState::Final);
  EXPECT_EQ(base::london_day(*returned.submitted_at), *base::parse_day("2021-11-20"));
  EXPECT_EQ(returned.overall, domain::Grade::Good);
  EXPECT_EQ(returned.moderated_overall, domain::Grade::RequiresImprovement);
  EXPECT_EQ(read()->audits().sections(returned.id).size(), 2U);
  ASSERT_EQ(read()->audits().conversations(returned.id).size(), 1U);
  EXPECT_EQ(read()->audits().conversations(returned.id)[0].held, true);
  EXPECT_EQ(held("OLD-2").state, domain::AuditState::Sent);
  EXPECT_FALSE(held("OLD-3").sent_at.has_value());
  app::AuditFilter imported;
  imported.imported = true;
  app::Visibility all;
  all.everything = true;
  EXPECT_EQ(read()->audits().list(imported, {}, all).total, 3);
}

TEST_P(PastAudits, AreUpdatedByReferenceAndNeverDoubled) {
  ASSERT_TRUE(take(kThree).value().taken);
  const auto id = held("OLD-2").id;
  const auto again = take(kThree).value();
  EXPECT_EQ(again.counts.unchanged, 3);
  EXPECT_EQ(again.counts.added + again.counts.changed, 0);
  const auto changed = take(
                           "OLD-2,monthly,cin,2021-11,2021-11-01,2021-11-25,,C2,cin,,East,T1,W2,A2,no,no-response,"
                           "inadequate,no,,inadequate,good\n")
                           .value();
  EXPECT_EQ(changed.counts.changed, 1);
  EXPECT_EQ(held("OLD-2").id, id);
  EXPECT_EQ(held("OLD-2").overall, domain::Grade::Inadequate);
  EXPECT_EQ(read()->audits().conversations(id)[0].reason, domain::NotHeldReason::NoResponse);
  app::Visibility all;
  all.everything = true;
  EXPECT_EQ(read()->audits().list({}, {}, all).total, 3);
}

TEST_P(PastAudits, AreCountedAsARecountOfTheirSectionsDoes) {
  ASSERT_TRUE(take(kThree).value().taken);
  EXPECT_EQ(counted(*read()), recounted(*read()));
  EXPECT_EQ(counted(*read()).size(), 2U);
  ASSERT_TRUE(
      take("OLD-1,monthly,cin,2021-11,2021-11-01,2021-11-20,,C1,cin,,East,T1,W1,A1,yes,,good,no,,inadequate,\n"
           "OLD-2,monthly,cin,2021-11,2021-11-01,2021-11-25,,C2,cin,,East,T1,W2,A2,no,no-response,good,no,,,good\n")
          .value()
          .taken);
  EXPECT_EQ(counted(*read()), recounted(*read()));
  EXPECT_EQ(counted(*read()).size(), 2U) << "what the tracker said before is gone";
  EXPECT_EQ(talks_counted(*read(), false), talks_recounted(*read(), false));
}

TEST_P(PastAudits, ReconcileInTheHighlightReport) {
  ASSERT_TRUE(take(kThree + "OLD-4,monthly,cin,2021-12,2021-12-01,2021-12-20,,C4,cin,,West,T2,W4,A4,yes,,,no,,good,\n")
                  .value()
                  .taken);
  const auto report = highlight("2021-11", "2021-12");
  ASSERT_EQ(report.returns.size(), 2U);
  EXPECT_EQ(report.returns[0].cohort, "cin");
  EXPECT_EQ(report.returns[0].returns.sampled, 3);
  EXPECT_EQ(report.returns[0].returns.exempt, 1);
  EXPECT_EQ(report.returns[0].returns.distributed, 2);
  EXPECT_EQ(report.returns[0].returns.returned, 1);
  for (const auto& check : report.base.checks)
    if (check.check == "returned = graded") {
      EXPECT_THAT(check.audits, ElementsAre("OLD-4")) << "the audit that came back without a grade is named";
    } else if (check.check == "sampled = distributed + exempt") {
      EXPECT_TRUE(check.holds());
    }
  EXPECT_EQ(report.base.now.grades_before.total(), 1);
  EXPECT_EQ(report.base.now.moderation.changes.size(), 1U);
}

TEST_P(PastAudits, LeaveOutNothingSilently) {
  const auto refused = take(
                           "OLD-1,none,cin,2021-11,,2021-11-20,,C1,cin,,,,,,,,good,,,,\n"
                           "OLD-2,monthly,cin,November,,,,C2,cin,,,,,,,,,,,,\n"
                           "OLD-3,monthly,cin,2021-11,2021-11-20,2021-11-01,,C3,cin,,,,,,,,good,,,,\n"
                           "OLD-4,monthly,cin,2021-11,2021-11-01,2021-11-20,,C4,cin,,,,,,,,splendid,,,,\n"
                           "OLD-5,monthly,cin,2021-11,,2021-11-20,Closed,C5,cin,,,,,,,,,,,,\n")
                           .value();
  EXPECT_FALSE(refused.taken);
  EXPECT_THAT(rules(refused),
              ElementsAre("audit.import.programme_unknown", "audit.read.period", "audit.read.returned_before_sent",
                          "audit.read.grade", "audit.read.exempt_returned"));
  EXPECT_EQ(refused.problems.kept()[1].line, 3U);
  app::Visibility all;
  all.everything = true;
  EXPECT_EQ(read()->audits().list({}, {}, all).total, 0);
}

TEST_P(PastAudits, TakeTheGoodRowsWhenAskedAndSayWhichWereLeft) {
  const auto outcome = take(kThree + "OLD-9,monthly,cin,2021-11,2021-11-01,2021-11-20,,C9,cin,,,,,,,,splendid,,,,\n" +
                                "OLD-8,monthly,cin,2021-11,2021-11-01,2021-11-20,,C8,cin,,,,,,,,good,,,,\n"
                                "OLD-8,monthly,cin,2021-11,2021-11-01,2021-11-21,,C8,cin,,,,,,,,good,,,,\n",
                            true)
                           .value();
  EXPECT_TRUE(outcome.taken);
  EXPECT_EQ(outcome.counts.added, 3);
  EXPECT_THAT(rules(outcome), Contains("row.read.twice"));
  EXPECT_FALSE(read()->audits().find_by_reference("OLD-8").has_value());
}

TEST_P(PastAudits, NameASectionThatNoToolKnows) {
  const auto outcome = take("OLD-1,monthly,2021-11,2021-11-20,C1,good,cin,good\n", false,
                            "audit_ref,programme,period,returned_on,child_id,overall,category,section:rsik\n")
                           .value();
  EXPECT_TRUE(outcome.taken);
  EXPECT_THAT(rules(outcome), ElementsAre("audit.import.section_unknown", "audit.import.no_day_sent"));
  EXPECT_EQ(outcome.problems.kept()[0].value, "rsik");
}

TEST_P(PastAudits, CountForTheRuleAgainstAuditingTwice) {
  {
    const auto work = begin();
    domain::Case row;
    row.child_id = domain::ChildId("C1");
    const auto writer = work->cases().begin_import();
    writer->insert(row, app::fingerprint(row));
    writer->finish();
    ASSERT_TRUE(work->commit());
  }
  ASSERT_TRUE(take(kThree).value().taken);
  EXPECT_EQ(read()->cases().find(domain::ChildId("C1"))->last_audited_on, base::parse_day("2021-11-01"));
}

ON_BOTH_BACK_ENDS(PastAudits);

}  // namespace
}  // namespace plumbline::tests
