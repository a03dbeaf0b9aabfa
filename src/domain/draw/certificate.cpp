#include "domain/draw/certificate.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace plumbline::domain {
namespace {

using Json = nlohmann::ordered_json;
using base::Day;

constexpr std::size_t kMostBytes = 256 * 1024 * 1024;
constexpr int kMostDepth = 6;

// ---- writing ----

template <class Items, class Write>
Json list(const Items& items, Write&& write) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(write(item));
  return out;
}

Json texts(const std::vector<std::string>& items) {
  return list(items, [](const auto& text) { return Json(text); });
}
template <class Tag>
Json ids(const std::vector<base::Id<Tag>>& items) {
  return list(items, [](const auto& id) { return Json(id.text()); });
}
Json category_or_null(const std::optional<Category>& category) {
  return category ? Json(to_string(*category)) : Json(nullptr);
}

std::string_view to_string(AreaSpread area) {
  switch (area) {
    case AreaSpread::Locality:
      return "locality";
    case AreaSpread::ServiceArea:
      return "service-area";
    case AreaSpread::None:
      return "none";
  }
  return "";
}

// `locality` is the contract's name; a spread over service areas has its own beside it.
void put_area(Json& out, AreaSpread by, const std::string& area) {
  out["locality"] = by == AreaSpread::Locality ? Json(area) : Json(nullptr);
  if (by == AreaSpread::ServiceArea) out["service_area"] = area;
}

Json rules_json(const DrawRules& rules) {
  Json out = Json::array();
  if (!rules.categories.empty()) {
    out.push_back({{"rule", "categories"}, {"categories", list(rules.categories, [](Category category) {
                                              return Json(to_string(category));
                                            })}});
  }
  if (!rules.any_flag.empty()) out.push_back({{"rule", "any-flag"}, {"flags", texts(rules.any_flag)}});
  if (!rules.localities.empty()) out.push_back({{"rule", "localities"}, {"localities", texts(rules.localities)}});
  if (!rules.service_areas.empty()) {
    out.push_back({{"rule", "service-areas"}, {"service_areas", texts(rules.service_areas)}});
  }
  if (!rules.nominated.empty()) out.push_back({{"rule", "nominated"}, {"children", ids(rules.nominated)}});
  if (!rules.by_category || rules.by_area != AreaSpread::Locality) {
    out.push_back({{"rule", "spread"}, {"category", rules.by_category}, {"area", to_string(rules.by_area)}});
  }
  if (rules.not_audited_within_months) {
    out.push_back({{"rule", "not-audited-within"}, {"months", *rules.not_audited_within_months}});
  }
  if (rules.one_per_worker) out.push_back({{"rule", "one-per-worker"}});
  if (!rules.exempt.empty()) out.push_back({{"rule", "exempt"}, {"children", ids(rules.exempt)}});
  return out;
}

// ---- reading ----

struct Wrong {
  std::string rule;
  std::string field;
};

// A place in the file, so that what is wrong can be named.
class At {
 public:
  At(const Json& value, std::string path) : value_(value), path_(std::move(path)) {}

  [[noreturn]] void wrong() const { throw Wrong{"field", path_}; }
  bool is_null() const { return value_.is_null(); }
  bool has(const char* key) const { return value_.is_object() && value_.contains(key); }
  At operator[](const char* key) const {
    const std::string path = path_.empty() ? key : path_ + "." + key;
    if (!has(key)) throw Wrong{"field", path};
    return At(value_.at(key), path);
  }
  std::string text() const {
    if (!value_.is_string()) wrong();
    return value_.get<std::string>();
  }
  bool truth() const {
    if (!value_.is_boolean()) wrong();
    return value_.get<bool>();
  }
  std::int64_t whole(std::int64_t least, std::int64_t most) const {
    if (!value_.is_number_integer()) wrong();
    if (value_.is_number_unsigned() && value_.get<std::uint64_t>() > std::uint64_t{1} << 62U) wrong();
    const auto number = value_.get<std::int64_t>();
    if (number < least || number > most) wrong();
    return number;
  }
  std::int64_t millionths() const {
    if (!value_.is_number()) wrong();
    const auto number = value_.get<double>();
    if (!(number >= 0 && number <= 1e12)) wrong();
    return std::llround(number * 1e6);
  }
  template <class Read>
  auto each(Read&& read) const {
    if (!value_.is_array()) wrong();
    std::vector<decltype(read(*this))> out;
    out.reserve(value_.size());
    for (std::size_t i = 0; i < value_.size(); ++i)
      out.push_back(read(At(value_[i], path_ + "[" + std::to_string(i) + "]")));
    return out;
  }
  template <class T, class Parse>
  T parsed(Parse&& parse) const {
    const std::optional<T> value = parse(text());
    if (!value) wrong();
    return *value;
  }

 private:
  const Json& value_;
  std::string path_;
};

constexpr std::int64_t kMany = std::int64_t{1} << 40U;

