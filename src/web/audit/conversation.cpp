// /audits/{id}/conversations/{kind}: booked, then recorded; the family is written to afterwards (AUDIT-6, AUDIT-8).
#include <fmt/core.h>

#include "app/audit/conversation.hpp"
#include "app/policies/audit_policies.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"
#include "web/components.hpp"
#include "web/lists.hpp"
#include "web/time_input.hpp"

namespace plumbline::web {
namespace {

using domain::Conversation;
using domain::ConversationKind;

// What another window saved since, beside what is typed here: neither is lost (AUDIT-11).
void fill_conflict(View& body, const OpenAudit& open, const Conversation& mine) {
  const auto theirs = open.conversation(mine.kind);
  View conflict = body.add("CONFLICT");
  const auto show = [&](std::string_view title, std::string id, const std::string& a, const std::string& b) {
    if (a == b) return;
    View part = conflict.add("DIFFERS");
    part.set("TITLE", title);
    add_conflict(part, "BOTH", {std::move(id), a, b, open.name(open.audit.auditor), "in the other window"});
  };
  const auto took_place = [](const Conversation& one) {
    return !one.held   ? std::string("Not recorded")
           : *one.held ? "Yes" + (one.held_on ? ", on " + base::say(*one.held_on) : "")
                       : "No" + (one.reason ? ": " + std::string(domain::say(*one.reason)) : "");
  };
  show("Whether it took place", "held-texts", took_place(mine), took_place(theirs));
  show("What was said", "summary-texts", mine.summary, theirs.summary);
  show("What was agreed", "agreed-texts", mine.agreed, theirs.agreed);
  show("Views", "views-texts", mine.views, theirs.views);
  show("What they said of the service", "feedback-texts", mine.service_feedback, theirs.service_feedback);
}

// A day of the week is what people know their diaries by, and a Friday what is advised against.
std::string said_with_weekday(base::Instant at) {
  return base::say_with_weekday(base::london_day(at)) + " at " + base::say_time(at);
}

struct Typed {  // what was typed into the booking, shown again when it was refused
  DateInput day;
  std::string time;
  std::string place;
};

std::string conversation_path(const OpenAudit& open, ConversationKind kind, std::string_view rest = {}) {
  return audit_path(open.audit, "/conversations/" + std::string(to_string(kind)) + std::string(rest));
}

// Where the mailed invitation is to be had at once; nothing where nobody was invited.
std::string invitation_path(const OpenAudit& open, const Conversation& shown) {
  if (shown.kind != ConversationKind::Worker || !shown.booked_for) return {};
  return conversation_path(open, shown.kind, "/invitation.ics");
}

Response conversation_page(const Request& request, Services& services, const OpenAudit& open, const Conversation& shown,
                           const std::optional<Typed>& booking, const FormErrors& errors, std::string_view advice) {
  const bool family = shown.kind == ConversationKind::Family;
  FramedPage page = audit_page(services, request, open, std::string(domain::say(shown.kind)));
  page.errors(errors);
  View body = page.body("audit/conversation.html");
  const auto path = conversation_path(open, shown.kind);
  if (!family) body.show_with("GUIDANCE", "TEXT", open.programme->conversation.guidance);
  // The agreed set, so that every worker and every family is asked the same (MEET-3).
  if (const auto& agreed = family ? open.programme->family.questions : open.programme->conversation.questions;
      !agreed.empty()) {
    View questions = body.add("QUESTIONS");
    for (const auto& question : agreed) questions.add("QUESTION").set("TEXT", question);
  }
  if (!advice.empty()) {
    View part = body.add("ADVICE");
    add_warning(part, "WARNING", advice);
  }
  if (app::may_book_conversation(who(request).actor, open.audit)) {
    View part = body.add("BOOK");
    std::optional<base::Day> booked_on;
    if (shown.booked_for) booked_on = base::london_day(*shown.booked_for);
    part.set("BOOK_URL", path + "/book").set("VERSION", shown.version);
    if (shown.booked_for) {
      View booked = part.add("BOOKED");
      booked.set("WHEN", said_with_weekday(*shown.booked_for));
      booked.show_with("PLACE", "TEXT", shown.place);
      booked.show_with("INVITATION", "URL", invitation_path(open, shown));
    }
    part.set("BOOK_BUTTON", shown.booked_for ? "Change the booking"
                            : family         ? "Book it"
                                             : "Book it and send the invitation");
    add_date_input(part, "DAY", booking ? booking->day : date_input("day", "Day", booked_on, "For example, 17 12 2026"),
                   errors);
    TextInput time{"time", "Time", booking ? booking->time : shown.booked_for ? base::say_time(*shown.booked_for) : ""};
    time.hint = "For example, 10:30am";
    time.characters = 10;
    add_text_input(part, "TIME", time, errors);
    TextInput place{"place", "Where", booking ? booking->place : shown.place};
    place.hint = "A room, or how to join by video";
    add_text_input(part, "PLACE_FIELD", place, errors);
  }
  if (app::may_record_conversation(who(request).actor, open.audit)) {
    View part = body.add("RECORD");
    const bool stale = !booking && !errors.empty() && errors.all().front().code == base::ErrorCode::Stale;
    part.set("RECORD_URL", path).set("VERSION", stale ? open.conversation(shown.kind).version : shown.version);
    if (stale) fill_conflict(part, open, shown);
    Choice held{"held",
                family ? "Did you talk with the family?" : "Did the conversation take place?",
                {{"yes", "Yes", "", shown.held == true, true}, {"no", "No", "", shown.held == false, true}},
                "",
                true,
                false,
                false};
    auto inside = add_radios(part, "HELD", held, errors);
    View on = inside.at(0).include("INSIDE", "audit/held.html");
    add_date_input(on, "HELD_ON",
                   booking || shown.held_on || request.method != Method::Post
                       ? date_input("held-on", "On which day?", shown.held_on)
                       : typed_date("held-on", "On which day?", request.form),
                   errors);
    View why = inside.at(1).include("INSIDE", "audit/not_held.html");
    Choice reasons{"reason", "Why not?", {}, "", false, true, false};
    const auto& offered = open.programme->conversation.reasons_not_held;
    for (const auto reason : domain::kNotHeldReasons)
      if (offered.empty() || std::find(offered.begin(), offered.end(), reason) != offered.end())
        reasons.options.push_back(
            {std::string(to_string(reason)), std::string(domain::say(reason)), "", shown.reason == reason, false});
    add_radios(why, "REASON", reasons, errors);
    if (!family) {
      Choice manager{"manager-present",
                     "Who was there",
                     {{"yes", "The manager came too", "", shown.manager_present, false}},
                     "",
                     false,
                     true,
                     false};
      add_checkboxes(part, "MANAGER", manager, errors);
    } else {
      View of_family = part.add("FAMILY");
      Choice purpose{"purpose-explained",
                     "Before you began",
                     {{"yes", "I explained what the talk is for", "", shown.purpose_explained, false}},
                     "",
                     false,
                     true,
                     false};
      add_checkboxes(of_family, "PURPOSE", purpose, errors);
      Choice consent{
          "consent",
          "Did they agree to take part?",
          {{"yes", "Yes", "", shown.consent == true, false}, {"no", "No", "", shown.consent == false, false}},
          "",
          false,
          true,
          true};
      add_radios(of_family, "CONSENT", consent, errors);
      add_textarea(of_family, "VIEWS",
                   {"views", "The child’s and family’s views", shown.views, "In their words where you can"}, errors);
      add_textarea(of_family, "FEEDBACK", {"service-feedback", "What they said of the service", shown.service_feedback},
                   errors);
    }
    TextArea summary{"summary", "What was said", shown.summary, "A short summary. Identifiers, never names."};
    summary.help_url = audit_path(open.audit, "/help");
    add_textarea(part, "SUMMARY", summary, errors);
    add_textarea(part, "AGREED",
                 {"agreed", "What was agreed", shown.agreed,
                  "What now needs to happen. Add it as an action too, so that it is followed up."},
                 errors);
  }
  return page.respond(errors.empty() ? 200 : errors.all().front().code == base::ErrorCode::Stale ? 409 : 422);
}

std::optional<ConversationKind> kind_of(const Request& request) {
  return domain::parse_conversation_kind(request.param("kind"));
}

// What the family was told was done with what they said: known only once the audit is in (AUDIT-8).
void fill_reply(View& body, const Request& request, const OpenAudit& open, const Conversation& shown,
                const FormErrors& errors) {
  if (shown.kind != ConversationKind::Family || shown.held != true) return;
  if (!open.programme->family.written_reply || !app::may_reply_to_family(who(request).actor, open.audit)) return;
  const bool posted = request.method == Method::Post;
  View reply = body.include("AFTER", "audit/reply.html");
  reply.set("URL", audit_path(open.audit, "/conversations/family/reply")).set("VERSION", shown.version);
  add_textarea(reply, "REPLY",
               {"written-reply", "What was the family told in writing?",
                posted ? typed(request, "written-reply") : shown.written_reply, "What was done with what they said"},
               errors);
  add_date_input(reply, "REPLIED_ON",
                 posted ? typed_date("replied-on", "When was it sent?", request.form)
                        : date_input("replied-on", "When was it sent?", shown.replied_on),
                 errors);
}

Response read_conversation(const Request& request, Services& services, const OpenAudit& open, const Conversation& shown,
                           const FormErrors& errors) {
  FramedPage page = audit_page(services, request, open, std::string(domain::say(shown.kind)));
  page.errors(errors);
  View body = page.body("audit/read_section.html");
  body.set("JUDGE", shown.booked_for ? "Booked for " + said_with_weekday(*shown.booked_for) +
                                           (shown.place.empty() ? "." : ", " + shown.place + ".")
                                     : "Not booked yet.");
  body.set("URL", audit_path(open.audit));
  std::vector<SummaryRow> rows;
  add_row(rows, "Held",
          !shown.held   ? "Not recorded yet"
          : *shown.held ? "Yes" + (shown.held_on ? ", on " + base::say(*shown.held_on) : "")
                        : "No");
  if (shown.reason) add_row(rows, "Why not", std::string(domain::say(*shown.reason)));
  add_row(rows, "What was said", shown.summary, SummaryRow::Look::Typed);
  add_row(rows, "What was agreed", shown.agreed, SummaryRow::Look::Typed);
  add_row(rows, "Views", shown.views, SummaryRow::Look::Typed);
  add_row(rows, "What they said of the service", shown.service_feedback, SummaryRow::Look::Typed);
  add_row(rows, "What the family was told", shown.written_reply, SummaryRow::Look::Typed);
  if (shown.kind == ConversationKind::Family && shown.held == true && shown.written_reply.empty() &&
      open.programme->family.written_reply)
    add_row(rows, "What the family was told", "Not answered in writing yet", SummaryRow::Look::Missing);
  if (shown.replied_on) add_row(rows, "Sent on", base::say(*shown.replied_on));
  if (const auto invitation = invitation_path(open, shown); !invitation.empty()) {
    add_row(rows, "Invitation", "Add it to your calendar");
    rows.back().url = invitation;
  }
  add_summary_list(body, "SUMMARY", rows);
  fill_reply(body, request, open, shown, errors);
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response get_conversation(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto kind = kind_of(request);
  if (!kind) return Response::not_found();
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (*kind == ConversationKind::Family)
    if (const auto may = app::may_read_findings(signed_in.actor, open->audit); !may)
      return refused_page(services, request, may.error());
  const auto stored = open->conversation(*kind);
  if (!app::may_converse(signed_in.actor, open->audit)) return read_conversation(request, services, *open, stored, {});
  return conversation_page(request, services, *open, stored, std::nullopt, {},
                           request.query.has("friday") ? app::kFridayAdvice : "");
}

Response get_invitation(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const domain::AuditId id{std::string(request.param("id"))};
  const auto reader = services.store.read(actor.council);
  const auto calendar = app::invitation_to_conversation(id, actor, services.clock, services.frameworks, *reader);
  if (!calendar) return refused_page(services, request, calendar.error());
  services.views.saw(actor, "audit", id.text());
  Response response = Response::text(*calendar);
  response.set("Content-Type", "text/calendar; charset=utf-8");
  response.set("Content-Disposition", "attachment; filename=\"conversation.ics\"");
  return response;
}

Response post_booking(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto kind = kind_of(request);
  if (!kind) return Response::not_found();
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (const auto allowed = app::may_book_conversation(signed_in.actor, open->audit); !allowed)
    return refused_page(services, request, allowed.error());
  const Typed booking{typed_date("day", "Day", request.form, "For example, 17 12 2026"),
                      std::string(request.form.get("time")), std::string(base::trim(request.form.get("place")))};
  FormErrors errors;
  const auto day = read_date(request.form, "day");
  const auto time = minutes_of_day(booking.time);
  if (!day) errors.add({base::ErrorCode::Invalid, "conversation.book.day", "day"});
  if (!time) errors.add({base::ErrorCode::Invalid, "conversation.book.time", "time"});
  if (errors.empty()) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto booked =
        app::book_conversation({open->audit.id, *kind, base::london_midnight(*day) + std::chrono::minutes{*time},
                                booking.place, number_in(request, "version")},
                               signed_in.actor, services.clock, services.frameworks, *work);
    if (booked) {
      const auto path = conversation_path(*open, *kind);
      return flashed(
          Response::see_other(booked->empty() ? path : path + "?friday=1"),
          {*kind == ConversationKind::Worker ? "Booked. An invitation is on its way."
                                             : "Booked. Nobody writes to the family: tell them the time yourself.",
           std::nullopt});
    }
    errors.add(at_control(booked.error(), {{"at", "day"}}));
  }
  return conversation_page(request, services, *open, open->conversation(*kind), booking, errors, "");
}

std::optional<bool> yes_or_no(const Request& request, std::string_view field) {
  const auto value = request.form.get(field);
  if (value == "yes") return true;
  if (value == "no") return false;
  return std::nullopt;
}

const FieldNames kControls{{"held_on", "held-on"}, {"service_feedback", "service-feedback"}};

Response post_record(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto kind = kind_of(request);
  if (!kind) return Response::not_found();
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (const auto allowed = app::may_record_conversation(signed_in.actor, open->audit); !allowed)
    return refused_page(services, request, allowed.error());
  auto given = open->conversation(*kind);
  given.version = number_in(request, "version");
  given.held = yes_or_no(request, "held");
  given.held_on = given.held == true ? read_date(request.form, "held-on") : std::nullopt;
  given.reason = given.held == false ? domain::parse_not_held_reason(request.form.get("reason")) : std::nullopt;
  given.manager_present = request.form.has("manager-present");
  given.summary = typed(request, "summary");
  given.agreed = typed(request, "agreed");
  if (*kind == ConversationKind::Family) {
    given.purpose_explained = request.form.has("purpose-explained");
    given.consent = yes_or_no(request, "consent");
    given.views = typed(request, "views");
    given.service_feedback = typed(request, "service-feedback");
  }
  const auto saved = [&] {
    const auto work = services.store.begin(signed_in.actor.council);
    return app::record_conversation({open->audit.id, given}, signed_in.actor, services.clock, services.frameworks,
                                    *work);
  }();
  const auto done = [&] {
    return flashed(Response::see_other(audit_path(open->audit)), {"The conversation is recorded.", std::nullopt});
  };
  if (saved) return done();
  if (saved.error().code == base::ErrorCode::Stale)
    if (const auto again = open_audit(services, signed_in, open->audit.id)) {
      auto stored = again->conversation(*kind);
      stored.version = given.version;
      if (stored == given) return done();  // pressed twice: the first press has recorded it
      return conversation_page(request, services, *again, given, std::nullopt, FormErrors({saved.error()}), "");
    }
  return conversation_page(request, services, *open, given, std::nullopt,
                           FormErrors({at_control(saved.error(), kControls)}), "");
}

Response post_reply(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (kind_of(request) != ConversationKind::Family) return Response::not_found();
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  const app::ReplyToFamily reply{open->audit.id, number_in(request, "version"), typed(request, "written-reply"),
                                 read_date(request.form, "replied-on")};
  const auto saved = [&] {
    const auto work = services.store.begin(signed_in.actor.council);
    return app::reply_to_family(reply, signed_in.actor, services.clock, services.frameworks, *work);
  }();
  const auto stored = open->conversation(ConversationKind::Family);
  // Pressed twice: the first press has recorded it.
  const bool there = reply.version < stored.version && stored.written_reply == reply.written_reply &&
                     stored.replied_on == reply.replied_on && app::may_reply_to_family(signed_in.actor, open->audit);
  if (saved || there)
    return flashed(Response::see_other(audit_path(open->audit)), {"The reply is recorded.", std::nullopt});
  if (saved.error().code == base::ErrorCode::NotFound || saved.error().code == base::ErrorCode::Forbidden ||
      saved.error().field.empty())
    return refused_page(services, request, saved.error());
  return read_conversation(
      request, services, *open, open->conversation(ConversationKind::Family),
      FormErrors({at_control(saved.error(), {{"written_reply", "written-reply"}, {"replied_on", "replied-on"}})}));
}

}  // namespace

void add_conversation_routes(Router& router, Services& services) {
  router.get("/audits/{id:uuid}/conversations/{kind}",
             [&](const Request& request) { return get_conversation(request, services); });
  router.get("/audits/{id:uuid}/conversations/worker/invitation.ics",
             [&](const Request& request) { return get_invitation(request, services); });
  router.post("/audits/{id:uuid}/conversations/{kind}",
              [&](const Request& request) { return post_record(request, services); });
  router.post("/audits/{id:uuid}/conversations/{kind}/reply",
              [&](const Request& request) { return post_reply(request, services); });
  router.post("/audits/{id:uuid}/conversations/{kind}/book",
              [&](const Request& request) { return post_booking(request, services); });
}

}  // namespace plumbline::web
