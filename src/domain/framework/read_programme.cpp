#include "domain/framework/readers.hpp"

namespace plumbline::domain::yaml {

namespace {

FrameDraw read_draw(Fields& fields) {
  FrameDraw draw;
  draw.categories = categories(fields);
  draw.flags = fields.texts("flags");
  draw.cohorts = fields.keyed<Cohort>("cohorts", [](Fields& cohort) {
    Cohort value;
    value.key = cohort.key("key");
    value.title = cohort.text("title", Presence::Required);
    value.categories = categories(cohort);
    value.flags = cohort.texts("flags");
    cohort.for_each("months", [&](const Node& item, const std::string& path) {
      if (const auto month = cohort.number_of(item, path, 1, 12)) value.months.push_back(*month);
    });
    return value;
  });
  std::set<int> taken;
  for (const auto& cohort : draw.cohorts)
    for (const int month : cohort.months)
      if (!taken.insert(month).second)
        fields.problem("cohorts", "Month " + std::to_string(month) + " has two cohorts. A month has one.");
  draw.strata = fields.words("strata", parse_stratum,
                             texts_of(std::array{Stratum::Category, Stratum::Locality, Stratum::ServiceArea}));
  draw.size_per_auditor = fields.is_written("size", "per-auditor");
  if (draw.size_per_auditor)
    fields.find("size");
  else
    draw.size = fields.number_or("size", 1, 100'000, 0);
  draw.minimum = fields.number_or("minimum", 1, 100'000, 0);
  draw.annual_target = fields.number_or("annual_target", 1, 1'000'000, 0);
  if (draw.size != 0 && draw.minimum > draw.size)
    fields.problem("minimum", "The least, " + std::to_string(draw.minimum) + ", is more than `size`, " +
                                  std::to_string(draw.size) + ".");
  draw.one_per_worker = fields.yes_no("one_per_worker", false);
  draw.not_audited_within_months = fields.number("not_audited_within_months", 1, 120);
  draw.exemptions = fields.yes_no("exemptions", true);
  draw.exemption_approvers = roles(fields, "exemption_approvers");
  draw.nominated =
      fields
          .word("nominated", parse_nomination, texts_of(std::array{Nomination::No, Nomination::May, Nomination::Only}))
          .value_or(Nomination::No);
  return draw;
}

AuditorRules read_auditors(Fields& fields) {
  AuditorRules rules;
  auto& allocation = rules.allocation;
  allocation.quotas = fields.groups<RoleQuota>(
      "quotas",
      [](Fields& quota) {
        RoleQuota value;
        value.role =
            quota.word("role", parse_job_role, texts_of(kJobRoles), Presence::Required).value_or(JobRole::AuditTeam);
        value.most = quota.number("most", 1, 1000, Presence::Required).value_or(1);
        value.least = quota.number_or("least", 0, 1000, 0);
        if (value.least > value.most) quota.problem("least", "`least` is more than `most`.");
        return value;
      },
      Presence::Required);
  std::set<JobRole> seen;
  for (const auto& quota : allocation.quotas)
    if (!seen.insert(quota.role).second)
      fields.problem("quotas", "The role " + quoted(to_string(quota.role)) + " has two quotas. Keep one of them.");
  allocation.never_own_team = roles(fields, "never_own_team");
  allocation.never_own_locality = roles(fields, "never_own_locality");
  for (const auto& [name, list] : {std::pair{"never_own_team", &allocation.never_own_team},
                                   std::pair{"never_own_locality", &allocation.never_own_locality}})
    for (const auto role : *list)
      if (!seen.contains(role))
        fields.problem(name, "The role " + quoted(to_string(role)) + " audits nothing here: it has no quota.");
  allocation.qualified_only = fields.yes_no("qualified_only", false);
  allocation.trained_only = fields.yes_no("trained_only", false);
  allocation.avoid_repeat_pairings = fields.yes_no("avoid_repeat_pairings", true);
  rules.pairs = fields.yes_no("pairs", false);
  rules.cases_per_pair = fields.number_or("cases_per_pair", 1, 100, rules.pairs ? 1 : 0);
  if (rules.cases_per_pair != 0 && !rules.pairs) fields.problem("cases_per_pair", "Only with `pairs: yes`.");
  rules.auditors_per_case = fields.number_or("auditors_per_case", 1, 50, 1);
  rules.linked_by_area = fields.yes_no("linked_by_area", false);
  rules.agencies = fields.keyed<AgencyPart>("agencies", [](Fields& agency) {
    AgencyPart part;
    part.key = agency.key("key");
    part.title = agency.text("title", Presence::Required);
    part.per_cycle = agency.number_or("per_cycle", 1, 1000, 0);
    part.sections = agency.texts("sections");
    part.people = agency.texts("people");
    return part;
  });
  fields.group("prepared_by", [&](Fields& prepared) {
    rules.preparation.roles = roles(prepared, "roles");
    if (rules.preparation.roles.empty())
      prepared.problem("roles", "Name the roles that prepare, such as `audit-team`.");
    rules.preparation.sections = prepared.texts("sections", Presence::Required);
    rules.preparation.by_working_day = prepared.number_or("by_working_day", 1, 23, 0);
  });
  return rules;
}

Need need(Fields& fields, const std::string& name, Need otherwise) {
  return fields
      .word(name, parse_need, texts_of(std::array{Need::Required, Need::Questioned, Need::Optional, Need::Hidden}))
      .value_or(otherwise);
}

ModerationRule read_moderation(Fields& fields) {
  ModerationRule rule;
  const std::array kinds{ModerationKind::All, ModerationKind::Share, ModerationKind::Count, ModerationKind::None};
  rule.kind =
      fields.word("kind", parse_moderation_kind, texts_of(kinds), Presence::Required).value_or(ModerationKind::None);
  rule.percent = fields.number_or("percent", 1, 100, 0);
  rule.count = fields.number_or("count", 1, 100'000, 0);
  if (rule.kind == ModerationKind::Share && rule.percent == 0 && !fields.has("percent"))
    fields.problem("percent", "Add `percent`: the share of returned audits that is moderated.");
  if (rule.kind != ModerationKind::Share && rule.percent != 0)
    fields.problem("percent", "`percent` goes with `kind: share` only.");
  if (rule.kind == ModerationKind::Count && rule.count == 0 && !fields.has("count"))
    fields.problem("count", "Add `count`: how many returned audits are moderated each cycle.");
  if (rule.kind != ModerationKind::Count && rule.count != 0)
    fields.problem("count", "`count` goes with `kind: count` only.");
  rule.always = grades(fields, "always");
  rule.moderators = roles(fields, "moderators");
  if (rule.kind != ModerationKind::None && rule.moderators.empty())
    fields.problem("moderators", "Name the roles that moderate, such as `qa-lead`.");
  rule.by_linked_auditor = fields.yes_no("by_linked_auditor", false);
  rule.may_change_grade = fields.yes_no("may_change_grade", true);
  rule.questions = fields.keyed<ModeratorQuestion>("questions", [](Fields& question) {
    static const std::vector<std::string> known{"narrative-supports", "helps-learning", "next-is-clear"};
    ModeratorQuestion value;
    value.key = question.key("key");
    if (!value.key.empty() && std::ranges::find(known, value.key) == known.end())
      question.problem("key", quoted(value.key) + " is not known here. " + write_instead(value.key, known));
    value.text = question.text("text", Presence::Required);
    return value;
  });
  return rule;
}

ActionRules read_actions(Fields& fields) {
  ActionRules rules;
  const std::array priorities{Priority::Low, Priority::Medium, Priority::High};
  rules.priorities = fields.groups<PriorityRule>("priorities", [&](Fields& priority) {
    PriorityRule value;
    value.priority =
        priority.word("priority", parse_priority, texts_of(priorities), Presence::Required).value_or(Priority::Medium);
    value.title = priority.text("title");
    if (value.title.empty()) value.title = say(value.priority);
    value.weight = priority.number_or("weight", 1, 100, 1);
    value.within_days = priority.number_or("within_days", 1, 730, 0);
    return value;
  });
  rules.sign_off = recipients(fields, "sign_off");
  if (rules.sign_off.empty()) fields.problem("sign_off", "Name who signs actions off, such as `supervising-manager`.");
  rules.may_change_after_moderation = fields.yes_no("may_change_after_moderation", true);
  fields.for_each("chase_days_overdue", [&](const Node& item, const std::string& path) {
    if (const auto days = fields.number_of(item, path, 1, 365)) rules.chase_days_overdue.push_back(*days);
  });
  rules.escalate_after_days = fields.number_or("escalate_after_days", 1, 365, 0);
  rules.escalate_to = recipients(fields, "escalate_to");
  if (rules.escalate_after_days != 0 && rules.escalate_to.empty())
    fields.problem("escalate_after_days", "Add `escalate_to`: who is told then.");
  return rules;
}

TriggerRule read_trigger(Fields& fields) {
  TriggerRule rule;
  const std::array effects{TriggerEffect::Tell, TriggerEffect::AgreeActions, TriggerEffect::Reaudit};
  rule.grades = grades(fields, "grades");
  if (rule.grades.empty()) fields.problem("grades", "Name the grades that set this off.");
  rule.effect =
      fields.word("effect", parse_trigger_effect, texts_of(effects), Presence::Required).value_or(TriggerEffect::Tell);
  rule.tell = recipients(fields, "tell");
  rule.after_months = fields.number_or("after_months", 1, 36, 0);
  rule.up_to_months = fields.number_or("up_to_months", 1, 36, rule.after_months);
  rule.by = fields.word("by", parse_job_role, texts_of(kJobRoles));
  if (rule.effect == TriggerEffect::Reaudit && rule.after_months == 0)
    fields.problem("after_months", "Add `after_months`: when the re-audit is due.");
  rule.record_in_supervision = fields.yes_no("record_in_supervision", false);
  rule.check_at_next_meeting = fields.yes_no("check_at_next_meeting", false);
  rule.escalate_after_days = fields.number_or("escalate_after_days", 1, 365, 0);
  rule.escalate_to = recipients(fields, "escalate_to");
  if (rule.escalate_after_days != 0 && rule.escalate_to.empty())
    fields.problem("escalate_after_days", "Add `escalate_to`: who is told then.");
  if (rule.effect == TriggerEffect::Reaudit && !rule.by && !fields.has("by"))
    fields.problem("by", "Add `by`: the role that audits again, such as `senior-manager`.");
  if (rule.up_to_months < rule.after_months) fields.problem("up_to_months", "This is less than `after_months`.");
  if (rule.effect == TriggerEffect::Tell && rule.tell.empty()) fields.problem("tell", "Name at least one who is told.");
  return rule;
}

MeetingRule read_meeting(Fields& fields) {
  MeetingRule rule;
  rule.title = fields.text("title", Presence::Required);
  rule.by_locality = fields.yes_no("by_locality", false);
  rule.minutes_per_case = fields.number_or("minutes_per_case", 1, 240, 0);
  rule.agenda = fields.texts("agenda");
  rule.chaired_by = recipients(fields, "chaired_by");
  rule.attended_by = recipients(fields, "attended_by");
  rule.sets_next_theme = fields.yes_no("sets_next_theme", false);
  return rule;
}

ReviewRule read_review(Fields& fields) {
  ReviewRule rule;
  rule.held = true;
  rule.days = fields.number_or("days", 1, 20, 1);
  rule.notice_working_days = fields.number_or("notice_working_days", 1, 60, 0);
  rule.feedback_session = fields.yes_no("feedback_session", false);
  rule.approval = fields.keyed<ApprovalStep>("approval", [](Fields& step) {
    ApprovalStep value;
    value.key = step.key("key");
    value.title = step.text("title", Presence::Required);
    value.by = roles(step, "by");
    if (value.by.empty()) step.problem("by", "Name the roles that approve, such as `head-of-service`.");
    return value;
  });
  rule.dissemination = fields.texts("dissemination");
  return rule;
}

}  // namespace

CalendarEntry read_calendar_entry(Fields& fields) {
  CalendarEntry entry;
  entry.step = fields.word("step", parse_calendar_step, texts_of(kCalendarSteps), Presence::Required)
                   .value_or(CalendarStep::Information);
  entry.title = fields.text("title", Presence::Required);
  const std::array anchors{CalendarAnchor::MonthStart, CalendarAnchor::MonthEnd, CalendarAnchor::NextMonthStart,
                           CalendarAnchor::QuarterEnd, CalendarAnchor::Sent,     CalendarAnchor::Meeting};
  entry.anchor = fields.word("from", parse_calendar_anchor, texts_of(anchors), Presence::Required)
                     .value_or(CalendarAnchor::MonthStart);
  const bool counts_from_one =
      entry.anchor == CalendarAnchor::MonthStart || entry.anchor == CalendarAnchor::NextMonthStart;
  entry.working_days =
      fields.number("working_days", counts_from_one ? 1 : 0, 60, Presence::Required).value_or(counts_from_one ? 1 : 0);
  entry.who = recipients(fields, "who");
  return entry;
}

Programme read_programme(Fields& fields) {
  Programme programme;
  programme.key = fields.key("key");
  programme.title = fields.text("title", Presence::Required);
  programme.purpose = fields.text("purpose", Presence::Required);
  programme.published = fields.yes_no("published", false);
  programme.cycle =
      fields.word("cycle", parse_rhythm, texts_of(kRhythms), Presence::Required).value_or(Rhythm::Monthly);
  programme.agreed_by = roles(fields, "agreed_by");
  programme.sources = fields.texts("sources");
  fields.group(
      "draw", [&](Fields& draw) { programme.draw = read_draw(draw); }, Presence::Required);
  fields.group(
      "auditors", [&](Fields& auditors) { programme.auditors = read_auditors(auditors); }, Presence::Required);
  programme.tools = fields.groups<ToolChoice>(
      "tools",
      [](Fields& choice) {
        return ToolChoice{choice.key("tool"), categories(choice)};
      },
      Presence::Required);
  programme.scale = fields.key("scale", Presence::Optional);
  fields.group("look_back", [&](Fields& look_back) {
    programme.look_back.months = look_back.number("months", 1, 240, Presence::Required).value_or(0);
    programme.look_back.up_to_months = look_back.number_or("up_to_months", 1, 240, programme.look_back.months);
    programme.look_back.note = look_back.text("note");
    if (programme.look_back.up_to_months < programme.look_back.months)
      look_back.problem("up_to_months", "This is less than `months`. Write the longer time here.");
  });
  programme.key_documents = fields.texts("key_documents");
  fields.group("parts", [&](Fields& parts) {
    const RequiredParts usual;
    programme.parts.judgement = need(parts, "judgement", usual.judgement);
    programme.parts.evidence = need(parts, "evidence", usual.evidence);
    programme.parts.impact = need(parts, "impact", usual.impact);
    programme.parts.actions = need(parts, "actions", usual.actions);
    programme.parts.overall = need(parts, "overall", usual.overall);
    programme.parts.documents = need(parts, "documents", usual.documents);
    programme.parts.many_shortcomings = parts.number_or("many_shortcomings", 1, 100, usual.many_shortcomings);
  });
  fields.group("conversation", [&](Fields& conversation) {
    auto& rule = programme.conversation;
    rule.required = conversation.yes_no("required", true);
    rule.guidance = conversation.text("guidance");
    rule.questions = conversation.texts("questions");
    rule.with = recipients(conversation, "with");
    rule.reasons_not_held = conversation.words("reasons_not_held", parse_not_held_reason, texts_of(kNotHeldReasons));
    if (rule.reasons_not_held.empty()) rule.reasons_not_held.assign(kNotHeldReasons.begin(), kNotHeldReasons.end());
    rule.avoid_friday_afternoon = conversation.yes_no("avoid_friday_afternoon", false);
  });
  fields.group("family", [&](Fields& family) {
    programme.family.percent = family.number("percent", 1, 100, Presence::Required).value_or(0);
    programme.family.written_reply = family.yes_no("written_reply", false);
    programme.family.questions = family.texts("questions");
  });
  fields.group("perspective", [&](Fields& perspective) {
    programme.perspective.asked = perspective.yes_no("asked", true);
    programme.perspective.questions = perspective.texts("questions", Presence::Required);
  });
  fields.group("earlier_practice", [&](Fields& earlier) {
    programme.earlier_practice.asked = earlier.yes_no("asked", true);
    programme.earlier_practice.tell = recipients(earlier, "tell");
    if (programme.earlier_practice.tell.empty())
      earlier.problem("tell", "Name who hears of it, such as `earlier-worker`.");
  });
  fields.group("disagreement", [&](Fields& disagreement) {
    auto& rule = programme.disagreement;
    rule.raised_by = recipients(disagreement, "raised_by");
    if (rule.raised_by.empty()) disagreement.problem("raised_by", "Name who may disagree, such as `team-manager`.");
    rule.within_working_days = disagreement.number_or("within_working_days", 1, 60, 0);
    rule.decided_by = roles(disagreement, "decided_by");
    if (rule.decided_by.empty())
      disagreement.problem("decided_by", "Name the roles whose look settles it, such as `head-of-service`.");
  });
  fields.group(
      "moderation", [&](Fields& moderation) { programme.moderation = read_moderation(moderation); },
      Presence::Required);
  fields.group(
      "actions", [&](Fields& actions) { programme.actions = read_actions(actions); }, Presence::Required);
  programme.triggers = fields.groups<TriggerRule>("triggers", read_trigger);
  fields.group("case_note", [&](Fields& note) {
    static const std::vector<std::string> known{"reference", "grade",    "auditors", "finalised",
                                                "strengths", "learning", "actions"};
    programme.case_note.text = note.text("text", Presence::Required);
    check_placeholders(note, "text", programme.case_note.text, known);
    programme.case_note.given_to = recipients(note, "given_to");
  });
  fields.group("meeting", [&](Fields& meeting) { programme.meeting = read_meeting(meeting); });
  fields.group("review", [&](Fields& review) { programme.review = read_review(review); });
  programme.calendar = fields.groups<CalendarEntry>("calendar", read_calendar_entry);
  programme.reminders = fields.groups<ReminderRule>("reminders", [](Fields& reminder) {
    ReminderRule rule;
    rule.working_days_before = reminder.number("working_days_before", -60, 60, Presence::Required).value_or(0);
    rule.tell = recipients(reminder, "tell");
    if (rule.tell.empty()) reminder.problem("tell", "Name at least one who is reminded.");
    return rule;
  });
  programme.reports = fields.groups<ReportRoute>("reports", [](Fields& report) {
    ReportRoute route;
    route.report = report.key("report");
    if (const std::vector<std::string> known(kReports.begin(), kReports.end());
        !route.report.empty() && std::ranges::find(known, route.report) == known.end())
      report.problem("report",
                     "There is no report " + quoted(route.report) + ". " + write_instead(route.report, known));
    route.title = report.text("title", Presence::Required);
    route.cycle = report.word("cycle", parse_rhythm, texts_of(kRhythms), Presence::Required).value_or(Rhythm::Monthly);
    route.by_locality = report.yes_no("by_locality", false);
    route.to = recipients(report, "to");
    route.joins_main = report.yes_no("joins_main", false);
    return route;
  });
  fields.group("targets", [&](Fields& targets) {
    programme.targets.return_percent = targets.number("return_percent", 1, 100);
    programme.targets.participation_percent = targets.number("participation_percent", 1, 100);
    programme.targets.good_or_better_percent = targets.number("good_or_better_percent", 1, 100);
  });
  return programme;
}

}  // namespace plumbline::domain::yaml
