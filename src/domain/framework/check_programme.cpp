#include <array>
#include <map>

#include "domain/framework/readers.hpp"

namespace plumbline::domain::yaml {

namespace {

bool holds(const auto& list, const auto& value) { return std::ranges::find(list, value) != list.end(); }

// One programme against the tools, scales and documents of its framework.
class Check {
 public:
  Check(Fields& fields, const Programme& programme, const Framework& framework)
      : fields_(fields), programme_(programme), framework_(framework) {
    for (const auto& choice : programme.tools) {
      const auto* tool = framework.find_tool(choice.tool);
      known_ = known_ && tool != nullptr;
      if (tool != nullptr && !holds(tools_, tool)) tools_.push_back(tool);
    }
    judged_ = std::ranges::any_of(tools_, [](const Tool* tool) { return tool->judged; });
  }

  void run() {
    tools_for_categories();
    draw();
    auditors();
    preparation();
    agencies();
    parts();
    scale();
    moderation();
    actions();
    triggers();
    meeting_and_calendar();
    words_and_reports();
  }

 private:
  void problem(const std::vector<std::string>& steps, std::string message) {
    fields_.problem_at(steps, std::move(message));
  }
  static std::string nth(std::size_t index) { return std::to_string(index + 1); }

  // ---- tools ----

  void tools_for_categories() {
    const auto served = [&](Category category) {
      return std::ranges::any_of(programme_.tools, [&](const ToolChoice& choice) {
        return choice.categories.empty() || holds(choice.categories, category);
      });
    };
    const auto& drawn = programme_.draw.categories;
    for (const auto category : drawn) {
      if (!served(category)) {
        problem({"tools"}, "Cases in " + quoted(to_string(category)) +
                               " are drawn but have no tool. Add the category to one of the tools.");
        continue;
      }
      const auto* tool = tool_for(framework_, programme_, category);
      if (tool != nullptr && !tool->sections.empty() && sections_for(*tool, category).empty())
        problem({"tools"}, "No section of the tool " + quoted(tool->key) + " stands for cases in " +
                               quoted(to_string(category)) + ". Take another tool for them, or leave them out.");
    }
    const bool for_all =
        std::ranges::any_of(programme_.tools, [](const ToolChoice& choice) { return choice.categories.empty(); });
    if (drawn.empty() && !programme_.tools.empty() && !for_all)
      problem({"tools"}, "Cases of every category are drawn, so one tool must stand without `categories`.");
    std::vector<Category> taken;
    bool all_taken = false;
    for (std::size_t i = 0; i < programme_.tools.size(); ++i) {
      const auto& choice = programme_.tools[i];
      if (all_taken)
        problem({"tools", nth(i)},
                "No case comes to this tool: the one before stands for all that are left. Put it "
                "before that one, with its `categories`.");
      for (const auto category : choice.categories) {
        if (holds(taken, category))
          problem({"tools", nth(i), "categories"},
                  "Cases in " + quoted(to_string(category)) + " have a tool already. The first that fits is used.");
        else if (!drawn.empty() && !holds(drawn, category) && !any_cohort_draws(category))
          problem({"tools", nth(i), "categories"},
                  "Cases in " + quoted(to_string(category)) +
                      " are not drawn. Add the category to `draw`, or leave it out here.");
        taken.push_back(category);
      }
      all_taken = all_taken || choice.categories.empty();
    }
    for (const auto& cohort : programme_.draw.cohorts)
      for (const auto category : cohort.categories)
        if (!served(category))
          problem({"draw", "cohorts", cohort.key, "categories"},
                  "Cases in " + quoted(to_string(category)) +
                      " are drawn for this cohort but have no tool. Add the "
                      "category to one of the tools.");
  }

  bool any_cohort_draws(Category category) const {
    return std::ranges::any_of(programme_.draw.cohorts,
                               [&](const Cohort& cohort) { return holds(cohort.categories, category); });
  }

  // ---- draw and auditors ----

