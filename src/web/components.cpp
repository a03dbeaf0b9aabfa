#include "web/components.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace plumbline::web {

namespace {

std::string id_of(std::string_view name, std::string_view part) { return std::string(name) + "-" + std::string(part); }

// What aria-describedby names: hint, error and count, where there are any.
void describe(View& view, std::string_view name, std::string_view hint, std::string_view error, bool counted = false) {
  std::string by;
  const auto more = [&](std::string_view part) { by += (by.empty() ? "" : " ") + id_of(name, part); };
  if (!hint.empty()) more("hint");
  if (!error.empty()) more("error");
  if (counted) more("info");
  view.show_with("DESCRIBED", "BY", by);
}

// What every control has: id, name, label, hint, error.
View control(View& view, std::string_view marker, std::string_view file, std::string_view name, std::string_view label,
             std::string_view hint, const FormErrors& errors, bool counted = false) {
  View out = view.include(marker, file);
  const std::string error = errors.of(name);
  out.set("ID", name).set("LABEL", label);
  out.show_with("HINT", "TEXT", hint).show_with("ERROR", "TEXT", error);
  describe(out, name, hint, error, counted);
  return out;
}

// GOV.UK's pattern: the first option has the field's own name as id, so that an error's link lands on it.
std::string option_id(std::string_view name, std::size_t at) {
  return at == 0 ? std::string(name) : id_of(name, std::to_string(at + 1));
}

std::vector<View> add_choice(View& view, std::string_view marker, std::string_view file, const Choice& choice,
                             const FormErrors& errors) {
  View out = control(view, marker, file, choice.name, choice.label, choice.hint, errors);
  out.set("NAME", choice.name)
      .show_if(choice.strong, "STRONG")
      .show_if(choice.small, "SMALL")
      .show_if(choice.in_line, "IN_LINE");
  std::vector<View> revealing;
  for (std::size_t at = 0; at < choice.options.size(); ++at) {
    const auto& option = choice.options[at];
    View item = out.add("OPTION");
    item.set("OPTION_ID", option_id(choice.name, at)).set("VALUE", option.value).set("LABEL", option.label);
    item.show_if(option.chosen, "CHECKED").show_with("HAS_HINT", "TEXT", option.hint);
    if (option.reveals) {
      View inside = item.add("REVEALS");
      inside.show_if(!option.chosen, "HIDDEN");
      revealing.push_back(inside);
    }
  }
  return revealing;
}

int number(std::string_view text) {
  int value = 0;
  text = base::trim(text);
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  return problem == std::errc{} && end == text.data() + text.size() ? value : -1;
}

}  // namespace

// ---- words ----

std::string showing(int page, int size, long long total, std::string_view one, std::string_view many) {
  if (total == 0) return "No " + std::string(many);
  if (size <= 0 || total <= size) return base::count_of(total, one, many);
  const long long first = static_cast<long long>(page - 1) * size + 1;
  const long long last = std::min(total, first + size - 1);
  return "Showing " + base::with_commas(first) + " to " + base::with_commas(last) + " of " +
         base::count_of(total, one, many);
}

std::string due_in_words(base::Day due, base::Day today, int working_days_between) {
  const int days = base::days_between(today, due);
  if (days == 0) return "due today";
  if (days == 1) return "due tomorrow, " + base::say_with_weekday(due);
  const auto working = [&](int count) { return base::count_of(count, "working day", "working days"); };
  if (days > 0) return "due " + base::say_with_weekday(due) + ", " + working(working_days_between) + " left";
  return "was due on " + base::say(due) + ", " + working(std::abs(working_days_between)) + " ago";
}

std::string return_by_in_words(base::Day due, base::Day today, int working_days_between) {
  std::string words = due_in_words(due, today, working_days_between);
  constexpr std::string_view kDue = "due ";
  if (due == today) return "Return today";
  if (words.starts_with("due tomorrow")) return "Return by tomorrow, " + base::say_with_weekday(due);
  if (words.starts_with(kDue)) return "Return by " + words.substr(kDue.size());
  words[0] = 'W';
  return words;
}

