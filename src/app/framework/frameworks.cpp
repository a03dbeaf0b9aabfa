#include "app/framework/frameworks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"

namespace plumbline::app {
namespace {

constexpr std::string_view kKind = "framework";

// All files of a framework as one text: a JSON object of file name to text, with the framework's own name under "".
std::string bundle(const domain::FrameworkFiles& files, const domain::Framework& framework, const std::string& file) {
  nlohmann::ordered_json out;
  out["framework"] = file;
  out["files"][file] = files.at(file);
  for (const auto& tool : framework.tools) {
    const auto name = "tools/" + tool.key + ".yaml";
    if (const auto found = files.find(name); found != files.end()) out["files"][name] = found->second;
  }
  return out.dump();
}

base::Result<std::shared_ptr<const domain::Framework>> parse(const Definition& definition) {
  const auto stored = nlohmann::json::parse(definition.yaml);
  domain::FrameworkFiles files;
  for (const auto& [name, text] : stored.at("files").items()) files.emplace(name, text.get<std::string>());
  auto loaded = domain::load_framework(files, stored.at("framework").get<std::string>());
  if (!loaded.sound())
    throw base::Broken("a stored framework no longer loads: " + domain::say(loaded.problems.front()));
  return std::make_shared<const domain::Framework>(std::move(loaded.framework));
}

bool is_key(const std::string& key) {
  return key.size() >= 2 && key.size() <= 40 && std::all_of(key.begin(), key.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace

base::Result<std::shared_ptr<const domain::Framework>> Frameworks::get(FrameworkReads& reads, const std::string& key,
                                                                       int version) {
  const auto definition = reads.find(std::string(kKind), key, version);
  if (!definition) return base::not_found("framework.find.unknown");
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = by_digest_.find(definition->sha256); found != by_digest_.end()) return found->second;
  }
  TRY(auto framework, parse(*definition));
  const std::scoped_lock lock(mutex_);
  by_digest_.emplace(definition->sha256, framework);
  return framework;
}

base::Result<std::shared_ptr<const domain::Framework>> Frameworks::current(Reader& reader) {
  const auto council = reader.councils().find();
  if (!council) return base::not_found("framework.find.unknown");
  return get(reader.frameworks(), council->framework, council->framework_version);
}

base::Result<std::shared_ptr<const domain::Framework>> Frameworks::current(UnitOfWork& work) {
  const auto council = work.councils().find();
  if (!council) return base::not_found("framework.find.unknown");
  return get(work.frameworks(), council->framework, council->framework_version);
}

base::Result<void> add_council(const AddCouncil& command, const Actor& actor, const base::Clock& clock,
                               UnitOfWork& work) {
  if (!is_key(command.key)) return base::invalid("council.add.key", "key", {{"key", command.key}});
  const auto loaded = domain::load_framework(command.files, command.framework_file);
  if (!loaded.sound())
    return base::invalid(
        "framework.load.problems", "framework",
        {{"problems", std::to_string(loaded.problems.size())}, {"first", domain::say(loaded.problems.front())}});
  const auto& framework = loaded.framework;
  Definition definition{std::string(kKind), framework.key, framework.version, "",
                        bundle(command.files, framework, command.framework_file)};
  definition.sha256 = base::sha256_hex(definition.yaml);
  const auto before = work.councils().find();
  if (const auto stored = work.frameworks().find(definition.kind, definition.key, definition.version)) {
    if (stored->sha256 != definition.sha256 || before)
      return base::rule_broken("council.add.exists", "framework",
                               {{"framework", framework.key}, {"version", std::to_string(framework.version)}});
  } else {
    work.frameworks().put(definition);
  }
  Council council;
  council.key = command.key;
  council.name = command.name.empty() ? framework.council.name : command.name;
  council.framework = framework.key;
  council.framework_version = framework.version;
  council.demo_seed = command.demo_seed;
  work.councils().put(council);
  nlohmann::ordered_json after{
      {"framework", framework.key}, {"version", framework.version}, {"digest", framework.digest}};
  work.journal().append({clock.now(), actor.acting().text(), before ? "framework-changed" : "council-added", "council",
                         command.key, "", "", after.dump(), actor.request_id});
  return work.commit();
}

}  // namespace plumbline::app
