#include "intake/annex_a.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/text.hpp"
#include "intake/annex_a_child.hpp"
#include "intake/columns.hpp"
#include "intake/fields.hpp"

namespace plumbline::intake {
namespace {

using namespace annex_a;
using app::CaseField;
using app::Problems;
using app::RowProblem;
using base::Day;
using base::invalid;
using base::Result;
using domain::Category;

// The header stands on row 1 or 2; a line of notes above it is forgiven.
constexpr int kHeaderWithin = 5;

class AnnexAFeed final : public app::CaseFeed {
 public:
  AnnexAFeed(std::vector<AnnexAList> lists, bool whole, Day as_of) : lists_(std::move(lists)), whole_(whole) {
    file_.as_of = as_of;
    for (const auto& list : lists_) file_.sheets[static_cast<std::size_t>(list.number - kCin)] = list.name;
    info_.kind = app::FileKind::AnnexA;
    info_.gives = {CaseField::Team,   CaseField::Worker,    CaseField::OpenedOn,  CaseField::BirthYear,
                   CaseField::Gender, CaseField::Ethnicity, CaseField::Disability};
  }

  // Reads all lists: what a child's rows say can only be weighed together. Memory grows with the children, not the
  // file.
  Result<void> read_lists() {
    for (const auto& list : lists_) CHECK(read_list(list));
    if (!whole_ && lists_.front().number != kCin)
      early_.push_back(
          {RowProblem::Weight::ToCheck, "annexa.read.one_list", list_words(lists_.front().number), 0, {}, {}, {}, {}});
    for (const int number : kLists) {
      if (file_.rows_of(number) > 0) {
        info_.speaks_for.push_back(category_of(number));
        if (number == kCin)
          info_.speaks_for.insert(info_.speaks_for.end(), {Category::Referral, Category::Assessment, Category::NoPlan});
        continue;
      }
      if (number != kCin) info_.cannot_see.push_back(category_of(number));
      if (!whole_) continue;
      const bool there =
          std::any_of(lists_.begin(), lists_.end(), [&](const auto& list) { return list.number == number; });
      early_.push_back({RowProblem::Weight::ToCheck,
                        there ? "annexa.read.empty_list" : "annexa.read.missing_list",
                        list_words(number),
                        0,
                        {},
                        {},
                        {},
                        {}});
    }
    return {};
  }

  Result<bool> next(app::CaseRow& row, Problems& problems) override {
    for (auto& problem : early_) problems.add(std::move(problem));
    early_.clear();
    while (at_ < children_.size()) {
      const Child& child = children_[at_++];
      if (!child.undecided && decide(child, file_, row, problems)) return true;
    }
    return false;
  }
  const app::FeedInfo& info() const override { return info_; }
  app::FeedPosition position() const override { return {at_, children_.size()}; }

 private:
  Result<void> read_list(const AnnexAList& list) {
    TRY(const auto sheet, list.open());
    const auto specs = specs_of(list.number);
    SheetRow row;
    std::optional<Columns> columns;
    for (int tried = 0; tried < kHeaderWithin && !columns; ++tried) {
      TRY(const bool more, sheet->next(row));
      if (!more) break;
      if (std::none_of(row.cells.begin(), row.cells.end(), [&](auto cell) { return is_child_column(cell); })) continue;
      TRY(columns, Columns::match(row, specs, {}));
    }
    // A sheet without a header holds nothing: the template's empty lists may be blank.
    if (!columns) return {};
    if (!columns->missing().empty())
      return invalid("annexa.read.columns_missing", "",
                     {{"sheet", said_name(list)}, {"columns", base::join(columns->missing(), ", ")}});
    for (const auto& name : columns->ignored())
      if (std::find(info_.ignored_columns.begin(), info_.ignored_columns.end(), name) == info_.ignored_columns.end())
        info_.ignored_columns.push_back(name);
    for (;;) {
      TRY(const bool more, sheet->next(row));
      if (!more) return {};
      read_row(list, *sheet, *columns, row);
    }
  }

  static std::string said_name(const AnnexAList& list) {
    return list.name.empty() ? list_words(list.number) : list.name;
  }

  void early(RowProblem::Weight weight, std::string rule, const AnnexAList& list, std::size_t line, std::string column,
             std::string_view value, const std::string& subject) {
    early_.push_back({weight, std::move(rule), list.name, line, std::move(column), shown(value), subject, {}});
  }

