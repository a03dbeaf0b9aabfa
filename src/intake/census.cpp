#include "intake/census.hpp"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/text.hpp"
#include "intake/fields.hpp"
#include "intake/xml_stream.hpp"

namespace plumbline::intake {
namespace {

using app::CaseField;
using app::Problems;
using app::RowProblem;
using base::Day;
using base::invalid;
using base::Result;
using domain::Category;

constexpr std::size_t kChunk = 256 * 1024;
constexpr std::size_t kMostEpisodes = 500;  // of one child
constexpr std::size_t kLongestValue = 4096;

// A span of something: a plan, an assessment, an episode. `begun` tells an empty element from one with a start.
struct Span {
  std::optional<Day> start;
  std::optional<Day> end;
  bool is_open(Day as_of) const { return start && *start <= as_of && (!end || *end > as_of); }
};

struct Episode {
  std::size_t line = 0;
  std::optional<Day> referred_on;
  std::optional<Day> closed_on;
  bool no_further_action = false;
  std::vector<Span> need_plans;
  std::vector<Span> protection_plans;
  std::vector<Span> assessments;

  bool is_open(Day as_of) const { return !closed_on || *closed_on > as_of; }
};

struct Child {
  std::size_t line = 0;
  std::string id;
  std::string gender;
  std::string ethnicity;
  std::string disability;
  std::optional<Day> born;
  std::optional<Day> died_on;
  std::vector<Episode> episodes;
};

// Turns the census' elements into children, and these into cases with their problems.
class CensusListener final : public XmlListener {
 public:
  explicit CensusListener(Day as_of) : as_of_(as_of) {}

  void at_line(const XmlStream& xml) { xml_ = &xml; }

  void start(std::string_view name, const XmlAttributes&) override {
    value_.clear();
    has_value_ = true;
    if (name == "Children") seen_children_ = true;
    if (name == "Child") {
      child_ = Child{};
      child_.line = xml_->line();
      in_child_ = true;
      undecided_ = false;
      problems_of_child_.clear();
    } else if (in_child_ && name == "CINdetails") {
      if (child_.episodes.size() < kMostEpisodes)
        child_.episodes.push_back({xml_->line(), {}, {}, false, {}, {}, {}});
      else if (!undecided_)
        leave_out("census.read.long", "CINdetails", "");
    } else if (in_child_ && !child_.episodes.empty()) {
      auto& episode = child_.episodes.back();
      if (name == "CINPlanDates")
        add(episode.need_plans);
      else if (name == "ChildProtectionPlans")
        add(episode.protection_plans);
      else if (name == "Assessments")
        add(episode.assessments);
    }
  }

  void text(std::string_view piece) override {
    if (has_value_ && value_.size() + piece.size() <= kLongestValue) value_ += piece;
  }

  void end(std::string_view name) override {
    // Only elements without elements inside hold a value; stray text between elements is nobody's.
    const std::string value = has_value_ ? tidy_text(value_) : std::string();
    has_value_ = false;
    value_.clear();
    if (!in_child_)
      header(name, value);
    else if (name == "Child")
      end_child();
    else
      field(name, value);
  }

  std::deque<app::CaseRow>& rows() { return rows_; }
  std::vector<RowProblem>& problems() { return problems_; }
  bool seen_children() const { return seen_children_; }
  const std::string& other_collection() const { return other_collection_; }

 private:
  void add(std::vector<Span>& spans) {
    if (spans.size() < kMostEpisodes)
      spans.emplace_back();
    else if (!undecided_)
      leave_out("census.read.long", "CINdetails", "");
  }

  void header(std::string_view name, const std::string& value) {
    if (name == "Collection" && !value.empty() && !base::equal_ignoring_case(value, "CIN"))
      other_collection_ = shown(value);
    if (name == "Year") year_ = value;
    if (name != "ReferenceDate") {
      if (name == "Header" && !reference_) note("census.read.no_reference_date", "ReferenceDate", "");
      return;
    }
    reference_ = base::parse_day(value);
    if (!reference_) return note("census.read.no_reference_date", "ReferenceDate", value);
    // An end after the reference date but before today has come: the file is read later than it speaks of.
    as_of_ = std::max(as_of_, *reference_);
    const auto march = std::chrono::March / 31;
    if (reference_->month() / reference_->day() != march) note("census.read.reference_date", "ReferenceDate", value);
    if (!year_.empty() && year_ != std::to_string(static_cast<int>(reference_->year())))
      note("census.read.year", "Year", year_);
  }

