// A council of a shipped framework with one audit that is with its auditor, and the people around it; its cycle has no
// draw. For scenarios of what happens in and after an audit.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "app/framework/frameworks.hpp"
#include "app/messages/messages.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "store/store.hpp"
#include "support/a_person.hpp"
#include "support/databases.hpp"

namespace plumbline::tests {

class OneAudit : public testing::Test {
 protected:
  explicit OneAudit(const std::string& framework,
                    const domain::FrameworkFiles& files = domain::shipped_framework_files())
      : store_(place_.open()), clock_(*base::parse_instant("2026-12-02T09:00:00Z")) {
    const app::AddCouncil council{kCouncil, "", files, framework + ".yaml", ""};
    const auto adding = store_.begin(kCouncil);
    const auto added = app::add_council(council, app::command_line_actor(kCouncil), clock_, *adding);
    if (!added) throw std::runtime_error(app::sentence(added.error()));
  }

  static void add(app::UnitOfWork& work, const std::string& id, domain::JobRole role, const std::string& team = "",
                  const std::string& manager = "") {
    auto person = a_person(id, role);
    person.team = team;
    if (!manager.empty()) person.manager_id = domain::PersonId{manager};
    work.people().put(person);
  }
  // Sent now, due on 22 December; `fill` says which case it is of, who works and who audits it.
  void send(app::UnitOfWork& work, const std::string& programme, const std::function<void(domain::Audit&)>& fill) {
    domain::Cycle cycle;
    cycle.id = domain::CycleId{"cycle"};
    cycle.programme = programme;
    cycle.period = *base::parse_period("2026-12");
    cycle.state = domain::CycleState::Sent;
    work.cycles().add(cycle);
    domain::Audit audit;
    audit.id = id_;
    audit.cycle = cycle.id;
    audit.programme = programme;
    audit.period = cycle.period;
    audit.child_id = domain::ChildId{"C1"};
    audit.state = domain::AuditState::Sent;
    audit.sent_at = clock_.now();
    audit.due_on = base::parse_day("2026-12-22");
    fill(audit);
    work.audits().add(audit);
  }

  static app::Actor as(const std::string& person, app::Role role, app::ScopeKind scope = app::ScopeKind::Own,
                       std::string value = "") {
    app::Actor actor;
    actor.council = kCouncil;
    actor.user = app::UserId{"u-" + person};
    actor.person = domain::PersonId{person};
    actor.grants = {{role, scope, std::move(value)}};
    return actor;
  }
  // Runs a use case in a unit of work of its own.
  template <class Command>
  auto run(Command command) {
    const auto work = store_.begin(kCouncil);
    return command(*work);
  }
  std::unique_ptr<app::Reader> read() { return store_.read(kCouncil); }
  domain::Audit audit() { return audit(id_); }
  domain::Audit audit(const domain::AuditId& id) { return *read()->audits().find(id); }
  std::vector<app::OutboxMessage> letters() {
    return run([](app::UnitOfWork& work) { return work.outbox().waiting(500); });
  }
  std::vector<std::string> letters_to(const std::string& person) {
    std::vector<std::string> kinds;
    for (const auto& letter : letters())
      if (letter.to == person + "@example.org") kinds.push_back(letter.kind);
    return kinds;
  }
  std::vector<app::JournalLine> journal_lines() { return read()->journal().list({}, {1, 500, "", false}).rows; }

  static constexpr const char* kCouncil = "shire";
  FreshPlace place_{store::Backend::Sqlite};
  store::SqlStore store_;
  base::FixedClock clock_;
  app::Frameworks frameworks_;
  domain::AuditId id_{"audit-1"};  // the audit that the helpers mean
};

}  // namespace plumbline::tests
