#include "report/document/docx.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <pugixml.hpp>
#include <sstream>

#include "base/text.hpp"
#include "report/chart/chart.hpp"
#include "report/document/package.hpp"
#include "report/document/table_width.hpp"

namespace plumbline::report {
namespace {

constexpr std::size_t kMostTemplateBytes = 30u * 1024 * 1024;
constexpr int kPixelsOfAChart = 1720;  // twice the 860 units of a wide chart
constexpr double kEmuOfATwip = 635;
constexpr const char* kDocument = "word/document.xml";
constexpr const char* kRelations = "word/_rels/document.xml.rels";

struct Values {
  std::vector<std::pair<std::string, std::string>> all;
};

std::string text_of(const pugi::xml_node& paragraph) {
  std::string text;
  for (const auto& found : paragraph.select_nodes(".//w:t")) text += found.node().text().get();
  return text;
}

// Word cuts a typed {{TITLE}} into runs as it likes: what stands between two tabs, fields or breaks is read as one text
// and written into its first run.
void fill_in(pugi::xml_document& part, const Values& values) {
  std::vector<pugi::xml_node> pieces;
  const auto fill = [&] {
    std::string before;
    for (const auto& piece : pieces) before += piece.text().get();
    auto after = before;
    for (const auto& [name, value] : values.all) after = base::replace_all(after, "{{" + name + "}}", value);
    if (after != before)
      for (std::size_t at = 0; at < pieces.size(); ++at) {
        pieces[at].text().set(at == 0 ? after.c_str() : "");
        if (at == 0 && !pieces[at].attribute("xml:space")) pieces[at].append_attribute("xml:space") = "preserve";
      }
    pieces.clear();
  };
  auto nodes = part.select_nodes("//w:p | //w:t | //w:r/w:tab | //w:br | //w:fldChar | //w:instrText | //w:drawing");
  nodes.sort();  // as they stand in the text
  for (const auto& found : nodes) {
    if (std::strcmp(found.node().name(), "w:t") == 0)
      pieces.push_back(found.node());
    else
      fill();
  }
  fill();
}

std::string saved(const pugi::xml_document& part) {
  std::ostringstream out;
  part.save(out, "", pugi::format_raw);
  return out.str();
}

class Body {
 public:
  Body(const ReportPage& page, Package& parts, pugi::xml_document& document, app::Renderers& renderers)
      : page_(page), parts_(parts), document_(document), renderers_(renderers) {
    find_styles();
    find_width();
  }

  // False where the template has no place for it.
  base::Result<bool> write() {
    pugi::xml_node place;
    for (const auto& found : document_.select_nodes("//w:body/w:p"))
      if (base::trim(text_of(found.node())) == "{{REPORT}}") place = found.node();
    if (!place) return false;
    parent_ = place.parent();
    before_ = place;
    if (!page_.lead.empty()) paragraph(page_.lead);
    commentary(page_.commentary);
    if (!page_.figures.empty()) key_figures();
    for (const auto& section : page_.sections) {
      paragraph(section.heading, "heading 1");
      commentary(section.commentary);
      for (const auto& part : section.parts) {
        for (const auto& sentence : part.sentences) paragraph(sentence);
        for (const auto& one : part.charts) CHECK(chart(one));
        for (const auto& one : part.tables) table(one);
        if (!part.note.empty()) paragraph(part.note, "note");
      }
    }
    parent_.remove_child(place);
    return true;
  }

 private:
  // Styles go by their names: what Word calls them in another language is only their id.
  void find_styles() {
    pugi::xml_document styles;
    const auto part = parts_.find("word/styles.xml");
    if (part == parts_.end() || !styles.load_string(part->second.c_str())) return;
    for (const auto& style : styles.child("w:styles").children("w:style"))
      styles_[base::lower(style.child("w:name").attribute("w:val").value())] = style.attribute("w:styleId").value();
  }

  void find_width() {
    const auto section = document_.select_node("//w:body/w:sectPr").node();
    const auto size = section.child("w:pgSz");
    const auto margins = section.child("w:pgMar");
    const int wide = size.attribute("w:w").as_int(11906) - margins.attribute("w:left").as_int(1134) -
                     margins.attribute("w:right").as_int(1134);
    if (wide > 2000) width_ = wide;
  }

  pugi::xml_node element(const char* name) { return parent_.insert_child_before(name, before_); }

  void style(pugi::xml_node properties, const std::string& name, const char* element_name = "w:pStyle") {
    const auto found = styles_.find(name);
    if (found != styles_.end()) properties.append_child(element_name).append_attribute("w:val") = found->second.c_str();
  }

