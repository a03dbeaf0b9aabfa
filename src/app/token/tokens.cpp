#include "app/token/tokens.hpp"

#include <algorithm>

#include "app/audit/write_down.hpp"
#include "app/policies/report_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

constexpr std::string_view kPrefix = "plb.";

}  // namespace

std::string_view to_string(TokenScope scope) {
  switch (scope) {
    case TokenScope::Reports:
      return "reports";
    case TokenScope::Audits:
      return "audits";
    case TokenScope::Actions:
      return "actions";
  }
  return "";
}

std::string_view say(TokenScope scope) {
  switch (scope) {
    case TokenScope::Reports:
      return "Reports: figures, and what was published";
    case TokenScope::Audits:
      return "Audits: states, dates and grades, no text";
    case TokenScope::Actions:
      return "Actions: states and dates, no text";
  }
  return "";
}

std::optional<TokenScope> parse_token_scope(std::string_view text) {
  for (const auto scope : kTokenScopes)
    if (to_string(scope) == text) return scope;
  return std::nullopt;
}

bool Token::may(TokenScope scope) const { return std::find(scopes.begin(), scopes.end(), scope) != scopes.end(); }

base::Result<void> may_make_tokens(const Actor& actor) {
  if (may_read_reports(actor) && !actor.user.empty()) return {};
  return base::forbidden("token.make.forbidden");
}

bool sees_all_tokens(const Actor& actor) {
  return actor.has_council_wide(Role::QaLead) || actor.has_council_wide(Role::Administrator);
}

base::Result<void> may_revoke_token(const Actor& actor, const Token& token) {
  if (token.user == actor.user || sees_all_tokens(actor)) return {};
  return base::not_found("access.row.not_found");
}

base::Result<MadeToken> make_token(const MakeToken& command, const Actor& actor, const base::Clock& clock,
                                   UnitOfWork& work) {
  CHECK(may_make_tokens(actor));
  if (work.tokens().find(command.id)) return base::stale("store.save.stale");
  const std::string name(base::trim(command.name));
  if (name.empty() || !base::is_valid_utf8(name)) return base::invalid("token.make.name", "name");
  if (name.size() > kLongestTokenName)
    return base::invalid("token.make.name_too_long", "name", {{"most", std::to_string(kLongestTokenName)}});
  if (command.scopes.empty()) return base::invalid("token.make.scope", "scopes");
  if (std::find(kTokenDays.begin(), kTokenDays.end(), command.days) == kTokenDays.end())
    return base::invalid("token.make.days", "days");
  const auto now = clock.now();
  const auto mine = work.tokens().of(actor.user);
  if (std::count_if(mine.begin(), mine.end(), [&](const Token& token) { return token.works_at(now); }) >= kMostTokens)
    return base::rule_broken("token.make.too_many", "name", {{"most", std::to_string(kMostTokens)}});
  MadeToken made;
  made.secret = std::string(kPrefix) + actor.council + "." + base::random_token();
  made.token.id = command.id;
  made.token.user = actor.user;
  made.token.name = name;
  made.token.sha256 = base::sha256_hex(made.secret);
  for (const auto scope : kTokenScopes)
    if (std::find(command.scopes.begin(), command.scopes.end(), scope) != command.scopes.end())
      made.token.scopes.push_back(scope);
  made.token.made_at = now;
  made.token.expires_at = now + std::chrono::hours(24 * command.days);
  work.tokens().add(made.token);
  std::vector<std::string> words;
  for (const auto scope : made.token.scopes) words.emplace_back(to_string(scope));
  write_down(work.journal(), actor, now, "token-made", "token", made.token.id.text(), "", {},
             {{"scopes", base::join(words, " ")}, {"expires_at", base::iso(made.token.expires_at)}});
  CHECK(work.commit());
  return made;
}

base::Result<void> revoke_token(const TokenId& id, const Actor& actor, const base::Clock& clock, UnitOfWork& work) {
  const auto token = work.tokens().find(id);
  if (!token) return base::not_found("access.row.not_found");
  CHECK(may_revoke_token(actor, *token));
  if (token->revoked_at) return {};  // the second click of a double click
  work.tokens().revoke(id, clock.now(), actor.acting());
  write_down(work.journal(), actor, clock.now(), "token-revoked", "token", id.text(), "", {}, {});
  return work.commit();
}

std::string council_of_token(std::string_view secret) {
  if (!secret.starts_with(kPrefix)) return "";
  const auto end = secret.rfind('.');
  if (end <= kPrefix.size() || secret.size() > 200) return "";
  return std::string(secret.substr(kPrefix.size(), end - kPrefix.size()));
}

base::Result<Token> find_token(std::string_view secret, base::Instant now, Reader& reader) {
  auto token = reader.tokens().find_by_sha256(base::sha256_hex(secret));
  if (!token || !token->works_at(now)) return base::forbidden("token.use.unknown");
  return std::move(*token);
}

}  // namespace plumbline::app
