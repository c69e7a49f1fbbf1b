// The frozen view: BGL's own concept checks, and walks checked against slow, plain counterparts.
#include "sim/graph/lineage.hpp"

#include <algorithm>
#include <boost/concept/assert.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>
#include <vector>

#include "sim/error.hpp"
#include "tests/sim/graph/random_graph.hpp"

using sim::LineageView;
using sim::NodeIndex;
using sim::Topology;

namespace {

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<LineageView>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<LineageView>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<LineageView>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<LineageView>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<LineageView, NodeIndex, boost::vertex_index_t>));

}  // namespace

TEST_CASE("the view holds exactly the edges of the topology, in both directions") {
  const Topology graph = by_chance::graph(500);
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
  const LineageView view(by_chance::graph(500));
  const auto [first, last] = out_edges(NodeIndex(0), view);
  CHECK(last - first > 3);
  CHECK(std::is_sorted(first, last, [](auto a, auto b) { return a.child < b.child; }));
}

TEST_CASE("generations hold those whose ancestors include a source, each where its shortest line ends") {
  const Topology graph = by_chance::graph(300);
  const LineageView view(graph);
  for (const std::vector<std::size_t>& sources : {std::vector<std::size_t>{0}, {1}, {7}, {40}, {299}, {0, 2}}) {
    constexpr std::uint32_t far = 1000;
    std::vector<std::uint32_t> depth(graph.size(), far);  // parents come first, so one pass is enough
    std::vector<NodeIndex> from;
    for (const std::size_t source : sources) from.emplace_back(source);
    std::vector<std::size_t> sizes;
    graph.in_order_of_birth([&](NodeIndex node, NodeIndex first, auto further) {
      std::uint32_t& own = depth[node.value];
      if (first.exists() && depth[first.value] < far) own = depth[first.value] + 1;
      for (const auto& more : further) own = std::min(own, depth[more.parent.value] + 1);
      if (std::find(from.begin(), from.end(), node) != from.end()) own = 0;
      if (own >= far) {
        own = far;
        return;
      }
      if (own >= sizes.size()) sizes.resize(own + 1, 0);
      ++sizes[own];
    });
    const sim::Generations found = generations(view, from);
    CHECK(found.sizes == sizes);
    CHECK(found.nodes.size() ==
          static_cast<std::size_t>(std::count_if(depth.begin(), depth.end(), [](std::uint32_t d) { return d < far; })));
    CHECK(std::is_sorted(found.nodes.begin(), found.nodes.end(),
                         [&](NodeIndex a, NodeIndex b) { return depth[a.value] < depth[b.value]; }));
  }
}

TEST_CASE("connected parts are counted with merges that join them") {
  Topology graph;
  for (int base = 0; base < 4; ++base) graph.add_root();
  const NodeIndex one = graph.add(NodeIndex(0)), other = graph.add(NodeIndex(1));
  CHECK(components(LineageView(graph)) == std::vector<std::size_t>{2, 2, 1, 1});
  graph.add_merge(std::vector{one, other});
  CHECK(components(LineageView(graph)) == std::vector<std::size_t>{5, 1, 1});
}

TEST_CASE("models that descend from themselves are refused") {
  const std::vector<NodeIndex> parents{NodeIndex::none(), NodeIndex(2), NodeIndex(1)};
  CHECK_THROWS_AS(topological_order(LineageView(parents, {})), sim::Error);
}

TEST_CASE("the topological order puts every parent before its children") {
  const LineageView view(by_chance::graph(400));
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
  CHECK(topological_order(view).back() == NodeIndex(100000));
  CHECK(generations(view, std::vector{NodeIndex(0)}).sizes.size() == 100001);
}

TEST_CASE("an empty graph has an empty view") {
  const LineageView view{Topology{}};
  CHECK(num_vertices(view) == 0);
  CHECK(generations(view, {}).sizes.empty());
  CHECK(components(view).empty());
  CHECK(topological_order(view).empty());
}

TEST_CASE("files name every node and edge and quote what the formats mean otherwise") {
  Topology graph;
  graph.add_root();
  graph.add(NodeIndex(0));
  sim::LineageAttributes attributes;
  attributes.nodes = {{"label", std::function<std::string(NodeIndex)>(
                                    [](NodeIndex n) { return n.value == 0 ? "base \"A\" & <B>" : "tune"; })},
                      {"downloads", std::function<long(NodeIndex)>([](NodeIndex n) { return 7000000000L + n.value; })}};
  attributes.edges = {
      {"derivation", std::function<std::string(LineageView::Edge)>([](LineageView::Edge) { return "fine_tune"; })}};
  std::ostringstream dot, graphml;
  write_dot(dot, LineageView(graph), attributes);
  CHECK(dot.str() ==
        "digraph G {\n0 [downloads=7000000000, label=\"base \\\"A\\\" & <B>\"];\n1 [downloads=7000000001, "
        "label=tune];\n0->1  [derivation=fine_tune];\n}\n");
  write_graphml(graphml, LineageView(graph), attributes);
  CHECK_THAT(graphml.str(), Catch::Contains("base &quot;A&quot; &amp; &lt;B&gt;") &&
                                Catch::Contains("attr.name=\"downloads\" attr.type=\"long\"") &&
                                Catch::Contains("source=\"n0\" target=\"n1\""));
}
