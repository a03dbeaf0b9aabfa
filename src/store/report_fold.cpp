#include "store/report_fold.hpp"

#include <optional>
#include <set>
#include <tuple>

namespace plumbline::store {
namespace {

constexpr char kField = '\x1f';

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

// Audits of one period, area, cohort and tool: four columns of a row, from `column` on.
struct Group {
  base::Period period;
  std::string area;
  std::string cohort;
  std::string tool;

  Group(const Row& row, int column)
      : period(row.period(column)),
        area(row.string(column + 1)),
        cohort(row.string(column + 2)),
        tool(row.string(column + 3)) {}
};

// The groups and what is counted in each. Rows come by period, so that the group is often the one before.
template <class Counted>
class Groups {
 public:
  Counted& of(const Row& row, int column) {
    key_.clear();
    for (int at = column; at < column + 4; ++at) (key_ += row.text(at)) += kField;
    if (!last_ || key_ != last_key_) {
      const auto at = held_.find(key_);
      last_ = &(at != held_.end() ? at : held_.emplace(key_, std::pair(Group(row, column), Counted())).first)
                   ->second.second;
      last_key_ = key_;
    }
    return *last_;
  }
  auto begin() const { return held_.begin(); }
  auto end() const { return held_.end(); }

 private:
  std::map<std::string, std::pair<Group, Counted>> held_;
  std::string key_;
  std::string last_key_;
  Counted* last_ = nullptr;
};

// The part before the next separator, which is taken away with it.
std::string_view next(std::string_view& text) {
  const auto end = text.find(kField);
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
  struct Counted {
    Tally categories;
    Tally talks;
  };
  Groups<Counted> groups;
  connection.stream(sql, values, [&](const Row& row) {
    auto& counted = groups.of(row, 0);
    add(counted.categories, row.text(4));
    add(counted.talks, row.text(5));
  });

  // In SQL conversations are by period and area alone, whatever the cohort and the tool.
  std::map<std::pair<base::Period, std::string>, std::map<std::string, long long>> talks;
  for (const auto& [joined, held] : groups) {
    const auto& [group, counted] = held;
    for (const auto& [text, n] : in_order(counted.categories))
      counts.tools.push_back(
          {group.period, group.area, group.cohort, group.tool, *word_of(text, domain::parse_category), n});
    for (const auto& [text, n] : counted.talks) talks[{group.period, group.area}][text] += n;
  }
  for (const auto& [place, by_talk] : talks)
    for (const auto& [text, n] : by_talk) {
      std::string_view rest = text;
      app::ParticipationCount count;
      count.period = place.first;
      count.area = place.second;
      const auto held = next(rest);
      if (!held.empty()) count.held = held == "1";
      count.reason = word_of(rest, domain::parse_not_held_reason);
      count.n = n;
      counts.participation.push_back(std::move(count));
    }
}

void fold_sections(Connection& connection, std::string_view sql, const std::vector<Value>& values,
                   app::ReportCounts& counts) {
  struct Counted {
    Tally sections;  // by section, judgement and flag
    long long with_example = 0;
  };
  Groups<Counted> groups;
  std::string audit;
  std::string key;
  Counted* counted = nullptr;
  bool example = false;
  connection.stream(sql, values, [&](const Row& row) {
    if (!counted || row.text(0) != audit) {
      audit = row.text(0);
      counted = &groups.of(row, 1);
      example = false;
    }
    const bool good = row.boolean(7);
    ((((key = row.text(5)) += kField) += row.text(6)) += kField) += good ? '1' : '0';
    add(counted->sections, key);
    if (good && !example) ++counted->with_example;
    example = example || good;
  });

  std::map<std::pair<base::Period, std::string>, long long> examples;
  for (const auto& [joined, held] : groups) {
    const auto& [group, in_group] = held;
    for (const auto& [text, n] : in_order(in_group.sections)) {
      std::string_view rest = text;
      app::SectionCount count;
      count.period = group.period;
      count.area = group.area;
      count.cohort = group.cohort;
      count.tool = group.tool;
      count.section = next(rest);
      count.judgement = word_of(next(rest), domain::parse_grade);
      count.good_practice = rest == "1";
      count.n = n;
      counts.sections.push_back(std::move(count));
    }
    if (in_group.with_example > 0) examples[{group.period, group.area}] += in_group.with_example;
  }
  for (const auto& [place, n] : examples) counts.good_practice.push_back({place.first, place.second, n});
}

}  // namespace plumbline::store
