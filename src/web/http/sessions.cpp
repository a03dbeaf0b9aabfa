#include "web/http/sessions.hpp"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "app/ports/session_store.hpp"
#include "base/hash.hpp"
#include "base/result.hpp"
#include "web/http/request.hpp"
#include "web/http/response.hpp"

namespace plumbline::web {
namespace {

constexpr std::size_t kTokenLetters = 43;
constexpr std::size_t kMostCached = 20'000;

std::string cookie(std::string_view token, std::string_view more) {
  // Lax, not Strict: a link in a reminder mail must find the person signed in.
  return std::string(kSessionCookie) + "=" + std::string(token) + "; Path=/; Secure; HttpOnly; SameSite=Lax" +
         std::string(more);
}

std::string csrf_token_of(std::string_view token) {
  const auto digest = base::hmac_sha256(token, "plumbline csrf token");
  return base::base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

struct Sessions::Cache {
  struct Entry {
    std::shared_ptr<const Session> session;
    base::Instant read_at{};
    base::Instant last_seen_at{};
    base::Instant written_at{};
  };
  std::mutex mutex;
  std::unordered_map<std::string, Entry> entries;  // by SHA-256 of the token
  // Moves on whenever sessions end here: a row read before that must not enter the cache after it.
  std::uint64_t endings = 0;
};

Sessions::Sessions(app::SessionStore& store, const base::Clock& clock, SessionLimits limits)
    : store_(store), clock_(clock), limits_(limits), cache_(std::make_unique<Cache>()) {}

Sessions::~Sessions() = default;

void Sessions::sign_in(const Request& request, Response& response, const std::string& council,
                       const std::string& user) {
  if (const std::string* old = request.cookies.find(kSessionCookie)) {
    const std::string hash = base::sha256_hex(*old);
    store_.remove(hash);
    const std::lock_guard lock(cache_->mutex);
    ++cache_->endings;
    cache_->entries.erase(hash);
  }
  const std::string token = base::random_token();
  const base::Instant now = clock_.now();
  store_.add({base::sha256_hex(token), council, user, now, now});
  response.add("Set-Cookie", cookie(token, ""));
}

void Sessions::sign_out(const Request& request, Response& response) {
  response.add("Set-Cookie", cookie("", "; Max-Age=0"));
  const std::string* token = request.cookies.find(kSessionCookie);
  if (!token) return;
  const std::string hash = base::sha256_hex(*token);
  store_.remove(hash);
  const std::lock_guard lock(cache_->mutex);
  ++cache_->endings;
  cache_->entries.erase(hash);
}

void Sessions::end_all_of(const std::string& council, const std::string& user) {
  store_.remove_all_of(council, user);
  const std::lock_guard lock(cache_->mutex);
  ++cache_->endings;
  std::erase_if(cache_->entries, [&](const auto& each) {
    return each.second.session->council == council && each.second.session->user == user;
  });
}

std::shared_ptr<const Session> Sessions::find(std::string_view token) {
  if (token.size() != kTokenLetters) return nullptr;
  const std::string hash = base::sha256_hex(token);
  const base::Instant now = clock_.now();
  const auto over = [&](base::Instant created_at, base::Instant last_seen_at) {
    return now - created_at >= limits_.absolute || now - last_seen_at >= limits_.idle;
  };

  std::shared_ptr<const Session> session;
  bool write = false;
  std::uint64_t endings = 0;
  base::Instant last_seen_here{};
  {
    const std::lock_guard lock(cache_->mutex);
    endings = cache_->endings;
    if (const auto found = cache_->entries.find(hash); found != cache_->entries.end()) {
      auto& entry = found->second;
      last_seen_here = entry.last_seen_at;
      if (now - entry.read_at < limits_.trust_cache) {
        if (over(entry.session->created_at, entry.last_seen_at)) return nullptr;
        entry.last_seen_at = now;
        session = entry.session;
        if (now - entry.written_at >= limits_.write_every) {
          write = true;
          entry.written_at = now;
        }
      }
    }
  }

  if (!session) {
    const auto stored = store_.find(hash);
    const base::Instant last_seen = stored ? std::max(stored->last_seen_at, last_seen_here) : base::Instant{};
    if (!stored || over(stored->created_at, last_seen)) {
      const std::lock_guard lock(cache_->mutex);
      cache_->entries.erase(hash);
      return nullptr;
    }
    session =
        std::make_shared<const Session>(Session{stored->council, stored->user, csrf_token_of(token), stored->created_at,
                                                last_seen, stored->created_at + limits_.absolute});
    write = now - stored->last_seen_at >= limits_.write_every;
    const std::lock_guard lock(cache_->mutex);
    if (cache_->endings == endings) {
      if (cache_->entries.size() >= kMostCached) cache_->entries.clear();
      cache_->entries[hash] = {session, now, now, write ? now : stored->last_seen_at};
    }
  }

  if (write) {
    try {
      store_.touch(hash, now);
    } catch (const base::Broken&) {
      // A full or locked store must not stop people from reading; the next minute tries again.
    }
  }
  return session;
}

void Sessions::remove_ended() {
  const base::Instant now = clock_.now();
  store_.remove_ended(now - limits_.absolute, now - limits_.idle);
  const std::lock_guard lock(cache_->mutex);
  std::erase_if(cache_->entries, [&](const auto& each) { return now - each.second.last_seen_at >= limits_.idle; });
}

}  // namespace plumbline::web