  static pugi::xml_node run(pugi::xml_node paragraph, const std::string& text, bool bold = false, int half_points = 0) {
    auto one = paragraph.append_child("w:r");
    if (bold || half_points > 0) {
      auto properties = one.append_child("w:rPr");
      if (bold) properties.append_child("w:b");
      if (half_points > 0) properties.append_child("w:sz").append_attribute("w:val") = half_points;
    }
    auto words = one.append_child("w:t");
    words.append_attribute("xml:space") = "preserve";
    words.text().set(text.c_str());
    return one;
  }

  pugi::xml_node paragraph(const std::string& text, const std::string& style_name = "", bool keep_with_next = false) {
    auto one = element("w:p");
    if (!style_name.empty() || keep_with_next) {
      auto properties = one.append_child("w:pPr");
      style(properties, style_name);
      if (keep_with_next) properties.append_child("w:keepNext");
    }
    run(one, text);
    return one;
  }

  void commentary(const std::vector<CommentaryBlock>& blocks) {
    for (const auto& block : blocks) {
      const bool item = block.kind == CommentaryBlock::Kind::Item;
      const bool listed = styles_.contains("list bullet");
      paragraph(item && !listed ? "• " + block.text : block.text, item ? "list bullet" : "commentary");
    }
  }

  void key_figures() {
    ReportTable figures{"At a glance", {{"Figure", false}, {"What", false}, {"Of", false}}, {}};
    for (const auto& one : page_.figures)
      figures.rows.push_back({{{one.number, {}, {}, {}}, {one.label, {}, {}, {}}, {one.note, {}, {}, {}}}, false});
    table(figures);
  }

  base::Result<void> chart(const ReportChart& chart) {
    TRY(const auto png, renderers_.png(chart.wide, kPixelsOfAChart));
    pugi::xml_document svg;
    svg.load_string(chart.wide.c_str());
    const auto drawing_root = svg.document_element();
    auto title = chart.data.title;
    auto description = chart.data.description;
    if (title.empty()) title = drawing_root.child("title").text().get();
    if (description.empty()) description = drawing_root.child("desc").text().get();
    const auto number = std::to_string(++pictures_);
    parts_["word/media/chart" + number + ".png"] = png;
    relate("rIdChart" + number, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
           "media/chart" + number + ".png");
    // Width and height stand in the picture's own header.
    const auto side = [&](std::size_t at) {
      long long value = 0;
      for (std::size_t i = 0; i < 4; ++i) value = value * 256 + static_cast<unsigned char>(png[at + i]);
      return static_cast<double>(value);
    };
    const auto wide = static_cast<long long>(width_ * kEmuOfATwip);
    const auto high = static_cast<long long>(static_cast<double>(wide) * side(20) / side(16));

    paragraph(title, "caption", true);
    auto one = element("w:p");
    auto inline_ = one.append_child("w:r").append_child("w:drawing").append_child("wp:inline");
    for (const char* edge : {"distT", "distB", "distL", "distR"}) inline_.append_attribute(edge) = "0";
    auto extent = inline_.append_child("wp:extent");
    extent.append_attribute("cx") = wide;
    extent.append_attribute("cy") = high;
    auto name = inline_.append_child("wp:docPr");
    name.append_attribute("id") = 1000 + pictures_;
    name.append_attribute("name") = ("Chart " + number).c_str();
    name.append_attribute("descr") = (description.empty() ? title : title + ". " + description).c_str();
    auto graphic = inline_.append_child("a:graphic");
    graphic.append_attribute("xmlns:a") = "http://schemas.openxmlformats.org/drawingml/2006/main";
    auto data = graphic.append_child("a:graphicData");
    data.append_attribute("uri") = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    auto picture = data.append_child("pic:pic");
    picture.append_attribute("xmlns:pic") = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    auto properties = picture.append_child("pic:nvPicPr");
    auto own = properties.append_child("pic:cNvPr");
    own.append_attribute("id") = pictures_;
    own.append_attribute("name") = ("chart" + number + ".png").c_str();
    properties.append_child("pic:cNvPicPr");
    auto fill = picture.append_child("pic:blipFill");
    fill.append_child("a:blip").append_attribute("r:embed") = ("rIdChart" + number).c_str();
    fill.append_child("a:stretch").append_child("a:fillRect");
    auto shape = picture.append_child("pic:spPr");
    auto frame = shape.append_child("a:xfrm");
    auto offset = frame.append_child("a:off");
    offset.append_attribute("x") = 0;
    offset.append_attribute("y") = 0;
    auto size = frame.append_child("a:ext");
    size.append_attribute("cx") = wide;
    size.append_attribute("cy") = high;
    auto geometry = shape.append_child("a:prstGeom");
    geometry.append_attribute("prst") = "rect";
    geometry.append_child("a:avLst");
    return {};
  }

