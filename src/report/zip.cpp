#include "report/zip.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace plumbline::report {
namespace {

std::uint32_t crc32(std::string_view bytes) {
  static const auto kTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t c = i;
      for (int bit = 0; bit < 8; ++bit) c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
      table[i] = c;
    }
    return table;
  }();
  std::uint32_t c = 0xFFFFFFFFU;
  for (const char byte : bytes) c = kTable[(c ^ static_cast<unsigned char>(byte)) & 0xFFU] ^ (c >> 8U);
  return c ^ 0xFFFFFFFFU;
}

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8U * static_cast<unsigned>(i))) & 0xFFU);
}

// 1 January 1980, the format's first day: the archive says nothing of when it was made, its files do.
constexpr std::uint32_t kDay = 0x0021;
constexpr std::uint32_t kVersion = 20;
constexpr std::uint32_t kUtf8Names = 0x0800;

void put_common(std::string& out, std::string_view name, std::string_view content) {
  put(out, kVersion, 2);
  put(out, kUtf8Names, 2);
  put(out, 0, 2);  // stored
  put(out, 0, 2);
  put(out, kDay, 2);
  put(out, crc32(content), 4);
  put(out, static_cast<std::uint32_t>(content.size()), 4);
  put(out, static_cast<std::uint32_t>(content.size()), 4);
  put(out, static_cast<std::uint32_t>(name.size()), 2);
  put(out, 0, 2);
}

}  // namespace

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string out;
  std::string directory;
  for (const auto& [name, content] : files) {
    const auto at = static_cast<std::uint32_t>(out.size());
    put(out, 0x04034b50, 4);
    put_common(out, name, content);
    out += name;
    out += content;
    put(directory, 0x02014b50, 4);
    put(directory, kVersion, 2);
    put_common(directory, name, content);
    put(directory, 0, 2);
    put(directory, 0, 2);
    put(directory, 0, 2);
    put(directory, 0, 4);
    put(directory, at, 4);
    directory += name;
  }
  const auto start = static_cast<std::uint32_t>(out.size());
  out += directory;
  put(out, 0x06054b50, 4);
  put(out, 0, 4);
  put(out, static_cast<std::uint32_t>(files.size()), 2);
  put(out, static_cast<std::uint32_t>(files.size()), 2);
  put(out, static_cast<std::uint32_t>(directory.size()), 4);
  put(out, start, 4);
  put(out, 0, 2);
  return out;
}

}  // namespace plumbline::report