std::string read_text(const At& at) { return at.text(); }
ChildId read_child(const At& at) { return ChildId{at.text()}; }
PersonId read_person(const At& at) { return PersonId{at.text()}; }
Category read_category(const At& at) { return at.parsed<Category>(parse_category); }
std::optional<Category> read_category_or_null(const At& at) {
  return at.is_null() ? std::nullopt : std::optional(read_category(at));
}
std::optional<ChildId> read_child_or_null(const At& at) {
  return at.is_null() ? std::nullopt : std::optional(read_child(at));
}
std::string read_area(const At& at) {
  if (!at["locality"].is_null()) return at["locality"].text();
  return at.has("service_area") ? at["service_area"].text() : std::string();
}

base::Digest read_digest(const At& at) {
  const auto text = at.text();
  base::Digest digest{};
  if (text.size() != 2 * digest.size()) at.wrong();
  const auto nibble = [&](char letter) -> unsigned {
    if (letter >= '0' && letter <= '9') return static_cast<unsigned>(letter - '0');
    if (letter >= 'a' && letter <= 'f') return static_cast<unsigned>(letter - 'a') + 10U;
    at.wrong();
  };
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(nibble(text[2 * i]) << 4U | nibble(text[2 * i + 1]));
  }
  return digest;
}

AreaSpread read_spread(const At& at) {
  const auto text = at.text();
  for (const auto area : {AreaSpread::Locality, AreaSpread::ServiceArea, AreaSpread::None}) {
    if (text == to_string(area)) return area;
  }
  at.wrong();
}

void read_rule(const At& at, DrawRules& rules) {
  const auto rule = at["rule"].text();
  if (rule == "categories")
    rules.categories = at["categories"].each(read_category);
  else if (rule == "any-flag")
    rules.any_flag = at["flags"].each(read_text);
  else if (rule == "localities")
    rules.localities = at["localities"].each(read_text);
  else if (rule == "service-areas")
    rules.service_areas = at["service_areas"].each(read_text);
  else if (rule == "nominated")
    rules.nominated = at["children"].each(read_child);
  else if (rule == "not-audited-within")
    rules.not_audited_within_months = static_cast<int>(at["months"].whole(0, 1200));
  else if (rule == "one-per-worker")
    rules.one_per_worker = true;
  else if (rule == "exempt")
    rules.exempt = at["children"].each(read_child);
  else if (rule == "spread") {
    rules.by_category = at["category"].truth();
    rules.by_area = read_spread(at["area"]);
  } else {
    throw Wrong{"rule", rule.substr(0, 60)};
  }
}

Certificate read_fields(const At& at) {
  if (at["plumbline"].text() != "1") throw Wrong{"version", "plumbline"};
  Certificate out;
  out.request.council = at["council"].text();
  out.request.framework = at["framework"]["key"].text();
  out.request.framework_version = static_cast<int>(at["framework"]["version"].whole(0, 1'000'000));
  out.request.programme = at["programme"].text();
  out.request.period = at["period"].parsed<base::Period>(base::parse_period);
  out.request.seed = at["seed"].text();
  out.request.as_of = at["as_of"].parsed<Day>(base::parse_day);
  out.frame_sha256 = at["frame"]["sha256"].text();
  out.frame_rows = at["frame"]["rows"].whole(0, kMany);
  out.request.size = at["size"].whole(0, 1'000'000'000);
  at["rules"].each([&](const At& rule) {
    read_rule(rule, out.request.rules);
    return 0;
  });
  out.strata = at["strata"].each([](const At& row) {
    return StratumQuota{read_category_or_null(row["category"]), read_area(row),
                        row["eligible"].whole(0, kMany),        row["exact"].millionths(),
                        row["quota"].whole(0, kMany),           row["drawn"].whole(0, kMany)};
  });
  out.order = at["order"].each([](const At& row) {
    return LookedAt{row["rank"].whole(1, kMany), read_child(row["child_id"]), read_digest(row["digest"]),
                    row["outcome"].parsed<Outcome>(parse_outcome), read_child_or_null(row["for"])};
  });
  out.binding = at["binding"].each([](const At& row) {
    return Binding{row["rule"].text(), read_category_or_null(row["category"]), read_area(row),
                   row["short_by"].whole(0, kMany),
                   row.has("workers") ? row["workers"].each(read_person) : std::vector<PersonId>{}};
  });
  if (at.has("exemptions")) {
    out.exemptions = at["exemptions"].each([](const At& row) {
      return Exemption{read_child(row["child_id"]), read_child_or_null(row["replacement"])};
    });
  }
  out.allocation = at["allocation"].each([](const At& row) {
    return Placement{read_child(row["child_id"]), read_person(row["auditor"]),
                     row.has("second") ? std::optional(read_person(row["second"])) : std::nullopt,
                     row.has("part") ? row["part"].text() : std::string()};
  });
  out.loads = at["loads"].each([](const At& row) {
    return Load{read_person(row["auditor"]), static_cast<int>(row["audits"].whole(0, 1'000'000)),
                static_cast<int>(row["most"].whole(0, 1'000'000))};
  });
  return out;
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::Drawn:
      return "drawn";
    case Outcome::StratumFull:
      return "stratum-full";
    case Outcome::SameWorker:
      return "same-worker";
    case Outcome::AuditedLately:
      return "audited-lately";
    case Outcome::Exempt:
      return "exempt";
    case Outcome::Replacement:
      return "replacement";
  }
  return "";
}

