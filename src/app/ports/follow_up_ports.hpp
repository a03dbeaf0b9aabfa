// What a final grade sets off: talks to be recorded in supervision, re-audits, feedback on earlier practice, hand-over
// to the child's record, examples of good practice (ACT-3, ACT-4, ACT-6, AUDIT-12, AUDIT-13).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/page.hpp"
#include "base/result.hpp"
#include "domain/action/follow_up.hpp"
#include "domain/audit/earlier_practice.hpp"

namespace plumbline::app {

struct FollowUpFilter {
  std::optional<domain::FollowUpKind> kind;
  std::vector<domain::FollowUpState> states;  // any of; empty: all
  std::optional<base::Day> overdue_on;        // open and due before that day
  std::string programme;
  std::string locality;
  std::optional<base::Instant> checked_after;  // a meeting has checked it, later than that
  std::optional<base::Instant> checked_until;  // and no later than that
};

// A follow-up with what its list says of the audit that set it off.
struct FollowUpRow {
  domain::FollowUp follow_up;
  std::string reference;
  domain::ChildId child_id;
  std::string programme;
  std::string locality;
  std::string team;
  std::optional<domain::Grade> grade;
  std::optional<domain::PersonId> worker;
  std::optional<domain::PersonId> supervisor;
};

// The note of a finished audit was put on the child's record (ACT-6).
struct HandOver {
  domain::AuditId audit;
  domain::PersonId by;
  base::Day on{};
  base::Instant recorded_at{};
  friend bool operator==(const HandOver&, const HandOver&) = default;
};
struct HandOverRow {  // a finished audit that waits for it
  domain::AuditId audit;
  std::string reference;
  std::string programme;
  domain::ChildId child_id;
  std::string team;
  std::optional<domain::Grade> grade;
  std::optional<base::Instant> finalised_at;
};

// A section of a final audit that its auditor flagged as an example (AUDIT-13).
struct Example {
  domain::AuditId audit;
  std::string reference;
  std::string programme;
  std::string tool;
  std::string section;
  base::Period period;
  std::string locality;
  std::string service_area;
  std::string team;
  std::optional<domain::Grade> judgement;
  std::string evidence;
  std::string impact;
  std::optional<base::Day> shared_on;  // with the team
  std::optional<domain::PersonId> shared_by;
};
struct ExampleFilter {
  std::string programme;
  std::string section;
  std::string locality;
  std::string service_area;
  std::string from;  // periods
  std::string to;
  std::optional<bool> shared;
  std::optional<domain::AuditId> audit;
};
struct SharedExample {
  domain::AuditId audit;
  std::string section;
  domain::PersonId by;
  base::Day on{};
};

class FollowUpReads {
 public:
  virtual ~FollowUpReads() = default;
  virtual base::Result<domain::FollowUp> find(const domain::FollowUpId& id) = 0;
  virtual std::vector<domain::FollowUp> of(const domain::AuditId& audit) = 0;  // in order of opening
  virtual std::optional<domain::FollowUp> of_reaudit(const domain::AuditId& reaudit) = 0;
  // The first due first.
  virtual Page<FollowUpRow> list(const FollowUpFilter& filter, const PageRequest& page, const Visibility& visible) = 0;
  // What the programme's next meeting checks: talks recorded or still to be recorded, the first due first. Meetings see
  // all of their programme.
  virtual std::vector<FollowUpRow> open_for_meeting(const std::string& programme) = 0;
  // Overdue talks that nobody has been told of yet, and planned re-audits whose window has begun: what upkeep acts on.
  virtual std::vector<domain::FollowUp> to_escalate(base::Day today) = 0;
  virtual std::vector<domain::FollowUp> reaudits_to_send(base::Day today) = 0;

  virtual base::Result<domain::PracticeNote> find_practice(const domain::PracticeNoteId& id) = 0;
  virtual std::vector<domain::PracticeNote> practice_of(const domain::AuditId& audit) = 0;  // in order of noting
  // Fed back to that person, the latest first.
  virtual std::vector<domain::PracticeNote> practice_told(const domain::PersonId& person) = 0;

  virtual std::optional<HandOver> hand_over_of(const domain::AuditId& audit) = 0;
  // Final audits of these programmes that are not handed over, the longest final first. Imported ones are left out.
  virtual Page<HandOverRow> not_handed_over(const std::vector<std::string>& programmes, const PageRequest& page,
                                            const Visibility& visible) = 0;

  // The latest month first.
  virtual Page<Example> examples(const ExampleFilter& filter, const PageRequest& page, const Visibility& visible) = 0;
};
class FollowUpStore : public FollowUpReads {
 public:
  virtual void add(const domain::FollowUp& follow_up) = 0;
  virtual base::Result<void> save(domain::FollowUp& follow_up) = 0;  // Stale when the version moved on; counts it up
  virtual void add_practice(const domain::PracticeNote& note) = 0;
  virtual base::Result<void> save_practice(domain::PracticeNote& note) = 0;  // with whom it told
  virtual void remove_practice(const domain::PracticeNoteId& id) = 0;        // one that nobody was told of
  virtual base::Result<void> add_hand_over(const HandOver& hand_over) = 0;   // hand_over.record.already
  virtual void put_shared(const SharedExample& shared) = 0;                  // the first time stays
};

}  // namespace plumbline::app
