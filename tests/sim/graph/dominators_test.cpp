// Dominators against Boost.Graph and against knocking nodes out one by one.
#include "sim/graph/dominators.hpp"

#include <catch2/catch.hpp>

#include "tests/sim/graph/dominators_oracles.hpp"
#include "tests/sim/graph/random_graph.hpp"

using sim::NodeIndex;

TEST_CASE("on 200 random graphs with merges dominators are Boost.Graph's, and what hangs is what a knock-out loses") {
  std::size_t merges = 0, shared = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    const sim::Topology graph = by_chance::graph(60 + seed, seed, 0.05 + 0.002 * static_cast<double>(seed));
    const sim::Dominators tree = sim::dominators(graph);
    REQUIRE(tree.immediate == oracles::by_boost(graph));
    const std::vector<float> downloads(graph.size(), 2.0F);
    const auto hanging = sim::hanging_on_nodes(tree, downloads);
    for (std::size_t n = 0; n < graph.size(); ++n) {
      REQUIRE(hanging[n].models == oracles::lost_without(graph, NodeIndex(n)));
      REQUIRE(hanging[n].downloads == 2.0 * static_cast<double>(hanging[n].models));
      merges += !graph.further_parents(NodeIndex(n)).empty();
      shared += graph.parent(NodeIndex(n)).exists() && !tree.immediate[n].exists();
    }
  }
  CHECK(merges > 1000);  // the graphs are no mere trees
  CHECK(shared > 100);   // and some merges join lines of different bases
}

TEST_CASE("what falls without a set of bases is what no line from the others reaches") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const sim::Topology graph = by_chance::graph(150, seed, 0.3);
    std::vector<std::uint32_t> group(graph.size(), 0);
    std::vector<bool> removed(graph.size(), false);
    std::size_t bases = 0;
    for (std::size_t n = 0; n < graph.size(); ++n) {
      if (graph.parent(NodeIndex(n)).exists()) continue;
      group[n] = n % 2 == 0 ? 1 : 0;
      removed[n] = n % 2 == 0;
      bases += removed[n];
    }
    const auto hanging = sim::hanging_on_groups(graph, group, 2, std::vector<float>(graph.size(), 1.0F));
    const std::vector<bool> fallen = sim::fallen_without(graph, removed);
    CHECK(static_cast<std::size_t>(std::count(fallen.begin(), fallen.end(), true)) == hanging[1].models + bases);
    for (std::size_t n = 0; n < graph.size(); ++n) {  // one base alone: the same by its knock-out
      if (graph.parent(NodeIndex(n)).exists()) continue;
      std::vector<bool> one(graph.size(), false);
      one[n] = true;
      const std::vector<bool> lost = sim::fallen_without(graph, one);
      REQUIRE(static_cast<std::size_t>(std::count(lost.begin(), lost.end(), true)) ==
              oracles::lost_without(graph, NodeIndex(n)) + 1);
    }
  }
}

TEST_CASE("a merge of two derivatives of one base hangs on the base and on neither derivative") {
  sim::Topology graph;
  const NodeIndex base = graph.add_root(), one = graph.add(base), other = graph.add(base);
  const NodeIndex merge = graph.add_merge(std::vector{one, other});
  const NodeIndex below = graph.add(merge);
  const auto hanging = sim::hanging_on_nodes(sim::dominators(graph), std::vector<float>{9, 1, 2, 3, 4});
  CHECK(hanging[base.value] == sim::Hanging{4, 10.0});
  CHECK(hanging[one.value] == sim::Hanging{0, 0.0});
  CHECK(hanging[merge.value] == sim::Hanging{1, 4.0});
  CHECK(hanging[below.value] == sim::Hanging{0, 0.0});
}
