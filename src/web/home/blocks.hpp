// The parts of the home page, one for each thing a role comes here for. Each adds its block when it has something to
// say to this person; internal to web/home.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/ports/audit_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "domain/audit/audit.hpp"
#include "web/components.hpp"
#include "web/http/templates.hpp"
#include "web/services.hpp"

namespace plumbline::web {

// What all blocks share: one snapshot, who looks, today.
class Home {
 public:
  Home(View body, app::Reader& reader, const SignedIn& person, base::Instant now);

  app::Reader& reader;
  const SignedIn& person;
  const app::Actor& actor;
  const base::Instant now;
  const base::Day today;
  const app::Visibility visible;

  // Opens a block with its heading.
  View block(std::string_view title);
  std::string name_of(const std::optional<domain::PersonId>& id);
  bool is_empty() const { return blocks_ == 0; }
  View body() const { return body_; }

 private:
  View body_;
  int blocks_ = 0;
  std::map<domain::PersonId, std::string> names_;
};

std::string audit_url(const domain::Audit& audit, std::string_view rest = {});
std::string list_url(std::string_view path, const app::AuditFilter& filter);

void add_concerns(Home& home);           // open ones in sight; for who raised them, who has acknowledged
void add_my_audits(Home& home);          // an auditor's own, by due date
void add_to_prepare(Home& home);         // audits that this person prepares for somebody else
void add_my_links(Home& home);           // the areas this person is linked to
void add_moderation_queue(Home& home);   // oldest first
void add_this_month(Home& home);         // the cycle as a line of dates, what blocks the next step, returns by area
void add_left_behind(Home& home);        // audits with people who have left
void add_not_returned(Home& home);       // audits that are out, by due date
void add_perspectives(Home& home);       // a worker's own view, where it is asked for and not given
void add_following_up(Home& home);       // what finished audits ask of this person: looks, talks, notes, feedback
void add_sign_offs(Home& home);          // actions that wait for this person's signature, and overdue ones
void add_my_actions(Home& home);         // actions this person is to do
void add_learned(Home& home);            // meetings’ decisions and the plan’s actions that are theirs, approvals
void add_audits_of_my_work(Home& home);  // a social worker's cases under audit
void add_results(Home& home);            // the last finished month against the one before and the year's target
void add_nominations(Home& home);        // months for which cases can be named
void add_register(Home& home);           // the register's state, for who keeps it

}  // namespace plumbline::web
