#include "web/http/log.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace plumbline::web {
namespace {

constexpr std::size_t kFlushBytes = 32 * 1024;

// spdlog's own standard sinks flush each line; this one gathers lines, since a busy server writes thousands a second.
class BufferedSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit BufferedSink(int descriptor) : descriptor_(descriptor) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t formatted;
    formatter_->format(message, formatted);
    buffer_.append(formatted.data(), formatted.size());
    if (buffer_.size() >= kFlushBytes) flush_();
  }
  void flush_() override {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) break;  // a log that nobody takes must not stop the work
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
  }

 private:
  int descriptor_;
  std::string buffer_;
};

void append_json(fmt::memory_buffer& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

class JsonLog final : public Log {
 public:
  explicit JsonLog(int descriptor)
      : logger_("plumbline", std::make_shared<BufferedSink>(descriptor)), flusher_([this] { keep_flushing(); }) {
    logger_.set_pattern(R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ",%v})", spdlog::pattern_time_type::utc);
    logger_.flush_on(spdlog::level::warn);
  }
  ~JsonLog() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    flusher_.join();
    logger_.flush();
  }

  void request(const RequestLine& line) override {
    fmt::memory_buffer out;
    add(out, "request", line.id);
    add(out, ",\"method\":", line.method, "");
    add(out, ",\"route\":", line.route, "");
    fmt::format_to(std::back_inserter(out), ",\"status\":{},\"ms\":{:.3f}", line.status, line.milliseconds);
    if (!line.user.empty()) {
      add(out, ",\"council\":", line.council, "");
      add(out, ",\"user\":", line.user, "");
    }
    logger_.info(spdlog::string_view_t(out.data(), out.size()));
  }

  void broken(std::string_view id, std::string_view what) override {
    fmt::memory_buffer out;
    add(out, "broken", id);
    add(out, ",\"what\":", what, "");
    logger_.error(spdlog::string_view_t(out.data(), out.size()));
  }

  void event(std::string_view name, long long value) override {
    fmt::memory_buffer out;
    add(out, name, "");
    fmt::format_to(std::back_inserter(out), ",\"value\":{}", value);
    logger_.warn(spdlog::string_view_t(out.data(), out.size()));
  }

 private:
  static void add(fmt::memory_buffer& out, std::string_view event, std::string_view id) {
    add(out, "\"event\":", event, "");
    if (!id.empty()) add(out, ",\"id\":", id, "");
  }
  static void add(fmt::memory_buffer& out, std::string_view before, std::string_view value, std::string_view after) {
    out.append(before.data(), before.data() + before.size());
    append_json(out, value);
    out.append(after.data(), after.data() + after.size());
  }
  void keep_flushing() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::seconds{1}, [this] { return stopping_; })) logger_.flush();
  }

  spdlog::logger logger_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread flusher_;
};

class NoLog final : public Log {
 public:
  void request(const RequestLine&) override {}
  void broken(std::string_view, std::string_view) override {}
  void event(std::string_view, long long) override {}
};

}  // namespace

std::unique_ptr<Log> json_log(int descriptor) { return std::make_unique<JsonLog>(descriptor); }
std::unique_ptr<Log> no_log() { return std::make_unique<NoLog>(); }

}  // namespace plumbline::web