  void draw() {
    const auto& draw = programme_.draw;
    const bool by_locality = holds(draw.strata, Stratum::Locality);
    const bool by_area = holds(draw.strata, Stratum::ServiceArea);
    if (by_locality && framework_.council.localities.empty())
      problem({"draw", "strata"}, "The sample is spread over localities, but `council.localities` names none.");
    if (by_area && framework_.council.service_areas.empty())
      problem({"draw", "strata"}, "The sample is spread over service areas, but `council.service_areas` names none.");
    if (by_locality && by_area)
      problem({"draw", "strata"}, "A sample is spread by `locality` or by `service-area`. Keep one of them.");
    if (!draw.exemptions && !draw.exemption_approvers.empty())
      problem({"draw", "exemption_approvers"}, "There are no exemptions to approve: `exemptions` is `no`.");
  }

  void auditors() {
    const auto& auditors = programme_.auditors;
    if (auditors.pairs && auditors.auditors_per_case > 1)
      problem({"auditors", "auditors_per_case"},
              "With `pairs: yes` two audit a case together. Leave out one of the two: pairs, or several who grade "
              "independently.");
    if (!auditors.agencies.empty() && (auditors.pairs || auditors.auditors_per_case > 1))
      problem({"auditors", "agencies"},
              "Where agencies grade their parts there are no pairs and no joint audits. Leave out `pairs` and "
              "`auditors_per_case`.");
    const auto& council = framework_.council;
    if (auditors.linked_by_area && council.service_areas.empty() && council.localities.empty())
      problem({"auditors", "linked_by_area"},
              "Auditors are linked to areas, but `council` names no `service_areas` and "
              "no `localities`.");
  }

  void preparation() {
    const auto& prepared = programme_.auditors.preparation.sections;
    for (const auto& section : prepared)
      for (const auto* tool : tools_)
        if (tool->find_section(section) == nullptr)
          problem({"auditors", "prepared_by", "sections", section}, "The tool " + quoted(tool->key) +
                                                                        " has no section " + quoted(section) + ". " +
                                                                        write_instead(section, section_keys(*tool)));
    for (const auto* tool : tools_)
      if (!prepared.empty() &&
          std::ranges::all_of(tool->sections, [&](const ToolSection& section) { return holds(prepared, section.key); }))
        problem({"auditors", "prepared_by", "sections"},
                "Every section of " + quoted(tool->key) +
                    " is prepared, so that nothing is left to audit. Leave out "
                    "those that the auditor judges.");
  }

  void agencies() {
    const auto& agencies = programme_.auditors.agencies;
    std::map<std::string, std::string> agency_of;
    std::string of_nobody;
    for (const auto& agency : agencies) {
      for (const auto& section : agency.sections)
        for (const auto* tool : tools_)
          if (tool->find_section(section) == nullptr)
            problem({"auditors", "agencies", agency.key, "sections", section},
                    "The tool " + quoted(tool->key) + " has no section " + quoted(section) + ". " +
                        write_instead(section, section_keys(*tool)));
      for (const auto& people : agency.people)
        if (const auto [at, first] = agency_of.emplace(people, agency.key); !first)
          problem({"auditors", "agencies", agency.key, "people", people},
                  "People of " + quoted(people) + " audit for " + quoted(at->second) + " already. They audit for one.");
      if (!agency.people.empty()) continue;
      if (!of_nobody.empty())
        problem({"auditors", "agencies", agency.key, "people"},
                "Without `people` this is the agency of those who have none, as " + quoted(of_nobody) +
                    " is. Write what people.csv says in `agency` for one of the two.");
      of_nobody = agency.key;
    }
    if (agencies.empty()) return;
    for (const auto* tool : tools_)
      for (const auto& section : tool->sections)
        if (std::ranges::none_of(agencies, [&](const AgencyPart& agency) {
              return agency.sections.empty() || holds(agency.sections, section.key);
            }))
          problem({"auditors", "agencies"},
                  "No agency grades the section " + quoted(section.key) + ". Add it to the `sections` of one.");
  }

