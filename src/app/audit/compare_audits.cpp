#include "app/audit/compare_audits.hpp"

#include <algorithm>

#include "app/audit/write_down.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

// The grade's place on the scale, the best first; nothing for one that is no step of it.
std::optional<int> step_of(const domain::Scale* scale, const std::optional<domain::Grade>& grade) {
  if (scale == nullptr || !grade) return std::nullopt;
  for (std::size_t i = 0; i < scale->grades.size(); ++i)
    if (scale->grades[i].grade == *grade) return static_cast<int>(i);
  return std::nullopt;
}

std::string title_of(const domain::Audit& audit, const domain::Programme& programme) {
  for (const auto& agency : programme.auditors.agencies)
    if (agency.key == audit.part) return agency.title;
  return "Auditor " + audit.part;
}

void finish_row(ComparedRow& row, const domain::Scale* scale, Comparison& comparison) {
  std::vector<int> steps;
  for (const auto& grade : row.grades)
    if (const auto step = step_of(scale, grade)) steps.push_back(*step);
  if (steps.size() < 2) return;
  const auto [least, most] = std::ranges::minmax(steps);
  row.apart = most - least;
  row.differ = most != least;
  ++comparison.graded;
  if (!row.differ) ++comparison.same;
}

}  // namespace

std::string comparison_subject(const domain::Audit& audit) { return audit.cycle.text() + "/" + audit.child_id.text(); }

base::Result<Comparison> compare_audits(const domain::AuditId& id, const Actor& actor, Frameworks& frameworks,
                                        Reader& reader) {
  TRY(auto asked_for, reader.audits().find(id));
  CHECK(may_compare(actor, asked_for));
  TRY(const auto context, audit_context(asked_for, frameworks, reader));
  Comparison comparison;
  comparison.joint = domain::is_joint_part(asked_for.part);
  std::vector<domain::AuditId> ids{id};
  for (const auto& other : asked_for.others) ids.push_back(other.audit);
  for (const auto& one : ids) {
    TRY(auto audit, reader.audits().find(one));
    if (may_view(actor, audit)) comparison.audits.push_back(std::move(audit));
  }
  const auto place = [&](const domain::Audit& audit) {
    const auto& agencies = context.programme->auditors.agencies;
    const auto found = std::ranges::find(agencies, audit.part, &domain::AgencyPart::key);
    return found == agencies.end() ? agencies.size() : static_cast<std::size_t>(found - agencies.begin());
  };
  std::ranges::sort(comparison.audits, [&](const auto& a, const auto& b) {
    return std::tuple(place(a), a.part.size(), a.part) < std::tuple(place(b), b.part.size(), b.part);
  });
  std::vector<std::vector<domain::AuditSection>> saved;
  std::vector<std::vector<const domain::ToolSection*>> asked;
  for (const auto& audit : comparison.audits) {
    comparison.titles.push_back(title_of(audit, *context.programme));
    saved.push_back(reader.audits().section_outlines(audit.id, false));
    asked.push_back(domain::sections_asked(audit, *context.programme, *context.tool));
  }
  const auto* scale = context.scale();
  for (const auto* section : domain::sections_for(*context.tool, asked_for.category)) {
    ComparedRow row{section->key, section->title, {}, {}, false, 0};
    for (std::size_t i = 0; i < comparison.audits.size(); ++i) {
      const auto found = std::ranges::find(saved[i], section->key, &domain::AuditSection::section);
      row.grades.push_back(found == saved[i].end() ? std::nullopt : found->judgement);
      row.asked.push_back(std::ranges::find(asked[i], section) != asked[i].end());
    }
    finish_row(row, scale, comparison);
    comparison.rows.push_back(std::move(row));
  }
  ComparedRow overall{"overall", "Overall", {}, {}, false, 0};
  for (const auto& audit : comparison.audits) {
    overall.grades.push_back(audit.overall);
    overall.asked.push_back(true);
  }
  finish_row(overall, scale, comparison);
  comparison.rows.push_back(std::move(overall));
  if (scale != nullptr) {
    std::vector<std::vector<std::optional<int>>> ratings;
    for (const auto& row : comparison.rows) {
      auto& steps = ratings.emplace_back();
      for (const auto& grade : row.grades) steps.push_back(step_of(scale, grade));
    }
    comparison.agreement = domain::gwet_ac(ratings, static_cast<int>(scale->grades.size()), domain::Weights::Quadratic);
  }
  comparison.notes = reader.co_auditors().notes(comparison_subject(asked_for));
  return comparison;
}

base::Result<void> note_comparison(const NoteComparison& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  CHECK(may_note_comparison(actor, found));
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  const auto subject = comparison_subject(found);
  std::map<std::string, std::string> held;
  for (const auto& note : work.co_auditors().notes(subject)) held[note.topic] = note.note;
  const auto now = clock.now();
  bool any = false;
  for (const auto& [key, meaning] : command.meanings) {
    const auto grade = domain::parse_grade(key);
    if (!grade || context.scale() == nullptr || !context.scale()->offers(*grade))
      return base::invalid("audit.save.grade_unknown", "meaning-" + key);
    CHECK(check_text(meaning, "audit.save.too_long", "audit.save.not_text", "meaning-" + key));
    if (base::trim(meaning).empty() || held[key] == meaning) continue;
    any = true;
    work.co_auditors().add_note(subject, {key, 0, actor.acting(), now, meaning});
    write_down(work.journal(), actor, now, "grade-meaning-agreed", "cycle", found.cycle.text(), {}, {},
               {{"reference", found.reference}, {"grade", key}, {"note", hashed(meaning)}});
  }
  if (!any) return base::invalid("audit.note.missing", "meanings");
  return work.commit();
}

}  // namespace plumbline::app
