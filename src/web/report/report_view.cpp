#include "web/report/report_view.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace plumbline::web {
namespace {

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
    if (from.page_rows > 0 && table.rows.size() == from.page_rows) break;
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

}  // namespace

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
    auto note = part.note;
    for (const auto& table : part.tables) {
      add_table(in, "TABLE", report_table(table));
      if (table.page_rows > 0 && table.rows.size() > table.page_rows)
        note = "The first " + base::with_commas(static_cast<long long>(table.page_rows)) + " of " +
               base::with_commas(static_cast<long long>(table.rows.size())) + " rows. The files have all of them." +
               (note.empty() ? "" : " " + note);
    }
    in.show_with("NOTE", "TEXT", note);
  }
}

void add_report_parts(View& body, const report::ReportPage& told, std::string_view part,
                      const std::function<std::string(const std::string& part)>& link) {
  const auto own_page = [](const report::ReportSection& section) {
    return section.place == report::ReportSection::Place::OwnPage;
  };
  const auto own = std::find_if(told.sections.begin(), told.sections.end(),
                                [&](const auto& section) { return own_page(section) && section.id == part; });
  const bool whole = own == told.sections.end();
  if (std::any_of(told.sections.begin(), told.sections.end(), own_page)) {
    View parts = body.add("PARTS");
    const auto entry = [&](const std::string& text, const std::string& id, bool active) {
      parts.add("ENTRY").set("URL", link(id)).set("TEXT", text).show_if(active, "ACTIVE");
    };
    entry("Overview", "", whole);
    for (const auto& section : told.sections)
      if (own_page(section)) entry(section.heading, section.id, !whole && section.id == own->id);
  }
  if (whole) {
    body.show_with("LEAD", "TEXT", told.lead);
    add_commentary(body, "COMMENTARY", told.commentary);
    std::vector<Figure> figures;
    for (const auto& key : told.figures) figures.push_back({key.number, key.label, key.note, key.url});
    if (!figures.empty()) add_figures(body, "FIGURES", figures);
  }
  for (const auto& section : told.sections)
    if (whole ? !own_page(section) : section.id == own->id) add_report_section(body, "SECTION", section);
}

}  // namespace plumbline::web
