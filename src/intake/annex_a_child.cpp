#include "intake/annex_a_child.hpp"

#include <algorithm>

#include "intake/fields.hpp"

namespace plumbline::intake::annex_a {
namespace {

using app::Problems;
using app::RowProblem;
using base::Day;
using domain::Category;

// A plan may begin before birth, in pregnancy; longer before is a mistake in one of the two dates.
constexpr int kDaysBeforeBirth = 300;

class Decision {
 public:
  Decision(const Child& child, const FileSays& file, app::CaseRow& row, Problems& problems)
      : child_(child), file_(file), row_(row), problems_(problems) {}

  // Fills `row` with the case the child's rows amount to. False when there is none to take.
  bool make() {
    for (const auto& entry : child_.entries) {
      const bool says_open =
          entry.status != Status::Blank && entry.status != Status::Closed && entry.status != Status::CareLeaver;
      if (entry.list == kCin && says_open && !entry.is_open(file_.as_of)) {
        problem(RowProblem::Weight::LeftOut, "annexa.read.closed_status", entry, "Case status", entry.status_text);
        return false;
      }
    }
    for (const int list : {kCla, kCp, kCin, kCareLeavers}) {
      const auto open = open_on(list);
      if (open.empty()) continue;
      auto category = category_of(list);
      if (list == kCin) {
        const auto by_status = category_by_status(*open.front());
        if (!by_status) return false;
        category = *by_status;
      }
      return take_open(category, open);
    }
    return take_closed();
  }

 private:
  void problem(RowProblem::Weight weight, std::string rule, const Entry& entry, std::string column, std::string value,
               std::vector<std::pair<std::string, std::string>> more = {}) const {
    problems_.add({weight, std::move(rule), file_.sheet_of(entry.list), entry.line, std::move(column), shown(value),
                   child_.id, std::move(more)});
  }

  std::vector<const Entry*> open_on(int list) const {
    std::vector<const Entry*> out;
    for (const auto& entry : child_.entries)
      if (entry.list == list && entry.is_open(file_.as_of) && entry.status != Status::Closed) out.push_back(&entry);
    return out;
  }

  // Where list 6 puts a child who has no open row on lists 7 and 8.
  std::optional<Category> category_by_status(const Entry& entry) {
    const auto unless_list = [&](Category category, int list) -> std::optional<Category> {
      if (file_.rows_of(list) == 0) return category;  // that list isn't in the file: the status is all there is
      problem(RowProblem::Weight::LeftOut, "annexa.read.status_list", entry, "Case status", entry.status_text,
              {{"list", list_words(list)}});
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

  bool take_open(Category category, const std::vector<const Entry*>& open) {
    const Entry& first = *open.front();
    begin(category, first);
    for (const auto* entry : open) {
      const auto differs = [](const std::string& a, const std::string& b) {
        return !a.empty() && !b.empty() && a != b;
      };
      if (differs(first.team, entry->team) || differs(first.worker, entry->worker)) {
        problem(RowProblem::Weight::LeftOut, "annexa.read.two_teams", *entry, "Allocated Team", entry->team,
                {{"sheet", list_words(first.list)}});
        return false;
      }
    }
    auto start = first.start;
    const bool starts_agree =
        std::all_of(open.begin(), open.end(), [&](const auto* entry) { return entry->start == start; });
    if (!starts_agree) {
      problem(RowProblem::Weight::ToCheck, "annexa.read.two_starts", *open.back(), "", "",
              {{"sheet", list_words(first.list)}});
      start.reset();
    } else if (!start && first.list != kCareLeavers) {
      problem(RowProblem::Weight::ToCheck, "annexa.read.no_start", first, "", "");
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
    for (const int list : {kCla, kCp, kCin, kCareLeavers}) fill(open_on(list));
    row_.item.team = team;
    if (!worker.empty()) row_.item.worker_id = domain::PersonId(worker);
    set_start_and_birth(first, start);
    return true;
  }

  bool take_closed() {
    const Entry* last = nullptr;
    for (const int list : {kCla, kCp, kCin})
      for (const auto& entry : child_.entries)
        if (entry.list == list && entry.end && (last == nullptr || *entry.end > *last->end)) last = &entry;
    if (last == nullptr) {
      // Said to be closed, but not when: nothing to take, so that what the register holds closes with this import.
      const auto& entry = child_.entries.front();
      problem(RowProblem::Weight::ToCheck, "annexa.read.closed_no_date", entry, "Case status", entry.status_text);
      return false;
    }
    begin(category_of(last->list), *last);
    row_.item.team = last->team;
    if (!last->worker.empty()) row_.item.worker_id = domain::PersonId(last->worker);
    row_.item.closed_on = last->end;
    set_start_and_birth(*last, last->start);
    return true;
  }

  void begin(Category category, const Entry& entry) {
    row_.item = {};
    row_.item.child_id = domain::ChildId(child_.id);
    row_.item.category = category;
    row_.item.gender = child_.gender;
    row_.item.ethnicity = child_.ethnicity;
    row_.item.disability = child_.disability;
    row_.line = entry.line;
    row_.sheet = file_.sheet_of(entry.list);
  }

  void set_start_and_birth(const Entry& entry, std::optional<Day> start) {
    if (child_.born && start && base::days_between(*start, *child_.born) > kDaysBeforeBirth) {
      problem(RowProblem::Weight::ToCheck, "annexa.read.before_birth", entry, "", base::iso(*start));
      return;
    }
    row_.item.opened_on = start;
    if (child_.born && !child_.unborn) row_.item.birth_year = static_cast<int>(child_.born->year());
  }

  const Child& child_;
  const FileSays& file_;
  app::CaseRow& row_;
  Problems& problems_;
};

}  // namespace

bool decide(const Child& child, const FileSays& file, app::CaseRow& row, Problems& problems) {
  return Decision(child, file, row, problems).make();
}

}  // namespace plumbline::intake::annex_a
