// Make-believe audit writing: sentences put together from parts, in the manner of people who audit children's files. No
// names, no real case.
#pragma once

#include <string>
#include <string_view>

#include "app/demo/random.hpp"
#include "domain/action/action.hpp"
#include "domain/framework/grade.hpp"

namespace plumbline::app::demo {

struct SectionWriting {
  std::string evidence;
  std::string impact;
};
// `section` is the key of a tool's section; one that is not known gets writing that fits any.
SectionWriting section_writing(Random& random, std::string_view section, domain::Grade grade);

struct ActionWriting {
  std::string text;
  std::string measure;
};
ActionWriting action_writing(Random& random, std::string_view section);

std::string overall_reason(Random& random, domain::Grade grade);
std::string conversation_summary(Random& random);
std::string conversation_agreed(Random& random);
std::string family_views(Random& random);
std::string family_feedback(Random& random);
std::string family_reply(Random& random);
std::string moderation_reason(Random& random, domain::Grade from, domain::Grade to);
std::string moderation_return_reason(Random& random);
std::string done_evidence(Random& random);
std::string sign_off_note(Random& random);
struct ConcernWriting {
  std::string what;
  std::string doing;
  std::string response;
  std::string outcome;
};
ConcernWriting immediate_concern(Random& random);
ConcernWriting practice_review(Random& random);
std::string exemption_reason(Random& random);
std::string document_note(Random& random);
std::string hand_back_note(std::string_view reason);  // the coded reason

}  // namespace plumbline::app::demo
