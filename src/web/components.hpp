// The parts pages are made of, as the templates of templates/components/ draw them. Each add_… fills one {{>MARKER}} of
// a view. All texts are plain: escaping is the templates' work. A control's id is its field's name, which is where the
// error summary's links lead.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "domain/framework/grade.hpp"
#include "web/http/request.hpp"
#include "web/http/templates.hpp"
#include "web/page.hpp"

namespace plumbline::web {

// ---- words ----

// "Showing 1 to 50 of 612 audits"; "1 audit"; "No audits".
std::string showing(int page, int size, long long total, std::string_view one, std::string_view many);
// "due Monday 23 November 2026, 5 working days left"; "due today"; "was due on 9 November 2026, 3 working days ago".
std::string due_in_words(base::Day due, base::Day today, int working_days_between);
// The same for who is to return something: "Return by Monday 23 November 2026, 5 working days left"; "Return today";
// "Was due on 9 November 2026, 3 working days ago".
std::string return_by_in_words(base::Day due, base::Day today, int working_days_between);
// "today at 6:42pm", "yesterday at 6:42pm", else "23 November 2026 at 6:42pm".
std::string when_in_words(base::Instant at, base::Instant now);

// ---- addresses ----

// A path with its query, for links that keep a list's filters: query(request).with("page", "2").url().
class QueryLink {
 public:
  QueryLink(std::string path, const Fields& query) : path_(std::move(path)), query_(query) {}
  QueryLink with(std::string_view name, std::string_view value) const;  // in place of all of that name
  QueryLink without(std::string_view name) const;
  QueryLink without(std::string_view name, std::string_view value) const;  // one of several of that name
  std::string url() const;                                                 // blank values are left out

