#include "report/publication/difference.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/csv.hpp"

namespace plumbline::report {
namespace {

struct CsvFigures {
  std::vector<std::string> order;
  std::map<std::string, std::string> values;  // `29 of 49` by `section/measure/period/area`
};

// The CSV is the one list of every figure, tables or not.
CsvFigures figures_of(const std::string& csv) {
  CsvFigures figures;
  std::istringstream in(csv);
  base::CsvReader reader(in);
  std::vector<std::string_view> fields;
  std::vector<std::string> columns;
  for (auto more = reader.next(fields); more && *more; more = reader.next(fields)) {
    if (columns.empty()) {
      columns.assign(fields.begin(), fields.end());
      continue;
    }
    std::map<std::string_view, std::string_view> row;
    for (std::size_t at = 0; at < fields.size() && at < columns.size(); ++at) row[columns[at]] = fields[at];
    if (row["measure"] == "commentary") continue;
    std::string key;
    for (const auto* name : {"section", "measure", "period", "area"})
      key += (key.empty() ? "" : "/") + std::string(row[name]);
    std::string value(row["n"]);
    if (!row["of"].empty()) value += " of " + std::string(row["of"]);
    figures.order.push_back(key);
    figures.values[key] = std::move(value);
  }
  return figures;
}

// What people call a figure: its table, row and column.
std::map<std::string, std::string> names_in(const ReportPage& page) {
  std::map<std::string, std::string> names;
  for (const auto& section : page.sections)
    for (const auto& part : section.parts)
      for (const auto& table : part.tables)
        for (const auto& row : table.rows)
          for (std::size_t at = 1; at < row.cells.size() && at < table.columns.size(); ++at)
            if (!row.cells[at].figure.empty())
              names.emplace(row.cells[at].figure,
                            table.caption + ". " + row.cells.front().text + ": " + table.columns[at].name);
  return names;
}

std::string as_text(const std::vector<CommentaryBlock>& blocks) {
  std::string text;
  for (const auto& block : blocks) {
    if (!text.empty()) text += block.kind == CommentaryBlock::Kind::Item ? "\n" : "\n\n";
    text += (block.kind == CommentaryBlock::Kind::Item ? "• " : "") + block.text;
  }
  return text;
}

// What a pack's JSON says of each audit and of its actions, by reference.
std::map<std::string, std::string> audits_of(const MadeReport& made) {
  std::map<std::string, std::string> said;
  const auto json = nlohmann::ordered_json::parse(made.json, nullptr, false);
  if (!json.is_object()) return said;
  for (const auto* list : {"audits", "actions"}) {
    const auto found = json.find(list);
    if (found == json.end() || !found->is_array()) continue;
    for (const auto& one : *found)
      if (one.is_object() && one.contains("audit_ref") && one["audit_ref"].is_string())
        said[one["audit_ref"].get<std::string>()] += one.dump();
  }
  return said;
}

std::vector<std::string> audits_that_differ(const MadeReport& before, const MadeReport& after) {
  const auto old_ones = audits_of(before);
  const auto new_ones = audits_of(after);
  std::set<std::string> references;
  for (const auto* one : {&old_ones, &new_ones})
    for (const auto& [reference, said] : *one) references.insert(reference);
  std::vector<std::string> differ;
  for (const auto& reference : references) {
    const auto was = old_ones.find(reference);
    const auto is = new_ones.find(reference);
    if (was == old_ones.end() || is == new_ones.end() || was->second != is->second) differ.push_back(reference);
  }
  return differ;
}

}  // namespace

Difference difference(const MadeReport& before, const MadeReport& after) {
  Difference found;
  const auto old_figures = figures_of(before.csv);
  const auto new_figures = figures_of(after.csv);
  auto names = names_in(after.page);
  names.merge(names_in(before.page));
  const auto add = [&](const std::string& key, const std::string& old_value, const std::string& new_value) {
    if (old_value == new_value) return;
    const auto name = names.find(key);
    found.figures.push_back({name == names.end() ? key : name->second, old_value, new_value});
  };
  const auto value_of = [](const CsvFigures& figures, const std::string& key) {
    const auto value = figures.values.find(key);
    return value == figures.values.end() ? std::string("–") : value->second;
  };
  for (const auto& key : new_figures.order) add(key, value_of(old_figures, key), value_of(new_figures, key));
  for (const auto& key : old_figures.order)
    if (!new_figures.values.contains(key)) add(key, value_of(old_figures, key), "–");

  const auto compare = [&](const std::string& where, const std::string& old_text, const std::string& new_text) {
    if (old_text != new_text) found.texts.push_back({where, old_text, new_text});
  };
  compare("The whole report", as_text(before.page.commentary), as_text(after.page.commentary));
  const auto text_in = [](const MadeReport& made, const std::string& id) {
    for (const auto& section : made.page.sections)
      if (section.id == id) return as_text(section.commentary);
    return std::string();
  };
  for (const auto& section : after.page.sections)
    compare(section.heading, text_in(before, section.id), as_text(section.commentary));
  for (const auto& section : before.page.sections) {
    bool gone = true;
    for (const auto& kept : after.page.sections) gone = gone && kept.id != section.id;
    if (gone) compare(section.heading, as_text(section.commentary), "");
  }
  found.audits = audits_that_differ(before, after);
  return found;
}

}  // namespace plumbline::report
