#include "domain/framework/framework.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace plumbline::domain {

namespace {

// Finds the value whose stored text this is, among values listed in order.
template <class Value, class List>
std::optional<Value> parse_among(const List& values, std::string_view text) {
  for (const auto value : values)
    if (base::equal_ignoring_case(to_string(value), base::trim(text))) return value;
  return std::nullopt;
}

template <class List>
auto find_by_key(const List& list, std::string_view key) -> const typename List::value_type* {
  const auto found = std::ranges::find(list, key, &List::value_type::key);
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_string(Relation relation) {
  switch (relation) {
    case Relation::CaseWorker:
      return "case-worker";
    case Relation::SupervisingManager:
      return "supervising-manager";
    case Relation::TeamManager:
      return "team-manager";
    case Relation::Auditor:
      return "auditor";
    case Relation::Moderator:
      return "moderator";
    case Relation::EarlierWorker:
      return "earlier-worker";
  }
  return "";
}

std::string_view say(Relation relation) {
  switch (relation) {
    case Relation::CaseWorker:
      return "the case worker";
    case Relation::SupervisingManager:
      return "the supervising manager";
    case Relation::TeamManager:
      return "the team manager";
    case Relation::Auditor:
      return "the auditor";
    case Relation::Moderator:
      return "the moderator";
    case Relation::EarlierWorker:
      return "the earlier worker";
  }
  return "";
}

std::optional<Relation> parse_relation(std::string_view text) { return parse_among<Relation>(kRelations, text); }

std::string_view to_string(const Recipient& recipient) {
  if (recipient.relation) return to_string(*recipient.relation);
  return recipient.role ? to_string(*recipient.role) : std::string_view{};
}

std::string say(const Recipient& recipient) {
  if (recipient.relation) return std::string(say(*recipient.relation));
  if (!recipient.role) return {};
  // Job titles read as common nouns in a sentence; an abbreviation at the front (QA lead) keeps its capitals.
  std::string text(say(*recipient.role));
  if (text.size() > 1 && text[1] >= 'a' && text[1] <= 'z') text[0] = base::lower(text.substr(0, 1))[0];
  return "the " + text;
}

std::optional<Recipient> parse_recipient(std::string_view text) {
  if (const auto relation = parse_relation(text)) return Recipient{relation, std::nullopt};
  if (const auto role = parse_job_role(text)) return Recipient{std::nullopt, role};
  return std::nullopt;
}

std::string_view to_string(Rhythm rhythm) {
  switch (rhythm) {
    case Rhythm::AsNeeded:
      return "as-needed";
    case Rhythm::Monthly:
      return "monthly";
    case Rhythm::Quarterly:
      return "quarterly";
    case Rhythm::TwiceYearly:
      return "twice-yearly";
    case Rhythm::Yearly:
      return "yearly";
  }
  return "";
}

std::optional<Rhythm> parse_rhythm(std::string_view text) { return parse_among<Rhythm>(kRhythms, text); }

int times_a_year(Rhythm rhythm) {
  switch (rhythm) {
    case Rhythm::AsNeeded:
      return 0;
    case Rhythm::Monthly:
      return 12;
    case Rhythm::Quarterly:
      return 4;
    case Rhythm::TwiceYearly:
      return 2;
    case Rhythm::Yearly:
      return 1;
  }
  return 0;
}

std::string_view to_string(Stratum stratum) {
  switch (stratum) {
    case Stratum::Category:
      return "category";
    case Stratum::Locality:
      return "locality";
    case Stratum::ServiceArea:
      return "service-area";
  }
  return "";
}

std::optional<Stratum> parse_stratum(std::string_view text) {
  return parse_among<Stratum>(std::array{Stratum::Category, Stratum::Locality, Stratum::ServiceArea}, text);
}

std::string_view to_string(Nomination nomination) {
  switch (nomination) {
    case Nomination::No:
      return "no";
    case Nomination::May:
      return "may";
    case Nomination::Only:
      return "yes";
  }
  return "";
}

std::optional<Nomination> parse_nomination(std::string_view text) {
  return parse_among<Nomination>(std::array{Nomination::No, Nomination::May, Nomination::Only}, text);
}

std::string_view to_string(CalendarStep step) {
  switch (step) {
    case CalendarStep::Draw:
      return "draw";
    case CalendarStep::Send:
      return "send";
    case CalendarStep::Notice:
      return "notice";
    case CalendarStep::Prepare:
      return "prepare";
    case CalendarStep::Return:
      return "return";
    case CalendarStep::Moderate:
      return "moderate";
    case CalendarStep::Feedback:
      return "feedback";
    case CalendarStep::Report:
      return "report";
    case CalendarStep::QuarterlyReport:
      return "quarterly-report";
    case CalendarStep::Meeting:
      return "meeting";
    case CalendarStep::HandOver:
      return "hand-over";
    case CalendarStep::Information:
      return "information";
  }
  return "";
}

std::optional<CalendarStep> parse_calendar_step(std::string_view text) {
  return parse_among<CalendarStep>(kCalendarSteps, text);
}

std::string_view to_string(CalendarAnchor anchor) {
  switch (anchor) {
    case CalendarAnchor::MonthStart:
      return "month-start";
    case CalendarAnchor::MonthEnd:
      return "month-end";
    case CalendarAnchor::NextMonthStart:
      return "next-month-start";
    case CalendarAnchor::QuarterEnd:
      return "quarter-end";
    case CalendarAnchor::Sent:
      return "sent";
    case CalendarAnchor::Meeting:
      return "before-meeting";
  }
  return "";
}

std::optional<CalendarAnchor> parse_calendar_anchor(std::string_view text) {
  return parse_among<CalendarAnchor>(
      std::array{CalendarAnchor::MonthStart, CalendarAnchor::MonthEnd, CalendarAnchor::NextMonthStart,
                 CalendarAnchor::QuarterEnd, CalendarAnchor::Sent, CalendarAnchor::Meeting},
      text);
}

std::string_view to_string(Need need) {
  switch (need) {
    case Need::Required:
      return "required";
    case Need::Questioned:
      return "questioned";
    case Need::Optional:
      return "optional";
    case Need::Hidden:
      return "hidden";
  }
  return "";
}

std::optional<Need> parse_need(std::string_view text) {
  return parse_among<Need>(std::array{Need::Required, Need::Questioned, Need::Optional, Need::Hidden}, text);
}

std::string_view to_string(ModerationKind kind) {
  switch (kind) {
    case ModerationKind::All:
      return "all";
    case ModerationKind::Share:
      return "share";
    case ModerationKind::Count:
      return "count";
    case ModerationKind::None:
      return "none";
  }
  return "";
}

std::optional<ModerationKind> parse_moderation_kind(std::string_view text) {
  return parse_among<ModerationKind>(
      std::array{ModerationKind::All, ModerationKind::Share, ModerationKind::Count, ModerationKind::None}, text);
}

std::string_view to_string(TriggerEffect effect) {
  switch (effect) {
    case TriggerEffect::Tell:
      return "tell";
    case TriggerEffect::AgreeActions:
      return "agree-actions";
    case TriggerEffect::Reaudit:
      return "re-audit";
  }
  return "";
}

std::optional<TriggerEffect> parse_trigger_effect(std::string_view text) {
  return parse_among<TriggerEffect>(
      std::array{TriggerEffect::Tell, TriggerEffect::AgreeActions, TriggerEffect::Reaudit}, text);
}

const Programme* Framework::find_programme(std::string_view programme) const {
  return find_by_key(programmes, programme);
}
const Tool* Framework::find_tool(std::string_view tool) const { return find_by_key(tools, tool); }
const Scale* Framework::find_scale(std::string_view scale) const { return find_by_key(scales, scale); }
const KeyDocument* Framework::find_key_document(std::string_view document) const {
  return find_by_key(key_documents, document);
}
const Letter* Framework::find_letter(std::string_view letter) const { return find_by_key(letters, letter); }
const NotificationRule* Framework::find_notification(ConcernKind concern) const {
  const auto found = std::ranges::find(notifications, concern, &NotificationRule::concern);
  return found == notifications.end() ? nullptr : &*found;
}

const Tool* tool_for(const Framework& framework, const Programme& programme, Category category) {
  for (const auto& choice : programme.tools)
    if (choice.categories.empty() || std::ranges::find(choice.categories, category) != choice.categories.end())
      return framework.find_tool(choice.tool);
  return nullptr;
}

std::vector<const KeyDocument*> key_documents_for(const Framework& framework, const Programme& programme,
                                                  Category category) {
  std::vector<const KeyDocument*> found;
  for (const auto& key : programme.key_documents) {
    const auto* document = framework.find_key_document(key);
    if (document != nullptr && (document->categories.empty() ||
                                std::ranges::find(document->categories, category) != document->categories.end()))
      found.push_back(document);
  }
  return found;
}

DrawRules draw_rules(const Programme& programme, const Cohort* cohort) {
  DrawRules rules;
  rules.categories = programme.draw.categories;
  rules.any_flag = programme.draw.flags;
  rules.not_audited_within_months = programme.draw.not_audited_within_months;
  rules.one_per_worker = programme.draw.one_per_worker;
  rules.by_category = false;
  rules.by_area = AreaSpread::None;
  for (const auto stratum : programme.draw.strata) {
    switch (stratum) {
      case Stratum::Category:
        rules.by_category = true;
        break;
      case Stratum::Locality:
        rules.by_area = AreaSpread::Locality;
        break;
      case Stratum::ServiceArea:
        rules.by_area = AreaSpread::ServiceArea;
        break;
    }
  }
  if (cohort != nullptr) {
    if (!cohort->categories.empty()) rules.categories = cohort->categories;
    if (!cohort->flags.empty()) rules.any_flag = cohort->flags;
  }
  return rules;
}

std::optional<ShareRule> family_share(const Programme& programme) {
  if (programme.family.percent == 0) return std::nullopt;
  return ShareRule{"family", programme.family.percent, 1};
}

const Cohort* cohort_of(const Programme& programme, base::Period period) {
  const int month = static_cast<int>(static_cast<unsigned>(period.month.month()));
  for (const auto& cohort : programme.draw.cohorts)
    if (std::ranges::find(cohort.months, month) != cohort.months.end()) return &cohort;
  return nullptr;
}

}  // namespace plumbline::domain