  static std::vector<std::string> section_keys(const Tool& tool) {
    std::vector<std::string> keys;
    for (const auto& section : tool.sections) keys.push_back(section.key);
    return keys;
  }

  // ---- what is asked of the auditor ----

  void parts() {
    const auto& parts = programme_.parts;
    const std::array named{std::pair{"judgement", parts.judgement}, std::pair{"evidence", parts.evidence},
                           std::pair{"actions", parts.actions}, std::pair{"overall", parts.overall},
                           std::pair{"documents", parts.documents}};
    for (const auto& [name, need] : named)
      if (need == Need::Questioned)
        problem({"parts", name}, "Only `impact` can be questioned. Write `required`, `optional` or `hidden`.");
    if (judged_ && parts.judgement == Need::Hidden)
      problem({"parts", "judgement"},
              "The tools of this programme are judged, so the judgement can't be hidden. Write "
              "`required`, or take a tool with `judged: no`.");
    std::vector<std::string> document_keys;
    for (const auto& document : framework_.key_documents) document_keys.push_back(document.key);
    for (const auto& document : programme_.key_documents)
      if (framework_.find_key_document(document) == nullptr)
        problem({"key_documents", document},
                "There is no key document " + quoted(document) + ". " + write_instead(document, document_keys));
    if (programme_.conversation.required && programme_.conversation.with.empty())
      problem({"conversation", "with"}, "Name whom the auditor talks with, such as `case-worker`.");
    if (!programme_.case_note.text.empty() && programme_.case_note.given_to.empty())
      problem({"case_note", "given_to"},
              "Name who puts the note on the child’s record, such as `supervising-manager`.");
  }

  // ---- grades ----

  void scale() {
    std::vector<std::string> keys;
    for (const auto& scale : framework_.scales) keys.push_back(scale.key);
    if (programme_.scale.empty() && judged_)
      problem({"scale"},
              keys.empty() ? "Add `scale`: the tools of this programme are judged. The framework has no "
                             "scale yet: write one under `scales`."
                           : "Add `scale`: the tools of this programme are judged. Scales here: " + one_of(keys) + ".");
    if (programme_.scale.empty()) return;
    scale_ = framework_.find_scale(programme_.scale);
    if (scale_ == nullptr) {
      problem({"scale"}, "There is no scale " + quoted(programme_.scale) + ". " +
                             (keys.empty() ? "Write it under `scales`." : write_instead(programme_.scale, keys)));
      return;
    }
    if (known_ && !tools_.empty() && !judged_)
      problem({"scale"}, "The tools of this programme are checklists: there is nothing to grade. Leave out `scale`.");
    for (std::size_t i = 0; i < programme_.tools.size(); ++i)
      if (const auto* tool = framework_.find_tool(programme_.tools[i].tool))
        for (const auto& section : tool->sections)
          for (const auto& definition : section.grades)
            if (!scale_->offers(definition.grade))
              problem({"tools", nth(i)}, "In tools/" + tool->key + ".yaml the section " + quoted(section.key) +
                                             " describes the grade " + quoted(to_string(definition.grade)) +
                                             ", which the scale " + quoted(scale_->key) +
                                             " does not offer. Take it out there, or add it to the scale.");
    offered({"moderation", "always"}, programme_.moderation.always);
    for (std::size_t i = 0; i < programme_.triggers.size(); ++i)
      offered({"triggers", nth(i), "grades"}, programme_.triggers[i].grades);
  }

  void offered(std::vector<std::string> steps, const std::vector<Grade>& listed) {
    for (const auto grade : listed) {
      if (scale_->offers(grade)) continue;
      auto place = steps;
      place.emplace_back(to_string(grade));
      std::vector<std::string> words;
      for (const auto& definition : scale_->grades) words.emplace_back(to_string(definition.grade));
      problem(place, "The scale " + quoted(scale_->key) + " does not offer the grade " + quoted(to_string(grade)) +
                         ". It offers " + one_of(words) + ".");
    }
  }

