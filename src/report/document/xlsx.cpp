#include "report/document/xlsx.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/text.hpp"
#include "report/document/program.hpp"

namespace plumbline::report {

bool read_number(const std::string& text, CellNumber& number) {
  auto digits = base::replace_all(text, ",", "");
  const bool percent = digits.ends_with('%');
  if (percent) digits.pop_back();
  if (digits.empty() || digits.size() > 15) return false;
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return false;
  const auto point = digits.find('.');
  const auto decimals = point == std::string::npos ? 0 : static_cast<int>(digits.size() - point - 1);
  number = {percent ? value / 100 : value, percent, decimals};
  return true;
}

namespace {

constexpr std::uint64_t kMostBytes = 64ull * 1024 * 1024;
constexpr const char* kData = "Chart data";

struct Bounds {
  lxw_row_t row;
  lxw_col_t column;
};

// The grades' fills are those of the pages.
lxw_color_t colour_of(Fill fill) {
  switch (fill) {
    case Fill::Outstanding:
      return 0x1D70B8;
    case Fill::Good:
      return 0x85994B;
    case Fill::RequiresImprovement:
      return 0xF47738;
    case Fill::Inadequate:
      return 0xD4351C;
    case Fill::InadequateCritical:
      return 0x6F1C10;
    case Fill::NotGraded:
    case Fill::Quiet:
      return 0x8A9299;
    case Fill::Before:
      return 0xB1B4B6;
    case Fill::After:
    case Fill::Bar:
      return 0x1D70B8;
  }
  return 0x1D70B8;
}

class Workbook {
 public:
  Workbook(const ReportPage& page, const std::string& marking, const std::string& file, std::string temporary)
      : page_(page), marking_(marking) {
    lxw_workbook_options options{};
    options.tmpdir = temporary.data();
    book_ = workbook_new_opt(file.c_str(), &options);
    bold_ = workbook_add_format(book_);
    format_set_bold(bold_);
    title_ = workbook_add_format(book_);
    format_set_bold(title_);
    format_set_font_size(title_, 16);
    wrapped_ = workbook_add_format(book_);
    format_set_text_wrap(wrapped_);
    format_set_align(wrapped_, LXW_ALIGN_VERTICAL_TOP);
    heading_ = workbook_add_format(book_);
    format_set_bold(heading_);
    format_set_font_size(heading_, 13);
    percent_ = workbook_add_format(book_);
    format_set_num_format_index(percent_, 9);
    number_ = workbook_add_format(book_);
    format_set_num_format_index(number_, 3);
    right_ = workbook_add_format(book_);
    format_set_align(right_, LXW_ALIGN_RIGHT);
    head_ = workbook_add_format(book_);
    format_set_bold(head_);
    format_set_text_wrap(head_);
    format_set_align(head_, LXW_ALIGN_VERTICAL_TOP);
  }

  // False when the file could not be written.
  bool write() {
    lxw_doc_properties properties{};
    auto title = page_.title;
    properties.title = title.data();
    workbook_set_properties(book_, &properties);
    words();
    for (const auto& section : page_.sections)
      for (const auto& part : section.parts) this->part(section, part);
    numbers_of_charts();
    return workbook_close(book_) == LXW_NO_ERROR;
  }

