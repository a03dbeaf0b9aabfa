// What meetings decided and the rolling plan asks of this person, and reports that wait for their approval.
#include <algorithm>

#include "app/learning/reviews.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "web/home/blocks.hpp"

namespace plumbline::web {
namespace {

Cell due_cell(const std::optional<base::Day>& due, bool late) {
  Cell cell{due ? base::say(*due) : "–"};
  cell.late = late;
  if (late) cell.note = "Overdue";
  return cell;
}

void add_approvals(Home& home) {
  const auto self = home.reader.people().find(*home.actor.person);
  if (!self) return;
  for (const auto& review : home.reader.reviews().list()) {
    const auto* programme = home.person.framework->find_programme(review.programme);
    if (programme == nullptr || review.report.empty()) continue;
    const auto* step = domain::next_approval(review, programme->review);
    if (step == nullptr || !app::may_approve(home.actor, review, *step, &*self)) continue;
    View block = home.block("A report waits for your approval");
    add_next(block, "PART",
             {review.theme, step->title, Link{"Read the report", app::review_path(review.id) + "#approval"},
              NextStep::Look::Main, std::nullopt});
  }
}

}  // namespace

void add_learned(Home& home) {
  if (!home.actor.person) return;
  add_approvals(home);
  Table table{"From meetings and the rolling plan", {{"What"}, {"From"}, {"By"}}, {}, true, true};
  for (const auto& decision : home.reader.meetings().open_decisions_of(*home.actor.person)) {
    Row row;
    row.cells = {Cell{decision.text, "/decisions/" + decision.id.text()}, Cell{"A meeting’s decision"},
                 due_cell(decision.due_on, decision.is_overdue_on(home.today))};
    table.rows.push_back(std::move(row));
  }
  const app::ThemeFilter mine{domain::ThemeState::Open, "", "", home.actor.person->text()};
  auto actions = home.reader.themes().actions_of_all(mine);
  for (const auto& theme : home.reader.themes().list(mine))
    for (const auto& action : actions[theme.id]) {
      if (!home.actor.is(action.owner) || action.state != domain::TaskState::Open) continue;
      Row row;
      row.cells = {Cell{action.text, "/themes/actions/" + action.id.text()}, Cell{theme.title},
                   due_cell(action.due_on, action.is_overdue_on(home.today))};
      table.rows.push_back(std::move(row));
    }
  if (table.rows.empty()) return;
  View block = home.block("From meetings and the rolling plan");
  add_table(block, "PART", table);
}

}  // namespace plumbline::web
