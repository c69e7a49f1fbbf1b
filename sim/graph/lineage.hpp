// Questions about a derivation graph, answered by the Boost Graph Library: generations, order, connected parts, files.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sim/graph/lineage_view.hpp"

namespace sim {

// The nodes that some sources lead to, generation by generation, the sources first. A merge is of the generation to
// which its shortest line leads.
struct Generations {
  std::vector<NodeIndex> nodes;
  std::vector<std::size_t> sizes;  // of each generation; the first is the sources
};
Generations generations(const LineageView& view, std::span<const NodeIndex> sources);

// Every node after all of its parents. Throws Error(invalid_input) when nodes descend from themselves.
std::vector<NodeIndex> topological_order(const LineageView& view);

// Sizes of the connected parts, the largest first.
std::vector<std::size_t> components(const LineageView& view);

// What a file says about each node or edge besides its number: a name, and a text or a number for each.
template <class Item>
struct LineageAttribute {
  std::string name;
  std::variant<std::function<std::string(Item)>, std::function<double(Item)>, std::function<long(Item)>> value;
};
struct LineageAttributes {
  std::vector<LineageAttribute<NodeIndex>> nodes;
  std::vector<LineageAttribute<LineageView::Edge>> edges;
};

void write_graphml(std::ostream& out, const LineageView& view, const LineageAttributes& attributes);
void write_dot(std::ostream& out, const LineageView& view, const LineageAttributes& attributes);  // Graphviz

}  // namespace sim
