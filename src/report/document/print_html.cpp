#include "report/document/print_html.hpp"

#include <fmt/format.h>

#include "report/markup.hpp"

namespace plumbline::report {

namespace {

// No <strong>: the tag it makes in the PDF is one that readers reject.
constexpr std::string_view kStyle = R"css(
html{font-family:Arial,"Liberation Sans",Helvetica,sans-serif;font-size:10.5pt;line-height:1.4;color:#0b0c0c}
body{margin:0}
.band{height:5pt;background:var(--council);margin:0 0 12pt}
h1{font-size:22pt;line-height:1.15;margin:2pt 0 4pt}
h2{font-size:15pt;line-height:1.2;margin:20pt 0 6pt;break-after:avoid;border-top:1pt solid #b1b4b6;padding-top:8pt}
p{margin:0 0 7pt;max-width:165mm;orphans:3;widows:3}
.caption{font-size:12pt;color:#484949;margin:0}.meta,.note{color:#484949;font-size:9.5pt}
.lead{font-size:12pt}
ul.figures{display:grid;grid-template-columns:repeat(3,1fr);gap:8pt 14pt;list-style:none;margin:10pt 0 14pt;padding:0}
.figures li{border-left:3pt solid var(--council);padding:0 0 0 8pt;break-inside:avoid}
.figures .big{display:block;font-size:20pt;font-weight:700;line-height:1.15}.figures .small{display:block;color:#484949;font-size:9.5pt}
.commentary{border-left:3pt solid #b1b4b6;padding:0 0 0 10pt;margin:0 0 10pt}
.commentary ul{margin:0 0 7pt;padding:0 0 0 14pt}.commentary li{margin:0 0 3pt}
table{border-collapse:collapse;width:100%;margin:4pt 0 14pt;font-size:9pt;line-height:1.3}
caption{text-align:left;font-weight:700;font-size:10.5pt;padding:0 0 4pt;break-after:avoid}
table.short{break-inside:avoid}
thead{display:table-header-group;break-after:avoid}tr{break-inside:avoid}
th,td{border-bottom:.5pt solid #b1b4b6;padding:3pt 8pt 3pt 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th:last-child,td:last-child{padding-right:0}
.n+:not(.n){padding-left:8pt}
thead th{border-bottom:1pt solid #0b0c0c;vertical-align:bottom;hyphens:manual}
tbody th{font-weight:400}
.n{text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:normal}
tr.total td,tr.total th{font-weight:700;border-top:1pt solid #0b0c0c}
td .small,th .small{display:block;color:#484949;font-size:8.5pt}
.chart{margin:4pt 0 10pt;break-inside:avoid}.chart svg{width:100%;height:auto;max-height:190mm}
)css";

constexpr std::size_t kRowsKeptTogether = 12;

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
  out += std::string(table.rows.size() <= kRowsKeptTogether ? "<table class=\"short\">" : "<table>") + "<caption>" +
         escaped(table.caption) + "</caption>\n<thead><tr>";
  for (const auto& column : table.columns)
    out += std::string("<th scope=\"col\"") + (column.numeric ? " class=\"n\">" : ">") + escaped(column.name) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += row.total ? "<tr class=\"total\">" : "<tr>";
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const auto& cell = row.cells[i];
      const bool numeric = i < table.columns.size() && table.columns[i].numeric;
      out += i == 0 ? "<th scope=\"row\">" : numeric ? "<td class=\"n\">" : "<td>";
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
    for (const auto& sentence : part.sentences) out += "<p>" + escaped(sentence) + "</p>\n";
    // The drawing is the figure: an element around it would be a second one, without words.
    for (const auto& chart : part.charts) out += "<div class=\"chart\">" + chart.wide + "</div>\n";
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
         "</style>\n</head>\n<body>\n<div class=\"band\"></div>\n<main>\n";
  if (!page.caption.empty()) out += "<p class=\"caption\">" + escaped(page.caption) + "</p>\n";
  out += "<h1>" + escaped(page.title) + "</h1>\n";
  if (!page.meta.empty()) out += "<p class=\"meta\">" + escaped(page.meta) + "</p>\n";
  if (!page.version.empty()) out += "<p class=\"meta\">" + escaped(page.version) + "</p>\n";
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
