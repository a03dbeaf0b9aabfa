#include "web/http/templates.hpp"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary_interface.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory_resource>
#include <mutex>
#include <regex>
#include <set>
#include <sstream>

#include "base/result.hpp"

namespace plumbline::web {

struct TemplateFile {
  std::string name;
  std::vector<Marker> outline;
  std::set<std::string, std::less<>> values;
  std::set<std::string, std::less<>> raw_values;
  std::set<std::string, std::less<>> sections;
  std::set<std::string, std::less<>> includes;
};

struct LoadedTemplates {
  mutable ctemplate::TemplateCache cache;
  std::map<std::string, TemplateFile, std::less<>> files;
  std::set<std::string, std::less<>> raw_anywhere;
  bool strict = false;

  const TemplateFile& file(std::string_view name) const {
    const auto found = files.find(name);
    if (found == files.end()) throw base::Broken("no template " + std::string(name));
    return found->second;
  }
};

namespace {

namespace fs = std::filesystem;

// Not STRIP_WHITESPACE, which would join the words at the ends of lines.
constexpr ctemplate::Strip kStrip = ctemplate::STRIP_BLANK_LINES;
constexpr std::string_view kMarker = "{{%AUTOESCAPE context=\"HTML\"}}";

[[noreturn]] void fault(const std::string& file, const std::string& what) {
  throw base::Broken("template " + file + ": " + what);
}

ctemplate::TemplateString text(std::string_view value) { return {value.data(), value.size()}; }

std::vector<Marker> parse(const std::string& file, std::string_view source, TemplateFile& into) {
  std::vector<std::vector<Marker>> levels(1);
  std::vector<std::string> open;
  for (std::size_t at = source.find("{{"); at != std::string_view::npos; at = source.find("{{", at)) {
    const std::size_t end = source.find("}}", at);
    if (end == std::string_view::npos) fault(file, "a marker is not closed");
    std::string_view inner = source.substr(at + 2, end - at - 2);
    at = end + 2;
    if (inner.empty()) fault(file, "an empty marker");
    const char sigil = inner[0];
    if (sigil == '!') continue;
    if (sigil == '%') fault(file, "the loader sets the escaping, the file must not");
    if (sigil == '=') fault(file, "the delimiters stay as they are");
    if (sigil == '#' || sigil == '/' || sigil == '>') inner.remove_prefix(1);
    const std::size_t colon = inner.find(':');
    const std::string name(inner.substr(0, colon));
    const std::string_view modifier = colon == std::string_view::npos ? std::string_view() : inner.substr(colon + 1);
    if (!std::all_of(name.begin(), name.end(),
                     [](char c) {
                       return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                     }) ||
        name.empty())
      fault(file, "a marker's name has letters, digits and _ only: " + name);
    if (sigil == '#') {
      open.push_back(name);
      levels.emplace_back();
      into.sections.insert(name);
    } else if (sigil == '/') {
      if (open.empty() || open.back() != name) fault(file, "section closed that was not open: " + name);
      open.pop_back();
      auto inside = std::move(levels.back());
      levels.pop_back();
      levels.back().push_back({Marker::Kind::Section, name, std::move(inside)});
    } else if (sigil == '>') {
      if (!modifier.empty()) fault(file, "an include has no modifier: " + name);
      levels.back().push_back({Marker::Kind::Include, name, {}});
      into.includes.insert(name);
    } else {
      if (!modifier.empty() && modifier != "none" && modifier != "pre_escape")
        fault(file, "the only modifiers are none and pre_escape: " + name);
      const bool raw = modifier == "none";
      levels.back().push_back({raw ? Marker::Kind::RawValue : Marker::Kind::Value, name, {}});
      (raw ? into.raw_values : into.values).insert(name);
    }
  }
  if (!open.empty()) fault(file, "section never closed: " + open.back());
  for (const auto& name : into.raw_values)
    if (into.values.contains(name)) fault(file, name + " stands both with and without :none");
  return std::move(levels.front());
}

// What the escaping cannot make safe, or the content security policy would block.
void check_markup(const std::string& file, const std::string& source) {
  static const std::regex kInlineScript(R"(<script(?![^>]*\ssrc=)[^>]*>)", std::regex::icase);
  static const std::regex kInlineStyle(R"(<style[\s>]|<[^>]*\sstyle\s*=)", std::regex::icase);
  static const std::regex kHandler(R"(<[^>]*\son[a-z]+\s*=)", std::regex::icase);
  if (std::regex_search(source, kInlineScript)) fault(file, "an inline script; put it into assets/js");
  if (std::regex_search(source, kInlineStyle)) fault(file, "an inline style; put it into assets/scss");
  if (std::regex_search(source, kHandler)) fault(file, "an inline handler; put it into assets/js");
  bool in_tag = false;
  for (std::size_t i = 0; i < source.size(); ++i) {
    const std::string_view rest = std::string_view(source).substr(i);
    if (rest.starts_with("{{")) {
      if (in_tag && (rest.starts_with("{{>") || rest.substr(0, rest.find("}}")).ends_with(":none")))
        fault(file, "an include or a raw value inside a tag cannot be escaped safely");
      i = source.find("}}", i) + 1;
    } else if (source[i] == '<') {
      in_tag = true;
    } else if (source[i] == '>') {
      in_tag = false;
    }
  }
}

std::shared_ptr<const LoadedTemplates> load(const std::string& folder, bool strict) {
  auto loaded = std::make_shared<LoadedTemplates>();
  loaded->strict = strict;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_regular_file() || it->path().extension() != ".html") continue;
    const std::string name = fs::relative(it->path(), folder).generic_string();
    std::ifstream in(it->path(), std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    std::string source = bytes.str();
    // One line end closes each file; as part of an included value it would break lines such as <textarea>…</textarea>.
    while (!source.empty() && source.back() == '\n') source.pop_back();
    TemplateFile file;
    file.name = name;
    file.outline = parse(name, source, file);
    check_markup(name, source);
    // Markers inside includes do not inherit the escaping, so every file gets it for itself.
    if (!loaded->cache.StringToTemplateCache(name, std::string(kMarker) + source, kStrip))
      fault(name,
            "the markup cannot be escaped safely; look for odd quotes or a marker in the place of a tag or attribute");
    loaded->raw_anywhere.insert(file.raw_values.begin(), file.raw_values.end());
    loaded->files.emplace(name, std::move(file));
  }
  if (error || loaded->files.empty()) throw base::Broken("no templates in " + folder);
  loaded->cache.Freeze();
  return loaded;
}

fs::file_time_type newest_change(const std::string& folder) {
  auto newest = fs::file_time_type::min();  // the clock's zero lies in the future
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    newest = std::max(newest, it->last_write_time(ignored));
  }
  return newest;
}

}  // namespace

