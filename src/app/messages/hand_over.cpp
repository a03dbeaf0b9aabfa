#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> hand_over_messages() {
  static constexpr Message kMessages[]{
      {"hand_over.record.none", "In this programme audits are not handed to the child’s record."},
      {"hand_over.record.state", "This audit is not finished yet. Its note can be put on the record once it is."},
      {"hand_over.record.forbidden", "Only the people named for this programme can hand an audit over."},
      {"hand_over.record.already", "Somebody has recorded already that this note is on the child’s record."},
      {"hand_over.record.day_missing", "Enter the day on which you put the note on the child’s record."},
      {"hand_over.record.day_future", "Enter a day that is today or earlier."},
      {"hand_over.record.day_early", "Enter a day from {day} on, when the audit was finished."},
      {"example.share.forbidden", "You cannot mark this example as shared. The team’s manager or the QA lead can."},
      {"example.share.unknown", "This section is no example of a finished audit."},
  };
  return kMessages;
}

}  // namespace plumbline::app
