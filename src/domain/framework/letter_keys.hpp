// The letters that a council can put into its own words (`letters` of a framework). A header of its own: what is added
// here concerns whoever reads or writes letters, and nobody else who has to do with frameworks.
#pragma once

#include <array>
#include <string_view>

namespace plumbline::domain {

inline constexpr std::array<std::string_view, 12> kLetterKeys{
    "audit-sent",          "reminder-before",  "reminder-after", "perspective-asked",
    "conversation-booked", "audit-returned",   "audit-finished", "action-given",
    "action-overdue",      "re-audit-planned", "notice",         "meeting-called"};

}  // namespace plumbline::domain