std::string when_in_words(base::Instant at, base::Instant now) {
  const int days = base::days_between(base::london_day(at), base::london_day(now));
  if (days == 0) return "today at " + base::say_time(at);
  if (days == 1) return "yesterday at " + base::say_time(at);
  return base::say(at);
}

// ---- addresses ----

QueryLink QueryLink::with(std::string_view name, std::string_view value) const {
  QueryLink out = without(name);
  out.query_.add(std::string(name), std::string(value));
  return out;
}

QueryLink QueryLink::without(std::string_view name) const {
  Fields kept;
  for (const auto& [key, value] : query_)
    if (key != name) kept.add(key, value);
  return {path_, kept};
}

QueryLink QueryLink::without(std::string_view name, std::string_view gone) const {
  Fields kept;
  for (const auto& [key, value] : query_)
    if (key != name || value != gone) kept.add(key, value);
  return {path_, kept};
}

std::string QueryLink::url() const {
  std::string out = path_;
  char mark = '?';
  for (const auto& [key, value] : query_) {
    if (value.empty()) continue;
    out += mark;
    out += url_encode(key) + "=" + url_encode(value);
    mark = '&';
  }
  return out;
}

// ---- grades and states ----

std::string_view grade_key(const std::optional<domain::Grade>& grade) {
  return grade ? domain::to_string(*grade) : "none";
}

std::string_view grade_name(const std::optional<domain::Grade>& grade) {
  return grade ? domain::say(*grade) : "Not graded";
}

void add_grade(View& view, std::string_view marker, const std::optional<domain::Grade>& grade) {
  view.include(marker, "components/grade.html").set("KEY", grade_key(grade)).set("NAME", grade_name(grade));
}

std::string_view tag_colour(Tone tone) {
  switch (tone) {
    case Tone::Plain:
      return "grey";
    case Tone::NotStarted:
      return "grey";
    case Tone::Going:
      return "blue";
    case Tone::Waiting:
      return "purple";
    case Tone::Done:
      return "green";
    case Tone::Late:
      return "orange";
    case Tone::Urgent:
      return "red";
  }
  return "grey";
}

// ---- form controls ----

void add_text_input(View& view, std::string_view marker, const TextInput& input, const FormErrors& errors) {
  View out = control(view, marker, "components/text_input.html", input.name, input.label, input.hint, errors);
  out.set("NAME", input.name).set("TYPE", input.type).set("VALUE", input.value);
  out.show_with("AUTOCOMPLETE", "TEXT", input.autocomplete).show_with("INPUTMODE", "TEXT", input.inputmode);
  out.show_if(input.strong, "STRONG").show_if(!input.spellcheck, "NO_SPELLCHECK");
  if (input.characters > 0) out.show_with("WIDTH", "CHARACTERS", std::to_string(input.characters));
}

void add_password_input(View& view, std::string_view marker, const PasswordInput& input, const FormErrors& errors) {
  View out = control(view, marker, "components/password_input.html", input.name, input.label, input.hint, errors);
  out.set("NAME", input.name).set("AUTOCOMPLETE", input.autocomplete);
}

void add_textarea(View& view, std::string_view marker, const TextArea& input, const FormErrors& errors) {
  const bool counted = input.most_characters > 0;
  View out = control(view, marker, "components/textarea.html", input.name, input.label, input.hint, errors, counted);
  out.set("NAME", input.name).set("ROWS", input.rows).set("VALUE", input.value).show_if(input.strong, "STRONG");
  if (counted)
    out.add("LIMIT")
        .set("CHARACTERS", input.most_characters)
        .set("CHARACTERS_SAID", base::with_commas(input.most_characters));
  if (input.help_url.empty()) return;
  View help = out.add("HELP");
  help.set("URL", input.help_url).set("FIELD", input.name);
  for (const auto& advice : input.advice) {
    View item = help.add("ADVICE");
    item.set("RULE", advice.rule).set("TITLE", advice.title);
    item.show_with("TEXT", "WORDS", advice.text).show_with("OFFER", "WORDS", advice.offer);
  }
}

