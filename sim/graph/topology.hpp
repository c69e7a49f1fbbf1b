// Who was derived from whom: append-only parents, four bytes per node, and further parents of merges in a side list.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/graph/node_index.hpp"

namespace sim {

// A value: copying it copies the graph. Every parent is older (has a smaller index) than its children, so the graph has
// no cycle and the order of indices is a topological order.
class Topology {
 public:
  struct FurtherParent {
    NodeIndex child;
    NodeIndex parent;
  };

  void reserve(std::size_t nodes) { parents_.reserve(nodes); }

  NodeIndex add_root();
  NodeIndex add(NodeIndex parent);
  // At least one parent, no parent twice; the first is the one that `parent` returns.
  NodeIndex add_merge(std::span<const NodeIndex> parents);

  std::size_t size() const { return parents_.size(); }
  std::size_t edges() const { return size() - roots_ + further_parents_.size(); }
  std::size_t roots() const { return roots_; }

  // The first parent, or none for a root.
  NodeIndex parent(NodeIndex node) const { return parents_[node.value]; }
  // The second and later parents of a merge, mostly empty.
  std::span<const FurtherParent> further_parents(NodeIndex node) const;
  // Those of all merges, in the order of children.
  std::span<const FurtherParent> further_parents() const { return further_parents_; }
  std::span<const NodeIndex> first_parents() const { return parents_; }

  // Calls `visit(node, first parent or none, further parents)` for every node, parents before children.
  template <class Visit>
  void in_order_of_birth(Visit visit) const {
    for (std::size_t i = 0, further = 0; i < size(); ++i) {
      const std::size_t first = further;
      while (further < further_parents_.size() && further_parents_[further].child.value == i) ++further;
      visit(NodeIndex(i), parents_[i], further_parents().subspan(first, further - first));
    }
  }

 private:
  std::vector<NodeIndex> parents_;
  std::vector<FurtherParent> further_parents_;  // ascending by child, because children only ever get appended
  std::size_t roots_ = 0;
};

}  // namespace sim
