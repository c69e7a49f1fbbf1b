// The append-only graph: order, roots, merges, copies.
#include "sim/graph/topology.hpp"

#include <catch2/catch.hpp>
#include <type_traits>
#include <vector>

using sim::NodeIndex;
using sim::Topology;

TEST_CASE("nodes are numbered in the order of their births") {
  Topology graph;
  const NodeIndex root = graph.add_root();
  const NodeIndex child = graph.add(root);
  const NodeIndex grandchild = graph.add(child);
  CHECK(root == NodeIndex(0));
  CHECK(grandchild == NodeIndex(2));
  CHECK_FALSE(graph.parent(root).exists());
  CHECK(graph.parent(child) == root);
  CHECK(graph.parent(grandchild) == child);
  CHECK(graph.size() == 3);
  CHECK(graph.roots() == 1);
  CHECK(graph.edges() == 2);
}

TEST_CASE("a merge keeps its further parents beside the first, also across trees") {
  Topology graph;
  const NodeIndex a = graph.add_root(), b = graph.add_root(), c = graph.add(a);
  const NodeIndex first = graph.add_merge(std::vector{c, b});
  const NodeIndex plain = graph.add(first);
  const NodeIndex second = graph.add_merge(std::vector{plain, a, b, c});
  CHECK(graph.parent(first) == c);
  REQUIRE(graph.further_parents(first).size() == 1);
  CHECK(graph.further_parents(first)[0].parent == b);
  CHECK(graph.further_parents(plain).empty());
  REQUIRE(graph.further_parents(second).size() == 3);
  CHECK(graph.further_parents(second)[2].parent == c);
  CHECK(graph.edges() == 1 + 2 + 1 + 4);
}

TEST_CASE("a merge of one parent is an ordinary child") {
  Topology graph;
  const NodeIndex root = graph.add_root();
  const NodeIndex child = graph.add_merge(std::vector{root});
  CHECK(graph.parent(child) == root);
  CHECK(graph.further_parents().empty());
}

TEST_CASE("a copied graph grows apart from its original") {
  Topology original;
  original.add_root();
  Topology fork = original;
  fork.add(NodeIndex(0));
  CHECK(original.size() == 1);
  CHECK(fork.size() == 2);
}

TEST_CASE("a node index costs four bytes and is no number by accident") {
  STATIC_REQUIRE(sizeof(NodeIndex) == 4);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::size_t, NodeIndex>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<NodeIndex, std::size_t>);
  CHECK_FALSE(NodeIndex().exists());
}