std::vector<View> add_radios(View& view, std::string_view marker, const Choice& choice, const FormErrors& errors) {
  return add_choice(view, marker, "components/radios.html", choice, errors);
}

std::vector<View> add_checkboxes(View& view, std::string_view marker, const Choice& choice, const FormErrors& errors) {
  return add_choice(view, marker, "components/checkboxes.html", choice, errors);
}

void add_select(View& view, std::string_view marker, const Choice& choice, const FormErrors& errors) {
  View out = control(view, marker, "components/select.html", choice.name, choice.label, choice.hint, errors);
  out.set("NAME", choice.name).show_if(choice.strong, "STRONG");
  for (const auto& option : choice.options)
    out.add("OPTION").set("VALUE", option.value).set("LABEL", option.label).show_if(option.chosen, "CHECKED");
}

DateInput date_input(std::string name, std::string label, const std::optional<base::Day>& day, std::string hint) {
  DateInput out{std::move(name), std::move(label), std::move(hint), "", "", "", false};
  if (day) {
    out.day = std::to_string(static_cast<unsigned>(day->day()));
    out.month = std::to_string(static_cast<unsigned>(day->month()));
    out.year = std::to_string(static_cast<int>(day->year()));
  }
  return out;
}

DateInput typed_date(std::string name, std::string label, const Fields& form, std::string hint) {
  DateInput out{name,
                std::move(label),
                std::move(hint),
                std::string(form.get(name)),
                std::string(form.get(id_of(name, "month"))),
                std::string(form.get(id_of(name, "year"))),
                false};
  return out;
}

std::optional<base::Day> read_date(const Fields& form, std::string_view name) {
  const int day = number(form.get(name)), month = number(form.get(id_of(name, "month"))),
            year = number(form.get(id_of(name, "year")));
  if (day < 1 || day > 31 || month < 1 || month > 12 || year < 1900 || year > 2200) return std::nullopt;
  const base::Day out{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                      std::chrono::day{static_cast<unsigned>(day)}};
  if (!out.ok()) return std::nullopt;
  return out;
}

bool is_blank_date(const Fields& form, std::string_view name) {
  return base::trim(form.get(name)).empty() && base::trim(form.get(id_of(name, "month"))).empty() &&
         base::trim(form.get(id_of(name, "year"))).empty();
}

void add_date_input(View& view, std::string_view marker, const DateInput& input, const FormErrors& errors) {
  View out = control(view, marker, "components/date_input.html", input.name, input.label, input.hint, errors);
  out.show_if(input.strong, "STRONG");
  const bool wrong = !errors.of(input.name).empty();
  const auto part = [&](std::string_view label, const std::string& field, const std::string& value, int characters) {
    out.add("PART")
        .set("LABEL", label)
        .set("PART_ID", field)
        .set("PART_NAME", field)
        .set("VALUE", value)
        .set("CHARACTERS", characters)
        .show_if(wrong, "WRONG");
  };
  part("Day", input.name, input.day, 2);
  part("Month", id_of(input.name, "month"), input.month, 2);
  part("Year", id_of(input.name, "year"), input.year, 4);
}

void add_file_input(View& view, std::string_view marker, const FileInput& input, const FormErrors& errors) {
  View out = control(view, marker, "components/file_upload.html", input.name, input.label, input.hint, errors);
  out.set("NAME", input.name).show_with("ACCEPT", "TEXT", input.accept);
}

// ---- reading ----

