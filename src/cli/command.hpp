// What every subcommand stands on: where the data is, who opens it, where words go. One file a subcommand; each has an
// add_<name>() that registers it (see commands.hpp).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"

namespace CLI {
class App;
}

namespace plumbline::app {
class MailSender;
class Passwords;
class RegisterFiles;
}  // namespace plumbline::app

namespace plumbline::cli {

// The words before the subcommand: `--data DIR`, `--database postgresql://…`, `--council KEY`.
struct Options {
  std::filesystem::path data = "data";
  std::string database;
  std::string council;  // may be left out where the database holds one council
};

// How mail goes out (mail_options.hpp).
struct MailOptions {
  std::string server;
  std::string from;
  std::string user;
  std::string ca_file;
  std::string quiet_hours;
  std::string public_url;  // how people reach it, for links in mail; empty: serve takes http://<listen>
  bool plain = false;
};

// How files of reports are made (document_options.hpp).
struct DocumentOptions {
  std::string marking = "OFFICIAL-SENSITIVE";
  std::string word_template;  // a .docx; empty: the one that ships
  std::string pdf_renderer;   // a program; empty: the one that is there
  std::string picture_renderer;
  int seconds = 20;         // that making one file may take
  int megabytes = 1024;     // of memory that it may need
  int browser_minutes = 5;  // that a browser waits for the next PDF under `serve`; 0: none waits
};

struct ServeOptions {
  std::string listen = "127.0.0.1:8080";
  MailOptions mail;
  DocumentOptions documents;
  bool behind_tls = false;
  bool dev = false;  // reload templates, component gallery
};

// What main hands in, so that this folder needs no store, web or intake (the layers of docs/decisions).
struct Environment {
  // Opens for writing or for reading alone; refusals are `database.open.…`.
  std::function<base::Result<std::unique_ptr<app::Store>>(const Options&, bool write)> open_store;
  std::function<base::Result<void>(const Options&, const std::filesystem::path&)> backup;
  std::function<base::Result<void>(const Options&, const std::filesystem::path&)> restore;
  std::function<base::Result<std::vector<std::string>>(const Options&)>
      integrity;  // the database's own word; empty when well
  std::function<int(const Options&, const ServeOptions&)> serve;
  // Refusals: mail.settings.….
  std::function<base::Result<std::unique_ptr<app::MailSender>>(const MailOptions&, const std::string& password)>
      open_mail;
  app::RegisterFiles* register_files = nullptr;  // reads foreign files
  // The Word template that ships with the program, as bytes.
  std::function<std::string()> word_template;
  const base::Clock* clock = nullptr;
  app::Frameworks* frameworks = nullptr;
  app::Passwords* passwords = nullptr;
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  bool terminal = false;  // progress bars are drawn
};

// Exit codes of the files' contract.
inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;
inline constexpr int kWrongUsage = 2;

// A subcommand's body: run by main after the arguments are parsed.
struct Commands {
  Environment& environment;
  Options& options;
  std::function<int()> chosen;  // set by the subcommand that was named
};

// Writes the refusal's sentence (with field and line where it has them) to standard error; returns kRefused.
int refuse(const Environment& environment, const base::Error& error);
// The council that `--council` names, or the only one. Refusals: command.council.unknown, .which, .none.
base::Result<std::string> council_of(app::Store& store, const Options& options);
// Opens the store and finds the council, or refuses.
struct Opened {
  std::unique_ptr<app::Store> store;
  std::string council;
};
base::Result<Opened> open_council(const Environment& environment, const Options& options, bool write);

// A framework by file (its tools in tools/ beside it, else the shipped ones) or by the name of one that ships.
// Refusal: framework.file.missing.
struct FrameworkSource {
  domain::FrameworkFiles files;
  std::string file;
};
base::Result<FrameworkSource> find_framework(const std::string& name);

// A bar on a terminal, nothing elsewhere. Goes to standard error, so that standard output stays clean.
class TerminalProgress final : public base::Progress {
 public:
  explicit TerminalProgress(const Environment& environment) : environment_(environment) {}
  ~TerminalProgress() override;
  void at(std::string_view step, std::size_t done, std::size_t of) override;

 private:
  const Environment& environment_;
  std::string last_;
};

}  // namespace plumbline::cli
