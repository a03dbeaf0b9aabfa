#include "store/audit_store.hpp"

#include <array>

#include "store/audit_sight.hpp"
#include "store/audit_sql.hpp"
#include "store/report_fold.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kOwn = "audits.council = $1";
constexpr std::string_view kTookPart =
    "EXISTS (SELECT 1 FROM conversations c WHERE c.council = audits.council AND c.audit_id = audits.audit_id "
    "AND c.kind = 'worker' AND c.held)";

constexpr std::string_view kAuditorLeft =
    "EXISTS (SELECT 1 FROM people p WHERE p.council = audits.council AND p.left_on IS NOT NULL "
    "AND (p.person_id = audits.auditor OR p.person_id IN (SELECT b.person_id FROM co_auditors b "
    "WHERE b.council = audits.council AND b.audit_id = audits.audit_id AND b.kind = 'second' AND NOT b.away)))";

constexpr std::array kSorts{
    SortKey{"", "ORDER BY audits.period DESC, audits.reference", "ORDER BY audits.period, audits.reference DESC"},
    SortKey{"reference", "ORDER BY audits.reference", "ORDER BY audits.reference DESC"},
    SortKey{"child", "ORDER BY audits.child_id, audits.reference",
            "ORDER BY audits.child_id DESC, audits.reference DESC"},
    SortKey{"due", "ORDER BY audits.due_on IS NULL, audits.due_on, audits.reference",
            "ORDER BY audits.due_on IS NULL, audits.due_on DESC, audits.reference DESC"},
    SortKey{"submitted", "ORDER BY audits.submitted_at IS NULL, audits.submitted_at, audits.reference",
            "ORDER BY audits.submitted_at IS NULL, audits.submitted_at DESC, audits.reference DESC"},
    SortKey{"period", "ORDER BY audits.period, audits.reference", "ORDER BY audits.period DESC, audits.reference DESC"},
    SortKey{"locality", "ORDER BY audits.locality, audits.reference",
            "ORDER BY audits.locality DESC, audits.reference DESC"},
    SortKey{"team", "ORDER BY audits.team, audits.reference", "ORDER BY audits.team DESC, audits.reference DESC"},
    SortKey{"category", "ORDER BY audits.category, audits.reference",
            "ORDER BY audits.category DESC, audits.reference DESC"},
    SortKey{"auditor", "ORDER BY audits.auditor IS NULL, audits.auditor, audits.reference",
            "ORDER BY audits.auditor IS NULL, audits.auditor DESC, audits.reference DESC"},
    SortKey{"state", "ORDER BY audits.state, audits.reference", "ORDER BY audits.state DESC, audits.reference DESC"},
};

domain::Audit audit_from(const Row& row) {
  domain::Audit audit;
  audit.id = row.id<domain::AuditId>(0);
  audit.reference = row.string(1);
  audit.cycle = row.id<domain::CycleId>(2);
  audit.programme = row.string(3);
  audit.period = row.period(4);
  audit.cohort = row.string(5);
  audit.child_id = row.id<domain::ChildId>(6);
  audit.category = parsed(row, 7, domain::parse_category);
  audit.locality = row.string(8);
  audit.service_area = row.string(9);
  audit.team = row.string(10);
  audit.worker_id = row.optional_id<domain::PersonId>(11);
  audit.supervisor_id = row.optional_id<domain::PersonId>(12);
  audit.tool = row.string(13);
  audit.tool_version = static_cast<int>(row.integer(14));
  audit.auditor = row.optional_id<domain::PersonId>(15);
  audit.state = parsed(row, 16, domain::parse_audit_state);
  audit.family_contact = row.boolean(17);
  audit.due_on = row.optional_day(18);
  audit.sent_at = row.optional_instant(19);
  audit.started_at = row.optional_instant(20);
  audit.submitted_at = row.optional_instant(21);
  audit.finalised_at = row.optional_instant(22);
  audit.overall = parsed_if_any(row, 23, domain::parse_grade);
  audit.overall_reason = row.string(24);
  audit.moderated_overall = parsed_if_any(row, 25, domain::parse_grade);
  audit.moderation_pick = row.string(26);
  audit.hand_back_reason = row.string(27);
  audit.hand_back_note = row.string(28);
  audit.minutes_spent = static_cast<int>(row.integer(29));
  audit.imported = row.boolean(30);
  audit.part = row.string(31);
  audit.reaudit_of = row.optional_id<domain::AuditId>(32);
  audit.version = static_cast<int>(row.integer(33));
  return audit;
}

