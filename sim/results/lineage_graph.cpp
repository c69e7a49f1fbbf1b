// Rows may come from a file that a stranger has written: nothing about them is taken for granted.
#include "sim/results/lineage_graph.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "sim/graph/lineage.hpp"

namespace sim {

Topology graph_of(const LineageTable& table) {
  const auto wrong = [](const std::string& what) { throw Error(Failure::invalid_input, "its lineage: " + what); };
  std::vector<NodeIndex> first;
  std::vector<Topology::FurtherParent> further;
  for (const std::uint32_t parent : table.parent) {
    if (parent != LineageTable::no_parent && parent >= table.size()) wrong("a parent has no row");
    first.push_back(parent == LineageTable::no_parent ? NodeIndex::none() : NodeIndex(parent));
  }
  for (std::size_t i = 0; i < table.merge.size(); ++i) {
    const std::uint32_t merge = table.merge[i], parent = table.further_parent[i];
    if (merge >= table.size() || parent >= table.size()) wrong("a merge or its further parent has no row");
    if (!first[merge].exists()) wrong("row " + std::to_string(merge) + " has a further parent and no first one");
    if (i > 0 && merge < table.merge[i - 1]) wrong("further parents are not in the order of the merges");
    further.push_back({NodeIndex(merge), NodeIndex(parent)});
  }
  const LineageView view(first, further);
  topological_order(view);  // throws where models descend from themselves
  const auto [begin, end] = edges(view);
  const auto late = std::find_if(begin, end, [](const auto& edge) { return edge.parent > edge.child; });
  if (late != end) {
    wrong("row " + std::to_string(late->child.value) + " comes before its parent, row " +
          std::to_string(late->parent.value));
  }
  Topology graph;
  graph.reserve(table.size());
  std::vector<NodeIndex> parents;
  for (std::size_t i = 0, m = 0; i < table.size(); ++i) {
    parents.assign(1, first[i]);
    for (; m < further.size() && further[m].child.value == i; ++m) {
      if (std::find(parents.begin(), parents.end(), further[m].parent) == parents.end()) {
        parents.push_back(further[m].parent);
      }
    }
    if (first[i].exists()) {
      graph.add_merge(parents);
    } else {
      graph.add_root();
    }
  }
  return graph;
}

}  // namespace sim
