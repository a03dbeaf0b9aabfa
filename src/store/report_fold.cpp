#include "store/report_fold.hpp"

#include <array>
#include <map>
#include <unordered_map>

namespace plumbline::store {
namespace {

// Between fields and between records of a text; no key or word of ours holds them.
constexpr char kField = '\x1f';
constexpr char kRecord = '\x1e';

constexpr std::string_view kTalks = "SELECT kind, held, reason FROM conversations WHERE council = $1 AND audit_id = $2";
constexpr std::string_view kJudgedSections = R"sql(
  SELECT section, judgement, good_practice FROM audit_sections WHERE council = $1 AND audit_id = $2 ORDER BY section
)sql";

constexpr std::string_view kPutOutline = "UPDATE audits SET outline = $3 WHERE council = $1 AND audit_id = $2";

// The columns of kFoldedAfter.
enum Column {
  kPeriod,
  kArea,
  kCohort,
  kTool,
  kCategory,
  kState,
  kSent,
  kSubmittedAt,
  kDueOn,
  kPicked,
  kOverall,
  kModerated,
  kFamilyContact,
  kImported,
  kHandBackReason,
  kAgain,
  kOutline,
  kPart
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Tally = std::unordered_map<std::string, long long, TextHash, std::equal_to<>>;

void add(Tally& tally, std::string_view key) {
  const auto at = tally.find(key);
  if (at == tally.end())
    tally.emplace(key, 1);
  else
    ++at->second;
}
std::map<std::string, long long> in_order(const Tally& tally) { return {tally.begin(), tally.end()}; }

struct OfTool {
  Tally sections;    // as the outline has them
  Tally categories;  // by category and part
};
// Audits of one period, area and cohort.
struct Group {
  base::Period period;
  std::string area;
  std::string cohort;
  Tally audits;  // by state, five flags, overall, moderated
  Tally past;    // rows of an old tracker by `exempt` and its reason
  Tally talks;   // by held and reason
  std::map<std::string, OfTool, std::less<>> tools;
  std::array<long long, 2> family{};  // not held, held
  long long with_example = 0;
  long long again = 0;
};

// The part before the next separator, which is taken away with it.
std::string_view next(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto part = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return part;
}

template <class Parse>
auto word_of(std::string_view text, Parse parse) -> decltype(parse(text)) {
  if (text.empty()) return std::nullopt;
  auto value = parse(text);
  if (!value) throw DatabaseFailure(Failure::Damaged, "a stored word is not known: " + std::string(text.substr(0, 40)));
  return value;
}
template <class Parse>
auto needed(std::string_view text, Parse parse) {
  const auto value = word_of(text, parse);
  if (!value) throw DatabaseFailure(Failure::Damaged, "a stored word is missing");
  return *value;
}

std::string_view text_or_none(const Row& row, int column) {
  return row.is_null(column) ? std::string_view() : row.text(column);
}

// Days are compared in London: from UTC's evening on it may be the next day there.
bool is_late(std::string_view submitted_at, std::string_view due_on) {
  constexpr std::size_t kDay = 10;
  if (due_on.empty()) return false;
  if (const auto day = submitted_at.substr(0, kDay); day != due_on) return day > due_on;
  if (submitted_at.substr(kDay, 3) != "T23") return false;
  const auto at = base::parse_instant(submitted_at);
  return at && base::iso(base::london_day(*at)) > due_on;
}

void add_row(Group& group, const Row& row, std::string_view today, std::string& key) {
  const auto state = row.text(kState);
  const bool sent = row.boolean(kSent);
  if (row.boolean(kAgain)) {
    if (sent && state != to_string(domain::AuditState::Withdrawn)) ++group.again;
    return;
  }
  const auto submitted_at = text_or_none(row, kSubmittedAt);
  const auto due_on = text_or_none(row, kDueOn);
  const bool returned = !submitted_at.empty();
  const bool withdrawn = state == to_string(domain::AuditState::Withdrawn);
  key.assign(state);
  for (const bool flag : {sent, returned, sent && !returned && !withdrawn && !due_on.empty() && due_on < today,
                          returned && is_late(submitted_at, due_on), row.boolean(kPicked)}) {
    key += kField;
    key += flag ? '1' : '0';
  }
  key += kField;
  key += text_or_none(row, kOverall);
  key += kField;
  key += text_or_none(row, kModerated);
  add(group.audits, key);

  if (row.boolean(kImported)) {
    key.assign(withdrawn ? "1" : "0");
    key += kField;
    if (withdrawn) key += row.text(kHandBackReason);
    add(group.past, key);
  }
  if (!returned) return;

  const auto tool = row.text(kTool);
  auto of_tool = group.tools.find(tool);
  if (of_tool == group.tools.end()) of_tool = group.tools.emplace(std::string(tool), OfTool()).first;
  key.assign(row.text(kCategory));
  key += kField;
  key += row.text(kPart);
  add(of_tool->second.categories, key);
  // What nobody has written yet says nothing of either conversation.
  auto sections = row.text(kOutline);
  auto talks = next(sections, kRecord);
  const auto held = next(talks, kField);
  const auto reason = next(talks, kField);
  key.assign(held);
  key += kField;
  key += reason;
  add(group.talks, key);
  if (row.boolean(kFamilyContact)) ++group.family[talks == "1" ? 1 : 0];
  bool example = false;
  while (!sections.empty()) {
    const auto one = next(sections, kRecord);
    example = example || one.ends_with('1');
    add(of_tool->second.sections, one);
  }
  if (example) ++group.with_example;
}

template <class Count>
Count count_of(const Group& group, long long n) {
  Count count;
  count.period = group.period;
  count.area = group.area;
  count.cohort = group.cohort;
  count.n = n;
  return count;
}

void tell(const Group& group, app::ReportCounts& counts) {
  for (const auto& [text, n] : in_order(group.audits)) {
    std::string_view rest = text;
    auto count = count_of<app::AuditCount>(group, n);
    count.state = needed(next(rest, kField), domain::parse_audit_state);
    for (bool* flag : {&count.sent, &count.returned, &count.overdue, &count.late, &count.picked})
      *flag = next(rest, kField) == "1";
    count.before = word_of(next(rest, kField), domain::parse_grade);
    count.moderated = word_of(rest, domain::parse_grade);
    counts.audits.push_back(std::move(count));
  }
  for (const auto& [tool, of] : group.tools) {
    for (const auto& [text, n] : in_order(of.sections)) {
      std::string_view rest = text;
      auto count = count_of<app::SectionCount>(group, n);
      count.tool = tool;
      count.section = next(rest, kField);
      count.judgement = word_of(next(rest, kField), domain::parse_grade);
      count.good_practice = rest == "1";
      counts.sections.push_back(std::move(count));
    }
    for (const auto& [text, n] : in_order(of.categories)) {
      std::string_view rest = text;
      const auto category = needed(next(rest, kField), domain::parse_category);
      counts.tools.push_back({group.period, group.area, group.cohort, tool, category, n, std::string(rest)});
    }
  }
  for (const auto& [text, n] : in_order(group.past)) {
    std::string_view rest = text;
    const bool exempt = next(rest, kField) == "1";
    counts.sample.push_back({group.period, group.area, group.cohort, exempt, std::string(rest), n});
  }
}

// What is counted by period and area whatever the cohort.
struct Place {
  std::map<std::string, long long> talks;
  std::array<long long, 2> family{};
  long long with_example = 0;
  long long again = 0;
};

}  // namespace

void fold_audits(Connection& connection, std::string_view sql, const std::vector<Value>& values, base::Day today,
                 app::ReportCounts& counts) {
  std::map<std::string, Group> groups;
  const auto today_text = base::iso(today);
  std::string key;
  std::string scratch;
  std::string last_key;
  Group* last = nullptr;
  connection.stream(sql, values, [&](const Row& row) {
    key.clear();
    for (const int column : {kPeriod, kArea, kCohort}) {
      key += row.text(column);
      key += kField;
    }
    // Rows come by period where an index gives them: the group is often the one before.
    if (!last || key != last_key) {
      auto [at, is_new] = groups.try_emplace(key);
      last = &at->second;
      last_key = key;
      if (is_new) {
        last->period = row.period(kPeriod);
        last->area = row.string(kArea);
        last->cohort = row.string(kCohort);
      }
    }
    add_row(*last, row, today_text, scratch);
  });

  std::map<std::pair<base::Period, std::string>, Place> places;
  for (const auto& [joined, group] : groups) {
    tell(group, counts);
    auto& place = places[{group.period, group.area}];
    for (const auto& [text, n] : group.talks) place.talks[text] += n;
    for (std::size_t held = 0; held < place.family.size(); ++held) place.family[held] += group.family[held];
    place.with_example += group.with_example;
    place.again += group.again;
  }
  for (const auto& [at, place] : places) {
    const auto& [period, area] = at;
    for (const auto& [text, n] : place.talks) {
      std::string_view rest = text;
      app::ParticipationCount count;
      count.period = period;
      count.area = area;
      if (const auto held = next(rest, kField); !held.empty()) count.held = held == "1";
      count.reason = word_of(rest, domain::parse_not_held_reason);
      count.n = n;
      counts.participation.push_back(std::move(count));
    }
    for (std::size_t held = 0; held < place.family.size(); ++held)
      if (place.family[held] > 0) counts.family.push_back({period, area, held == 1, place.family[held]});
    if (place.with_example > 0) counts.good_practice.push_back({period, area, place.with_example});
    if (place.again > 0) counts.reaudits.push_back({period, area, place.again});
  }
}

namespace {
std::string_view digit(const std::optional<bool>& held) { return !held ? "" : *held ? "1" : "0"; }
}  // namespace

void Outline::worker(std::optional<bool> held, std::string_view reason) {
  worker_.assign(digit(held));
  worker_ += kField;
  worker_ += reason;
}

void Outline::family(std::optional<bool> held) { family_.assign(digit(held)); }

void Outline::section(std::string_view key, std::string_view judgement, bool good_practice) {
  sections_ += kRecord;
  sections_ += key;
  sections_ += kField;
  sections_ += judgement;
  sections_ += kField;
  sections_ += good_practice ? '1' : '0';
}

std::string Outline::text() const {
  return (worker_.empty() ? std::string(1, kField) : worker_) + kField + family_ + sections_;
}

void note_outline(Connection& connection, const std::string& council, std::string_view audit) {
  Outline outline;
  connection.query(kTalks, {council, audit}, [&](const Row& row) {
    if (row.text(0) == to_string(domain::ConversationKind::Worker))
      outline.worker(row.optional_boolean(1), text_or_none(row, 2));
    else if (row.text(0) == to_string(domain::ConversationKind::Family))
      outline.family(row.optional_boolean(1));
  });
  connection.query(kJudgedSections, {council, audit},
                   [&](const Row& row) { outline.section(row.text(0), text_or_none(row, 1), row.boolean(2)); });
  connection.execute(kPutOutline, {council, audit, outline.text()});
}

}  // namespace plumbline::store