  void note(std::string rule, std::string column, std::string_view value) {
    problems_.push_back(
        {RowProblem::Weight::ToCheck, std::move(rule), "", xml_->line(), std::move(column), shown(value), "", {}});
  }
  // Problems of a child wait for its identifier, which may come after them.
  void problem(RowProblem::Weight weight, std::string rule, std::string_view column, std::string_view value) {
    problems_of_child_.push_back(
        {weight, std::move(rule), "", xml_->line(), std::string(column), shown(value), "", {}});
  }
  void leave_out(std::string rule, std::string_view column, std::string_view value) {
    undecided_ = true;
    problem(RowProblem::Weight::LeftOut, std::move(rule), column, value);
  }
  void day(std::optional<Day>& out, std::string_view name, const std::string& value) {
    if (value.empty()) return;
    out = day_of_cell(value, false);
    if (!out) leave_out("row.read.day", name, value);
  }

  void field(std::string_view name, const std::string& value) {
    if (name == "LAchildID")
      child_.id = value;
    else if (name == "PersonBirthDate")
      day(child_.born, name, value);
    else if (name == "PersonDeathDate")
      day(child_.died_on, name, value);
    else if (name == "GenderCurrent" || name == "Sex")
      child_.gender = gender_of(value);
    else if (name == "Ethnicity")
      child_.ethnicity = value;
    else if (name == "Disability" && child_.disability != "yes")
      child_.disability = disability_of(value);
    else if (!child_.episodes.empty())
      episode_field(child_.episodes.back(), name, value);
  }

  void episode_field(Episode& episode, std::string_view name, const std::string& value) {
    const auto span = [&](std::vector<Span>& spans) -> Span& {
      if (spans.empty()) spans.emplace_back();
      return spans.back();
    };
    if (name == "CINreferralDate")
      day(episode.referred_on, name, value);
    else if (name == "CINclosureDate")
      day(episode.closed_on, name, value);
    else if (name == "ReferralNFA")
      episode.no_further_action = yes_or_no(value).value_or(false);
    else if (name == "CINPlanStartDate")
      day(span(episode.need_plans).start, name, value);
    else if (name == "CINPlanEndDate")
      day(span(episode.need_plans).end, name, value);
    else if (name == "CPPstartDate")
      day(span(episode.protection_plans).start, name, value);
    else if (name == "CPPendDate")
      day(span(episode.protection_plans).end, name, value);
    else if (name == "AssessmentActualStartDate")
      day(span(episode.assessments).start, name, value);
    else if (name == "AssessmentAuthorisationDate")
      day(span(episode.assessments).end, name, value);
  }

  void end_child() {
    in_child_ = false;
    if (child_.id.empty())
      leave_out("census.read.no_child", "LAchildID", "");
    else if (child_.id.size() > kLongestId)
      leave_out("row.read.long", "LAchildID", child_.id);
    else if (child_.episodes.empty())
      problem(RowProblem::Weight::ToCheck, "census.read.no_episode", "CINdetails", "");
    app::CaseRow row;
    if (!undecided_ && !child_.episodes.empty()) decide(row);
    for (auto& each : problems_of_child_) {
      each.subject = child_.id;
      problems_.push_back(std::move(each));
    }
    problems_of_child_.clear();
    if (!undecided_ && !child_.episodes.empty()) rows_.push_back(std::move(row));
  }

  // Where the child stands on the reference date.
  void decide(app::CaseRow& row) {
    const Episode* current = nullptr;
    bool several_open = false;
    for (const auto& episode : child_.episodes) {
      if (episode.referred_on && episode.closed_on && *episode.closed_on < *episode.referred_on)
        return leave_out("census.read.ends_before_start", "CINclosureDate", base::iso(*episode.closed_on));
      if (!episode.is_open(as_of_)) continue;
      several_open = several_open || current != nullptr;
      if (current == nullptr || episode.referred_on > current->referred_on) current = &episode;
    }
    const bool open = current != nullptr;
    if (!open) {
      current = &child_.episodes.front();
      for (const auto& episode : child_.episodes)
        if (episode.closed_on > current->closed_on) current = &episode;
    }
    row.line = child_.line;
    auto& item = row.item;
    item.child_id = domain::ChildId(child_.id);
    item.category = category_of(*current, open);
    item.gender = child_.gender;
    item.ethnicity = child_.ethnicity;
    item.disability = child_.disability;
    item.opened_on = current->referred_on;
    if (several_open) {
      item.opened_on.reset();
      problem(RowProblem::Weight::ToCheck, "census.read.two_open", "CINdetails", "");
    } else if (!current->referred_on) {
      problem(RowProblem::Weight::ToCheck, "census.read.no_referral_date", "CINreferralDate", "");
    }
    if (reference_ && current->referred_on && *current->referred_on > *reference_)
      problem(RowProblem::Weight::ToCheck, "census.read.after_reference", "CINreferralDate",
              base::iso(*current->referred_on));
    if (!open) item.closed_on = current->closed_on;
    if (child_.died_on && (!item.closed_on || *child_.died_on < *item.closed_on)) item.closed_on = child_.died_on;
    if (item.closed_on && item.opened_on && *item.closed_on < *item.opened_on)
      return leave_out("census.read.ends_before_start", child_.died_on ? "PersonDeathDate" : "CINclosureDate",
                       base::iso(*item.closed_on));
    if (child_.born && *child_.born <= as_of_) item.birth_year = static_cast<int>(child_.born->year());
  }

