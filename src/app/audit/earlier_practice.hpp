// Practice of an earlier worker or team, noted in an audit and fed back to them once it is final (AUDIT-12).
#pragma once

#include <optional>
#include <string>

#include "app/actor.hpp"
#include "app/audit/audit_context.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/earlier_practice.hpp"

namespace plumbline::app {

struct NotePractice {
  domain::AuditId audit;
  std::optional<domain::PracticeKind> kind;
  std::optional<domain::PersonId> worker;
  std::string team;
  std::string text;
};
// Refusals: earlier_practice.note.not_asked, .kind_missing, .who_missing, .who_unknown, .who_present, .text_missing,
// .too_long, .not_text, and those of may_edit.
base::Result<domain::PracticeNote> note_practice(const NotePractice& command, const Actor& actor,
                                                 const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work);

struct RemovePracticeNote {
  domain::AuditId audit;
  domain::PracticeNoteId note;
};
base::Result<void> remove_practice_note(const RemovePracticeNote& command, const Actor& actor, const base::Clock& clock,
                                        Frameworks& frameworks, UnitOfWork& work);

// Tells each earlier worker, or the manager of the earlier team, and their manager, what was noted: by mail and on
// their own page. Whoever else the framework names is told too; nobody else ever is. Nothing is committed.
void feed_back_practice(const AuditContext& context, const Actor& actor, base::Instant now, UnitOfWork& work);

struct AcknowledgePractice {
  domain::PracticeNoteId note;
};
// Doing it twice does nothing more.
base::Result<void> acknowledge_practice(const AcknowledgePractice& command, const Actor& actor,
                                        const base::Clock& clock, UnitOfWork& work);

}  // namespace plumbline::app
