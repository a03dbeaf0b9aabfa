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

// SAMPLE-7. May: a month for which managers named cases is drawn among them, any other as usual.
enum class Nomination { No, May, Only };
std::string_view to_string(Nomination nomination);  // `no`, `may`, `yes`
std::optional<Nomination> parse_nomination(std::string_view text);

struct FrameDraw {
  std::vector<Category> categories;  // the frame filter; empty: every category
  std::vector<std::string> flags;    // a case needs one of these; empty: any
  std::vector<Cohort> cohorts;
  std::vector<Stratum> strata;                   // empty: one stratum
  int size = 0;                                  // cases a cycle; 0: given at the draw
  bool size_per_auditor = false;                 // `size: per-auditor`: as many as there are audits to give out
  int minimum = 0;                               // a cycle with fewer is reported (12 for a thematic review)
  int annual_target = 0;                         // 0: none
  bool one_per_worker = false;                   // SAMPLE-4
  std::optional<int> not_audited_within_months;  // SAMPLE-5
  bool exemptions = true;                        // SAMPLE-6
  std::vector<JobRole> exemption_approvers;      // empty: no approver is needed
  Nomination nominated = Nomination::No;
  friend bool operator==(const FrameDraw&, const FrameDraw&) = default;
};

// ---- who audits (section 3) ----

struct AgencyPart {  // AUDIT-15: each agency grades its part
  std::string key;
  std::string title;
  int per_cycle = 0;
  std::vector<std::string> sections;  // keys of the sections it grades; empty: all
  std::vector<std::string> people;    // `agency` as people.csv writes it; empty: those in no agency
  friend bool operator==(const AgencyPart&, const AgencyPart&) = default;
};

// AUDIT-14: these sections are filled in by the audit team before the audit reaches its auditor.
struct PreparationRule {
  std::vector<JobRole> roles;         // who prepares; empty: nobody
  std::vector<std::string> sections;  // keys
  int by_working_day = 0;             // of the month; 0: not said
  friend bool operator==(const PreparationRule&, const PreparationRule&) = default;
};

struct AuditorRules {
  AllocationRules allocation;  // quotas per role, never-rules, qualified and trained only
  bool pairs = false;          // ALLOC-5: two auditors a case
  int cases_per_pair = 0;
  int auditors_per_case = 1;    // ALLOC-8: more than one grade independently
  bool linked_by_area = false;  // ALLOC-6
  PreparationRule preparation;
  std::vector<AgencyPart> agencies;
  friend bool operator==(const AuditorRules&, const AuditorRules&) = default;
};

// ---- the calendar (section 4) ----

enum class CalendarStep {
  Draw,
  Send,
  Notice,   // to the case holders
  Prepare,  // the audit team's part is done
  Return,
  Moderate,
  Feedback,
  Report,
  QuarterlyReport,
  Meeting,
  HandOver,    // the audit is on the child's record
  Information  // figures are provided, validated, presented
};
inline constexpr std::array kCalendarSteps{
    CalendarStep::Draw,     CalendarStep::Send,     CalendarStep::Notice,
    CalendarStep::Prepare,  CalendarStep::Return,   CalendarStep::Moderate,
    CalendarStep::Feedback, CalendarStep::Report,   CalendarStep::QuarterlyReport,
    CalendarStep::Meeting,  CalendarStep::HandOver, CalendarStep::Information};
std::string_view to_string(CalendarStep step);  // `draw`, `send`, `return`, `moderate`, `report`, `quarterly-report`, …
std::optional<CalendarStep> parse_calendar_step(std::string_view text);

// From where working days are counted. month-start: working day 1 is the first of the month. month-end: so
// many working days before the month's last day. next-month-start: as month-start, a month later. quarter-end: reports
// so many after the quarter's last day, all else before it. sent: days after the audit was sent. before-meeting: days
// before the programme's own `meeting`. programme_days.hpp gives the day of each.
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
  std::vector<std::string> questions;  // the agreed question set for the worker (MEET-3); may be empty
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

// AUDIT-12: an earlier worker's or team's practice can be noted in an audit and fed back to these.
struct EarlierPracticeRule {
  bool asked = false;
  std::vector<Recipient> tell;
  friend bool operator==(const EarlierPracticeRule&, const EarlierPracticeRule&) = default;
};

// ACT-6: the text that goes on the child's record. `{reference}`, `{grade}`, `{auditors}`, `{finalised}`,
// `{strengths}`,
// `{learning}` and `{actions}` are filled in.
struct CaseNoteRule {
  std::string text;                 // blank: no case note
  std::vector<Recipient> given_to;  // who puts it there and says so
  friend bool operator==(const CaseNoteRule&, const CaseNoteRule&) = default;
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
  bool by_linked_auditor = false;   // MOD-1: the auditor linked to the case's area moderates it too, whatever the role
  std::vector<ModeratorQuestion> questions;
  bool may_change_grade = true;
  friend bool operator==(const ModerationRule&, const ModerationRule&) = default;
};

// MOD-4: who may disagree with a final grade, until when, and whose independent look settles it.
struct DisagreementRule {
  std::vector<Recipient> raised_by;  // empty: nobody can
  int within_working_days = 0;       // after the grade became final; 0: any time
  std::vector<JobRole> decided_by;   // one who neither audited nor moderated; the finding is final
  friend bool operator==(const DisagreementRule&, const DisagreementRule&) = default;
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
  // Actions are agreed between manager and worker, the talk is recorded in supervision, and the next meeting checks it.
  bool record_in_supervision = false;
  bool check_at_next_meeting = false;
  int escalate_after_days = 0;  // calendar days without it; 0: never
  std::vector<Recipient> escalate_to;
  friend bool operator==(const TriggerRule&, const TriggerRule&) = default;
};