std::string_view say(Outcome outcome) {
  switch (outcome) {
    case Outcome::Drawn:
      return "Drawn";
    case Outcome::StratumFull:
      return "Passed over: its group was full";
    case Outcome::SameWorker:
      return "Passed over: its worker already has a case in this cycle";
    case Outcome::AuditedLately:
      return "Passed over: audited too lately";
    case Outcome::Exempt:
      return "Exempted";
    case Outcome::Replacement:
      return "Drawn as a replacement";
  }
  return "";
}

std::optional<Outcome> parse_outcome(std::string_view text) {
  for (const auto outcome : {Outcome::Drawn, Outcome::StratumFull, Outcome::SameWorker, Outcome::AuditedLately,
                             Outcome::Exempt, Outcome::Replacement}) {
    if (text == to_string(outcome)) return outcome;
  }
  return std::nullopt;
}

std::vector<ChildId> Certificate::sample() const {
  std::vector<ChildId> cases;
  for (const auto& entry : order) {
    if (entry.outcome == Outcome::Drawn || entry.outcome == Outcome::Replacement) cases.push_back(entry.child_id);
  }
  return cases;
}

std::string to_json(const Certificate& certificate) {
  const auto& request = certificate.request;
  const auto by = request.rules.by_area;
  Json out;
  out["plumbline"] = "1";
  out["council"] = request.council;
  out["framework"] = {{"key", request.framework}, {"version", request.framework_version}};
  out["programme"] = request.programme;
  out["period"] = base::iso(request.period);
  out["seed"] = request.seed;
  out["as_of"] = base::iso(request.as_of);
  out["frame"] = {{"sha256", certificate.frame_sha256}, {"rows", certificate.frame_rows}};
  out["size"] = request.size;
  out["rules"] = rules_json(request.rules);
  out["strata"] = list(certificate.strata, [&](const StratumQuota& row) {
    Json item;
    item["category"] = category_or_null(row.category);
    put_area(item, by, row.area);
    item["eligible"] = row.eligible;
    item["exact"] = static_cast<double>(row.exact_millionths) / 1e6;
    item["quota"] = row.quota;
    item["drawn"] = row.drawn;
    return item;
  });
  out["order"] = list(certificate.order, [](const LookedAt& row) {
    return Json{{"rank", row.rank},
                {"child_id", row.child_id.text()},
                {"digest", base::hex(row.digest)},
                {"outcome", to_string(row.outcome)},
                {"for", row.replaces ? Json(row.replaces->text()) : Json(nullptr)}};
  });
  out["binding"] = list(certificate.binding, [&](const Binding& row) {
    Json item;
    item["rule"] = row.rule;
    item["category"] = category_or_null(row.category);
    put_area(item, by, row.area);
    item["short_by"] = row.short_by;
    if (!row.workers.empty()) item["workers"] = ids(row.workers);
    return item;
  });
  if (!certificate.exemptions.empty()) {
    out["exemptions"] = list(certificate.exemptions, [](const Exemption& row) {
      return Json{{"child_id", row.child_id.text()},
                  {"replacement", row.replacement ? Json(row.replacement->text()) : Json(nullptr)}};
    });
  }
  out["allocation"] = list(certificate.allocation, [](const Placement& row) {
    Json item{{"child_id", row.child_id.text()}, {"auditor", row.auditor.text()}};
    if (row.second) item["second"] = row.second->text();
    if (!row.part.empty()) item["part"] = row.part;
    return item;
  });
  out["loads"] = list(certificate.loads, [](const Load& row) {
    return Json{{"auditor", row.auditor.text()}, {"audits", row.audits}, {"most", row.most}};
  });
  return out.dump(1) + '\n';
}

base::Result<Certificate> read_certificate(std::string_view json) {
  if (json.size() > kMostBytes) return base::invalid("certificate.read.too_large");
  bool deep = false;
  const auto shallow = [&](int depth, Json::parse_event_t event, Json&) {
    const bool opens = event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
    if (opens && depth >= kMostDepth) deep = true;
    return !deep;
  };
  const Json root = Json::parse(json.begin(), json.end(), shallow, false);
  if (root.is_discarded() || deep || !root.is_object()) return base::invalid("certificate.read.not_json");
  try {
    return read_fields(At(root, ""));
  } catch (const Wrong& wrong) {
    const char* value = wrong.rule == "rule" ? "rule" : "field";
    return base::invalid("certificate.read." + wrong.rule, "", {{value, wrong.field}});
  }
}

}  // namespace plumbline::domain
