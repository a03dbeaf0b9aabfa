#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> concern_messages() {
  static constexpr Message kMessages[]{
      {"concern.raise.what_missing", "Enter what worries you about the child."},
      {"concern.raise.too_long", "This text is longer than 100,000 letters. Shorten it, then send it again."},
      {"concern.raise.not_text", "This text has characters that cannot be kept. Type it again, then send it."},
      {"concern.raise.forbidden",
       "You do not have access to this audit. Ring the duty team if a child may be at risk."},
      {"concern.acknowledge.state", "This concern is {state} already."},
      {"concern.acknowledge.forbidden", "Only those who were told of this concern can acknowledge it."},
      {"concern.acknowledge.own", "You raised this concern. Somebody else has to acknowledge it."},
      {"concern.acknowledge.response_missing", "Enter what you will do now."},
      {"concern.close.state", "This concern is {state}. It can be closed once somebody has acknowledged it."},
      {"concern.close.forbidden", "You cannot close this concern. Ask the supervising manager or the QA lead."},
      {"concern.close.outcome_missing", "Enter what came of it for the child."},
  };
  return kMessages;
}

}  // namespace plumbline::app