  void read_row(const AnnexAList& list, const Sheet& sheet, const Columns& columns, const SheetRow& row) {
    const auto id = columns.cell(row, kChild);
    // Rows below the list that fill other cells (notes, totals) have no identifier either; they need a person's look.
    if (id.empty())
      return early(RowProblem::Weight::LeftOut, "case.read.no_child", list, row.line, columns.name(kChild), "", "");
    if (id.size() > kLongestId)
      return early(RowProblem::Weight::LeftOut, "row.read.long", list, row.line, columns.name(kChild), id, "");
    if (lost_digits(id))
      return early(RowProblem::Weight::LeftOut, "row.read.digits_lost", list, row.line, columns.name(kChild), id, "");
    ++file_.rows[static_cast<std::size_t>(list.number - kCin)];
    Child& child = child_of(tidy_text(id));
    Entry entry;
    entry.list = list.number;
    entry.line = row.line;
    entry.team = tidy_text(columns.cell(row, kTeam));
    entry.worker = tidy_text(columns.cell(row, kWorker));
    if (list.number == kCareLeavers) {
      if (entry.worker.empty()) entry.worker = tidy_text(columns.cell(row, kStart));  // the personal adviser
    } else {
      const auto day = [&](std::optional<Day>& out, std::size_t column) {
        const auto text = columns.cell(row, column);
        if (text.empty()) return;
        out = day_of_cell(text, sheet.counts_from_1904());
        if (out) return;
        early(RowProblem::Weight::LeftOut, "row.read.day", list, row.line, columns.name(column), text, child.id);
        child.undecided = true;
      };
      day(entry.start, kStart);
      day(entry.end, kEnd);
      if (entry.start && entry.end && *entry.end < *entry.start) {
        early(RowProblem::Weight::LeftOut, "annexa.read.ends_before_start", list, row.line, columns.name(kEnd),
              columns.cell(row, kEnd), child.id);
        child.undecided = true;
      }
      if (list.number == kCin) {
        entry.status_text = columns.cell(row, kStatus);
        entry.status = status_of(entry.status_text);
        if (entry.status == Status::Unknown) {
          early(RowProblem::Weight::LeftOut, "annexa.read.status", list, row.line, columns.name(kStatus),
                entry.status_text, child.id);
          child.undecided = true;
        }
      }
    }
    read_characteristics(child, list, sheet, columns, row);
    child.entries.push_back(std::move(entry));
  }

  void read_characteristics(Child& child, const AnnexAList& list, const Sheet& sheet, const Columns& columns,
                            const SheetRow& row) {
    const auto age = columns.cell(row, kAge);
    int years = 0;
    const bool is_number = std::from_chars(age.data(), age.data() + age.size(), years).ec == std::errc{};
    if ((is_number && years < 0) || base::equal_ignoring_case(age, "unborn")) child.unborn = true;
    if (const auto text = columns.cell(row, kBirth); !text.empty() && !base::equal_ignoring_case(text, "unborn")) {
      const auto born = day_of_cell(text, sheet.counts_from_1904());
      if (!born) {
        early(RowProblem::Weight::ToCheck, "annexa.read.birth_date", list, row.line, columns.name(kBirth), text,
              child.id);
      } else if (child.born && *child.born != *born) {
        if (!child.undecided)
          early(RowProblem::Weight::LeftOut, "annexa.read.birth_dates", list, row.line, columns.name(kBirth), text,
                child.id);
        child.undecided = true;
      } else {
        child.born = born;
      }
    }
    if (child.gender.empty()) child.gender = gender_of(columns.cell(row, kGender));
    if (child.ethnicity.empty()) child.ethnicity = tidy_text(without_letter(columns.cell(row, kEthnicity)));
    if (child.disability.empty()) child.disability = disability_of(columns.cell(row, kDisability));
  }

  Child& child_of(const std::string& id) {
    const auto [at, is_new] = by_id_.try_emplace(id, children_.size());
    if (is_new) children_.push_back({id, {}, {}, {}, {}, {}, false, false});
    return children_[at->second];
  }

  std::vector<AnnexAList> lists_;
  bool whole_;
  FileSays file_;
  app::FeedInfo info_;
  std::vector<RowProblem> early_;
  std::vector<Child> children_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<app::CaseFeed>> annex_a_feed(std::vector<AnnexAList> lists, bool whole, Day as_of) {
  auto feed = std::make_unique<AnnexAFeed>(std::move(lists), whole, as_of);
  CHECK(feed->read_lists());
  return std::unique_ptr<app::CaseFeed>(std::move(feed));
}

}  // namespace plumbline::intake
