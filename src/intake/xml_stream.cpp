#include "intake/xml_stream.hpp"

#include <expat.h>

#include <string>

namespace plumbline::intake {
namespace {

constexpr std::size_t kDeepest = 64;
constexpr long long kLongestTag = 1024LL * 1024;

std::string_view local_name(const char* name) {
  const std::string_view whole(name);
  const auto colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

}  // namespace

std::string_view XmlAttributes::get(std::string_view name) const {
  for (const char** at = pairs_; at != nullptr && *at != nullptr; at += 2)
    if (local_name(*at) == name) return at[1];
  return {};
}

struct XmlStream::State {
  explicit State(XmlListener& hears) : listener(hears), parser(XML_ParserCreate(nullptr)) {
    if (parser == nullptr) throw base::Broken("no memory for an XML parser");
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
  }
  ~State() { XML_ParserFree(parser); }

  static void on_start(void* self, const char* name, const char** attributes) {
    auto& state = *static_cast<State*>(self);
    if (++state.depth > kDeepest) return state.stop("xml.read.deep");
    state.listener.start(local_name(name), XmlAttributes(attributes));
  }
  static void on_end(void* self, const char* name) {
    auto& state = *static_cast<State*>(self);
    --state.depth;
    state.listener.end(local_name(name));
  }
  static void on_text(void* self, const char* text, int length) {
    static_cast<State*>(self)->listener.text({text, static_cast<std::size_t>(length)});
  }
  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    static_cast<State*>(self)->stop("xml.read.doctype");
  }
  void stop(std::string why) {
    if (stopped.empty()) stopped = std::move(why);
    XML_StopParser(parser, XML_FALSE);
  }
  std::vector<std::pair<std::string, std::string>> here() const {
    return {{"line", std::to_string(XML_GetCurrentLineNumber(parser))}};
  }

  XmlListener& listener;
  XML_Parser parser;
  std::size_t depth = 0;
  long long fed = 0;
  std::string stopped;
};

XmlStream::XmlStream(XmlListener& listener) : state_(std::make_unique<State>(listener)) {}
XmlStream::~XmlStream() = default;

base::Result<void> XmlStream::feed(std::string_view bytes, bool last) {
  auto& state = *state_;
  state.fed += static_cast<long long>(bytes.size());
  if (XML_Parse(state.parser, bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0) == XML_STATUS_OK) {
    // expat keeps an unfinished tag until it ends; a file that is one endless tag must not fill the memory.
    if (!last && state.fed - XML_GetCurrentByteIndex(state.parser) > kLongestTag + static_cast<long long>(bytes.size()))
      return base::invalid("xml.read.too_long", "", state.here());
    return {};
  }
  if (!state.stopped.empty()) return base::invalid(state.stopped, "", state.here());
  auto values = state.here();
  values.emplace_back("what", XML_ErrorString(XML_GetErrorCode(state.parser)));
  return base::invalid("xml.read.malformed", "", std::move(values));
}

std::size_t XmlStream::line() const { return XML_GetCurrentLineNumber(state_->parser); }

}  // namespace plumbline::intake