// ---- meetings and reviews (section 8) ----

struct MeetingRule {         // MEET-1, MEET-2
  std::string title;         // blank: the programme has no meeting
  bool by_locality = false;  // one for each locality, with its own figures
  int minutes_per_case = 0;  // 0: cases are not talked over one by one
  std::vector<std::string> agenda;
  std::vector<Recipient> chaired_by;
  std::vector<Recipient> attended_by;
  bool sets_next_theme = false;
  friend bool operator==(const MeetingRule&, const MeetingRule&) = default;
};

// One who must say yes, in order: `Departmental management meeting`, by `head-of-service`.
struct ApprovalStep {
  std::string key;
  std::string title;
  std::vector<JobRole> by;
  friend bool operator==(const ApprovalStep&, const ApprovalStep&) = default;
};

struct ReviewRule {  // MEET-3: a thematic practice review
  bool held = false;
  int days = 0;                 // it lasts at most so many
  int notice_working_days = 0;  // to the case holders
  bool feedback_session = false;
  std::vector<ApprovalStep> approval;      // the route of its report
  std::vector<std::string> dissemination;  // `Workshops`, `Training`, `Guidance`, …
  friend bool operator==(const ReviewRule&, const ReviewRule&) = default;
};

// ---- reports (section 9) ----

// The reports there are, by the names that commands and addresses use.
inline constexpr std::array<std::string_view, 14> kReports{
    "monthly",   "cumulative", "highlight", "thematic",        "joint-audit", "agreement", "locality",
    "programme", "fairness",   "feedback",  "learning-record", "inspection",  "national",  "action-plan"};

struct ReportRoute {
  std::string report;  // one of kReports
  std::string title;   // `Locality practice improvement meeting`
  Rhythm cycle = Rhythm::Monthly;
  bool by_locality = false;  // one for each locality, with its own figures
  std::vector<Recipient> to;
  bool joins_main = false;  // REP-3: its summary is a part of the council's main monthly report
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
  std::vector<JobRole> agreed_by;  // who must agree before it is drawn (thematic audits, case sampling); empty: nobody
  std::vector<std::string> sources;  // where its themes come from
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
  EarlierPracticeRule earlier_practice;
  ModerationRule moderation;
  DisagreementRule disagreement;
  ActionRules actions;
  std::vector<TriggerRule> triggers;
  CaseNoteRule case_note;
  MeetingRule meeting;
  ReviewRule review;
  std::vector<CalendarEntry> calendar;
  std::vector<ReminderRule> reminders;
  std::vector<ReportRoute> reports;
  ReportTargets targets;
  friend bool operator==(const Programme&, const Programme&) = default;
};

// A mail in the council's own words. `{reference}`, `{programme}`, `{period}`, `{due}` and `{person}` are filled in; a
// letter that the council does not write keeps the usual text.
struct Letter {
  std::string key;  // one of kLetterKeys (letter_keys.hpp)
  std::string subject;
  std::string body;
  friend bool operator==(const Letter&, const Letter&) = default;
};

// No mail goes out between these hours (0 to 23, London time), but for concerns. Equal: there are none.
struct QuietHours {
  int from = 0;
  int to = 0;
  friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

// ACT-5: what a service-level theme can feed, and whose meetings watch the rolling plan.
struct ActionPlanRule {
  std::vector<std::string> links;  // `Supervision`, `Training`, …
  std::vector<Recipient> watched_by;
  friend bool operator==(const ActionPlanRule&, const ActionPlanRule&) = default;
};

struct Council {
  std::string name;                     // `Borsetshire County Council`, in the page header
  std::string reference;                // `LAN`: audit references begin with it; 2 to 5 capital letters
  std::string colour;                   // `#1d5a8a`: header band and links; at least 4.5:1 against white
  std::vector<std::string> localities;  // as the register writes them, in the order of reports
  std::vector<std::string> service_areas;
  // The protective marking on every page of a file; empty: none. Nothing: the installation's.
  std::optional<std::string> marking{};
  friend bool operator==(const Council&, const Council&) = default;
};

struct Framework {
  std::string key;  // `borsetshire`
  int version = 1;
  std::string digest;  // SHA-256 (hex) of the canonical text of this file and of the tools it uses
  std::string title;
  bool published = false;
  Council council;
  std::vector<Scale> scales;
  std::vector<KeyDocument> key_documents;
  std::vector<NotificationRule> notifications;
  WritingHelp writing_help;
  std::vector<Letter> letters;
  std::optional<QuietHours> quiet_hours;
  ActionPlanRule action_plan;
  int suppress_below = 0;               // smaller counts are hidden from readers outside the service; 0: none
  std::vector<CalendarEntry> calendar;  // CAL-7: the council's month beside its programmes
  std::vector<Programme> programmes;
  std::vector<Tool> tools;  // those that the programmes use

  const Programme* find_programme(std::string_view programme) const;
  const Tool* find_tool(std::string_view tool) const;
  const Scale* find_scale(std::string_view scale) const;
  const KeyDocument* find_key_document(std::string_view document) const;
  const NotificationRule* find_notification(ConcernKind concern) const;
  const Letter* find_letter(std::string_view letter) const;
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
// The cohort of that month by the framework's own schedule; null when it names none.
const Cohort* cohort_of(const Programme& programme, base::Period period);

}  // namespace plumbline::domain
