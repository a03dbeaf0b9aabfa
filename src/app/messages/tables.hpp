// One table of messages a noun; each is defined in messages/<noun>.cpp and listed in messages.cpp.
#pragma once

#include <span>

#include "app/messages/messages.hpp"

namespace plumbline::app {

std::span<const Message> csv_messages();
std::span<const Message> document_messages();
std::span<const Message> publication_messages();
std::span<const Message> token_messages();
std::span<const Message> draw_messages();
std::span<const Message> user_messages();
std::span<const Message> access_messages();
std::span<const Message> allocation_messages();
std::span<const Message> cycle_messages();
std::span<const Message> council_messages();
std::span<const Message> intake_messages();
std::span<const Message> database_messages();
std::span<const Message> password_messages();
std::span<const Message> action_messages();
std::span<const Message> audit_messages();
std::span<const Message> concern_messages();
std::span<const Message> conversation_messages();
std::span<const Message> mail_messages();
std::span<const Message> calendar_messages();
std::span<const Message> moderation_messages();
std::span<const Message> nomination_messages();
std::span<const Message> report_messages();
std::span<const Message> learning_messages();
std::span<const Message> meeting_messages();
std::span<const Message> measure_messages();
std::span<const Message> review_messages();
std::span<const Message> theme_messages();
std::span<const Message> demo_messages();
std::span<const Message> disagreement_messages();
std::span<const Message> earlier_practice_messages();
std::span<const Message> follow_up_messages();
std::span<const Message> hand_over_messages();
std::span<const Message> perspective_messages();

}  // namespace plumbline::app
