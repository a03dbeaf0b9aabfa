#include "report/document/ready_browser.hpp"

#include <poll.h>
#include <sodium.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "base/result.hpp"

namespace plumbline::report {

using Json = nlohmann::json;
using std::chrono::steady_clock;

namespace {

constexpr auto kListenFor = std::chrono::milliseconds(5);
constexpr auto kReadyWithin = std::chrono::milliseconds(5000);
constexpr auto kLookEvery = std::chrono::seconds(2);
constexpr auto kOnItsWayOut = std::chrono::milliseconds(100);
constexpr int kMostFailures = 3;  // then none is kept ready any more: starting one for each file does as well

std::optional<std::string> from_base64(const std::string& text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t length = 0;
  if (::sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  bytes.resize(length);
  return bytes;
}

}  // namespace

std::vector<std::string> browser_command(const std::string& program, bool sandboxed, const WorkFolder& folder) {
  std::vector<std::string> command{program};
  // The whole browser has to be told; the headless shell is nothing else.
  if (!program.ends_with("headless-shell")) command.emplace_back("--headless");
  if (!sandboxed) command.emplace_back("--no-sandbox");
  for (const char* option :
       {"--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking",
        "--disable-sync", "--no-first-run", "--mute-audio", "--host-resolver-rules=MAP * ~NOTFOUND"})
    command.emplace_back(option);
  command.push_back("--user-data-dir=" + (folder.path() / "profile").string());
  return command;
}

bool speaks_of_the_sandbox(const std::string& said) {
  return said.find("sandbox") != std::string::npos || said.find("namespace") != std::string::npos;
}

// The DevTools protocol over the socket: messages in JSON, each ended by a zero byte.
class ReadyBrowser::Talking {
 public:
  Talking(RunningProgram& program, std::uint64_t most, const std::atomic<bool>& stop)
      : program_(program), most_(most), stop_(stop) {}

  bool say(int id, const char* method, Json params) {
    Json message{{"id", id}, {"method", method}, {"params", std::move(params)}};
    if (!session.empty()) message["sessionId"] = session;
    auto bytes = message.dump();
    bytes.push_back('\0');
    return ::send(program_.socket(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }

  // The answer to that message; nothing where it is a refusal, or none comes.
  std::optional<Json> answer(int id, std::optional<steady_clock::time_point> until = std::nullopt) {
    for (;;) {
      auto message = next(until);
      if (!message) return std::nullopt;
      if (message->value("id", 0) != id) continue;
      if (!message->contains("result")) return std::nullopt;
      return std::move((*message)["result"]);
    }
  }

  // Waits until that page is there whole. It may be told of before the answer to its opening.
  bool is_loaded(const std::string& loader) {
    while (!loaded_.contains(loader))
      if (!next(std::nullopt)) return false;
    return true;
  }

  std::string session{};
  ProgramEnd end = ProgramEnd::Failed;  // why nothing came

 private:
  std::optional<Json> next(std::optional<steady_clock::time_point> until) {
    std::size_t looked = 0;
    for (;;) {
      if (const auto at = heard_.find('\0', looked); at != std::string::npos) {
        auto message = Json::parse(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(at), nullptr, false);
        heard_.erase(0, at + 1);
        if (!message.is_object()) return std::nullopt;
        note(message);
        return message;
      }
      looked = heard_.size();
      if (const auto outcome = program_.outcome(stop_)) {
        // One that ended by itself, well or not, printed nothing.
        if (outcome->end == ProgramEnd::TooSlow || outcome->end == ProgramEnd::TooMuchMemory ||
            outcome->end == ProgramEnd::Stopped)
          end = outcome->end;
        return std::nullopt;
      }
      if (until && steady_clock::now() > *until) return std::nullopt;
      pollfd there{program_.socket(), POLLIN, 0};
      if (::poll(&there, 1, static_cast<int>(kListenFor.count())) <= 0) continue;
      const auto before = heard_.size();
      heard_.resize(before + kPiece);
      const auto got = ::recv(program_.socket(), heard_.data() + before, kPiece, MSG_DONTWAIT);
      const int why = errno;
      heard_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(0, got)));
      const bool closed = got == 0 || (got < 0 && why != EAGAIN && why != EINTR);
      if (closed || heard_.size() > most_) return std::nullopt;
    }
  }

  void note(const Json& message) {
    if (message.value("method", "") != "Page.lifecycleEvent") return;
    const auto event = message.value("params", Json::object());
    if (event.value("name", "") == "load") loaded_.insert(event.value("loaderId", ""));
  }

