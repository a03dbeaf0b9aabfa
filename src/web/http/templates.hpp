// Pages from the files in templates/. The only way to a template: every file is loaded with automatic, context-aware
// escaping, so a value is text wherever it stands (between tags, in an attribute, in an address: `javascript:` becomes
// `#`).
//
//   Page page = templates.page("layout/page.html");
//   page.set("TITLE", "My audits").show("SIGNED_IN");
//   View body = page.include("BODY", "audit/list.html");        // fills {{>BODY}}
//   for (const auto& audit : audits) body.add("ROW").set("REFERENCE", audit.reference);   // {{#ROW}}…{{/ROW}}
//   return Response::html(page.render());
//
// A section shows when it was shown or added to. Values set on a view hold in its sections, not in what it includes:
// there only those of set_for_all. `{{NAME:none}}` in a file marks a place for ready-made HTML such as a chart: only
// set_html fills it, and set_html fills nothing else.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace plumbline::web {

// What stands between {{ and }} in a file, in order; `inside` for a section.
struct Marker {
  enum class Kind { Value, RawValue, Section, Include };
  Kind kind;
  std::string name;
  std::vector<Marker> inside;
};

struct LoadedTemplates;
struct TemplateFile;
class Filling;
struct PageRoot;

// One place to fill. Cheap to copy; lives as long as its Page.
class View {
 public:
  View& set(std::string_view name, std::string_view value);
  View& set(std::string_view name, const char* value) { return set(name, std::string_view(value)); }
  View& set(std::string_view name, long long value);
  View& set(std::string_view name, int value) { return set(name, static_cast<long long>(value)); }
  View& set(std::string_view name, std::size_t value) { return set(name, static_cast<long long>(value)); }
  View& set(std::string_view name, bool value) = delete;  // show a section instead
  // HTML made by our own code out of escaped parts, never from what a person typed.
  View& set_html(std::string_view name, std::string_view html);
  // In this view and in everything it includes, however deep.
  View& set_for_all(std::string_view name, std::string_view value);
  View& show(std::string_view section);
  View& show_if(bool condition, std::string_view section) { return condition ? show(section) : *this; }
  View& show_for_all(std::string_view section);
  // Shows the section with one value in it, unless that is empty: {{#HINT}}…{{TEXT}}…{{/HINT}}.
  View& show_with(std::string_view section, std::string_view name, std::string_view value);
  View add(std::string_view section);                            // one more row
  View include(std::string_view marker, std::string_view file);  // once more the file, at {{>marker}}

 protected:
  View(Filling* filling, const TemplateFile* file, const LoadedTemplates* loaded)
      : filling_(filling), file_(file), loaded_(loaded) {}
  Filling* filling_;
  const TemplateFile* file_;
  const LoadedTemplates* loaded_;
};

// A whole page being filled. Not shared between threads.
class Page : public View {
 public:
  ~Page();
  Page(Page&&) noexcept;
  Page& operator=(Page&&) = delete;
  std::string render() const;

 private:
  friend class Templates;
  Page(std::shared_ptr<const LoadedTemplates> loaded, const TemplateFile& file);
  std::shared_ptr<const LoadedTemplates> kept_;
  std::unique_ptr<PageRoot> root_;
};

// Live reads the files once. Development reads them again when they change, and throws Broken when a name is set that
// the file does not have.
enum class TemplateMode { Live, Development };

// Safe from many threads.
class Templates {
 public:
  // Loads every .html below the folder. Throws Broken naming the file and the fault: HTML that cannot be escaped
  // safely, an include inside a tag, inline scripts, styles or handlers (the content security policy would block them).
  explicit Templates(std::string folder, TemplateMode mode = TemplateMode::Live);
  ~Templates();

  Page page(std::string_view file);  // Broken when there is no such file
  std::vector<std::string> files() const;
  std::vector<Marker> outline(std::string_view file) const;

 private:
  std::shared_ptr<const LoadedTemplates> current();

  struct State;
  std::string folder_;
  TemplateMode mode_;
  std::unique_ptr<State> state_;
};

}  // namespace plumbline::web