 private:
  void words() {
    auto* sheet = workbook_add_worksheet(book_, "Summary");
    worksheet_set_column(sheet, 0, 0, 100, wrapped_);
    dress(sheet);
    lxw_row_t row = 0;
    const auto line = [&](const std::string& text, lxw_format* format) {
      if (!text.empty()) worksheet_write_string(sheet, row++, 0, text.c_str(), format);
    };
    line(page_.title, title_);
    line(page_.caption, wrapped_);
    line(page_.meta, wrapped_);
    line(page_.version, wrapped_);
    line(marking_, bold_);
    line(page_.lead, wrapped_);
    const auto commentary = [&](const std::vector<CommentaryBlock>& blocks) {
      for (const auto& block : blocks)
        line(block.kind == CommentaryBlock::Kind::Item ? "• " + block.text : block.text, wrapped_);
    };
    commentary(page_.commentary);
    ++row;
    for (const auto& figure : page_.figures) {
      line(figure.number + " " + figure.label + (figure.note.empty() ? "" : " (" + figure.note + ")"), wrapped_);
    }
    for (const auto& section : page_.sections) {
      ++row;
      line(section.heading, heading_);
      commentary(section.commentary);
      for (const auto& part : section.parts) {
        for (const auto& sentence : part.sentences) line(sentence, wrapped_);
        line(part.note, wrapped_);
      }
    }
  }

  void dress(lxw_worksheet* sheet) {
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);
    worksheet_fit_to_pages(sheet, 1, 0);
    // & begins a code in headers.
    const auto head = "&L" + base::replace_all(page_.title, "&", "&&") + "&R" + base::replace_all(marking_, "&", "&&");
    if (head.size() < 250) worksheet_set_header(sheet, head.c_str());
    worksheet_set_footer(sheet, "&RPage &P of &N");
  }

  void part(const ReportSection& section, const ReportPart& part) {
    lxw_worksheet* sheet = nullptr;
    Bounds beside{0, 0};
    for (const auto& table : part.tables) {
      Bounds end{0, 0};
      auto* made = table_sheet(table, end);
      if (sheet == nullptr) {
        sheet = made;
        beside = {1, static_cast<lxw_col_t>(end.column + 1)};
      }
    }
    for (const auto& chart : part.charts) {
      if (chart.data.kind == ChartData::Kind::None || chart.data.labels.empty()) continue;
      if (sheet == nullptr) {
        sheet = workbook_add_worksheet(book_, name_for(section.heading).c_str());
        dress(sheet);
      }
      beside.row = static_cast<lxw_row_t>(beside.row + draw(chart.data, sheet, beside));
    }
  }

  // A name as Excel takes it: 31 letters, none of []:*?/\, no two alike.
  std::string name_for(const std::string& wanted) {
    std::string name;
    for (const char letter : wanted)
      name += std::string_view("[]:*?/\\'").find(letter) == std::string_view::npos ? letter : ' ';
    const auto cut = [](std::string text, std::size_t letters) {
      std::size_t count = 0;
      for (std::size_t at = 0; at < text.size(); ++at)
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && count++ == letters) return text.substr(0, at);
      return text;
    };
    name = cut(name, 31);
    auto unique = name;
    for (int number = 2; !names_.insert(base::lower(unique)).second; ++number)
      unique = cut(name, 27) + " " + std::to_string(number);
    return unique;
  }

