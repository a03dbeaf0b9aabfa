// Who audits a case beside its auditor: the second of a pair, the preparer, the linked auditor of an area; who audits
// which part of a case before it is sent; and what they write to one another (ALLOC-5, 6, 8, AUDIT-14, 15).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/co_auditor.hpp"

namespace plumbline::app {

// One audit to be made of a sampled case that is not sent yet. A case with one auditor alone has none: that auditor
// stands in the sample.
struct PlannedAudit {
  domain::ChildId child;
  std::string part;
  domain::PersonId auditor;
  std::optional<domain::PersonId> second;  // of a pair
  friend bool operator==(const PlannedAudit&, const PlannedAudit&) = default;
};

// The auditor linked to an area in a cycle (ALLOC-6).
struct AreaLink {
  domain::CycleId cycle;
  std::string area;  // a locality or a service area
  domain::PersonId person;
  base::Instant since{};
  bool moderates = false;
  friend bool operator==(const AreaLink&, const AreaLink&) = default;
};

// One line that somebody wrote for the others: on a prepared section, on what a grade means.
struct SharedNote {
  std::string topic;  // a section's or a grade's key
  int number = 0;     // from 1 in its topic
  domain::PersonId by;
  base::Instant at{};
  std::string note;
  friend bool operator==(const SharedNote&, const SharedNote&) = default;
};

class CoAuditorReads {
 public:
  virtual ~CoAuditorReads() = default;
  virtual std::vector<PlannedAudit> planned(const domain::CycleId& cycle) = 0;  // by child, then by part
  virtual std::vector<AreaLink> links(const domain::CycleId& cycle) = 0;        // by area
  virtual std::vector<AreaLink> links_of(const domain::PersonId& person) = 0;   // the latest first
  virtual std::vector<SharedNote> notes(const std::string& subject) = 0;        // by topic, in their order
};

class CoAuditorStore : public CoAuditorReads {
 public:
  // Replaces what is planned for that child; nothing to plan takes it away.
  virtual void plan(const domain::CycleId& cycle, const domain::ChildId& child, const std::vector<PlannedAudit>& plan,
                    base::Instant at) = 0;
  virtual void clear_plan(const domain::CycleId& cycle) = 0;
  // Adds or replaces the one of that kind on an audit. Not for linked auditors.
  virtual void put(const domain::Audit& audit, const domain::CoAuditor& one) = 0;
  virtual void remove(const domain::Audit& audit, domain::CoAuditorKind kind) = 0;
  virtual void put_link(const AreaLink& link) = 0;  // in place of the area's earlier one
  virtual void remove_link(const domain::CycleId& cycle, const std::string& area) = 0;
  virtual void add_note(const std::string& subject, const SharedNote& note) = 0;  // `number` is given here
};

}  // namespace plumbline::app
