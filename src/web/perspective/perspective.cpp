#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "app/messages/messages.hpp"
#include "app/perspective/perspectives.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/perspective_ports.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/perspective/routes.hpp"

namespace plumbline::web {
namespace {

using domain::Perspective;

struct OpenPerspective {
  OpenAudit open;
  std::optional<Perspective> stored;
  const std::vector<std::string>& questions() const { return open.programme->perspective.questions; }
  std::string path(std::string_view rest = {}) const {
    return audit_path(open.audit, "/perspective" + std::string(rest));
  }
};

base::Result<OpenPerspective> find(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  OpenPerspective found;
  TRY(found.open,
      open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))}, *reader, Reading::Outline));
  CHECK(app::may_see_perspective(signed_in.actor, found.open.audit, found.open.programme->perspective));
  found.stored = reader->perspectives().find(found.open.audit.id);
  return found;
}

std::string answer_of(const std::optional<Perspective>& perspective, std::size_t at) {
  return perspective && at < perspective->answers.size() ? perspective->answers[at] : std::string();
}

std::string control(std::size_t at) { return "answer-" + std::to_string(at + 1); }

app::SavePerspective typed_view(const Request& request, const OpenPerspective& found, bool send) {
  app::SavePerspective command{found.open.audit.id, number_in(request, "version"), {}, send};
  for (std::size_t at = 0; at < found.questions().size(); ++at) command.answers.push_back(typed(request, control(at)));
  return command;
}

// Both texts, where another window saved since: `mine` is what was just sent, the stored one is the other's.
void fill_conflict(View& body, const OpenPerspective& found, const std::vector<std::string>& mine, base::Instant now) {
  View both = body.add("CONFLICT");
  const auto when = found.stored && found.stored->saved_at ? when_in_words(*found.stored->saved_at, now) : "";
  add_warning(both, "WARNING",
              fmt::format("This was saved in another window {}. Nothing is lost: both texts are below.", when));
  for (std::size_t at = 0; at < found.questions().size(); ++at) {
    const auto theirs = answer_of(found.stored, at);
    if (mine[at] == theirs) continue;
    View part = both.add("DIFFERS");
    part.set("QUESTION", found.questions()[at]);
    add_conflict(part, "BOTH", {control(at) + "-texts", mine[at], theirs, "the other window", when});
  }
}

Response answer_page(const Request& request, Services& services, const OpenPerspective& found,
                     const std::vector<std::string>* mine, const FormErrors& errors, bool conflict) {
  const auto now = services.clock.now();
  const auto& audit = found.open.audit;
  FramedPage page = audit_page(services, request, found.open, "Your view");
  page.errors(errors);
  View body = page.body("perspective/answer.html");
  body.set("WHY", "The auditors read your answers before they judge. You need not answer every question." +
                      (audit.due_on ? " Send them before " + base::say_with_weekday(*audit.due_on) +
                                          ", when the audit is due back."
                                    : std::string()));
  body.set("URL", found.path()).set("DRAFT_URL", found.path("/draft"));
  const int stored_version = found.stored ? found.stored->version : 0;
  body.set("VERSION", mine != nullptr && !conflict ? number_in(request, "version") : stored_version);
  if (conflict && mine != nullptr) fill_conflict(body, found, *mine, now);
  for (std::size_t at = 0; at < found.questions().size(); ++at) {
    View row = body.add("QUESTION");
    TextArea area{control(at), found.questions()[at], mine != nullptr ? (*mine)[at] : answer_of(found.stored, at)};
    area.rows = 5;
    area.strong = true;
    add_textarea(row, "ANSWER", area, errors);
  }
  if (found.stored && found.stored->saved_at) body.set("SAVED", "Saved " + when_in_words(*found.stored->saved_at, now));
  return page.respond(conflict ? 409 : errors.empty() ? 200 : 422);
}

