// Flows of least cost on a network, in whole numbers, by the network simplex method of the LEMON library.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace plumbline::base {

// A circulation: what flows into a node flows out of it, every arc carries between its lower and its upper bound. Arcs
// may have several costs, one a layer: of the flows cheapest in layer 0, those cheapest in layer 1 are sought, and so
// on. The answer depends on nothing but the order in which nodes and arcs were added.
class FlowProblem {
 public:
  int add_node() { return nodes_++; }
  // The number of the new arc, from 0. Needs 0 <= lower <= upper.
  int add_arc(int from, int to, std::int64_t lower, std::int64_t upper);
  // A layer that nobody sets costs nothing. |cost| × the number of nodes must stay under 2^62.
  void set_cost(int layer, int arc, std::int64_t cost);

  // The flow on each arc, or nothing when no flow keeps the bounds. Among equally cheap flows the one that has more on
  // the first arc of `prefer`, then on the second, and so on; arcs named there need an upper bound at most one above
  // the lower.
  std::optional<std::vector<std::int64_t>> solve(const std::vector<int>& prefer = {}) const;

 private:
  struct Arc {
    int from;
    int to;
    std::int64_t lower;
    std::int64_t upper;
  };
  int nodes_ = 0;
  std::vector<Arc> arcs_;
  std::vector<std::vector<std::int64_t>> costs_;  // by layer, then by arc; short where the rest is 0
};

}  // namespace plumbline::base
