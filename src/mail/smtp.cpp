#include "mail/smtp.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/text.hpp"
#include "mail/mime.hpp"

namespace plumbline::mail {
namespace {

constexpr long kConnectSeconds = 10;
constexpr long kLetterSeconds = 50;
constexpr std::size_t kLongestWord = 200;

// The conversation as far as a refusal's meaning hangs on it: the command that was answered, and the answer. Data and
// credentials are not looked at.
struct Conversation {
  std::string verb;
  std::string answer;
  int code = 0;

  static int heard(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* self) {
    const std::string_view text(bytes, size);
    if (kind == CURLINFO_HEADER_OUT)
      static_cast<Conversation*>(self)->said(text);
    else if (kind == CURLINFO_HEADER_IN)
      static_cast<Conversation*>(self)->answered(text);
    return 0;
  }

 private:
  // A connection that is over, this one after a refusal or an earlier one, is left with QUIT: that answers nothing.
  void said(std::string_view text) {
    const auto command = text.substr(0, text.find_first_of(" \r\n"));
    leaving = command == "QUIT";
    if (!leaving) verb = command;
  }
  void answered(std::string_view text) {
    if (leaving || text.size() < 3) return;
    if (!std::all_of(text.begin(), text.begin() + 3, [](char c) { return c >= '0' && c <= '9'; })) return;
    code = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
    answer = text;
  }
  bool leaving = false;
};

std::string tidy(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kLongestWord)) out += c >= 0x20 && c < 0x7F ? c : ' ';
  return std::string(base::trim(out));
}

struct Upload {
  std::string_view rest;
  static std::size_t read(char* buffer, std::size_t size, std::size_t count, void* self) {
    auto& rest = static_cast<Upload*>(self)->rest;
    const auto taken = std::min(rest.size(), size * count);
    std::memcpy(buffer, rest.data(), taken);
    rest.remove_prefix(taken);
    return taken;
  }
};

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct CleanUp {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

void start_curl() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw base::Broken("libcurl does not start");
  });
}

class SmtpSender final : public app::MailSender {
 public:
  SmtpSender(SmtpSettings settings, From from) : settings_(std::move(settings)), from_(std::move(from)) {
    start_curl();
    curl_.reset(curl_easy_init());
    if (!curl_) throw base::Broken("libcurl makes no handle");
  }

  void stop() noexcept override { stopped_ = true; }

  app::MailAnswer send(const app::Letter& letter) override {
    if (stopped_) return {app::MailOutcome::Unreachable, "stopping"};
    if (!is_address(letter.to)) return {app::MailOutcome::Refused, "this is no mail address"};
    const auto message = as_mime(letter, from_);
    Upload upload{message};
    Conversation talk;
    std::array<char, CURL_ERROR_SIZE> error{};
    const std::unique_ptr<curl_slist, FreeList> to(curl_slist_append(nullptr, ("<" + letter.to + ">").c_str()));
    // Keeps the connection: the next letter goes over the same one.
    curl_easy_reset(curl_.get());
    set(CURLOPT_URL, (settings_.server + "/" + from_.domain()).c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    set(CURLOPT_TIMEOUT, kLetterSeconds);
    set(CURLOPT_USE_SSL, static_cast<long>(settings_.plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings_.ca_file.empty()) {
      set(CURLOPT_CAINFO, settings_.ca_file.c_str());
      set(CURLOPT_CAPATH, nullptr);
    }
    if (!settings_.user.empty()) {
      set(CURLOPT_USERNAME, settings_.user.c_str());
      set(CURLOPT_PASSWORD, settings_.password.c_str());
    }
    set(CURLOPT_MAIL_FROM, ("<" + from_.address + ">").c_str());
    set(CURLOPT_MAIL_RCPT, to.get());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &Upload::read);
    set(CURLOPT_READDATA, &upload);
    set(CURLOPT_VERBOSE, 1L);
    set(CURLOPT_DEBUGFUNCTION, &Conversation::heard);
    set(CURLOPT_DEBUGDATA, &talk);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &SmtpSender::watched);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_ERRORBUFFER, error.data());
    const auto outcome = curl_easy_perform(curl_.get());
    // What curl remembers of this letter must not outlive it.
    curl_easy_setopt(curl_.get(), CURLOPT_DEBUGDATA, nullptr);
    curl_easy_setopt(curl_.get(), CURLOPT_VERBOSE, 0L);
    curl_easy_setopt(curl_.get(), CURLOPT_ERRORBUFFER, nullptr);
    if (outcome == CURLE_OK) return {app::MailOutcome::Sent, {}};
    return meaning(talk, error.front() != '\0' ? error.data() : curl_easy_strerror(outcome));
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl_easy_setopt(curl_.get(), option, value) != CURLE_OK) throw base::Broken("libcurl lacks what mail needs");
  }

  static int watched(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<SmtpSender*>(self)->stopped_ ? 1 : 0;
  }

  // RFC 5321, 4.2.1: 5 is for good, 4 is for now. Only after RCPT and DATA does it speak of this letter; before, of us.
  static app::MailAnswer meaning(const Conversation& talk, std::string_view error) {
    const bool of_letter = talk.verb == "RCPT" || talk.verb == "DATA";
    if (talk.code < 400 || !of_letter)
      return {app::MailOutcome::Unreachable, tidy(talk.code >= 400 ? std::string_view(talk.answer) : error)};
    return {talk.code >= 500 ? app::MailOutcome::Refused : app::MailOutcome::Later, tidy(talk.answer)};
  }

  SmtpSettings settings_;
  From from_;
  std::unique_ptr<CURL, CleanUp> curl_;
  std::atomic<bool> stopped_{false};
};

// The host of smtp://host[:port] or smtps://host[:port]; nothing when the address is another.
std::optional<std::string> host_of(std::string_view server) {
  std::string_view rest;
  for (const std::string_view scheme : {"smtp://", "smtps://"})
    if (server.starts_with(scheme)) rest = server.substr(scheme.size());
  if (rest.empty() || rest.find_first_of("/@?# \t\r\n\\") != std::string_view::npos) return std::nullopt;
  const auto closing = rest.front() == '[' ? rest.find(']') : 0;
  if (closing == std::string_view::npos) return std::nullopt;
  const auto colon = rest.find(':', closing);
  const auto host = rest.substr(0, colon);
  if (host.empty()) return std::nullopt;
  if (colon != std::string_view::npos) {
    const auto port = rest.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; }))
      return std::nullopt;
  }
  return std::string(host);
}

bool is_here(std::string_view host) { return host == "localhost" || host == "[::1]" || host == "127.0.0.1"; }

}  // namespace

base::Result<std::unique_ptr<app::MailSender>> open_smtp(const SmtpSettings& settings) {
  const auto host = host_of(settings.server);
  if (!host) return base::invalid("mail.settings.server", "smtp");
  auto from = parse_from(settings.from);
  if (!from) return base::invalid("mail.settings.from", "mail-from");
  if (settings.plain && !is_here(*host)) return base::invalid("mail.settings.plain_elsewhere", "smtp-plain");
  return std::unique_ptr<app::MailSender>(std::make_unique<SmtpSender>(settings, std::move(*from)));
}

}  // namespace plumbline::mail
