// What depends on one model alone: without it, no line of derivation leads from a base to what depends on it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/graph/topology.hpp"

namespace sim {

// The tree of dominators of a derivation graph under a virtual root above all bases.
struct Dominators {
  // The last node that every line from a base to this one goes through; none for bases, and for merges of lines that
  // have nothing in common.
  std::vector<NodeIndex> immediate;
  std::vector<std::uint32_t> depth;  // steps of that tree below the virtual root, from 1
};

// Parents precede children, so one pass suffices: the immediate dominator of a node is the nearest common ancestor of
// its parents in the tree built so far. Linear but for the walks of merges, each no longer than the tree is deep.
// The general case: Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm", 2001.
Dominators dominators(const Topology& graph);

struct Hanging {
  std::size_t models = 0;
  double downloads = 0.0;
  friend bool operator==(const Hanging&, const Hanging&) = default;
};

// What depends on each node alone, without the node itself; `downloads` of each node.
std::vector<Hanging> hanging_on_nodes(const Dominators& tree, std::span<const float> downloads);

// What depends on each group of bases alone, without the bases: the derivatives all of whose lines end in the group.
// `group` gives the group of each base and is not read for other nodes.
std::vector<Hanging> hanging_on_groups(const Topology& graph, std::span<const std::uint32_t> group, std::size_t groups,
                                       std::span<const float> downloads);

// The nodes that no line from a base reaches once `removed` are gone, `removed` included.
std::vector<bool> fallen_without(const Topology& graph, const std::vector<bool>& removed);

}  // namespace sim
