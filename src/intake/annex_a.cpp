#include "intake/annex_a.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

#include "base/text.hpp"
#include "intake/columns.hpp"
#include "intake/fields.hpp"

namespace plumbline::intake {
namespace {

using app::CaseField;
using app::Problems;
using app::RowProblem;
using base::Day;
using base::invalid;
using base::Result;
using domain::Category;

constexpr int kCin = 6;
constexpr int kCp = 7;
constexpr int kCla = 8;
constexpr int kCareLeavers = 9;
constexpr std::array kLists{kCin, kCp, kCla, kCareLeavers};
// The header stands on row 1 or 2; a line of notes above it is forgiven.
constexpr int kHeaderWithin = 5;
// A plan may begin before birth, in pregnancy; longer before is a mistake in one of the two dates.
constexpr int kDaysBeforeBirth = 300;

enum Column : std::size_t {
  kChild,
  kGender,
  kEthnicity,
  kBirth,
  kAge,
  kDisability,
  kTeam,
  kWorker,
  kStart,
  kEnd,
  kStatus
};

// The columns of one list, in the order of Column. Names are those of the template; `also` are other spellings.
std::vector<ColumnSpec> specs_of(int list) {
  std::vector<ColumnSpec> specs{{"Child Unique ID", true, {"Child ID", "Child Unique Identifier", "Child's Unique ID"}},
                                {"Gender", false, {"Sex"}},
                                {"Ethnicity"},
                                {"Date of Birth", false, {"DOB", "Date of Birth or expected date of birth"}},
                                {"Age of Child (Years)", false, {"Age"}},
                                {"Does the Child have a Disability", false, {"Disability"}},
                                {"Allocated Team", false, {"Team"}},
                                {"Allocated Worker", false, {"Allocated Social Worker", "Worker"}}};
  switch (list) {
    case kCin:
      specs.push_back({"CIN Start Date", true});
      specs.push_back({"CIN Closure Date", true, {"CIN End Date"}});
      specs.push_back({"Case status"});
      break;
    case kCp:
      specs.push_back({"Child Protection Plan Start Date", true, {"CP Plan Start Date"}});
      specs.push_back({"Child Protection Plan End Date", true, {"CP Plan End Date"}});
      break;
    case kCla:
      specs.push_back({"Date Started to be Looked After", true});
      specs.push_back({"Date Ceased to be Looked After", true});
      break;
    case kCareLeavers:
      specs.push_back({"Allocated Personal Advisor", false, {"Allocated Personal Adviser"}});
      specs.push_back({"Eligibility Category", true});
      break;
    default:
      break;
  }
  return specs;
}

Category category_of(int list) {
  switch (list) {
    case kCp:
      return Category::Cp;
    case kCla:
      return Category::Cla;
    case kCareLeavers:
      return Category::CareLeaver;
    default:
      return Category::Cin;
  }
}

std::string list_words(int list) { return "List " + std::to_string(list); }

// What the column `Case status` of list 6 says, in the spellings councils use.
enum class Status { Blank, LookedAfter, Protection, InNeed, Assessment, CareLeaver, Closed, Unknown };

Status status_of(std::string_view text) {
  struct Spelling {
    std::string_view text;
    Status status;
  };
  static constexpr std::array kSpellings{Spelling{"looked after child", Status::LookedAfter},
                                         Spelling{"child looked after", Status::LookedAfter},
                                         Spelling{"looked after", Status::LookedAfter},
                                         Spelling{"lac", Status::LookedAfter},
                                         Spelling{"cla", Status::LookedAfter},
                                         Spelling{"cla&cp", Status::LookedAfter},
                                         Spelling{"cla&cpp", Status::LookedAfter},
                                         Spelling{"cp/cla", Status::LookedAfter},
                                         Spelling{"cla/cp", Status::LookedAfter},
                                         Spelling{"lac&cp", Status::LookedAfter},
                                         Spelling{"cp&cla", Status::LookedAfter},
                                         Spelling{"child protection plan", Status::Protection},
                                         Spelling{"child protection", Status::Protection},
                                         Spelling{"cp", Status::Protection},
                                         Spelling{"cpp", Status::Protection},
                                         Spelling{"cp plan", Status::Protection},
                                         Spelling{"cp ext", Status::Protection},
                                         Spelling{"child in need plan", Status::InNeed},
                                         Spelling{"child in need", Status::InNeed},
                                         Spelling{"cin", Status::InNeed},
                                         Spelling{"cin plan", Status::InNeed},
                                         Spelling{"open assessment", Status::Assessment},
                                         Spelling{"open asmt", Status::Assessment},
                                         Spelling{"assessment", Status::Assessment},
                                         Spelling{"cf assessment in progress", Status::Assessment},
                                         Spelling{"assessment in progress", Status::Assessment},
                                         Spelling{"care leaver", Status::CareLeaver},
                                         Spelling{"closed episode", Status::Closed},
                                         Spelling{"closed", Status::Closed},
                                         Spelling{"closed stepdown", Status::Closed},
                                         Spelling{"closed case", Status::Closed},
                                         Spelling{"closed referral", Status::Closed},
                                         Spelling{"closed assessment", Status::Closed}};
  if (text.empty()) return Status::Blank;
  auto key = column_key(without_letter(text));  // lower case, hyphens as blanks
  key = base::replace_all(base::replace_all(base::replace_all(key, " & ", "&"), " / ", "/"), " and ", "&");
  key = base::replace_all(key, "  ", " ");
  key = base::replace_all(key, "  ", " ");
  for (const auto& one : kSpellings)
    if (one.text == key) return one.status;
  return Status::Unknown;
}

// One row of one list.
struct Entry {
  int list = 0;
  std::size_t line = 0;
  std::optional<Day> start;
  std::optional<Day> end;
  std::string team;
  std::string worker;
  Status status = Status::Blank;
  std::string status_text;