// What a page is filled with, in the shape that ctemplate asks for. Its own dictionary takes a lock and makes a name
// for each section, which was most of the time of a page; this one lives in one arena, and its handful of names is
// found by looking.
class Filling final : public ctemplate::TemplateDictionaryInterface {
 public:
  struct Value {
    std::string_view name;
    std::string_view value;
  };
  struct Section {
    std::string_view name;
    std::pmr::vector<const Filling*> rows;  // none: shown once, with the values around it
  };
  struct Include {
    std::string_view name;
    std::pmr::vector<std::pair<const char*, const Filling*>> files;
  };

  // `around` is null for a page and for an included file: values do not reach into those, but those of `everywhere` do.
  Filling(std::pmr::memory_resource* memory, const Filling* around, Filling* everywhere)
      : memory_(memory),
        around_(around),
        everywhere_(everywhere),
        values_(memory),
        sections_(memory),
        includes_(memory) {}

  std::string_view keep(std::string_view text) {
    char* kept = static_cast<char*>(memory_->allocate(text.size() + 1, 1));
    std::copy(text.begin(), text.end(), kept);
    kept[text.size()] = '\0';
    return {kept, text.size()};
  }
  void set(std::string_view name, std::string_view value) {
    for (auto& each : values_)
      if (each.name == name) {
        each.value = keep(value);
        return;
      }
    values_.push_back({keep(name), keep(value)});
  }
  Section& section(std::string_view name) {
    for (auto& each : sections_)
      if (each.name == name) return each;
    return sections_.emplace_back(Section{keep(name), std::pmr::vector<const Filling*>(memory_)});
  }
  Filling& everywhere() { return *everywhere_; }
  Filling* add_row(std::string_view name) {
    Filling* row = make(this);
    section(name).rows.push_back(row);
    return row;
  }
  Filling* include(std::string_view name, std::string_view file) {
    Filling* inside = make(nullptr);
    const auto found =
        std::find_if(includes_.begin(), includes_.end(), [&](const auto& each) { return each.name == name; });
    auto& files = found != includes_.end()
                      ? found->files
                      : includes_.emplace_back(Include{keep(name), decltype(Include::files)(memory_)}).files;
    files.emplace_back(keep(file).data(), inside);
    return inside;
  }

