// A browser that is started before anybody asks for a PDF: starting one takes longer than printing with it. It holds an
// empty page, prints one report and is gone with its folder, so that no report ever meets another.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "report/document/program.hpp"

namespace plumbline::report {

// The command that starts the browser, without what it is to do. Scripts, extensions and the network are of no use to
// it.
std::vector<std::string> browser_command(const std::string& program, bool sandboxed, const WorkFolder& folder);
// Whether a browser that gave up said that it was over its own sandbox.
bool speaks_of_the_sandbox(const std::string& said);

class ReadyBrowser {
 public:
  // Returns at once; the browser gets ready by itself. It ends with the thread that made this.
  ReadyBrowser(const std::string& program, bool sandboxed, const ProgramLimits& limits);

  struct Printed {
    ProgramEnd end = ProgramEnd::Failed;
    std::string bytes;  // Done
  };
  // Once. Failed where it could not be talked with: another way may still do.
  Printed print(const std::string& html, const std::atomic<bool>& stop);
  // Whether it waits, well and within its memory.
  bool waits();
  // Whether it ended because its own sandbox does not work here. Nothing is wrong with the next, started without.
  bool gave_up_over_its_sandbox();

 private:
  class Talking;
  Printed print(Talking& talking);

  WorkFolder folder_;  // goes after the program
  bool sandboxed_;
  ProgramLimits limits_;
  RunningProgram program_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

// Keeps one browser ready while somebody may want it, on a thread of its own. Safe from many threads.
class BrowserKeeper {
 public:
  // `program` names the browser, empty where there is none; a browser that nobody took for `idle` is ended. `sandboxed`
  // is where it is known whether its own sandbox works here: found out by either, for both.
  BrowserKeeper(std::function<std::string()> program, ProgramLimits limits, std::chrono::seconds idle,
                std::atomic<bool>& sandboxed);
  ~BrowserKeeper();
  BrowserKeeper(const BrowserKeeper&) = delete;
  BrowserKeeper& operator=(const BrowserKeeper&) = delete;

  void expect();  // one may be wanted soon
  // Null where none waits. It goes back by done(), which clears up after it and starts the next, both away from here.
  std::unique_ptr<ReadyBrowser> take();
  void done(std::unique_ptr<ReadyBrowser> used, bool went_well);

 private:
  void run();
  void start();
  void look_after();
  void count_failure(bool of_the_sandbox);

  std::function<std::string()> program_;
  ProgramLimits limits_;
  std::chrono::seconds idle_;
  std::atomic<bool>& sandboxed_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unique_ptr<ReadyBrowser> ready_;
  std::unique_ptr<ReadyBrowser> used_;
  std::chrono::steady_clock::time_point wanted_{};
  bool expected_ = false;
  bool closing_ = false;
  int failures_ = 0;    // one after another
  std::thread thread_;  // begun when one is first expected
};

}  // namespace plumbline::report
