// The statements of audits and what belongs to one.
#pragma once

#include <string_view>

namespace plumbline::store::sql {

inline constexpr std::string_view kSelectAudits = R"sql(
  SELECT audits.audit_id, audits.reference, audits.cycle_id, audits.programme, audits.period, audits.cohort,
         audits.child_id, audits.category, audits.locality, audits.service_area, audits.team, audits.worker_id,
         audits.supervisor_id, audits.tool, audits.tool_version, audits.auditor, audits.state, audits.family_contact,
         audits.due_on, audits.sent_at, audits.started_at, audits.submitted_at, audits.finalised_at, audits.overall,
         audits.overall_reason, audits.moderated_overall, audits.moderation_pick, audits.hand_back_reason,
         audits.hand_back_note, audits.minutes_spent, audits.imported, audits.part, audits.reaudit_of,
         audits.version
  FROM audits)sql";
inline constexpr std::string_view kCountAudits = "SELECT count(*) FROM audits";

// Returned after the day it was due, by the day in London; true or false, never NULL. From the last Sunday of March to
// the day before the last one of October London's day ends an hour before UTC's, so that what comes in UTC's last hour
// of the due day is late. A last Sunday is the 31st less (5y/4 + 4) mod 7 in March and (5y/4 + 1) mod 7 in October
// (1901 to 2099).
inline constexpr std::string_view kReturnedLate = R"sql((audits.submitted_at IS NOT NULL AND audits.due_on IS NOT NULL
      AND (substr(audits.submitted_at, 1, 10) > audits.due_on
           OR substr(audits.submitted_at, 1, 13) = audits.due_on || 'T23'
             AND (substr(audits.due_on, 6, 2) BETWEEN '04' AND '09'
                  OR substr(audits.due_on, 6, 2) = '03' AND CAST(substr(audits.due_on, 9, 2) AS INTEGER)
                    >= 31 - (5 * CAST(substr(audits.due_on, 1, 4) AS INTEGER) / 4 + 4) % 7
                  OR substr(audits.due_on, 6, 2) = '10' AND CAST(substr(audits.due_on, 9, 2) AS INTEGER)
                    < 31 - (5 * CAST(substr(audits.due_on, 1, 4) AS INTEGER) / 4 + 1) % 7))))sql";

inline constexpr std::string_view kInsertAudit = R"sql(
  INSERT INTO audits (council, audit_id, reference, cycle_id, programme, period, cohort, child_id, category, locality,
                      service_area, team, worker_id, supervisor_id, tool, tool_version, auditor, state, family_contact,
                      due_on, sent_at, started_at, submitted_at, finalised_at, overall, overall_reason,
                      moderated_overall, moderation_pick, hand_back_reason, hand_back_note, minutes_spent, imported,
                      part, reaudit_of, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
          $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)
)sql";
inline constexpr std::string_view kUpdateAudit = R"sql(
  UPDATE audits SET reference = $3, cycle_id = $4, programme = $5, period = $6, cohort = $7, child_id = $8,
                    category = $9, locality = $10, service_area = $11, team = $12, worker_id = $13, supervisor_id = $14,
                    tool = $15, tool_version = $16, auditor = $17, state = $18, family_contact = $19, due_on = $20,
                    sent_at = $21, started_at = $22, submitted_at = $23, finalised_at = $24, overall = $25,
                    overall_reason = $26, moderated_overall = $27, moderation_pick = $28, hand_back_reason = $29,
                    hand_back_note = $30, minutes_spent = $31, imported = $32, part = $33, reaudit_of = $34,
                    version = $35 + 1
  WHERE council = $1 AND audit_id = $2 AND version = $35
)sql";
inline constexpr std::string_view kAuditExists = "SELECT 1 FROM audits WHERE council = $1 AND audit_id = $2";
inline constexpr std::string_view kAddMinutes =
    "UPDATE audits SET minutes_spent = minutes_spent + $3 WHERE council = $1 AND audit_id = $2";
inline constexpr std::string_view kNextNumber =
    "SELECT count(*) + 1 FROM audits WHERE council = $1 AND period = $2 AND NOT imported";

