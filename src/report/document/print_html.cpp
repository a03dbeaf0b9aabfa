#include "report/document/print_html.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/document/table_width.hpp"
#include "report/markup.hpp"

namespace plumbline::report {

namespace {

// No <strong>: the tag it makes in the PDF is one that readers reject.
constexpr std::string_view kStyle = R"css(
html{font-family:Arial,"Liberation Sans",Helvetica,sans-serif;font-size:10.5pt;line-height:1.4;color:#0b0c0c}
body{margin:0}
header{background:var(--council);color:#fff;padding:14pt 16pt 13pt;margin:0 0 14pt}
h1{font-size:22pt;line-height:1.15;margin:2pt 0 5pt}
header p{margin:0}
.caption{font-size:11.5pt}.meta{font-size:9.5pt}.note{color:#484949;font-size:9.5pt}
h2{font-size:15pt;line-height:1.2;margin:20pt 0 8pt;break-after:avoid;color:var(--council);border-bottom:1.2pt solid var(--council);padding:0 0 4pt}
p{margin:0 0 7pt;max-width:165mm;orphans:3;widows:3}
.lead{font-size:12pt}
ul.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(40mm,1fr));gap:8pt;list-style:none;margin:10pt 0 14pt;padding:0}
.figures li{background:#f3f5f7;border-left:3pt solid var(--council);padding:6pt 8pt 7pt;break-inside:avoid}
.figures .big{display:block;font-size:20pt;font-weight:700;line-height:1.15;color:var(--council)}.figures .small{display:block;color:#484949;font-size:9.5pt}
.commentary{border-left:3pt solid #b1b4b6;padding:0 0 0 10pt;margin:0 0 10pt}
.commentary ul{margin:0 0 7pt;padding:0 0 0 14pt}.commentary li{margin:0 0 3pt}
table{border-collapse:collapse;width:100%;margin:4pt 0 14pt;font-size:9pt;line-height:1.3}
caption{text-align:left;font-weight:700;font-size:10.5pt;padding:0 0 4pt;break-after:avoid}
table.short{break-inside:avoid}
thead{display:table-header-group;break-after:avoid}tr{break-inside:avoid}
th,td{border-bottom:.5pt solid #b1b4b6;padding:3.5pt 6pt;text-align:left;vertical-align:top}
.small-text{font-size:8pt}.small-text :is(th,td){padding:3pt 4pt}.smallest-text{font-size:7pt}.smallest-text :is(th,td){padding:3pt}
.endless{overflow-wrap:anywhere}.one{white-space:nowrap}
thead th{background:var(--council);color:#fff;border:0;vertical-align:bottom;hyphens:manual}
tbody th{font-weight:400}
tbody tr:nth-child(even){background:#f3f5f7}
.n{text-align:right;font-variant-numeric:tabular-nums}
tr.total td,tr.total th{font-weight:700;border-top:1pt solid #0b0c0c}
td .small,th .small{display:block;color:#484949;font-size:.94em}
td.n .small{white-space:nowrap}.texts th.n{width:1%}
.roomy td.n{white-space:nowrap}.roomy td.n .small{display:inline-block;min-width:5.5em}
.picture{font-weight:700;margin:8pt 0 4pt;break-after:avoid}.leads{break-after:avoid}
.chart{margin:4pt 0 10pt;break-inside:avoid}.chart svg{width:100%;height:auto;max-height:190mm}
)css";

constexpr std::size_t kRowsKeptTogether = 10;
constexpr std::size_t kRoomyColumns = 4;  // counts then stand beside their percentage, not below
constexpr double kPageWidth = 499;        // points between the margins

// The size at which no word has to be cut.
std::string_view size_class(const ReportTable& table) {
  const auto rooms = column_rooms(table);
  const double ems = least_room(rooms);
  const auto fits = [&](double points, double between) {
    return ems * points + between * static_cast<double>(rooms.size()) <= kPageWidth;
  };
  if (fits(9, 12)) return "";
  return fits(8, 8) ? "small-text" : "smallest-text";
}

// What the drawing itself is called, escaped as it stands there.
std::string_view title_of(std::string_view svg) {
  const auto begin = svg.find("<title");
  const auto text = begin == std::string_view::npos ? begin : svg.find('>', begin);
  const auto end = text == std::string_view::npos ? text : svg.find("</title>", text);
  return end == std::string_view::npos ? std::string_view() : svg.substr(text + 1, end - text - 1);
}

// A text inside a CSS string inside a <style> element.
std::string css_string(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte < 0x20 || letter == '"' || letter == '\\' || letter == '<' || letter == '>' || letter == '&')
      out += fmt::format("\\{:06x}", byte);
    else
      out += letter;
  }
  return out + "\"";
}

std::string page_rule(const ReportPage& page, const PrintLook& look) {
  constexpr std::string_view kFont = R"(font:8pt Arial,"Liberation Sans",sans-serif;color:#484949;)";
  const auto box = [&](std::string_view place, const std::string& content, std::string_view more = {}) {
    return fmt::format("@{}{{{}{}content:{}}}", place, kFont, more, content);
  };
  std::string rule = "@page{size:A4;margin:20mm 17mm 19mm;";
  rule += box("top-left", css_string(page.version.empty() ? look.running : look.running + ". " + page.version),
              "width:80%;");
  if (!look.marking.empty()) {
    rule += box("top-right", css_string(look.marking), "font-weight:700;color:#0b0c0c;");
    rule += box("bottom-center", css_string(look.marking), "font-weight:700;color:#0b0c0c;");
  }
  rule += box("bottom-right", R"("Page " counter(page) " of " counter(pages))");
  return rule + "}";
}

void append(std::string& out, const ReportTable& table) {
  // A table that fits on a page is not cut; a longer one repeats its header.
  std::string look(size_class(table));
  if (table.rows.size() <= kRowsKeptTogether) look += " short";
  if (table.columns.size() <= kRoomyColumns) look += " roomy";
  // Words beside numbers get what room the numbers do not need.
  if (std::count_if(table.columns.begin(), table.columns.end(), [](const auto& column) { return !column.numeric; }) > 1)
    look += " texts";
  out += (look.empty() ? "<table>" : "<table class=\"" + look + "\">") + "<caption>" + escaped(table.caption) +
         "</caption>\n<thead><tr>";
  for (const auto& column : table.columns)
    out += std::string("<th scope=\"col\"") + (column.numeric ? " class=\"n\">" : ">") + escaped(column.name) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += row.total ? "<tr class=\"total\">" : "<tr>";
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const auto& cell = row.cells[i];
      const bool numeric = i < table.columns.size() && table.columns[i].numeric;
      const bool endless = has_endless_word(cell.text) || has_endless_word(cell.note);
      out += i == 0 ? "<th scope=\"row\"" : "<td";
      // A reference such as LAN-2026-08-001 is one word, hyphens or not.
      const bool reference = !endless && i == 0 && cell.text.find(' ') == std::string::npos;
      out += endless ? " class=\"endless\">" : reference ? " class=\"one\">" : numeric && i > 0 ? " class=\"n\">" : ">";
      out += escaped(cell.text);
      if (!cell.note.empty()) out += " <span class=\"small\">" + escaped(cell.note) + "</span>";
      out += i == 0 ? "</th>" : "</td>";
    }
    out += "</tr>\n";
  }
  out += "</tbody></table>\n";
}

void append(std::string& out, const ReportSection& section) {
  out += "<section>\n<h2>" + escaped(section.heading) + "</h2>\n" + commentary_html(section.commentary);
  for (const auto& part : section.parts) {
    const bool more = !part.charts.empty() || !part.tables.empty();
    for (std::size_t i = 0; i < part.sentences.size(); ++i) {
      const bool leads = more && i + 1 == part.sentences.size();  // to what follows, on the same page
      out += (leads ? "<p class=\"leads\">" : "<p>") + escaped(part.sentences[i]) + "</p>\n";
    }
    // The drawing is the figure: an element around it would be a second one, without words.
    for (const auto& chart : part.charts) {
      if (const auto title = title_of(chart.wide); !title.empty())
        out += "<p class=\"picture\">" + std::string(title) + "</p>\n";
      out += "<div class=\"chart\">" + chart.wide + "</div>\n";
    }
    for (const auto& table : part.tables) append(out, table);
    if (!part.note.empty()) out += "<p class=\"note\">" + escaped(part.note) + "</p>\n";
  }
  out += "</section>\n";
}

}  // namespace

std::string print_html(const ReportPage& page, const PrintLook& look) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n";
  // Before all else: nothing is fetched, framed, run or sent, whatever should ever get into the page.
  out +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "base-uri 'none'; form-action 'none'\">\n";
  out += "<title>" + escaped(page.title) + "</title>\n<style>:root{--council:";
  out += (is_colour(look.colour) ? look.colour : "#0b0c0c") + "}" + std::string(kStyle) + page_rule(page, look) +
         "</style>\n</head>\n<body>\n<main>\n<header>\n";
  if (!page.caption.empty()) out += "<p class=\"caption\">" + escaped(page.caption) + "</p>\n";
  out += "<h1>" + escaped(page.title) + "</h1>\n";
  if (!page.meta.empty()) out += "<p class=\"meta\">" + escaped(page.meta) + "</p>\n";
  if (!page.version.empty()) out += "<p class=\"meta\">" + escaped(page.version) + "</p>\n";
  out += "</header>\n";
  if (!page.lead.empty()) out += "<p class=\"lead\">" + escaped(page.lead) + "</p>\n";
  out += commentary_html(page.commentary);
  if (!page.figures.empty()) {
    out += "<ul class=\"figures\">\n";
    for (const auto& figure : page.figures)
      out += "<li><span class=\"big\">" + escaped(figure.number) + "</span> " + escaped(figure.label) +
             (figure.note.empty() ? "" : " <span class=\"small\">" + escaped(figure.note) + "</span>") + "</li>\n";
    out += "</ul>\n";
  }
  for (const auto& section : page.sections) append(out, section);
  out += "</main>\n</body>\n</html>\n";
  return out;
}

}  // namespace plumbline::report
