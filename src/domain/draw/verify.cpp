#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "domain/draw/draw.hpp"
#include "domain/draw/selection.hpp"

namespace plumbline::domain {
namespace {

constexpr std::size_t kMostOfAKind = 5;

// Collects differences, a few of each kind in full.
class Findings {
 public:
  void add(const std::string& what, std::string sentence) {
    auto& count = counts_[what];
    if (++count <= kMostOfAKind) differences_.push_back({what, std::move(sentence)});
  }
  std::vector<Difference> take() {
    for (const auto& [what, count] : counts_) {
      if (count > kMostOfAKind) {
        differences_.push_back({what, fmt::format("And {} more differences of this kind.", count - kMostOfAKind)});
      }
    }
    return std::move(differences_);
  }
  bool any(const std::string& what) const { return counts_.contains(what); }

 private:
  std::map<std::string, std::size_t> counts_;
  std::vector<Difference> differences_;
};

std::string where(const std::optional<Category>& category, const std::string& area) {
  StratumQuota stratum;
  stratum.category = category;
  stratum.area = area;
  return say(stratum);
}

std::string say_count(std::int64_t count, std::string_view one, std::string_view many) {
  return base::count_of(count, one, many);
}

void compare_frame(const Certificate& certificate, const Frame& frame, Findings& found) {
  const auto rows = static_cast<std::int64_t>(frame.size());
  if (rows != certificate.frame_rows) {
    found.add("frame", fmt::format("The certificate’s frame has {}; the file has {}.",
                                   say_count(certificate.frame_rows, "row", "rows"), base::with_commas(rows)));
  }
  if (frame.digest() != certificate.frame_sha256) {
    const char* so =
        rows == certificate.frame_rows ? " It has as many rows, so at least one row was changed or exchanged." : "";
    found.add(
        "frame",
        fmt::format("The file is not the frame that was drawn from: its SHA-256 is {}, the certificate says {}.{}",
                    frame.digest(), certificate.frame_sha256.substr(0, 100), so));
  }
}

// Under which digest of the frame the order was made: so that a changed file, a changed certificate and a changed seed
// are told apart. Nothing when the digests follow from neither.
std::optional<std::string> basis_of(const Certificate& certificate, const Frame& frame, Findings& found) {
  const auto matching = [&](const std::string& digest) {
    auto key = certificate.rank_key();
    key.frame_sha256 = digest;
    const Ranking ranking(key);
    return std::count_if(certificate.order.begin(), certificate.order.end(),
                         [&](const LookedAt& entry) { return ranking.of(entry.child_id.text()) == entry.digest; });
  };
  const auto all = static_cast<std::ptrdiff_t>(certificate.order.size());
  const auto claimed = matching(certificate.frame_sha256);
  if (claimed == all) return certificate.frame_sha256;
  const auto actual = frame.digest() == certificate.frame_sha256 ? claimed : matching(frame.digest());
  if (actual == all) {
    found.add("frame",
              "The order of the certificate does follow from this file, so the digest in the certificate was changed.");
    return frame.digest();
  }
  if (2 * std::max(claimed, actual) < all) {
    found.add(
        "seed",
        fmt::format("The digests of the order do not follow from the certificate’s seed, frame digest, programme "
                    "({}) and period ({}): {} of {} do. One of these was changed after the draw, most likely the seed.",
                    certificate.request.programme, base::iso(certificate.request.period), std::max(claimed, actual),
                    all));
    return std::nullopt;
  }
  return claimed >= actual ? certificate.frame_sha256 : frame.digest();
}

void compare_strata(const std::vector<StratumQuota>& stated, const std::vector<StratumQuota>& made, std::int64_t size,
                    bool with_drawn, Findings& found) {
  const auto find = [](const std::vector<StratumQuota>& strata, const StratumQuota& like) {
    return std::find_if(strata.begin(), strata.end(),
                        [&](const auto& row) { return row.category == like.category && row.area == like.area; });
  };
  std::int64_t sum = 0;
  for (const auto& row : stated) {
    sum += row.quota;
    const auto other = find(made, row);
    if (other == made.end()) {
      found.add("strata",
                fmt::format("{}: the certificate names this stratum; the file has no eligible case in it.", say(row)));
      continue;
    }
    const auto compare = [&](const char* what, std::int64_t says, std::int64_t is) {
      if (says != is)
        found.add("strata", fmt::format("{}: the {} is {}; the certificate says {}.", say(row), what, is, says));
    };
    compare("number of eligible cases", row.eligible, other->eligible);
    if (row.exact_millionths != other->exact_millionths) {
      found.add("strata", fmt::format("{}: the exact quota is {}; the certificate says {}.", say(row),
                                      say_exact(*other), say_exact(row)));
    }
    compare("quota", row.quota, other->quota);
    if (with_drawn) compare("number drawn", row.drawn, other->drawn);
  }
  for (const auto& row : made) {
    if (find(stated, row) == stated.end()) {
      found.add("strata", fmt::format("{}: the certificate leaves this stratum out; the file has {} in it.", say(row),
                                      say_count(row.eligible, "eligible case", "eligible cases")));
    }
  }
  if (sum != size) {
    found.add("strata", fmt::format("The quotas of the certificate add up to {}; its size is {}.", sum, size));
  }
}

void compare_order(const Certificate& stated, const Certificate& made, const Frame& frame, Findings& found) {
  const Ranking ranking(made.rank_key());
  const auto shared = std::min(stated.order.size(), made.order.size());
  std::size_t other_child = 0;
  for (std::size_t i = 0; i < stated.order.size(); ++i) {
    const auto& says = stated.order[i];
    const auto rank = static_cast<std::int64_t>(i) + 1;
    if (says.rank != rank) {
      found.add("order", fmt::format("Rank {}: the certificate numbers this line {}.", rank, says.rank));
    }
    if (ranking.of(says.child_id.text()) != says.digest) {
      found.add("order",
                fmt::format("Rank {}: the digest of case {} is {}; the certificate says {}.", rank,
                            says.child_id.text(), base::hex(ranking.of(says.child_id.text())), base::hex(says.digest)));
    }
    if (i >= shared) continue;
    const auto& is = made.order[i];
    if (says.child_id != is.child_id) {
      if (++other_child > 1) continue;  // one case out of place shifts all that follow
      const char* missing = frame.find(says.child_id.text()) ? "" : ", which the file does not have";
      found.add("order",
                fmt::format("Rank {} is the first that differs: the draw order has case {}; the certificate says {}{}.",
                            rank, is.child_id.text(), says.child_id.text(), missing));
      continue;
    }
    if (other_child > 0) continue;
    if (says.outcome != is.outcome) {
      found.add("outcome", fmt::format("Rank {}, case {}: the rules give “{}”; the certificate says “{}”.", rank,
                                       says.child_id.text(), to_string(is.outcome), to_string(says.outcome)));
    }
    if (says.replaces != is.replaces) {
      const auto name = [](const std::optional<ChildId>& child) {
        return child ? child->text() : std::string("no case");
      };
      found.add("outcome", fmt::format("Rank {}, case {}: it replaces {}; the certificate says {}.", rank,
                                       says.child_id.text(), name(is.replaces), name(says.replaces)));
    }
  }
  if (other_child > 1) {
    found.add("order", fmt::format("In all {} have another case than the draw order.",
                                   say_count(static_cast<std::int64_t>(other_child), "rank", "ranks")));
  }
  if (stated.order.size() != made.order.size() && other_child == 0) {
    found.add("order", fmt::format("The draw looks at {}; the certificate lists {}.",
                                   say_count(static_cast<std::int64_t>(made.order.size()), "case", "cases"),
                                   base::with_commas(static_cast<std::int64_t>(stated.order.size()))));
  }
}

void compare_binding(const std::vector<Binding>& stated, const std::vector<Binding>& made, Findings& found) {
  const auto has = [](const std::vector<Binding>& list, const Binding& like) {
    return std::find(list.begin(), list.end(), like) != list.end();
  };
  for (const auto& row : made) {
    if (has(stated, row)) continue;
    found.add("binding", fmt::format("{}: short by {} through the rule “{}”; the certificate does not say so.",
                                     where(row.category, row.area), row.short_by, row.rule));
  }
  for (const auto& row : stated) {
    if (has(made, row)) continue;
    found.add("binding",
              fmt::format("{}: the certificate says short by {} through the rule “{}”; the draw does not give that.",
                          where(row.category, row.area), row.short_by, row.rule.substr(0, 60)));
  }
}

void compare_allocation(const Certificate& certificate, Findings& found) {
  const auto sample = certificate.sample();
  const std::set<ChildId> drawn(sample.begin(), sample.end());
  std::map<PersonId, int> audits;
  std::set<std::pair<ChildId, PersonId>> placed;
  for (const auto& placement : certificate.allocation) {
    if (!drawn.contains(placement.child_id)) {
      found.add("allocation", fmt::format("Case {} is allocated to {} but is not in the sample.",
                                          placement.child_id.text(), placement.auditor.text()));
    }
    if (!placed.emplace(placement.child_id, placement.auditor).second) {
      found.add("allocation",
                fmt::format("Case {} is allocated to {} twice.", placement.child_id.text(), placement.auditor.text()));
    }
    ++audits[placement.auditor];
    if (!placement.second) continue;
    if (*placement.second == placement.auditor) {
      found.add("allocation", fmt::format("Case {} is allocated to {} and, as the second, to the same person.",
                                          placement.child_id.text(), placement.auditor.text()));
    }
    ++audits[*placement.second];
  }
  std::set<PersonId> named;
  for (const auto& load : certificate.loads) {
    if (!named.insert(load.auditor).second) {
      found.add("loads", fmt::format("Auditor {} has two lines of load.", load.auditor.text()));
    }
    const auto counted = audits.contains(load.auditor) ? audits.at(load.auditor) : 0;
    if (counted != load.audits) {
      found.add("loads", fmt::format("Auditor {} has {} in the allocation; the loads say {}.", load.auditor.text(),
                                     say_count(counted, "audit", "audits"), load.audits));
    }
    if (load.audits > load.most) {
      found.add("loads", fmt::format("Auditor {} has {}, but may have {} at most.", load.auditor.text(),
                                     say_count(load.audits, "audit", "audits"), load.most));
    }
  }
  for (const auto& [auditor, count] : audits) {
    if (!named.contains(auditor)) {
      found.add("loads", fmt::format("Auditor {} has {} in the allocation but no line of load.", auditor.text(),
                                     say_count(count, "audit", "audits")));
    }
  }
}

}  // namespace

std::vector<Difference> verify(const Certificate& certificate, const Frame& frame) {
  Findings found;
  compare_frame(certificate, frame, found);
  const auto& request = certificate.request;
  if (request.size < 1 || request.size > kMostDrawn || request.seed.empty()) {
    found.add("seed", "The certificate has no seed, or a size that no draw can have.");
    return found.take();
  }
  const auto basis = basis_of(certificate, frame, found);

  Selection selection(frame, request);
  if (selection.eligible() == 0) {
    found.add("strata", "No case in the file is eligible under the certificate’s rules.");
    return found.take();
  }
  selection.rank(basis.value_or(certificate.frame_sha256));
  selection.select();
  for (const auto& exemption : certificate.exemptions) {
    // Without the seed nothing can be said of who replaces whom.
    if (!selection.exempt(exemption.child_id) && basis) {
      found.add("exemptions",
                fmt::format("Case {} is exempted in the certificate but is not in the sample at that point.",
                            exemption.child_id.text()));
    }
  }
  const auto made = selection.certificate();
  compare_strata(certificate.strata, made.strata, request.size, basis.has_value(), found);
  if (basis) {
    compare_order(certificate, made, frame, found);
    compare_binding(certificate.binding, made.binding, found);
    if (!found.any("exemptions") && !found.any("order") && certificate.exemptions != made.exemptions) {
      found.add("exemptions", "The replacements of exempted cases are not those next in the draw order.");
    }
  }
  compare_allocation(certificate, found);
  return found.take();
}

base::Result<std::vector<Difference>> verify(const Certificate& certificate, std::istream& frame) {
  TRY(const Frame read, read_frame(frame));
  return verify(certificate, read);
}

}  // namespace plumbline::domain
