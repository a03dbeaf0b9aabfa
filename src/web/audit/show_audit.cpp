// GET /audits/{id}: the audit's task list, with the case and what to read beside it.
#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "app/allocation/preparers.hpp"
#include "app/audit/together.hpp"
#include "app/messages/messages.hpp"
#include "app/moderation/moderate_audit.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/policies/cycle_policies.hpp"
#include "base/text.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/calendar/working_days.hpp"
#include "report/monthly/monthly.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/related.hpp"
#include "web/audit/routes.hpp"
#include "web/components.hpp"
#include "web/lists.hpp"

namespace plumbline::web {
namespace {

using domain::AuditState;

std::string months_in_words(const domain::LookBack& look_back) {
  const auto count = base::count_of(look_back.months, "month", "months");
  if (look_back.up_to_months <= look_back.months) return count;
  return fmt::format("{} to {}", look_back.months, base::count_of(look_back.up_to_months, "month", "months"));
}

std::string why_handed_back(std::string_view reason, const std::string& note) {
  std::string why(domain::say_hand_back_reason(reason));
  if (!why.empty()) why = "“" + why + ".”";
  return note.empty() ? why : why + " " + note;
}

// The audit team's part, before the discussion (AUDIT-14).
NextStep step_of_preparing(const OpenAudit& open, const SignedIn& who, base::Day today) {
  const auto& audit = open.audit;
  const auto by = app::prepare_by(*open.programme, audit.period);
  if (!app::may_prepare(who.actor, audit)) {
    const auto& preparer = audit.co_auditor(domain::CoAuditorKind::Preparer)->person;
    if (by && *by < today)
      return {fmt::format("Still being prepared by {}", open.name(preparer)),
              fmt::format("It was due {}. The discussion comes after it.", base::say_with_weekday(*by)),
              app::may_arrange(who.actor, audit)
                  ? std::optional(Link{"Change who prepares it", audit_path(audit, "/people")})
                  : std::nullopt,
              NextStep::Look::Urgent};
    return {fmt::format("Being prepared by {}", open.name(preparer)),
            by ? fmt::format("Due {}. The discussion comes after it.", base::say_with_weekday(*by))
               : "The discussion comes after it.",
            std::nullopt, NextStep::Look::Quiet};
  }
  const auto when = by ? due_in_words(*by, today, domain::working_days_between(today, *by)) : std::string();
  for (const auto* section : open.tool_sections)
    if (app::is_prepared_section(audit, *open.programme, section->key) &&
        domain::status_of(*section, open.contents, open.findings) == domain::SectionStatus::NotStarted)
      return {"Prepare this audit for " + open.name(audit.auditor),
              when.empty() ? "" : (*by < today ? "It " : "It is ") + when + ".",
              Link{"Continue", audit_path(audit, "/sections/" + section->key)}};
  return {"Is everything prepared?", "You can change the prepared sections until you say so.",
          Link{"Say that it is prepared", audit_path(audit, "/prepared")}};
}

NextStep next_step(const OpenAudit& open, const SignedIn& who, bool moderates, base::Day today) {
  const auto& audit = open.audit;
  if (!open.readable && audit.state != AuditState::Allocated && audit.state != AuditState::Withdrawn)
    return {"This audit is under way", "You can read what was found once it is finished.", std::nullopt,
            NextStep::Look::Quiet};
  const auto due = [&] {
    return audit.due_on ? return_by_in_words(*audit.due_on, today, domain::working_days_between(today, *audit.due_on))
                        : std::string();
  };
  switch (audit.state) {
    case AuditState::Allocated:
      return {"This audit has not been sent out yet", "", std::nullopt, NextStep::Look::Quiet};
    case AuditState::Sent:
    case AuditState::InProgress:
    case AuditState::Returned: {
      if (audit.is_being_prepared()) return step_of_preparing(open, who, today);
      if (!app::may_edit(who.actor, audit))
        return {fmt::format("With {}", open.auditors()), due(), std::nullopt, NextStep::Look::Quiet};
      if (audit.state == AuditState::Returned)
        return {"The moderator has sent this audit back to you",
                "Read what they wrote below, change the audit, then return it again.",
                Link{"Check and return", audit_path(audit, "/check")}};
      for (const auto* section : open.tool_sections)
        if (!app::is_prepared_section(audit, *open.programme, section->key) &&
            domain::status_of(*section, open.contents, open.findings) != domain::SectionStatus::Complete)
          return {audit.state == AuditState::Sent
                      ? "Start with the first section"
                      : "Carry on with " + base::lower(section->title.substr(0, 1)) + section->title.substr(1),
                  due(),
                  Link{audit.state == AuditState::Sent ? "Start" : "Continue",
                       audit_path(audit, "/sections/" + section->key)}};
      for (const auto& finding : open.findings)
        if (finding.blocks)
          return {"All sections are complete", app::sentence(finding.error) + " " + due(),
                  Link{"Continue", place_of_finding(open, finding).url}};
      return {"Everything is complete", due(), Link{"Check and return", audit_path(audit, "/check")}};
    }
    case AuditState::Submitted:
      if (moderates)
        return {"This audit is waiting for you to moderate it", "", Link{"Moderate", audit_path(audit, "/moderate")}};
      return {"Waiting for moderation", "The grade may still change.", std::nullopt, NextStep::Look::Quiet};
    case AuditState::Final:
      return {"This audit is finished",
              open.tool->judged ? fmt::format("Grade: {}", grade_name(audit.grade())) : std::string(), std::nullopt,
              NextStep::Look::Quiet};
    case AuditState::HandedBack:
      if (app::may_reallocate(who.actor, audit))
        return {open.name(audit.auditor) + " has handed this audit back",
                why_handed_back(audit.hand_back_reason, audit.hand_back_note),
                Link{"Give it to somebody else", audit_path(audit, "/reallocate")}};
      return {"Handed back", "The QA administrator decides what happens next.", std::nullopt, NextStep::Look::Quiet};
    case AuditState::Withdrawn:
      return {"This case was exempted from the sample", "", std::nullopt, NextStep::Look::Quiet};
  }
  return {};
}

std::vector<Task> section_tasks(const OpenAudit& open) {
  std::vector<Task> tasks;
  for (const auto* section : open.tool_sections) {
    Task task{section->title, audit_path(open.audit, "/sections/" + section->key), {}, Tone::Plain, {}, std::nullopt};
    const auto status = domain::status_of(*section, open.contents, open.findings);
    task.status = domain::say(status);
    if (status == domain::SectionStatus::NotStarted) task.tone = Tone::NotStarted;
    if (status == domain::SectionStatus::Started) task.tone = Tone::Going;
    // Read in place: the page needs none of the texts, and copying them took a twentieth of its time.
    for (const auto& saved : open.contents.sections)
      if (saved.section == section->key && status == domain::SectionStatus::Complete) task.grade = saved.judgement;
    const auto actions =
        std::count_if(open.contents.actions.begin(), open.contents.actions.end(), [&](const auto& action) {
          return action.section == section->key && action.state != domain::ActionState::Withdrawn;
        });
    if (actions > 0) task.hint = base::count_of(actions, "action", "actions");
    if (app::is_prepared_section(open.audit, *open.programme, section->key)) {
      task.hint = "The audit team’s part" + (task.hint.empty() ? "" : ", " + task.hint);
      const auto notes = std::ranges::count(open.notes, section->key, &app::SharedNote::topic);
      if (notes > 0) task.hint += ", " + base::count_of(notes, "note", "notes");
    }
    tasks.push_back(std::move(task));
  }
  return tasks;
}

bool is_missing(const OpenAudit& open, std::string_view part) {
  for (const auto& finding : open.findings)
    if (finding.section == part && finding.blocks) return true;
  return false;
}

std::vector<Task> other_tasks(const OpenAudit& open, base::Instant now) {
  std::vector<Task> tasks;
  const auto& audit = open.audit;
  const auto add = [&](std::string name, std::string_view path, bool missing, bool begun, std::string hint) {
    Task task{std::move(name), audit_path(audit, path), "Completed", Tone::Plain, std::move(hint), std::nullopt};
    if (missing)
      task.status = begun ? "In progress" : "Not started", task.tone = begun ? Tone::Going : Tone::NotStarted;
    tasks.push_back(std::move(task));
  };
  if (open.readable && !domain::key_documents_for(*open.framework, *open.programme, audit.category).empty())
    add("Key documents", "/documents", is_missing(open, "documents") || open.contents.documents.empty(),
        !open.contents.documents.empty(), "");
  const auto talk = [&](domain::ConversationKind kind, std::string_view path, std::string_view part) {
    const auto conversation = open.conversation(kind);
    std::string hint;
    if (!conversation.held && conversation.booked_for)
      hint = "Booked for " + when_in_words(*conversation.booked_for, now);
    if (!conversation.held && !conversation.booked_for) hint = "Not booked yet";
    if (conversation.held) hint = *conversation.held ? "Held" : "Not held";
    add(std::string(domain::say(kind)), path, is_missing(open, part) || !conversation.held, conversation.version > 0,
        hint);
  };
  if (open.programme->conversation.required || !open.programme->conversation.with.empty())
    talk(domain::ConversationKind::Worker, "/conversations/worker", "conversation");
  if (open.readable && audit.family_contact) talk(domain::ConversationKind::Family, "/conversations/family", "family");
  if (open.readable && open.tool->judged) {
    add("Overall judgement", "/overall", is_missing(open, "overall"), audit.overall.has_value(), "");
    if (audit.overall && !is_missing(open, "overall")) tasks.back().grade = audit.overall;
  }
  return tasks;
}

// "20 to 30 minutes", "1 to 1½ hours".
std::string expected_time(int from, int to) {
  const auto range = [](const std::string& least, const std::string& most) {
    return least == most ? least : least + " to " + most;
  };
  if (from < 60 || from % 30 != 0 || to % 30 != 0) return range(std::to_string(from), std::to_string(to)) + " minutes";
  const auto hours = [](int minutes) { return std::to_string(minutes / 60) + (minutes % 60 == 0 ? "" : "½"); };
  return range(hours(from), hours(to)) + (to == 60 ? " hour" : " hours");
}

std::vector<SummaryRow> case_rows(const OpenAudit& open) {
  const auto& audit = open.audit;
  std::vector<SummaryRow> rows;
  add_row(rows, "Child", audit.child_id.text());
  add_row(rows, "Category", std::string(domain::say(audit.category)));
  if (report::areas_by(app::AreaBy::Locality, *open.framework) == app::AreaBy::Locality)
    add_row(rows, "Locality", audit.locality);
  else
    add_row(rows, "Service area", audit.service_area);
  add_row(rows, "Team", audit.team);
  add_row(rows, "Worker", open.name(audit.worker_id));
  add_row(rows, "Manager", open.name(audit.supervisor_id));
  add_row(rows, "Auditor", open.name(audit.auditor));
  for (const auto& one : audit.beside) {
    if (one.kind == domain::CoAuditorKind::Second)
      add_row(rows, "Together with", open.name(one.person));
    else if (one.kind == domain::CoAuditorKind::Preparer)
      add_row(rows, one.prepared_at ? "Prepared by" : "Being prepared by", open.name(one.person));
    else
      add_row(rows, "Linked to the area", open.name(one.person));
  }
  for (const auto& agency : open.programme->auditors.agencies)
    if (agency.key == audit.part) add_row(rows, "Agency", agency.title);
  if (domain::is_joint_part(audit.part))
    add_row(rows, "Joint audit", fmt::format("{} of {}", audit.part, audit.others.size() + 1));
  if (audit.due_on) add_row(rows, "Due back", base::say(*audit.due_on));
  if (audit.minutes_spent > 0)
    add_row(rows, "Time so far", fmt::format("{} h {} min", audit.minutes_spent / 60, audit.minutes_spent % 60));
  else if (open.tool->expected_minutes_to > 0)
    add_row(rows, "Expected time", expected_time(open.tool->expected_minutes_from, open.tool->expected_minutes_to));
  return rows;
}

void fill_concerns(View& body, const OpenAudit& open, base::Instant now) {
  if (open.concerns.empty()) return;
  Table table{"Concerns raised on this audit", {{"Concern"}, {"Raised"}, {"Where it stands"}}, {}, true, true};
  for (const auto& concern : open.concerns) {
    Row row;
    Cell what{std::string(domain::say(concern.kind))};
    what.url = "/concerns/" + url_encode(concern.id.text());
    Cell state{std::string(domain::say(concern.state))};
    state.tone = concern.state == domain::ConcernState::Raised ? Tone::Urgent : Tone::Done;
    row.cells = {what, Cell{when_in_words(concern.raised_at, now)}, state};
    table.rows.push_back(std::move(row));
  }
  View part = body.add("HAS_CONCERNS");
  add_table(part, "CONCERNS", table);
}

void fill_actions(View& body, const OpenAudit& open, base::Day today) {
  Table table{"Actions of this audit", {{"Action"}, {"Owner"}, {"Due"}, {"Status"}}, {}, true, true};
  for (const auto& action : open.contents.actions) {
    if (action.state == domain::ActionState::Withdrawn) continue;
    Cell what{action.text};
    what.url = "/actions/" + url_encode(action.id.text());
    Cell due{action.due_on ? base::say(*action.due_on) : "–"};
    due.late = action.is_overdue_on(today);
    Row row;
    row.cells = {what, Cell{open.name(action.owner)}, due, Cell{std::string(domain::say(action.state))}};
    table.rows.push_back(std::move(row));
  }
  if (table.rows.empty()) return;
  View part = body.add("HAS_ACTIONS");
  add_table(part, "ACTIONS", table);
}

std::vector<TimelineEvent> history(const OpenAudit& open, const app::Actor& reader) {
  // What an auditor said of the own ties to a family is for those who gave the audit to somebody else.
  const bool allocates = app::may_run_cycle(reader).has_value();
  std::vector<TimelineEvent> events;
  const auto& audit = open.audit;
  if (audit.sent_at) events.push_back({"Sent to the auditor", "", *audit.sent_at, ""});
  for (const auto& moved : open.reallocations) {
    if (!moved.handed_back.empty())
      events.push_back({"Handed back", "", moved.at,
                        allocates ? why_handed_back(moved.handed_back, moved.handed_back_note) : std::string()});
    events.push_back({"Given to " + open.name(moved.to), open.name(moved.by), moved.at, moved.reason});
  }
  if (const auto* preparer = audit.co_auditor(domain::CoAuditorKind::Preparer); preparer && preparer->prepared_at)
    events.push_back({"Prepared", open.name(preparer->person), *preparer->prepared_at, ""});
  if (audit.submitted_at) events.push_back({"Returned", open.auditors(), *audit.submitted_at, ""});
  for (const auto& moderation : open.moderations) {
    std::string detail = moderation.reason;
    if (moderation.outcome == domain::ModerationOutcome::Changed)
      detail =
          fmt::format("From {} to {}. {}", grade_name(moderation.from), grade_name(moderation.to), moderation.reason);
    events.push_back(
        {std::string(domain::say(moderation.outcome)), open.name(moderation.moderator), moderation.at, detail});
  }
  if (audit.finalised_at) events.push_back({"Finished", "", *audit.finalised_at, ""});
  std::reverse(events.begin(), events.end());  // of the same second, what came later is above
  std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
  return events;
}

Response show_audit(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open =
      open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))}, Reading::Outline);
  if (!open) return refused_page(services, request, open.error());
  const auto now = services.clock.now();
  const auto today = services.clock.today();

  FramedPage page = audit_page(services, request, *open, open->audit.reference);
  page.meta(fmt::format("{}, {}", open->tool->title, base::say(open->audit.period)));
  View body = page.body("audit/show.html");
  // Those who moderate by their grant and may not by their job are not led to a refusal.
  const bool moderates = app::may_moderate(signed_in.actor, open->audit) &&
                         app::may_moderate_by_job(signed_in.actor, open->audit, *open->programme,
                                                  services.store.read(signed_in.actor.council)->people());
  add_next(body, "NEXT", next_step(*open, signed_in, moderates, today));
  if (const auto away = app::away_of_pair(open->audit, services.store.read(signed_in.actor.council)->people(), today))
    add_inset(body, "AWAY",
              fmt::format("{} is away. {} completes this audit and presents it alone.", open->name(*away),
                          open->name(*away == open->audit.auditor
                                         ? open->audit.co_auditor(domain::CoAuditorKind::Second)->person
                                         : open->audit.auditor)));
  fill_concerns(body, *open, now);
  if (open->readable) {
    View part = body.add("HAS_SECTIONS");
    add_task_list(part, "SECTIONS", section_tasks(*open));
  }
  auto related = related_to(*open, signed_in, services);
  auto rest = other_tasks(*open, now);
  std::ranges::move(related.tasks, std::back_inserter(rest));
  if (!rest.empty()) {
    View part = body.add("HAS_REST");
    add_task_list(part, "REST", rest);
  }
  fill_actions(body, *open, today);
  auto events = history(*open, signed_in.actor);
  std::ranges::move(related.events, std::back_inserter(events));
  std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
  if (!events.empty()) {
    View part = body.add("HAS_HISTORY");
    add_timeline(part, "HISTORY", events);
  }
  auto facts = case_rows(*open);
  std::ranges::move(related.facts, std::back_inserter(facts));
  add_summary_list(body, "CASE", facts);
  if (open->programme->look_back.months > 0) {
    View part = body.add("LOOK_BACK");
    part.set("WINDOW",
             fmt::format("Read the last {} of the file, from {}.", months_in_words(open->programme->look_back),
                         base::say(base::add_months(today, -open->programme->look_back.months))));
    part.show_with("NOTE", "TEXT", open->programme->look_back.note);
  }
  if (const auto documents = domain::key_documents_for(*open->framework, *open->programme, open->audit.category);
      !documents.empty()) {
    View part = body.add("DOCUMENTS");
    for (const auto* document : documents) part.add("ITEM").set("TITLE", document->title);
  }
  if (open->scale != nullptr) {
    std::vector<Term> terms;
    for (const auto& grade : open->scale->grades) terms.push_back({grade.title, grade.definition});
    View part = body.add("GRADES");
    add_details(part, "DEFINITIONS", "Definitions of every grade", {}, terms);
  }
  std::vector<Link> others;
  if (open->readable && open->audit.state == domain::AuditState::Final) {
    others.push_back({"Save for the child’s record as PDF", audit_path(open->audit, "/record.pdf")});
    others.push_back({"Save for the child’s record as Word", audit_path(open->audit, "/record.docx")});
  }
  if (app::may_hand_back(signed_in.actor, open->audit))
    others.push_back({"Hand this audit back", audit_path(open->audit, "/hand-back")});
  if (app::may_reallocate(signed_in.actor, open->audit))
    others.push_back({"Give it to another auditor", audit_path(open->audit, "/reallocate")});
  if ((open->audit.co_auditor(domain::CoAuditorKind::Second) != nullptr || open->audit.is_being_prepared()) &&
      app::may_arrange(signed_in.actor, open->audit))
    others.push_back({"Change who works on it", audit_path(open->audit, "/people")});
  if (app::may_prepare(signed_in.actor, open->audit))
    others.push_back({"Say that it is prepared", audit_path(open->audit, "/prepared")});
  if (app::may_compare(signed_in.actor, open->audit))
    others.push_back({"Compare the grades of this case", audit_path(open->audit, "/compare")});
  if (moderates) others.push_back({"Moderate this audit", audit_path(open->audit, "/moderate")});
  if (app::may_raise_concern(signed_in.actor, open->audit))
    others.push_back({concern_words(*open->framework, domain::ConcernKind::Review),
                      audit_path(open->audit, "/concern?kind=review")});
  std::ranges::move(related.links, std::back_inserter(others));
  if (!others.empty()) {
    View part = body.add("OTHER");
    for (const auto& link : others) part.add("LINK").set("TEXT", link.text).set("URL", link.url);
  }
  return page.respond();
}

}  // namespace

void add_audit_routes(Router& router, Services& services) {
  router.get("/audits/{id:uuid}", [&](const Request& request) { return show_audit(request, services); });
  add_audit_list_routes(router, services);
  add_section_routes(router, services);
  add_document_routes(router, services);
  add_conversation_routes(router, services);
  add_return_routes(router, services);
  add_hand_back_routes(router, services);
  add_writing_help_routes(router, services);
  add_together_routes(router, services);
  add_compare_routes(router, services);
  add_record_routes(router, services);
}

}  // namespace plumbline::web