void add_summary_list(View& view, std::string_view marker, const std::vector<SummaryRow>& rows) {
  View list = view.include(marker, "components/summary_list.html");
  const bool any_change =
      std::any_of(rows.begin(), rows.end(), [](const SummaryRow& row) { return row.change.has_value(); });
  for (const auto& row : rows) {
    View line = list.add("ROW");
    line.set("KEY", row.key).set("VALUE", row.value);
    if (row.grade)
      add_grade(line, "GRADE", row.grade);
    else if (!row.url.empty())
      line.add("LINK").set("URL", row.url);
    else
      line.show(row.look == SummaryRow::Look::Typed     ? "TYPED"
                : row.look == SummaryRow::Look::Missing ? "MISSING"
                                                        : "TEXT");
    if (row.change)
      line.add("ACTION").set("URL", row.change->url).set("TEXT", row.change->text).set("WHAT", row.change_what);
    else if (any_change)
      line.show("NO_ACTION");
  }
}

void add_task_list(View& view, std::string_view marker, const std::vector<Task>& tasks) {
  View list = view.include(marker, "components/task_list.html");
  int at = 0;
  for (const auto& task : tasks) {
    View item = list.add("TASK");
    item.set("ID", base::lower(marker) + "-" + std::to_string(++at)).set("NAME", task.name);
    if (task.url.empty())
      item.show("NO_LINK").show("CANNOT");
    else
      item.show("LINK").set("URL", task.url);
    item.show_with("HINT", "TEXT", task.hint);
    if (task.grade) {
      add_grade(item, "GRADE", task.grade);
      continue;
    }
    item.set("STATUS", task.status);
    if (task.tone == Tone::Plain)
      item.show("PLAIN");
    else
      item.add("TAG").set("COLOUR", tag_colour(task.tone));
  }
}

void add_timeline(View& view, std::string_view marker, const std::vector<TimelineEvent>& events) {
  View list = view.include(marker, "components/timeline.html");
  for (const auto& event : events) {
    View item = list.add("EVENT");
    item.set("WHAT", event.what).set("WHEN", base::say(event.at)).set("MACHINE_TIME", base::iso(event.at));
    item.show_with("BY", "WHO", event.who).show_with("DETAIL", "TEXT", event.detail);
  }
}

void add_figures(View& view, std::string_view marker, const std::vector<Figure>& figures) {
  View list = view.include(marker, "components/figures.html");
  for (const auto& figure : figures) {
    View item = list.add("FIGURE");
    item.set("NUMBER", figure.number).set("LABEL", figure.label).show_with("NOTE", "TEXT", figure.note);
    if (figure.url.empty())
      item.show("PLAIN");
    else
      item.add("LINK").set("URL", figure.url);
  }
}

void add_dates(View& view, std::string_view marker, const std::vector<DateStep>& steps) {
  View list = view.include(marker, "components/dates.html");
  for (const auto& step : steps) {
    View item = list.add("DATE");
    item.set("NAME", step.name).show_with("DAY", "WHEN", step.when).show_with("NOTE", "TEXT", step.note);
    item.show_if(step.state == DateStep::State::Done, "DONE").show_if(step.state == DateStep::State::Now, "NOW");
  }
}

void add_next(View& view, std::string_view marker, const NextStep& step) {
  View out = view.include(marker, "components/next.html");
  out.set("TITLE", step.title).show_with("WHEN", "TEXT", step.when);
  out.show_if(step.look == NextStep::Look::Urgent, "URGENT").show_if(step.look == NextStep::Look::Quiet, "QUIET");
  if (step.button)
    out.add("BUTTON")
        .set("URL", step.button->url)
        .set("TEXT", step.button->text)
        .show_if(step.look == NextStep::Look::Quiet, "SECONDARY");
  if (step.also) out.add("ALSO").set("URL", step.also->url).set("TEXT", step.also->text);
  out.show_if(step.button || step.also, "LINKS");
}

void add_empty(View& view, std::string_view marker, std::string_view title, std::string_view why,
               const std::optional<Link>& next) {
  View out = view.include(marker, "components/empty.html");
  out.set("TITLE", title).show_with("WHY", "TEXT", why);
  if (next) out.add("LINK").set("URL", next->url).set("TEXT", next->text);
}

