// The home page's blocks for the worker's own view (AUDIT-7) and for what finished audits ask of somebody: an
// independent look, a talk to record, a note for the child's record, feedback to read.
#include <algorithm>

#include "app/ports/disagreement_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "base/text.hpp"
#include "domain/framework/framework.hpp"
#include "web/home/blocks.hpp"

namespace plumbline::web {

using app::Role;
using domain::AuditState;

namespace {

constexpr int kFew = 5;

std::vector<std::string> programmes_with_note(const domain::Framework& framework) {
  std::vector<std::string> keys;
  for (const auto& programme : framework.programmes)
    if (!programme.case_note.text.empty()) keys.push_back(programme.key);
  return keys;
}

void add_looks(Home& home) {
  app::DisagreementFilter filter;
  filter.state = domain::DisagreementState::Raised;
  filter.decider = home.actor.person;
  const auto waiting = home.reader.disagreements().list(filter, {1, kFew, "raised", false}, home.visible);
  if (waiting.total == 0) return;
  View block = home.block("Your independent look");
  for (const auto& row : waiting.rows) {
    NextStep step;
    step.title = "Somebody disagrees with the grade of audit " + row.reference;
    step.when = "Raised " + when_in_words(row.disagreement.raised_at, home.now) + ". Your finding is final.";
    step.button = Link{"Read it and decide", "/disagreements/" + row.disagreement.id.text()};
    add_next(block, "PART", step);
  }
}

void add_feedback(Home& home) {
  const auto notes = home.reader.follow_ups().practice_told(*home.actor.person);
  const auto unread = std::ranges::count_if(notes, [&](const domain::PracticeNote& note) {
    const auto own = std::ranges::find(note.told, *home.actor.person, &domain::PracticeReader::person);
    return own != note.told.end() && !own->acknowledged_at;
  });
  if (unread == 0) return;
  View block = home.block("Feedback on earlier practice");
  NextStep step;
  step.title = base::count_of(static_cast<long long>(unread), "note waits", "notes wait") + " for you to read";
  step.when = "An audit has seen something in work that you, or somebody you manage, did earlier.";
  step.button = Link{"Read it", "/earlier-practice"};
  add_next(block, "PART", step);
}

void add_talks(Home& home) {
  app::FollowUpFilter filter;
  filter.states = {domain::FollowUpState::Open};
  filter.kind = domain::FollowUpKind::Supervision;
  const auto open = home.reader.follow_ups().list(filter, {1, kFew, "due", false}, home.visible);
  if (open.total == 0) return;
  View block = home.block("To agree and record in supervision");
  Table table{"Talks that are to be recorded, the first due first",
              {{"Audit"}, {"Worker"}, {"Manager"}, {"Due"}},
              {},
              true,
              true};
  for (const auto& row : open.rows) {
    Cell reference{row.reference, "/follow-ups/" + row.follow_up.id.text()};
    reference.keep_together = true;
    Cell due{row.follow_up.due_on ? base::say(*row.follow_up.due_on) : std::string("No date")};
    due.late = row.follow_up.is_overdue_on(home.today);
    due.keep_together = true;
    table.rows.push_back({{reference, Cell{home.name_of(row.worker)}, Cell{home.name_of(row.supervisor)}, due}});
  }
  add_table(block, "PART", table);
  if (open.total > kFew)
    block.add("MORE")
        .set("TEXT", "See all " + base::with_commas(open.total))
        .set("URL", "/follow-ups?kind=supervision&state=open");
}

void add_hand_overs(Home& home) {
  const auto waiting = home.reader.follow_ups().not_handed_over(programmes_with_note(*home.person.framework),
                                                                {1, 1, "", false}, home.visible);
  if (waiting.total == 0) return;
  View block = home.block("For the children’s records");
  NextStep step;
  step.title = base::count_of(waiting.total, "finished audit is", "finished audits are") + " not on the record yet";
  if (waiting.rows.front().finalised_at)
    step.when = "The oldest was finished on " + base::say(base::london_day(*waiting.rows.front().finalised_at)) + ".";
  step.button = Link{"See which", "/hand-overs"};
  step.look = NextStep::Look::Quiet;
  add_next(block, "PART", step);
}

}  // namespace

void add_perspectives(Home& home) {
  if (!home.actor.person) return;
  app::AuditFilter filter;
  filter.worker = home.actor.person;
  filter.states = {AuditState::Sent, AuditState::InProgress};
  std::optional<View> block;
  for (const auto& audit : home.reader.audits().list(filter, {1, kFew * 2, "due", false}, home.visible).rows) {
    const auto* programme = home.person.framework->find_programme(audit.programme);
    if (programme == nullptr || !programme->perspective.asked) continue;
    const auto view = home.reader.perspectives().find(audit.id);
    if (view && view->sent_at) continue;
    if (!block) block = home.block("Your view is asked for");
    NextStep step;
    step.title = "Audit " + audit.reference;
    step.when = "Colleagues read one of your cases. Tell them how you see your work before they judge.";
    if (audit.due_on) step.when += " The audit is due back on " + base::say_with_weekday(*audit.due_on) + ".";
    step.button = Link{view ? "Go on with your draft" : "Give your view", audit_url(audit, "/perspective")};
    add_next(*block, "PART", step);
  }
}

void add_following_up(Home& home) {
  if (home.actor.person) {
    add_looks(home);
    add_feedback(home);
  }
  const auto is = [&](Role role) { return home.actor.has(role); };
  if (is(Role::TeamManager) || is(Role::SocialWorker) || is(Role::QaLead) || is(Role::QaAdministrator)) add_talks(home);
  if (is(Role::TeamManager) || is(Role::QaLead) || is(Role::QaAdministrator)) add_hand_overs(home);
}

}  // namespace plumbline::web
