// Making and revoking tokens of the API, and finding out for whom one reads (SEC-1).
#pragma once

#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/token_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"

namespace plumbline::app {

inline constexpr int kMostTokens = 10;  // that work, for each user
inline constexpr std::size_t kLongestTokenName = 60;
inline constexpr std::array kTokenDays{30, 90, 365};

// Whoever may read reports may make tokens, which read no more than their maker. Refusal: token.make.forbidden.
base::Result<void> may_make_tokens(const Actor& actor);
// The maker; the council's QA lead and administrator for everybody's. Refusal: access.row.not_found.
base::Result<void> may_revoke_token(const Actor& actor, const Token& token);
bool sees_all_tokens(const Actor& actor);

struct MakeToken {
  TokenId id;  // of the form: the same form sent twice makes one token
  std::string name;
  std::vector<TokenScope> scopes;
  int days = 90;
};
struct MadeToken {
  Token token;
  std::string secret;  // `plb.<council>.<43 letters>`: shown once, never kept
};
// Refuses token.make.…, and Stale where the form was sent before.
base::Result<MadeToken> make_token(const MakeToken& command, const Actor& actor, const base::Clock& clock,
                                   UnitOfWork& work);
base::Result<void> revoke_token(const TokenId& id, const Actor& actor, const base::Clock& clock, UnitOfWork& work);

// The council that a secret names; empty when it is none of ours. Says nothing of whether it works.
std::string council_of_token(std::string_view secret);
// The token, where it works now. Refuses token.use.unknown, the same way whatever was wrong.
base::Result<Token> find_token(std::string_view secret, base::Instant now, Reader& reader);

}  // namespace plumbline::app
