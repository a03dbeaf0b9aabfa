#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> publication_messages() {
  static constexpr Message kMessages[]{
      {"commentary.write.forbidden", "Only the QA lead of the whole council writes on reports."},
      {"commentary.write.too_long", "Shorten the text to at most {most} letters."},
      {"commentary.write.not_text", "The text holds letters that cannot be kept. Paste it as plain text."},
      {"commentary.write.section", "This report has no such part. Go back to the report and choose one."},
      {"publication.publish.forbidden", "Only the QA lead of the whole council publishes reports."},
      {"publication.publish.personal", "This report is about one person's work, so it cannot be published."},
      {"publication.publish.confirm", "Tick that you have read the report before you publish it."},
      {"publication.publish.reason", "Say in a sentence why the published report is corrected."},
      {"publication.publish.reason_too_long", "Shorten the reason to at most {most} letters."},
      {"publication.publish.unchanged",
       "Nothing differs from version {number}: neither a figure nor a text. There is nothing to publish."},
      {"publication.publish.too_large", "This report is too large to keep as one. Ask for a shorter period."},
      {"publication.find.damaged",
       "This version is no longer as it was published: its digest differs. Tell your administrator at once."},
  };
  return kMessages;
}

}  // namespace plumbline::app
