// A council's way from the import of its register to a signed-off action, step by step, as its people take it.
#pragma once

#include <nlohmann/json.hpp>

#include "app/action/actions.hpp"
#include "app/concern/concerns.hpp"
#include "app/moderation/moderate_audit.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/register/import.hpp"
#include "intake/register_files.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/monthly.hpp"
#include "support/made_files.hpp"
#include "support/shared_council.hpp"

namespace plumbline::tests {

class Journey : public SharedCouncil {
 protected:
  using SharedCouncil::SharedCouncil;

  // ---- the register, from files ----

  void people(const std::string& rows) {
    take(app::ImportKind::People,
         "person_id,name,email,role,team,locality,service_area,agency,qualified,trained_on\n" + rows);
  }
  void teams(const std::string& rows) {
    take(app::ImportKind::Teams, "team,locality,service_area,manager_id\n" + rows);
  }
  void register_of(const std::string& rows) {
    take(app::ImportKind::Cases,
         "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags,restricted,"
         "last_audited_on\n" +
             rows);
  }
  static std::string person_row(const std::string& id, const std::string& role, const std::string& team = "",
                                const std::string& locality = "", const std::string& area = "",
                                const std::string& agency = "") {
    return id + ",Person " + id + "," + id + "@shire.example," + role + "," + team + "," + locality + "," + area + "," +
           agency + ",yes,2026-01-05\n";
  }
  static std::string case_row(const std::string& child, const std::string& category, const std::string& locality,
                              const std::string& area, const std::string& team, const std::string& worker,
                              const std::string& supervisor, const std::string& last_audited = "",
                              const std::string& flags = "") {
    return child + "," + category + "," + locality + "," + area + "," + team + "," + worker + "," + supervisor +
           ",2026-03-02,," + flags + ",," + last_audited + "\n";
  }

  // ---- an audit's people ----

  app::Actor lead(const std::string& person) { return as(person, app::Role::QaLead, app::ScopeKind::Council); }

  // The section is judged below good, which asks for an action; everything else is good.
  void write_with_an_action(const domain::AuditId& id, const app::Actor& actor, const std::string& section,
                            domain::Grade grade = domain::Grade::RequiresImprovement) {
    ASSERT_EQ(rule_of(save(id, section, actor, grade)), "done");
    app::PutAction put;
    put.audit = id;
    put.section = section;
    put.text = "Hold a family meeting";
    put.measure = "The grandmother knows the plan";
    put.due_on = base::parse_day("2026-12-18");
    ASSERT_EQ(
        rule_of(run([&](app::UnitOfWork& work) { return app::put_action(put, actor, clock_, frameworks_, work); })),
        "done");
    write_all(id, actor);
    if (testing::Test::HasFatalFailure()) return;
    ASSERT_EQ(rule_of(overall(id, actor, grade)), "done");
  }
  void hear_the_family(const domain::AuditId& id, const app::Actor& actor) {
    domain::Conversation family;
    family.kind = domain::ConversationKind::Family;
    family.held = true;
    family.held_on = clock_.today();
    family.purpose_explained = true;
    family.consent = true;
    family.views = "Mornings are easier now.";
    ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
                return app::record_conversation({id, family}, actor, clock_, frameworks_, work);
              })),
              "done");
  }
  base::Result<void> overall(const domain::AuditId& id, const app::Actor& actor, domain::Grade grade) {
    return run([&](app::UnitOfWork& work) {
      return app::save_overall({id, audit(id).version, grade, "What it meant for the child."}, actor, clock_,
                               frameworks_, work);
    });
  }
  base::Result<void> moderate(const domain::AuditId& id, const app::Actor& actor,
                              domain::ModerationOutcome outcome = domain::ModerationOutcome::Confirmed,
                              std::optional<domain::Grade> to = {}) {
    app::ModerateAudit command{id, audit(id).version, true, true, true, outcome, to, "The narrative shows less."};
    return run([&](app::UnitOfWork& work) { return app::moderate_audit(command, actor, clock_, frameworks_, work); });
  }
  std::vector<domain::Action> actions(const domain::AuditId& id) { return read()->actions().of(id); }
  // The worker does it and says how; the supervising manager signs off. Nobody signs off the own action.
  void close_the_loop(const domain::AuditId& id) {
    const auto of = audit(id);
    for (const auto& action : actions(id)) {
      ASSERT_EQ(action.state, domain::ActionState::Open);
      const auto worker = as(action.owner->text(), app::Role::SocialWorker);
      ASSERT_EQ(
          rule_of(run([&](app::UnitOfWork& work) {
            return app::mark_action_done({action.id, action.version, "The meeting was held."}, worker, clock_, work);
          })),
          "done");
      const auto manager = as(of.supervisor_id->text(), app::Role::TeamManager, app::ScopeKind::Team, of.team);
      ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
                  return app::sign_off_action({action.id, action.version + 1, true, "Seen on the file."}, manager,
                                              clock_, work);
                })),
                "done");
    }
    for (const auto& action : actions(id)) EXPECT_EQ(action.state, domain::ActionState::SignedOff);
  }

  report::MonthlyReport month(const std::string& programme) {
    const auto reader = read();
    report::MonthlyRequest request;
    request.programme = programme;
    request.from = request.to = period_;
    return report::make_monthly(request, run_, clock_, *reader, **frameworks_.current(*reader)).value();
  }
  // What the council's main monthly report says of another programme (REP-3); null where that joins it not.
  nlohmann::json part_of_main_report(const std::string& programme) {
    const auto reader = read();
    report::ReportAsk ask;
    ask.from = ask.to = period_;
    const auto made = report::find_report("monthly")->make(ask, run_, clock_, *reader, **frameworks_.current(*reader),
                                                           report::FigureLinks::Hidden);
    const auto told = nlohmann::json::parse(made.value().json);
    for (const auto& part : told.at("joined"))
      if (part["programme"] == programme) return part;
    return nullptr;
  }

 private:
  void take(app::ImportKind kind, const std::string& csv) {
    app::ImportRequest asked;
    asked.kind = kind;
    asked.name = std::string(to_string(kind)) + ".csv";
    asked.path = files_.text(asked.name, csv);
    asked.as_of = clock_.today();
    const auto outcome =
        run([&](app::UnitOfWork& work) { return app::import_file(asked, run_, clock_, readers_, work, no_progress_); });
    ASSERT_EQ(rule_of(outcome), "done");
    for (const auto& problem : outcome->problems.kept()) ADD_FAILURE() << app::sentence(problem);
    ASSERT_TRUE(outcome->taken);
  }

  support::MadeFiles files_;
  intake::FileReaders readers_;
  base::NoProgress no_progress_;
};

}  // namespace plumbline::tests
