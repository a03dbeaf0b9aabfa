#include "app/audit/edit_audit.hpp"

#include <algorithm>
#include <set>

#include "app/audit/audit_context.hpp"
#include "app/audit/write_down.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/audit/transitions.hpp"

namespace plumbline::app {

namespace {

constexpr int kMostMinutes = 240;

base::Result<void> check_text_here(std::string_view text, std::string field) {
  return check_text(text, "audit.save.too_long", "audit.save.not_text", std::move(field));
}

std::string grade_text(std::optional<domain::Grade> grade) {
  return grade ? std::string(to_string(*grade)) : std::string{};
}

// The first save of a sent audit begins it.
base::Result<void> begin_if_sent(domain::Audit& audit, const Actor& actor, base::Instant at, UnitOfWork& work) {
  if (audit.state != domain::AuditState::Sent) return {};
  TRY(const auto event, domain::begin(audit, actor.acting(), at));
  CHECK(work.audits().save(audit));
  write_down(work.journal(), actor, at, domain::past_tense(event.verb), "audit", audit.id.text(), {},
             {{"state", std::string(to_string(event.from))}}, {{"state", std::string(to_string(event.to))}});
  return {};
}

base::Result<void> check_section(const domain::AuditSection& section, const AuditContext& context) {
  const auto* tool_section = context.tool->find_section(section.section);
  const auto asked_for = domain::sections_asked(context.audit, *context.programme, *context.tool);
  if (tool_section == nullptr || std::ranges::find(asked_for, tool_section) == asked_for.end())
    return base::invalid("audit.save.section_unknown", "section");
  if (section.judgement) {
    if (*section.judgement == domain::Grade::NotApplicable) {
      if (!tool_section->may_be_not_applicable)
        return base::invalid("audit.save.not_applicable", "judgement", {{"section", tool_section->title}});
    } else if (const auto* scale = context.scale(); scale == nullptr || !scale->offers(*section.judgement)) {
      return base::invalid("audit.save.grade_unknown", "judgement");
    }
  }
  CHECK(check_text_here(section.evidence, "evidence"));
  CHECK(check_text_here(section.impact, "impact"));
  std::set<std::string> seen;
  for (const auto& answer : section.answers) {
    const auto asked = questions_for(*tool_section, context.audit.category);
    const bool known =
        std::ranges::any_of(asked, [&](const domain::Question* question) { return question->key == answer.question; });
    if (!known || !seen.insert(answer.question).second)
      return base::invalid("audit.save.question_unknown", "answer-" + answer.question);
    CHECK(check_text_here(answer.note, "note-" + answer.question));
  }
  return {};
}

bool says_the_same(const domain::AuditSection& a, const domain::AuditSection& b) {
  return a.judgement == b.judgement && a.evidence == b.evidence && a.impact == b.impact && a.answers == b.answers &&
         a.good_practice == b.good_practice;
}

JournalFields fields_of(const domain::AuditSection& section) {
  JournalFields fields{{"section", section.section},
                       {"judgement", grade_text(section.judgement)},
                       {"evidence", hashed(section.evidence)},
                       {"impact", hashed(section.impact)},
                       {"good_practice", section.good_practice ? "yes" : "no"}};
  for (const auto& answer : section.answers)
    fields.emplace_back("answer-" + answer.question,
                        answer.answer ? std::string(to_string(*answer.answer)) : std::string{});
  return fields;
}

}  // namespace

base::Result<domain::AuditSection> save_section(const SaveSection& command, const Actor& actor,
                                                const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  CHECK(may_view(actor, found));
  TRY(auto context, audit_context(command.audit, frameworks, work));
  CHECK(may_edit_section(actor, context.audit, *context.programme, command.section.section));
  if (command.minutes < 0 || command.minutes > kMostMinutes) return base::invalid("audit.save.minutes", "minutes");
  CHECK(check_section(command.section, context));

  const auto saved_before = work.audits().sections(command.audit);
  const auto stored = std::ranges::find(saved_before, command.section.section, &domain::AuditSection::section);
  const domain::AuditSection before = stored == saved_before.end() ? domain::AuditSection{} : *stored;
  // Saving what stands there already is what autosave does most: nothing moves, whichever window asks.
  if (before.version > 0 && says_the_same(before, command.section) && command.minutes == 0) return before;

  const auto now = clock.now();
  CHECK(begin_if_sent(context.audit, actor, now, work));
  auto section = command.section;
  section.saved_at = now;
  section.saved_by = actor.acting();
  if (const auto saved = work.audits().save_section(command.audit, section); !saved)
    return base::stale("audit.save.stale");
  if (command.minutes > 0) work.audits().add_minutes(command.audit, command.minutes);
  JournalFields was;
  if (before.version > 0) was = fields_of(before);
  write_down(work.journal(), actor, now, domain::past_tense(domain::AuditVerb::Save), "audit", command.audit.text(), {},
             was, fields_of(section));
  CHECK(work.commit());
  return section;
}

std::string fingerprint_of(const std::vector<domain::KeyDocumentFinding>& findings) {
  std::vector<std::string> lines;
  for (const auto& one : findings)
    lines.push_back(one.document + "\n" + std::string(to_string(one.finding)) + "\n" + one.note);
  std::ranges::sort(lines);
  return base::sha256_hex(base::join(lines, "\x1f")).substr(0, 16);
}

base::Result<void> save_documents(const SaveDocuments& command, const Actor& actor, const base::Clock& clock,
                                  Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  CHECK(may_edit_documents(actor, found));
  TRY(auto context, audit_context(command.audit, frameworks, work));
  const auto asked = key_documents_for(*context.framework, *context.programme, context.audit.category);
  std::set<std::string> seen;
  JournalFields after;
  for (const auto& finding : command.findings) {
    const bool known = std::ranges::any_of(
        asked, [&](const domain::KeyDocument* document) { return document->key == finding.document; });
    if (!known || !seen.insert(finding.document).second)
      return base::invalid("audit.save.document_unknown", finding.document);
    CHECK(check_text_here(finding.note, "note-" + finding.document));
    after.emplace_back(finding.document, std::string(to_string(finding.finding)));
  }
  const auto stored = work.audits().documents(command.audit);
  const auto had = fingerprint_of(stored);
  if (had == fingerprint_of(command.findings)) return {};
  if (!command.began_from.empty() && command.began_from != had) return base::stale("audit.save.documents_stale");
  const auto now = clock.now();
  CHECK(begin_if_sent(context.audit, actor, now, work));
  JournalFields before;
  for (const auto& finding : stored) before.emplace_back(finding.document, std::string(to_string(finding.finding)));
  work.audits().put_documents(command.audit, command.findings);
  write_down(work.journal(), actor, now, "documents-saved", "audit", command.audit.text(), {}, before, after);
  return work.commit();
}

base::Result<void> save_overall(const SaveOverall& command, const Actor& actor, const base::Clock& clock,
                                Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  CHECK(may_edit(actor, found));
  TRY(auto context, audit_context(command.audit, frameworks, work));
  auto& audit = context.audit;
  CHECK(check_text_here(command.reason, "reason"));
  if (command.overall) {
    const auto* scale = context.scale();
    if (!is_graded(*command.overall) || scale == nullptr || !scale->offers(*command.overall))
      return base::invalid("audit.save.grade_unknown", "overall");
  }
  // The auditor's own grade is kept for ever once the audit was returned (MOD-2).
  if (audit.submitted_at && command.overall != audit.overall)
    return base::rule_broken("audit.save.grade_fixed", "overall");
  if (command.overall == audit.overall && command.reason == audit.overall_reason) return {};
  // Other saves count the audit's version up as well. Only what would be written over can be lost, so a blank is no
  // loss.
  const bool blank = !audit.overall && audit.overall_reason.empty();
  if (command.version != audit.version && !blank) return base::stale("audit.save.stale");

  const auto now = clock.now();
  CHECK(begin_if_sent(audit, actor, now, work));
  const JournalFields before{{"overall", grade_text(audit.overall)}, {"reason", hashed(audit.overall_reason)}};
  audit.overall = command.overall;
  audit.overall_reason = command.reason;
  CHECK(work.audits().save(audit));
  write_down(work.journal(), actor, now, "overall-saved", "audit", audit.id.text(), {}, before,
             {{"overall", grade_text(audit.overall)}, {"reason", hashed(audit.overall_reason)}});
  return work.commit();
}

}  // namespace plumbline::app
