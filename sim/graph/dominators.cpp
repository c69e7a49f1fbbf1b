// Passes in order of birth, and back.
#include "sim/graph/dominators.hpp"

#include <algorithm>

namespace sim {

Dominators dominators(const Topology& graph) {
  Dominators tree;
  tree.immediate.resize(graph.size());
  tree.depth.resize(graph.size());
  const auto depth = [&](NodeIndex node) { return node.exists() ? tree.depth[node.value] : 0; };
  graph.in_order_of_birth([&](NodeIndex node, NodeIndex first, std::span<const Topology::FurtherParent> further) {
    NodeIndex common = first;
    for (const auto& more : further) {
      for (NodeIndex other = more.parent; common != other;) {
        NodeIndex& deeper = depth(common) > depth(other) ? common : other;
        deeper = tree.immediate[deeper.value];
      }
    }
    tree.immediate[node.value] = common;
    tree.depth[node.value] = depth(common) + 1;
  });
  return tree;
}

std::vector<Hanging> hanging_on_nodes(const Dominators& tree, std::span<const float> downloads) {
  std::vector<Hanging> hanging(tree.immediate.size());
  for (std::size_t i = hanging.size(); i-- > 0;) {  // children before parents
    const NodeIndex above = tree.immediate[i];
    if (!above.exists()) continue;
    hanging[above.value].models += hanging[i].models + 1;
    hanging[above.value].downloads += hanging[i].downloads + static_cast<double>(downloads[i]);
  }
  return hanging;
}

std::vector<Hanging> hanging_on_groups(const Topology& graph, std::span<const std::uint32_t> group, std::size_t groups,
                                       std::span<const float> downloads) {
  const auto several = static_cast<std::uint32_t>(groups);
  std::vector<std::uint32_t> only(graph.size());
  std::vector<Hanging> hanging(groups);
  graph.in_order_of_birth([&](NodeIndex node, NodeIndex first, std::span<const Topology::FurtherParent> further) {
    std::uint32_t& own = only[node.value];
    own = first.exists() ? only[first.value] : group[node.value];
    for (const auto& more : further) own = only[more.parent.value] == own ? own : several;
    if (!first.exists() || own == several) return;
    ++hanging[own].models;
    hanging[own].downloads += static_cast<double>(downloads[node.value]);
  });
  return hanging;
}

std::vector<bool> fallen_without(const Topology& graph, const std::vector<bool>& removed) {
  std::vector<bool> fallen = removed;
  graph.in_order_of_birth([&](NodeIndex node, NodeIndex first, std::span<const Topology::FurtherParent> further) {
    if (fallen[node.value] || !first.exists()) return;
    fallen[node.value] = fallen[first.value] && std::all_of(further.begin(), further.end(), [&](const auto& more) {
                           return fallen[more.parent.value];
                         });
  });
  return fallen;
}

}  // namespace sim
