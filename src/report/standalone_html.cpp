#include "report/standalone_html.hpp"

#include <string_view>

#include "report/markup.hpp"

namespace plumbline::report {

namespace {

// Arial as on the pages; tables scroll sideways on a phone and never on paper.
constexpr std::string_view kStyle = R"css(
body{font-family:Arial,Helvetica,sans-serif;font-size:1.1875rem;line-height:1.4;color:#0b0c0c;margin:0}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
header{border-top:.6rem solid var(--council)}
h1{font-size:2.25rem;line-height:1.1;margin:.2rem 0 .6rem}h2{font-size:1.6rem;margin:2.5rem 0 .6rem}
.caption,.meta,.note{color:#484949}.meta,.note{font-size:1rem}
p{margin:0 0 .9rem;max-width:44rem}
ul.figures{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;list-style:none;margin:1rem 0;padding:0}
.figures b{display:block;font-size:2rem}.figures small{display:block;color:#484949;font-size:1rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin:0 0 1.6rem;font-size:1rem;min-width:60%}
caption{text-align:left;font-weight:700;padding:0 0 .4rem}
th,td{border-bottom:1px solid #b1b4b6;padding:.45rem .9rem .45rem 0;text-align:left;vertical-align:top}
.n{text-align:right;font-variant-numeric:tabular-nums}tr.total td,tr.total th{font-weight:700;border-top:2px solid #0b0c0c}
td small{display:block;color:#484949}
figure{margin:0 0 1.2rem}figure svg{max-width:100%;height:auto}.narrow{display:none}
.commentary{border-left:.25rem solid #b1b4b6;padding:0 0 0 1rem;margin:0 0 1.2rem}
@media screen and (max-width:40rem){.wide{display:none}.narrow{display:block}}
@media print{main{max-width:none;padding:0}section,table,figure{break-inside:avoid-page}h2{break-after:avoid}.scroll{overflow:visible}}
)css";

void append(std::string& out, const ReportTable& table) {
  out += "<div class=\"scroll\"><table><caption>" + escaped(table.caption) + "</caption>\n<thead><tr>";
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
      if (!cell.note.empty()) out += "<small>" + escaped(cell.note) + "</small>";
      out += i == 0 ? "</th>" : "</td>";
    }
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
}

}  // namespace

std::string standalone_html(const ReportPage& page, const std::string& colour, const std::string& marking) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>";
  out += escaped(page.title) + "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  // The file may be printed by a browser on a server: nothing may be fetched or run from it.
  out +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<style>:root{--council:";
  out += (is_colour(colour) ? colour : "#0b0c0c") + "}" + std::string(kStyle) +
         "</style>\n</head>\n<body>\n<header></header>\n<main>\n";
  if (!marking.empty()) out += "<p class=\"meta\">" + escaped(marking) + "</p>\n";
  out += "<p class=\"caption\">" + escaped(page.caption) + "</p>\n<h1>" + escaped(page.title) + "</h1>\n";
  out += "<p class=\"meta\">" + escaped(page.meta) + "</p>\n";
  if (!page.version.empty()) out += "<p class=\"meta\">" + escaped(page.version) + "</p>\n";
  if (!page.lead.empty()) out += "<p>" + escaped(page.lead) + "</p>\n";
  out += commentary_html(page.commentary);
  if (!page.figures.empty()) {
    out += "<ul class=\"figures\">\n";
    for (const auto& figure : page.figures)
      out += "<li><b>" + escaped(figure.number) + "</b>" + escaped(figure.label) +
             (figure.note.empty() ? "" : "<small>" + escaped(figure.note) + "</small>") + "</li>\n";
    out += "</ul>\n";
  }
  for (const auto& section : page.sections) {
    out += "<section id=\"" + escaped(section.id) + "\">\n<h2>" + escaped(section.heading) + "</h2>\n";
    out += commentary_html(section.commentary);
    for (const auto& part : section.parts) {
      for (const auto& sentence : part.sentences) out += "<p>" + escaped(sentence) + "</p>\n";
      for (const auto& chart : part.charts)
        out += "<figure><div class=\"wide\">" + chart.wide + "</div><div class=\"narrow\">" + chart.narrow +
               "</div></figure>\n";
      for (const auto& table : part.tables) append(out, table);
      if (!part.note.empty()) out += "<p class=\"note\">" + escaped(part.note) + "</p>\n";
    }
    out += "</section>\n";
  }
  out += "</main>\n</body>\n</html>\n";
  return out;
}

}  // namespace plumbline::report
