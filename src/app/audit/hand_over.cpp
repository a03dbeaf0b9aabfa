#include "app/audit/hand_over.hpp"

#include <algorithm>

#include "app/audit/letters.hpp"
#include "app/audit/of_an_audit.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "base/text.hpp"

namespace plumbline::app {

namespace {

std::string or_none(const std::vector<std::string>& parts, std::string_view separator) {
  return parts.empty() ? "none" : base::join(parts, separator);
}

std::string grade_title(const AuditContext& context) {
  const auto grade = context.audit.grade();
  if (!grade) return "not graded";
  if (const auto* scale = context.scale())
    if (const auto* defined = scale->find(*grade); defined != nullptr && !defined->title.empty()) return defined->title;
  return std::string(domain::say(*grade));
}

}  // namespace

std::string case_note(const AuditContext& context, const domain::AuditContents& contents, PersonReads& people) {
  const auto& audit = context.audit;
  auto text = context.programme->case_note.text;
  if (text.empty()) return {};
  std::vector<std::string> strengths, learning, actions;
  for (const auto* section : domain::sections_for(*context.tool, audit.category)) {
    const auto saved = std::ranges::find(contents.sections, section->key, &domain::AuditSection::section);
    if (saved == contents.sections.end() || !saved->judgement) continue;
    if (domain::is_good_or_better(*saved->judgement)) strengths.push_back(section->title);
    if (domain::is_below_good(*saved->judgement)) learning.push_back(section->title);
  }
  for (const auto& action : contents.actions) {
    if (action.state == domain::ActionState::Withdrawn || action.state == domain::ActionState::Proposed) continue;
    auto words = std::string(base::trim(action.text));
    while (words.ends_with('.')) words.pop_back();
    actions.push_back(words + (action.due_on ? " (by " + base::say(*action.due_on) + ")" : ""));
  }
  auto auditors = audit.auditor ? people.name_of(*audit.auditor) : std::string("quality assurance");
  if (const auto* second = audit.co_auditor(domain::CoAuditorKind::Second); second != nullptr && !second->away)
    auditors += " and " + people.name_of(second->person);
  const std::pair<std::string_view, std::string> values[]{
      {"{reference}", audit.reference},
      {"{grade}", grade_title(context)},
      {"{auditors}", auditors},
      {"{finalised}", audit.finalised_at ? base::say(base::london_day(*audit.finalised_at)) : "–"},
      {"{strengths}", or_none(strengths, ", ")},
      {"{learning}", or_none(learning, ", ")},
      {"{actions}", or_none(actions, "; ")}};
  // One pass over the council's text: what a person typed into an action is never read as a placeholder.
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto* found = std::ranges::find_if(
        values, [&](const auto& value) { return std::string_view(text).substr(at).starts_with(value.first); });
    if (found == std::end(values)) {
      out += text[at++];
    } else {
      out += found->second;
      at += found->first.size();
    }
  }
  return out;
}

base::Result<void> hand_over_audit(const HandOverAudit& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work) {
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  const auto& audit = context.audit;
  const auto& rule = context.programme->case_note;
  const auto today = clock.today();
  CHECK(may_hand_over(actor, audit, rule, addressees(rule.given_to, audit, work, today)));
  if (!command.on) return base::invalid("hand_over.record.day_missing", "on");
  if (*command.on > today) return base::invalid("hand_over.record.day_future", "on");
  if (audit.finalised_at && *command.on < base::london_day(*audit.finalised_at))
    return base::invalid("hand_over.record.day_early", "on",
                         {{"day", base::say(base::london_day(*audit.finalised_at))}});
  if (work.follow_ups().hand_over_of(audit.id)) return base::rule_broken("hand_over.record.already");
  const auto now = clock.now();
  CHECK(work.follow_ups().add_hand_over({audit.id, actor.acting(), *command.on, now}));
  write_down(work.journal(), actor, now, "audit-handed-over", "audit", audit.id.text(), {}, {},
             {{"on", base::iso(*command.on)}});
  return work.commit();
}

base::Result<void> share_example(const ShareExample& command, const Actor& actor, const base::Clock& clock,
                                 UnitOfWork& work) {
  TRY(const auto audit, work.audits().find(command.audit));
  CHECK(may_share_example(actor, audit));
  ExampleFilter filter;
  filter.audit = audit.id;
  filter.section = command.section;
  const auto found = work.follow_ups().examples(filter, {1, 1, "", false}, {true, {}, {}, {}, {}});
  if (command.section.empty() || found.rows.empty()) return base::invalid("example.share.unknown", "section");
  if (found.rows.front().shared_on) return {};
  work.follow_ups().put_shared({audit.id, command.section, actor.acting(), clock.today()});
  write_down(work.journal(), actor, clock.now(), "example-shared", "audit", audit.id.text(), {}, {},
             {{"section", command.section}});
  return work.commit();
}

}  // namespace plumbline::app
