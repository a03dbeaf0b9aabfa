// Running a program that is not ours, within limits, so that whatever it does ends and is told apart.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace plumbline::report {

struct ProgramLimits {
  std::chrono::milliseconds time{20'000};
  std::uint64_t memory_bytes = 1024ull * 1024 * 1024;  // private memory of it and of all it started
  std::uint64_t file_bytes = 128ull * 1024 * 1024;     // the largest file it may write
};

// Whose rights it runs with: where we are root, nobody's.
enum class RunAs { Ourselves, Nobody };

enum class ProgramEnd { Done, Missing, TooSlow, TooMuchMemory, Killed, Failed, Stopped };

struct ProgramOutcome {
  ProgramEnd end = ProgramEnd::Done;
  int code = 0;      // exit code of Failed, signal of Killed
  std::string said;  // the beginning of its standard error; may hold paths, never shown to people
};

// Whether we talk with it: the program's descriptors 3 and 4 are then one end of a socket and socket() is the other, as
// Chromium's --remote-debugging-pipe wants it.
enum class Talk { No, Both };

// A program under way. `command[0]` is a path or a name in PATH; the folder is its working and home folder and all it
// should write to. It gets no standard input, no other open file of ours and an environment of four names. It ends with
// the thread that started it. The destructor ends it and all it started. For one thread at a time.
class RunningProgram {
 public:
  RunningProgram(const std::vector<std::string>& command, std::filesystem::path folder, const ProgramLimits& limits,
                 RunAs as, Talk talk = Talk::No);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  // How it ended; nothing while it goes on. Past one of its limits, or once `stop` is set, it and all it started are
  // killed here. Never waits.
  std::optional<ProgramOutcome> outcome(const std::atomic<bool>& stop);
  // Its time is counted from now: what it waited for us is not its own.
  void begin_anew() { began_ = std::chrono::steady_clock::now(); }
  int socket() const { return socket_; }  // -1 where nobody talks

 private:
  ProgramOutcome over(ProgramOutcome how);

  std::filesystem::path folder_;
  ProgramLimits limits_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point weighed_ = began_;
  int child_ = -1;
  int socket_ = -1;
  std::optional<ProgramOutcome> over_;
};

// Runs it to its end, and blocks as long. Safe from many threads.
ProgramOutcome run_program(const std::vector<std::string>& command, const std::filesystem::path& folder,
                           const ProgramLimits& limits, RunAs as, const std::atomic<bool>& stop);

// The whole path of a program, looked for in PATH; empty where it is missing.
std::string find_program(const std::string& name);

// A folder of its own under the machine's temporary one, mode 0700, gone with the object. Throws Broken when it cannot
// be made.
class WorkFolder {
 public:
  explicit WorkFolder(RunAs as);
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  // False when it cannot be written whole.
  bool write(const std::string& name, const std::string& bytes) const;
  // Nothing but "" when there is no such plain file or it is larger than `most`.
  std::string read(const std::string& name, std::uint64_t most) const;

 private:
  std::filesystem::path path_;
};

}  // namespace plumbline::report
