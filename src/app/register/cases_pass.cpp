#include "app/register/cases_pass.hpp"

#include <algorithm>

namespace plumbline::app {
namespace {

bool contains(const std::vector<domain::Category>& categories, domain::Category category) {
  return std::find(categories.begin(), categories.end(), category) != categories.end();
}

}  // namespace

CasesPass::CasesPass(CaseReads& cases, PersonReads& people, CaseFeed& feed, base::Day as_of)
    : cases_(cases), feed_(feed), info_(feed.info()), staff_(people, info_), as_of_(as_of) {
  cases_.for_each_known([&](const KnownCase& known) {
    auto& entry = known_.of(known.child_id);
    entry.held = true;
    entry.said = known.said;
    entry.category_number = static_cast<std::uint8_t>(known.category);
    entry.open = known.open;
    if (known.open) ++counts.held;
  });
}

base::Result<void> CasesPass::read(CaseImport* writer, Telling telling) {
  CaseRow row;
  const auto gives = staff_.gives(info_.gives);
  for (;;) {
    TRY(const bool more, feed_.next(row, problems));
    hold_left_out();
    if (!more) return {};
    telling.row(feed_.position());
    take(row, gives, writer);
  }
}

void CasesPass::count_gone() {
  known_.for_each([&](const KnownChildren::Entry& entry) {
    if (has_gone(entry)) ++counts.gone;
  });
  counts.closed += counts.gone;
}

void CasesPass::close_gone(CaseImport& writer) {
  if (counts.gone == 0) return;
  for (const auto& child : gone_children_) writer.close(domain::ChildId(child), as_of_);
}

void CasesPass::collect_gone() {
  if (counts.gone == 0) return;
  cases_.for_each_known([&](const KnownCase& known) {
    if (has_gone(known_.of(known.child_id))) gone_children_.emplace_back(known.child_id);
  });
}

bool CasesPass::has_gone(const KnownChildren::Entry& entry) const {
  return entry.held && entry.open && entry.line == 0 && !entry.left_out && contains(info_.speaks_for, entry.category());
}

void CasesPass::hold_left_out() {
  for (const auto& subject : problems.take_left_out_subjects()) known_.of(subject).left_out = true;
}

void CasesPass::take(CaseRow& row, CaseFields gives, CaseImport* writer) {
  auto& entry = known_.of(row.item.child_id.text());
  staff_.fill(row, problems);
  // A file that can't see the whole of a child's standing does not lower or close what is known from elsewhere.
  if (entry.held && entry.open && entry.line == 0 && contains(info_.cannot_see, entry.category()) &&
      row.item.category != entry.category()) {
    if (!row.item.is_open()) {
      entry.line = static_cast<std::uint32_t>(row.line);
      ++counts.rows;
      ++counts.unchanged;
      return;
    }
    row.item.category = entry.category();
  }
  const auto said = fingerprint(row.item);
  if (entry.line != 0 || twice_.contains(row.item.child_id.text())) return again(row, entry, said);
  ++counts.rows;
  entry.line = static_cast<std::uint32_t>(std::max<std::size_t>(row.line, 1));
  using Counted = KnownChildren::Entry::Counted;
  if (!entry.held)
    entry.counted = Counted::Added;
  else if (entry.said == said)
    entry.counted = Counted::Unchanged;
  else
    entry.counted = entry.open && !row.item.is_open() ? Counted::Closed : Counted::Changed;
  ++tally(entry.counted);
  if (!entry.held) {
    if (writer != nullptr) writer->insert(row.item, said);
  } else if (entry.counted != Counted::Unchanged) {
    if (writer != nullptr) writer->update(row.item, gives, said, as_of_);
  }
  entry.said = said;
}

long long& CasesPass::tally(KnownChildren::Entry::Counted as) {
  using Counted = KnownChildren::Entry::Counted;
  switch (as) {
    case Counted::Added:
      return counts.added;
    case Counted::Changed:
      return counts.changed;
    case Counted::Closed:
      return counts.closed;
    case Counted::Unchanged:
    case Counted::No:
      return counts.unchanged;
  }
  return counts.unchanged;
}

void CasesPass::again(const CaseRow& row, KnownChildren::Entry& entry, std::int64_t said) {
  const bool same = entry.said == said && entry.line != 0 && !twice_.contains(row.item.child_id.text());
  if (entry.line == 0) {
    // The first of two rows that differ: the person asked for good rows alone, and neither is known to be right.
    entry.line = static_cast<std::uint32_t>(std::max<std::size_t>(row.line, 1));
    entry.left_out = true;
    return;
  }
  if (!same) {
    twice_found_.insert(row.item.child_id.text());
    entry.left_out = true;
    if (entry.counted != KnownChildren::Entry::Counted::No) {
      --counts.rows;  // the first row was counted before it was known that another contradicts it
      --tally(entry.counted);
      entry.counted = KnownChildren::Entry::Counted::No;
    }
  }
  problems.add(row_problem(same ? RowProblem::Weight::ToCheck : RowProblem::Weight::LeftOut,
                           same ? "row.read.repeated" : "row.read.twice", row.sheet, row.line, "child_id", "",
                           row.item.child_id.text(), {{"first", std::to_string(entry.line)}}));
}

}  // namespace plumbline::app
