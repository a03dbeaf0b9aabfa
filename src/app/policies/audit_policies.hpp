// Who may do what with an audit, an action or a concern. Pure questions, asked by every use case and by the pages that
// show the buttons; docs/states.md has them as one table, and a test walks role × action × state.
//
// Each gives nothing wrong (a value) or the refusal: `access.row.not_found` where the actor may not even know of it,
// else
// `<noun>.<verb>.forbidden`, or `<noun>.<verb>.state` where the state does not allow it.
#pragma once

#include "app/actor.hpp"
#include "base/result.hpp"
#include "domain/action/action.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/concern.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::app {

Place place_of(const domain::Audit& audit);

base::Result<void> may_view(const Actor& actor, const domain::Audit& audit);
// What the auditor found: judgements, texts, documents, proposed actions, the family's words. Until the audit is
// finished these are a draft: whoever works or supervises the case sees that it is under way and no more, and reads it
// once the grade stands (experience: "then the worker and their manager can read it"). Refusal: audit.read.unfinished.
base::Result<void> may_read_findings(const Actor& actor, const domain::Audit& audit);
// The auditor, or the second of a pair, until it is returned; not before its preparer has finished
// (`audit.save.being_prepared`).
base::Result<void> may_edit(const Actor& actor, const domain::Audit& audit);
base::Result<void> may_submit(const Actor& actor, const domain::Audit& audit);
base::Result<void> may_hand_back(const Actor& actor, const domain::Audit& audit);
base::Result<void> may_reallocate(const Actor& actor, const domain::Audit& audit);
base::Result<void> may_converse(const Actor& actor, const domain::Audit& audit);  // book or record conversations
base::Result<void> may_book_conversation(const Actor& actor, const domain::Audit& audit);
base::Result<void> may_record_conversation(const Actor& actor, const domain::Audit& audit);
base::Result<void> may_reply_to_family(const Actor& actor, const domain::Audit& audit);
base::Result<void> may_send(const Actor& actor, const domain::Audit& audit);
base::Result<void> may_withdraw(const Actor& actor, const domain::Audit& audit);
base::Result<void> may_moderate(const Actor& actor,
                                const domain::Audit& audit);  // never one's own audit, case or team member's
// AUDIT-14: the preparer, until it is said to be prepared. Refusals: audit.prepare.forbidden, .state, .done.
base::Result<void> may_prepare(const Actor& actor, const domain::Audit& audit);
// A prepared section is its preparer's, and rests once it is prepared (`audit.save.prepared_section`); any other is
// may_edit's.
base::Result<void> may_edit_section(const Actor& actor, const domain::Audit& audit, const domain::Programme& programme,
                                    std::string_view section);
bool is_prepared_section(const domain::Audit& audit, const domain::Programme& programme, std::string_view section);
base::Result<void> may_edit_documents(const Actor& actor, const domain::Audit& audit);  // preparing is reading the file
// Notes on prepared sections: the auditor's and the preparer's, while the audit is written.
base::Result<void> may_write_note(const Actor& actor, const domain::Audit& audit);
// Who is the second or the preparer, and who of a pair is away: those who may reallocate.
base::Result<void> may_arrange(const Actor& actor, const domain::Audit& audit);
// The grades of one case beside each other: of a joint audit once all are returned, to whoever may see them; of
// agencies to those who keep the standard. Refusals: audit.compare.alone, .not_all_returned, .forbidden.
base::Result<void> may_compare(const Actor& actor, const domain::Audit& audit);
base::Result<void> may_note_comparison(const Actor& actor,
                                       const domain::Audit& audit);                    // those who graded, the QA lead
base::Result<void> may_raise_concern(const Actor& actor, const domain::Audit& audit);  // anyone who can see the audit
base::Result<void> may_view(const Actor& actor, const domain::Concern& concern, const domain::Audit& audit);
base::Result<void> may_acknowledge(const Actor& actor, const domain::Concern& concern, const domain::Audit& audit);
base::Result<void> may_close(const Actor& actor, const domain::Concern& concern, const domain::Audit& audit);
base::Result<void> may_view(const Actor& actor, const domain::Action& action, const domain::Audit& audit);
base::Result<void> may_revise(const Actor& actor, const domain::Action& action, const domain::Audit& audit);
// In some councils an action stands as it is once its audit is final (ACT-1).
bool may_still_change(const domain::Action& action, const domain::Programme& programme);
base::Result<void> may_remove(const Actor& actor, const domain::Action& action, const domain::Audit& audit);
base::Result<void> may_withdraw(const Actor& actor, const domain::Action& action, const domain::Audit& audit);
base::Result<void> may_mark_done(const Actor& actor, const domain::Action& action, const domain::Audit& audit);
base::Result<void> may_sign_off(const Actor& actor, const domain::Action& action, const domain::Audit& audit);

}  // namespace plumbline::app
