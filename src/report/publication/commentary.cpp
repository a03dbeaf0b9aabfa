#include "report/publication/commentary.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace plumbline::report {
namespace {

using Json = nlohmann::ordered_json;

// `- plums` → `plums`
bool is_item(std::string_view line, std::string& item) {
  for (const std::string_view mark : {"-", "*", "•"})
    if (line == mark || (line.starts_with(mark) && line.substr(mark.size()).starts_with(' '))) {
      item = base::trim(line.substr(mark.size()));
      return true;
    }
  return false;
}

std::string with_texts(const std::string& csv, const std::vector<app::Commentary>& texts, const ReportAsk& ask) {
  std::istringstream in(csv);
  base::CsvReader reader(in);
  std::vector<std::string_view> fields;
  std::string out;
  std::size_t columns = 0;
  for (auto more = reader.next(fields); more && *more; more = reader.next(fields)) {
    if (columns == 0) columns = fields.size();
    fields.push_back(out.empty() ? "text" : "");
    base::append_csv(out, fields);
  }
  const auto period = ask.from == ask.to ? base::iso(ask.from) : base::iso(ask.from) + "/" + base::iso(ask.to);
  for (const auto& text : texts) {
    const auto words = base::guarded_cell(text.text);
    std::vector<std::string_view> row{text.section, period, "all", "commentary"};
    row.resize(columns);
    row.push_back(words);
    base::append_csv(out, row);
  }
  return out;
}

}  // namespace

std::vector<CommentaryBlock> blocks_of(const std::string& text) {
  std::vector<CommentaryBlock> blocks;
  bool open = false;  // the last block goes on with the next line
  for (const auto& raw : base::split(base::replace_all(text, "\r\n", "\n"), '\n')) {
    const auto line = base::trim(raw);
    std::string item;
    if (line.empty()) {
      open = false;
    } else if (is_item(line, item)) {
      if (!item.empty()) blocks.push_back({CommentaryBlock::Kind::Item, item});
      open = !item.empty();
    } else if (open) {
      blocks.back().text += " " + std::string(line);
    } else {
      blocks.push_back({CommentaryBlock::Kind::Paragraph, std::string(line)});
      open = true;
    }
  }
  return blocks;
}

void add_commentary(MadeReport& made, const std::vector<app::Commentary>& texts) {
  auto written = texts;
  std::erase_if(written, [](const auto& text) { return base::trim(text.text).empty(); });
  if (written.empty()) return;
  auto json = Json::parse(made.json, nullptr, false);
  Json list = Json::array();
  for (const auto& text : written) {
    const auto section = std::find_if(made.page.sections.begin(), made.page.sections.end(),
                                      [&](const auto& one) { return one.id == text.section; });
    auto& into =
        text.section.empty() || section == made.page.sections.end() ? made.page.commentary : section->commentary;
    for (auto& block : blocks_of(text.text)) into.push_back(std::move(block));
    list.push_back({{"section", text.section}, {"text", text.text}});
  }
  if (json.is_object()) {
    json["commentary"] = std::move(list);
    made.json = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  made.csv = with_texts(made.csv, written, made.ask);
}

}  // namespace plumbline::report