Response read_page(const Request& request, Services& services, const OpenPerspective& found) {
  const auto& audit = found.open.audit;
  FramedPage page = audit_page(services, request, found.open, "The worker’s view");
  View body = page.body("audit/read_section.html");
  body.set("URL", audit_path(audit));
  if (found.stored && found.stored->sent_at)
    body.set("JUDGE", fmt::format("{} sent this to the auditors {}.", found.open.name(audit.worker_id),
                                  when_in_words(*found.stored->sent_at, services.clock.now())));
  else
    body.set("JUDGE", audit.submitted_at ? "The worker did not send their view before the audit was returned."
                                         : "The worker has not sent their view yet. It shows here when they do.");
  if (app::may_read_answers(who(request).actor, audit, found.stored)) {
    std::vector<SummaryRow> rows;
    for (std::size_t at = 0; at < found.questions().size(); ++at) {
      SummaryRow row;
      row.key = found.questions()[at];
      row.value = answer_of(found.stored, at);
      row.look = row.value.empty() ? SummaryRow::Look::Missing : SummaryRow::Look::Typed;
      if (row.value.empty()) row.value = "Not answered";
      rows.push_back(std::move(row));
    }
    add_summary_list(body, "SUMMARY", rows);
  }
  return page.respond();
}

Response get(const Request& request, Services& services) {
  const auto found = find(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& rule = found->open.programme->perspective;
  if (app::may_answer(who(request).actor, found->open.audit, rule, found->stored))
    return answer_page(request, services, *found, nullptr, {}, false);
  return read_page(request, services, *found);
}

base::Result<Perspective> save(const Request& request, Services& services, const app::SavePerspective& command) {
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  return app::save_perspective(command, actor, services.clock, services.frameworks, *work);
}

Response post(const Request& request, Services& services) {
  const auto found = find(request, services);
  if (!found) return refused_page(services, request, found.error());
  const bool send = request.form.get("then") == "send";
  const auto command = typed_view(request, *found, send);
  // Pressed twice: the first press has sent it.
  const auto& stored = found->stored;
  const bool sent = send && stored && stored->sent_at && stored->answers == command.answers &&
                    who(request).actor.is(found->open.audit.worker_id);
  if (sent) return Response::see_other(audit_path(found->open.audit));
  const auto saved = save(request, services, command);
  if (saved && send)
    return flashed(Response::see_other(audit_path(found->open.audit)),
                   {"Your view is with the auditors.", Link{"Read it again", found->path()}});
  if (saved) return flashed(Response::see_other(found->path()), {"The draft is saved.", std::nullopt});
  if (saved.error().code == base::ErrorCode::Stale) {
    const auto again = find(request, services);
    if (again) return answer_page(request, services, *again, &command.answers, {}, true);
  }
  if (saved.error().code == base::ErrorCode::Invalid)
    return answer_page(request, services, *found, &command.answers, FormErrors({saved.error()}), false);
  return refused_page(services, request, saved.error());
}

Response post_draft(const Request& request, Services& services) {
  const auto answer = [](int status, nlohmann::json body) { return Response::json(body.dump(), status); };
  const auto found = find(request, services);
  if (!found) return answer(status_of(found.error()), {{"message", app::sentence(found.error())}});
  const auto saved = save(request, services, typed_view(request, *found, false));
  if (saved)
    return answer(200, {{"message", "Saved " + base::say_time(services.clock.now())},
                        {"version", std::to_string(saved->version)}});
  nlohmann::json body{{"message", app::sentence(saved.error())}};
  if (saved.error().code == base::ErrorCode::Stale) body["url"] = found->path();
  return answer(status_of(saved.error()), body);
}

}  // namespace

void add_perspective_routes(Router& router, Services& services) {
  router.get("/audits/{id:uuid}/perspective", [&](const Request& request) { return get(request, services); });
  router.post("/audits/{id:uuid}/perspective", [&](const Request& request) { return post(request, services); });
  router.post("/audits/{id:uuid}/perspective/draft",
              [&](const Request& request) { return post_draft(request, services); });
}

}  // namespace plumbline::web
