#include "domain/audit/audit.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::string_view to_string(AuditState state) {
  switch (state) {
    case AuditState::Allocated:
      return "allocated";
    case AuditState::Sent:
      return "sent";
    case AuditState::InProgress:
      return "in-progress";
    case AuditState::Submitted:
      return "submitted";
    case AuditState::Returned:
      return "returned";
    case AuditState::Final:
      return "final";
    case AuditState::HandedBack:
      return "handed-back";
    case AuditState::Withdrawn:
      return "withdrawn";
  }
  return "";
}

std::string_view say(AuditState state) {
  switch (state) {
    case AuditState::Allocated:
      return "Not sent yet";
    case AuditState::Sent:
      return "Not started";
    case AuditState::InProgress:
      return "In progress";
    case AuditState::Submitted:
      return "Waiting for moderation";
    case AuditState::Returned:
      return "Sent back to the auditor";
    case AuditState::Final:
      return "Finished";
    case AuditState::HandedBack:
      return "Handed back";
    case AuditState::Withdrawn:
      return "Withdrawn";
  }
  return "";
}

std::optional<AuditState> parse_audit_state(std::string_view text) {
  for (const auto state : kAuditStates)
    if (base::equal_ignoring_case(to_string(state), base::trim(text))) return state;
  return std::nullopt;
}

std::string_view to_string(DocumentFinding finding) {
  switch (finding) {
    case DocumentFinding::Found:
      return "found";
    case DocumentFinding::NotFound:
      return "not-found";
    case DocumentFinding::NotRecorded:
      return "not-recorded";
  }
  return "";
}

std::string_view say(DocumentFinding finding) {
  switch (finding) {
    case DocumentFinding::Found:
      return "Found";
    case DocumentFinding::NotFound:
      return "Not found";
    case DocumentFinding::NotRecorded:
      return "Not recorded";
  }
  return "";
}

std::optional<DocumentFinding> parse_document_finding(std::string_view text) {
  for (const auto finding : {DocumentFinding::Found, DocumentFinding::NotFound, DocumentFinding::NotRecorded})
    if (base::equal_ignoring_case(to_string(finding), base::trim(text))) return finding;
  return std::nullopt;
}

std::string_view to_string(ConversationKind kind) {
  switch (kind) {
    case ConversationKind::Worker:
      return "worker";
    case ConversationKind::Family:
      return "family";
  }
  return "";
}

std::string_view say(ConversationKind kind) {
  switch (kind) {
    case ConversationKind::Worker:
      return "Conversation with the worker";
    case ConversationKind::Family:
      return "Conversation with the family";
  }
  return "";
}

std::optional<ConversationKind> parse_conversation_kind(std::string_view text) {
  for (const auto kind : {ConversationKind::Worker, ConversationKind::Family})
    if (base::equal_ignoring_case(to_string(kind), base::trim(text))) return kind;
  return std::nullopt;
}

std::string_view to_string(NotHeldReason reason) {
  switch (reason) {
    case NotHeldReason::LeftOrganisation:
      return "left-organisation";
    case NotHeldReason::NoResponse:
      return "no-response";
    case NotHeldReason::AuditorUnavailable:
      return "auditor-unavailable";
    case NotHeldReason::WorkerUnavailable:
      return "worker-unavailable";
    case NotHeldReason::NotRecorded:
      return "not-recorded";
  }
  return "";
}

std::string_view say(NotHeldReason reason) {
  switch (reason) {
    case NotHeldReason::LeftOrganisation:
      return "The worker has left";
    case NotHeldReason::NoResponse:
      return "The worker did not answer";
    case NotHeldReason::AuditorUnavailable:
      return "The auditor was not available";
    case NotHeldReason::WorkerUnavailable:
      return "The worker was not available";
    case NotHeldReason::NotRecorded:
      return "No reason recorded";
  }
  return "";
}

std::optional<NotHeldReason> parse_not_held_reason(std::string_view text) {
  for (const auto reason : kNotHeldReasons)
    if (base::equal_ignoring_case(to_string(reason), base::trim(text))) return reason;
  return std::nullopt;
}

}  // namespace plumbline::domain