// $1 to $35 of both writing statements.
template <class Run>
auto with_values(const std::string& council, const domain::Audit& audit, Run run) {
  return run(Params{council,
                    audit.id,
                    audit.reference,
                    audit.cycle.text(),
                    audit.programme,
                    audit.period,
                    audit.cohort,
                    audit.child_id,
                    to_string(audit.category),
                    audit.locality,
                    audit.service_area,
                    audit.team,
                    audit.worker_id,
                    audit.supervisor_id,
                    audit.tool,
                    audit.tool_version,
                    audit.auditor,
                    to_string(audit.state),
                    audit.family_contact,
                    audit.due_on,
                    audit.sent_at,
                    audit.started_at,
                    audit.submitted_at,
                    audit.finalised_at,
                    word(audit.overall),
                    audit.overall_reason,
                    word(audit.moderated_overall),
                    audit.moderation_pick,
                    audit.hand_back_reason,
                    audit.hand_back_note,
                    audit.minutes_spent,
                    audit.imported,
                    audit.part,
                    audit.reaudit_of,
                    audit.version});
}

void add_either(Where& where, const std::optional<bool>& wanted, std::string_view yes, std::string_view no) {
  if (wanted) where.add(*wanted ? yes : no);
}

// A fixed text for each band's word; empty for any other.
std::string in_band(const std::string& band) {
  if (band == "good-or-better") return "IN ('outstanding', 'good')";
  if (band == "below-good") return "IN ('requires-improvement', 'inadequate', 'inadequate-critical')";
  return "";
}

constexpr std::string_view kGrade = "COALESCE(audits.moderated_overall, audits.overall)";

// What was found, for a statement's conditions and order: of an audit whose findings the reader may not know there is
// none, so that neither a filter nor the order nor a count tells of it.
class Findings {
 public:
  Findings(Where& where, const app::Visibility& visible) : where_(where), visible_(visible) {}
  std::string value(std::string_view expression) {
    const auto& readable = condition();
    if (readable.empty()) return std::string(expression);
    return "CASE WHEN " + readable + " THEN " + std::string(expression) + " END";
  }
  std::string holds(std::string_view condition_on_findings) {
    const auto& readable = condition();
    if (readable.empty()) return std::string(condition_on_findings);
    return "(" + readable + " AND " + std::string(condition_on_findings) + ")";
  }

 private:
  const std::string& condition() {
    if (!readable_) readable_ = findings_readable(where_, visible_);
    return *readable_;
  }
  Where& where_;
  const app::Visibility& visible_;
  std::optional<std::string> readable_;
};

// `EXISTS` a section of the audit of which `condition` holds.
std::string a_section(const std::string& condition) {
  return "EXISTS (SELECT 1 FROM audit_sections s WHERE s.council = audits.council AND s.audit_id = audits.audit_id "
         "AND " +
         condition + ")";
}

