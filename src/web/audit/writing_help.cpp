// POST /audits/{id}/help: advice on what is being written, as one types (AUDIT-10). Nothing is kept or logged of the
// text.
#include <nlohmann/json.hpp>

#include <algorithm>

#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "domain/audit/writing_help.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"

namespace plumbline::web {
namespace {

constexpr std::size_t kMostHints = 5;

domain::TextKind kind_of(std::string_view field) {
  if (field == "impact") return domain::TextKind::Impact;
  if (field == "text") return domain::TextKind::Action;
  if (field == "reason") return domain::TextKind::Overall;
  if (field == "summary") return domain::TextKind::Conversation;
  return domain::TextKind::Evidence;
}

std::string title_of(std::string_view rule) {
  if (rule == "name") return "Is this a name?";
  if (rule == "blame") return "This may read as blame";
  if (rule == "impact-child") return "Begin with the child";
  if (rule == "judgement") return "What do you make of it?";
  if (rule.starts_with("smart-")) return "Make the action clear";
  return "Another way to say it";
}

Response help(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto audit =
      services.store.read(signed_in.actor.council)->audits().find(domain::AuditId{std::string(request.param("id"))});
  if (!audit || !app::may_view(signed_in.actor, *audit)) return Response::json("{}", 404);
  if (const auto dismissed = request.form.get("dismiss"); !dismissed.empty()) {
    if (dismissed.size() > 40) return Response::json("{}", 422);
    const auto work = services.store.begin(signed_in.actor.council);
    work->users().dismiss_advice(signed_in.actor.user, std::string(dismissed));
    if (!work->commit()) throw base::Broken("the dismissed advice was not kept");
    return Response::json("{}");
  }
  const auto text = typed(request, "text");
  const auto unwanted = services.store.read(signed_in.actor.council)->users().dismissed_advice(signed_in.actor.user);
  // A form has its own fields for owner, date and measure: the text of an action need not say them again.
  const domain::ActionContext context{true, true, true};
  auto hints = nlohmann::json::array();
  for (const auto& advice :
       domain::advise(text, kind_of(request.form.get("field")), signed_in.framework->writing_help, context)) {
    if (std::binary_search(unwanted.begin(), unwanted.end(), advice.rule)) continue;
    auto words = advice.message;
    if (advice.to > advice.from) words = "“" + text.substr(advice.from, advice.to - advice.from) + "”: " + words;
    hints.push_back(
        {{"rule", advice.rule}, {"title", title_of(advice.rule)}, {"text", words}, {"offer", advice.alternative}});
    if (hints.size() == kMostHints) break;
  }
  return Response::json(nlohmann::json{{"hints", hints}}.dump());
}

}  // namespace

void add_writing_help_routes(Router& router, Services& services) {
  router.post("/audits/{id:uuid}/help", [&](const Request& request) { return help(request, services); });
}

}  // namespace plumbline::web
