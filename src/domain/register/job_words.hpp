// Jobs inside a sentence.
#pragma once

#include <span>
#include <string>

#include "domain/register/person.hpp"

namespace plumbline::domain {

// `team manager`, and `QA lead`: the letters that stand for words stay large.
std::string job_in_words(JobRole role);
// `QA lead or principal social worker`.
std::string jobs_in_words(std::span<const JobRole> roles, std::string_view between = " or ");

}  // namespace plumbline::domain
