// Files that a subcommand writes beside the database, checked before anything is changed.
#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>

#include "base/result.hpp"

namespace plumbline::cli {

// Whether a file can be written there; nothing for an empty path, which means that nobody asked for the file. What
// stood there is left alone. Refusal: command.file.write (value `file`).
base::Result<void> can_write(const std::filesystem::path& path);
// Writes the whole file, or throws Broken. Nothing for an empty path.
void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& content);
// The whole file. Refusal: command.file.read (value `file`).
base::Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace plumbline::cli
