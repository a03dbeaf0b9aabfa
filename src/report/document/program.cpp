#include "report/document/program.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "base/result.hpp"

namespace plumbline::report {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

namespace {

constexpr uid_t kNobody = 65534;
constexpr std::string_view kSaid = "said.txt";
constexpr auto kLookEvery = std::chrono::milliseconds(5);
constexpr auto kWeighEvery = std::chrono::milliseconds(100);

bool gives_up_root(RunAs as) { return as == RunAs::Nobody && ::geteuid() == 0; }

// Between fork and exec only what is safe there: no allocation, no locks. `talk` is its end of the socket, or -1.
[[noreturn]] void become(const char* folder, const char* said, char* const* argv, char* const* envp,
                         const ProgramLimits& limits, bool nobody, int talk) {
  ::setpgid(0, 0);
  const int null = ::open("/dev/null", O_RDWR);
  if (null < 0 || ::chdir(folder) != 0) ::_exit(126);
  ::dup2(null, 0);
  ::dup2(null, 1);
  const int out = ::open(said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(out < 0 ? null : out, 2);
  if (talk >= 0) {
    // By way of a third number: the socket may be 3 or 4 itself, and would then close with exec.
    const int aside = ::fcntl(talk, F_DUPFD, 5);
    if (aside < 0 || ::dup2(aside, 3) < 0 || ::dup2(aside, 4) < 0) ::_exit(126);
  }
  ::close_range(talk >= 0 ? 5 : 3, ~0U, 0);
  const rlimit file{limits.file_bytes, limits.file_bytes};
  ::setrlimit(RLIMIT_FSIZE, &file);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::setpriority(PRIO_PROCESS, 0, 5);  // pages come first
  if (nobody && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) ::_exit(126);
  ::prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execve(argv[0], argv, envp);
  ::_exit(127);
}

struct Seen {
  pid_t parent = 0;
  pid_t group = 0;
};

// Everything that runs, with its parent and group.
std::map<pid_t, Seen> processes() {
  std::map<pid_t, Seen> all;
  DIR* const proc = ::opendir("/proc");
  if (proc == nullptr) return all;
  while (const dirent* entry = ::readdir(proc)) {
    const auto pid = static_cast<pid_t>(std::atoi(entry->d_name));
    if (pid <= 0) continue;
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(stat, line);
    const auto after_name = line.rfind(')');
    if (after_name == std::string::npos) continue;
    Seen seen;
    char state = 0;
    if (std::sscanf(line.c_str() + after_name + 1, " %c %d %d", &state, &seen.parent, &seen.group) == 3)
      all[pid] = seen;
  }
  ::closedir(proc);
  return all;
}

// The program and all that came of it, also what left its group.
std::set<pid_t> family_of(pid_t first) {
  const auto all = processes();
  std::set<pid_t> family{first};
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& [pid, seen] : all)
      if ((family.contains(seen.parent) || seen.group == first) && family.insert(pid).second) grown = true;
  }
  return family;
}

std::uint64_t private_memory(const std::set<pid_t>& family) {
  static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  std::uint64_t sum = 0;
  for (const auto pid : family) {
    std::ifstream statm("/proc/" + std::to_string(pid) + "/statm");
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    std::uint64_t shared = 0;
    if (statm >> size >> resident >> shared && resident > shared) sum += (resident - shared) * page;
  }
  return sum;
}

void end_family(pid_t first) {
  for (const auto pid : family_of(first)) ::kill(pid, SIGKILL);
  ::kill(-first, SIGKILL);
}

}  // namespace

std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return ::access(name.c_str(), X_OK) == 0 ? name : "";
  const char* path = std::getenv("PATH");
  std::string folders = path == nullptr ? "/usr/bin:/bin" : path;
  for (std::size_t begin = 0; begin <= folders.size();) {
    auto end = folders.find(':', begin);
    if (end == std::string::npos) end = folders.size();
    const auto candidate = folders.substr(begin, end - begin) + "/" + name;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    begin = end + 1;
  }
  return "";
}