  lxw_worksheet* table_sheet(const ReportTable& table, Bounds& end) {
    auto* sheet = workbook_add_worksheet(book_, name_for(table.caption).c_str());
    dress(sheet);
    // A column whose cells carry their counts below gets a second one for them.
    std::vector<std::pair<std::size_t, bool>> columns;  // of the table; true: its notes
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
      columns.emplace_back(at, false);
      const bool noted = std::any_of(table.rows.begin(), table.rows.end(), [&](const ReportRow& row) {
        return at < row.cells.size() && !row.cells[at].note.empty();
      });
      if (noted) columns.emplace_back(at, true);
    }
    std::vector<std::string> headers;
    std::set<std::string> taken;
    for (const auto& [at, note] : columns) {
      auto name = note ? table.columns[at].name + " (counts)" : table.columns[at].name;
      if (name.empty()) name = "Column";
      const auto first = name;
      for (int number = 2; !taken.insert(base::lower(name)).second; ++number)
        name = first + " " + std::to_string(number);
      headers.push_back(std::move(name));
    }
    const auto last_column = static_cast<lxw_col_t>(columns.size() - 1);
    const auto last_row = static_cast<lxw_row_t>(std::max<std::size_t>(1, table.rows.size()));
    for (std::size_t to = 0; to < columns.size(); ++to) {
      const auto& [at, note] = columns[to];
      std::size_t widest = std::min<std::size_t>(headers[to].size() + 3, 22);
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        if (at >= table.rows[row].cells.size()) continue;
        const auto& cell = table.rows[row].cells[at];
        const auto& text = note ? cell.note : cell.text;
        widest = std::max(widest, std::min<std::size_t>(text.size() + 2, 50));
        put(sheet, static_cast<lxw_row_t>(row + 1), static_cast<lxw_col_t>(to), text,
            !note && table.columns[at].numeric);
      }
      worksheet_set_column(sheet, static_cast<lxw_col_t>(to), static_cast<lxw_col_t>(to), static_cast<double>(widest),
                           nullptr);
    }
    std::vector<lxw_table_column> described(columns.size());
    std::vector<lxw_table_column*> pointers;
    for (std::size_t to = 0; to < columns.size(); ++to) {
      described[to].header = headers[to].data();
      described[to].header_format = head_;
      pointers.push_back(&described[to]);
    }
    pointers.push_back(nullptr);
    lxw_table_options options{};
    options.columns = pointers.data();
    options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
    options.style_type_number = 1;
    options.first_column = LXW_TRUE;
    worksheet_add_table(sheet, 0, 0, last_row, last_column, &options);
    worksheet_freeze_panes(sheet, 1, 1);
    end = {last_row, static_cast<lxw_col_t>(last_column + 1)};
    return sheet;
  }

  void put(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& text, bool numeric) {
    CellNumber number;
    if (numeric && read_number(text, number))
      worksheet_write_number(sheet, row, column, number.value, shown_as(number));
    else
      worksheet_write_string(sheet, row, column, text.c_str(), numeric ? right_ : nullptr);
  }

  // With as many decimals as the table shows: a kappa of 0.48 is no 0.
  lxw_format* shown_as(const CellNumber& number) {
    if (number.decimals == 0) return number.percent ? percent_ : number_;
    auto*& format = decimals_[{number.percent, number.decimals}];
    if (format == nullptr) {
      format = workbook_add_format(book_);
      const auto zeros = std::string(static_cast<std::size_t>(number.decimals), '0');
      format_set_num_format(format, ((number.percent ? "0." : "#,##0.") + zeros + (number.percent ? "%" : "")).c_str());
    }
    return format;
  }

  // How many rows of the sheet the chart covers.
  int draw(const ChartData& data, lxw_worksheet* sheet, Bounds at) {
    const bool shares = data.kind == ChartData::Kind::Shares || data.kind == ChartData::Kind::Trend;
    const auto top = data_row_;
    const auto first = static_cast<lxw_row_t>(top + 1);
    const auto last = static_cast<lxw_row_t>(top + data.labels.size());
    data_row_ = last + 2;
    drawn_.emplace_back(&data, top);
    const auto kind = data.kind;
    auto* chart = workbook_add_chart(book_, kind == ChartData::Kind::StackedShares   ? LXW_CHART_BAR_STACKED_PERCENT
                                            : kind == ChartData::Kind::GroupedCounts ? LXW_CHART_COLUMN
                                            : kind == ChartData::Kind::Shares        ? LXW_CHART_COLUMN
                                                                                     : LXW_CHART_LINE);
    for (std::size_t to = 0; to < data.series.size(); ++to) {
      const auto& line = data.series[to];
      auto* series = chart_add_series(chart, nullptr, nullptr);
      chart_series_set_categories(series, kData, first, 0, last, 0);
      const auto column = static_cast<lxw_col_t>(to + 1);
      chart_series_set_values(series, kData, first, column, last, column);
      chart_series_set_name_range(series, kData, top, column);
      if (kind == ChartData::Kind::Trend) {
        lxw_chart_line look{};
        look.color = colour_of(line.fill);
        look.width = to == 0 ? 2.25f : 1.0f;
        look.dash_type = to == 0 ? LXW_CHART_LINE_DASH_SOLID : LXW_CHART_LINE_DASH_DASH;
        chart_series_set_line(series, &look);
      } else {
        lxw_chart_fill look{};
        look.color = colour_of(line.fill);
        chart_series_set_fill(series, &look);
      }
    }
    chart_title_set_name(chart, data.title.c_str());
    lxw_chart_font small{};
    small.size = 12;
    small.bold = LXW_TRUE;
    chart_title_set_name_font(chart, &small);
    if (kind == ChartData::Kind::StackedShares) {
      chart_axis_set_reverse(chart->x_axis);  // the first row on top, as in the table
    } else if (shares) {
      chart_axis_set_min(chart->y_axis, 0);
      chart_axis_set_max(chart->y_axis, 1);
      chart_axis_set_num_format(chart->y_axis, "0%");
    }
    chart_legend_set_position(chart, data.series.size() > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
    auto words = data.title + ". " + data.description;
    lxw_chart_options options{};
    options.description = words.data();
    options.x_scale = 1.3;
    const double tall =
        kind == ChartData::Kind::StackedShares ? std::max(1.0, static_cast<double>(data.labels.size()) / 8) : 1.1;
    options.y_scale = tall;
    worksheet_insert_chart_opt(sheet, at.row, at.column, chart, &options);
    return static_cast<int>(16 * tall) + 2;
  }

  // The sheet that the charts draw from: the last, since people come for the others.
  void numbers_of_charts() {
    if (drawn_.empty()) return;
    auto* sheet = workbook_add_worksheet(book_, kData);
    dress(sheet);
    worksheet_set_column(sheet, 0, 0, 40, nullptr);
    for (const auto& [data, top] : drawn_) {
      const bool shares = data->kind == ChartData::Kind::Shares || data->kind == ChartData::Kind::Trend;
      worksheet_write_string(sheet, top, 0, data->title.c_str(), bold_);
      for (std::size_t to = 0; to < data->series.size(); ++to)
        worksheet_write_string(sheet, top, static_cast<lxw_col_t>(to + 1), data->series[to].name.c_str(), bold_);
      for (std::size_t row = 0; row < data->labels.size(); ++row) {
        const auto line = static_cast<lxw_row_t>(top + 1 + row);
        worksheet_write_string(sheet, line, 0, data->labels[row].c_str(), nullptr);
        for (std::size_t to = 0; to < data->series.size(); ++to)
          if (const auto& value = data->series[to].values[row])
            worksheet_write_number(sheet, line, static_cast<lxw_col_t>(to + 1), *value, shares ? percent_ : number_);
      }
    }
  }

  const ReportPage& page_;
  const std::string& marking_;
  lxw_workbook* book_ = nullptr;
  lxw_format *bold_ = nullptr, *title_ = nullptr, *wrapped_ = nullptr, *heading_ = nullptr, *percent_ = nullptr,
             *number_ = nullptr, *right_ = nullptr, *head_ = nullptr;
  std::map<std::pair<bool, int>, lxw_format*> decimals_;       // by percent and how many
  std::vector<std::pair<const ChartData*, lxw_row_t>> drawn_;  // with the first row of its numbers
  lxw_row_t data_row_ = 0;
  std::set<std::string> names_{"summary", "chart data"};
};

}  // namespace

base::Result<std::string> to_xlsx(const ReportPage& page, const std::string& marking) {
  const WorkFolder folder(RunAs::Ourselves);
  const auto name = (folder.path() / "report.xlsx").string();
  std::string bytes;
  if (Workbook(page, marking, name, folder.path().string()).write()) bytes = folder.read("report.xlsx", kMostBytes);
  if (bytes.empty()) return base::rule_broken("document.make.folder", {}, {{"what", "Excel files"}});
  return bytes;
}

}  // namespace plumbline::report
