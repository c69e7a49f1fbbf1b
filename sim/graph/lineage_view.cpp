// Sorts the edges of a topology by parent and by child.
#include "sim/graph/lineage_view.hpp"

#include <numeric>

namespace sim {

LineageView::LineageView(const Topology& topology)
    : first_child_(topology.size() + 1, 0), first_parent_(topology.size() + 1, 0) {
  by_child_.reserve(topology.edges());
  auto further = topology.further_parents().begin();
  const auto last = topology.further_parents().end();
  for (std::size_t i = 0; i < topology.size(); ++i) {
    const NodeIndex child(i);
    first_parent_[i] = static_cast<std::uint32_t>(by_child_.size());
    if (const NodeIndex parent = topology.parent(child); parent.exists()) by_child_.push_back({parent, child});
    for (; further != last && further->child == child; ++further) by_child_.push_back({further->parent, child});
  }
  first_parent_.back() = static_cast<std::uint32_t>(by_child_.size());

  // A counting sort by parent; it is stable, so children stay in order of birth.
  for (const Edge edge : by_child_) ++first_child_[edge.parent.value + 1];
  std::partial_sum(first_child_.begin(), first_child_.end(), first_child_.begin());
  std::vector<std::uint32_t> next(first_child_.begin(), first_child_.end() - 1);
  by_parent_.resize(by_child_.size());
  for (const Edge edge : by_child_) by_parent_[next[edge.parent.value]++] = edge;
}

}  // namespace sim
