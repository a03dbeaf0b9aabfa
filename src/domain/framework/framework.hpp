// A council's way of auditing, as data: whatever differs between councils stands here, read from frameworks/<key>.yaml
// (see loader.hpp). Everything is a plain value; a running cycle keeps the version it began with.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/action/action.hpp"
#include "domain/allocation/rules.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/concern.hpp"
#include "domain/calendar/rules.hpp"
#include "domain/draw/rules.hpp"
#include "domain/framework/scale.hpp"
#include "domain/framework/tool.hpp"
#include "domain/register/case.hpp"
#include "domain/register/person.hpp"

namespace plumbline::domain {

// ---- who is meant ----

// A person by what they are to the case or the audit, not by their job.
enum class Relation { CaseWorker, SupervisingManager, TeamManager, Auditor, Moderator, EarlierWorker };
inline constexpr std::array kRelations{Relation::CaseWorker, Relation::SupervisingManager, Relation::TeamManager,
                                       Relation::Auditor,    Relation::Moderator,          Relation::EarlierWorker};
std::string_view to_string(Relation relation);  // `case-worker`, `supervising-manager`, `team-manager`, `auditor`, …
std::string_view say(Relation relation);        // `the case worker`
std::optional<Relation> parse_relation(std::string_view text);

// Who is told or who must act: exactly one of the two is set. A job role means those of them whose locality and service
// area are blank or the case's. The text `team-manager` is read as the relation (the manager of the case's team).
struct Recipient {
  std::optional<Relation> relation;
  std::optional<JobRole> role;
  friend bool operator==(const Recipient&, const Recipient&) = default;
};
std::string_view to_string(const Recipient& recipient);
std::string say(const Recipient& recipient);  // `the case worker`, `head of service`
std::optional<Recipient> parse_recipient(std::string_view text);

// ---- the draw (section 2 of the requirements) ----

// How often a programme or a report comes round.
enum class Rhythm { AsNeeded, Monthly, Quarterly, TwiceYearly, Yearly };
inline constexpr std::array kRhythms{Rhythm::AsNeeded, Rhythm::Monthly, Rhythm::Quarterly, Rhythm::TwiceYearly,
                                     Rhythm::Yearly};
std::string_view to_string(Rhythm rhythm);  // `as-needed`, `monthly`, `quarterly`, `twice-yearly`, `yearly`
std::optional<Rhythm> parse_rhythm(std::string_view text);
int times_a_year(Rhythm rhythm);  // 12, 4, 2, 1; 0 as needed

// By what the sample is spread in proportion to the caseload.
enum class Stratum { Category, Locality, ServiceArea };
std::string_view to_string(Stratum stratum);  // `category`, `locality`, `service-area`
std::optional<Stratum> parse_stratum(std::string_view text);

// A named slice of the frame: a cohort of the month or a theme (SAMPLE-3).
struct Cohort {
  std::string key;
  std::string title;
  std::vector<Category> categories;  // empty: the programme's
  std::vector<std::string> flags;    // a case needs one of these; empty: any
  std::vector<int> months;           // calendar months (1-12) in which it is the cohort; empty: when chosen
  friend bool operator==(const Cohort&, const Cohort&) = default;
};

struct FrameDraw {
  std::vector<Category> categories;  // the frame filter; empty: every category
  std::vector<std::string> flags;    // a case needs one of these; empty: any
  std::vector<Cohort> cohorts;
  std::vector<Stratum> strata;                   // empty: one stratum
  int size = 0;                                  // cases a cycle; 0: given at the draw
  int minimum = 0;                               // a cycle with fewer is reported (12 for a thematic review)
  int annual_target = 0;                         // 0: none
  bool one_per_worker = false;                   // SAMPLE-4
  std::optional<int> not_audited_within_months;  // SAMPLE-5
  bool exemptions = true;                        // SAMPLE-6
  std::vector<JobRole> exemption_approvers;      // empty: no approver is needed
  bool nominated = false;                        // SAMPLE-7: the draw is among the cases that managers named
  friend bool operator==(const FrameDraw&, const FrameDraw&) = default;
};

// ---- who audits (section 3) ----

struct AgencyPart {  // AUDIT-15: each agency grades its part
  std::string key;
  std::string title;
  int per_cycle = 0;
  std::vector<std::string> sections;  // keys of the sections it grades; empty: all
  friend bool operator==(const AgencyPart&, const AgencyPart&) = default;
};

struct AuditorRules {
  AllocationRules allocation;  // quotas per role, never-rules, qualified and trained only
  bool pairs = false;          // ALLOC-5: two auditors a case
  int cases_per_pair = 0;
  int auditors_per_case = 1;    // ALLOC-8: more than one grade independently
  bool linked_by_area = false;  // ALLOC-6
  std::vector<AgencyPart> agencies;
  friend bool operator==(const AuditorRules&, const AuditorRules&) = default;
};

// ---- the calendar (section 4) ----

enum class CalendarStep { Draw, Send, Return, Moderate, Report, QuarterlyReport, Meeting, Information };
inline constexpr std::array kCalendarSteps{CalendarStep::Draw,    CalendarStep::Send,
                                           CalendarStep::Return,  CalendarStep::Moderate,
                                           CalendarStep::Report,  CalendarStep::QuarterlyReport,
                                           CalendarStep::Meeting, CalendarStep::Information};
std::string_view to_string(CalendarStep step);  // `draw`, `send`, `return`, `moderate`, `report`, `quarterly-report`, …
std::optional<CalendarStep> parse_calendar_step(std::string_view text);

// From where working days are counted. month-start: working day 1 is the first of the month. month-end: so
// many working days before the month's last day, as CalendarRule counts. next-month-start: as month-start, a month later.
// sent: days after the audit was sent.
enum class CalendarAnchor { MonthStart, MonthEnd, NextMonthStart, QuarterEnd, Sent, Meeting };
std::string_view to_string(CalendarAnchor anchor);  // `month-start`, …, `before-meeting` is Meeting
std::optional<CalendarAnchor> parse_calendar_anchor(std::string_view text);

// One line of the month: what happens when.
struct CalendarEntry {
  CalendarStep step = CalendarStep::Return;
  std::string title;  // as people read it on the month's page
  CalendarAnchor anchor = CalendarAnchor::MonthEnd;
  int working_days = 0;        // forward from a start or from sending; backward from an end or a meeting
  std::vector<Recipient> who;  // who is to do it or be there; may be empty
  friend bool operator==(const CalendarEntry&, const CalendarEntry&) = default;
};

// A reminder so many working days before (positive) or after (negative) the return day (CAL-6).
struct ReminderRule {
  int working_days_before = 0;
  std::vector<Recipient> tell;
  friend bool operator==(const ReminderRule&, const ReminderRule&) = default;
};

// ---- the audit (section 5) ----

struct KeyDocument {
  std::string key;
  std::string title;
  std::string hint;
  std::vector<Category> categories;  // empty: for all
  friend bool operator==(const KeyDocument&, const KeyDocument&) = default;
};

struct LookBack {        // how far back an auditor reads
  int months = 0;        // 0: not said
  int up_to_months = 0;  // the outer end of a range; equals `months` when there is none
  std::string note;
  friend bool operator==(const LookBack&, const LookBack&) = default;
};

// How strictly a part of a section is asked for (AUDIT-4).
enum class Need { Required, Questioned, Optional, Hidden };
std::string_view to_string(Need need);  // `required`, `questioned`, `optional`, `hidden`
std::optional<Need> parse_need(std::string_view text);

struct RequiredParts {
  Need judgement = Need::Required;
  Need evidence = Need::Required;
  Need impact = Need::Questioned;  // questioned: asked about where the judgement is good or better and it is blank
  Need actions = Need::Required;   // for a section below good
  Need overall = Need::Required;
  Need documents = Need::Required;  // the key documents checklist
  int many_shortcomings = 3;  // "no" and "partly" answers or missing documents that make a good grade questionable
  friend bool operator==(const RequiredParts&, const RequiredParts&) = default;
};

struct ConversationRule {  // AUDIT-6
  bool required = false;   // held, or not held with a reason, before the audit is returned
  std::string guidance;
  std::vector<Recipient> with;
  std::vector<NotHeldReason> reasons_not_held;
  bool avoid_friday_afternoon = false;
  friend bool operator==(const ConversationRule&, const ConversationRule&) = default;
};

struct FamilyRule {  // AUDIT-8, SAMPLE-8
  int percent = 0;   // share of the cycle's audits with contact with the family
  bool written_reply = false;
  std::vector<std::string> questions;
  friend bool operator==(const FamilyRule&, const FamilyRule&) = default;
};

struct PerspectiveRule {  // AUDIT-7: the worker's own view, asked before the audit
  bool asked = false;
  std::vector<std::string> questions;
  friend bool operator==(const PerspectiveRule&, const PerspectiveRule&) = default;
};

struct ChaseStep {
  int after_minutes = 60;       // since it was raised
  std::vector<Recipient> tell;  // in addition to those told at first
  friend bool operator==(const ChaseStep&, const ChaseStep&) = default;
};

// Who is told of a concern (AUDIT-9): the immediate one goes out at once and is chased until a person acknowledges it;
// the review is the quieter path.
struct NotificationRule {
  ConcernKind concern = ConcernKind::Immediate;
  std::string title;
  std::string hint;
  std::vector<Recipient> tell;
  std::vector<ChaseStep> chase;  // ascending; after the last it repeats at the last interval
  friend bool operator==(const NotificationRule&, const NotificationRule&) = default;
};

// AUDIT-10: which kinds of writing help the council wants, and phrases of its own.
struct PhraseAdvice {
  std::string phrase;
  std::string alternative;
  friend bool operator==(const PhraseAdvice&, const PhraseAdvice&) = default;
};

struct WritingHelp {
  bool names = true;
  bool blame = true;
  bool impact_begins_with_child = true;
  bool smart_actions = true;
  bool judgement_in_description = true;
  std::vector<PhraseAdvice> phrases;
  friend bool operator==(const WritingHelp&, const WritingHelp&) = default;
};

// ---- moderation and actions (sections 6 and 7) ----

enum class ModerationKind { All, Share, Count, None };
std::string_view to_string(ModerationKind kind);  // `all`, `share`, `count`, `none`
std::optional<ModerationKind> parse_moderation_kind(std::string_view text);

// What the moderator answers (MOD-2). The keys are `narrative-supports`, `helps-learning` and `next-is-clear`.
struct ModeratorQuestion {
  std::string key;
  std::string text;
  friend bool operator==(const ModeratorQuestion&, const ModeratorQuestion&) = default;
};

struct ModerationRule {
  ModerationKind kind = ModerationKind::None;
  int percent = 0;                  // of the returned audits, for Share
  int count = 0;                    // for Count
  std::vector<Grade> always;        // these overall grades are moderated whatever the pick
  std::vector<JobRole> moderators;  // who may moderate
  std::vector<ModeratorQuestion> questions;
  bool may_change_grade = true;
  friend bool operator==(const ModerationRule&, const ModerationRule&) = default;
};

struct PriorityRule {
  Priority priority = Priority::Medium;
  std::string title;
  int weight = 1;
  int within_days = 0;  // calendar days that a due date should not pass; 0: any
  friend bool operator==(const PriorityRule&, const PriorityRule&) = default;
};

struct ActionRules {
  std::vector<PriorityRule> priorities;  // empty: actions carry none
  std::vector<Recipient> sign_off;       // who may sign off
  bool may_change_after_moderation = true;
  std::vector<int> chase_days_overdue;  // calendar days overdue at which owner and signer are reminded
  int escalate_after_days = 0;          // overdue by so many: tell `escalate_to`
  std::vector<Recipient> escalate_to;
  friend bool operator==(const ActionRules&, const ActionRules&) = default;
};

enum class TriggerEffect { Tell, AgreeActions, Reaudit };
std::string_view to_string(TriggerEffect effect);  // `tell`, `agree-actions`, `re-audit`
std::optional<TriggerEffect> parse_trigger_effect(std::string_view text);

struct TriggerRule {  // ACT-3, ACT-4: what a final overall grade sets off
  std::vector<Grade> grades;
  TriggerEffect effect = TriggerEffect::Tell;
  std::vector<Recipient> tell;
  int after_months = 0;       // for a re-audit, from
  int up_to_months = 0;       // and to
  std::optional<JobRole> by;  // who re-audits
  friend bool operator==(const TriggerRule&, const TriggerRule&) = default;
};

// ---- reports (section 9) ----

struct ReportRoute {
  std::string report;  // `monthly`, `highlight`, …
  std::string title;   // `Locality practice improvement meeting`
  Rhythm cycle = Rhythm::Monthly;
  bool by_locality = false;  // one for each locality, with its own figures
  std::vector<Recipient> to;
  friend bool operator==(const ReportRoute&, const ReportRoute&) = default;
};

struct ReportTargets {
  std::optional<int> return_percent;  // REP-2
  std::optional<int> participation_percent;
  std::optional<int> good_or_better_percent;
  friend bool operator==(const ReportTargets&, const ReportTargets&) = default;
};

// ---- the whole ----

struct ToolChoice {  // the first that fits the case's category is used
  std::string tool;
  std::vector<Category> categories;  // empty: all
  friend bool operator==(const ToolChoice&, const ToolChoice&) = default;
};

struct Programme {
  std::string key;  // `tier2`; in commands, certificates and URLs
  std::string title;
  std::string purpose;
  bool published = false;
  Rhythm cycle = Rhythm::Monthly;
  FrameDraw draw;
  AuditorRules auditors;
  std::vector<ToolChoice> tools;
  std::string scale;  // key of the scale; blank where its tools are checklists
  LookBack look_back;
  std::vector<std::string> key_documents;  // keys of Framework::key_documents, in order
  RequiredParts parts;
  ConversationRule conversation;
  FamilyRule family;
  PerspectiveRule perspective;
  ModerationRule moderation;
  ActionRules actions;
  std::vector<TriggerRule> triggers;
  std::vector<CalendarEntry> calendar;
  std::vector<ReminderRule> reminders;
  std::vector<ReportRoute> reports;
  ReportTargets targets;
  friend bool operator==(const Programme&, const Programme&) = default;
};

struct Council {
  std::string name;                     // `Lancashire County Council`, in the page header
  std::string reference;                // `LAN`: audit references begin with it; 2 to 5 capital letters
  std::string colour;                   // `#1d5a8a`: header band and links; at least 4.5:1 against white
  std::vector<std::string> localities;  // as the register writes them, in the order of reports
  std::vector<std::string> service_areas;
  friend bool operator==(const Council&, const Council&) = default;
};

struct Framework {
  std::string key;  // `lancashire`
  int version = 1;
  std::string digest;  // SHA-256 (hex) of the canonical text of this file and of the tools it uses
  std::string title;
  bool published = false;
  Council council;
  std::vector<Scale> scales;
  std::vector<KeyDocument> key_documents;
  std::vector<NotificationRule> notifications;
  WritingHelp writing_help;
  std::vector<Programme> programmes;
  std::vector<Tool> tools;  // those that the programmes use

