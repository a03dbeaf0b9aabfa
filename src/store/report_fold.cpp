#include "store/report_fold.hpp"

#include <map>
#include <unordered_map>

namespace plumbline::store {
namespace {

constexpr char kField = '\x1f';
constexpr char kRecord = '\x1e';

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

// Audits of one period, area, cohort and tool.
struct Group {
  base::Period period;
  std::string area;
  std::string cohort;
  std::string tool;
  Tally sections;    // by section, judgement and flag, as the database joins them
  Tally categories;
  Tally talks;
  long long with_example = 0;
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

}  // namespace

void fold_returned(Connection& connection, std::string_view sql, const std::vector<Value>& values,
                   app::ReportCounts& counts) {
  std::map<std::string, Group> groups;
  std::string key;
  Group* last = nullptr;
  std::string last_key;
  connection.stream(sql, values, [&](const Row& row) {
    key.clear();
    for (int column = 0; column < 4; ++column) {
      key += row.text(column);
      key += kField;
    }
    // Rows come by period: the group is often the one before.
    if (!last || key != last_key) {
      auto [at, is_new] = groups.try_emplace(key);
      last = &at->second;
      last_key = key;
      if (is_new) {
        last->period = row.period(0);
        last->area = row.string(1);
        last->cohort = row.string(2);
        last->tool = row.string(3);
      }
    }
    add(last->categories, row.text(4));
    add(last->talks, row.text(6));
    bool example = false;
    for (auto sections = row.text(5); !sections.empty();) {
      const auto one = next(sections, kRecord);
      example = example || one.back() == '1';
      add(last->sections, one);
    }
    if (example) ++last->with_example;
  });

  // The same groups in SQL are by period and area alone, whatever the cohort and the tool.
  std::map<std::pair<base::Period, std::string>, std::map<std::string, long long>> talks;
  std::map<std::pair<base::Period, std::string>, long long> examples;
  for (const auto& [joined, group] : groups) {
    for (const auto& [text, n] : std::map<std::string, long long>(group.sections.begin(), group.sections.end())) {
      std::string_view rest = text;
      app::SectionCount count;
      count.period = group.period;
      count.area = group.area;
      count.cohort = group.cohort;
      count.tool = group.tool;
      count.section = next(rest, kField);
      count.judgement = word_of(next(rest, kField), domain::parse_grade);
      count.good_practice = rest == "1";
      count.n = n;
      counts.sections.push_back(std::move(count));
    }
    for (const auto& [text, n] : std::map<std::string, long long>(group.categories.begin(), group.categories.end()))
      counts.tools.push_back(
          {group.period, group.area, group.cohort, group.tool, *word_of(text, domain::parse_category), n});
    const std::pair place{group.period, group.area};
    for (const auto& [text, n] : group.talks) talks[place][text] += n;
    if (group.with_example > 0) examples[place] += group.with_example;
  }
  for (const auto& [place, by_talk] : talks)
    for (const auto& [text, n] : by_talk) {
      std::string_view rest = text;
      app::ParticipationCount count;
      count.period = place.first;
      count.area = place.second;
      const auto held = next(rest, kField);
      if (!held.empty()) count.held = held == "1";
      count.reason = word_of(rest, domain::parse_not_held_reason);
      count.n = n;
      counts.participation.push_back(std::move(count));
    }
  for (const auto& [place, n] : examples) counts.good_practice.push_back({place.first, place.second, n});
}

}  // namespace plumbline::store
