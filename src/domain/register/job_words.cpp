#include "domain/register/job_words.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::string job_in_words(JobRole role) {
  const auto title = say(role);
  constexpr std::string_view kLarge = "QA ";
  if (title.starts_with(kLarge)) return std::string(kLarge) + base::lower(title.substr(kLarge.size()));
  return base::lower(title);
}

std::string jobs_in_words(std::span<const JobRole> roles, std::string_view between) {
  std::vector<std::string> words;
  for (const auto role : roles) words.push_back(job_in_words(role));
  return base::join(words, between);
}

}  // namespace plumbline::domain
