// Sorts the edges of a topology by parent and by child.
#include "sim/graph/lineage_view.hpp"

#include <numeric>

namespace sim {

LineageView::LineageView(std::span<const NodeIndex> parents, std::span<const Topology::FurtherParent> further_parents)
    : first_child_(parents.size() + 1, 0), first_parent_(parents.size() + 1, 0) {
  by_child_.reserve(parents.size() + further_parents.size());
  auto further = further_parents.begin();
  for (std::size_t i = 0; i < parents.size(); ++i) {
    const NodeIndex child(i);
    first_parent_[i] = static_cast<std::uint32_t>(by_child_.size());
    if (parents[i].exists()) by_child_.push_back({parents[i], child});
    for (; further != further_parents.end() && further->child == child; ++further) {
      by_child_.push_back({further->parent, child});
    }
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