inline constexpr std::string_view kSections = R"sql(
  SELECT section, judgement, evidence, impact, good_practice, saved_at, saved_by, version
  FROM audit_sections WHERE council = $1 AND audit_id = $2 ORDER BY section
)sql";
inline constexpr std::string_view kSectionOutlines = R"sql(
  SELECT section, judgement, CASE WHEN length(trim(evidence)) > 0 THEN 'x' ELSE '' END,
         CASE WHEN length(trim(impact)) > 0 THEN 'x' ELSE '' END, good_practice, saved_at, saved_by, version
  FROM audit_sections WHERE council = $1 AND audit_id = $2 ORDER BY section
)sql";
inline constexpr std::string_view kAnswerOutlines = R"sql(
  SELECT section, question, answer, '' FROM audit_answers WHERE council = $1 AND audit_id = $2
  ORDER BY section
)sql";
inline constexpr std::string_view kAnswers = R"sql(
  SELECT section, question, answer, note FROM audit_answers WHERE council = $1 AND audit_id = $2
  ORDER BY section, position, question
)sql";
inline constexpr std::string_view kInsertSection = R"sql(
  INSERT INTO audit_sections (council, audit_id, section, judgement, evidence, impact, good_practice, saved_at,
                              saved_by, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
  ON CONFLICT (council, audit_id, section) DO NOTHING
)sql";
inline constexpr std::string_view kUpdateSection = R"sql(
  UPDATE audit_sections SET judgement = $4, evidence = $5, impact = $6, good_practice = $7, saved_at = $8,
                            saved_by = $9, version = $10 + 1
  WHERE council = $1 AND audit_id = $2 AND section = $3 AND version = $10
)sql";
inline constexpr std::string_view kDeleteAnswers =
    "DELETE FROM audit_answers WHERE council = $1 AND audit_id = $2 AND section = $3";
inline constexpr std::string_view kInsertAnswer = R"sql(
  INSERT INTO audit_answers (council, audit_id, section, question, position, answer, note)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql";

inline constexpr std::string_view kDocuments =
    "SELECT document, finding, note FROM audit_documents WHERE council = $1 AND audit_id = $2 ORDER BY document";
inline constexpr std::string_view kPutDocument = R"sql(
  INSERT INTO audit_documents (council, audit_id, document, finding, note) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (council, audit_id, document) DO UPDATE SET finding = excluded.finding, note = excluded.note
)sql";

inline constexpr std::string_view kConversations = R"sql(
  SELECT kind, booked_for, place, held, held_on, reason, manager_present, summary, agreed, purpose_explained, consent,
         views, service_feedback, written_reply, replied_on, version
  FROM conversations WHERE council = $1 AND audit_id = $2 ORDER BY kind DESC
)sql";
inline constexpr std::string_view kInsertConversation = R"sql(
  INSERT INTO conversations (council, audit_id, kind, booked_for, place, held, held_on, reason, manager_present,
                             summary, agreed, purpose_explained, consent, views, service_feedback, written_reply,
                             replied_on, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)
  ON CONFLICT (council, audit_id, kind) DO NOTHING
)sql";
inline constexpr std::string_view kUpdateConversation = R"sql(
  UPDATE conversations SET booked_for = $4, place = $5, held = $6, held_on = $7, reason = $8, manager_present = $9,
                           summary = $10, agreed = $11, purpose_explained = $12, consent = $13, views = $14,
                           service_feedback = $15, written_reply = $16, replied_on = $17, version = $18 + 1
  WHERE council = $1 AND audit_id = $2 AND kind = $3 AND version = $18
)sql";

inline constexpr std::string_view kReallocations = R"sql(
  SELECT from_person, to_person, reason, by_person, at, handed_back, handed_back_note FROM reallocations
  WHERE council = $1 AND audit_id = $2 ORDER BY number
)sql";
inline constexpr std::string_view kInsertReallocation = R"sql(
  INSERT INTO reallocations (council, audit_id, number, from_person, to_person, reason, by_person, at, handed_back,
                             handed_back_note)
  SELECT $1, $2, count(*) + 1, CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS TEXT),
         CAST($8 AS TEXT), CAST($9 AS TEXT)
  FROM reallocations WHERE council = $1 AND audit_id = $2
)sql";

}  // namespace plumbline::store::sql