  // Nine points, or less where the words would not fit.
  static constexpr std::array kPoints{9.0, 8.0, 7.0};
  static constexpr double kBetween = 0.9;    // em between two columns
  static constexpr int kAfterNumbers = 120;  // twips

  double points_for(const std::vector<ColumnRoom>& rooms) const {
    const double ems = least_room(rooms) + kBetween * static_cast<double>(rooms.size());
    for (const double points : kPoints)
      if (ems * points * 20 <= width_) return points;
    return kPoints.back();
  }

  // Wide enough for the longest word, the rest shared by how much there is to say.
  std::vector<int> widths_of(const std::vector<ColumnRoom>& rooms, double points) const {
    const double em = points * 20;  // in twips
    const double between = kBetween * static_cast<double>(rooms.size());
    double extra = 0;
    for (const auto& one : rooms) extra += std::max(0.0, one.wanted - one.least);
    const double room = std::min(width_ / em - least_room(rooms) - between, extra);
    std::vector<double> ems;
    double sum = 0;
    for (const auto& one : rooms) {
      double own = one.least + kBetween;
      if (room > 0 && extra > 0) own += room * std::max(0.0, one.wanted - one.least) / extra;
      ems.push_back(own);
      sum += own;
    }
    std::vector<int> widths;
    int left = width_;
    for (std::size_t at = 0; at < ems.size(); ++at) {
      const int one = at + 1 == ems.size() ? left : static_cast<int>(width_ * ems[at] / sum);
      widths.push_back(one);
      left -= one;
    }
    return widths;
  }

  // How the cells of a column look. Words after numbers keep their distance: those end where these begin.
  struct ColumnLook {
    int width = 0;
    bool numeric = false;
    bool after_numbers = false;
  };
  // `half_points` is 0 where the style's own size does.
  void cell(pugi::xml_node row, const ColumnLook& column, const ReportCell& said, bool bold, int half_points) {
    auto one = row.append_child("w:tc");
    auto cell_properties = one.append_child("w:tcPr");
    const auto measure = [&](pugi::xml_node of, const char* name, int twips) {
      auto size = of.append_child(name);
      size.append_attribute("w:w") = twips;
      size.append_attribute("w:type") = "dxa";
    };
    measure(cell_properties, "w:tcW", column.width);
    if (column.after_numbers) measure(cell_properties.append_child("w:tcMar"), "w:left", kAfterNumbers);
    const auto line = [&](const std::string& words, const std::string& style_name) {
      auto in = one.append_child("w:p");
      auto properties = in.append_child("w:pPr");
      style(properties, style_name);
      if (column.numeric) properties.append_child("w:jc").append_attribute("w:val") = "right";
      run(in, words, bold, half_points);
    };
    line(said.text, "table text");
    if (!said.note.empty()) line(said.note, "table note");
  }

  void table(const ReportTable& table) {
    paragraph(table.caption, "caption", true);
    const auto rooms = column_rooms(table);
    const double points = points_for(rooms);
    const int half_points = points == kPoints.front() ? 0 : static_cast<int>(points * 2);
    const auto widths = widths_of(rooms, points);
    std::vector<ColumnLook> looks;
    for (std::size_t at = 0; at < table.columns.size(); ++at)
      looks.push_back({widths[at], table.columns[at].numeric,
                       at > 0 && table.columns[at - 1].numeric && !table.columns[at].numeric});
    auto one = element("w:tbl");
    auto properties = one.append_child("w:tblPr");
    style(properties, styles_.contains("plumbline table") ? "plumbline table" : "table grid", "w:tblStyle");
    auto width = properties.append_child("w:tblW");
    width.append_attribute("w:w") = width_;
    width.append_attribute("w:type") = "dxa";
    properties.append_child("w:tblLayout").append_attribute("w:type") = "fixed";
    auto look = properties.append_child("w:tblLook");
    look.append_attribute("w:val") = "04A0";
    for (const auto& [name, on] : {std::pair("w:firstRow", "1"),
                                   {"w:lastRow", "0"},
                                   {"w:firstColumn", "1"},
                                   {"w:lastColumn", "0"},
                                   {"w:noHBand", "0"},
                                   {"w:noVBand", "1"}})
      look.append_attribute(name) = on;
    properties.append_child("w:tblCaption").append_attribute("w:val") = table.caption.c_str();
    auto grid = one.append_child("w:tblGrid");
    for (const int column : widths) grid.append_child("w:gridCol").append_attribute("w:w") = column;

    auto head = one.append_child("w:tr");
    auto head_properties = head.append_child("w:trPr");
    head_properties.append_child("w:cantSplit");
    head_properties.append_child("w:tblHeader");
    for (std::size_t at = 0; at < table.columns.size(); ++at)
      cell(head, looks[at], {table.columns[at].name}, true, half_points);
    for (const auto& row : table.rows) {
      auto line = one.append_child("w:tr");
      line.append_child("w:trPr").append_child("w:cantSplit");
      for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const auto& from = at < row.cells.size() ? row.cells[at] : ReportCell{};
        cell(line, looks[at], from, row.total, half_points);
      }
    }
    // Two tables without a paragraph between them would be one.
    element("w:p");
  }

