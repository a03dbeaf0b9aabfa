// Audits with their sections, conversations, moderation, actions and concerns.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/page.hpp"
#include "base/result.hpp"
#include "domain/action/action.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/concern.hpp"
#include "domain/moderation/moderation.hpp"

namespace plumbline::app {

struct AuditFilter {
  std::string text;  // part of a reference or a child's identifier
  std::optional<domain::ChildId> child;
  std::string programme;
  std::string from;  // first period, `2026-01`; empty: no bound
  std::string to;    // last period
  std::string cohort;
  std::string locality;
  std::string service_area;
  std::string team;
  std::string category;
  std::vector<domain::AuditState> states;  // any of; empty: all
  std::string grade;                       // the grade that counts
  std::string before_moderation;           // the auditor's own overall grade
  std::optional<domain::PersonId> auditor;
  std::optional<domain::PersonId> worker;
  std::optional<domain::PersonId> supervisor;
  std::optional<domain::CycleId> cycle;
  std::string section;  // with section_grade: that section's judgement
  std::string section_grade;
  std::optional<bool> returned;  // submitted at least once
  std::optional<bool> moderated;
  std::optional<bool> worker_took_part;
  std::optional<bool> good_practice;    // has a section flagged as an example
  std::optional<base::Day> overdue_on;  // not returned and due before that day
  std::optional<bool> distributed;      // sent to its auditor, and not withdrawn since
  std::optional<bool> graded;           // has an overall grade, before or after moderation
  std::optional<bool> picked;           // picked for moderation
  std::optional<bool> grade_changed;    // moderated, and the grade moved
  std::string not_held;  // returned without the worker for this coded reason; `not-recorded` also when nothing was
  std::string concern;   // has a concern of this kind: `immediate`, `review`
  std::string tool;
  std::string section_blank;            // that section has no judgement
  std::string section_flagged;          // that section is flagged as an example
  std::string section_band;             // of `section`: `good-or-better`, `below-good`
  std::string grade_band;               // of the grade that counts
  std::string before_band;              // of the auditor's own grade
  std::optional<bool> imported;         // from an old tracker
  std::optional<bool> late;             // returned after the day it was due
  std::vector<std::string> categories;  // any of; empty: all
  std::vector<std::string> parts;       // of an agency (AUDIT-15), any of, blank: of none; empty: all
  std::optional<bool> reaudit;          // looks again at an earlier one (ACT-4)
  std::optional<domain::AuditId> reaudit_of;
  std::optional<domain::PersonId> audited_by;  // is its auditor, or the second of its pair
  std::optional<bool> auditor_left;            // its auditor, or the second of its pair, has left the council
  std::optional<domain::PersonId> to_prepare;  // is its preparer and has not said that it is prepared
};

// Who had the audit before, and why it moved (ALLOC-4). Where it had been handed back, also why it was (AUDIT-16): the
// audit itself goes to its next auditor with a clean sheet.
struct Reallocation {
  domain::AuditId audit;
  std::optional<domain::PersonId> from;
  domain::PersonId to;
  std::string reason;
  domain::PersonId by;
  base::Instant at{};
  std::string handed_back{};       // the coded reason; empty where it was not handed back
  std::string handed_back_note{};  // for those who allocate alone
};

// One audit of an old tracker as audits.csv says it.
struct PastAudit {
  domain::Audit audit;
  std::optional<bool> worker_took_part;
  std::optional<domain::NotHeldReason> reason_not;
  std::vector<std::pair<std::string, domain::Grade>> sections;  // by key; blank ones are left out
};
// What the store holds of a reference; the views are good inside the call only.
struct KnownReference {
  std::string_view reference;
  std::string_view audit;            // its id
  std::optional<std::int64_t> said;  // the fingerprint of what the last import said; nothing: an audit of our own
};
// Many past audits written at once, in bounded memory, inside the unit of work; a reference at most once.
class PastAuditImport {
 public:
  virtual ~PastAuditImport() = default;
  virtual void insert(const PastAudit& audit, std::int64_t said) = 0;
  // The audit as it stands takes the place of what was imported under its id.
  virtual void update(const PastAudit& audit, std::int64_t said) = 0;
  virtual void finish() = 0;  // must be called; nothing is sure to be written before
};

class AuditReads {
 public:
  virtual ~AuditReads() = default;
  virtual base::Result<domain::Audit> find(const domain::AuditId& id) = 0;  // access.row.not_found
  virtual base::Result<domain::Audit> find_by_reference(const std::string& reference) = 0;
  virtual Page<domain::Audit> list(const AuditFilter& filter, const PageRequest& page, const Visibility& visible) = 0;
  virtual std::vector<domain::AuditSection> sections(const domain::AuditId& id) = 0;  // saved ones, in no order
  // As sections, for where only their state is asked: evidence and impact hold one letter where anything is written,
  // and the answers come with `answers` alone, without their notes.
  virtual std::vector<domain::AuditSection> section_outlines(const domain::AuditId& id, bool answers) = 0;
  virtual std::vector<domain::KeyDocumentFinding> documents(const domain::AuditId& id) = 0;
  virtual std::vector<domain::Conversation> conversations(const domain::AuditId& id) = 0;
  virtual std::vector<Reallocation> reallocations(const domain::AuditId& id) = 0;
  // The audits of its sample; re-audits keep their first audit's cycle but stand outside it.
  virtual std::vector<domain::Audit> of_cycle(const domain::CycleId& cycle) = 0;
  // Every reference of the council, in any order, as an import compares it.
  virtual void for_each_reference(const std::function<void(const KnownReference&)>& visit) = 0;
};

class AuditStore : public AuditReads {
 public:
  virtual void add(const domain::Audit& audit) = 0;
  virtual base::Result<void> save(domain::Audit& audit) = 0;  // Stale when the version moved on; counts it up
  // Saves against section.version; Stale when another window saved since (the stored one stays). Counts it up.
  virtual base::Result<void> save_section(const domain::AuditId& id, domain::AuditSection& section) = 0;
  // Counts on, without a new version: it is no text that another window could lose.
  virtual void add_minutes(const domain::AuditId& id, int minutes) = 0;
  virtual void put_documents(const domain::AuditId& id, const std::vector<domain::KeyDocumentFinding>& findings) = 0;
  virtual base::Result<void> save_conversation(const domain::AuditId& id, domain::Conversation& conversation) = 0;
  virtual void add_reallocation(const Reallocation& reallocation) = 0;
  // The next number for a reference in that period, from 1, over all programmes: references do not name theirs.
  virtual int next_number(base::Period period) = 0;
  virtual std::unique_ptr<PastAuditImport> begin_past_import() = 0;
};

// How often moderation left an auditor's grade, or moved it from one to another (MOD-3).
struct ModerationOfAuditor {
  std::optional<domain::PersonId> auditor;
  std::optional<domain::Grade> from;  // the auditor's own
  std::optional<domain::Grade> to;    // after moderation; equals `from` where it was confirmed
  long long n = 0;
};

class ModerationReads {
 public:
  virtual ~ModerationReads() = default;
  virtual std::vector<domain::Moderation> of(const domain::AuditId& audit) = 0;  // in order of time
  // By the moderation that settled each audit; of the filter programme, from, to, locality and service area count.
  // By auditor, then from, then to.
  virtual std::vector<ModerationOfAuditor> by_auditor(const AuditFilter& filter, const Visibility& visible) = 0;
};
class ModerationStore : public ModerationReads {
 public:
  virtual void add(const domain::Moderation& moderation) = 0;
};

struct ActionFilter {
  std::optional<domain::PersonId> owner;
  std::optional<domain::PersonId> sign_off_by;
  std::vector<domain::ActionState> states;
  std::optional<base::Day> overdue_on;
  std::string locality;
  std::string service_area;
  std::string team;
  std::string programme;
  std::string from;  // periods of the audit
  std::string to;
  std::string cohort;  // of the audit
  std::string priority;
};

// An action with what its list says of the audit it came from.
struct ActionRow {
  domain::Action action;
  std::string reference;
  domain::ChildId child_id;
  std::string locality;
  std::string team;
  std::string owner_name;
};

class ActionReads {
 public:
  virtual ~ActionReads() = default;
  virtual base::Result<domain::Action> find(const domain::ActionId& id) = 0;
  virtual std::vector<domain::Action> of(const domain::AuditId& audit) = 0;
  virtual Page<ActionRow> list(const ActionFilter& filter, const PageRequest& page, const Visibility& visible) = 0;
};
class ActionStore : public ActionReads {
 public:
  virtual void add(const domain::Action& action) = 0;
  virtual base::Result<void> save(domain::Action& action) = 0;
  virtual void remove(const domain::ActionId& id) = 0;  // a proposed one only
};

struct ConcernFilter {
  std::string kind;                  // `immediate`, `review`
  std::string state;                 // `raised`, `acknowledged`, `closed`; `open`: not closed
  std::optional<bool> acknowledged;  // by a person, at some time
  std::string programme;
  std::string from;  // periods of the audit
  std::string to;
  std::string locality;
  std::string service_area;
};

// A concern with what its list says of its audit. Whom it told is left out.
struct ConcernRow {
  domain::Concern concern;
  std::string reference;
  std::string locality;
  std::string team;
  std::string programme;
};

class ConcernReads {
 public:
  virtual ~ConcernReads() = default;
  // Open and closed ones, the latest first; sorts `raised`, `reference`, `state`.
  virtual Page<ConcernRow> list(const ConcernFilter& filter, const PageRequest& page, const Visibility& visible) = 0;
  virtual base::Result<domain::Concern> find(const domain::ConcernId& id) = 0;
  virtual std::vector<domain::Concern> of(const domain::AuditId& audit) = 0;
  // Concerns that are not closed, oldest first, in the actor's sight or told to them.
  virtual std::vector<domain::Concern> open(const Visibility& visible) = 0;
};
class ConcernStore : public ConcernReads {
 public:
  virtual void add(const domain::Concern& concern) = 0;
  virtual base::Result<void> save(domain::Concern& concern) = 0;
};

}  // namespace plumbline::app
