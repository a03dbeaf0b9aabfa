#include "domain/audit/completeness.hpp"

#include <algorithm>

#include "base/blank.hpp"
#include "base/text.hpp"

namespace plumbline::domain {

namespace {

using base::blank;

const AuditSection* find_saved(const AuditContents& contents, std::string_view section) {
  const auto found = std::ranges::find(contents.sections, section, &AuditSection::section);
  return found == contents.sections.end() ? nullptr : &*found;
}

// Gathers findings. Their values are titles and counts, never what the auditor wrote.
class Findings {
 public:
  void block(std::string rule, const std::string& section, std::string field,
             std::vector<std::pair<std::string, std::string>> values = {}) {
    add(std::move(rule), section, std::move(field), std::move(values), true);
  }
  void ask(std::string rule, const std::string& section, std::string field,
           std::vector<std::pair<std::string, std::string>> values = {}) {
    add(std::move(rule), section, std::move(field), std::move(values), false);
  }
  std::vector<Finding> take() { return std::move(all_); }

 private:
  void add(std::string rule, const std::string& section, std::string field,
           std::vector<std::pair<std::string, std::string>> values, bool blocks) {
    all_.push_back(
        {base::Error{base::ErrorCode::RuleBroken, std::move(rule), field, std::move(values)}, section, field, blocks});
  }
  std::vector<Finding> all_;
};

int shortcomings_in(const AuditSection& saved) {
  return static_cast<int>(std::ranges::count_if(saved.answers, [](const SectionAnswer& answer) {
    return answer.answer == Answer::No || answer.answer == Answer::Partly;
  }));
}

void check_answers(Findings& findings, const ToolSection& section, const AuditSection* saved, Category category) {
  for (const auto* question : questions_for(section, category)) {
    if (question->kind == QuestionKind::Prompt) continue;
    const SectionAnswer* given = nullptr;
    if (saved != nullptr) {
      const auto found = std::ranges::find(saved->answers, question->key, &SectionAnswer::question);
      if (found != saved->answers.end()) given = &*found;
    }
    if (question->kind == QuestionKind::Compliance && (given == nullptr || !given->answer))
      findings.block("audit.submit.answer_missing", section.key, "answer-" + question->key,
                     {{"section", section.title}, {"question", question->text}});
  }
}

void check_actions(Findings& findings, const ToolSection& section, const AuditContents& contents) {
  int actions = 0;
  for (const auto& action : contents.actions) {
    if (action.section != section.key || action.state == ActionState::Withdrawn) continue;
    ++actions;
    if (!action.due_on)
      findings.block("audit.submit.action_due_missing", section.key, "actions", {{"section", section.title}});
    if (!action.owner)
      findings.block("audit.submit.action_owner_missing", section.key, "actions", {{"section", section.title}});
  }
  if (actions == 0) findings.block("audit.submit.action_missing", section.key, "actions", {{"section", section.title}});
}

// A date beyond what the action's priority allows may be right; it is asked about (ACT-1).
void check_due_days(Findings& findings, const AuditContents& contents, const Programme& programme) {
  for (const auto& action : contents.actions) {
    if (action.state == ActionState::Withdrawn || !action.due_on) continue;
    const auto rule = std::ranges::find(programme.actions.priorities, action.priority, &PriorityRule::priority);
    if (rule == programme.actions.priorities.end() || rule->within_days == 0) continue;
    if (base::days_between(base::london_day(action.created_at), *action.due_on) <= rule->within_days) continue;
    findings.ask("audit.submit.action_due_late", action.section.empty() ? "overall" : action.section, "actions",
                 {{"priority", base::lower(rule->title)}, {"days", base::count_of(rule->within_days, "day", "days")}});
  }
}

void check_judged_section(Findings& findings, const ToolSection& section, const AuditSection* saved,
                          const AuditContents& contents, const Programme& programme) {
  const auto& parts = programme.parts;
  const std::vector<std::pair<std::string, std::string>> title{{"section", section.title}};
  const auto judgement = saved == nullptr ? std::nullopt : saved->judgement;
  if (!judgement && parts.judgement == Need::Required)
    findings.block("audit.submit.judgement_missing", section.key, "judgement", title);
  if (judgement == Grade::NotApplicable && !section.may_be_not_applicable)
    findings.block("audit.submit.not_applicable", section.key, "judgement", title);

  if (parts.evidence == Need::Required && (saved == nullptr || blank(saved->evidence)))
    findings.block("audit.submit.evidence_missing", section.key, "evidence", title);
  const bool no_impact = saved == nullptr || blank(saved->impact);
  if (parts.impact == Need::Required && no_impact)
    findings.block("audit.submit.impact_missing", section.key, "impact", title);
  if (!judgement) return;

  if (parts.impact == Need::Questioned && no_impact)
    findings.ask(is_good_or_better(*judgement) ? "audit.submit.impact_questioned" : "audit.submit.impact_asked",
                 section.key, "impact", {{"section", section.title}, {"grade", base::lower(say(*judgement))}});
  if (is_below_good(*judgement) && parts.actions == Need::Required) check_actions(findings, section, contents);
  if (is_good_or_better(*judgement) && saved != nullptr) {
    const int shortcomings = shortcomings_in(*saved);
    if (shortcomings >= parts.many_shortcomings)
      findings.ask("audit.submit.shortcomings_questioned", section.key, "judgement",
                   {{"section", section.title},
                    {"grade", base::lower(say(*judgement))},
                    {"count", std::to_string(shortcomings)}});
  }
}

void check_documents(Findings& findings, const Audit& audit, const AuditContents& contents, const Framework& framework,
                     const Programme& programme) {
  if (programme.parts.documents == Need::Hidden) return;
  int not_found = 0;
  for (const auto* document : key_documents_for(framework, programme, audit.category)) {
    const auto found = std::ranges::find(contents.documents, document->key, &KeyDocumentFinding::document);
    if (found == contents.documents.end()) {
      if (programme.parts.documents == Need::Required)
        findings.block("audit.submit.document_missing", "documents", document->key, {{"document", document->title}});
      continue;
    }
    if (found->finding == DocumentFinding::NotFound) ++not_found;
  }
  // A paper that isn't there is a finding of its own (AUDIT-5): the judgement should have taken it in.
  if (not_found > 0 && audit.overall && is_good_or_better(*audit.overall))
    findings.ask("audit.submit.documents_questioned", "documents", "documents",
                 {{"count", base::count_of(not_found, "key document", "key documents")},
                  {"grade", base::lower(say(*audit.overall))}});
}

void check_conversations(Findings& findings, const Audit& audit, const AuditContents& contents,
                         const Programme& programme) {
  const auto find_kind = [&](ConversationKind kind) {
    const auto found = std::ranges::find(contents.conversations, kind, &Conversation::kind);
    return found == contents.conversations.end() ? nullptr : &*found;
  };
  if (programme.conversation.required) {
    const auto* worker = find_kind(ConversationKind::Worker);
    if (worker == nullptr || !worker->held)
      findings.block("audit.submit.conversation_missing", "conversation", "held");
    else if (*worker->held && blank(worker->summary))
      findings.block("audit.submit.conversation_summary_missing", "conversation", "summary");
    else if (!*worker->held && !worker->reason)
      findings.block("audit.submit.conversation_reason_missing", "conversation", "reason");
  }
  if (audit.family_contact) {
    const auto* family = find_kind(ConversationKind::Family);
    if (family == nullptr || !family->held) findings.block("audit.submit.family_missing", "family", "held");
  }
}

void check_overall(Findings& findings, const Audit& audit, const AuditContents& contents, const Programme& programme) {
  if (programme.parts.overall == Need::Required) {
    if (!audit.overall || !is_graded(*audit.overall))
      findings.block("audit.submit.overall_missing", "overall", "overall");
    if (blank(audit.overall_reason)) findings.block("audit.submit.overall_reason_missing", "overall", "reason");
  }
  if (!audit.overall || !is_good_or_better(*audit.overall)) return;
  const auto worst = std::ranges::count_if(contents.sections, [](const AuditSection& section) {
    return section.judgement && is_graded(*section.judgement) && *section.judgement >= Grade::Inadequate;
  });
  if (worst > 0)
    findings.ask(
        "audit.submit.overall_questioned", "overall", "overall",
        {{"grade", base::lower(say(*audit.overall))}, {"count", base::count_of(worst, "section", "sections")}});
}

}  // namespace

std::vector<const ToolSection*> sections_asked(const Audit& audit, const Programme& programme, const Tool& tool) {
  auto sections = sections_for(tool, audit.category);
  for (const auto& agency : programme.auditors.agencies) {
    if (agency.key != audit.part || agency.sections.empty()) continue;
    std::erase_if(sections, [&](const ToolSection* section) {
      return std::ranges::find(agency.sections, section->key) == agency.sections.end();
    });
  }
  return sections;
}

std::vector<Finding> findings_of(const Audit& audit, const AuditContents& contents, const Framework& framework,
                                 const Programme& programme, const Tool& tool) {
  Findings findings;
  for (const auto* section : sections_asked(audit, programme, tool)) {
    const auto* saved = find_saved(contents, section->key);
    const bool not_applicable =
        saved != nullptr && saved->judgement == Grade::NotApplicable && section->may_be_not_applicable;
    if (not_applicable) continue;
    if (tool.judged) check_judged_section(findings, *section, saved, contents, programme);
    check_answers(findings, *section, saved, audit.category);
  }
  check_due_days(findings, contents, programme);
  check_documents(findings, audit, contents, framework, programme);
  check_conversations(findings, audit, contents, programme);
  if (tool.judged) check_overall(findings, audit, contents, programme);
  return findings.take();
}

std::string_view say(SectionStatus status) {
  switch (status) {
    case SectionStatus::NotStarted:
      return "Not started";
    case SectionStatus::Started:
      return "In progress";
    case SectionStatus::Complete:
      return "Completed";
  }
  return "";
}

SectionStatus status_of(const ToolSection& section, const AuditContents& contents,
                        const std::vector<Finding>& findings) {
  const auto* saved = find_saved(contents, section.key);
  if (saved == nullptr || saved->version == 0) return SectionStatus::NotStarted;
  const bool blocked = std::ranges::any_of(
      findings, [&](const Finding& finding) { return finding.blocks && finding.section == section.key; });
  return blocked ? SectionStatus::Started : SectionStatus::Complete;
}

Compliance compliance_of(const AuditContents& contents) {
  Compliance compliance;
  for (const auto& section : contents.sections)
    for (const auto& answer : section.answers) {
      if (answer.answer == Answer::Yes) ++compliance.yes;
      if (answer.answer == Answer::Partly) ++compliance.partly;
      if (answer.answer == Answer::No) ++compliance.no;
    }
  return compliance;
}

}  // namespace plumbline::domain
