// What an import remembers of every child, in 32 bytes each: enough to tell new from changed from unchanged, and to
// find a child that a file names twice, without holding the register or the file.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/register/case.hpp"

namespace plumbline::app {

class KnownChildren {
 public:
  struct Entry {
    std::array<std::uint64_t, 2> key{};  // keyed hash of the identifier: 128 bits, so that no two children meet
    std::int64_t said = 0;
    std::uint32_t line = 0;  // where the file names the child; 0: not yet
    std::uint8_t category_number = 0;
    enum class Counted : std::uint8_t { No, Added, Changed, Unchanged, Closed };
    Counted counted = Counted::No;  // as what the file's row was counted
    bool used : 1 = false;
    bool held : 1 = false;  // the register has it
    bool open : 1 = false;
    bool left_out : 1 = false;  // a row of it could not be taken, so it has not gone

    domain::Category category() const { return static_cast<domain::Category>(category_number); }
  };
  static_assert(sizeof(Entry) == 32);

  KnownChildren();
  // The child's entry, made when it is new. The reference is good until the next call.
  Entry& of(std::string_view child_id);
  template <class Visit>
  void for_each(Visit visit) const {
    for (const auto& entry : slots_)
      if (entry.used) visit(entry);
  }
  std::size_t size() const { return size_; }

 private:
  std::array<std::uint64_t, 2> hash(std::string_view child_id) const;
  void grow();
  std::array<unsigned char, 16> secret_{};
  std::vector<Entry> slots_;
  std::size_t size_ = 0;
};

}  // namespace plumbline::app
