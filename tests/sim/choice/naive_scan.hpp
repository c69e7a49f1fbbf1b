// The oracle of the ticket sampler: every weight written out as the model states it, every draw a scan over the group.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/choice/cumulative.hpp"
#include "sim/graph/node_index.hpp"

namespace sim::test {

struct Law {
  double popularity = 1;
  double fitness_sd = 0;  // of the natural logarithm
  double decay = 0;       // steps; 0: no ageing
};

struct NaiveNode {
  std::uint32_t group;
  NodeIndex parent;
  double fitness;
  std::uint32_t born;  // step
  std::uint32_t children = 0;
  std::uint32_t depth = 0;
};

using NaiveGraph = std::vector<NaiveNode>;

inline double naive_weight(const NaiveNode& node, const Law& law, std::uint32_t now) {
  const double ageing = law.decay > 0 ? std::exp(-(static_cast<double>(now) - node.born) / law.decay) : 1.0;
  return node.fitness * std::pow(1.0 + node.children, law.popularity) * ageing;
}

// Weight of each node of the graph for a draw in `group` at step `now`; nodes of other groups have 0.
inline std::vector<double> naive_weights(const NaiveGraph& graph, const Law& law, std::uint32_t group,
                                         std::uint32_t now) {
  std::vector<double> weights;
  for (const NaiveNode& node : graph) weights.push_back(node.group == group ? naive_weight(node, law, now) : 0.0);
  return weights;
}

// What the sampler is told instead: the forward-decayed weight of a node born at this step.
inline double forward_weight(double fitness, const Law& law, std::uint32_t born) {
  return law.decay > 0 ? fitness * std::exp(born / law.decay) : fitness;
}

inline void naive_append(NaiveGraph& graph, std::uint32_t group, NodeIndex parent, double fitness, std::uint32_t born) {
  std::uint32_t depth = 0;
  if (parent.exists()) {
    ++graph[parent.value].children;
    depth = graph[parent.value].depth + 1;
  }
  graph.push_back({group, parent, fitness, born, 0, depth});
}

}  // namespace sim::test