// Conditions on what was judged and on what moderation made of it.
void add_findings(Where& where, const app::AuditFilter& filter, Findings& findings) {
  const auto equals = [&](std::string_view expression, const std::string& grade) {
    if (!grade.empty()) where.add(findings.value(expression) + " = ?", grade);
  };
  equals(kGrade, filter.grade);
  equals("audits.overall", filter.before_moderation);
  const auto banded = [&](std::string_view expression, const std::string& band) {
    if (!in_band(band).empty()) where.add(findings.value(expression) + " " + in_band(band));
  };
  banded(kGrade, filter.grade_band);
  banded("audits.overall", filter.before_band);
  if (!filter.section_grade.empty()) {
    const auto section = where.bind(filter.section);
    where.add(findings.holds(a_section("s.judgement = ? AND s.section = " + section)), filter.section_grade);
  }
  if (!in_band(filter.section_band).empty()) {
    const auto section = where.bind(filter.section);
    where.add(findings.holds(a_section("s.section = " + section + " AND s.judgement " + in_band(filter.section_band))));
  }
  if (!filter.section_blank.empty())
    where.add("NOT " + findings.holds(a_section("s.section = ? AND s.judgement IS NOT NULL")), filter.section_blank);
  if (!filter.section_flagged.empty())
    where.add(findings.holds(a_section("s.section = ? AND s.good_practice")), filter.section_flagged);
  const auto either = [&](const std::optional<bool>& wanted, std::string_view condition) {
    if (wanted) where.add((*wanted ? "" : "NOT ") + findings.holds(condition));
  };
  either(filter.good_practice, a_section("s.good_practice"));
  either(filter.moderated, "(audits.moderated_overall IS NOT NULL)");
  either(filter.graded, std::string("(COALESCE(") + std::string(kGrade) + ", 'na') <> 'na')");
  if (filter.grade_changed)
    where.add(findings.holds(*filter.grade_changed ? "(audits.moderated_overall IS NOT NULL "
                                                     "AND audits.moderated_overall <> COALESCE(audits.overall, ''))"
                                                   : "(audits.moderated_overall IS NOT NULL "
                                                     "AND audits.moderated_overall = audits.overall)"));
}

// The best grade first; what has none comes last, in either direction.
std::string by_grade(Findings& findings, bool descending) {
  const auto grade = findings.value(kGrade);
  std::string place = "CASE " + grade;
  for (std::size_t at = 0; at < domain::kGrades.size(); ++at)
    place += " WHEN '" + std::string(to_string(domain::kGrades[at])) + "' THEN " + std::to_string(at);
  place += " END";
  const std::string direction = descending ? " DESC" : "";
  return "ORDER BY " + grade + " IS NULL, " + place + direction + ", audits.reference" + direction;
}

