#include "app/publication/publications.hpp"

#include <algorithm>

#include "app/audit/write_down.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

std::size_t letters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_plain(std::string_view text) {
  return base::is_valid_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
         });
}

}  // namespace

base::Result<void> may_write_commentary(const Actor& actor) {
  if (actor.has_council_wide(Role::QaLead)) return {};
  return base::forbidden("commentary.write.forbidden");
}

base::Result<void> may_publish(const Actor& actor) {
  if (actor.has_council_wide(Role::QaLead)) return {};
  return base::forbidden("publication.publish.forbidden");
}

base::Result<Commentary> save_commentary(const SaveCommentary& command, const Actor& actor, const base::Clock& clock,
                                         UnitOfWork& work) {
  CHECK(may_write_commentary(actor));
  if (!is_plain(command.text)) return base::invalid("commentary.write.not_text", "text");
  if (letters_of(command.text) > kLongestCommentary)
    return base::invalid("commentary.write.too_long", "text", {{"most", base::with_commas(kLongestCommentary)}});
  Commentary commentary{command.report, command.ask, command.section, command.text,
                        actor.acting(), clock.now(), command.version};
  std::string before;
  for (const auto& kept : work.publications().commentary(command.report, command.ask))
    if (kept.section == command.section) before = kept.text;
  CHECK(work.publications().save_commentary(commentary));
  write_down(work.journal(), actor, clock.now(), "commentary-written", "report", command.report + "?" + command.ask, "",
             {{"section", command.section}, {"text", hashed(before)}},
             {{"section", command.section}, {"text", hashed(command.text)}});
  CHECK(work.commit());
  return commentary;
}

base::Result<Publication> publish_report(const PublishReport& command, const Actor& actor, const base::Clock& clock,
                                         UnitOfWork& work) {
  CHECK(may_publish(actor));
  const auto versions = work.publications().versions(command.report, command.ask);
  const std::string reason(base::trim(command.reason));
  if (!versions.empty()) {
    if (!command.differs)
      return base::rule_broken("publication.publish.unchanged", {},
                               {{"number", std::to_string(versions.front().number)}});
    if (reason.empty()) return base::invalid("publication.publish.reason", "reason");
  }
  if (letters_of(reason) > kLongestCorrection || !is_plain(reason))
    return base::invalid("publication.publish.reason_too_long", "reason",
                         {{"most", std::to_string(kLongestCorrection)}});
  if (command.model.size() > kLargestModel) return base::rule_broken("publication.publish.too_large");
  Publication publication;
  publication.id = PublicationId{base::new_uuid(clock.now())};
  publication.report = command.report;
  publication.ask = command.ask;
  publication.number = versions.empty() ? 1 : versions.front().number + 1;
  publication.title = command.title;
  publication.caption = command.caption;
  publication.model = command.model;
  publication.sha256 = base::sha256_hex(command.model);
  publication.reason = versions.empty() ? "" : reason;
  publication.published_by = actor.acting();
  publication.published_at = clock.now();
  CHECK(work.publications().add(publication));
  write_down(work.journal(), actor, clock.now(), "report-published", "publication", publication.id.text(),
             publication.reason, {},
             {{"report", command.report},
              {"ask", command.ask},
              {"number", std::to_string(publication.number)},
              {"sha256", publication.sha256}});
  CHECK(work.commit());
  return publication;
}

base::Result<Publication> find_publication(const PublicationId& id, Reader& reader) {
  auto found = reader.publications().find(id);
  if (!found) return base::not_found("access.row.not_found");
  if (base::sha256_hex(found->model) != found->sha256) return base::rule_broken("publication.find.damaged");
  return std::move(*found);
}

}  // namespace plumbline::app