  void moderation() {
    const auto& rule = programme_.moderation;
    if (known_ && !tools_.empty() && !judged_) {
      if (rule.kind != ModerationKind::None)
        problem({"moderation", "kind"},
                "The tools of this programme are checklists: there is no grade to moderate. Write `none`.");
      if (!programme_.triggers.empty())
        problem({"triggers"},
                "The tools of this programme are checklists: no grade can set anything off. Leave `triggers` out.");
      if (!programme_.disagreement.raised_by.empty())
        problem({"disagreement"},
                "The tools of this programme are checklists: there is no grade to disagree with. Leave it out.");
      if (programme_.targets.good_or_better_percent)
        problem({"targets", "good_or_better_percent"},
                "The tools of this programme are checklists: nothing is good or better. Leave it out.");
    }
    if (!rule.always.empty() && rule.moderators.empty())
      problem({"moderation", "moderators"}, "Name the roles that moderate, such as `qa-lead`.");
    if (rule.by_linked_auditor && !programme_.auditors.linked_by_area)
      problem({"moderation", "by_linked_auditor"},
              "No auditor is linked to an area here. Add `linked_by_area: yes` to `auditors`.");
  }

  // ---- what follows ----

  void actions() {
    const auto& actions = programme_.actions;
    std::set<Priority> seen;
    for (std::size_t i = 0; i < actions.priorities.size(); ++i)
      if (!seen.insert(actions.priorities[i].priority).second)
        problem({"actions", "priorities", nth(i)}, "The priority " + quoted(to_string(actions.priorities[i].priority)) +
                                                       " stands here twice. Keep one of them.");
    for (std::size_t i = 1; i < actions.chase_days_overdue.size(); ++i)
      if (actions.chase_days_overdue[i] <= actions.chase_days_overdue[i - 1])
        problem({"actions", "chase_days_overdue", nth(i)}, "Each of these days must come after the one before.");
    if (!actions.escalate_to.empty() && actions.escalate_after_days == 0)
      problem({"actions", "escalate_to"}, "Add `escalate_after_days`: after how many days overdue they are told.");
  }

  void triggers() {
    std::map<Grade, std::size_t> reaudit_of;
    for (std::size_t i = 0; i < programme_.triggers.size(); ++i) {
      const auto& rule = programme_.triggers[i];
      const auto only_with = [&](bool written, const char* name, TriggerEffect effect) {
        if (written && rule.effect != effect)
          problem({"triggers", nth(i), name},
                  quoted(name) + " goes with `effect: " + std::string(to_string(effect)) + "` only.");
      };
      only_with(rule.after_months != 0, "after_months", TriggerEffect::Reaudit);
      only_with(rule.by.has_value(), "by", TriggerEffect::Reaudit);
      only_with(rule.record_in_supervision, "record_in_supervision", TriggerEffect::AgreeActions);
      only_with(rule.check_at_next_meeting, "check_at_next_meeting", TriggerEffect::AgreeActions);
      only_with(rule.escalate_after_days != 0, "escalate_after_days", TriggerEffect::AgreeActions);
      if (rule.effect == TriggerEffect::AgreeActions && !rule.record_in_supervision)
        for (const auto& [written, name] : {std::pair{rule.check_at_next_meeting, "check_at_next_meeting"},
                                            {rule.escalate_after_days != 0, "escalate_after_days"}})
          if (written)
            problem({"triggers", nth(i), name},
                    "No talk is recorded that could be looked at. Write `record_in_supervision: yes`.");
      if (!rule.escalate_to.empty() && rule.escalate_after_days == 0)
        problem({"triggers", nth(i), "escalate_to"}, "Add `escalate_after_days`: after how many days they are told.");
      if (rule.check_at_next_meeting && programme_.meeting.title.empty())
        problem({"triggers", nth(i), "check_at_next_meeting"},
                "The programme has no meeting to check it at. Add `meeting` to it.");
      if (rule.effect != TriggerEffect::Reaudit) continue;
      for (const auto grade : rule.grades)
        if (const auto [at, first] = reaudit_of.emplace(grade, i); !first)
          problem({"triggers", nth(i), "grades"}, quoted(to_string(grade)) + " plans a re-audit already in entry " +
                                                      nth(at->second) + ". Keep one of them.");
    }
  }

