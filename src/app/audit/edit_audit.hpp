// Writing an audit: sections, key documents, the overall judgement, the time it took (AUDIT-1 to 5, 11). Each save
// commits by itself and is journalled (with hashes of free text). The first save moves a sent audit to in progress.
#pragma once

#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::app {

// Longest text of one field, in bytes. A longer one is refused with `audit.save.too_long` naming the field.
inline constexpr std::size_t kLongestText = 100'000;

struct SaveSection {
  domain::AuditId audit;
  domain::AuditSection section;  // `version` is the one the writer began from
  int minutes = 0;               // time spent since the last save, 0 to 240; added to the audit's
};
// The section as saved, with its new version and time. Stale (`audit.save.stale`): another window saved since; nothing
// is lost, the page shows both texts.
base::Result<domain::AuditSection> save_section(const SaveSection& command, const Actor& actor,
                                                const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work);

struct SaveDocuments {
  domain::AuditId audit;
  std::vector<domain::KeyDocumentFinding> findings;
  std::string began_from{};  // fingerprint_of what the writer saw; empty: not known
};
std::string fingerprint_of(const std::vector<domain::KeyDocumentFinding>& findings);
// Stale (`audit.save.documents_stale`): another window saved since; nothing is lost, the page shows both.
base::Result<void> save_documents(const SaveDocuments& command, const Actor& actor, const base::Clock& clock,
                                  Frameworks& frameworks, UnitOfWork& work);

struct SaveOverall {
  domain::AuditId audit;
  int version = 0;  // of the audit
  std::optional<domain::Grade> overall;
  std::string reason;
};
base::Result<void> save_overall(const SaveOverall& command, const Actor& actor, const base::Clock& clock,
                                Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
