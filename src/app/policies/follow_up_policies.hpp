// Who may do what with the worker's own view, a disagreement, notes of earlier practice and whatever a final grade sets
// off. As audit_policies: nothing wrong, or the refusal; `access.row.not_found` where one may not even know of it.
#pragma once

#include <optional>
#include <vector>

#include "app/actor.hpp"
#include "app/audit/letters.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/action/follow_up.hpp"
#include "domain/audit/earlier_practice.hpp"
#include "domain/audit/perspective.hpp"
#include "domain/framework/framework.hpp"
#include "domain/moderation/disagreement.hpp"
#include "domain/moderation/moderation.hpp"

namespace plumbline::app {

// AUDIT-7. Only the case's worker writes it, from the day the audit is sent until it is returned or the view is sent.
// Refusals: perspective.save.not_asked, .forbidden, .state, .sent.
base::Result<void> may_answer(const Actor& actor, const domain::Audit& audit, const domain::PerspectiveRule& rule,
                              const std::optional<domain::Perspective>& perspective);
// A draft is the worker's alone; once sent, whoever sees the audit reads it. Refusals: perspective.save.not_asked.
base::Result<void> may_see_perspective(const Actor& actor, const domain::Audit& audit,
                                       const domain::PerspectiveRule& rule);
bool may_read_answers(const Actor& actor, const domain::Audit& audit,
                      const std::optional<domain::Perspective>& perspective);

// AUDIT-12. Written by the auditor with the audit; read by the auditor and those who were told, and by nobody else.
base::Result<void> may_note_practice(const Actor& actor, const domain::Audit& audit,
                                     const domain::EarlierPracticeRule& rule);
base::Result<void> may_read(const Actor& actor, const domain::PracticeNote& note, const domain::Audit& audit);
base::Result<void> may_acknowledge(const Actor& actor, const domain::PracticeNote& note);

// MOD-4. `raisers` are the people whom the framework lets disagree with this audit.
base::Result<void> may_disagree(const Actor& actor, const domain::Audit& audit, const domain::DisagreementRule& rule,
                                const std::vector<Addressee>& raisers, base::Day today);
base::Result<void> may_view(const Actor& actor, const domain::Disagreement& disagreement, const domain::Audit& audit);
// Somebody of a deciding role who neither made nor moderated the audit, works or supervises no part of the case, and
// did not raise it.
bool is_independent(const domain::Person& person, const domain::Audit& audit, const domain::Disagreement& disagreement,
                    const domain::DisagreementRule& rule, const std::vector<domain::Moderation>& moderations);
// Refusals: disagreement.decide.state, .forbidden (not the one it waits for).
base::Result<void> may_decide(const Actor& actor, const domain::Disagreement& disagreement, const domain::Audit& audit);
// `person` is the actor in the register. Refusals: disagreement.decide.state, disagreement.take_over.forbidden, .own.
base::Result<void> may_take_over(const Actor& actor, const std::optional<domain::Person>& person,
                                 const domain::Disagreement& disagreement, const domain::Audit& audit,
                                 const domain::DisagreementRule& rule,
                                 const std::vector<domain::Moderation>& moderations);

// ACT-3. The talk is recorded by the supervising manager (or the QA lead for them), its actions agreed by manager and
// worker, and it is checked by those who run or chair the meeting, never by the case's own manager or worker.
base::Result<void> may_view(const Actor& actor, const domain::FollowUp& follow_up, const domain::Audit& audit);
base::Result<void> may_record_talk(const Actor& actor, const domain::FollowUp& follow_up, const domain::Audit& audit);
base::Result<void> may_agree_action(const Actor& actor, const domain::FollowUp& follow_up, const domain::Audit& audit);
base::Result<void> may_check_talk(const Actor& actor, const std::optional<domain::Person>& person,
                                  const domain::FollowUp& follow_up, const domain::Audit& audit,
                                  const domain::MeetingRule& rule);

// ACT-6. `givers` are the people whom the framework names. Refusals: hand_over.record.state, .none, .forbidden.
base::Result<void> may_hand_over(const Actor& actor, const domain::Audit& audit, const domain::CaseNoteRule& rule,
                                 const std::vector<Addressee>& givers);

// AUDIT-13. Refusals: example.share.forbidden.
base::Result<void> may_share_example(const Actor& actor, const domain::Audit& audit);

// MOD-3 by auditor: those who keep the standard. Refusal: access.page.forbidden.
base::Result<void> may_compare_auditors(const Actor& actor);

}  // namespace plumbline::app