  void relate(const std::string& id, const char* type, const std::string& target) {
    pugi::xml_document relations;
    relations.load_string(parts_[kRelations].c_str());
    auto one = relations.child("Relationships").append_child("Relationship");
    one.append_attribute("Id") = id.c_str();
    one.append_attribute("Type") = type;
    one.append_attribute("Target") = target.c_str();
    parts_[kRelations] = saved(relations);
  }

  const ReportPage& page_;
  Package& parts_;
  pugi::xml_document& document_;
  app::Renderers& renderers_;
  std::map<std::string, std::string> styles_;
  pugi::xml_node parent_;
  pugi::xml_node before_;
  int width_ = 9638;  // twips between the margins
  int pictures_ = 0;
};

void know_png(Package& parts) {
  pugi::xml_document types;
  types.load_string(parts["[Content_Types].xml"].c_str());
  auto root = types.child("Types");
  for (const auto& known : root.children("Default"))
    if (std::strcmp(known.attribute("Extension").value(), "png") == 0) return;
  auto one = root.prepend_child("Default");
  one.append_attribute("Extension") = "png";
  one.append_attribute("ContentType") = "image/png";
  parts["[Content_Types].xml"] = saved(types);
}

void name_it(Package& parts, const ReportPage& page, const WordLook& look) {
  const auto part = parts.find("docProps/core.xml");
  pugi::xml_document core;
  if (part == parts.end() || !core.load_string(part->second.c_str())) return;
  auto root = core.document_element();
  const auto put = [&](const char* name, const std::string& value) {
    auto node = root.child(name);
    if (!node) node = root.append_child(name);
    node.text().set(value.c_str());
  };
  put("dc:title", page.title);
  put("dc:creator", look.council);
  put("cp:lastModifiedBy", look.council);
  part->second = saved(core);
}

}  // namespace

base::Result<std::string> to_docx(const ReportPage& page, const WordLook& look, const std::string& template_bytes,
                                  const std::string& template_name, app::Renderers& renderers) {
  const auto unusable = [&](const char* why) {
    return base::rule_broken("document.make.template", {}, {{"file", template_name}, {"why", why}});
  };
  auto parts = unpacked(template_bytes, kMostTemplateBytes);
  if (!parts) return unusable("it is no Word file (.docx), or larger than 30 MB");
  if (!parts->contains(kDocument) || !parts->contains(kRelations) || !parts->contains("[Content_Types].xml"))
    return unusable("it is no Word file (.docx)");
  const Values values{{{"TITLE", page.title},
                       {"CAPTION", page.caption},
                       {"META", page.meta},
                       {"VERSION", page.version},
                       {"COUNCIL", look.council},
                       {"MARKING", look.marking}}};
  pugi::xml_document document;
  if (!document.load_string((*parts)[kDocument].c_str(), pugi::parse_default | pugi::parse_ws_pcdata))
    return unusable("its text cannot be read");
  auto root = document.document_element();
  for (const auto& [name, uri] :
       {std::pair("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        {"xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}})
    if (!root.attribute(name)) root.append_attribute(name) = uri;
  fill_in(document, values);
  Body body(page, *parts, document, renderers);
  TRY(const bool placed, body.write());
  if (!placed) return unusable("no paragraph of it says {{REPORT}} and nothing else");
  (*parts)[kDocument] = saved(document);
  for (auto& [name, bytes] : *parts) {
    if (!name.starts_with("word/header") && !name.starts_with("word/footer")) continue;
    pugi::xml_document part;
    if (!part.load_string(bytes.c_str(), pugi::parse_default | pugi::parse_ws_pcdata))
      return unusable("its header or footer cannot be read");
    fill_in(part, values);
    bytes = saved(part);
  }
  know_png(*parts);
  name_it(*parts, page, look);
  return packed(*parts);
}

}  // namespace plumbline::report