void add_warning(View& view, std::string_view marker, std::string_view text) {
  view.include(marker, "components/warning.html").set("TEXT", text);
}

void add_inset(View& view, std::string_view marker, std::string_view text) {
  view.include(marker, "components/inset.html").set("TEXT", text);
}

void add_panel(View& view, std::string_view marker, std::string_view title, std::string_view text,
               std::string_view strong, PanelHeading heading) {
  View out = view.include(marker, "components/panel.html");
  out.add(heading == PanelHeading::OfThePage ? "FIRST" : "SECOND").set("TITLE", title);
  if (text.empty() && strong.empty()) return;
  View detail = out.add("DETAIL");
  detail.set("TEXT", text).show_with("STRONG", "WORDS", strong);
}

void add_details(View& view, std::string_view marker, std::string_view title,
                 const std::vector<std::string>& paragraphs, const std::vector<Term>& list) {
  View out = view.include(marker, "components/details.html");
  out.set("TITLE", title);
  for (const auto& paragraph : paragraphs) out.add("PARAGRAPH").set("TEXT", paragraph);
  if (list.empty()) return;
  View items = out.add("LIST");
  for (const auto& entry : list) {
    View item = items.add("ITEM");
    item.set("TEXT", entry.meaning).show_with("TERM", "WORDS", entry.term);
  }
}

void add_conflict(View& view, std::string_view marker, const Conflict& conflict) {
  view.include(marker, "components/conflict.html")
      .set("ID", conflict.id)
      .set("MINE", conflict.mine)
      .set("THEIRS", conflict.theirs)
      .set("WHO", conflict.who)
      .set("WHEN", conflict.when);
}

void add_chart(View& view, std::string_view marker, const std::string& wide_svg, const std::string& narrow_svg,
               std::string_view caption) {
  View out = view.include(marker, "components/chart.html");
  out.set_html("WIDE", wide_svg).set_html("NARROW", narrow_svg).show_with("CAPTION", "TEXT", caption);
}

// ---- lists ----

void add_table(View& view, std::string_view marker, const Table& table, const std::optional<Sorting>& sorting) {
  View out = view.include(marker, "components/table.html");
  out.set("CAPTION", table.caption).show_if(table.caption_hidden, "CAPTION_HIDDEN");
  out.show(table.cards ? "CARDS" : "SCROLLS");
  for (const auto& column : table.columns) {
    View head = out.add("COLUMN");
    head.set("NAME", column.name).show_if(column.numeric, "NUMERIC");
    if (column.silent) {
      head.show("SILENT");
    } else if (sorting && !column.sort_key.empty()) {
      const bool here = sorting->by == column.sort_key;
      const bool down_next = here && !sorting->descending;
      auto link = sorting->link.without("page").with("sort", column.sort_key).without("order");
      if (down_next) link = link.with("order", "down");
      head.add("SORT").set("URL", link.url()).show(!here ? "NEITHER" : sorting->descending ? "DOWN" : "UP");
      if (here) head.show_with("SORTED", "DIRECTION", sorting->descending ? "descending" : "ascending");
    } else {
      head.show("PLAIN");
    }
  }
  for (const auto& row : table.rows) {
    View line = out.add("ROW");
    line.show_if(row.total, "TOTAL");
    for (std::size_t at = 0; at < row.cells.size() && at < table.columns.size(); ++at) {
      const auto& cell = row.cells[at];
      View item = line.add("CELL");
      item.set("VALUE", cell.grade ? domain::say(*cell.grade) : std::string_view(cell.text));
      item.show_if(cell.keep_together, "NOWRAP");
      if (at == 0)
        item.show("HEADER");
      else
        item.show("DATA").set("LABEL", table.columns[at].name).show_if(table.columns[at].numeric, "NUMERIC");
      if (!cell.url.empty())
        item.show("LINK")
            .set("URL", cell.url)
            .show_with("WHAT", "WORDS", cell.what)
            .show_if(cell.keep_together, "NOWRAP");
      else if (cell.grade)
        item.show("GRADE").set("KEY", grade_key(cell.grade));
      else if (cell.tone)
        item.show("STATUS").set("COLOUR", tag_colour(*cell.tone));
      else
        item.show(cell.late ? "LATE" : "TEXT");
      item.show_with("NOTE", "WORDS", cell.note);
    }
  }
}

