// XML read as it arrives, in memory bounded by its longest tag: for sheets and census files of any length. The parser
// is expat; a document type declaration is refused outright, so that no entity is ever defined or expanded.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.hpp"

namespace plumbline::intake {

// Attributes of one element, valid during the call only.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  // By name without its namespace prefix; empty when absent.
  std::string_view get(std::string_view name) const;

 private:
  const char** pairs_;
};

// What a reader of XML hears. Names come without their namespace prefix; text comes in pieces, entities resolved.
class XmlListener {
 public:
  virtual ~XmlListener() = default;
  virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view piece) = 0;
};

class XmlStream {
 public:
  explicit XmlStream(XmlListener& listener);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  // Takes the next bytes; `last` says that the document ends with them. Refuses xml.read.malformed (values line, what),
  // xml.read.doctype, xml.read.deep (more than 64 elements in each other) and xml.read.too_long (a tag of over 1 MB).
  base::Result<void> feed(std::string_view bytes, bool last);
  std::size_t line() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plumbline::intake