Where conditions(const app::AuditFilter& filter, const std::string& council, const app::Visibility& visible) {
  Where where(kOwn, council);
  Findings findings(where, visible);
  if (filter.child) where.add("audits.child_id = ?", *filter.child);
  where.contains({"audits.reference", "audits.child_id"}, filter.text)
      .text("audits.programme = ?", filter.programme)
      .text("audits.period >= ?", filter.from)
      .text("audits.period <= ?", filter.to)
      .text("audits.cohort = ?", filter.cohort)
      .text("audits.locality = ?", filter.locality)
      .text("audits.service_area = ?", filter.service_area)
      .text("audits.team = ?", filter.team)
      .text("audits.category = ?", filter.category)
      .text("audits.tool = ?", filter.tool);
  add_findings(where, filter, findings);
  std::vector<std::string_view> states;
  for (const auto state : filter.states) states.push_back(to_string(state));
  where.any_of("audits.state", states);
  where.any_of("audits.category", {filter.categories.begin(), filter.categories.end()});
  where.any_of("audits.part", {filter.parts.begin(), filter.parts.end()});
  if (filter.auditor) where.add("audits.auditor = ?", *filter.auditor);
  if (filter.audited_by) where.add(std::string(kAuditorSees) + " OR " + std::string(kSecondSees), *filter.audited_by);
  if (filter.to_prepare)
    where.add(
        "audits.audit_id IN (SELECT b.audit_id FROM co_auditors b WHERE b.council = $1 AND b.person_id = ? "
        "AND b.kind = 'preparer' AND b.audit_id <> '' AND b.prepared_at IS NULL)",
        *filter.to_prepare);
  if (filter.worker) where.add("audits.worker_id = ?", *filter.worker);
  if (filter.supervisor) where.add("audits.supervisor_id = ?", *filter.supervisor);
  if (filter.cycle) where.add("audits.cycle_id = ?", filter.cycle->text());
  add_either(where, filter.imported, "audits.imported", "NOT audits.imported");
  add_either(where, filter.late, sql::kReturnedLate, std::string("NOT ").append(sql::kReturnedLate));
  add_either(where, filter.returned, "audits.submitted_at IS NOT NULL", "audits.submitted_at IS NULL");
  add_either(where, filter.worker_took_part, kTookPart, std::string("NOT ").append(kTookPart));
  add_either(where, filter.distributed, "audits.sent_at IS NOT NULL AND audits.state <> 'withdrawn'",
             "audits.sent_at IS NULL OR audits.state = 'withdrawn'");
  add_either(where, filter.picked, "audits.moderation_pick <> ''", "audits.moderation_pick = ''");
  add_either(where, filter.reaudit, "audits.reaudit_of IS NOT NULL", "audits.reaudit_of IS NULL");
  add_either(where, filter.auditor_left, kAuditorLeft, std::string("NOT ").append(kAuditorLeft));
  if (filter.reaudit_of) where.add("audits.reaudit_of = ?", *filter.reaudit_of);
  if (filter.overdue_on)
    where.add(
        "audits.sent_at IS NOT NULL AND audits.submitted_at IS NULL AND audits.state <> 'withdrawn' "
        "AND audits.due_on < ?",
        *filter.overdue_on);
  if (!filter.not_held.empty())
    where.add("audits.submitted_at IS NOT NULL")
        .add(std::string("NOT ").append(kTookPart))
        .add(
            "COALESCE((SELECT c.reason FROM conversations c WHERE c.council = audits.council "
            "AND c.audit_id = audits.audit_id AND c.kind = 'worker'), 'not-recorded') = ?",
            filter.not_held);
  where.text(
      "EXISTS (SELECT 1 FROM concerns c WHERE c.council = audits.council AND c.audit_id = audits.audit_id "
      "AND c.kind = ?)",
      filter.concern);
  return where;
}

domain::Conversation conversation_from(const Row& row) {
  domain::Conversation conversation;
  conversation.kind = parsed(row, 0, domain::parse_conversation_kind);
  conversation.booked_for = row.optional_instant(1);
  conversation.place = row.string(2);
  conversation.held = row.optional_boolean(3);
  conversation.held_on = row.optional_day(4);
  conversation.reason = parsed_if_any(row, 5, domain::parse_not_held_reason);
  conversation.manager_present = row.boolean(6);
  conversation.summary = row.string(7);
  conversation.agreed = row.string(8);
  conversation.purpose_explained = row.boolean(9);
  conversation.consent = row.optional_boolean(10);
  conversation.views = row.string(11);
  conversation.service_feedback = row.string(12);
  conversation.written_reply = row.string(13);
  conversation.replied_on = row.optional_day(14);
  conversation.version = static_cast<int>(row.integer(15));
  return conversation;
}

base::Result<domain::Audit> the_one(const Scope& scope, std::vector<domain::Audit> found) {
  if (found.empty()) return base::not_found("access.row.not_found");
  fill_beside(scope, found);
  return std::move(found.front());
}

}  // namespace

base::Result<domain::Audit> SqlAuditStore::find(const domain::AuditId& id) {
  static const std::string sql = std::string(sql::kSelectAudits) + " WHERE council = $1 AND audit_id = $2";
  return the_one(scope_, scope_.connection.all(sql, {scope_.council, id}, audit_from));
}

