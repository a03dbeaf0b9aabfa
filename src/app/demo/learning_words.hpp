// Make-believe writing around the audits: what workers say of their own cases, what managers disagree with, what
// meetings decide, what themes and reviews bring. No names, no real case.
#pragma once

#include <string>
#include <string_view>

#include "app/demo/random.hpp"

namespace plumbline::app::demo {

std::string perspective_answer(Random& random, std::size_t question);
std::string disagreement_reasons(Random& random);
std::string disagreement_finding(Random& random, bool stands);
std::string talk_agreed(Random& random);
std::string meeting_check(Random& random);  // what the meeting found of a talk
std::string earlier_practice_text(Random& random, bool strength);

std::string case_note_of_meeting(Random& random);
std::string item_note(Random& random);
std::string meeting_minutes(Random& random);
std::string decision_text(Random& random);
std::string decision_outcome(Random& random);
std::string theme_title(std::string_view section_title);
std::string theme_what(Random& random);
std::string theme_action(Random& random, std::string_view link);
std::string theme_action_outcome(Random& random);
std::string review_feedback(Random& random);
std::string review_report(Random& random, std::string_view theme);
std::string recommendation(Random& random);

}  // namespace plumbline::app::demo
