#include "support/smtp_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace plumbline::tests {
namespace {

// One line without its CRLF; nothing when the other side is gone or the test ends.
class Lines {
 public:
  Lines(int client, const std::atomic<bool>& stopping) : client_(client), stopping_(stopping) {}
  std::optional<std::string> next() {
    for (;;) {
      if (const auto end = buffer_.find("\r\n"); end != std::string::npos) {
        auto line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return line;
      }
      pollfd waiting{client_, POLLIN, 0};
      while (poll(&waiting, 1, 50) == 0)
        if (stopping_) return std::nullopt;
      char bytes[4096];
      const auto count = recv(client_, bytes, sizeof bytes, 0);
      if (count <= 0) return std::nullopt;
      buffer_.append(bytes, static_cast<std::size_t>(count));
    }
  }

 private:
  int client_;
  const std::atomic<bool>& stopping_;
  std::string buffer_;
};

std::string between_brackets(const std::string& line) {
  const auto open = line.find('<');
  const auto close = line.find('>');
  return open == std::string::npos || close == std::string::npos ? "" : line.substr(open + 1, close - open - 1);
}

}  // namespace

std::string ReceivedMail::header(const std::string& name) const {
  const auto end = text.find("\r\n\r\n");
  const auto head = "\r\n" + text.substr(0, end);
  auto at = head.find("\r\n" + name + ":");
  if (at == std::string::npos) return "";
  at += name.size() + 3;
  std::string value;
  for (;;) {
    const auto line_end = std::min(head.find("\r\n", at), head.size());
    value += head.substr(at, line_end - at);
    if (line_end + 2 >= head.size() || head[line_end + 2] != ' ') break;
    at = line_end + 2;
  }
  return value.substr(std::min(value.find_first_not_of(' '), value.size()));
}

SmtpServer::SmtpServer(std::uint16_t port) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listener_, 8) != 0)
    throw std::runtime_error("the test's mail server gets no port");
  socklen_t size = sizeof address;
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

SmtpServer::~SmtpServer() {
  stopping_ = true;
  thread_.join();
  close(listener_);
}

std::vector<ReceivedMail> SmtpServer::received() const {
  const std::scoped_lock lock(mutex_);
  return received_;
}

void SmtpServer::serve() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, 50) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    talk(client);
    close(client);
  }
}

void SmtpServer::talk(int client) {
  const auto say = [&](const std::string& line) {
    const auto bytes = line + "\r\n";
    return send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  };
  const auto reply = [&](const std::string& asked, const std::string& usual) {
    const auto other = answer ? answer(asked) : "";
    say(other.empty() ? usual : other);
    return other.empty();
  };
  if (!reply("", "220 mail.test ESMTP")) return;
  Lines lines(client, stopping_);
  ReceivedMail mail;
  while (const auto line = lines.next()) {
    const auto verb = line->substr(0, 4);
    if (verb == "EHLO" || verb == "HELO") {
      reply(*line, "250 mail.test");
    } else if (verb == "MAIL") {
      mail = {};
      mail.from = between_brackets(*line);
      reply(*line, "250 ok");
    } else if (verb == "RCPT") {
      if (reply(*line, "250 ok")) mail.to.push_back(between_brackets(*line));
    } else if (verb == "DATA") {
      if (!reply(*line, "354 go on")) continue;
      for (;;) {
        auto text = lines.next();
        if (!text) return;
        if (*text == ".") break;
        if (text->starts_with(".")) text->erase(0, 1);
        mail.text += *text + "\r\n";
      }
      const auto other = answer ? answer(".") : "";
      if (other.empty()) {
        const std::scoped_lock lock(mutex_);
        received_.push_back(mail);
      }
      if (die_after_data) return;
      say(other.empty() ? "250 kept" : other);
    } else if (verb == "QUIT") {
      say("221 bye");
      return;
    } else {
      reply(*line, "502 not here");
    }
  }
}

std::string decoded_quoted_printable(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
    } else if (text.compare(i + 1, 2, "\r\n") == 0) {
      i += 2;
    } else {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    }
  }
  return out;
}

}  // namespace plumbline::tests