  void meeting_and_calendar() {
    const auto& calendar = programme_.calendar;
    const bool meets = std::ranges::any_of(calendar, [](const CalendarEntry& entry) {
      return entry.step == CalendarStep::Meeting && entry.anchor != CalendarAnchor::Meeting;
    });
    std::set<CalendarStep> once;
    for (std::size_t i = 0; i < calendar.size(); ++i) {
      const auto& entry = calendar[i];
      if (entry.anchor == CalendarAnchor::Meeting && !meets)
        problem({"calendar", nth(i), "from"},
                quoted(entry.title) +
                    " is counted from the meeting. Add a line with `step: meeting` that says when that is.");
      const bool single = entry.step == CalendarStep::Draw || entry.step == CalendarStep::Send ||
                          entry.step == CalendarStep::Return || entry.step == CalendarStep::Meeting;
      if (single && !once.insert(entry.step).second)
        problem({"calendar", nth(i), "step"}, "There is a line for " + quoted(to_string(entry.step)) +
                                                  " already. A cycle has one; write `information` for others.");
      if (entry.anchor == CalendarAnchor::Sent &&
          (entry.step == CalendarStep::Draw || entry.step == CalendarStep::Send))
        problem({"calendar", nth(i), "from"},
                "This comes no later than sending, so it can't be counted from it. Write `month-start`.");
    }
    const auto counted = [&](CalendarStep step, CalendarAnchor anchor) {
      return std::ranges::any_of(
          calendar, [&](const CalendarEntry& entry) { return entry.step == step && entry.anchor == anchor; });
    };
    if (counted(CalendarStep::Meeting, CalendarAnchor::Sent) && counted(CalendarStep::Send, CalendarAnchor::Meeting))
      problem({"calendar"},
              "The meeting is counted from sending and sending from the meeting. Count one of them from "
              "`month-start` or `month-end`.");
    const auto& meeting = programme_.meeting;
    if (!meeting.title.empty() && !meets)
      problem({"calendar"}, "Add a line with `step: meeting`: it says when " + quoted(meeting.title) + " is held.");
    if (meeting.by_locality && framework_.council.localities.empty())
      problem({"meeting", "by_locality"},
              "There is one meeting for each locality, but `council.localities` names none.");
    if (meeting.sets_next_theme && programme_.draw.cohorts.empty())
      problem({"meeting", "sets_next_theme"}, "There is no theme to set: `draw.cohorts` names none.");
    std::set<int> reminded;
    for (std::size_t i = 0; i < programme_.reminders.size(); ++i)
      if (!reminded.insert(programme_.reminders[i].working_days_before).second)
        problem({"reminders", nth(i)}, "There is a reminder for that day already. Put all who are told into one.");
  }

  void words_and_reports() {
    for (std::size_t i = 0; i < programme_.reports.size(); ++i) {
      const auto& route = programme_.reports[i];
      if (route.by_locality && framework_.council.localities.empty())
        problem({"reports", nth(i), "by_locality"},
                "There is one report for each locality, but `council.localities` names none.");
    }
  }

  Fields& fields_;
  const Programme& programme_;
  const Framework& framework_;
  std::vector<const Tool*> tools_;  // those that there are
  const Scale* scale_ = nullptr;
  bool known_ = true;  // every tool it names is there
  bool judged_ = false;
};

}  // namespace

void check_programme(Fields& fields, const Programme& programme, const Framework& framework) {
  Check(fields, programme, framework).run();
}

}  // namespace plumbline::domain::yaml
