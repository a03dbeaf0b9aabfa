// One audit of one child's file: who audits, where it stands, what was judged (AUDIT-1 to 16). Free text is the user's,
// kept as typed. Plain values; the rules that move an audit from state to state stand beside this file.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/id.hpp"
#include "domain/audit/co_auditor.hpp"
#include "domain/framework/grade.hpp"
#include "domain/register/case.hpp"

namespace plumbline::domain {

using CycleId = base::Id<struct CycleTag>;

// Stored: add, never change. docs/states.md has who may move what.
enum class AuditState {
  Allocated,   // drawn and given to an auditor, not yet sent
  Sent,        // with the auditor, nothing written
  InProgress,  // begun
  Submitted,   // returned by the auditor, waiting to be moderated
  Returned,    // given back by the moderator for more work
  Final,       // moderated, or not picked for moderation: its grade counts
  HandedBack,  // the auditor gave it back with a reason (AUDIT-16)
  Withdrawn    // exempted after allocation (SAMPLE-6)
};
inline constexpr std::array kAuditStates{AuditState::Allocated,  AuditState::Sent,     AuditState::InProgress,
                                         AuditState::Submitted,  AuditState::Returned, AuditState::Final,
                                         AuditState::HandedBack, AuditState::Withdrawn};
std::string_view to_string(AuditState state);  // `in-progress`
std::string_view say(AuditState state);        // `In progress`
std::optional<AuditState> parse_audit_state(std::string_view text);

enum class DocumentFinding { Found, NotFound, NotRecorded };
std::string_view to_string(DocumentFinding finding);  // `found`, `not-found`, `not-recorded`
std::string_view say(DocumentFinding finding);
std::optional<DocumentFinding> parse_document_finding(std::string_view text);

struct SectionAnswer {
  std::string question;  // the question's key in the tool
  std::optional<Answer> answer;
  std::string note;
  friend bool operator==(const SectionAnswer&, const SectionAnswer&) = default;
};

// What the auditor wrote in one section of the tool. `version` counts saves; a save against an older version is Stale.
struct AuditSection {
  std::string section;  // the section's key in the tool
  std::optional<Grade> judgement;
  std::string evidence;
  std::string impact;
  std::vector<SectionAnswer> answers;
  bool good_practice = false;  // flagged as an example to share (AUDIT-13)
  int version = 0;             // 0: never saved
  std::optional<base::Instant> saved_at;
  std::optional<PersonId> saved_by;
  friend bool operator==(const AuditSection&, const AuditSection&) = default;
};

struct KeyDocumentFinding {
  std::string document;  // the document's key in the programme
  DocumentFinding finding = DocumentFinding::NotRecorded;
  std::string note;
  friend bool operator==(const KeyDocumentFinding&, const KeyDocumentFinding&) = default;
};

enum class ConversationKind { Worker, Family };
std::string_view to_string(ConversationKind kind);  // `worker`, `family`
std::string_view say(ConversationKind kind);
std::optional<ConversationKind> parse_conversation_kind(std::string_view text);

// Why a conversation was not held; coded as audits.csv writes it (AUDIT-6).
enum class NotHeldReason { LeftOrganisation, NoResponse, AuditorUnavailable, WorkerUnavailable, NotRecorded };
inline constexpr std::array kNotHeldReasons{NotHeldReason::LeftOrganisation, NotHeldReason::NoResponse,
                                            NotHeldReason::AuditorUnavailable, NotHeldReason::WorkerUnavailable,
                                            NotHeldReason::NotRecorded};
std::string_view to_string(NotHeldReason reason);
std::string_view say(NotHeldReason reason);
std::optional<NotHeldReason> parse_not_held_reason(std::string_view text);

// The reflective conversation with the worker (AUDIT-6) or the talk with the family (AUDIT-8).
struct Conversation {
  ConversationKind kind = ConversationKind::Worker;
  std::optional<base::Instant> booked_for;
  std::string place;         // a room or "by video", as typed
  std::optional<bool> held;  // nothing until recorded
  std::optional<base::Day> held_on;
  std::optional<NotHeldReason> reason;  // set when held is false
  bool manager_present = false;
  std::string summary;
  std::string agreed;  // agreed actions or next steps, as typed
  // Family only (AUDIT-8).
  bool purpose_explained = false;
  std::optional<bool> consent;
  std::string views;  // the child's and family's views
  std::string service_feedback;
  std::string written_reply;  // what the family was told was done with it
  std::optional<base::Day> replied_on;
  int version = 0;
  friend bool operator==(const Conversation&, const Conversation&) = default;
};

struct Audit {
  AuditId id;
  std::string reference;  // LAN-2026-12-014: what people say aloud
  CycleId cycle;
  std::string programme;
  base::Period period;
  std::string cohort;
  // The case as it stood when drawn.
  ChildId child_id;
  Category category = Category::Cin;
  std::string locality;
  std::string service_area;
  TeamName team;
  std::optional<PersonId> worker_id;
  std::optional<PersonId> supervisor_id;
  // The tool it was made with, for good (AUDIT-1).
  std::string tool;
  int tool_version = 1;
  std::optional<PersonId> auditor;
  AuditState state = AuditState::Allocated;
  bool family_contact = false;  // in the share with a family conversation (SAMPLE-8)
  std::optional<base::Day> due_on;
  std::optional<base::Instant> sent_at;
  std::optional<base::Instant> started_at;
  std::optional<base::Instant> submitted_at;
  std::optional<base::Instant> finalised_at;
  std::optional<Grade> overall;            // the auditor's, kept for ever once submitted (MOD-2)
  std::string overall_reason;              // how the judgement follows
  std::optional<Grade> moderated_overall;  // set by moderation alone, also when it confirmed
  std::string moderation_pick;             // why: `all`, `grade`, `share`, `count`, `imported`; empty: not
  std::string hand_back_reason;            // coded: `conflict`, `wrong-case`, `closed-case`, `other`
  std::string hand_back_note;
  int minutes_spent = 0;  // recorded time (AUDIT-11)
  bool imported = false;  // from an old tracker
  // Where several audit one case independently (AUDIT-15, ALLOC-8): the agency's key, or `1`, `2`, … of a joint audit.
  std::string part;
  std::optional<AuditId> reaudit_of;  // the audit that this one looks at again (ACT-4)
  int version = 0;
  // Read with the audit and never saved with it: who works on it beside the auditor (app::CoAuditorStore keeps them),
  // and the other audits of the same case, where it has a part.
  std::vector<CoAuditor> beside;
  std::vector<OtherPart> others;

  // The grade that counts: after moderation where there was one.
  std::optional<Grade> grade() const { return moderated_overall ? moderated_overall : overall; }
  const CoAuditor* co_auditor(CoAuditorKind kind) const;  // the first of that kind; null when there is none
  bool is_audited_by(const PersonId& person) const;       // the auditor, or the second of a pair
  bool is_being_prepared() const;                         // its preparer has not said that the prepared part is done
  bool all_parts_returned() const;
  // One who grades the same case sees nothing of it before all are returned (ALLOC-8).
  bool is_kept_from(const PersonId& person) const;
  friend bool operator==(const Audit&, const Audit&) = default;
};

}  // namespace plumbline::domain
