#include "base/hash.hpp"

#include <sodium.h>

#include <cstring>

#include "base/result.hpp"

namespace plumbline::base {
namespace {

static_assert(sizeof(crypto_hash_sha256_state) <= 128);
static_assert(sizeof(crypto_auth_hmacsha256_state) <= 256);

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string encode(std::string_view bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), variant);
  out.resize(std::strlen(out.c_str()));
  return out;
}

}  // namespace

void init_crypto() {
  if (sodium_init() < 0) throw Broken("libsodium could not start");
}

Digest sha256(std::string_view bytes) {
  Digest out{};
  crypto_hash_sha256(out.data(), bytes_of(bytes), bytes.size());
  return out;
}

std::string sha256_hex(std::string_view bytes) { return hex(sha256(bytes)); }

Digest hmac_sha256(std::string_view key, std::string_view message) { return HmacKey(key).of(message); }

std::string hex(const Digest& digest) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(64);
  for (const auto byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

Sha256::Sha256() : state_{} { crypto_hash_sha256_init(reinterpret_cast<crypto_hash_sha256_state*>(state_.data())); }
Sha256& Sha256::add(std::string_view bytes) {
  crypto_hash_sha256_update(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), bytes_of(bytes), bytes.size());
  return *this;
}
Digest Sha256::finish() {
  Digest out{};
  crypto_hash_sha256_final(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), out.data());
  return out;
}

HmacKey::HmacKey(std::string_view key) : state_{} {
  crypto_auth_hmacsha256_init(reinterpret_cast<crypto_auth_hmacsha256_state*>(state_.data()), bytes_of(key),
                              key.size());
}
HmacKey HmacKey::with_prefix(std::string_view prefix) const {
  HmacKey key = *this;
  crypto_auth_hmacsha256_update(reinterpret_cast<crypto_auth_hmacsha256_state*>(key.state_.data()), bytes_of(prefix),
                                prefix.size());
  return key;
}
Digest HmacKey::of(std::string_view message) const {
  crypto_auth_hmacsha256_state state;
  std::memcpy(&state, state_.data(), sizeof state);
  crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
  Digest out{};
  crypto_auth_hmacsha256_final(&state, out.data());
  return out;
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

std::string random_token() { return base64url(random_bytes(32)); }
std::string base64(std::string_view bytes) { return encode(bytes, sodium_base64_VARIANT_ORIGINAL); }
std::string base64url(std::string_view bytes) { return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string new_uuid(Instant now) {
  // The clock counts seconds, so the milliseconds come from chance; ids of one second do not sort among themselves.
  std::array<std::uint8_t, 16> raw{};
  randombytes_buf(raw.data(), raw.size());
  const auto stamp = static_cast<std::uint64_t>(now.time_since_epoch().count()) * 1000U + randombytes_uniform(1000);
  for (int i = 0; i < 6; ++i) raw[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(stamp >> (40 - 8 * i));
  raw[6] = static_cast<std::uint8_t>((raw[6] & 0x0FU) | 0x70U);
  raw[8] = static_cast<std::uint8_t>((raw[8] & 0x3FU) | 0x80U);
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(36);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += kDigits[raw[i] >> 4U];
    out += kDigits[raw[i] & 15U];
  }
  return out;
}

}  // namespace plumbline::base
