#include "web/audit/open_audit.hpp"

#include <charconv>

#include "app/audit/audit_context.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"

namespace plumbline::web {
namespace {

struct Remember {
  OpenAudit& open;
  const Services& services;
  const std::string& council;
  void operator()(const std::optional<domain::PersonId>& person) const {
    if (person && !open.names.contains(*person)) open.names.emplace(*person, services.actors.name_of(council, *person));
  }
};

// Leaves what somebody may know of an audit whose findings they may not read yet.
void seal(OpenAudit& open) {
  open.readable = false;
  open.audit.overall.reset();
  open.audit.overall_reason.clear();
  open.audit.moderated_overall.reset();
  open.contents.sections.clear();
  open.contents.documents.clear();
  open.contents.actions.clear();
  std::erase_if(open.contents.conversations, [](const domain::Conversation& conversation) {
    return conversation.kind == domain::ConversationKind::Family;
  });
  open.findings.clear();
  open.moderations.clear();
  open.notes.clear();
}

}  // namespace

domain::AuditSection OpenAudit::section(const std::string& key) const {
  for (const auto& saved : contents.sections)
    if (saved.section == key) return saved;
  domain::AuditSection blank;
  blank.section = key;
  return blank;
}

domain::Conversation OpenAudit::conversation(domain::ConversationKind kind) const {
  for (const auto& conversation : contents.conversations)
    if (conversation.kind == kind) return conversation;
  domain::Conversation blank;
  blank.kind = kind;
  return blank;
}

std::vector<domain::Action> OpenAudit::actions_of(const std::string& key) const {
  std::vector<domain::Action> found;
  for (const auto& action : contents.actions)
    if (action.section == key && action.state != domain::ActionState::Withdrawn) found.push_back(action);
  return found;
}

std::string OpenAudit::name(const std::optional<domain::PersonId>& person) const {
  if (!person) return "nobody";
  const auto found = names.find(*person);
  return found == names.end() ? person->text() : found->second;
}

base::Result<OpenAudit> open_audit(const Services& services, const SignedIn& who, const domain::AuditId& id,
                                   Reading reading) {
  const auto reader = services.store.read(who.actor.council);
  return open_audit(services, who, id, *reader, reading);
}

base::Result<OpenAudit> open_audit(const Services& services, const SignedIn& who, const domain::AuditId& id,
                                   app::Reader& reader, Reading reading) {
  TRY(auto audit, reader.audits().find(id));
  CHECK(app::may_view(who.actor, audit));
  TRY(auto context, app::audit_context(std::move(audit), services.frameworks, reader));
  OpenAudit open;
  open.audit = std::move(context.audit);
  open.framework = std::move(context.framework);
  open.programme = context.programme;
  open.tool = context.tool;
  open.scale = open.framework->find_scale(open.programme->scale);
  open.tool_sections = domain::sections_asked(open.audit, *open.programme, *open.tool);
  const auto state = open.audit.state;
  const bool being_written = state == domain::AuditState::Allocated || state == domain::AuditState::Sent ||
                             state == domain::AuditState::InProgress || state == domain::AuditState::Returned;
  const bool whole = reading == Reading::Whole;
  open.contents.sections = whole ? reader.audits().sections(id) : reader.audits().section_outlines(id, being_written);
  open.contents.documents = reader.audits().documents(id);
  open.contents.conversations = reader.audits().conversations(id);
  open.contents.actions = reader.actions().of(id);
  if (whole || being_written)
    open.findings = domain::findings_of(open.audit, open.contents, *open.framework, *open.programme, *open.tool);
  open.concerns = reader.concerns().of(id);
  open.moderations = reader.moderations().of(id);
  open.reallocations = reader.audits().reallocations(id);
  if (open.audit.co_auditor(domain::CoAuditorKind::Preparer) != nullptr)
    open.notes = reader.co_auditors().notes(id.text());
  if (!app::may_read_findings(who.actor, open.audit)) seal(open);
  const Remember remember{open, services, who.actor.council};
  remember(open.audit.auditor);
  for (const auto& one : open.audit.beside) remember(one.person);
  for (const auto& note : open.notes) remember(note.by);
  remember(open.audit.worker_id);
  remember(open.audit.supervisor_id);
  for (const auto& section : open.contents.sections) remember(section.saved_by);
  for (const auto& action : open.contents.actions) {
    remember(action.owner);
    remember(action.sign_off_by);
    remember(action.signed_off_by);
  }
  for (const auto& moderation : open.moderations) remember(moderation.moderator);
  for (const auto& concern : open.concerns) {
    remember(concern.raised_by);
    remember(concern.acknowledged_by);
    for (const auto& notice : concern.told) remember(notice.person);
  }
  for (const auto& moved : open.reallocations) {
    remember(moved.from);
    remember(moved.to);
    remember(moved.by);
  }
  return open;
}

std::string OpenAudit::auditors() const {
  const auto* second = audit.co_auditor(domain::CoAuditorKind::Second);
  return second == nullptr ? name(audit.auditor) : name(audit.auditor) + " and " + name(second->person);
}

std::string audit_path(const domain::Audit& audit, std::string_view rest) {
  return "/audits/" + url_encode(audit.id.text()) + std::string(rest);
}

std::string concern_words(const domain::Framework& framework, domain::ConcernKind kind) {
  const auto* rule = framework.find_notification(kind);
  if (rule != nullptr && !rule->title.empty()) return rule->title;
  return kind == domain::ConcernKind::Immediate ? "Raise an immediate concern" : "Ask for a review of practice";
}

FramedPage audit_page(Services& services, const Request& request, const OpenAudit& open, const std::string& title) {
  // Not of the answer to what was sent: its own unit of work may still be open, and it comes from a page that was seen.
  if (is_safe(request.method)) services.views.saw(who(request).actor, "audit", open.audit.id.text());
  FramedPage page(services, request, title, NavItem::Audits);
  page.crumb("Home", "/").crumb("Audits", "/audits");
  if (title != open.audit.reference)
    page.crumb(open.audit.reference, audit_path(open.audit)).caption(open.audit.reference);
  page.action(concern_words(*open.framework, domain::ConcernKind::Immediate), audit_path(open.audit, "/concern"),
              ButtonLook::Warning);
  return page;
}

std::string typed(const Request& request, std::string_view field) {
  return base::replace_all(base::replace_all(std::string(request.form.get(field)), "\r\n", "\n"), "\r", "\n");
}

int number_in(const Request& request, std::string_view field, int otherwise) {
  const auto text = base::trim(request.form.get(field));
  int value = otherwise;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : otherwise;
}

}  // namespace plumbline::web
