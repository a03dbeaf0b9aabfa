#include "web/http/server.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <array>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <ctime>
#include <optional>
#include <thread>
#include <unordered_set>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "web/http/body.hpp"
#include "web/http/head.hpp"
#include "web/http/log.hpp"
#include "web/http/sessions.hpp"
#include "web/http/site.hpp"
#include "web/http/temp_file.hpp"
#include "web/http/worker_pool.hpp"

namespace plumbline::web {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;
using TimePoint = SteadyClock::time_point;

constexpr std::size_t kChunk = 64 * 1024;
constexpr std::uint64_t kMemoryBody =
    8 * 1024 * 1024;  // for bodies that are no multipart form, whatever the route allows
constexpr std::chrono::milliseconds kSweep{100};
constexpr std::chrono::milliseconds kLinger{2000};

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

std::optional<Method> method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::Get;
    case http::verb::head:
      return Method::Head;
    case http::verb::post:
      return Method::Post;
    case http::verb::put:
      return Method::Put;
    case http::verb::patch:
      return Method::Patch;
    case http::verb::delete_:
      return Method::Delete;
    case http::verb::options:
      return Method::Options;
    default:
      return std::nullopt;
  }
}

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

}  // namespace

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

  void begin() {
    enter(State::Idle, server_.options.header_deadline);
    read_head();
  }

  State state() const { return state_; }
  TimePoint since() const { return since_; }
  // Waiting for the client to say something: may be closed to make room.
  bool silent() const { return state_ == State::Idle || state_ == State::Header || state_ == State::Lingering; }

  void check_deadline(TimePoint now) {
    if (now < deadline_) return;
    switch (state_) {
      case State::Working:
      case State::Closed:
        return;
      case State::Header:
      case State::Body: {
        // The read under way ends as aborted; only then may the refusal be written.
        expired_ = true;
        error_code ignored;
        socket_.cancel(ignored);
        return;
      }
      case State::Idle:
      case State::Writing:
      case State::Lingering:
        close();
        return;
    }
  }

  void close() {
    if (state_ == State::Closed) return;
    state_ = State::Closed;
    error_code ignored;
    socket_.close(ignored);
    server_.connections.erase(shared_from_this());
    server_.finish_if_drained();
  }

 private:
  void enter(State state, std::chrono::milliseconds limit) {
    state_ = state;
    since_ = SteadyClock::now();
    deadline_ = since_ + limit;
  }

  void read_head() {
    if (state_ == State::Closed) return;
    if (take_head()) return;
    socket_.async_read_some(in_.prepare(4096), [self = this->shared_from_this()](error_code error, std::size_t count) {
      self->head_read(error, count);
    });
  }

  void head_read(error_code error, std::size_t count) {
    if (state_ == State::Closed) return;
    if (error) return expired_ ? refuse(408) : close();
    in_.commit(count);
    // One deadline for the whole header, from its first byte on.
    if (state_ == State::Idle) enter(State::Header, server_.options.header_deadline);
    read_head();
  }

  std::string_view buffered() const { return {static_cast<const char*>(in_.data().data()), in_.size()}; }

  // False while the head is not complete.
  bool take_head() {
    // RFC 9112 2.2: an empty line before the request is tolerated, for old clients.
    while (scanned_ == 0 && buffered().starts_with("\r\n")) in_.consume(2);
    const std::string_view bytes = buffered();
    if (bytes.empty() || (scanned_ == 0 && bytes == "\r")) return false;
    const std::size_t end = bytes.find("\r\n\r\n", scanned_ < 3 ? 0 : scanned_ - 3);
    const HeadLimits limits{server_.options.header_bytes, server_.options.target_bytes};
    if (end == std::string_view::npos) {
      scanned_ = bytes.size();
      if (const int problem = partial_head_problem(bytes, limits)) {
        refuse(problem);
        return true;
      }
      return false;
    }
    if (state_ == State::Idle) enter(State::Header, server_.options.header_deadline);
    scanned_ = 0;
    const std::size_t size = end + 4;
    if (const int problem = head_problem(bytes.substr(0, size), limits)) {
      refuse(problem);
      return true;
    }
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(server_.options.header_bytes + 1));
    parser_->body_limit(boost::none);
    error_code error;
    const std::size_t taken = parser_->put(asio::buffer(bytes.data(), size), error);
    if (error || !parser_->is_header_done()) {
      refuse(error == http::error::bad_version ? 505 : 400);
      return true;
    }
    in_.consume(taken);
    head_complete();
    return true;
  }

  void head_complete() {
    const auto& message = parser_->get();
    exchange_ = std::make_shared<Exchange>();
    auto& exchange = *exchange_;
    auto& request = exchange.request;
    exchange.started = SteadyClock::now();
    exchange.keep_alive = parser_->keep_alive();
    request.id = server_.next_id();
    const auto method = method_of(message.method());
    if (!method) return refuse(501);
    request.method = *method;
    request.headers.reserve(16);
    for (const auto& field : message) {
      const auto name = field.name_string();
      const auto value = field.value();
      request.headers.add(base::lower({name.data(), name.size()}), {value.data(), value.size()});
    }
    if (!read_target({message.target().data(), message.target().size()})) return refuse(400);
    request.remote_address = remote_;
    if (server_.options.trust_forwarded_for) {
      const auto forwarded = request.headers.all("x-forwarded-for");
      if (!forwarded.empty()) {
        const auto last = forwarded.back();
        const std::size_t comma = last.rfind(',');
        request.remote_address = base::trim(comma == std::string_view::npos ? last : last.substr(comma + 1));
      }
    }
    for (const auto cookie : request.headers.all("cookie")) parse_cookies(cookie, request.cookies);
    exchange.match = server_.site.router().match(request.method, request.path);
    const Route* route = exchange.match.route;
    request.params = std::move(exchange.match.params);
    if (route) request.route = route->pattern;

    if (parser_->is_done()) return body_complete();
    begin_body(route);
  }

  bool read_target(std::string_view target) {
    auto& request = exchange_->request;
    if (target[0] != '/') {
      // The absolute form that RFC 9112 3.2.2 asks servers to take, as long as it names the same host.
      const std::string_view host = request.header("host");
      const std::size_t scheme = target.starts_with("http://") ? 7 : target.starts_with("https://") ? 8 : 0;
      if (scheme == 0 || !base::equal_ignoring_case(target.substr(scheme, host.size()), host)) return false;
      target.remove_prefix(scheme + host.size());
      if (target.empty()) target = "/";
      if (target[0] != '/') return false;
    }
    if (target.find('#') != std::string_view::npos) return false;
    request.target = target;
    const std::size_t mark = std::min(target.find('?'), target.size());
    if (!decode_path(target.substr(0, mark), request.path)) return false;
    return mark == target.size() || parse_query(target.substr(mark + 1), server_.site.options().forms, request.query);
  }

  void begin_body(const Route* route) {
    auto& exchange = *exchange_;
    cap_ = route && route->options.body_bytes > 0 ? route->options.body_bytes : server_.options.body_bytes;
    upload_ = route && cap_ > server_.options.body_bytes;
    exchange.content_type = exchange.request.header("content-type");
    const bool multipart = is_content_type(exchange.content_type, "multipart/form-data");
    if (!multipart) cap_ = std::min(cap_, kMemoryBody);
    received_ = 0;
    if (const auto length = parser_->content_length(); length && *length > cap_) return refuse(413);
    if (const std::string* expect = exchange.request.headers.find("expect")) {
      if (!base::equal_ignoring_case(*expect, "100-continue")) return refuse(417);
    }
    if (multipart) {
      const std::string boundary = multipart_boundary(exchange.content_type);
      if (boundary.empty()) return refuse(400);
      exchange.multipart =
          std::make_unique<MultipartReader>(boundary, server_.site.options().forms, server_.options.spool_folder);
    }
    if (!upload_) return send_continue();
    // Who may not upload is told before the disk is filled.
    enter(State::Working, {});
    const bool taken = server_.workers->offer([self = this->shared_from_this(), job = exchange_] {
      auto refused =
          std::make_shared<std::optional<Response>>(self->server_.site.admit(job->request, *job->match.route));
      asio::post(self->server_.io, [self, job, refused] {
        if (self->state_ == State::Closed) return;
        if (!*refused) {
          job->admitted = true;
          return self->send_continue();
        }
        self->server_.log(*job, (*refused)->status());
        self->unread_ = true;
        self->write(self->server_.outgoing(std::move(**refused), job->request.id, false, false));
      });
    });
    if (!taken) refuse(503);
  }

  void send_continue() {
    enter(State::Body, server_.options.body_deadline);
    if (!exchange_->request.headers.has("expect") || in_.size() > 0) return pump_body();
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(socket_, asio::buffer(kContinue.data(), kContinue.size()),
                      [self = this->shared_from_this()](error_code error, std::size_t) {
                        if (self->state_ == State::Closed) return;
                        if (error) return self->expired_ ? self->refuse(408) : self->close();
                        self->pump_body();
                      });
  }

  // Understands what is buffered, then reads on.
  void pump_body() {
    if (state_ == State::Closed) return;
    chunk_.resize(kChunk);
    while (true) {
      if (parser_->is_done()) return body_complete();
      if (in_.size() == 0) break;
      auto& body = parser_->get().body();
      body.data = chunk_.data();
      body.size = chunk_.size();
      body.more = true;
      error_code error;
      const std::size_t taken = parser_->put(in_.data(), error);
      in_.consume(taken);
      const std::size_t made = chunk_.size() - body.size;
      if (error && error != http::error::need_buffer && error != http::error::need_more) return refuse(400);
      received_ += made;
      if (received_ > cap_) return refuse(413);
      if (made > 0) {
        if (upload_ && exchange_->multipart) return spool(made);
        if (!keep({chunk_.data(), made})) return;
      } else if (taken == 0) {
        break;
      }
    }
    if (in_.size() >= kChunk) return refuse(400);  // a chunk header or trailer without an end
    deadline_ = since_ + server_.options.body_deadline +
                std::chrono::milliseconds{received_ * 1000 / server_.options.least_bytes_per_second};
    socket_.async_read_some(in_.prepare(kChunk - in_.size()),
                            [self = this->shared_from_this()](error_code error, std::size_t count) {
                              if (self->state_ == State::Closed) return;
                              if (error) return self->expired_ ? self->refuse(408) : self->close();
                              self->in_.commit(count);
                              self->pump_body();
                            });
  }

  // False when the request has been refused.
  bool keep(std::string_view bytes) {
    auto& exchange = *exchange_;
    if (!exchange.multipart) {
      exchange.request.body.append(bytes);
      return true;
    }
    try {
      if (exchange.multipart->push(bytes)) return true;
      refuse(400);
    } catch (const std::exception&) {
      refuse(507);
    }
    return false;
  }

  // Files go to disk on a thread of their own: a slow disk must not stop the reading for everybody else.
  void spool(std::size_t made) {
    const auto received_by = since_;
    enter(State::Working, {});
    const bool taken = server_.spooler->offer([self = this->shared_from_this(), job = exchange_, made, received_by] {
      int problem = 0;
      try {
        if (!job->multipart->push({self->chunk_.data(), made})) problem = 400;
      } catch (const std::exception&) {
        problem = 507;
      }
      asio::post(self->server_.io, [self, problem, received_by] {
        if (self->state_ == State::Closed) return;
        if (problem) return self->refuse(problem);
        self->enter(State::Body, self->server_.options.body_deadline);
        self->since_ = received_by;
        self->pump_body();
      });
    });
    if (!taken) refuse(503);
  }

  void body_complete() {
    chunk_ = {};
    auto& exchange = *exchange_;
    if (exchange.multipart) {
      exchange.malformed = !exchange.multipart->finish();
      exchange.request.form = std::move(exchange.multipart->fields());
      exchange.request.uploads = std::move(exchange.multipart->uploads());
      exchange.multipart.reset();
    }
    parser_.reset();
    const Route* route = exchange.match.route;
    if (route && route->options.run == Run::Inline) {
      Response response = server_.site.answer(exchange.request, *route);
      if (route->options.logged == Logged::Yes) server_.log(exchange, response.status());
      return write(server_.outgoing(std::move(response), exchange.request.id, exchange.request.method == Method::Head,
                                    exchange.keep_alive));
    }
    enter(State::Working, {});
    const bool taken = server_.workers->offer([self = this->shared_from_this(), job = exchange_] {
      Response response = self->server_.answer(*job);
      if (!job->match.route || job->match.route->options.logged == Logged::Yes)
        self->server_.log(*job, response.status());
      auto out = std::make_shared<Outgoing>(self->server_.outgoing(
          std::move(response), job->request.id, job->request.method == Method::Head, job->keep_alive));
      asio::post(self->server_.io, [self, out] {
        if (self->state_ != State::Closed) self->write(std::move(*out));
      });
    });
    if (taken) return;
    // Everything of this request has been read, so the connection may go on.
    server_.log(exchange, 503);
    write(server_.outgoing(plain_failure(503, exchange.request.id), exchange.request.id,
                           exchange.request.method == Method::Head, exchange.keep_alive));
  }

  // Answers on this thread and closes: what follows on the connection cannot be trusted or has not been read.
  void refuse(int status) {
    unread_ = true;
    expired_ = false;
    const bool known = exchange_ != nullptr;
    const std::string id = known ? exchange_->request.id : server_.next_id();
    if (known) {
      server_.log(*exchange_, status);
    } else {
      server_.site.log().request({.id = id, .method = "", .route = "", .status = status});
    }
    write(server_.outgoing(plain_failure(status, id), id, known && exchange_->request.method == Method::Head, false));
  }

  void write(Outgoing out) {
    if (state_ == State::Closed) return;
    exchange_.reset();
    parser_.reset();
    out_ = std::move(out);
    const std::string_view body = out_.send_body ? out_.response.body() : std::string_view();
    enter(State::Writing, server_.options.body_deadline +
                              std::chrono::milliseconds{body.size() * 1000 / server_.options.least_bytes_per_second});
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(out_.head), asio::buffer(body.data(), body.size())};
    asio::async_write(socket_, buffers, [self = this->shared_from_this()](error_code error, std::size_t) {
      if (self->state_ == State::Closed) return;
      if (error) return self->close();
      self->written();
    });
  }

  void written() {
    const bool keep_alive = out_.keep_alive;
    out_ = Outgoing{};
    if (keep_alive && !server_.draining) {
      enter(State::Idle, server_.options.idle);
      if (in_.size() == 0 && in_.capacity() > 16 * 1024) in_ = {};
      return read_head();
    }
    error_code error;
    if (!unread_ && in_.size() == 0 && socket_.available(error) == 0) return close();
    // Closing with bytes unread would reset the connection, and the client might never see the answer.
    socket_.shutdown(tcp::socket::shutdown_send, error);
    enter(State::Lingering, kLinger);
    chunk_.resize(kChunk);
    linger();
  }

  void linger() {
    socket_.async_read_some(asio::buffer(chunk_), [self = this->shared_from_this()](error_code error, std::size_t) {
      if (self->state_ == State::Closed) return;
      if (error) return self->close();
      self->linger();
    });
  }

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