 protected:
  using Name = ctemplate::TemplateString;
  ctemplate::TemplateString GetValue(const Name& variable) const override {
    const std::string_view name = view(variable);
    for (const Filling* at = this; at; at = at->around_)
      for (const auto& each : at->values_)
        if (each.name == name) return text(each.value);
    for (const auto& each : everywhere_->values_)
      if (each.name == name) return text(each.value);
    return text("");
  }
  bool IsHiddenSection(const Name& name) const override { return find_section(view(name)) == nullptr; }
  bool IsUnhiddenSection(const Name& name) const override { return find_section(view(name)) != nullptr; }
  bool IsHiddenTemplate(const Name& name) const override { return find_include(view(name)) == nullptr; }
  const char* GetIncludeTemplateName(const Name& name, int number) const override {
    return find_include(view(name))->files[static_cast<std::size_t>(number)].first;
  }
  Iterator* CreateTemplateIterator(const Name& name) const override {
    return new Rows<decltype(Include::files)>(find_include(view(name))->files);
  }
  Iterator* CreateSectionIterator(const Name& name) const override {
    return new Rows<decltype(Section::rows)>(find_section(view(name))->rows);
  }
  void DumpToString(std::string*, int) const override {}

 private:
  template <class List>
  class Rows final : public Iterator {
   public:
    explicit Rows(const List& rows) : rows_(rows) {}
    bool HasNext() const override { return at_ < rows_.size(); }
    const TemplateDictionaryInterface& Next() override { return *filling(rows_[at_++]); }

   private:
    static const Filling* filling(const Filling* row) { return row; }
    static const Filling* filling(const std::pair<const char*, const Filling*>& file) { return file.second; }
    const List& rows_;
    std::size_t at_ = 0;
  };

  static std::string_view view(const Name& name) { return {name.data(), name.size()}; }
  // Lives and ends with the arena: nothing here owns anything outside it.
  Filling* make(const Filling* around) {
    return new (memory_->allocate(sizeof(Filling), alignof(Filling))) Filling(memory_, around, everywhere_);
  }
  const Section* find_section(std::string_view name) const {
    for (const Filling* at = this; at; at = at->around_)
      for (const auto& each : at->sections_)
        if (each.name == name) return &each;
    if (everywhere_ != this)
      for (const auto& each : everywhere_->sections_)
        if (each.name == name) return &each;
    return nullptr;
  }
  const Include* find_include(std::string_view name) const {
    for (const Filling* at = this; at; at = at->around_)
      for (const auto& each : at->includes_)
        if (each.name == name) return &each;
    return nullptr;
  }

  std::pmr::memory_resource* memory_;
  const Filling* around_;
  Filling* everywhere_;
  std::pmr::vector<Value> values_;
  std::pmr::vector<Section> sections_;
  std::pmr::vector<Include> includes_;
};

struct PageRoot {
  std::pmr::monotonic_buffer_resource memory{16 * 1024};
  Filling everywhere{&memory, nullptr, &everywhere};
  Filling page{&memory, nullptr, &everywhere};
};

