// The parts of a definition, each read by its own file. For this folder alone.
#pragma once

#include "domain/framework/framework.hpp"
#include "domain/framework/yaml_fields.hpp"

namespace plumbline::domain::yaml {

Tool read_tool(Fields& fields);
Scale read_scale(Fields& fields);
Programme read_programme(Fields& fields);
// What one entry alone can't show: names that must stand elsewhere. Tools and scales are read by then.
void check_programme(Fields& fields, const Programme& programme, const Framework& framework);
Council read_council(Fields& fields);
KeyDocument read_key_document(Fields& fields);
NotificationRule read_notification(Fields& fields);
WritingHelp read_writing_help(Fields& fields);
CalendarEntry read_calendar_entry(Fields& fields);
Letter read_letter(Fields& fields);
QuietHours read_quiet_hours(Fields& fields);
ActionPlanRule read_action_plan(Fields& fields);
// A text whose words in braces must be among `known`.
void check_placeholders(Fields& fields, const std::string& name, std::string_view text,
                        const std::vector<std::string>& known);

}  // namespace plumbline::domain::yaml
