// The frozen view: BGL's own concept checks, and walks checked against slow, plain counterparts.
#include "sim/graph/lineage.hpp"

#include <algorithm>
#include <boost/concept/assert.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>
#include <vector>

#include "sim/random/stream.hpp"

using sim::LineageView;
using sim::NodeIndex;
using sim::Topology;

namespace {

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<LineageView>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<LineageView>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<LineageView>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<LineageView>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<LineageView, NodeIndex, boost::vertex_index_t>));

// Three roots, random parents, every tenth node a merge of two.
Topology random_graph(std::size_t size) {
  const sim::Stream stream(1, 0, "random graph");
  Topology graph;
  for (int r = 0; r < 3; ++r) graph.add_root();
  while (graph.size() < size) {
    sim::Draws draws = stream.at(graph.size(), 0);
    const auto pick = [&] { return NodeIndex(draws.bits() % graph.size()); };
    const NodeIndex first = pick(), second = pick();
    if (graph.size() % 10 == 0 && first != second) {
      graph.add_merge(std::vector{first, second});
    } else {
      graph.add(first);
    }
  }
  return graph;
}

}  // namespace

TEST_CASE("the view holds exactly the edges of the topology, in both directions") {
  const Topology graph = random_graph(500);
  const LineageView view(graph);
  REQUIRE(num_vertices(view) == 500);
  REQUIRE(num_edges(view) == graph.edges());
  std::size_t out = 0, in = 0;
  std::set<LineageView::Edge> from_parents, from_children;
  const auto [first, last] = vertices(view);
  for (auto v = first; v != last; ++v) {
    out += out_degree(*v, view);
    in += in_degree(*v, view);
    CHECK(degree(*v, view) == out_degree(*v, view) + in_degree(*v, view));
    for (auto [e, end] = out_edges(*v, view); e != end; ++e) {
      CHECK(source(*e, view) == *v);
      from_parents.insert(*e);
    }
    for (auto [e, end] = in_edges(*v, view); e != end; ++e) {
      CHECK(target(*e, view) == *v);
      from_children.insert(*e);
    }
    if (in_degree(*v, view) > 0) CHECK(in_edges(*v, view).first->parent == graph.parent(*v));
  }
  CHECK(out == graph.edges());
  CHECK(in == graph.edges());
  CHECK(from_parents == from_children);
}

TEST_CASE("children are listed in the order of birth") {
  const LineageView view(random_graph(500));
  const auto [first, last] = out_edges(NodeIndex(0), view);
  CHECK(last - first > 3);
  CHECK(std::is_sorted(first, last, [](auto a, auto b) { return a.child < b.child; }));
}

TEST_CASE("descendants are those whose ancestors include the node") {
  const Topology graph = random_graph(300);
  const LineageView view(graph);
  for (const std::size_t ancestor : {0U, 1U, 7U, 40U, 299U}) {
    std::vector<bool> below(graph.size(), false);  // parents come first, so one pass is enough
    std::set<NodeIndex> expected;
    below[ancestor] = true;
    for (std::size_t i = 3; i < graph.size(); ++i) {
      const NodeIndex node(i);
      bool reached = below[graph.parent(node).value];
      for (const auto& more : graph.further_parents(node)) reached = reached || below[more.parent.value];
      if (reached) {
        below[i] = true;
        expected.insert(node);
      }
    }
    const auto found = descendants(view, NodeIndex(ancestor));
    CHECK(std::set<NodeIndex>(found.begin(), found.end()) == expected);
    CHECK(found.size() == expected.size());
  }
}

TEST_CASE("depth counts the steps from the nearest root and widths add up to all nodes") {
  const Topology graph = random_graph(400);
  const LineageView view(graph);
  const auto depth = depths(view);
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const NodeIndex node(i);
    std::uint32_t expected = 0;
    if (graph.parent(node).exists()) {
      expected = depth[graph.parent(node).value] + 1;
      for (const auto& more : graph.further_parents(node)) expected = std::min(expected, depth[more.parent.value] + 1);
    }
    REQUIRE(depth[i] == expected);
  }
  std::size_t total = 0;
  for (const std::size_t w : widths(view)) total += w;
  CHECK(widths(view)[0] == 3);
  CHECK(total == 400);
}

TEST_CASE("the topological order puts every parent before its children") {
  const LineageView view(random_graph(400));
  const auto order = topological_order(view);
  REQUIRE(order.size() == 400);
  std::vector<std::size_t> place(400, 400);
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i].value] = i;
  for (auto [e, end] = edges(view); e != end; ++e) REQUIRE(place[e->parent.value] < place[e->child.value]);
}

TEST_CASE("a chain of a hundred thousand generations overflows nothing") {
  Topology graph;
  graph.add_root();
  for (std::size_t i = 0; i < 100000; ++i) graph.add(NodeIndex(i));
  const LineageView view(graph);
  CHECK(depths(view).back() == 100000);
  CHECK(topological_order(view).back() == NodeIndex(100000));
  CHECK(descendants(view, NodeIndex(0)).size() == 100000);
}

TEST_CASE("an empty graph has an empty view") {
  const LineageView view{Topology{}};
  CHECK(num_vertices(view) == 0);
  CHECK(depths(view).empty());
  CHECK(topological_order(view).empty());
}

TEST_CASE("the drawing names every node and edge and quotes its labels") {
  Topology graph;
  graph.add_root();
  graph.add(NodeIndex(0));
  std::ostringstream out;
  write_dot(out, LineageView(graph), [](NodeIndex n) { return n.value == 0 ? "base \"A\"" : "tune"; });
  CHECK(out.str() == "digraph G {\n0[label=\"base \\\"A\\\"\"];\n1[label=tune];\n0->1 ;\n}\n");
}
