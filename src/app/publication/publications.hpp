// Writing on a report and publishing it: figures stand beside words, and what was published stays as it was (REP-2).
#pragma once

#include <string>

#include "app/actor.hpp"
#include "app/ports/publication_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"

namespace plumbline::app {

inline constexpr std::size_t kLongestCommentary = 5000;  // letters, for each part
inline constexpr std::size_t kLongestCorrection = 500;
inline constexpr std::size_t kLargestModel = 8u * 1024 * 1024;

// The QA lead of the whole council. Refusals: commentary.write.forbidden, publication.publish.forbidden.
base::Result<void> may_write_commentary(const Actor& actor);
base::Result<void> may_publish(const Actor& actor);

struct SaveCommentary {
  std::string report;
  std::string ask;
  std::string section;
  std::string text;  // plain, as typed
  int version = 0;   // the one it was written against
};
// Gives what was kept. Refuses commentary.write.…, and Stale where another window saved since: nothing is overwritten.
base::Result<Commentary> save_commentary(const SaveCommentary& command, const Actor& actor, const base::Clock& clock,
                                         UnitOfWork& work);

struct PublishReport {
  std::string report;
  std::string ask;
  std::string title;
  std::string caption;
  std::string model;   // report::frozen()
  std::string reason;  // asked for from the second version on
  // Whether the model says anything else than the version before; the caller compared them.
  bool differs = true;
};
// Gives the new version. Refuses publication.publish.….
base::Result<Publication> publish_report(const PublishReport& command, const Actor& actor, const base::Clock& clock,
                                         UnitOfWork& work);

// A published version whose digest still holds; refuses access.row.not_found and publication.find.damaged.
base::Result<Publication> find_publication(const PublicationId& id, Reader& reader);

}  // namespace plumbline::app
