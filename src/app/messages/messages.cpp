#include "app/messages/messages.hpp"

#include <array>

#include "app/messages/tables.hpp"
#include "base/text.hpp"

namespace plumbline::app {

std::span<const std::span<const Message>> all_messages() {
  static const std::array tables{
      document_messages(),
      publication_messages(),
      token_messages(),  //
      csv_messages(),    //
      draw_messages(),
      user_messages(),
      access_messages(),  //
      allocation_messages(),
      cycle_messages(),
      council_messages(),   //
      intake_messages(),    //
      database_messages(),  //
      password_messages(),
      action_messages(),
      audit_messages(),
      concern_messages(),
      conversation_messages(),
      mail_messages(),
      moderation_messages(),
      report_messages(),
      demo_messages(),
      disagreement_messages(),
      earlier_practice_messages(),
      follow_up_messages(),
      hand_over_messages(),
      perspective_messages(),
      nomination_messages(),
      calendar_messages(),
      learning_messages(),
      meeting_messages(),
      measure_messages(),
      review_messages(),
      theme_messages(),
  };
  return tables;
}

std::string sentence(const base::Error& error) {
  for (const auto& table : all_messages())
    for (const auto& message : table)
      if (message.rule == error.rule) {
        std::string text(message.sentence);
        for (const auto& [name, value] : error.values) text = base::replace_all(text, "{" + name + "}", value);
        return text;
      }
  return "That did not work. Ask your administrator and quote: " + error.rule;
}

}  // namespace plumbline::app
