// Appending to the derivation graph and finding the side parents of a merge.
#include "sim/graph/topology.hpp"

#include <algorithm>
#include <cassert>

namespace sim {

NodeIndex Topology::add_root() {
  const NodeIndex node(size());
  assert(node.exists());
  parents_.push_back(NodeIndex::none());
  ++roots_;
  return node;
}

NodeIndex Topology::add(NodeIndex parent) {
  const NodeIndex node(size());
  assert(node.exists() && parent < node);
  parents_.push_back(parent);
  return node;
}

NodeIndex Topology::add_merge(std::span<const NodeIndex> parents) {
  assert(!parents.empty());
  const NodeIndex node = add(parents[0]);
  for (std::size_t i = 1; i < parents.size(); ++i) {
    assert(parents[i] < node);
    assert(std::find(parents.begin(), parents.begin() + static_cast<std::ptrdiff_t>(i), parents[i]) ==
           parents.begin() + static_cast<std::ptrdiff_t>(i));
    further_parents_.push_back({node, parents[i]});
  }
  return node;
}

std::span<const Topology::FurtherParent> Topology::further_parents(NodeIndex node) const {
  // Not std::ranges: clang 14 cannot read those of g++ 12.
  const auto before = [](const FurtherParent& entry, NodeIndex child) { return entry.child < child; };
  const auto first = std::lower_bound(further_parents_.begin(), further_parents_.end(), node, before);
  const auto last =
      std::find_if(first, further_parents_.end(), [&](const FurtherParent& e) { return e.child != node; });
  // Not a pair of iterators: libc++ 13 takes none of its own.
  return std::span(further_parents_)
      .subspan(static_cast<std::size_t>(first - further_parents_.begin()), static_cast<std::size_t>(last - first));
}

}  // namespace sim
