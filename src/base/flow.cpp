#include "base/flow.hpp"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>

#include "base/result.hpp"

namespace plumbline::base {

int FlowProblem::add_arc(int from, int to, std::int64_t lower, std::int64_t upper) {
  arcs_.push_back({from, to, lower, upper});
  return static_cast<int>(arcs_.size()) - 1;
}

void FlowProblem::set_cost(int layer, int arc, std::int64_t cost) {
  const auto at = static_cast<std::size_t>(layer);
  if (costs_.size() <= at) costs_.resize(at + 1);
  const auto index = static_cast<std::size_t>(arc);
  if (costs_[at].size() <= index) costs_[at].resize(arcs_.size());
  costs_[at][index] = cost;
}

std::optional<std::vector<std::int64_t>> FlowProblem::solve(const std::vector<int>& prefer) const {
  using Graph = lemon::SmartDigraph;
  Graph graph;
  graph.reserveNode(nodes_);
  graph.reserveArc(static_cast<int>(arcs_.size()));
  for (int node = 0; node < nodes_; ++node) graph.addNode();
  Graph::ArcMap<std::int64_t> lower(graph), upper(graph), cost(graph);
  for (std::size_t i = 0; i < arcs_.size(); ++i) {
    const auto arc = graph.addArc(graph.nodeFromId(arcs_[i].from), graph.nodeFromId(arcs_[i].to));
    lower[arc] = arcs_[i].lower;
    upper[arc] = arcs_[i].upper;
  }

  std::vector<std::int64_t> flow(arcs_.size());
  const std::size_t layers = std::max<std::size_t>(costs_.size(), 1);
  for (std::size_t layer = 0; layer < layers; ++layer) {
    for (std::size_t i = 0; i < arcs_.size(); ++i) {
      const bool set = layer < costs_.size() && i < costs_[layer].size();
      cost[graph.arcFromId(static_cast<int>(i))] = set ? costs_[layer][i] : 0;
    }
    using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;
    Simplex simplex(graph);
    simplex.lowerMap(lower).upperMap(upper).costMap(cost);
    const auto outcome = simplex.run();
    if (outcome == Simplex::INFEASIBLE && layer == 0) return std::nullopt;
    if (outcome != Simplex::OPTIMAL) throw Broken("the network simplex did not end at an optimum");
    for (std::size_t i = 0; i < arcs_.size(); ++i) {
      const auto arc = graph.arcFromId(static_cast<int>(i));
      flow[i] = simplex.flow(arc);
      // Complementary slackness: in every flow as cheap as this one, an arc of positive reduced cost is at its lower
      // bound and one of negative reduced cost at its upper. Fixing those leaves exactly the flows of least cost to the
      // next layer.
      const auto reduced = cost[arc] + simplex.potential(graph.source(arc)) - simplex.potential(graph.target(arc));
      if (reduced > 0) upper[arc] = lower[arc];
      if (reduced < 0) lower[arc] = upper[arc];
      if (flow[i] < lower[arc] || flow[i] > upper[arc])
        throw Broken("the network simplex gave potentials that do not fit");
    }
  }
  if (prefer.empty()) return flow;

  // What is left free costs the same whichever way it flows: push one unit through each preferred arc around a cycle
  // where there is one, then hold that arc.
  std::vector<std::vector<int>> leaving(static_cast<std::size_t>(nodes_)), entering(static_cast<std::size_t>(nodes_));
  for (std::size_t i = 0; i < arcs_.size(); ++i) {
    leaving[static_cast<std::size_t>(arcs_[i].from)].push_back(static_cast<int>(i));
    entering[static_cast<std::size_t>(arcs_[i].to)].push_back(static_cast<int>(i));
  }
  const auto lower_of = [&](int i) { return lower[graph.arcFromId(i)]; };
  const auto upper_of = [&](int i) { return upper[graph.arcFromId(i)]; };
  for (const int chosen : prefer) {
    auto& units = flow[static_cast<std::size_t>(chosen)];
    if (units < upper_of(chosen)) {
      const int start = arcs_[static_cast<std::size_t>(chosen)].to;
      const int goal = arcs_[static_cast<std::size_t>(chosen)].from;
      std::vector<int> by(static_cast<std::size_t>(nodes_), -1);  // the arc over which a node was reached
      std::vector<int> queue{start};
      for (std::size_t next = 0; next < queue.size() && by[static_cast<std::size_t>(goal)] < 0; ++next) {
        const int node = queue[next];
        const auto reach = [&](int arc, int other, bool open) {
          if (!open || arc == chosen || other == start || by[static_cast<std::size_t>(other)] >= 0) return;
          by[static_cast<std::size_t>(other)] = arc;
          queue.push_back(other);
        };
        for (const int arc : leaving[static_cast<std::size_t>(node)]) {
          reach(arc, arcs_[static_cast<std::size_t>(arc)].to, flow[static_cast<std::size_t>(arc)] < upper_of(arc));
        }
        for (const int arc : entering[static_cast<std::size_t>(node)]) {
          reach(arc, arcs_[static_cast<std::size_t>(arc)].from, flow[static_cast<std::size_t>(arc)] > lower_of(arc));
        }
      }
      if (by[static_cast<std::size_t>(goal)] >= 0) {
        ++units;
        for (int node = goal; node != start;) {
          const int arc = by[static_cast<std::size_t>(node)];
          const bool forward = arcs_[static_cast<std::size_t>(arc)].to == node;
          flow[static_cast<std::size_t>(arc)] += forward ? 1 : -1;
          node = forward ? arcs_[static_cast<std::size_t>(arc)].from : arcs_[static_cast<std::size_t>(arc)].to;
        }
      }
    }
    lower[graph.arcFromId(chosen)] = upper[graph.arcFromId(chosen)] = units;
  }
  return flow;
}

}  // namespace plumbline::base
