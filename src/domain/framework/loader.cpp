#include "domain/framework/loader.hpp"

#include <algorithm>
#include <tuple>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/framework/readers.hpp"

namespace plumbline::domain {

namespace {

using namespace yaml;

void sort_by_place(std::vector<Problem>& problems, std::string_view first_file) {
  std::ranges::stable_sort(problems, {}, [&](const Problem& problem) {
    return std::tuple{problem.file != first_file, problem.file, problem.line, problem.column};
  });
}

// `named`: what the file is called, where that must agree with what it says; else blank.
Tool load_tool_from(std::string_view text, const std::string& file, std::vector<Problem>& problems,
                    const std::string& named = "", KeyUses* uses = nullptr) {
  Report report(file, problems, uses);
  const auto root = parse(text, report);
  if (!root) return {};
  Tool tool;
  {
    Fields fields(*root, "", report);
    tool = read_tool(fields);
    if (!named.empty() && !tool.key.empty() && tool.key != named)
      fields.problem("tool", "The file is named after " + quoted(named) + " but says `tool: " + tool.key +
                                 "`. Make the two agree.");
  }
  if (!named.empty()) tool.key = named;
  tool.digest = base::sha256_hex(canonical_text(text));
  return tool;
}

std::string folder_of(std::string_view file) {
  const auto slash = file.rfind('/');
  return slash == std::string_view::npos ? std::string{} : std::string(file.substr(0, slash + 1));
}

}  // namespace

std::string say(const Problem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) text += ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column);
  text += ": ";
  if (!problem.key.empty()) text += problem.key + ": ";
  return text + problem.message;
}

std::string canonical_text(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  out.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      out += text[i];
    }
  }
  while (out.ends_with('\n')) out.pop_back();
  return out + '\n';
}

LoadedTool load_tool(std::string_view text, std::string_view file) {
  LoadedTool loaded;
  loaded.tool = load_tool_from(text, std::string(file), loaded.problems);
  sort_by_place(loaded.problems, file);
  return loaded;
}

std::vector<Problem> check_definition(const FrameworkFiles& files, std::string_view file) {
  const auto found = files.find(file);
  const bool is_tool = found != files.end() &&
                       (found->second.starts_with("tool:") || found->second.find("\ntool:") != std::string::npos);
  return is_tool ? load_tool(found->second, file).problems : load_framework(files, file).problems;
}

namespace {

LoadedFramework load_noting(const FrameworkFiles& files, std::string_view file, FormatUses* uses) {
  LoadedFramework loaded;
  Report report(std::string(file), loaded.problems, uses ? &uses->framework : nullptr);
  const auto own = files.find(file);
  if (own == files.end()) {
    report.add(YAML::Mark::null_mark(), "", "There is no such file.");
    return loaded;
  }
  const auto root = parse(own->second, report);
  if (!root) return loaded;

  auto& framework = loaded.framework;
  std::string hashed = canonical_text(own->second);
  {
    Fields fields(*root, "", report);
    framework.key = fields.key("framework");
    framework.version = fields.number("version", 1, 9999, Presence::Required).value_or(1);
    framework.title = fields.text("title", Presence::Required);
    framework.published = fields.yes_no("published", false);
    fields.group(
        "council", [&](Fields& council) { framework.council = read_council(council); }, Presence::Required);
    framework.scales = fields.keyed<Scale>("scales", read_scale);
    framework.key_documents = fields.keyed<KeyDocument>("key_documents", read_key_document);
    framework.notifications = fields.groups<NotificationRule>("notifications", read_notification, Presence::Required);
    if (fields.has("notifications") && framework.find_notification(ConcernKind::Immediate) == nullptr)
      fields.problem("notifications",
                     "Say who is told of an immediate concern: add an entry with `concern: immediate`.");
    for (const auto kind : {ConcernKind::Immediate, ConcernKind::Review})
      if (std::ranges::count(framework.notifications, kind, &NotificationRule::concern) > 1)
        fields.problem("notifications", "There are two entries for " + quoted(to_string(kind)) + ". Keep one of them.");
    fields.group("writing_help", [&](Fields& help) { framework.writing_help = read_writing_help(help); });
    framework.letters = fields.keyed<Letter>("letters", read_letter);
    fields.group("quiet_hours", [&](Fields& hours) { framework.quiet_hours = read_quiet_hours(hours); });
    fields.group("action_plan", [&](Fields& plan) { framework.action_plan = read_action_plan(plan); });
    framework.suppress_below = fields.number_or("suppress_below", 2, 100, 0);
    framework.calendar = fields.groups<CalendarEntry>("calendar", [](Fields& line) {
      auto entry = read_calendar_entry(line);
      if (entry.anchor == CalendarAnchor::Sent || entry.anchor == CalendarAnchor::Meeting)
        line.problem("from", "The council’s own month has no sending and no meeting of a programme. Write " +
                                 one_of({"month-start", "month-end", "next-month-start", "quarter-end"}) + ".");
      return entry;
    });

    std::vector<std::string> tool_files;
    const auto prefix = folder_of(file) + "tools/";
    for (const auto& [name, text] : files)
      if (name.starts_with(prefix) && name.ends_with(".yaml"))
        tool_files.push_back(name.substr(prefix.size(), name.size() - prefix.size() - 5));
    // Programmes are read twice over: their own text first, then, once every tool is known, what they refer to.
    framework.programmes = fields.keyed<Programme>(
        "programmes",
        [&](Fields& programme_fields) {
          auto programme = read_programme(programme_fields);
          for (const auto& choice : programme.tools) {
            if (!is_key(choice.tool) || framework.find_tool(choice.tool) != nullptr) continue;
            const auto found = files.find(prefix + choice.tool + ".yaml");
            if (found == files.end()) {
              const auto number = std::to_string(&choice - programme.tools.data() + 1);
              programme_fields.problem_at({"tools", number, "tool"}, "There is no tool " + quoted(choice.tool) +
                                                                         " (no file tools/" + choice.tool + ".yaml). " +
                                                                         write_instead(choice.tool, tool_files));
              continue;
            }
            framework.tools.push_back(load_tool_from(found->second, found->first, loaded.problems, choice.tool,
                                                     uses ? &uses->tools : nullptr));
          }
          check_programme(programme_fields, programme, framework);
          return programme;
        },
        Presence::Required);
  }
  std::ranges::sort(framework.tools, {}, &Tool::key);
  for (const auto& tool : framework.tools)
    if (const auto found = files.find(folder_of(file) + "tools/" + tool.key + ".yaml"); found != files.end())
      hashed += "--- tools/" + tool.key + ".yaml\n" + canonical_text(found->second);
  framework.digest = base::sha256_hex(hashed);
  sort_by_place(loaded.problems, file);
  return loaded;
}

}  // namespace

LoadedFramework load_framework(const FrameworkFiles& files, std::string_view file) {
  return load_noting(files, file, nullptr);
}

FormatUses uses_of(const FrameworkFiles& files, std::string_view file) {
  FormatUses uses;
  load_noting(files, file, &uses);
  return uses;
}

std::vector<std::string> shipped_framework_keys() {
  std::vector<std::string> keys;
  for (const auto& [name, text] : shipped_framework_files())
    if (name.find('/') == std::string::npos && name.ends_with(".yaml")) keys.push_back(name.substr(0, name.size() - 5));
  return keys;
}

}  // namespace plumbline::domain
