#include "web/http/router.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <stdexcept>

namespace plumbline::web {
namespace {

constexpr std::array kMethods = {Method::Get,   Method::Head,   Method::Post,   Method::Put,
                                 Method::Patch, Method::Delete, Method::Options};

enum class Kind { Any, Int, Period, Uuid, Rest };

struct Parameter {
  std::string name;
  Kind kind = Kind::Any;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool fits(Kind kind, std::string_view part) {
  switch (kind) {
    case Kind::Any:
      return !part.empty();
    case Kind::Int:
      return !part.empty() && part.size() <= 9 && std::all_of(part.begin(), part.end(), is_digit);
    case Kind::Period: {
      if (part.size() != 7 || part[4] != '-') return false;
      for (const int i : {0, 1, 2, 3, 5, 6})
        if (!is_digit(part[static_cast<std::size_t>(i)])) return false;
      const int month = (part[5] - '0') * 10 + (part[6] - '0');
      return month >= 1 && month <= 12;
    }
    case Kind::Uuid:
      return is_uuid(part);
    case Kind::Rest:
      return true;
  }
  return false;
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  parts.reserve(8);
  path.remove_prefix(1);
  while (true) {
    const std::size_t slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

std::optional<Parameter> parameter_of(std::string_view part) {
  if (part.size() < 3 || part.front() != '{' || part.back() != '}') {
    if (part.find_first_of("{}") != std::string_view::npos) throw std::invalid_argument("route: braces inside a part");
    return std::nullopt;
  }
  part = part.substr(1, part.size() - 2);
  Parameter parameter;
  if (part.ends_with("...")) {
    parameter.kind = Kind::Rest;
    part.remove_suffix(3);
  } else if (const std::size_t colon = part.find(':'); colon != std::string_view::npos) {
    const std::string_view kind = part.substr(colon + 1);
    if (kind == "int") {
      parameter.kind = Kind::Int;
    } else if (kind == "period") {
      parameter.kind = Kind::Period;
    } else if (kind == "uuid") {
      parameter.kind = Kind::Uuid;
    } else {
      throw std::invalid_argument("route: a kind that does not exist");
    }
    part = part.substr(0, colon);
  }
  parameter.name = part;
  return parameter;
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
  std::vector<std::pair<Kind, std::unique_ptr<Node>>> named;
  struct Leaf {
    Route route;
    std::vector<std::string> names;
  };
  std::map<Method, Leaf> leaves;

  // Depth first, literal before named: the first node that has leaves. `values` holds what the named parts matched.
  const Node* find(const std::vector<std::string_view>& parts, std::size_t at,
                   std::vector<std::string_view>& values) const {
    if (at == parts.size()) return leaves.empty() ? nullptr : this;
    if (const auto next = literal.find(parts[at]); next != literal.end())
      if (const Node* found = next->second->find(parts, at + 1, values)) return found;
    for (const auto& [kind, node] : named) {
      if (!fits(kind, parts[at])) continue;
      if (kind == Kind::Rest) {
        const char* begin = parts[at].data();
        const char* end = parts.back().data() + parts.back().size();
        values.emplace_back(begin, static_cast<std::size_t>(end - begin));
        return node.get();
      }
      values.push_back(parts[at]);
      if (const Node* found = node->find(parts, at + 1, values)) return found;
      values.pop_back();
    }
    return nullptr;
  }

  void list(std::vector<Listed>& out) const {
    for (const auto& [method, leaf] : leaves) out.push_back({method, &leaf.route});
    for (const auto& each : literal) each.second->list(out);
    for (const auto& each : named) each.second->list(out);
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Handler handler, RouteOptions options) {
  if (pattern.empty() || pattern[0] != '/') throw std::invalid_argument("route: a pattern begins with /");
  Node* node = root_.get();
  std::vector<std::string> names;
  const auto parts = parts_of(pattern);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (const auto parameter = parameter_of(parts[i])) {
      if (parameter->kind == Kind::Rest && i + 1 != parts.size())
        throw std::invalid_argument("route: {name...} stands last");
      names.push_back(parameter->name);
      auto found = std::find_if(node->named.begin(), node->named.end(),
                                [&](const auto& each) { return each.first == parameter->kind; });
      if (found == node->named.end()) {
        node->named.emplace_back(parameter->kind, std::make_unique<Node>());
        // The stricter kinds are tried before the looser ones.
        std::stable_sort(node->named.begin(), node->named.end(), [](const auto& a, const auto& b) {
          const auto rank = [](Kind kind) { return kind == Kind::Rest ? 2 : kind == Kind::Any ? 1 : 0; };
          return rank(a.first) < rank(b.first);
        });
        found = std::find_if(node->named.begin(), node->named.end(),
                             [&](const auto& each) { return each.first == parameter->kind; });
      }
      node = found->second.get();
    } else {
      auto& next = node->literal[std::string(parts[i])];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
    }
  }
  const auto [leaf, added] =
      node->leaves.try_emplace(method, Node::Leaf{Route{std::string(pattern), std::move(handler), options}, names});
  if (!added) throw std::invalid_argument("route: there twice: " + std::string(pattern));
}

void Router::get(std::string_view pattern, Handler handler, RouteOptions options) {
  add(Method::Get, pattern, std::move(handler), options);
}

void Router::post(std::string_view pattern, Handler handler, RouteOptions options) {
  add(Method::Post, pattern, std::move(handler), options);
}

Router::Match Router::match(Method method, std::string_view path) const {
  Match match;
  if (path.empty() || path[0] != '/') return match;
  const auto parts = parts_of(path);
  std::vector<std::string_view> values;
  const Node* node = root_->find(parts, 0, values);
  if (!node) return match;
  auto leaf = node->leaves.find(method);
  if (leaf == node->leaves.end() && method == Method::Head) leaf = node->leaves.find(Method::Get);
  if (leaf == node->leaves.end()) {
    for (const Method each : kMethods) {
      const bool there = node->leaves.contains(each) || (each == Method::Head && node->leaves.contains(Method::Get));
      if (!there) continue;
      if (!match.allow.empty()) match.allow += ", ";
      match.allow += to_string(each);
    }
    return match;
  }
  match.route = &leaf->second.route;
  for (std::size_t i = 0; i < values.size(); ++i) match.params.add(leaf->second.names[i], std::string(values[i]));
  return match;
}

std::vector<Router::Listed> Router::routes() const {
  std::vector<Listed> out;
  root_->list(out);
  return out;
}

}  // namespace plumbline::web
