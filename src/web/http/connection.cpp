#include <array>

#include "base/text.hpp"
#include "web/http/head.hpp"
#include "web/http/log.hpp"
#include "web/http/server_impl.hpp"

namespace plumbline::web {
namespace {

constexpr std::size_t kChunk = 64 * 1024;
constexpr std::uint64_t kMemoryBody =
    8 * 1024 * 1024;  // for bodies that are no multipart form, whatever the route allows
constexpr std::chrono::milliseconds kLinger{2000};

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

}  // namespace

void Server::Impl::Connection::begin() {
  enter(State::Idle, server_.options.header_deadline);
  read_head();
}

void Server::Impl::Connection::check_deadline(TimePoint now) {
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

void Server::Impl::Connection::close() {
  if (state_ == State::Closed) return;
  state_ = State::Closed;
  error_code ignored;
  socket_.close(ignored);
  server_.connections.erase(shared_from_this());
  server_.finish_if_drained();
}

void Server::Impl::Connection::enter(State state, std::chrono::milliseconds limit) {
  state_ = state;
  since_ = SteadyClock::now();
  deadline_ = since_ + limit;
}

void Server::Impl::Connection::read_head() {
  if (state_ == State::Closed) return;
  if (take_head()) return;
  socket_.async_read_some(in_.prepare(4096), [self = this->shared_from_this()](error_code error, std::size_t count) {
    self->head_read(error, count);
  });
}

void Server::Impl::Connection::head_read(error_code error, std::size_t count) {
  if (state_ == State::Closed) return;
  if (error) return expired_ ? refuse(408) : close();
  in_.commit(count);
  // One deadline for the whole header, from its first byte on.
  if (state_ == State::Idle) enter(State::Header, server_.options.header_deadline);
  read_head();
}

bool Server::Impl::Connection::take_head() {
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

void Server::Impl::Connection::head_complete() {
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

bool Server::Impl::Connection::read_target(std::string_view target) {
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

void Server::Impl::Connection::begin_body(const Route* route) {
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
    auto refused = std::make_shared<std::optional<Response>>(self->server_.site.admit(job->request, *job->match.route));
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

void Server::Impl::Connection::send_continue() {
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

void Server::Impl::Connection::pump_body() {
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

bool Server::Impl::Connection::keep(std::string_view bytes) {
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

void Server::Impl::Connection::spool(std::size_t made) {
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

void Server::Impl::Connection::body_complete() {
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
    auto out = std::make_shared<Outgoing>(self->server_.outgoing(std::move(response), job->request.id,
                                                                 job->request.method == Method::Head, job->keep_alive));
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

void Server::Impl::Connection::refuse(int status) {
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

void Server::Impl::Connection::write(Outgoing out) {
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

void Server::Impl::Connection::written() {
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

void Server::Impl::Connection::linger() {
  socket_.async_read_some(asio::buffer(chunk_), [self = this->shared_from_this()](error_code error, std::size_t) {
    if (self->state_ == State::Closed) return;
    if (error) return self->close();
    self->linger();
  });
}

}  // namespace plumbline::web
