#include "report/audit/audit_record.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace plumbline::report {
namespace {

using domain::ConversationKind;

ReportCell cell(std::string text) { return {std::move(text), {}, {}, {}}; }

std::string say_grade(const std::optional<domain::Grade>& grade) {
  return grade ? std::string(say(*grade)) : "Not graded";
}

class Writer {
 public:
  explicit Writer(const AuditRecord& record) : record_(record), audit_(record.audit) {}

  ReportPage write() {
    page_.title = "Audit " + audit_.reference;
    page_.caption = record_.tool.title;
    page_.meta =
        record_.council + ". Child " + audit_.child_id.text() + ". Made on " + base::say(record_.made_at) + ".";
    page_.lead = audit_.grade() ? "Overall: " + base::lower(say_grade(audit_.grade())) + "."
                                : "A checklist without an overall grade.";
    facts();
    for (const auto* section : domain::sections_for(record_.tool, audit_.category)) judged(*section);
    documents();
    conversations();
    actions();
    moderation();
    return std::move(page_);
  }

 private:
  ReportPart& part(std::string id, std::string heading) {
    page_.sections.push_back({std::move(id), std::move(heading), {}});
    page_.sections.back().parts.emplace_back();
    return page_.sections.back().parts.back();
  }

  // Each line that was typed stays a line of its own.
  static void typed(ReportPart& part, const std::string& label, const std::string& text) {
    bool first = true;
    for (const auto& line : base::split(base::replace_all(text, "\r\n", "\n"), '\n')) {
      const auto words = base::trim(line);
      if (words.empty()) continue;
      part.sentences.push_back(first ? label + ": " + std::string(words) : std::string(words));
      first = false;
    }
  }

  void facts() {
    auto& in = part("case", "The case");
    ReportTable table{"The case as it stood when it was drawn", {{"What", false}, {"Value", false}}, {}};
    const auto row = [&](const char* what, std::string value) {
      if (!value.empty()) table.rows.push_back({{cell(what), cell(std::move(value))}, false});
    };
    row("Child", audit_.child_id.text());
    row("Category", std::string(domain::say(audit_.category)));
    row("Month", base::say(audit_.period));
    row("Locality", audit_.locality);
    row("Team", audit_.team);
    if (audit_.worker_id) row("Worker", record_.name_of(audit_.worker_id));
    if (audit_.supervisor_id) row("Manager", record_.name_of(audit_.supervisor_id));
    if (audit_.auditor) row("Auditor", record_.name_of(audit_.auditor));
    if (audit_.submitted_at) row("Returned", base::say(base::london_day(*audit_.submitted_at)));
    if (audit_.finalised_at) row("Finished", base::say(base::london_day(*audit_.finalised_at)));
    in.tables.push_back(std::move(table));
    if (audit_.overall) {
      auto& overall = part("overall", "Overall judgement");
      overall.sentences.push_back(say_grade(audit_.grade()) + ".");
      if (audit_.moderated_overall && *audit_.moderated_overall != *audit_.overall)
        overall.sentences.push_back("The auditor graded it " + base::lower(say_grade(audit_.overall)) +
                                    "; moderation changed it.");
      typed(overall, "Why", audit_.overall_reason);
    }
  }

  void judged(const domain::ToolSection& section) {
    const auto found = std::find_if(record_.contents.sections.begin(), record_.contents.sections.end(),
                                    [&](const auto& saved) { return saved.section == section.key; });
    auto& in = part("section-" + section.key, section.title);
    if (found == record_.contents.sections.end()) {
      in.sentences.emplace_back("Nothing was written.");
      return;
    }
    if (record_.tool.judged) in.sentences.push_back("Judgement: " + say_grade(found->judgement) + ".");
    typed(in, "Evidence", found->evidence);
    typed(in, "Impact", found->impact);
    ReportTable table{
        "Questions on “" + section.title + "”", {{"Question", false}, {"Answer", false}, {"Note", false}}, {}};
    for (const auto* question : domain::questions_for(section, audit_.category))
      for (const auto& answer : found->answers)
        if (answer.question == question->key && (answer.answer || !answer.note.empty()))
          table.rows.push_back(
              {{cell(question->text), cell(answer.answer ? std::string(domain::say(*answer.answer)) : ""),
                cell(answer.note)},
               false});
    if (!table.rows.empty()) in.tables.push_back(std::move(table));
    if (found->good_practice) in.note = "Flagged as an example of good practice.";
  }

  void documents() {
    ReportTable table{"Key documents", {{"Document", false}, {"Found", false}, {"Note", false}}, {}};
    for (const auto* document : domain::key_documents_for(record_.framework, record_.programme, audit_.category))
      for (const auto& finding : record_.contents.documents)
        if (finding.document == document->key)
          table.rows.push_back(
              {{cell(document->title), cell(std::string(domain::say(finding.finding))), cell(finding.note)}, false});
    if (!table.rows.empty()) part("documents", "Key documents").tables.push_back(std::move(table));
  }

  void conversations() {
    for (const auto& talk : record_.contents.conversations) {
      if (!talk.held) continue;
      auto& in = part("conversation-" + std::string(to_string(talk.kind)), std::string(domain::say(talk.kind)));
      if (!*talk.held) {
        in.sentences.push_back("It was not held" +
                               (talk.reason ? ": " + base::lower(domain::say(*talk.reason)) : std::string()) + ".");
        continue;
      }
      in.sentences.push_back("It was held" + (talk.held_on ? " on " + base::say(*talk.held_on) : std::string()) + ".");
      typed(in, "Summary", talk.summary);
      typed(in, "Agreed", talk.agreed);
      if (talk.kind != ConversationKind::Family) continue;
      typed(in, "Views of the child and family", talk.views);
      typed(in, "What they said of the service", talk.service_feedback);
      typed(in, "What they were told was done with it", talk.written_reply);
    }
  }

  void actions() {
    ReportTable table{"Actions", {{"Action", false}, {"Owner", false}, {"Due", false}, {"Where it stands", false}}, {}};
    for (const auto& action : record_.contents.actions) {
      if (action.state == domain::ActionState::Withdrawn) continue;
      ReportRow row{
          {cell(action.text), cell(action.owner ? record_.name_of(action.owner) : ""),
           cell(action.due_on ? base::say(*action.due_on) : "–"), cell(std::string(domain::say(action.state)))},
          false};
      if (!action.measure.empty()) row.cells.front().note = "Known to be done when: " + action.measure;
      table.rows.push_back(std::move(row));
    }
    auto& in = part("actions", "Actions");
    if (table.rows.empty())
      in.sentences.emplace_back("No action was agreed.");
    else
      in.tables.push_back(std::move(table));
  }

  void moderation() {
    if (record_.moderations.empty()) return;
    ReportTable table{"Moderation", {{"When", false}, {"Outcome", false}, {"By", false}, {"Reason", false}}, {}};
    for (const auto& look : record_.moderations) {
      auto outcome = std::string(domain::say(look.outcome));
      if (look.outcome == domain::ModerationOutcome::Changed)
        outcome += ", " + base::lower(say_grade(look.from)) + " to " + base::lower(say_grade(look.to));
      table.rows.push_back({{cell(base::say(base::london_day(look.at))), cell(std::move(outcome)),
                             cell(record_.name_of(look.moderator)), cell(look.reason)},
                            false});
    }
    part("moderation", "Moderation").tables.push_back(std::move(table));
  }

  const AuditRecord& record_;
  const domain::Audit& audit_;
  ReportPage page_;
};

}  // namespace

ReportPage audit_record(const AuditRecord& record) { return Writer(record).write(); }

}  // namespace plumbline::report
