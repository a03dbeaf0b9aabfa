#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> theme_messages() {
  static constexpr Message kMessages[]{
      {"theme.put.forbidden",
       "Only the QA lead or the QA administrator of the whole council can change the rolling plan."},
      {"theme.put.title_missing", "Enter the theme in a few words."},
      {"theme.put.evidence_missing",
       "Choose the finding that the theme rests on: a section and the months it is about."},
      {"theme.put.programme", "Choose a programme from the list."},
      {"theme.put.section", "Choose a section of the programme’s tools."},
      {"theme.put.kind", "Choose what is counted."},
      {"theme.put.period", "Enter a month, such as 2026-11."},
      {"theme.put.period_order", "The last month is before the first. Put them the other way round."},
      {"theme.put.period_length", "Choose at most 36 months."},
      {"theme.put.too_much", "A theme rests on at most 12 findings. Take one away first."},
      {"theme.put.locality", "Choose a locality of the council, or all of them."},
      {"theme.put.service_area", "Choose a service area of the council, or all of them."},
      {"theme.put.lead_unknown", "Choose somebody from the list."},
      {"theme.put.closed", "This theme is closed. Open it again to change it."},
      {"theme.close.why_missing", "Enter why the theme is closed. It stays on record."},
      {"theme.act.text_missing", "Enter what is to be done."},
      {"theme.act.owner_missing", "Choose who does it."},
      {"theme.act.owner_unknown", "Choose somebody from the list."},
      {"theme.act.due_missing", "Enter the day by which it is to be done, such as 17 12 2026."},
      {"theme.act.due_past", "Enter a day that is today or later."},
      {"theme.act.link", "Choose what this feeds from the list."},
      {"theme.settle.forbidden", "Only its owner, the QA lead or the QA administrator can say what came of an action."},
      {"theme.settle.outcome_missing", "Enter what came of it."},
      {"theme.settle.state", "Choose whether it is done or dropped."},
  };
  return kMessages;
}

}  // namespace plumbline::app
