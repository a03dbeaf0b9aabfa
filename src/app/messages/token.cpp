#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> token_messages() {
  static constexpr Message kMessages[]{
      {"token.make.forbidden", "Only people who may read reports can make tokens."},
      {"token.make.name", "Name what the token is for, such as “Power BI, quality dashboard”."},
      {"token.make.name_too_long", "Shorten the name to at most {most} letters."},
      {"token.make.scope", "Choose at least one thing that the token may read."},
      {"token.make.days", "Choose how long the token is to work."},
      {"token.make.too_many", "You have {most} working tokens, which is the most. Revoke one first."},
      {"token.use.unknown",
       "This token is not known, was revoked or has expired. Make a new one on the page “API tokens”."},
      {"token.use.none", "Send a token: the header Authorization with the word Bearer and the token after it."},
      {"token.use.scope", "This token may not read {what}. Make one that may on the page “API tokens”."},
      {"token.use.too_often", "More than {most} requests a minute. Wait {seconds} seconds and try again."},
      {"token.use.size", "Ask for 1 to {most} rows a page."},
      {"token.use.page", "Ask for a page number of 1 or more."},
      {"token.use.value", "‘{value}’ is not known here. Use one of: {known}."},
  };
  return kMessages;
}

}  // namespace plumbline::app