  bool is_open(Day as_of) const { return !end || *end > as_of; }
};

struct Child {
  std::string id;
  std::vector<Entry> entries;
  std::optional<Day> born;
  std::string gender;
  std::string ethnicity;
  std::string disability;
  bool unborn = false;
  bool undecided = false;  // a problem already says why this child is left out
};

class AnnexAFeed final : public app::CaseFeed {
 public:
  AnnexAFeed(std::vector<AnnexAList> lists, bool whole, Day as_of)
      : lists_(std::move(lists)), whole_(whole), as_of_(as_of) {
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
      if (rows_of(number) > 0) {
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
      if (!child.undecided && decide(child, row, problems)) return true;
    }
    return false;
  }
  const app::FeedInfo& info() const override { return info_; }
  app::FeedPosition position() const override { return {at_, children_.size()}; }

 private:
  std::size_t rows_of(int list) const { return rows_[static_cast<std::size_t>(list - kCin)]; }

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

  static bool is_child_column(std::string_view cell) {
    const auto key = column_key(cell);
    return key == "child unique id" || key == "child id" || key == "child unique identifier" ||
           key == "child's unique id";
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
    ++rows_[static_cast<std::size_t>(list.number - kCin)];
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

  const std::string& sheet_of(int list) const {
    static const std::string kNone;
    for (const auto& each : lists_)
      if (each.number == list) return each.name;
    return kNone;
  }
  void problem(Problems& problems, RowProblem::Weight weight, std::string rule, const Child& child, const Entry& entry,
               std::string column, std::string value,
               std::vector<std::pair<std::string, std::string>> more = {}) const {
    problems.add({weight, std::move(rule), sheet_of(entry.list), entry.line, std::move(column), shown(value), child.id,
                  std::move(more)});
  }

  std::vector<const Entry*> open_on(const Child& child, int list) const {
    std::vector<const Entry*> out;
    for (const auto& entry : child.entries)
      if (entry.list == list && entry.is_open(as_of_) && entry.status != Status::Closed) out.push_back(&entry);
    return out;
  }

  // Fills `row` with the case the child's rows amount to. False when there is none to take.
  bool decide(const Child& child, app::CaseRow& row, Problems& problems) const {
    for (const auto& entry : child.entries) {
      const bool says_open =
          entry.status != Status::Blank && entry.status != Status::Closed && entry.status != Status::CareLeaver;
      if (entry.list == kCin && says_open && !entry.is_open(as_of_)) {
        problem(problems, RowProblem::Weight::LeftOut, "annexa.read.closed_status", child, entry, "Case status",
                entry.status_text);
        return false;
      }
    }
    for (const int list : {kCla, kCp, kCin, kCareLeavers}) {
      const auto open = open_on(child, list);
      if (open.empty()) continue;
      auto category = category_of(list);
      if (list == kCin) {
        const auto by_status = category_by_status(child, *open.front(), problems);
        if (!by_status) return false;
        category = *by_status;
      }
      return take_open(child, category, open, row, problems);
    }
    return take_closed(child, row, problems);
  }

  // Where list 6 puts a child who has no open row on lists 7 and 8.
  std::optional<Category> category_by_status(const Child& child, const Entry& entry, Problems& problems) const {
    const auto unless_list = [&](Category category, int list) -> std::optional<Category> {
      if (rows_of(list) == 0) return category;  // that list isn't in the file: the status is all there is
      problem(problems, RowProblem::Weight::LeftOut, "annexa.read.status_list", child, entry, "Case status",
              entry.status_text, {{"list", list_words(list)}});
      return std::nullopt;
    };
    switch (entry.status) {
      case Status::LookedAfter:
        return unless_list(Category::Cla, kCla);
      case Status::Protection:
        return unless_list(Category::Cp, kCp);
      case Status::Assessment:
        return Category::Assessment;
      case Status::CareLeaver:
        return Category::CareLeaver;
      case Status::Blank:
      case Status::InNeed:
      case Status::Closed:
      case Status::Unknown:
        return Category::Cin;
    }
    return Category::Cin;
  }

  bool take_open(const Child& child, Category category, const std::vector<const Entry*>& open, app::CaseRow& row,
                 Problems& problems) const {
    const Entry& first = *open.front();
    begin(child, category, first, row);
    for (const auto* entry : open) {
      const auto differs = [](const std::string& a, const std::string& b) {
        return !a.empty() && !b.empty() && a != b;
      };
      if (differs(first.team, entry->team) || differs(first.worker, entry->worker)) {
        problem(problems, RowProblem::Weight::LeftOut, "annexa.read.two_teams", child, *entry, "Allocated Team",
                entry->team, {{"sheet", list_words(first.list)}});
        return false;
      }
    }
    auto start = first.start;
    const bool starts_agree =
        std::all_of(open.begin(), open.end(), [&](const auto* entry) { return entry->start == start; });
    if (!starts_agree) {
      problem(problems, RowProblem::Weight::ToCheck, "annexa.read.two_starts", child, *open.back(), "", "",
              {{"sheet", list_words(first.list)}});
      start.reset();
    } else if (!start && first.list != kCareLeavers) {
      problem(problems, RowProblem::Weight::ToCheck, "annexa.read.no_start", child, first, "", "");
    }
    // Team and worker from the deciding list, or from the child's other open rows where it leaves them blank.
    std::string team;
    std::string worker;
    const auto fill = [&](const std::vector<const Entry*>& from) {
      for (const auto* entry : from) {
        if (team.empty()) team = entry->team;
        if (worker.empty()) worker = entry->worker;
      }
    };
    fill(open);
    for (const int list : {kCla, kCp, kCin, kCareLeavers}) fill(open_on(child, list));
    row.item.team = team;
    if (!worker.empty()) row.item.worker_id = domain::PersonId(worker);
    set_start_and_birth(child, first, start, row, problems);
    return true;
  }

  bool take_closed(const Child& child, app::CaseRow& row, Problems& problems) const {
    const Entry* last = nullptr;
    for (const int list : {kCla, kCp, kCin})
      for (const auto& entry : child.entries)
        if (entry.list == list && entry.end && (last == nullptr || *entry.end > *last->end)) last = &entry;
    if (last == nullptr) {
      // Said to be closed, but not when: nothing to take, so that what the register holds closes with this import.
      const auto& entry = child.entries.front();
      problem(problems, RowProblem::Weight::ToCheck, "annexa.read.closed_no_date", child, entry, "Case status",
              entry.status_text);
      return false;
    }
    begin(child, category_of(last->list), *last, row);
    row.item.team = last->team;
    if (!last->worker.empty()) row.item.worker_id = domain::PersonId(last->worker);
    row.item.closed_on = last->end;
    set_start_and_birth(child, *last, last->start, row, problems);
    return true;
  }

  void begin(const Child& child, Category category, const Entry& entry, app::CaseRow& row) const {
    row.item = {};
    row.item.child_id = domain::ChildId(child.id);
    row.item.category = category;
    row.item.gender = child.gender;
    row.item.ethnicity = child.ethnicity;
    row.item.disability = child.disability;
    row.line = entry.line;
    row.sheet = sheet_of(entry.list);
  }

  void set_start_and_birth(const Child& child, const Entry& entry, std::optional<Day> start, app::CaseRow& row,
                           Problems& problems) const {
    if (child.born && start && base::days_between(*start, *child.born) > kDaysBeforeBirth) {
      problem(problems, RowProblem::Weight::ToCheck, "annexa.read.before_birth", child, entry, "", base::iso(*start));
      return;
    }
    row.item.opened_on = start;
    if (child.born && !child.unborn) row.item.birth_year = static_cast<int>(child.born->year());
  }

  std::vector<AnnexAList> lists_;
  bool whole_;
  Day as_of_;
  app::FeedInfo info_;
  std::vector<RowProblem> early_;
  std::array<std::size_t, 4> rows_{};
  std::vector<Child> children_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<int> annex_a_list_number(std::string_view sheet_name) {
  const auto key = column_key(sheet_name);
  if (!key.starts_with("list")) return std::nullopt;
  auto rest = base::trim(std::string_view(key).substr(4));
  int number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{} || number < 1 || number > 11) return std::nullopt;
  return number;
}

std::optional<int> annex_a_list_by_header(const SheetRow& header) {
  for (const int list : kLists) {
    const auto columns = Columns::match(header, specs_of(list), {});
    if (columns && columns->missing().empty()) return list;
  }
  struct Mark {
    std::string_view column;
    int list;
  };
  static constexpr std::array kOthers{Mark{"date of contact", 1},
                                      Mark{"assessment start date", 2},
                                      Mark{"date of referral", 3},
                                      Mark{"continuous assessment start date", 4},
                                      Mark{"strategy discussion initiating section 47 enquiry start date", 5},
                                      Mark{"family identifier", 10}};
  bool has_child = false;
  for (const auto cell : header.cells) has_child = has_child || column_key(cell) == "child unique id";
  if (!has_child) return std::nullopt;
  for (const auto cell : header.cells)
    for (const auto& mark : kOthers)
      if (column_key(cell) == mark.column) return mark.list;
  return std::nullopt;
}

Result<std::unique_ptr<app::CaseFeed>> annex_a_feed(std::vector<AnnexAList> lists, bool whole, Day as_of) {
  auto feed = std::make_unique<AnnexAFeed>(std::move(lists), whole, as_of);
  CHECK(feed->read_lists());
  return std::unique_ptr<app::CaseFeed>(std::move(feed));
}

}  // namespace plumbline::intake
