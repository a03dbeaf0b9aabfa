#include <fmt/core.h>

#include <algorithm>

#include "app/concern/concerns.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "base/duration.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/concern/routes.hpp"
#include "web/lists.hpp"

namespace plumbline::web {
namespace {

using domain::Concern;
using domain::ConcernKind;

std::string concern_path(const Concern& concern, std::string_view rest = {}) {
  return "/concerns/" + url_encode(concern.id.text()) + std::string(rest);
}

Response raise(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (const auto allowed = app::may_raise_concern(signed_in.actor, open->audit); !allowed)
    return refused_page(services, request, allowed.error());
  const bool posted = request.method == Method::Post;
  const auto kind = domain::parse_concern_kind(posted ? request.form.get("kind") : request.query.get("kind"))
                        .value_or(ConcernKind::Immediate);
  const auto what = typed(request, "what");
  const auto doing = typed(request, "doing");
  // One that no address could name would raise a concern nobody can open.
  std::string id(request.form.get("concern"));
  if (!is_uuid(id)) id.clear();
  FormErrors errors;
  if (posted) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto raised = app::raise_concern({domain::ConcernId{id}, open->audit.id, kind, what, doing}, signed_in.actor,
                                           services.clock, services.frameworks, *work);
    if (raised) {
      if (services.mail_waits) services.mail_waits();
      return Response::see_other(concern_path(*raised));
    }
    errors.add(raised.error());
  }
  // The page makes the concern's identifier, so that a double click raises one.
  if (id.empty()) id = base::new_uuid(services.clock.now());
  const auto* rule = open->framework->find_notification(kind);
  FramedPage page(services, request, concern_words(*open->framework, kind), NavItem::Audits);
  page.crumb("Home", "/")
      .crumb("Audits", "/audits")
      .crumb(open->audit.reference, audit_path(open->audit))
      .caption(open->audit.reference);
  page.errors(errors);
  View body = page.body("concern/raise.html");
  body.set("URL", audit_path(open->audit, "/concern"))
      .set("CONCERN", id)
      .set("KIND", to_string(kind))
      .set("BACK", audit_path(open->audit));
  if (rule != nullptr) {
    body.set("HINT", rule->hint);
    for (const auto& recipient : rule->tell) body.add("PERSON").set("WHO", domain::say(recipient));
  }
  TextArea seen{
      "what", kind == ConcernKind::Immediate ? "What makes you think the child may be at risk?" : "What needs a look?",
      what, "Say what you saw and where. Use the child’s identifier, never a name."};
  add_textarea(body, "WHAT", seen, errors);
  TextArea done{"doing", "What have you done already, and what is needed now? (optional)", doing};
  done.rows = 3;
  add_textarea(body, "DOING", done, errors);
  body.show_if(kind == ConcernKind::Immediate, "URGENT");
  body.set("BUTTON", kind == ConcernKind::Immediate ? "Tell them now" : "Ask for a review");
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

struct OpenConcern {
  Concern concern;
  OpenAudit open;
};

base::Result<OpenConcern> find_concern(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  TRY(auto concern, reader->concerns().find(domain::ConcernId{std::string(request.param("id"))}));
  TRY(auto audit, reader->audits().find(concern.audit));
  CHECK(app::may_view(signed_in.actor, concern, audit));
  OpenConcern found{concern, {}};
  found.open.audit = audit;
  found.open.framework = signed_in.framework;
  const auto remember = [&](const std::optional<domain::PersonId>& person) {
    if (person) found.open.names.emplace(*person, reader->people().name_of(*person));
  };
  remember(concern.raised_by);
  remember(concern.acknowledged_by);
  remember(concern.closed_by);
  for (const auto& notice : concern.told) remember(notice.person);
  return found;
}

// Who was told when it was raised, and how many the chasing has told since.
std::string told_in_words(const domain::Concern& concern, base::Instant now) {
  const auto later = std::ranges::count_if(
      concern.told, [&](const domain::ConcernNotice& notice) { return notice.told_at > concern.raised_at; });
  const auto at_once = static_cast<long long>(concern.told.size()) - later;
  return fmt::format("{} {}{}.", base::count_of(at_once, "person was told", "people were told"),
                     when_in_words(concern.raised_at, now),
                     later > 0 ? ", and " + base::with_commas(later) + " more since" : "");
}

Response concern_page(const Request& request, Services& services, const OpenConcern& found, const FormErrors& errors) {
  const auto& signed_in = who(request);
  const auto& [concern, open] = found;
  const auto now = services.clock.now();
  FramedPage page(services, request, std::string(domain::say(concern.kind)) + " on " + open.audit.reference,
                  NavItem::Concerns);
  page.crumb("Home", "/").crumb("Concerns", "/concerns").errors(errors);
  View body = page.body("concern/show.html");
  NextStep next;
  switch (concern.state) {
    case domain::ConcernState::Raised:
      next = {"Nobody has acknowledged this yet", told_in_words(concern, now), std::nullopt, NextStep::Look::Urgent};
      break;
    case domain::ConcernState::Acknowledged:
      next = {open.name(concern.acknowledged_by) + " has acknowledged this",
              when_in_words(*concern.acknowledged_at, now), std::nullopt, NextStep::Look::Main};
      break;
    case domain::ConcernState::Closed:
      next = {"This concern is closed", concern.closed_at ? when_in_words(*concern.closed_at, now) : "", std::nullopt,
              NextStep::Look::Quiet};
      break;
  }
  add_next(body, "NEXT", next);
  std::vector<SummaryRow> rows;
  add_row(rows, "Child", open.audit.child_id.text());
  add_row(rows, "Team", open.audit.team);
  add_row(rows, "Raised by", open.name(concern.raised_by) + ", " + base::say(concern.raised_at));
  add_row(rows, "What was seen", concern.what, SummaryRow::Look::Typed);
  add_row(rows, "Done or needed", concern.doing, SummaryRow::Look::Typed);
  if (concern.acknowledged_at)
    add_row(rows, "Time to acknowledgement", base::duration_in_words(*concern.acknowledged_at - concern.raised_at));
  add_row(rows, "Answer", concern.response, SummaryRow::Look::Typed);
  add_row(rows, "Outcome", concern.outcome, SummaryRow::Look::Typed);
  add_summary_list(body, "FACTS", rows);
  Table told{"Who was told", {{"Person"}, {"Because"}, {"When"}}, {}, true, true};
  for (const auto& notice : concern.told) {
    Row row;
    const auto recipient = domain::parse_recipient(notice.why);
    row.cells = {Cell{open.name(notice.person)}, Cell{recipient ? domain::say(*recipient) : notice.why},
                 Cell{when_in_words(notice.told_at, now)}};
    told.rows.push_back(std::move(row));
  }
  add_table(body, "TOLD", told);
  if (app::may_acknowledge(signed_in.actor, concern, open.audit)) {
    View part = body.add("ACKNOWLEDGE");
    part.set("URL", concern_path(concern, "/acknowledge"));
    add_textarea(part, "RESPONSE", {"response", "What will you do now?", typed(request, "response")}, errors);
  }
  if (app::may_close(signed_in.actor, concern, open.audit)) {
    View part = body.add("CLOSE");
    part.set("URL", concern_path(concern, "/close")).set("VERSION", concern.version);
    add_textarea(part, "OUTCOME", {"outcome", "What was done, and is the child safe?", typed(request, "outcome")},
                 errors);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response show(const Request& request, Services& services) {
  const auto found = find_concern(request, services);
  if (!found) return refused_page(services, request, found.error());
  services.views.saw(who(request).actor, "concern", found->concern.id.text());
  return concern_page(request, services, *found, {});
}

Response acknowledge(const Request& request, Services& services) {
  const auto found = find_concern(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  const auto outcome =
      app::acknowledge_concern({found->concern.id, typed(request, "response")}, actor, services.clock, *work);
  if (outcome)
    return flashed(Response::see_other(concern_path(found->concern)),
                   {"You have acknowledged this concern.", std::nullopt});
  return concern_page(request, services, *found, FormErrors({outcome.error()}));
}

Response close(const Request& request, Services& services) {
  const auto found = find_concern(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  const auto outcome = app::close_concern({found->concern.id, number_in(request, "version"), typed(request, "outcome")},
                                          actor, services.clock, *work);
  if (outcome)
    return flashed(Response::see_other(concern_path(found->concern)), {"The concern is closed.", std::nullopt});
  return concern_page(request, services, *found, FormErrors({outcome.error()}));
}

}  // namespace

void add_concern_routes(Router& router, Services& services) {
  const auto raising = [&](const Request& request) { return raise(request, services); };
  router.get("/audits/{id:uuid}/concern", raising);
  router.post("/audits/{id:uuid}/concern", raising);
  add_concern_list_routes(router, services);
  router.get("/concerns/{id:uuid}", [&](const Request& request) { return show(request, services); });
  router.post("/concerns/{id:uuid}/acknowledge",
              [&](const Request& request) { return acknowledge(request, services); });
  router.post("/concerns/{id:uuid}/close", [&](const Request& request) { return close(request, services); });
}

}  // namespace plumbline::web
