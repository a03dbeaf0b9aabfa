// A mail server on loopback for tests: speaks enough SMTP (RFC 5321) over real sockets to take letters, and refuses as
// it is told to.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace plumbline::tests {

struct ReceivedMail {
  std::string from;  // of the envelope, without brackets
  std::vector<std::string> to;
  std::string text;                                   // as it came, dots unstuffed
  std::string header(const std::string& name) const;  // its value, unfolded; empty when it is missing
};

class SmtpServer {
 public:
  // Takes connections from now on; port 0 takes a free one.
  explicit SmtpServer(std::uint16_t port = 0);
  ~SmtpServer();
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  std::vector<ReceivedMail> received() const;

  // Asked at each command with its line (`RCPT TO:<a@b>`, at the end of the data `.`): a reply to give in place of the
  // usual one, or nothing. Set before the first connection.
  std::function<std::string(const std::string& line)> answer;
  // Drops the connection instead of answering at the end of the data, though the letter is kept: the sender never
  // learns.
  std::atomic<bool> die_after_data{false};

 private:
  void serve();
  void talk(int client);

  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::vector<ReceivedMail> received_;
  std::thread thread_;
};

// What a quoted-printable text says.
std::string decoded_quoted_printable(const std::string& text);

}  // namespace plumbline::tests
