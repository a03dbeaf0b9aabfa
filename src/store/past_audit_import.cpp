// Past audits written in bulk: a prepared statement each for audit, fingerprint, sections and conversation.
#include <map>
#include <string_view>

#include "store/audit_store.hpp"
#include "store/report_fold.hpp"

namespace plumbline::store {
namespace {

// As kUpdatePast takes its values, and the reference last. A tracker knows nothing of the rest.
constexpr std::string_view kInsertPast = R"sql(
  INSERT INTO audits (council, audit_id, programme, period, cohort, child_id, category, locality, service_area, team,
                      worker_id, tool, tool_version, auditor, state, sent_at, submitted_at, finalised_at, overall,
                      moderated_overall, moderation_pick, hand_back_reason, outline, reference, cycle_id, supervisor_id,
                      family_contact, due_on, started_at, overall_reason, hand_back_note, minutes_spent, imported, part,
                      reaudit_of, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
          '', NULL, FALSE, NULL, NULL, '', '', 0, TRUE, '', NULL, 0)
)sql";
// A reference may be imported again with another programme or day: the row is replaced whole.
constexpr std::string_view kUpdatePast = R"sql(
  UPDATE audits SET programme = $3, period = $4, cohort = $5, child_id = $6, category = $7, locality = $8,
                    service_area = $9, team = $10, worker_id = $11, tool = $12, tool_version = $13, auditor = $14,
                    state = $15, sent_at = $16, submitted_at = $17, finalised_at = $18, overall = $19,
                    moderated_overall = $20, moderation_pick = $21, hand_back_reason = $22, outline = $23,
                    version = version + 1
  WHERE council = $1 AND audit_id = $2 AND imported
)sql";
constexpr std::string_view kKeepSaid = R"sql(
  INSERT INTO past_audits (council, audit_id, said) VALUES ($1, $2, $3)
  ON CONFLICT (council, audit_id) DO UPDATE SET said = excluded.said
)sql";
constexpr std::string_view kClearSections = "DELETE FROM audit_sections WHERE council = $1 AND audit_id = $2";
constexpr std::string_view kClearTalk =
    "DELETE FROM conversations WHERE council = $1 AND audit_id = $2 AND kind = 'worker'";
constexpr std::string_view kPastSection = R"sql(
  INSERT INTO audit_sections (council, audit_id, section, judgement, evidence, impact, good_practice, saved_at,
                              saved_by, version)
  VALUES ($1, $2, $3, $4, '', '', FALSE, NULL, NULL, 1)
)sql";
constexpr std::string_view kPastTalk = R"sql(
  INSERT INTO conversations (council, audit_id, kind, booked_for, place, held, held_on, reason, manager_present,
                             summary, agreed, purpose_explained, consent, views, service_feedback, written_reply,
                             replied_on, version)
  VALUES ($1, $2, 'worker', NULL, '', $3, NULL, $4, FALSE, '', '', FALSE, NULL, '', '', '', NULL, 1)
)sql";
constexpr std::string_view kReferences = R"sql(
  SELECT audits.reference, audits.audit_id, p.said FROM audits
  LEFT JOIN past_audits p ON p.council = audits.council AND p.audit_id = audits.audit_id
  WHERE audits.council = $1
)sql";

// As note_outline would read it back.
std::string outline_of(const app::PastAudit& past) {
  const std::map<std::string_view, domain::Grade> sections(past.sections.begin(), past.sections.end());
  Outline outline;
  if (past.worker_took_part)
    outline.worker(past.worker_took_part, past.reason_not ? to_string(*past.reason_not) : std::string_view());
  for (const auto& [section, grade] : sections) outline.section(section, to_string(grade), false);
  return outline.text();
}

class SqlPastAuditImport final : public app::PastAuditImport {
 public:
  explicit SqlPastAuditImport(Scope scope)
      : scope_(scope),
        batch_(scope.connection.batch(
            {kInsertPast, kUpdatePast, kKeepSaid, kClearSections, kClearTalk, kPastSection, kPastTalk})) {}

  void insert(const app::PastAudit& past, std::int64_t said) override {
    auto values = values_of(past);
    values.emplace_back(past.audit.reference);
    batch_->add(0, values);
    rest(past, said);
  }
  void update(const app::PastAudit& past, std::int64_t said) override {
    batch_->add(1, values_of(past));
    batch_->add(3, {scope_.council, past.audit.id});
    batch_->add(4, {scope_.council, past.audit.id});
    rest(past, said);
  }
  void finish() override { batch_->finish(); }

 private:
  std::vector<Value> values_of(const app::PastAudit& past) const {
    const auto& audit = past.audit;
    return {scope_.council,
            audit.id,
            audit.programme,
            audit.period,
            audit.cohort,
            audit.child_id,
            to_string(audit.category),
            audit.locality,
            audit.service_area,
            audit.team,
            audit.worker_id,
            audit.tool,
            audit.tool_version,
            audit.auditor,
            to_string(audit.state),
            audit.sent_at,
            audit.submitted_at,
            audit.finalised_at,
            word(audit.overall),
            word(audit.moderated_overall),
            audit.moderation_pick,
            audit.hand_back_reason,
            outline_of(past)};
  }
  void rest(const app::PastAudit& past, std::int64_t said) {
    const auto& id = past.audit.id;
    batch_->add(2, {scope_.council, id, said});
    for (const auto& [section, grade] : past.sections) batch_->add(5, {scope_.council, id, section, to_string(grade)});
    if (past.worker_took_part) batch_->add(6, {scope_.council, id, *past.worker_took_part, word(past.reason_not)});
  }
  Scope scope_;
  std::unique_ptr<Batch> batch_;
};

}  // namespace

std::unique_ptr<app::PastAuditImport> SqlAuditStore::begin_past_import() {
  return std::make_unique<SqlPastAuditImport>(scope_);
}

void SqlAuditStore::for_each_reference(const std::function<void(const app::KnownReference&)>& visit) {
  scope_.connection.stream(kReferences, {scope_.council}, [&](const Row& row) {
    visit({row.text(0), row.text(1), row.optional_integer(2)});
  });
}

}  // namespace plumbline::store
