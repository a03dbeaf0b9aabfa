#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> cycle_messages() {
  static constexpr Message kMessages[]{
      {"command.file.write",
       "‘{file}’ can’t be written. Check the folder and its rights, then try again. Nothing was done."},
      {"command.file.read", "‘{file}’ can’t be read. Check its name and rights, then try again."},
      {"cycle.run.forbidden",
       "Only the QA administrator or the QA lead of the whole council can draw, allocate and send."},
      {"cycle.view.forbidden",
       "This page lists children of the whole council. Ask the QA lead for what you need of it."},
      {"cycle.find.programme", "This council has no programme ‘{programme}’. Use one of: {programmes}."},
      {"cycle.find.not_drawn",
       "Nothing has been drawn for {period} yet. Draw its cases first; then they can be given to auditors and "
       "exempted."},
      {"cycle.run.month",
       "Cases are drawn from the month before this one to two months ahead, so {period} is not offered. The command "
       "line "
       "draws any month."},
      {"cycle.send.unplaced",
       "{cases} no auditor yet. Give each one an auditor or exempt it, or choose to send the others all the same."},
      {"cycle.send.nothing", "No audit waits to be sent. Allocate the sample first."},
      {"cycle.send.no_tool", "The framework has no audit tool for the category {category}. Add one to it, then send."},
  };
  return kMessages;
}

}  // namespace plumbline::app
