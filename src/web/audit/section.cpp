// GET and POST /audits/{id}/sections/{section}, and the draft that saves itself while one types (AUDIT-1, AUDIT-11).
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "app/audit/edit_audit.hpp"
#include "app/audit/together.hpp"
#include "app/messages/messages.hpp"
#include "app/policies/audit_policies.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"
#include "web/components.hpp"
#include "web/lists.hpp"

namespace plumbline::web {
namespace {

using domain::AuditSection;
using domain::Grade;
using domain::ToolSection;

const ToolSection* find_section(const OpenAudit& open, std::string_view key) {
  for (const auto* section : open.tool_sections)
    if (section->key == key) return section;
  return nullptr;
}

AuditSection typed_section(const Request& request, const OpenAudit& open, const ToolSection& section) {
  AuditSection typed_in = open.section(section.key);
  typed_in.version = number_in(request, "version");
  typed_in.judgement = domain::parse_grade(request.form.get("judgement"));
  typed_in.evidence = typed(request, "evidence");
  typed_in.impact = typed(request, "impact");
  typed_in.good_practice = request.form.has("good-practice");
  typed_in.answers.clear();
  for (const auto* question : domain::questions_for(section, open.audit.category)) {
    if (question->kind == domain::QuestionKind::Prompt) continue;
    typed_in.answers.push_back({question->key, domain::parse_answer(request.form.get("answer-" + question->key)),
                                typed(request, "note-" + question->key)});
  }
  return typed_in;
}

// What is shown when somebody else saved since: their text and mine, neither lost.
void fill_conflict(View& body, const OpenAudit& open, const ToolSection& section, const AuditSection& mine,
                   base::Instant now) {
  const auto theirs = open.section(mine.section);
  View conflict = body.add("CONFLICT");
  const auto by = open.name(theirs.saved_by);
  const auto when = theirs.saved_at ? when_in_words(*theirs.saved_at, now) : std::string();
  add_warning(
      conflict, "WARNING",
      fmt::format("{} saved this section {} while you had it open. Nothing is lost: both texts are below.", by, when));
  const auto show = [&](std::string_view part_name, std::string id, const std::string& a, const std::string& b) {
    if (a == b) return;
    View part = conflict.add(part_name);
    add_conflict(part, "BOTH", {std::move(id), a, b, by, when});
  };
  show("EVIDENCE_DIFFERS", "evidence-texts", mine.evidence, theirs.evidence);
  show("IMPACT_DIFFERS", "impact-texts", mine.impact, theirs.impact);
  const auto given = [](const AuditSection& from, const std::string& question) {
    for (const auto& answer : from.answers)
      if (answer.question == question)
        return (answer.answer ? std::string(domain::say(*answer.answer)) : "") +
               (answer.note.empty() ? "" : "\n" + answer.note);
    return std::string();
  };
  for (const auto* question : domain::questions_for(section, open.audit.category)) {
    const auto a = given(mine, question->key);
    const auto b = given(theirs, question->key);
    if (a == b) continue;
    View part = conflict.add("ANSWER_DIFFERS");
    part.set("QUESTION", question->text);
    add_conflict(part, "BOTH", {"answer-texts-" + question->key, a, b, by, when});
  }
  show("JUDGEMENT_DIFFERS", "judgement-texts", std::string(grade_name(mine.judgement)),
       std::string(grade_name(theirs.judgement)));
}

void fill_judgement(View& form, const OpenAudit& open, const ToolSection& section, const AuditSection& shown,
                    const FormErrors& errors) {
  if (open.scale == nullptr || !open.tool->judged) return;
  Choice choice{"judgement", "Your judgement", {}, section.judge, true, false, false};
  for (const auto& grade : open.scale->grades) {
    std::string hint = grade.definition;
    for (const auto& own : section.grades)
      if (own.grade == grade.grade) hint = own.definition;
    choice.options.push_back(
        {std::string(to_string(grade.grade)), grade.title, hint, shown.judgement == grade.grade, false});
  }
  if (section.may_be_not_applicable)
    choice.options.push_back({std::string(to_string(Grade::NotApplicable)),
                              std::string(domain::say(Grade::NotApplicable)), section.not_applicable_when,
                              shown.judgement == Grade::NotApplicable, false});
  choice.hint.clear();
  add_radios(form, "JUDGEMENT", choice, errors);
}

void fill_questions(View& body, const OpenAudit& open, const ToolSection& section, const AuditSection& shown,
                    const FormErrors& errors) {
  std::vector<const domain::Question*> asked;
  std::vector<const domain::Question*> prompts;
  for (const auto* question : domain::questions_for(section, open.audit.category))
    (question->kind == domain::QuestionKind::Prompt ? prompts : asked).push_back(question);
  if (!asked.empty()) {
    View part = body.add("QUESTIONS");
    for (const auto* question : asked) {
      domain::SectionAnswer given;
      for (const auto& answer : shown.answers)
        if (answer.question == question->key) given = answer;
      View row = part.add("QUESTION");
      if (question->kind == domain::QuestionKind::Compliance) {
        Choice choice{"answer-" + question->key, question->text, {}, question->hint, false, true, false};
        for (const auto answer : domain::kAnswers)
          choice.options.push_back({std::string(to_string(answer)), std::string(domain::say(answer)),
                                    answer == domain::Answer::NotApplicable ? question->not_applicable_when : "",
                                    given.answer == answer, false});
        add_radios(row, "ANSWER", choice, errors);
      }
      const bool in_words = question->kind == domain::QuestionKind::Text;
      TextArea note{"note-" + question->key, in_words ? question->text : "Note (optional)", given.note,
                    in_words ? question->hint : std::string()};
      note.rows = in_words ? 6 : 2;
      add_textarea(row, "NOTE", note, errors);
    }
  }
  if (!prompts.empty()) {
    View part = body.add("PROMPTS");
    for (const auto* prompt : prompts) part.add("PROMPT").set("TEXT", prompt->text);
  }
}

void fill_actions(View& body, const OpenAudit& open, const ToolSection& section, const FormErrors& errors) {
  if (open.programme->parts.actions == domain::Need::Hidden) return;
  View part = body.add("ACTIONS");
  part.show_with("PROBLEM", "TEXT", errors.of("actions"));
  Table table{"Actions of this section", {{"Action"}, {"Owner"}, {"Due"}}, {}, true, true};
  for (const auto& action : open.actions_of(section.key)) {
    Cell what{action.text};
    what.url = "/actions/" + url_encode(action.id.text()) + "/edit";
    Row row;
    row.cells = {what, Cell{open.name(action.owner)}, Cell{action.due_on ? base::say(*action.due_on) : "–"}};
    table.rows.push_back(std::move(row));
  }
  if (table.rows.empty())
    add_inset(
        part, "LIST",
        "No actions yet. Where the judgement is below good, add what now needs to happen, who does it and by when.");
  else
    add_table(part, "LIST", table);
}

Response section_page(const Request& request, Services& services, const OpenAudit& open, const ToolSection& section,
                      const AuditSection& shown, const FormErrors& errors, bool conflict) {
  const auto now = services.clock.now();
  FramedPage page = audit_page(services, request, open, section.title);
  page.errors(errors);
  View body = page.body("audit/section.html");
  body.set("JUDGE", section.judge).set("URL", audit_path(open.audit, "/sections/" + section.key));
  body.set("DRAFT_URL", audit_path(open.audit, "/sections/" + section.key + "/draft"));
  const auto stored = open.section(section.key);
  body.set("OPENED", base::iso(now));
  body.set("VERSION", conflict ? stored.version : shown.version);
  if (conflict) fill_conflict(body, open, section, shown, now);
  fill_judgement(body, open, section, shown, errors);
  if (open.tool->judged) {
    View writes = body.add("WRITES");
    const auto help = audit_path(open.audit, "/help");
    TextArea evidence{"evidence", "Evidence", shown.evidence,
                      "Facts from the file and the conversation, and how your judgement follows from them. "
                      "Identifiers, never names."};
    evidence.rows = 10;
    evidence.help_url = help;
    add_textarea(writes, "EVIDENCE", evidence, errors);
    TextArea impact{"impact", "Impact", shown.impact,
                    "Begin with the child: what has this meant for them, and what may follow?"};
    impact.rows = 6;
    impact.help_url = help;
    add_textarea(writes, "IMPACT", impact, errors);
    Choice example{"good-practice",
                   "Good practice",
                   {{"yes", "Share this as an example of good practice", "", shown.good_practice, false}},
                   "",
                   false,
                   true,
                   false};
    add_checkboxes(body, "GOOD_PRACTICE", example, errors);
  }
  fill_questions(body, open, section, shown, errors);
  fill_actions(body, open, section, errors);
  if (stored.saved_at) body.set("SAVED", fmt::format("Saved {}", when_in_words(*stored.saved_at, now)));
  std::vector<Term> good;
  for (const auto& line : section.good) good.push_back({"", line});
  if (!good.empty()) add_details(body, "GOOD", "What does good look like?", {}, good);
  if (open.scale != nullptr && open.tool->judged) {
    std::vector<Term> terms;
    for (const auto& grade : open.scale->grades) terms.push_back({grade.title, grade.definition});
    View part = body.add("GRADES");
    add_details(part, "DEFINITIONS", "What the grades mean", {}, terms);
  }
  if (!section.impact.empty()) {
    std::vector<Term> prompts;
    for (const auto& line : section.impact) prompts.push_back({"", line});
    View part = body.add("IMPACTS");
    add_details(part, "PROMPTS", "Thinking about impact", {}, prompts);
  }
  return page.respond(conflict ? 409 : errors.empty() ? 200 : 422);
}

// What the auditor and the preparer write to one another about a prepared section.
void fill_notes(View& body, const OpenAudit& open, const app::Actor& actor, const ToolSection& section,
                const std::string& typed_in, const FormErrors& errors) {
  std::vector<TimelineEvent> events;
  for (const auto& note : open.notes)
    if (note.topic == section.key) events.push_back({"Note", open.name(note.by), note.at, note.note});
  const bool may_write = app::may_write_note(actor, open.audit).has_value();
  if (events.empty() && !may_write) return;
  View part = body.add("NOTES");
  if (!events.empty()) add_timeline(part, "LINES", events);
  if (!may_write) return;
  View form = part.add("WRITE");
  form.set("URL", audit_path(open.audit, "/sections/" + section.key + "/notes"));
  TextArea note{"note", "Your note", typed_in, "What you add to it, or want to ask. What was prepared stays as it is."};
  note.rows = 4;
  add_textarea(form, "NOTE", note, errors);
}

Response read_section(const Request& request, Services& services, const OpenAudit& open, const ToolSection& section,
                      const FormErrors& errors) {
  FramedPage page = audit_page(services, request, open, section.title);
  page.errors(errors);
  View body = page.body("audit/read_section.html");
  body.set("JUDGE", section.judge).set("URL", audit_path(open.audit));
  const auto saved = open.section(section.key);
  std::vector<SummaryRow> rows;
  const auto written = [&](std::string key, std::string value) {
    add_row(rows, std::move(key), value.empty() ? "Nothing written" : std::move(value), SummaryRow::Look::Typed);
  };
  if (open.tool->judged) {
    add_row(rows, "Judgement", std::string(grade_name(saved.judgement)));
    rows.back().grade = saved.judgement;
    written("Evidence", saved.evidence);
    written("Impact", saved.impact);
  }
  for (const auto* question : domain::questions_for(section, open.audit.category)) {
    if (question->kind == domain::QuestionKind::Prompt) continue;
    for (const auto& answer : saved.answers)
      if (answer.question == question->key)
        written(question->text, (answer.answer ? std::string(domain::say(*answer.answer)) : "") +
                                    (answer.note.empty() ? "" : "\n" + answer.note));
  }
  add_summary_list(body, "SUMMARY", rows);
  if (app::is_prepared_section(open.audit, *open.programme, section.key)) {
    const auto* preparer = open.audit.co_auditor(domain::CoAuditorKind::Preparer);
    body.show_with("PREPARED", "TEXT",
                   preparer->prepared_at ? fmt::format("Prepared by {} {}.", open.name(preparer->person),
                                                       when_in_words(*preparer->prepared_at, services.clock.now()))
                                         : fmt::format("{} is preparing this section.", open.name(preparer->person)));
    fill_notes(body, open, who(request).actor, section, typed(request, "note"), errors);
  } else if (open.audit.is_being_prepared()) {
    const auto* preparer = open.audit.co_auditor(domain::CoAuditorKind::Preparer);
    body.show_with("PREPARED", "TEXT",
                   fmt::format("{} writes this section once {} has prepared the audit.", open.name(open.audit.auditor),
                               open.name(preparer->person)));
  }
  Table table{"Actions of this section", {{"Action"}, {"Owner"}, {"Due"}, {"Status"}}, {}, true, true};
  for (const auto& action : open.actions_of(section.key)) {
    Cell what{action.text};
    what.url = "/actions/" + url_encode(action.id.text());
    Row row;
    row.cells = {what, Cell{open.name(action.owner)}, Cell{action.due_on ? base::say(*action.due_on) : "–"},
                 Cell{std::string(domain::say(action.state))}};
    table.rows.push_back(std::move(row));
  }
  if (!table.rows.empty()) {
    View part = body.add("HAS_ACTIONS");
    add_table(part, "ACTIONS", table);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response get_section(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  const auto* section = find_section(*open, request.param("section"));
  if (section == nullptr) return Response::not_found();
  if (const auto may = app::may_read_findings(signed_in.actor, open->audit); !may)
    return refused_page(services, request, may.error());
  if (!app::may_edit_section(signed_in.actor, open->audit, *open->programme, section->key))
    return read_section(request, services, *open, *section, {});
  return section_page(request, services, *open, *section, open->section(section->key), {}, false);
}

std::string after_saving(const Request& request, const OpenAudit& open, const ToolSection& section) {
  const auto then = request.form.get("then");
  if (then == "action") return audit_path(open.audit, "/actions/new?section=" + url_encode(section.key));
  if (then == "next")
    for (std::size_t at = 0, here = open.tool_sections.size(); at < open.tool_sections.size(); ++at) {
      if (open.tool_sections[at] == &section) here = at;
      // On to the next that this person writes.
      if (at > here &&
          app::may_edit_section(who(request).actor, open.audit, *open.programme, open.tool_sections[at]->key))
        return audit_path(open.audit, "/sections/" + open.tool_sections[at]->key);
    }
  return audit_path(open.audit);
}

// The time a section was open before it was saved counts as time spent (AUDIT-11), up to two hours: a page left open
// over lunch must not become an audit of a day. Drafts do not count, the save that ends the visit does.
constexpr int kMostMinutes = 120;
int minutes_open(const Request& request, base::Instant now) {
  const auto opened = base::parse_instant(request.form.get("opened"));
  if (!opened || *opened > now) return 0;
  return static_cast<int>(std::min<long long>((now - *opened).count() / 60, kMostMinutes));
}

base::Result<AuditSection> save(Services& services, const SignedIn& signed_in, const OpenAudit& open,
                                const AuditSection& typed_in, int minutes) {
  const auto work = services.store.begin(signed_in.actor.council);
  return app::save_section({open.audit.id, typed_in, minutes}, signed_in.actor, services.clock, services.frameworks,
                           *work);
}

Response post_section(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  const auto* section = find_section(*open, request.param("section"));
  if (section == nullptr) return Response::not_found();
  const auto typed_in = typed_section(request, *open, *section);
  const auto saved = save(services, signed_in, *open, typed_in, minutes_open(request, services.clock.now()));
  if (saved) return Response::see_other(after_saving(request, *open, *section));
  if (saved.error().code == base::ErrorCode::Stale) {
    const auto again = open_audit(services, signed_in, open->audit.id);
    if (again) return section_page(request, services, *again, *section, typed_in, {}, true);
  }
  if (saved.error().code == base::ErrorCode::Invalid || saved.error().code == base::ErrorCode::RuleBroken)
    return section_page(request, services, *open, *section, typed_in, FormErrors({saved.error()}), false);
  return refused_page(services, request, saved.error());
}

Response post_draft(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto answer = [](int status, nlohmann::json body) { return Response::json(body.dump(), status); };
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return answer(404, {{"message", app::sentence(open.error())}});
  const auto* section = find_section(*open, request.param("section"));
  if (section == nullptr) return answer(404, nlohmann::json::object());
  const auto saved = save(services, signed_in, *open, typed_section(request, *open, *section), 0);
  if (saved)
    return answer(200, {{"message", "Saved " + base::say_time(services.clock.now())},
                        {"version", std::to_string(saved->version)}});
  nlohmann::json body{{"message", app::sentence(saved.error())}};
  if (saved.error().code == base::ErrorCode::Stale)
    body["message"] = "This section was saved in another window while you were writing.";
  if (saved.error().code == base::ErrorCode::Stale) body["url"] = audit_path(open->audit, "/sections/" + section->key);
  return answer(status_of(saved.error()), body);
}

Response post_note(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  const auto* section = find_section(*open, request.param("section"));
  if (section == nullptr) return Response::not_found();
  const auto work = services.store.begin(signed_in.actor.council);
  const auto written = app::write_note({open->audit.id, section->key, typed(request, "note")}, signed_in.actor,
                                       services.clock, services.frameworks, *work);
  if (written) return Response::see_other(audit_path(open->audit, "/sections/" + section->key));
  if (written.error().code == base::ErrorCode::Invalid)
    return read_section(request, services, *open, *section, FormErrors({written.error()}));
  return refused_page(services, request, written.error());
}

}  // namespace

void add_section_routes(Router& router, Services& services) {
  router.get("/audits/{id:uuid}/sections/{section}",
             [&](const Request& request) { return get_section(request, services); });
  router.post("/audits/{id:uuid}/sections/{section}",
              [&](const Request& request) { return post_section(request, services); });
  router.post("/audits/{id:uuid}/sections/{section}/notes",
              [&](const Request& request) { return post_note(request, services); });
  router.post("/audits/{id:uuid}/sections/{section}/draft",
              [&](const Request& request) { return post_draft(request, services); });
}

}  // namespace plumbline::web
