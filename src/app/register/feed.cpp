#include "app/register/feed.hpp"

namespace plumbline::app {

void Problems::add(RowProblem problem) {
  if (problem.weight == RowProblem::Weight::LeftOut) {
    ++left_out_;
    if (!problem.subject.empty()) left_out_subjects_.push_back(problem.subject);
  } else {
    ++to_check_;
  }
  if (kept_.size() < kKept) kept_.push_back(std::move(problem));
}

std::string_view say(FileKind kind) {
  switch (kind) {
    case FileKind::CasesTable:
      return "Case register";
    case FileKind::PeopleTable:
      return "People";
    case FileKind::TeamsTable:
      return "Teams";
    case FileKind::AuditsTable:
      return "Audits";
    case FileKind::AnnexA:
      return "Ofsted Annex A lists";
    case FileKind::CinCensus:
      return "Children in need census";
  }
  return "";
}

}  // namespace plumbline::app