 private:
  std::string path_;
  Fields query_;
};

// ---- grades and states ----

// The key of a grade's look: the stored text, or `none`.
std::string_view grade_key(const std::optional<domain::Grade>& grade);
std::string_view grade_name(const std::optional<domain::Grade>& grade);  // "Not graded" for none
void add_grade(View& view, std::string_view marker, const std::optional<domain::Grade>& grade);

// What a status tag's colour says, the same on every page.
enum class Tone { Plain, NotStarted, Going, Waiting, Done, Late, Urgent };
std::string_view tag_colour(Tone tone);

// ---- form controls ----

struct TextInput {
  std::string name{}, label{}, value{};
  std::string hint{};
  std::string type = "text";  // text, email, search, number
  std::string autocomplete{};
  std::string inputmode{};
  int characters = 0;  // width: 2, 3, 4, 5, 10, 20, 30; 0: the column's
  bool strong = false;
  bool spellcheck = true;
};
void add_text_input(View& view, std::string_view marker, const TextInput& input, const FormErrors& errors = {});

struct PasswordInput {
  std::string name{}, label{}, hint{};
  std::string autocomplete = "current-password";
};
void add_password_input(View& view, std::string_view marker, const PasswordInput& input, const FormErrors& errors = {});

// Advice on what is written in a field, shown when the page was made; scripts ask for more while typing.
struct Advice {
  std::string rule{}, title{}, text{}, offer{};
};

struct TextArea {
  std::string name{}, label{}, value{};
  std::string hint{};
  int rows = 5;
  int most_characters = 0;  // 0: no count shown
  bool strong = false;
  std::string help_url{};        // where assets/js/writing_help.js asks; blank: no writing help
  std::vector<Advice> advice{};  // needs help_url
};
void add_textarea(View& view, std::string_view marker, const TextArea& input, const FormErrors& errors = {});

struct Option {
  std::string value{}, label{};
  std::string hint{};
  bool chosen = false;
  bool reveals = false;  // a further question shows below while it is chosen
};

struct Choice {
  std::string name{}, label{};
  std::vector<Option> options{};
  std::string hint{};
  bool strong = false;
  bool small = false;
  bool in_line = false;  // radios alone: two short options beside each other
};
// One view for each option that reveals, in order: fill it with `.include("INSIDE", file)`.
std::vector<View> add_radios(View& view, std::string_view marker, const Choice& choice, const FormErrors& errors = {});
std::vector<View> add_checkboxes(View& view, std::string_view marker, const Choice& choice,
                                 const FormErrors& errors = {});
void add_select(View& view, std::string_view marker, const Choice& choice, const FormErrors& errors = {});

// Day, month and year in three fields: `<name>`, `<name>-month` and `<name>-year`, as typed.
struct DateInput {
  std::string name{}, label{}, hint{};
  std::string day{}, month{}, year{};
  bool strong = false;
};
DateInput date_input(std::string name, std::string label, const std::optional<base::Day>& day, std::string hint = {});
// What was typed, for showing it again or reading it; the day is nothing when it is blank or no real day.
DateInput typed_date(std::string name, std::string label, const Fields& form, std::string hint = {});
std::optional<base::Day> read_date(const Fields& form, std::string_view name);
bool is_blank_date(const Fields& form, std::string_view name);
void add_date_input(View& view, std::string_view marker, const DateInput& input, const FormErrors& errors = {});

struct FileInput {
  std::string name{}, label{}, hint{};
  std::string accept{};  // ".csv,.xlsx,.xml"
};
void add_file_input(View& view, std::string_view marker, const FileInput& input, const FormErrors& errors = {});

// ---- reading ----

struct SummaryRow {
  enum class Look { Plain, Typed, Missing };  // Typed keeps the line ends of what a person wrote
  std::string key{}, value{};
  Look look = Look::Plain;
  std::string url{};                     // of the value
  std::optional<domain::Grade> grade{};  // a tag in place of the value
  std::optional<Link> change{};
  std::string change_what{};  // said to screen readers after the link's text
};
void add_summary_list(View& view, std::string_view marker, const std::vector<SummaryRow>& rows);

struct Task {
  std::string name{}, url{};  // no url: cannot be opened yet
  std::string status{};
  Tone tone = Tone::Plain;  // Plain is text without a tag, as for what is completed
  std::string hint{};
  std::optional<domain::Grade> grade{};  // in place of the status
};
void add_task_list(View& view, std::string_view marker, const std::vector<Task>& tasks);

struct TimelineEvent {
  std::string what{}, who{};
  base::Instant at{};
  std::string detail{};
};
void add_timeline(View& view, std::string_view marker, const std::vector<TimelineEvent>& events);

struct Figure {
  std::string number{}, label{}, note{};
  std::string url{};  // to the rows behind it
};
void add_figures(View& view, std::string_view marker, const std::vector<Figure>& figures);

struct DateStep {
  enum class State { Done, Now, Later };
  std::string name{}, when{}, note{};
  State state = State::Later;
};
void add_dates(View& view, std::string_view marker, const std::vector<DateStep>& steps);

struct NextStep {
  enum class Look { Main, Quiet, Urgent };
  std::string title{}, when{};
  std::optional<Link> button{};
  Look look = Look::Main;
  std::optional<Link> also{};  // a second way on, less weighty
};
void add_next(View& view, std::string_view marker, const NextStep& step);

void add_empty(View& view, std::string_view marker, std::string_view title, std::string_view why,
               const std::optional<Link>& next = {});
void add_warning(View& view, std::string_view marker, std::string_view text);
void add_inset(View& view, std::string_view marker, std::string_view text);
// The page's own heading where the page has no other (FramedPage::no_heading), else one below it.
enum class PanelHeading { OfThePage, Below };
void add_panel(View& view, std::string_view marker, std::string_view title, std::string_view text,
               std::string_view strong = {}, PanelHeading heading = PanelHeading::Below);

struct Term {
  std::string term{}, meaning{};  // a blank term gives a plain line
};
void add_details(View& view, std::string_view marker, std::string_view title,
                 const std::vector<std::string>& paragraphs, const std::vector<Term>& list = {});

// Two people's texts side by side (AUDIT-11).
struct Conflict {
  std::string id{};  // unique on the page
  std::string mine{}, theirs{}, who{}, when{};
};
void add_conflict(View& view, std::string_view marker, const Conflict& conflict);

// A chart of report/chart in both sizes, under its title unless a heading just says the same.
void add_chart(View& view, std::string_view marker, const std::string& wide_svg, const std::string& narrow_svg,
               std::string_view caption = {});

// ---- lists ----

struct Column {
  std::string name{};
  std::string sort_key{};  // blank: not sortable
  bool numeric = false;
  bool silent = false;  // its name is for screen readers alone, as over links
};

struct Cell {
  std::string text{};
  std::string url{};
  std::string what{};                    // said to screen readers after a link's text
  std::string note{};                    // a smaller line below
  std::optional<domain::Grade> grade{};  // a grade's tag in place of the text
  std::optional<Tone> tone{};            // a status tag around the text; Tone::Late without tag: see late
  bool late = false;
  bool keep_together = false;  // a reference that must not break
};

struct Row {
  std::vector<Cell> cells{};  // as many as columns; the first names the row
  bool total = false;
};

struct Table {
  std::string caption{};
  std::vector<Column> columns{};
  std::vector<Row> rows{};
  bool caption_hidden = false;  // for screen readers alone, where a heading says the same
  bool cards = true;            // on a phone each row becomes a card; else the table scrolls sideways
};
// How a list is sorted, for the links in the headings.
struct Sorting {
  QueryLink link;
  std::string by{};
  bool descending = false;
};
void add_table(View& view, std::string_view marker, const Table& table, const std::optional<Sorting>& sorting = {});

// Nothing where everything fits on one page.
void add_pagination(View& view, std::string_view marker, int page, int size, long long total, const QueryLink& link);

struct Filter {
  enum class Kind { Text, Select, Checkboxes };
  Kind kind = Kind::Select;
  std::string name{}, label{};
  std::vector<Option> options{};  // `chosen` is found from the query; a select gets "All" unless it has a blank one
};
// A GET form whose address can be shared; what is chosen shows as tags that take it away again.
void add_filter(View& view, std::string_view marker, const std::string& path, const Fields& query,
                const std::vector<Filter>& filters);

}  // namespace plumbline::web
