#include "app/register/known_children.hpp"

#include <sodium.h>

#include <cstring>

namespace plumbline::app {

static_assert(crypto_shorthash_siphashx24_KEYBYTES == 16 && crypto_shorthash_siphashx24_BYTES == 16);

KnownChildren::KnownChildren() : slots_(1024) { randombytes_buf(secret_.data(), secret_.size()); }

std::array<std::uint64_t, 2> KnownChildren::hash(std::string_view child_id) const {
  std::array<unsigned char, 16> bytes{};
  crypto_shorthash_siphashx24(bytes.data(), reinterpret_cast<const unsigned char*>(child_id.data()), child_id.size(),
                              secret_.data());
  std::array<std::uint64_t, 2> out{};
  std::memcpy(out.data(), bytes.data(), bytes.size());
  return out;
}

KnownChildren::Entry& KnownChildren::of(std::string_view child_id) {
  if ((size_ + 1) * 8 > slots_.size() * 7) grow();
  const auto key = hash(child_id);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = key[0] & mask;; at = (at + 1) & mask) {
    auto& entry = slots_[at];
    if (entry.used && entry.key == key) return entry;
    if (entry.used) continue;
    entry.used = true;
    entry.key = key;
    ++size_;
    return entry;
  }
}

void KnownChildren::grow() {
  std::vector<Entry> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const auto& entry : old) {
    if (!entry.used) continue;
    std::size_t at = entry.key[0] & mask;
    while (slots_[at].used) at = (at + 1) & mask;
    slots_[at] = entry;
  }
}

}  // namespace plumbline::app
