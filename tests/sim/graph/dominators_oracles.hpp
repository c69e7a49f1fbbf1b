// Slow or heavy ways to what `dominators` gives: Boost.Graph's Lengauer-Tarjan, and a knock-out node by node.
#pragma once

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <vector>

#include "sim/graph/dominators.hpp"

namespace oracles {

// Immediate dominators by Boost.Graph, of the graph with a virtual root above all bases.
inline std::vector<sim::NodeIndex> by_boost(const sim::Topology& graph) {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
  const std::size_t root = graph.size();
  Graph copy(graph.size() + 1);
  graph.in_order_of_birth([&](sim::NodeIndex node, sim::NodeIndex first, auto further) {
    add_edge(first.exists() ? first.value : root, node.value, copy);
    for (const auto& more : further) add_edge(more.parent.value, node.value, copy);
  });
  std::vector<std::size_t> above(graph.size() + 1, boost::graph_traits<Graph>::null_vertex());
  boost::lengauer_tarjan_dominator_tree(
      copy, root, boost::make_iterator_property_map(above.begin(), get(boost::vertex_index, copy)));
  std::vector<sim::NodeIndex> immediate;
  for (std::size_t n = 0; n < root; ++n) {
    immediate.push_back(above[n] == root ? sim::NodeIndex::none() : sim::NodeIndex(above[n]));
  }
  return immediate;
}

// How many nodes no line from a base reaches any more once one is gone, itself left out: a search from all bases.
inline std::size_t lost_without(const sim::Topology& graph, sim::NodeIndex gone) {
  std::vector<std::vector<std::size_t>> children(graph.size());
  std::vector<std::size_t> open;
  graph.in_order_of_birth([&](sim::NodeIndex node, sim::NodeIndex first, auto further) {
    if (first.exists()) children[first.value].push_back(node.value);
    for (const auto& more : further) children[more.parent.value].push_back(node.value);
    if (!first.exists() && node != gone) open.push_back(node.value);
  });
  std::vector<bool> reached(graph.size(), false);
  std::size_t count = 0;
  while (!open.empty()) {
    const std::size_t node = open.back();
    open.pop_back();
    if (reached[node] || node == gone.value) continue;
    reached[node] = true;
    ++count;
    open.insert(open.end(), children[node].begin(), children[node].end());
  }
  return graph.size() - count - 1;
}

}  // namespace oracles
