// Derivation graphs by chance: several bases, random parents, some of them merges of two to four.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/graph/topology.hpp"
#include "sim/random/stream.hpp"

namespace by_chance {

inline sim::Topology graph(std::size_t size, std::uint64_t seed = 1, double merges = 0.1) {
  const sim::Stream stream(seed, 0, "random graph");
  sim::Topology graph;
  for (int root = 0; root < 3; ++root) graph.add_root();
  std::vector<sim::NodeIndex> parents;
  while (graph.size() < size) {
    sim::Draws draws = stream.at(graph.size(), 0);
    if (draws.uniform() < 0.02) {  // a base that comes later
      graph.add_root();
      continue;
    }
    std::size_t wanted = 1;
    if (draws.uniform() < merges) wanted = 2 + draws.bits() % 3;
    parents.clear();
    for (std::size_t i = 0; i < wanted; ++i) {
      const sim::NodeIndex parent(draws.bits() % graph.size());
      if (std::find(parents.begin(), parents.end(), parent) == parents.end()) parents.push_back(parent);
    }
    graph.add_merge(parents);
  }
  return graph;
}

}  // namespace by_chance
