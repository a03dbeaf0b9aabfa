#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> demo_messages() {
  static constexpr Message kMessages[]{
      {"demo.fill.not_empty",
       "This database is not empty, and a demo only goes into an empty one. Choose another folder with --data."},
      {"demo.fill.cases", "Ask for between {least} and {most} cases."},
      {"demo.fill.months", "Ask for between 0 and {most} finished months."},
      {"demo.fill.programme",
       "The framework ‘{framework}’ has no programme that is drawn and judged, so there is nothing to show."},
  };
  return kMessages;
}

}  // namespace plumbline::app
