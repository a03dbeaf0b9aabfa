#include "web/report/report_view.hpp"

namespace plumbline::web {

Table report_table(const report::ReportTable& from) {
  Table table;
  table.caption = from.caption;
  for (const auto& column : from.columns) {
    Column one;
    one.name = column.name;
    one.numeric = column.numeric;
    table.columns.push_back(std::move(one));
  }
  for (const auto& row : from.rows) {
    Row to;
    to.total = row.total;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      Cell cell;
      cell.text = row.cells[i].text;
      cell.url = row.cells[i].url;
      cell.note = row.cells[i].note;
      // A number alone says nothing to somebody who goes from link to link.
      if (!cell.url.empty() && i > 0 && i < from.columns.size())
        cell.what = from.columns[i].name + ", " + row.cells.front().text;
      to.cells.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(to));
  }
  return table;
}

void add_commentary(View& view, std::string_view marker, const std::vector<report::CommentaryBlock>& blocks) {
  if (blocks.empty()) return;
  View body = view.include(marker, "report/commentary.html");
  for (std::size_t at = 0; at < blocks.size();) {
    View group = body.add("GROUP");
    if (blocks[at].kind == report::CommentaryBlock::Kind::Paragraph) {
      group.show_with("PARAGRAPH", "TEXT", blocks[at++].text);
      continue;
    }
    View list = group.add("LIST");
    for (; at < blocks.size() && blocks[at].kind == report::CommentaryBlock::Kind::Item; ++at)
      list.add("ITEM").set("TEXT", blocks[at].text);
  }
}

void add_report_section(View& view, std::string_view marker, const report::ReportSection& section) {
  View one = view.include(marker, "report/section.html");
  one.set("ID", section.id).set("HEADING", section.heading);
  add_commentary(one, "COMMENTARY", section.commentary);
  for (const auto& part : section.parts) {
    View in = one.add("PART");
    for (const auto& sentence : part.sentences) in.add("SENTENCE").set("TEXT", sentence);
    for (const auto& chart : part.charts) add_chart(in, "CHART", chart.wide, chart.narrow);
    for (const auto& table : part.tables) add_table(in, "TABLE", report_table(table));
    in.show_with("NOTE", "TEXT", part.note);
  }
}

}  // namespace plumbline::web