base::Result<domain::Audit> SqlAuditStore::find_by_reference(const std::string& reference) {
  static const std::string sql = std::string(sql::kSelectAudits) + " WHERE council = $1 AND reference = $2";
  return the_one(scope_, scope_.connection.all(sql, {scope_.council, reference}, audit_from));
}

app::Page<domain::Audit> SqlAuditStore::list(const app::AuditFilter& filter, const app::PageRequest& page,
                                             const app::Visibility& visible) {
  auto where = conditions(filter, scope_.council, visible);
  where.visible(visible, {"audits.locality",
                          "audits.service_area",
                          "audits.team",
                          {"audits.auditor = ?", "audits.worker_id = ?", "audits.supervisor_id = ?", kBesideSees,
                           kLinkedSees, kJointSees}});
  keep_joint_apart(where, visible);
  const auto order = [&](Where& conditions) {
    if (page.sort != "grade") return std::string(detail::order_by(kSorts, page));
    Findings findings(conditions, visible);
    return by_grade(findings, page.descending);
  };
  auto found = page_ordered(scope_.connection, sql::kSelectAudits, sql::kCountAudits, where, order, page, audit_from);
  fill_beside(scope_, found.rows);
  return found;
}

namespace {

domain::AuditSection section_from(const Row& row) {
  domain::AuditSection section;
  section.section = row.string(0);
  section.judgement = parsed_if_any(row, 1, domain::parse_grade);
  section.evidence = row.string(2);
  section.impact = row.string(3);
  section.good_practice = row.boolean(4);
  section.saved_at = row.optional_instant(5);
  section.saved_by = row.optional_id<domain::PersonId>(6);
  section.version = static_cast<int>(row.integer(7));
  return section;
}

// Both the sections and the answers come in the order of their section.
void add_answers(Connection& connection, std::string_view sql, Params params,
                 std::vector<domain::AuditSection>& sections) {
  auto at = sections.begin();
  connection.query(sql, params, [&](const Row& row) {
    while (at != sections.end() && at->section < row.text(0)) ++at;
    if (at == sections.end() || at->section != row.text(0)) return;
    at->answers.push_back({row.string(1), parsed_if_any(row, 2, domain::parse_answer), row.string(3)});
  });
}

}  // namespace

std::vector<domain::AuditSection> SqlAuditStore::sections(const domain::AuditId& id) {
  auto sections = scope_.connection.all(sql::kSections, {scope_.council, id}, section_from);
  add_answers(scope_.connection, sql::kAnswers, {scope_.council, id}, sections);
  return sections;
}

std::vector<domain::AuditSection> SqlAuditStore::section_outlines(const domain::AuditId& id, bool answers) {
  auto sections = scope_.connection.all(sql::kSectionOutlines, {scope_.council, id}, section_from);
  if (answers) add_answers(scope_.connection, sql::kAnswerOutlines, {scope_.council, id}, sections);
  return sections;
}

std::vector<domain::KeyDocumentFinding> SqlAuditStore::documents(const domain::AuditId& id) {
  return scope_.connection.all(sql::kDocuments, {scope_.council, id}, [](const Row& row) {
    return domain::KeyDocumentFinding{row.string(0), parsed(row, 1, domain::parse_document_finding), row.string(2)};
  });
}

std::vector<domain::Conversation> SqlAuditStore::conversations(const domain::AuditId& id) {
  return scope_.connection.all(sql::kConversations, {scope_.council, id}, conversation_from);
}

std::vector<app::Reallocation> SqlAuditStore::reallocations(const domain::AuditId& id) {
  return scope_.connection.all(sql::kReallocations, {scope_.council, id}, [&](const Row& row) {
    return app::Reallocation{id,
                             row.optional_id<domain::PersonId>(0),
                             row.id<domain::PersonId>(1),
                             row.string(2),
                             row.id<domain::PersonId>(3),
                             row.instant(4),
                             row.string(5),
                             row.string(6)};
  });
}

