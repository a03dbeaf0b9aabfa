#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> earlier_practice_messages() {
  static constexpr Message kMessages[]{
      {"earlier_practice.note.not_asked", "In this programme practice of earlier workers is not fed back."},
      {"earlier_practice.note.kind_missing", "Choose whether it is a strength or a concern."},
      {"earlier_practice.note.who_missing", "Choose the earlier worker or the earlier team."},
      {"earlier_practice.note.who_unknown", "Choose somebody from the list of people."},
      {"earlier_practice.note.who_present",
       "This is the worker of the case now. Write about their work in the sections."},
      {"earlier_practice.note.text_missing", "Enter what you saw in their practice."},
      {"earlier_practice.note.too_long", "This text is longer than 100,000 letters. Shorten it, then save again."},
      {"earlier_practice.note.not_text", "This text has characters that cannot be kept. Type it again, then save."},
      {"earlier_practice.note.fed_back", "This note was fed back already, so it can no longer be changed."},
      {"earlier_practice.acknowledge.forbidden", "Only those it was fed back to can say that they have read it."},
  };
  return kMessages;
}

}  // namespace plumbline::app
