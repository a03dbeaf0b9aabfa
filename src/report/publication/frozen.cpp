#include "report/publication/frozen.hpp"

#include <nlohmann/json.hpp>

namespace plumbline::report {
namespace {

using Json = nlohmann::ordered_json;

template <class List, class Write>
Json array_of(const List& list, Write write) {
  Json out = Json::array();
  for (const auto& one : list) out.push_back(write(one));
  return out;
}
template <class Read>
auto list_of(const Json& json, Read read) {
  std::vector<decltype(read(json))> out;
  for (const auto& one : json) out.push_back(read(one));
  return out;
}

Json write_blocks(const std::vector<CommentaryBlock>& blocks) {
  return array_of(blocks, [](const CommentaryBlock& block) {
    return Json{{"item", block.kind == CommentaryBlock::Kind::Item}, {"text", block.text}};
  });
}
std::vector<CommentaryBlock> read_blocks(const Json& json) {
  return list_of(json, [](const Json& one) {
    return CommentaryBlock{one.at("item").get<bool>() ? CommentaryBlock::Kind::Item : CommentaryBlock::Kind::Paragraph,
                           one.at("text")};
  });
}

Json write_chart(const ReportChart& chart) {
  return {{"wide", chart.wide},
          {"narrow", chart.narrow},
          {"kind", static_cast<int>(chart.data.kind)},
          {"title", chart.data.title},
          {"description", chart.data.description},
          {"axis", chart.data.axis},
          {"labels", chart.data.labels},
          {"series", array_of(chart.data.series, [](const ChartData::Line& line) {
             return Json{{"name", line.name},
                         {"fill", static_cast<int>(line.fill)},
                         {"values", array_of(line.values, [](const std::optional<double>& value) {
                            return value ? Json(*value) : Json(nullptr);
                          })}};
           })}};
}
ReportChart read_chart(const Json& json) {
  ReportChart chart{json.at("wide"), json.at("narrow"), {}};
  chart.data.kind = static_cast<ChartData::Kind>(json.at("kind").get<int>());
  chart.data.title = json.at("title");
  chart.data.description = json.at("description");
  chart.data.axis = json.at("axis");
  chart.data.labels = json.at("labels").get<std::vector<std::string>>();
  chart.data.series = list_of(json.at("series"), [](const Json& line) {
    return ChartData::Line{line.at("name"), static_cast<Fill>(line.at("fill").get<int>()),
                           list_of(line.at("values"), [](const Json& value) {
                             return value.is_null() ? std::optional<double>() : std::optional(value.get<double>());
                           })};
  });
  return chart;
}

Json write_table(const ReportTable& table) {
  return {{"caption", table.caption},
          {"columns", array_of(table.columns,
                               [](const ReportColumn& column) {
                                 return Json{{"name", column.name}, {"numeric", column.numeric}};
                               })},
          {"rows", array_of(table.rows,
                            [](const ReportRow& row) {
                              return Json{
                                  {"total", row.total},
                                  {"cells", array_of(row.cells, [](const ReportCell& cell) {
                                     return Json{{"text", cell.text}, {"note", cell.note}, {"figure", cell.figure}};
                                   })}};
                            })},
          {"page_rows", table.page_rows}};
}
ReportTable read_table(const Json& json) {
  return {json.at("caption"),
          list_of(json.at("columns"),
                  [](const Json& column) {
                    return ReportColumn{column.at("name"), column.at("numeric").get<bool>()};
                  }),
          list_of(json.at("rows"),
                  [](const Json& row) {
                    return ReportRow{
                        list_of(row.at("cells"),
                                [](const Json& cell) {
                                  return ReportCell{cell.at("text"), "", cell.at("note"), cell.at("figure")};
                                }),
                        row.at("total").get<bool>()};
                  }),
          json.at("page_rows").get<std::size_t>()};
}

Json write_section(const ReportSection& section) {
  return {{"id", section.id},
          {"heading", section.heading},
          {"own_page", section.place == ReportSection::Place::OwnPage},
          {"commentary", write_blocks(section.commentary)},
          {"parts", array_of(section.parts, [](const ReportPart& part) {
             return Json{{"sentences", part.sentences},
                         {"charts", array_of(part.charts, write_chart)},
                         {"tables", array_of(part.tables, write_table)},
                         {"note", part.note}};
           })}};
}
ReportSection read_section(const Json& json) {
  ReportSection section{json.at("id"), json.at("heading"), {}};
  section.place = json.at("own_page").get<bool>() ? ReportSection::Place::OwnPage : ReportSection::Place::Main;
  section.commentary = read_blocks(json.at("commentary"));
  section.parts = list_of(json.at("parts"), [](const Json& part) {
    return ReportPart{part.at("sentences").get<std::vector<std::string>>(), list_of(part.at("charts"), read_chart),
                      list_of(part.at("tables"), read_table), part.at("note")};
  });
  return section;
}

}  // namespace

std::string frozen(const MadeReport& made) {
  const auto& page = made.page;
  const auto& ask = made.ask;
  const Json json{
      {"plumbline", "1"},
      {"report", made.name},
      {"file", made.file},
      {"ask",
       {{"programme", ask.programme},
        {"from", base::iso(ask.from)},
        {"to", base::iso(ask.to)},
        {"cohort", ask.cohort},
        {"locality", ask.locality},
        {"service_area", ask.service_area},
        {"by", ask.by == app::AreaBy::ServiceArea ? "service-area" : "locality"},
        {"more", ask.more}}},
      {"title", page.title},
      {"caption", page.caption},
      {"meta", page.meta},
      {"lead", page.lead},
      {"commentary", write_blocks(page.commentary)},
      {"figures", array_of(page.figures,
                           [](const KeyFigure& figure) {
                             return Json{{"number", figure.number}, {"label", figure.label}, {"note", figure.note}};
                           })},
      {"sections", array_of(page.sections, write_section)},
      {"json", made.json},
      {"csv", made.csv}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<MadeReport> thawed(const std::string& model) {
  try {
    const auto json = Json::parse(model);
    MadeReport made;
    made.name = json.at("report");
    made.file = json.at("file");
    const auto& ask = json.at("ask");
    const auto from = base::parse_period(ask.at("from").get<std::string>());
    const auto to = base::parse_period(ask.at("to").get<std::string>());
    if (!from || !to) return std::nullopt;
    made.ask.programme = ask.at("programme");
    made.ask.from = *from;
    made.ask.to = *to;
    made.ask.cohort = ask.at("cohort");
    made.ask.locality = ask.at("locality");
    made.ask.service_area = ask.at("service_area");
    made.ask.by = ask.at("by") == "service-area" ? app::AreaBy::ServiceArea : app::AreaBy::Locality;
    made.ask.more = ask.at("more").get<std::map<std::string, std::string>>();
    made.page.title = json.at("title");
    made.page.caption = json.at("caption");
    made.page.meta = json.at("meta");
    made.page.lead = json.at("lead");
    made.page.commentary = read_blocks(json.at("commentary"));
    made.page.figures = list_of(json.at("figures"), [](const Json& figure) {
      return KeyFigure{figure.at("number"), figure.at("label"), figure.at("note"), ""};
    });
    made.page.sections = list_of(json.at("sections"), read_section);
    made.json = json.at("json");
    made.csv = json.at("csv");
    return made;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace plumbline::report
