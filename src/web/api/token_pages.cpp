// /tokens: making, seeing and revoking tokens; /connect: what to do with one.
#include <algorithm>

#include "app/ports/record_ports.hpp"
#include "app/token/tokens.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "web/api/api.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/page.hpp"

namespace plumbline::web {
namespace {

Cell cell(std::string text) {
  Cell one;
  one.text = std::move(text);
  return one;
}

std::string scopes_in_words(const app::Token& token) {
  std::vector<std::string> words;
  for (const auto scope : token.scopes) words.emplace_back(to_string(scope));
  return base::join(words, ", ");
}

Cell state_of(const app::Token& token, base::Instant now) {
  Cell state;
  if (token.revoked_at) {
    state = cell("Revoked " + base::say(base::london_day(*token.revoked_at)));
  } else if (now >= token.expires_at) {
    state = cell("Ended " + base::say(base::london_day(token.expires_at)));
  } else {
    state = cell("Works until " + base::say(base::london_day(token.expires_at)));
  }
  return state;
}

void fill_table(View& body, Services& services, const app::Actor& actor, const std::vector<app::Token>& tokens,
                app::Reader& reader) {
  if (tokens.empty()) {
    add_empty(body, "EMPTY", "No tokens yet", "Make one below for each program that is to read figures.");
    return;
  }
  const bool everybodys = app::sees_all_tokens(actor);
  Table table;
  table.caption = everybodys ? "Tokens of the council" : "Your tokens";
  for (const auto* name : {"Name", "Reads", "State", "Last used"}) {
    Column column;
    column.name = name;
    table.columns.push_back(std::move(column));
  }
  if (everybodys) {
    Column column;
    column.name = "Made by";
    table.columns.push_back(std::move(column));
  }
  Column revoke;
  revoke.name = "Revoke";
  revoke.silent = true;
  table.columns.push_back(std::move(revoke));
  const auto now = services.clock.now();
  std::map<std::string, std::string> names;
  if (everybodys)
    for (const auto& user : reader.users().all()) names[user.id.text()] = user.name;
  for (const auto& token : tokens) {
    Row row;
    row.cells = {cell(token.name), cell(scopes_in_words(token)), state_of(token, now),
                 cell(token.last_used_at ? when_in_words(*token.last_used_at, now) : "Never")};
    if (everybodys) row.cells.push_back(cell(names[token.user.text()]));
    Cell end;
    if (token.works_at(now)) {
      end = cell("Revoke");
      end.url = "/tokens/" + token.id.text() + "/revoke";
      end.what = token.name;
    }
    row.cells.push_back(std::move(end));
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table);
}

Response tokens_page(const Request& request, Services& services, const FormErrors& errors, const std::string& secret) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  FramedPage page(services, request, "API tokens", NavItem::Reports);
  page.crumb("Home", "/").crumb("Reports", "/reports").errors(errors);
  View body = page.body("token/list.html");
  body.show_with("MADE", "SECRET", secret);
  fill_table(body, services, actor,
             app::sees_all_tokens(actor) ? reader->tokens().all() : reader->tokens().of(actor.user), *reader);
  // After one is made the form is a new one.
  const Fields blank;
  const Form form(secret.empty() ? request.form : blank);
  const auto id = form.text("token");
  body.set("TOKEN_ID", is_uuid(id) ? id : base::new_uuid(services.clock.now()));
  TextInput name{"name", "What is it for?", form.text("name"), "Such as “Power BI, quality dashboard”."};
  name.characters = 30;
  add_text_input(body, "NAME", name, errors);
  Choice scopes{"scopes", "What may it read?", {}};
  const auto chosen = form.choices("scopes");
  for (const auto scope : app::kTokenScopes)
    scopes.options.push_back({std::string(to_string(scope)), std::string(say(scope)), "",
                              std::find(chosen.begin(), chosen.end(), to_string(scope)) != chosen.end(), false});
  add_checkboxes(body, "SCOPES", scopes, errors);
  Choice days{"days", "How long does it work?", {}};
  for (const int one : app::kTokenDays)
    days.options.push_back({std::to_string(one), std::to_string(one) + " days", "",
                            form.text("days").empty() ? one == 90 : form.text("days") == std::to_string(one), false});
  add_radios(body, "DAYS", days, errors);
  return page.respond(errors.empty() ? 200 : 422);
}

Response get_tokens(const Request& request, Services& services) {
  if (const auto may = app::may_make_tokens(who(request).actor); !may)
    return refused_page(services, request, may.error());
  return tokens_page(request, services, {}, "");
}

Response post_token(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  if (const auto may = app::may_make_tokens(actor); !may) return refused_page(services, request, may.error());
  const Form form(request);
  app::MakeToken command;
  const auto id = form.text("token");
  command.id = app::TokenId{is_uuid(id) ? id : base::new_uuid(services.clock.now())};
  command.name = form.text("name");
  for (const auto& word : form.choices("scopes"))
    if (const auto scope = app::parse_token_scope(word)) command.scopes.push_back(*scope);
  command.days = static_cast<int>(form.whole_number("days").value_or(0));
  const auto work = services.store.begin(actor.council);
  const auto made = app::make_token(command, actor, services.clock, *work);
  if (made) return tokens_page(request, services, {}, made->secret);
  // The same form again: its token is there, and its secret was shown.
  if (made.error().code == base::ErrorCode::Stale) return Response::see_other("/tokens");
  return tokens_page(request, services, FormErrors({made.error()}), "");
}

base::Result<app::Token> token_to_revoke(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto token = services.store.read(actor.council)->tokens().find(app::TokenId{std::string(request.param("id"))});
  if (!token) return base::not_found("access.row.not_found");
  CHECK(app::may_revoke_token(actor, *token));
  return *token;
}

Response get_revoke(const Request& request, Services& services) {
  const auto token = token_to_revoke(request, services);
  if (!token) return refused_page(services, request, token.error());
  FramedPage page(services, request, "Revoke a token", NavItem::Reports);
  page.crumb("Home", "/").crumb("API tokens", "/tokens");
  View body = page.body("token/revoke.html");
  body.set("NAME", token->name).set("URL", "/tokens/" + token->id.text() + "/revoke");
  return page.respond();
}

Response post_revoke(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  const auto revoked = app::revoke_token(app::TokenId{std::string(request.param("id"))}, actor, services.clock, *work);
  if (!revoked) return refused_page(services, request, revoked.error());
  return flashed(Response::see_other("/tokens"), {"The token is revoked and reads nothing more."});
}

Response get_connect(const Request& request, Services& services) {
  if (const auto may = app::may_make_tokens(who(request).actor); !may)
    return refused_page(services, request, may.error());
  FramedPage page(services, request, "Connect Power BI and Excel", NavItem::Reports);
  page.crumb("Home", "/").crumb("Reports", "/reports");
  View body = page.body("token/connect.html");
  body.set("REQUESTS", kApiRequestsAMinute).set("ROWS", kApiMostRowsAPage).set("ROWS_USUAL", kApiRowsAPage);
  body.set("TOKENS", app::kMostTokens);
  return page.respond();
}

}  // namespace

void add_token_routes(Router& router, Services& services) {
  router.get("/tokens", [&](const Request& request) { return get_tokens(request, services); });
  router.post("/tokens", [&](const Request& request) { return post_token(request, services); });
  router.get("/tokens/{id:uuid}/revoke", [&](const Request& request) { return get_revoke(request, services); });
  router.post("/tokens/{id:uuid}/revoke", [&](const Request& request) { return post_revoke(request, services); });
  router.get("/connect", [&](const Request& request) { return get_connect(request, services); });
}

}  // namespace plumbline::web