  static constexpr std::size_t kPiece = 64u * 1024;
  RunningProgram& program_;
  std::uint64_t most_;
  const std::atomic<bool>& stop_;
  std::string heard_;
  std::set<std::string> loaded_;  // pages, by the name of their loading
};

namespace {

std::vector<std::string> waiting_command(const std::string& program, bool sandboxed, const WorkFolder& folder) {
  auto command = browser_command(program, sandboxed, folder);
  command.emplace_back("--remote-debugging-pipe");
  return command;
}

enum Message : int { kNewPage = 1, kAttach, kEnable, kEvents, kOpen, kPrint };

}  // namespace

ReadyBrowser::ReadyBrowser(const std::string& program, bool sandboxed, const ProgramLimits& limits)
    : folder_(RunAs::Nobody),
      sandboxed_(sandboxed),
      limits_(limits),
      program_(waiting_command(program, sandboxed, folder_), folder_.path(), limits, RunAs::Nobody, Talk::Both) {
  // Read as soon as it is up: the page is there, and its process with it, before anybody asks.
  const std::atomic<bool> go_on{false};
  if (program_.socket() >= 0)
    Talking(program_, limits_.file_bytes, go_on).say(kNewPage, "Target.createTarget", {{"url", "about:blank"}});
}

bool ReadyBrowser::waits() {
  const std::atomic<bool> go_on{false};
  program_.begin_anew();  // waiting is no slowness
  return !program_.outcome(go_on);
}

bool ReadyBrowser::gave_up_over_its_sandbox() {
  if (!sandboxed_) return false;
  const std::atomic<bool> go_on{false};
  // One that has hung up may still be on its way out.
  for (const auto until = steady_clock::now() + kOnItsWayOut; steady_clock::now() < until;
       std::this_thread::sleep_for(kListenFor))
    if (const auto outcome = program_.outcome(go_on)) return speaks_of_the_sandbox(outcome->said);
  return false;
}

ReadyBrowser::Printed ReadyBrowser::print(const std::string& html, const std::atomic<bool>& stop) {
  program_.begin_anew();
  if (program_.socket() < 0 || !folder_.write("page.html", html)) return {};
  // In base64 and JSON a file is larger by a third.
  Talking talking(program_, limits_.file_bytes / 2 * 3, stop);
  try {
    return print(talking);
  } catch (const Json::exception&) {
    return {};  // it said something, and not in these words
  }
}

ReadyBrowser::Printed ReadyBrowser::print(Talking& talking) {
  const auto failed = [&] { return Printed{talking.end, {}}; };
  // One that is not up by now has something wrong with it: the time is better spent on a fresh one.
  const auto patience = std::min(kReadyWithin, limits_.time / 4);
  const auto page = talking.answer(kNewPage, std::max(started_ + patience, steady_clock::now() + patience / 4));
  if (!page ||
      !talking.say(kAttach, "Target.attachToTarget", {{"targetId", page->value("targetId", "")}, {"flatten", true}}))
    return failed();
  const auto attached = talking.answer(kAttach);
  if (!attached) return failed();
  talking.session = attached->value("sessionId", "");
  if (!talking.say(kEnable, "Page.enable", Json::object()) ||
      !talking.say(kEvents, "Page.setLifecycleEventsEnabled", {{"enabled", true}}) ||
      !talking.say(kOpen, "Page.navigate", {{"url", "file://" + (folder_.path() / "page.html").string()}}))
    return failed();
  const auto opened = talking.answer(kOpen);
  if (!opened || opened->contains("errorText")) return failed();
  if (!talking.is_loaded(opened->value("loaderId", ""))) return failed();
  // As --print-to-pdf does, with the outline.
  if (!talking.say(kPrint, "Page.printToPDF",
                   {{"printBackground", true},
                    {"preferCSSPageSize", true},
                    {"displayHeaderFooter", false},
                    {"generateTaggedPDF", true},
                    {"generateDocumentOutline", true}}))
    return failed();
  const auto printed = talking.answer(kPrint);
  if (!printed || !printed->contains("data")) return failed();
  auto bytes = from_base64((*printed)["data"].get_ref<const std::string&>());
  if (!bytes) return failed();
  return {ProgramEnd::Done, std::move(*bytes)};
}

BrowserKeeper::BrowserKeeper(std::function<std::string()> program, ProgramLimits limits, std::chrono::seconds idle,
                             std::atomic<bool>& sandboxed)
    : program_(std::move(program)), limits_(limits), idle_(idle), sandboxed_(sandboxed) {}

BrowserKeeper::~BrowserKeeper() {
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void BrowserKeeper::expect() {
  const std::scoped_lock lock(mutex_);
  wanted_ = steady_clock::now();
  if (closing_ || failures_ >= kMostFailures || ready_) return;
  expected_ = true;
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  changed_.notify_all();
}

std::unique_ptr<ReadyBrowser> BrowserKeeper::take() {
  const std::scoped_lock lock(mutex_);
  return std::move(ready_);
}

void BrowserKeeper::done(std::unique_ptr<ReadyBrowser> used, bool went_well) {
  const bool sandbox = !went_well && used->gave_up_over_its_sandbox();
  {
    const std::scoped_lock lock(mutex_);
    if (went_well)
      failures_ = 0;
    else
      count_failure(sandbox);
    used_ = std::move(used);
  }
  expect();
  changed_.notify_all();
}

void BrowserKeeper::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto something = [this] { return closing_ || expected_ || used_; };
    if (ready_)
      changed_.wait_for(lock, kLookEvery, something);
    else
      changed_.wait(lock, something);
    auto used = std::move(used_);
    if (closing_) break;
    if (expected_ && !ready_) start();
    expected_ = false;
    look_after();
    if (!used) continue;
    lock.unlock();
    used.reset();  // its folder has some hundred files
    lock.lock();
  }
  ready_.reset();
}

void BrowserKeeper::start() {
  const auto program = program_();
  if (program.empty()) return;
  try {
    ready_ = std::make_unique<ReadyBrowser>(program, sandboxed_, limits_);
  } catch (const base::Broken&) {
    failures_ = kMostFailures;  // no folder for it: whoever asks for a file is told why
  }
}

void BrowserKeeper::look_after() {
  if (!ready_) return;
  if (steady_clock::now() - wanted_ > idle_) {
    ready_.reset();
  } else if (!ready_->waits()) {
    count_failure(ready_->gave_up_over_its_sandbox());
    ready_.reset();
    if (failures_ < kMostFailures) start();
  }
}

void BrowserKeeper::count_failure(bool of_the_sandbox) {
  if (of_the_sandbox)
    sandboxed_ = false;
  else
    ++failures_;
}

}  // namespace plumbline::report
