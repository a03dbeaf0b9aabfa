// An audit with all that its pages show to this reader, read in one snapshot, in the words of the framework it was made
// with. Whoever opens one is written down as having seen it (SEC-2), by audit_page.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/framework/frameworks.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/result.hpp"
#include "domain/audit/completeness.hpp"
#include "domain/framework/framework.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {

struct OpenAudit {
  std::shared_ptr<const domain::Framework> framework;
  const domain::Programme* programme = nullptr;
  const domain::Tool* tool = nullptr;
  const domain::Scale* scale = nullptr;  // null for a checklist
  domain::Audit audit;
  std::vector<const domain::ToolSection*> tool_sections;  // those that this audit asks for, in order
  domain::AuditContents contents;                         // what was saved
  std::vector<domain::Finding> findings;                  // what is missing or questioned
  std::vector<domain::Concern> concerns;
  std::vector<domain::Moderation> moderations;
  std::vector<app::Reallocation> reallocations;
  std::vector<app::SharedNote> notes;             // on prepared sections
  std::map<domain::PersonId, std::string> names;  // of everyone the pages mention
  // Whether the reader may read what was found (app::may_read_findings). Where not, judgements, texts, documents,
  // actions, moderation and the family's words are not in here: no page can show them by mistake.
  bool readable = true;

  domain::AuditSection section(const std::string& key) const;  // blank, version 0, when never saved
  domain::Conversation conversation(domain::ConversationKind kind) const;
  std::vector<domain::Action> actions_of(const std::string& section) const;
  std::string name(const std::optional<domain::PersonId>& person) const;  // "nobody" when there is none
  std::string auditors() const;  // the auditor's name, or both of a pair: "A and B"
};

// Outline leaves the long texts in the store: enough to say what is begun, missing and done. An audit that is past its
// writing then comes without answers, key documents and findings.
enum class Reading { Whole, Outline };
// Refusals: access.row.not_found, also for an audit the actor may not see, so that its existence is not told;
// audit.find.tool_unknown.
base::Result<OpenAudit> open_audit(const Services& services, const SignedIn& who, const domain::AuditId& id,
                                   Reading reading = Reading::Whole);
base::Result<OpenAudit> open_audit(const Services& services, const SignedIn& who, const domain::AuditId& id,
                                   app::Reader& reader, Reading reading = Reading::Whole);

// The frame of every page of an audit: crumbs down to the audit, its reference over the title, and the button that
// raises an immediate concern, in the same place on each (AUDIT-9). Writes down that the reader has seen the audit.
FramedPage audit_page(Services& services, const Request& request, const OpenAudit& open, const std::string& title);
// What the council calls raising such a concern, on the button and over the page that it leads to.
std::string concern_words(const domain::Framework& framework, domain::ConcernKind kind);
std::string audit_path(const domain::Audit& audit, std::string_view rest = {});  // `/audits/<id>/sections/risk`
Link place_of_finding(const OpenAudit& open, const domain::Finding& finding);  // the page, and the field, that mends it

// The text of a field as it is kept: line ends as LF, nothing else changed.
std::string typed(const Request& request, std::string_view field);
// A whole number typed into a hidden or short field; `otherwise` when it is none.
int number_in(const Request& request, std::string_view field, int otherwise = 0);

}  // namespace plumbline::web
