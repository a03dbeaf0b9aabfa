// What the use cases of actions, concerns and follow-ups have in common: each loads a thing with the audit it belongs
// to, and keeps it with one line in the journal.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "app/actor.hpp"
#include "app/audit/write_down.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/result.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::app {

// Refusal: access.row.not_found.
template <class Thing>
base::Result<std::pair<Thing, domain::Audit>> with_audit(base::Result<Thing> found, UnitOfWork& work) {
  TRY(auto thing, std::move(found));
  TRY(auto audit, work.audits().find(thing.audit));
  return std::pair{std::move(thing), std::move(audit)};
}

// Whether the writer began from what is kept; Stale where another window saved since.
template <class Thing>
base::Result<void> check_version(const Thing& thing, int version) {
  if (version != thing.version) return base::stale("store.save.stale");
  return {};
}

// Saves against its version, writes down what it was and what it became, and commits. `kind` names it in the journal,
// `fields_of` gives what is written there: hashes of free text.
template <class Store, class Thing, class Fields>
base::Result<void> keep(Store& store, Thing& thing, std::string_view kind, std::string_view what, std::string reason,
                        const JournalFields& before, Fields fields_of, const Actor& actor, base::Instant at,
                        UnitOfWork& work) {
  CHECK(store.save(thing));
  write_down(work.journal(), actor, at, what, kind, thing.id.text(), std::move(reason), before, fields_of(thing));
  return work.commit();
}

}  // namespace plumbline::app
