// A council of a shipped framework with a register of its own making, for journeys in which several people share a
// case.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "app/allocation/allocate_cycle.hpp"
#include "app/audit/audit_context.hpp"
#include "app/audit/conversation.hpp"
#include "app/audit/edit_audit.hpp"
#include "app/audit/submit_audit.hpp"
#include "app/draw/draw_cycle.hpp"
#include "app/messages/messages.hpp"
#include "app/ports/record_ports.hpp"
#include "app/register/case_fields.hpp"
#include "base/hash.hpp"
#include "domain/framework/loader.hpp"
#include "store/store.hpp"
#include "support/a_person.hpp"
#include "support/databases.hpp"

namespace plumbline::tests {

template <class T>
std::string rule_of(const base::Result<T>& outcome) {
  return outcome ? "done" : outcome.error().rule;
}

class SharedCouncil : public testing::Test {
 protected:
  explicit SharedCouncil(const std::string& framework,
                         const domain::FrameworkFiles& files = domain::shipped_framework_files())
      : clock_(*base::parse_instant("2026-12-01T08:00:00Z")), place_(store::Backend::Sqlite) {
    base::init_crypto();
    store_ = std::make_unique<store::SqlStore>(place_.open());
    const auto outcome =
        app::add_council({"shire", "", files, framework + ".yaml", ""}, run_, clock_, *store_->begin("shire"));
    if (!outcome) throw std::runtime_error(app::sentence(outcome.error()));
  }

  // ---- the register ----

  void person(const std::string& id, domain::JobRole role, const std::string& team = "",
              const std::string& locality = "", const std::string& service_area = "", const std::string& agency = "") {
    const auto work = store_->begin("shire");
    auto out = a_person(id, role, "shire.example");
    out.team = team;
    out.locality = locality;
    out.service_area = service_area;
    out.agency = agency;
    work->people().put(out);
    if (!work->commit()) throw std::runtime_error("the person was not kept");
  }
  void with_person(const std::string& id, const std::function<void(domain::Person&)>& change) {
    const auto work = store_->begin("shire");
    auto found = work->people().find(domain::PersonId{id}).value();
    change(found);
    work->people().put(found);
    ASSERT_TRUE(work->commit());
  }
  void cases(int count, const std::function<void(domain::Case&, int)>& fill) {
    const auto work = store_->begin("shire");
    const auto import = work->cases().begin_import();
    for (int i = 0; i < count; ++i) {
      domain::Case row;
      row.child_id = domain::ChildId{"C" + std::to_string(1000 + i)};
      row.opened_on = base::parse_day("2026-03-02");
      fill(row, i);
      import->insert(row, app::fingerprint(row));
    }
    import->finish();
    if (!work->commit()) throw std::runtime_error("the register was not kept");
  }

  // ---- who acts ----

  static app::Actor as(const std::string& person, app::Role role, app::ScopeKind scope = app::ScopeKind::Own,
                       std::string value = "") {
    app::Actor actor;
    actor.council = "shire";
    actor.user = app::UserId{"u-" + person};
    actor.person = domain::PersonId{person};
    actor.grants = {{role, scope, std::move(value)}};
    return actor;
  }
  static app::Actor auditor(const domain::PersonId& person) { return as(person.text(), app::Role::Auditor); }
  template <class Command>
  auto run(Command command) {
    const auto work = store_->begin("shire");
    return command(*work);
  }
  std::unique_ptr<app::Reader> read() { return store_->read("shire"); }

  // ---- the month ----

  base::Result<domain::Certificate> draw(const std::string& programme, std::optional<int> size = {}) {
    app::DrawCycle command;
    command.programme = programme;
    command.period = period_;
    command.size = size;
    command.seed = "lottery of 28 November: 3 11 27 31 40 52";
    return app::draw_cycle(command, run_, clock_, frameworks_, *store_->begin("shire"));
  }
  base::Result<domain::CycleAllocation> allocate(const std::string& programme) {
    return app::allocate_cycle({programme, period_}, run_, clock_, frameworks_, *store_->begin("shire"));
  }
  base::Result<int> send(const std::string& programme, bool leave_unplaced = false) {
    return app::send_cycle({programme, period_, leave_unplaced}, run_, clock_, frameworks_, *store_->begin("shire"));
  }
  void draw_allocate_and_send(const std::string& programme, std::optional<int> size = {}) {
    ASSERT_EQ(rule_of(draw(programme, size)), "done");
    ASSERT_EQ(rule_of(allocate(programme)), "done");
    ASSERT_EQ(rule_of(send(programme)), "done");
  }
  app::AllocationPicture picture(const std::string& programme) {
    return app::picture_allocation(programme, period_, run_, clock_, frameworks_, *read()).value();
  }
  domain::Cycle cycle(const std::string& programme) { return read()->cycles().find(programme, period_).value(); }
  std::vector<domain::Audit> audits(const std::string& programme) {
    return read()->audits().of_cycle(cycle(programme).id);
  }
  domain::Audit audit(const domain::AuditId& id) { return read()->audits().find(id).value(); }
  domain::Certificate certificate(const std::string& programme) {
    const auto reader = read();
    const auto reads = app::month_reads(*reader);
    return app::full_certificate(*app::find_drawn_month(programme, period_, frameworks_, reads), reads);
  }
  // What is wrong with the certificate, as anybody finds who has the two files.
  std::vector<domain::Difference> verified(const std::string& programme) {
    const auto made = certificate(programme);
    std::istringstream file(read()->cycles().frame(made.frame_sha256));
    return *domain::verify(*domain::read_certificate(domain::to_json(made)), file);
  }