std::vector<domain::Audit> SqlAuditStore::of_cycle(const domain::CycleId& cycle) {
  static const std::string sql = std::string(sql::kSelectAudits) +
                                 " WHERE council = $1 AND cycle_id = $2 AND reaudit_of IS NULL ORDER BY reference";
  auto found = scope_.connection.all(sql, {scope_.council, cycle}, audit_from);
  fill_beside(scope_, found);
  return found;
}

void SqlAuditStore::add(const domain::Audit& audit) {
  with_values(scope_.council, audit, [&](Params values) { scope_.connection.execute(sql::kInsertAudit, values); });
}

base::Result<void> SqlAuditStore::save(domain::Audit& audit) {
  const auto changed = with_values(scope_.council, audit,
                                   [&](Params values) { return scope_.connection.execute(sql::kUpdateAudit, values); });
  return saved(changed, changed > 0 || scope_.connection.exists(sql::kAuditExists, {scope_.council, audit.id}),
               audit.version);
}

base::Result<void> SqlAuditStore::save_section(const domain::AuditId& id, domain::AuditSection& section) {
  auto& connection = scope_.connection;
  const auto changed =
      section.version == 0
          ? connection.execute(sql::kInsertSection,
                               {scope_.council, id, section.section, word(section.judgement), section.evidence,
                                section.impact, section.good_practice, section.saved_at, section.saved_by})
          : connection.execute(sql::kUpdateSection, {scope_.council, id, section.section, word(section.judgement),
                                                     section.evidence, section.impact, section.good_practice,
                                                     section.saved_at, section.saved_by, section.version});
  if (changed == 0) return base::stale("store.save.stale");
  if (section.version > 0) connection.execute(sql::kDeleteAnswers, {scope_.council, id, section.section});
  int position = 0;
  for (const auto& answer : section.answers)
    connection.execute(sql::kInsertAnswer, {scope_.council, id, section.section, answer.question, ++position,
                                            word(answer.answer), answer.note});
  note_outline(connection, scope_.council, id.text());
  ++section.version;
  return {};
}

void SqlAuditStore::add_minutes(const domain::AuditId& id, int minutes) {
  scope_.connection.execute(sql::kAddMinutes, {scope_.council, id, minutes});
}

void SqlAuditStore::put_documents(const domain::AuditId& id, const std::vector<domain::KeyDocumentFinding>& findings) {
  for (const auto& finding : findings)
    scope_.connection.execute(sql::kPutDocument,
                              {scope_.council, id, finding.document, to_string(finding.finding), finding.note});
}

base::Result<void> SqlAuditStore::save_conversation(const domain::AuditId& id, domain::Conversation& talk) {
  std::vector<Value> values{scope_.council,       id,           to_string(talk.kind),  talk.booked_for,
                            talk.place,           talk.held,    talk.held_on,          word(talk.reason),
                            talk.manager_present, talk.summary, talk.agreed,           talk.purpose_explained,
                            talk.consent,         talk.views,   talk.service_feedback, talk.written_reply,
                            talk.replied_on};
  if (talk.version > 0) values.emplace_back(talk.version);
  const auto changed =
      scope_.connection.execute(talk.version == 0 ? sql::kInsertConversation : sql::kUpdateConversation, values);
  if (changed > 0) note_outline(scope_.connection, scope_.council, id.text());
  return saved(changed, true, talk.version);
}

void SqlAuditStore::add_reallocation(const app::Reallocation& moved) {
  scope_.connection.execute(sql::kInsertReallocation, {scope_.council, moved.audit, moved.from, moved.to, moved.reason,
                                                       moved.by, moved.at, moved.handed_back, moved.handed_back_note});
}

int SqlAuditStore::next_number(base::Period period) {
  return static_cast<int>(scope_.connection.integer(sql::kNextNumber, {scope_.council, period}));
}

}  // namespace plumbline::store
