#include "web/http/server.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <array>
#include <csignal>
#include <ctime>

#include "base/result.hpp"
#include "web/http/log.hpp"
#include "web/http/server_impl.hpp"
#include "web/http/sessions.hpp"
#include "web/http/temp_file.hpp"

namespace plumbline::web {
namespace {

constexpr std::chrono::milliseconds kSweep{100};

std::string_view http_date() {
  thread_local std::time_t second = 0;
  thread_local std::array<char, 32> text{};
  thread_local std::size_t size = 0;
  if (const std::time_t now = std::time(nullptr); now != second) {
    second = now;
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto end =
        fmt::format_to_n(text.data(), text.size(), "{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[utc.tm_wday],
                         utc.tm_mday, kMonths[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
    size = end.size;
  }
  return {text.data(), size};
}

}  // namespace

Outgoing Server::Impl::outgoing(Response response, const std::string& id, bool head_only, bool keep_alive) const {
  Outgoing out;
  const int status = response.status();
  const bool bodiless = status == 204 || status == 304;
  out.keep_alive = keep_alive && !draining;
  out.send_body = !head_only && !bodiless;
  out.head.reserve(1024);
  fmt::format_to(std::back_inserter(out.head), "HTTP/1.1 {} {}\r\nDate: {}\r\n", status, reason_phrase(status),
                 http_date());
  for (const auto& [name, value] : response.headers()) {
    out.head += name;
    out.head += ": ";
    out.head += value;
    out.head += "\r\n";
  }
  if (!bodiless) fmt::format_to(std::back_inserter(out.head), "Content-Length: {}\r\n", response.body().size());
  if (!response.find("Cache-Control")) {
    out.head += "Cache-Control: ";
    out.head += kNoStore;
    out.head += "\r\n";
  }
  out.head += security_lines;
  out.head += "X-Request-Id: ";
  out.head += id;
  out.head += out.keep_alive ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
  out.response = std::move(response);
  return out;
}

Response Server::Impl::answer(Exchange& exchange) const {
  auto& request = exchange.request;
  const Route* route = exchange.match.route;
  if (is_content_type(exchange.content_type, "application/x-www-form-urlencoded")) {
    exchange.malformed = !parse_urlencoded(request.body, site.options().forms, request.form);
    request.body.clear();
  }
  if (!route) return site.unmatched(request, exchange.match.allow);
  if (!exchange.admitted)
    if (auto refused = site.admit(request, *route)) return std::move(*refused);
  if (exchange.malformed) return site.failure(request, 400);
  return site.answer(request, *route);
}

void Server::Impl::log(const Exchange& exchange, int status) const {
  const auto& request = exchange.request;
  RequestLine line{.id = request.id, .method = to_string(request.method), .route = request.route, .status = status};
  line.milliseconds = std::chrono::duration<double, std::milli>(SteadyClock::now() - exchange.started).count();
  if (request.session) {
    line.council = request.session->council;
    line.user = request.session->user;
  }
  site.log().request(line);
}

void Server::Impl::start() {
  // Each connection is a descriptor; the usual soft limit of 1,024 is below our own.
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
  }
  remove_stale_temp_files(options.spool_folder);
  try {
    const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen(1024);
    port = acceptor.local_endpoint().port();
  } catch (const boost::system::system_error& error) {
    throw base::Broken(
        fmt::format("cannot listen on {}:{}: {}", options.address, options.port, error.code().message()));
  }
  if (options.handle_signals) {
    std::signal(SIGPIPE, SIG_IGN);
    signals.add(SIGTERM);
    signals.add(SIGINT);
    signals.async_wait([this](error_code error, int) {
      if (!error) begin_drain();
    });
  }
  workers = std::make_unique<WorkerPool>(options.workers, options.queue);
  spooler = std::make_unique<WorkerPool>(1, options.connections);
  work.emplace(asio::make_work_guard(io));
  accept();
  sweep();
  thread = std::thread([this] {
    while (true) {
      try {
        io.run();
        return;
      } catch (const std::exception&) {
        site.log().broken("", "the I/O thread caught an exception");
      }
    }
  });
  site.log().event("listening", port);
}

void Server::Impl::accept() {
  acceptor.async_accept([this](error_code error, tcp::socket socket) {
    if (draining || error == asio::error::operation_aborted) return;
    if (!error) {
      accepted(std::move(socket));
      return accept();
    }
    // Out of descriptors or memory: trying again at once would spin.
    accept_timer.expires_after(std::chrono::milliseconds{100});
    accept_timer.async_wait([this](error_code stopped) {
      if (!stopped && !draining) accept();
    });
  });
}

void Server::Impl::accepted(tcp::socket socket) {
  if (connections.size() >= options.connections && !make_room()) {
    const auto out = outgoing(plain_failure(503, ""), next_id(), false, false);
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(out.head), asio::buffer(out.response.body())};
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(buffers, ignored);
    return;
  }
  const auto connection = std::make_shared<Connection>(*this, std::move(socket));
  connections.insert(connection);
  connection->begin();
}

bool Server::Impl::make_room() {
  std::shared_ptr<Connection> oldest;
  for (const auto& each : connections)
    if (each->silent() && (!oldest || each->since() < oldest->since())) oldest = each;
  if (!oldest) return false;
  oldest->close();
  return true;
}

void Server::Impl::sweep() {
  sweep_timer.expires_after(kSweep);
  sweep_timer.async_wait([this](error_code error) {
    if (error) return;
    const TimePoint now = SteadyClock::now();
    if (draining && now >= drain_until) {
      const auto left = connections;
      for (const auto& each : left) each->close();
      return finish_if_drained();
    }
    std::vector<std::shared_ptr<Connection>> all(connections.begin(), connections.end());
    for (const auto& each : all) each->check_deadline(now);
    sweep();
  });
}

void Server::Impl::begin_drain() {
  if (draining.exchange(true)) return;
  site.log().event("draining", static_cast<long long>(connections.size()));
  drain_until = SteadyClock::now() + options.drain;
  error_code ignored;
  acceptor.close(ignored);
  const auto all = connections;
  for (const auto& each : all)
    if (each->state() == Connection::State::Idle) each->close();
  finish_if_drained();
}

void Server::Impl::finish_if_drained() {
  if (!draining || !connections.empty() || !work) return;
  work.reset();
  error_code ignored;
  sweep_timer.cancel();
  accept_timer.cancel();
  signals.cancel(ignored);
}

void Server::Impl::wait() {
  if (!thread.joinable()) return;
  thread.join();
  workers->stop();
  spooler->stop();
  site.log().event("stopped", port);
}

Server::Server(const Site& site, ServerOptions options) : impl_(std::make_unique<Impl>(site, std::move(options))) {}

Server::~Server() {
  if (!impl_->thread.joinable()) return;
  stop();
  wait();
}

void Server::start() { impl_->start(); }
std::uint16_t Server::port() const { return impl_->port; }
void Server::stop() {
  asio::post(impl_->io, [this] { impl_->begin_drain(); });
}
void Server::wait() { impl_->wait(); }

}  // namespace plumbline::web