  // ---- one audit ----

  base::Result<domain::AuditSection> save(const domain::AuditId& id, const std::string& section,
                                          const app::Actor& actor, domain::Grade grade = domain::Grade::Good,
                                          int version = 0, const std::string& evidence = "The record shows it well.") {
    return run([&](app::UnitOfWork& work) -> base::Result<domain::AuditSection> {
      TRY(const auto context, app::audit_context(id, frameworks_, work));
      domain::AuditSection written;
      written.section = section;
      written.version = version;
      const auto* tool_section = context.tool->find_section(section);
      if (context.tool->judged) {
        written.judgement = grade;
        written.evidence = evidence;
        written.impact = "The child knows whom to ring.";
      }
      if (tool_section != nullptr)
        for (const auto* question : questions_for(*tool_section, context.audit.category))
          if (question->kind == domain::QuestionKind::Compliance)
            written.answers.push_back({question->key, domain::Answer::Yes, ""});
      return app::save_section({id, written, 5}, actor, clock_, frameworks_, work);
    });
  }
  // Everything that this person may write and that is not written yet.
  void write_all(const domain::AuditId& id, const app::Actor& actor, domain::Grade grade = domain::Grade::Good) {
    const auto reader = read();
    const auto context = app::audit_context(id, frameworks_, *reader).value();
    const auto saved = reader->audits().sections(id);
    for (const auto* section : domain::sections_asked(context.audit, *context.programme, *context.tool))
      if (std::ranges::find(saved, section->key, &domain::AuditSection::section) == saved.end()) {
        ASSERT_EQ(rule_of(save(id, section->key, actor, grade)), "done") << section->key;
      }
    app::SaveDocuments documents{id, {}};
    for (const auto* document :
         domain::key_documents_for(*context.framework, *context.programme, context.audit.category))
      documents.findings.push_back({document->key, domain::DocumentFinding::Found, ""});
    ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
                return app::save_documents(documents, actor, clock_, frameworks_, work);
              })),
              "done");
    domain::Conversation talk;
    talk.held = true;
    talk.held_on = base::parse_day("2026-12-01");
    talk.summary = "We spoke about what helped.";
    ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
                return app::record_conversation({id, talk}, actor, clock_, frameworks_, work);
              })),
              "done");
    ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
                return app::save_overall({id, audit(id).version, grade, "The child is safer."}, actor, clock_,
                                         frameworks_, work);
              })),
              "done");
  }
  base::Result<void> submit(const domain::AuditId& id, const app::Actor& actor) {
    return run([&](app::UnitOfWork& work) {
      return app::submit_audit({id, audit(id).version}, actor, clock_, frameworks_, work);
    });
  }
  std::vector<std::string> letters_to(const domain::PersonId& person) {
    std::vector<std::string> kinds;
    for (const auto& letter : run([](app::UnitOfWork& work) { return work.outbox().waiting(2000); }))
      if (letter.to == person.text() + "@shire.example") kinds.push_back(letter.kind);
    return kinds;
  }
  std::vector<app::JournalLine> journal(const std::string& subject) {
    return read()->journal().list({"", subject, ""}, {1, 500, "", false}).rows;
  }
  std::vector<std::string> seen_by(const app::Actor& actor) {
    std::vector<std::string> references;
    for (const auto& one : read()->audits().list({}, {1, 0, "", false}, app::visibility_of(actor)).rows)
      references.push_back(one.reference);
    return references;
  }

  const base::Period period_ = *base::parse_period("2026-12");
  base::FixedClock clock_;
  FreshPlace place_;
  std::unique_ptr<store::SqlStore> store_;
  app::Frameworks frameworks_;
  app::Actor run_ = app::command_line_actor("shire");
};

}  // namespace plumbline::tests