View& View::set(std::string_view name, std::string_view value) {
  if (file_->raw_values.contains(name)) fault(file_->name, std::string(name) + " takes ready-made HTML, not text");
  if (loaded_->strict && !file_->values.contains(name)) fault(file_->name, "has no value " + std::string(name));
  filling_->set(name, value);
  return *this;
}

View& View::set(std::string_view name, long long value) { return set(name, std::to_string(value)); }

View& View::set_html(std::string_view name, std::string_view html) {
  if (!file_->raw_values.contains(name)) fault(file_->name, std::string(name) + " takes text, not ready-made HTML");
  filling_->set(name, html);
  return *this;
}

View& View::set_for_all(std::string_view name, std::string_view value) {
  if (loaded_->raw_anywhere.contains(name)) fault(file_->name, std::string(name) + " takes ready-made HTML, not text");
  filling_->everywhere().set(name, value);
  return *this;
}

View& View::show(std::string_view section) {
  if (loaded_->strict && !file_->sections.contains(section))
    fault(file_->name, "has no section " + std::string(section));
  filling_->section(section);
  return *this;
}

View& View::show_for_all(std::string_view section) {
  filling_->everywhere().section(section);
  return *this;
}

View& View::show_with(std::string_view section, std::string_view name, std::string_view value) {
  if (!value.empty()) add(section).set(name, value);
  return *this;
}

View View::add(std::string_view section) {
  if (loaded_->strict && !file_->sections.contains(section))
    fault(file_->name, "has no section " + std::string(section));
  return View(filling_->add_row(section), file_, loaded_);
}

View View::include(std::string_view marker, std::string_view file) {
  if (loaded_->strict && !file_->includes.contains(marker)) fault(file_->name, "has no include " + std::string(marker));
  const TemplateFile& included = loaded_->file(file);
  return View(filling_->include(marker, file), &included, loaded_);
}

Page::Page(std::shared_ptr<const LoadedTemplates> loaded, const TemplateFile& file)
    : View(nullptr, &file, loaded.get()), kept_(std::move(loaded)), root_(std::make_unique<PageRoot>()) {
  filling_ = &root_->page;
}

Page::~Page() = default;
Page::Page(Page&&) noexcept = default;

std::string Page::render() const {
  std::string out;
  out.reserve(32 * 1024);
  if (!kept_->cache.ExpandNoLoad(file_->name, kStrip, &root_->page, nullptr, &out))
    throw base::Broken("template " + file_->name + ": could not be filled");
  return out;
}

struct Templates::State {
  std::mutex mutex;
  std::shared_ptr<const LoadedTemplates> loaded;
  fs::file_time_type changed{};
  std::chrono::steady_clock::time_point looked{};
};

Templates::Templates(std::string folder, TemplateMode mode)
    : folder_(std::move(folder)), mode_(mode), state_(std::make_unique<State>()) {
  state_->changed = newest_change(folder_);
  state_->loaded = load(folder_, mode_ == TemplateMode::Development);
}

Templates::~Templates() = default;

std::shared_ptr<const LoadedTemplates> Templates::current() {
  const std::lock_guard lock(state_->mutex);
  const auto now = std::chrono::steady_clock::now();
  if (mode_ == TemplateMode::Development && now - state_->looked > std::chrono::milliseconds{500}) {
    state_->looked = now;
    if (const auto changed = newest_change(folder_); changed != state_->changed) {
      state_->loaded = load(folder_, true);
      state_->changed = changed;
    }
  }
  return state_->loaded;
}

Page Templates::page(std::string_view file) {
  auto loaded = current();
  const TemplateFile& found = loaded->file(file);
  return Page(std::move(loaded), found);
}

std::vector<std::string> Templates::files() const {
  const std::lock_guard lock(state_->mutex);
  std::vector<std::string> names;
  for (const auto& each : state_->loaded->files) names.push_back(each.first);
  return names;
}

std::vector<Marker> Templates::outline(std::string_view file) const {
  const std::lock_guard lock(state_->mutex);
  return state_->loaded->file(file).outline;
}

}  // namespace plumbline::web
