// The one place that sees every folder: puts store, intake, web and command line together.
#include <fmt/core.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <sstream>
#include <thread>

#include "app/framework/frameworks.hpp"
#include "app/mail/deliver.hpp"
#include "app/mail/reminders.hpp"
#include "app/ports/record_ports.hpp"
#include "app/security/passwords.hpp"
#include "app/upkeep/upkeep.hpp"
#include "base/hash.hpp"
#include "cli/commands.hpp"
#include "cli/document_options.hpp"
#include "cli/mail_options.hpp"
#include "intake/register_files.hpp"
#include "mail/smtp.hpp"
#include "store/store.hpp"
#include "web/http/log.hpp"
#include "web/http/server.hpp"
#include "web/http/sessions.hpp"
#include "web/http/site.hpp"
#include "web/http/static_files.hpp"
#include "web/http/templates.hpp"
#include "web/routes.hpp"
#include "web/services.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;

store::Location location_of(const cli::Options& options) { return {options.data, options.database}; }

// Templates and built assets stand beside the program: in the source tree (build/plumbline) or as installed
// (bin/plumbline, share/plumbline).
fs::path resource(const std::string& name) {
  const auto program = fs::read_symlink("/proc/self/exe").parent_path();
  for (const auto& candidate : {program / ".." / "share" / "plumbline" / name, program / name, program / ".." / name})
    if (fs::is_directory(candidate)) return fs::canonical(candidate);
  throw base::Broken("the folder ‘" + name + "’ is not beside the program; build it again with script/build");
}

// Where uploads lie while they are read: they are registers of children, so beside the data where there is a folder of
// it, for nobody else to look into, and on the disk that was sized for them.
fs::path spool_folder(const cli::Options& options) {
  if (!options.database.empty()) return fs::temp_directory_path();
  const auto folder = fs::path(options.data) / "spool";
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  return folder;
}

base::Result<std::pair<std::string, std::uint16_t>> address_of(const std::string& listen) {
  const auto colon = listen.rfind(':');
  unsigned port = 0;
  const auto text = colon == std::string::npos ? std::string() : listen.substr(colon + 1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || port > 65535)
    return base::invalid("command.listen.address", "listen", {{"listen", listen}});
  return std::pair(listen.substr(0, colon), static_cast<std::uint16_t>(port));
}

