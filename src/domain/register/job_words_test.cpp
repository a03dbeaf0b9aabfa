#include "domain/register/job_words.hpp"

#include <gtest/gtest.h>

#include <array>

namespace plumbline::domain {
namespace {

// Found while reading: refusals spoke of a `qa lead`.
TEST(JobsInWords, KeepTheLettersThatStandForWords) {
  EXPECT_EQ(job_in_words(JobRole::QaLead), "QA lead");
  EXPECT_EQ(job_in_words(JobRole::TeamManager), "team manager");
  EXPECT_EQ(jobs_in_words(std::array{JobRole::QaAdministrator, JobRole::PrincipalSocialWorker}),
            "QA administrator or principal social worker");
}

}  // namespace
}  // namespace plumbline::domain
