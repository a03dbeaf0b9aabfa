// How the server is made inside: what server.cpp (accepting, answering, draining) and connection.cpp (one connection's
// reading and writing) share. For these two files alone.
#pragma once

#include <fmt/format.h>

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/hash.hpp"
#include "web/http/body.hpp"
#include "web/http/request.hpp"
#include "web/http/response.hpp"
#include "web/http/router.hpp"
#include "web/http/server.hpp"
#include "web/http/site.hpp"
#include "web/http/worker_pool.hpp"

namespace plumbline::web {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;
using TimePoint = SteadyClock::time_point;

// An answer as it goes onto the wire.
struct Outgoing {
  std::string head;
  Response response{200};
  bool send_body = true;
  bool keep_alive = true;
};

// One request on its way from the wire to the worker and back.
struct Exchange {
  Request request;
  Router::Match match;
  std::string content_type;
  std::unique_ptr<MultipartReader> multipart;
  TimePoint started{};
  bool keep_alive = true;
  bool admitted = false;
  bool malformed = false;  // the form's own syntax: 400 once it has been read
};

struct Server::Impl {
  class Connection;

  Impl(const Site& the_site, ServerOptions the_options)
      : site(the_site),
        options(std::move(the_options)),
        acceptor(io),
        sweep_timer(io),
        accept_timer(io),
        signals(io),
        security_lines(security_header_lines(site.options().security)),
        id_prefix(base::sha256_hex(base::random_bytes(16)).substr(0, 8)) {}

  void start();
  void accept();
  void accepted(tcp::socket socket);
  bool make_room();
  void sweep();
  void begin_drain();
  void finish_if_drained();
  void wait();
  std::string next_id() { return fmt::format("{}-{:x}", id_prefix, ++id_count); }
  Outgoing outgoing(Response response, const std::string& id, bool head_only, bool keep_alive) const;
  // Runs the exchange on this (worker) thread.
  Response answer(Exchange& exchange) const;
  void log(const Exchange& exchange, int status) const;
  const Site& site;
  ServerOptions options;
  asio::io_context io{1};
  tcp::acceptor acceptor;
  asio::steady_timer sweep_timer;
  asio::steady_timer accept_timer;
  asio::signal_set signals;
  std::string security_lines;
  std::string id_prefix;
  std::uint64_t id_count = 0;
  std::uint16_t port = 0;
  std::unordered_set<std::shared_ptr<Connection>> connections;
  std::atomic<bool> draining{false};
  TimePoint drain_until{};
  std::unique_ptr<WorkerPool> workers;
  std::unique_ptr<WorkerPool> spooler;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
  std::thread thread;
};

// All of it runs on the I/O thread but what `offer`ed jobs say.
class Server::Impl::Connection : public std::enable_shared_from_this<Connection> {
 public:
  enum class State { Idle, Header, Body, Working, Writing, Lingering, Closed };

  Connection(Impl& server, tcp::socket socket) : server_(server), socket_(std::move(socket)) {
    error_code ignored;
    const auto remote = socket_.remote_endpoint(ignored);
    if (!ignored) remote_ = remote.address().to_string(ignored);
    socket_.set_option(tcp::no_delay(true), ignored);
  }

  void begin();
  State state() const { return state_; }
  TimePoint since() const { return since_; }
  // Waiting for the client to say something: may be closed to make room.
  bool silent() const { return state_ == State::Idle || state_ == State::Header || state_ == State::Lingering; }

  void check_deadline(TimePoint now);
  void close();

 private:
  void enter(State state, std::chrono::milliseconds limit);
  void read_head();
  void head_read(error_code error, std::size_t count);
  std::string_view buffered() const { return {static_cast<const char*>(in_.data().data()), in_.size()}; }

  // False while the head is not complete.
  bool take_head();
  void head_complete();
  bool read_target(std::string_view target);
  void begin_body(const Route* route);
  void send_continue();

  // Understands what is buffered, then reads on.
  void pump_body();

  // False when the request has been refused.
  bool keep(std::string_view bytes);

  // Files go to disk on a thread of their own: a slow disk must not stop the reading for everybody else.
  void spool(std::size_t made);
  void body_complete();

  // Answers on this thread and closes: what follows on the connection cannot be trusted or has not been read.
  void refuse(int status);
  void write(Outgoing out);
  void written();
  void linger();
  Impl& server_;
  tcp::socket socket_;
  std::string remote_;
  State state_ = State::Idle;
  TimePoint since_{};
  TimePoint deadline_{};
  bool expired_ = false;
  bool unread_ = false;
  boost::beast::flat_buffer in_;
  std::size_t scanned_ = 0;
  std::optional<http::request_parser<http::buffer_body>> parser_;
  std::shared_ptr<Exchange> exchange_;
  std::vector<char> chunk_;
  std::uint64_t cap_ = 0;
  std::uint64_t received_ = 0;
  bool upload_ = false;
  Outgoing out_;
};

}  // namespace plumbline::web