void add_pagination(View& view, std::string_view marker, int page, int size, long long total, const QueryLink& link) {
  if (size <= 0 || total <= size) return;
  const int last = static_cast<int>((total + size - 1) / size);
  page = std::clamp(page, 1, last);
  const auto url = [&](int to) {
    return to == 1 ? link.without("page").url() : link.with("page", std::to_string(to)).url();
  };
  View out = view.include(marker, "components/pagination.html");
  if (page > 1) out.add("PREVIOUS").set("URL", url(page - 1));
  int shown = 0;
  for (int number = 1; number <= last; ++number) {
    if (number != 1 && number != last && std::abs(number - page) > 1) continue;
    if (number - shown > 1) out.add("ITEM").show("GAP");
    out.add("ITEM").show("LINK").set("URL", url(number)).set("NUMBER", number).show_if(number == page, "CURRENT");
    shown = number;
  }
  if (page < last) out.add("NEXT").set("URL", url(page + 1));
}

void add_filter(View& view, std::string_view marker, const std::string& path, const Fields& query,
                const std::vector<Filter>& filters) {
  View out = view.include(marker, "components/filter.html");
  out.set("ACTION", path);
  const QueryLink here(path, query);
  const QueryLink unpaged = here.without("page");
  QueryLink cleared = unpaged;
  struct Tag {
    std::string text, url;
  };
  std::vector<Tag> tags;
  for (const auto& filter : filters) {
    cleared = cleared.without(filter.name);
    const auto values = query.all(filter.name);
    for (const auto value : values) {
      if (value.empty()) continue;
      std::string said = filter.label + ": " + std::string(value);
      bool known = filter.kind == Filter::Kind::Text;
      for (const auto& option : filter.options)
        if (option.value == value) {
          said = option.label;
          known = true;
        }
      if (known) tags.push_back({said, unpaged.without(filter.name, value).url()});
    }
    View field = out.add("FIELD");
    Choice choice{filter.name, filter.label, filter.options, "", true, true, false};
    for (auto& option : choice.options)
      option.chosen = std::find(values.begin(), values.end(), option.value) != values.end();
    switch (filter.kind) {
      case Filter::Kind::Text: {
        TextInput input;
        input.name = filter.name;
        input.label = filter.label;
        input.value = std::string(query.get(filter.name));
        input.strong = true;
        input.spellcheck = false;
        add_text_input(field, "CONTROL", input);
        break;
      }
      case Filter::Kind::Select:
        if (choice.options.empty() || !choice.options.front().value.empty())
          choice.options.insert(choice.options.begin(), Option{"", "All", "", false, false});
        add_select(field, "CONTROL", choice);
        break;
      case Filter::Kind::Checkboxes:
        add_checkboxes(field, "CONTROL", choice);
        break;
    }
  }
  if (!tags.empty()) {
    View selected = out.add("SELECTED");
    selected.set("CLEAR_URL", cleared.url());
    for (const auto& tag : tags) selected.add("TAG").set("URL", tag.url).set("TEXT", tag.text);
  }
  for (const char* kept : {"sort", "order"})
    if (const auto value = query.get(kept); !value.empty()) out.add("KEEP").set("NAME", kept).set("VALUE", value);
  out.set("TOGGLE", tags.empty() ? std::string("Show filters") : "Show filters (" + std::to_string(tags.size()) + ")");
}

}  // namespace plumbline::web
