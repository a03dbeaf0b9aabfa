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

}  // namespace plumbline::domain::yaml