RunningProgram::RunningProgram(const std::vector<std::string>& command, fs::path folder, const ProgramLimits& limits,
                               RunAs as, Talk talk)
    : folder_(std::move(folder)), limits_(limits) {
  const auto program = find_program(command.front());
  if (program.empty()) {
    over_ = ProgramOutcome{ProgramEnd::Missing, 0, ""};
    return;
  }
  auto words = command;
  words.front() = program;
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::vector<std::string> environment{"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + folder_.string(),
                                       "TMPDIR=" + folder_.string(), "LANG=C.UTF-8"};
  std::vector<char*> envp;
  for (auto& one : environment) envp.push_back(one.data());
  envp.push_back(nullptr);
  const auto folder_name = folder_.string();
  const std::string said(kSaid);
  int ends[2] = {-1, -1};
  if (talk == Talk::Both && ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    over_ = ProgramOutcome{ProgramEnd::Failed, errno, "socketpair"};
    return;
  }
  socket_ = ends[0];
  child_ = ::fork();
  if (child_ == 0)
    become(folder_name.c_str(), said.c_str(), argv.data(), envp.data(), limits, gives_up_root(as), ends[1]);
  if (ends[1] >= 0) ::close(ends[1]);
  if (child_ < 0)
    over_ = ProgramOutcome{ProgramEnd::Failed, errno, "fork"};
  else
    ::setpgid(child_, child_);  // both do, so that neither is early
}

RunningProgram::~RunningProgram() {
  if (!over_) {
    end_family(child_);
    ::waitpid(child_, nullptr, 0);
    ::kill(-child_, SIGKILL);
  }
  if (socket_ >= 0) ::close(socket_);
}

std::optional<ProgramOutcome> RunningProgram::outcome(const std::atomic<bool>& stop) {
  if (over_) return over_;
  int status = 0;
  if (::waitpid(child_, &status, WNOHANG) == child_) {
    if (WIFSIGNALED(status)) return over({ProgramEnd::Killed, WTERMSIG(status), ""});
    const int code = WEXITSTATUS(status);
    return over({code == 0 ? ProgramEnd::Done : code == 127 ? ProgramEnd::Missing : ProgramEnd::Failed, code, ""});
  }
  ProgramOutcome how;
  const auto now = steady_clock::now();
  if (stop)
    how.end = ProgramEnd::Stopped;
  else if (now - began_ > limits_.time)
    how.end = ProgramEnd::TooSlow;
  else if (now - weighed_ > kWeighEvery) {
    weighed_ = now;
    if (private_memory(family_of(child_)) > limits_.memory_bytes) how.end = ProgramEnd::TooMuchMemory;
  }
  if (how.end == ProgramEnd::Done) return std::nullopt;
  end_family(child_);
  ::waitpid(child_, &status, 0);
  return over(std::move(how));
}

ProgramOutcome RunningProgram::over(ProgramOutcome how) {
  ::kill(-child_, SIGKILL);  // what it started and left behind
  std::ifstream words_of_it(folder_ / kSaid, std::ios::binary);
  how.said.resize(2000);
  words_of_it.read(how.said.data(), static_cast<std::streamsize>(how.said.size()));
  how.said.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, words_of_it.gcount())));
  over_ = how;
  return how;
}

ProgramOutcome run_program(const std::vector<std::string>& command, const fs::path& folder, const ProgramLimits& limits,
                           RunAs as, const std::atomic<bool>& stop) {
  RunningProgram program(command, folder, limits, as);
  for (;;) {
    if (auto outcome = program.outcome(stop)) return *outcome;
    std::this_thread::sleep_for(kLookEvery);
  }
}

WorkFolder::WorkFolder(RunAs as) {
  std::string pattern = (fs::temp_directory_path() / "plumbline-document-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw base::Broken("no temporary folder for making a document");
  path_ = pattern;
  if (gives_up_root(as) && ::chown(path_.c_str(), kNobody, kNobody) != 0)
    throw base::Broken("the temporary folder of a document could not be handed over");
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

bool WorkFolder::write(const std::string& name, const std::string& bytes) const {
  std::ofstream file(path_ / name, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return false;
  struct stat owner {};
  if (::stat(path_.c_str(), &owner) == 0 && owner.st_uid != ::geteuid())
    return ::chown((path_ / name).c_str(), owner.st_uid, owner.st_gid) == 0;
  return true;
}

std::string WorkFolder::read(const std::string& name, std::uint64_t most) const {
  const auto file = path_ / name;
  std::error_code error;
  // No link out of the folder is followed: the program chose what stands there.
  if (!fs::is_regular_file(fs::symlink_status(file, error))) return "";
  const auto size = fs::file_size(file, error);
  if (error || size > most) return "";
  std::string bytes(size, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  return in ? bytes : "";
}

}  // namespace plumbline::report
