// The letters that a council can put into its own words (`letters` of a framework). A header of its own: what is added
// here concerns whoever reads or writes letters, and nobody else who has to do with frameworks.
#pragma once

#include <array>
#include <string_view>

namespace plumbline::domain {

inline constexpr std::array<std::string_view, 22> kLetterKeys{
    "audit-sent",        "audit-to-prepare",    "audit-prepared",      "reminder-before",  "reminder-after",
    "perspective-asked", "conversation-booked", "audit-handed-back",   "audit-moderated",  "audit-returned",
    "audit-finished",    "grade-alert",         "hand-over-asked",     "action-given",     "action-overdue",
    "action-escalated",  "follow-up-opened",    "follow-up-escalated", "re-audit-planned", "notice",
    "meeting-called",    "discussion-finished"};

}  // namespace plumbline::domain
