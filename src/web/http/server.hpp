// The HTTP/1.1 server: reads requests within limits, hands them to the site on worker threads, writes what it answers.
//
//   Site site(std::move(router), &sessions, *log, {.before = find_actor, .error_page = error_page});
//   Server server(site, {.port = 8080, .handle_signals = true});
//   server.start();             // listening now; throws Broken when it cannot
//   server.wait();              // until SIGTERM or stop(), after what was under way has been answered
//
// One thread does all reading and writing, so slow or idle clients cost memory only. Deadlines are for the whole header
// and the whole body, not for each byte. Ambiguous framing (both Content-Length and Transfer-Encoding, repeated
// lengths, bare line feeds, folded headers, no or two Hosts) is refused and the connection closed. It speaks no TLS: a
// proxy does.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace plumbline::web {

class Site;

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any that is free, see Server::port()
  std::size_t workers = 4;
  std::size_t queue = 256;         // requests that may wait for a worker; more get 503 with Retry-After
  std::size_t connections = 2000;  // past it the longest silent connection makes room, or the new one gets 503
  std::size_t header_bytes = 16 * 1024;
  std::size_t target_bytes = 8 * 1024;
  std::uint64_t body_bytes = 1024 * 1024;  // unless the route says otherwise
  std::chrono::milliseconds idle{60'000};  // between requests
  std::chrono::milliseconds header_deadline{10'000};
  // A body, or an answer being written, has this long plus the time its bytes so far need at the least rate.
  std::chrono::milliseconds body_deadline{30'000};
  std::uint64_t least_bytes_per_second = 32 * 1024;
  std::chrono::milliseconds drain{10'000};  // how long stop() waits for what is under way
  std::string spool_folder = "/tmp";        // for uploads past 1 MiB
  bool trust_forwarded_for = false;         // remote_address from the last entry of X-Forwarded-For
  bool handle_signals = false;              // SIGTERM and SIGINT call stop()
};

class Server {
 public:
  Server(const Site& site, ServerOptions options);
  ~Server();  // stop() and wait()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();
  std::uint16_t port() const;
  // Stops accepting, closes idle connections, lets requests under way finish within the limit. Returns at once.
  void stop();
  void wait();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace plumbline::web
