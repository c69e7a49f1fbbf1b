// One tree that grows by a thousandth of its size a step, everybody attaching: the textbook growth models.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/choice/ticket_sampler.hpp"

namespace sim::test {

// Children of every node of a tree with `size` nodes: no fitness, no ageing.
inline std::vector<std::uint32_t> grow_tree(double popularity, std::size_t size, std::uint32_t member) {
  TicketSampler sampler(popularity);
  sampler.reserve(size);
  const GroupIndex tree = sampler.add_group();
  sampler.add_root(tree, 1.0);
  const Stream stream(1, member, "growing tree");
  std::vector<TicketSampler::Request> requests;
  std::vector<NodeIndex> parents;
  std::vector<TicketSampler::Birth> births;
  for (std::uint32_t step = 0; sampler.size() < size; ++step) {
    const std::size_t count = std::min(size - sampler.size(), 1 + sampler.size() / 1000);
    requests.clear();
    births.clear();
    for (std::uint64_t e = 0; e < count; ++e) requests.push_back({e, step, tree});
    parents.resize(count);
    sampler.draw(stream, requests, parents);
    for (const NodeIndex parent : parents) births.push_back({tree, parent, 1.0});
    sampler.append(births);
  }
  std::vector<std::uint32_t> children;
  for (const HotNode& node : sampler.nodes()) children.push_back(node.children);
  return children;
}

inline double share_with(const std::vector<std::uint32_t>& children, std::uint32_t count) {
  return static_cast<double>(std::count(children.begin(), children.end(), count)) /
         static_cast<double>(children.size());
}

}  // namespace sim::test