  const Programme* find_programme(std::string_view programme) const;
  const Tool* find_tool(std::string_view tool) const;
  const Scale* find_scale(std::string_view scale) const;
  const KeyDocument* find_key_document(std::string_view document) const;
  const NotificationRule* find_notification(ConcernKind concern) const;
  friend bool operator==(const Framework&, const Framework&) = default;
};

// The tool that a case of this category is audited with in this programme; null when it has none.
const Tool* tool_for(const Framework& framework, const Programme& programme, Category category);
// The key documents of a programme that stand for a case of this category, in order.
std::vector<const KeyDocument*> key_documents_for(const Framework& framework, const Programme& programme,
                                                  Category category);

// What the programme asks of the draw. With a cohort its categories and flags take the place of the programme's.
DrawRules draw_rules(const Programme& programme, const Cohort* cohort = nullptr);
// The share of the sample with contact with the family (SAMPLE-8); nothing where the programme has none.
std::optional<ShareRule> family_share(const Programme& programme);
// The month's days as numbers. A step that the framework does not name keeps CalendarRule's default.
CalendarRule calendar_rule(const Programme& programme);
// The cohort of that month by the framework's own schedule; null when it names none.
const Cohort* cohort_of(const Programme& programme, base::Period period);

}  // namespace plumbline::domain