  // The plan that was running; for a closed episode the highest it ever had.
  Category category_of(const Episode& episode, bool open) const {
    const auto any = [&](const std::vector<Span>& spans) {
      return std::any_of(spans.begin(), spans.end(),
                         [&](const Span& span) { return open ? span.is_open(as_of_) : span.start.has_value(); });
    };
    if (any(episode.protection_plans)) return Category::Cp;
    if (any(episode.need_plans)) return Category::Cin;
    if (any(episode.assessments)) return Category::Assessment;
    if (episode.no_further_action || !episode.assessments.empty() || !episode.need_plans.empty() ||
        !episode.protection_plans.empty())
      return Category::NoPlan;
    return Category::Referral;
  }

  Day as_of_;
  const XmlStream* xml_ = nullptr;
  std::deque<app::CaseRow> rows_;
  std::vector<RowProblem> problems_;
  std::vector<RowProblem> problems_of_child_;
  Child child_;
  std::string value_;
  std::string year_;
  std::string other_collection_;
  std::optional<Day> reference_;
  bool in_child_ = false;
  bool has_value_ = false;
  bool undecided_ = false;
  bool seen_children_ = false;
};

class CensusFeed final : public app::CaseFeed {
 public:
  CensusFeed(std::ifstream in, std::size_t bytes, Day as_of)
      : in_(std::move(in)), bytes_(bytes), listener_(as_of), xml_(listener_), buffer_(kChunk, '\0') {
    listener_.at_line(xml_);
    info_.kind = app::FileKind::CinCensus;
    info_.gives = {CaseField::OpenedOn, CaseField::BirthYear, CaseField::Gender, CaseField::Ethnicity,
                   CaseField::Disability};
    info_.speaks_for = {Category::Referral, Category::Assessment, Category::NoPlan, Category::Cin, Category::Cp};
    info_.cannot_see = {Category::Cla, Category::CareLeaver};
    listener_.problems().push_back({RowProblem::Weight::ToCheck, "census.read.cannot_see", "", 0, "", "", "", {}});
  }

  Result<bool> next(app::CaseRow& row, Problems& problems) override {
    while (listener_.rows().empty()) {
      if (ended_) {
        hand_over(problems);
        if (!listener_.seen_children()) return invalid("census.read.no_children");
        return false;
      }
      in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
      const auto got = static_cast<std::size_t>(in_.gcount());
      read_ += got;
      ended_ = got < buffer_.size();
      const auto fed = xml_.feed(std::string_view(buffer_.data(), got), ended_);
      hand_over(problems);
      CHECK(fed);
      if (!listener_.other_collection().empty())
        return invalid("census.read.collection", "", {{"value", listener_.other_collection()}});
    }
    hand_over(problems);
    row = std::move(listener_.rows().front());
    listener_.rows().pop_front();
    return true;
  }
  const app::FeedInfo& info() const override { return info_; }
  app::FeedPosition position() const override { return {read_, bytes_}; }

 private:
  void hand_over(Problems& problems) {
    for (auto& problem : listener_.problems()) problems.add(std::move(problem));
    listener_.problems().clear();
  }
  std::ifstream in_;
  std::size_t bytes_;
  CensusListener listener_;
  XmlStream xml_;
  std::string buffer_;
  app::FeedInfo info_;
  std::size_t read_ = 0;
  bool ended_ = false;
};

}  // namespace

Result<std::unique_ptr<app::CaseFeed>> census_feed(const std::string& path, Day as_of) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return invalid("file.open.missing", "", {{"file", path}});
  std::error_code ignored;
  const auto bytes = std::filesystem::file_size(path, ignored);
  return std::unique_ptr<app::CaseFeed>(std::make_unique<CensusFeed>(std::move(in), ignored ? 0 : bytes, as_of));
}

}  // namespace plumbline::intake