// Upkeep and mail on a thread of their own, every minute and when rung for, until it goes out of scope.
class UpkeepThread {
 public:
  UpkeepThread(app::Store& store, app::Frameworks& frameworks, const base::Clock& clock, web::Sessions& sessions,
               web::Log& log, cli::Mail mail)
      : store_(store), frameworks_(frameworks), clock_(clock), sessions_(sessions), log_(log), mail_(std::move(mail)) {}
  ~UpkeepThread() {
    if (mail_.sender) mail_.sender->stop();
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  void start() {
    thread_ = std::thread([this] { run(); });
  }
  // Something waits that must go out now.
  void ring() {
    {
      const std::scoped_lock lock(mutex_);
      rung_ = true;
    }
    wake_.notify_all();
  }

 private:
  // Letters written before then read as of the day; nobody is reminded in the night.
  static constexpr std::chrono::hours kRemindFrom{7};

  void run() {
    auto next = std::chrono::steady_clock::now();
    for (int minute = 0;;) {
      if (std::chrono::steady_clock::now() >= next) {
        next = std::chrono::steady_clock::now() + app::kUpkeepEvery;
        guarded([this] { app::run_upkeep(store_, frameworks_, clock_); });
        guarded([this] { remind(); });
        if (minute++ % 60 == 0) guarded([this] { sessions_.remove_ended(); });
      }
      guarded([this] { deliver(); });
      std::unique_lock lock(mutex_);
      wake_.wait_until(lock, next, [this] { return stopping_ || rung_; });
      if (stopping_) return;
      rung_ = false;
    }
  }

  template <class Work>
  void guarded(Work work) {
    try {
      work();
    } catch (const std::exception& broken) {
      log_.broken("", broken.what());
    }
  }

  std::vector<std::string> councils() {
    std::vector<std::string> keys;
    for (const auto& council : store_.read("")->councils().all())
      if (council.demo_seed.empty()) keys.push_back(council.key);
    return keys;
  }

  void remind() {
    const auto today = clock_.today();
    if (reminded_on_ == today || clock_.now() - base::london_midnight(today) < kRemindFrom) return;
    long long waiting = 0;
    for (const auto& council : councils()) {
      const int written = app::write_reminders(app::command_line_actor(council), today, clock_, frameworks_, store_);
      if (written > 0) log_.event("reminders_written", written);
      waiting += static_cast<long long>(store_.read(council)->outbox().waiting(500).size());
    }
    reminded_on_ = today;
    if (!mail_.sender && waiting > 0) log_.event("mail_waits_without_smtp", waiting);
  }

  void deliver() {
    if (!mail_.sender) return;
    for (const auto& council : councils()) {
      const auto done = app::deliver(council, *mail_.sender, mail_.settings, clock_, frameworks_, store_);
      if (done.sent > 0) log_.event("mail_sent", done.sent);
      if (done.refused > 0) log_.event("mail_refused", done.refused);
      if (done.unreachable != unreachable_ && done.sent + done.kept > 0) {
        unreachable_ = done.unreachable;
        if (unreachable_) log_.broken("", "the mail server takes nothing: " + done.said);
      }
    }
  }

  app::Store& store_;
  app::Frameworks& frameworks_;
  const base::Clock& clock_;
  web::Sessions& sessions_;
  web::Log& log_;
  cli::Mail mail_;
  std::optional<base::Day> reminded_on_;
  bool unreachable_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool rung_ = false;
  std::thread thread_;
};

int serve(const cli::Environment& environment, const cli::Options& options, const cli::ServeOptions& asked,
          intake::FileReaders& files) {
  const auto address = address_of(asked.listen);
  if (!address) return cli::refuse(environment, address.error());
  auto mail = cli::open_mail(environment, asked.mail);
  if (!mail) return cli::refuse(environment, mail.error());
  auto look = cli::document_look(environment, asked.documents);
  if (!look) return cli::refuse(environment, look.error());
  auto opened = store::open_store(location_of(options), store::Access::Write);
  if (!opened) return cli::refuse(environment, opened.error());
  auto& store = **opened;
  const auto renderers = cli::open_renderers(asked.documents, cli::Stay::Lasting);
  app::Documents documents(*renderers, std::move(*look));
  web::Templates templates(resource("templates").string(),
                           asked.dev ? web::TemplateMode::Development : web::TemplateMode::Live);
  const web::StaticFiles assets(resource("assets").string());
  web::Sessions sessions(store.sessions(), *environment.clock);
  web::Actors actors(store, *environment.frameworks, *environment.clock);
  web::Views views(store, *environment.clock);
  web::Services services{store,
                         *environment.clock,
                         *environment.frameworks,
                         *environment.passwords,
                         templates,
                         assets,
                         sessions,
                         actors,
                         views,
                         &files,
                         asked.dev};
  auto log = web::json_log(STDERR_FILENO);
  if (mail->settings.public_url.empty()) mail->settings.public_url = "http://" + asked.listen;
  UpkeepThread upkeep(store, *environment.frameworks, *environment.clock, sessions, *log, std::move(*mail));
  services.mail_waits = [&upkeep] { upkeep.ring(); };
  services.documents = &documents;
  services.spool_folder = spool_folder(options).string();
  auto site_options = web::site_options(services);
  site_options.security.behind_tls = asked.behind_tls;
  const web::Site site(web::site_router(services), &sessions, *log, std::move(site_options));
  web::ServerOptions server_options;
  server_options.address = address->first;
  server_options.port = address->second;
  server_options.handle_signals = true;
  server_options.spool_folder = services.spool_folder;
  server_options.trust_forwarded_for = asked.behind_tls;
  web::Server server(site, server_options);
  server.start();
  *environment.out << fmt::format("Plumbline is ready at http://{}:{}\n", address->first, server.port()) << std::flush;
  upkeep.start();
  server.wait();
  return cli::kDone;
}

int run(int argc, char** argv) {
  base::init_crypto();
  const base::SystemClock clock;
  app::Frameworks frameworks;
  app::Passwords passwords;
  intake::FileReaders files;
  cli::Environment environment;
  environment.open_store = [](const cli::Options& options, bool write) -> base::Result<std::unique_ptr<app::Store>> {
    auto opened = store::open_store(location_of(options), write ? store::Access::Write : store::Access::ReadOnly);
    if (!opened) return tl::unexpected(opened.error());
    return std::unique_ptr<app::Store>(std::move(*opened));
  };
  environment.backup = [](const cli::Options& options, const fs::path& file) {
    return store::backup(location_of(options), file);
  };
  environment.restore = [](const cli::Options& options, const fs::path& file) {
    return store::restore(location_of(options), file);
  };
  environment.integrity = [](const cli::Options& options) { return store::integrity(location_of(options)); };
  environment.register_files = &files;
  environment.word_template = [] {
    std::ifstream file(resource("templates") / "word" / "report.docx", std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  };
  environment.clock = &clock;
  environment.frameworks = &frameworks;
  environment.passwords = &passwords;
  environment.out = &std::cout;
  environment.err = &std::cerr;
  environment.terminal = isatty(STDERR_FILENO) == 1;
  environment.open_mail = [](const cli::MailOptions& options, const std::string& password) {
    return mail::open_smtp({options.server, options.from, options.user, password, options.ca_file, options.plain});
  };
  environment.serve = [&](const cli::Options& options, const cli::ServeOptions& asked) {
    return serve(environment, options, asked, files);
  };
  return cli::run(argc, argv, environment);
}

}  // namespace
}  // namespace plumbline

int main(int argc, char** argv) {
  try {
    return plumbline::run(argc, argv);
  } catch (const std::exception& broken) {
    std::cerr << "plumbline: " << broken.what() << "\n";
    return plumbline::cli::kRefused;
  }
}
