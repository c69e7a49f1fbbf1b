// Questions about a derivation graph: descendants, depth, width, order, a drawing.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "sim/graph/lineage_view.hpp"

namespace sim {

// Every node that has `ancestor` among its ancestors, nearest generation first; not the ancestor itself. What a
// knock-out of the ancestor would have taken away if nobody had chosen another base.
std::vector<NodeIndex> descendants(const LineageView& view, NodeIndex ancestor);

// Steps of derivation from the nearest root, for every node; roots have 0. A merge takes its shortest line.
std::vector<std::uint32_t> depths(const LineageView& view);

// Number of nodes at each depth.
std::vector<std::size_t> widths(const LineageView& view);

// Every node after all of its parents.
std::vector<NodeIndex> topological_order(const LineageView& view);

// The graph in the language of Graphviz; `label` gives the text on a node.
void write_dot(std::ostream& out, const LineageView& view, const std::function<std::string(NodeIndex)>& label);

}  // namespace sim
