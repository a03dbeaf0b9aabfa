// Identifiers that do not mix: AuditId == PersonId does not compile.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

namespace plumbline::base {

// A text identifier: one that the council gave (a child's or a person's), or a UUIDv7 that we made (see new_uuid).
// An empty Id means "none"; prefer std::optional in interfaces where none is an answer.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  friend auto operator<=>(const Id&, const Id&) = default;
  friend bool operator==(const Id&, const Id&) = default;

 private:
  std::string text_;
};

}  // namespace plumbline::base

template <class Tag>
struct std::hash<plumbline::base::Id<Tag>> {
  std::size_t operator()(const plumbline::base::Id<Tag>& id) const { return std::hash<std::string>{}(id.text()); }
};
