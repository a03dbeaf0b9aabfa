// How long work tells how far it is: a bar on a terminal, a line on a page, nothing in tests.
#pragma once

#include <cstddef>
#include <string_view>

namespace plumbline::base {

class Progress {
 public:
  virtual ~Progress() = default;
  // `done` of `of` units (0 when the whole is not known) of the step named in plain words.
  virtual void at(std::string_view step, std::size_t done, std::size_t of) = 0;
};

class NoProgress final : public Progress {
 public:
  void at(std::string_view, std::size_t, std::size_t) override {}
};

}  // namespace plumbline::base
