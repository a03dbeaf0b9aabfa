// Commentary on reports and their frozen versions (REP-2).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/ports/page.hpp"
#include "base/day.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "domain/register/case.hpp"

namespace plumbline::app {

using PublicationId = base::Id<struct PublicationTag>;

// What the QA lead wrote beside one part of a report. `ask` is what the report was asked for (report::ask_query);
// `section` is the part's id, empty for the report as a whole.
struct Commentary {
  std::string report;
  std::string ask;
  std::string section;
  std::string text;
  domain::PersonId edited_by;
  base::Instant edited_at{};
  int version = 0;  // 0: not saved yet
};

// A report as it was published, for ever: figures, words and pictures (`model`), with their digest. A correction is a
// further version beside it.
struct Publication {
  PublicationId id;
  std::string report;
  std::string ask;
  int number = 1;  // of its versions
  std::string title;
  std::string caption;
  std::string model;   // left out where heads are asked for
  std::string sha256;  // of the model
  std::string reason;  // why it was corrected; empty for the first
  domain::PersonId published_by;
  base::Instant published_at{};
};

class PublicationReads {
 public:
  virtual ~PublicationReads() = default;
  virtual std::vector<Commentary> commentary(const std::string& report, const std::string& ask) = 0;
  virtual std::optional<Publication> find(const PublicationId& id) = 0;
  // Heads, latest first.
  virtual std::vector<Publication> versions(const std::string& report, const std::string& ask) = 0;
  // Heads of the latest version of each, latest first; those of reports named in `without` are left out and not
  // counted.
  virtual Page<Publication> latest(const PageRequest& page, const std::vector<std::string>& without) = 0;
};

class PublicationStore : public PublicationReads {
 public:
  // Saves against its version; Stale when another window saved since (the stored one stays). Counts it up.
  virtual base::Result<void> save_commentary(Commentary& commentary) = 0;
  // Stale when that number is taken.
  virtual base::Result<void> add(const Publication& publication) = 0;
};

}  // namespace plumbline::app
