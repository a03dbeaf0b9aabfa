// SHA-256, HMAC-SHA-256 and randomness, all from libsodium. Call init_crypto() once before threads start.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/day.hpp"

namespace plumbline::base {

using Digest = std::array<std::uint8_t, 32>;

void init_crypto();  // throws Broken when the library cannot start; calling it again is harmless

Digest sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view message);  // RFC 2104 with SHA-256, any key length
std::string hex(const Digest& digest);                               // 64 lower-case letters

// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  Sha256& add(std::string_view bytes);
  Digest finish();  // once

 private:
  alignas(16) std::array<std::uint8_t, 128> state_;
};

// HMAC-SHA-256 of many messages under one key, and with one beginning where they share it: both are hashed once.
class HmacKey {
 public:
  explicit HmacKey(std::string_view key);
  // A key whose of(message) is this one's of(prefix + message).
  HmacKey with_prefix(std::string_view prefix) const;
  Digest of(std::string_view message) const;

 private:
  alignas(16) std::array<std::uint8_t, 256> state_;
};

std::string random_bytes(std::size_t count);
std::string random_token();  // 32 random bytes as 43 letters of base64url: session, CSRF and API tokens
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);  // no padding
bool equal_in_constant_time(std::string_view a, std::string_view b);

// A UUIDv7 (RFC 9562): 48 bits of milliseconds, the rest random. Made by the application, sorts by time of making.
std::string new_uuid(Instant now);

}  // namespace plumbline::base
