// Dominators of one large lineage by one contender, the graph already in memory: seconds, and the peak of the process.
//
// `dominators edges FILE NODES MERGES` writes the graph for the contender in Python, `dominators own|boost NODES
// MERGES` runs one. Each in a process of its own, so that the peak is that of one contender and its graph.
#include "sim/graph/dominators.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <boost/version.hpp>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "sim/random/stream.hpp"

namespace {

using sim::NodeIndex;

// 640 bases, as in the roster; parents uniform over the newest tenth and over all, in turns; merges spread evenly.
sim::Topology lineage(std::size_t nodes, std::size_t merges) {
  constexpr std::size_t bases = 640;
  const sim::Stream stream(1, 0, "lineage of the benchmark");
  sim::Topology graph;
  graph.reserve(nodes);
  for (std::size_t base = 0; base < std::min(bases, nodes); ++base) graph.add_root();
  const std::size_t each = merges == 0 ? nodes : std::max<std::size_t>(1, (nodes - bases) / merges);
  std::vector<NodeIndex> parents;
  while (graph.size() < nodes) {
    sim::Draws draws = stream.at(graph.size(), 0);
    const std::size_t size = graph.size();
    const auto pick = [&] {
      const std::size_t from = draws.uniform() < 0.5 ? size - size / 10 - 1 : 0;
      return NodeIndex(from + draws.bits() % (size - from));
    };
    parents.assign(1, pick());
    if (size % each == 0) {
      const NodeIndex second = pick();
      if (second != parents.front()) parents.push_back(second);
    }
    graph.add_merge(parents);
  }
  return graph;
}

// Of this program since it began; getrusage would count the process that started it too. Linux only.
double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024.0;
  }
  return 0.0;
}

// A sum by which contenders are seen to agree: over all nodes, (number + 1) times (dominator + 2), modulo 2^64.
std::uint64_t sum_of(std::size_t node, std::uint64_t dominator_or_minus_one) {
  return (node + 1) * (dominator_or_minus_one + 2);
}

template <class Work>
void timed(const char* name, Work work) {
  const double before = peak_megabytes();
  const std::clock_t began = std::clock();  // of the processor, so that other programs do not count
  const std::uint64_t sum = work();
  const double seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  std::printf("{\"contender\": \"%s\", \"seconds\": %.6f, \"graph_mb\": %.1f, \"peak_mb\": %.1f, \"sum\": %llu}\n",
              name, seconds, before, peak_megabytes(), static_cast<unsigned long long>(sum));
}

void own(const sim::Topology& graph) {
  timed("weightshed", [&] {
    const sim::Dominators tree = sim::dominators(graph);
    std::uint64_t sum = 0;
    for (std::size_t n = 0; n < graph.size(); ++n) {
      const NodeIndex above = tree.immediate[n];
      sum += sum_of(n, above.exists() ? above.value : ~std::uint64_t{0});
    }
    return sum;
  });
}

void boost_graph(std::size_t nodes, std::size_t merges) {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
  Graph graph(nodes + 1);  // the last is the virtual root
  lineage(nodes, merges).in_order_of_birth([&](NodeIndex node, NodeIndex first, auto further) {
    add_edge(first.exists() ? first.value : nodes, node.value, graph);
    for (const auto& more : further) add_edge(more.parent.value, node.value, graph);
  });
  timed("Boost.Graph " BOOST_LIB_VERSION, [&] {
    std::vector<std::size_t> above(nodes + 1, boost::graph_traits<Graph>::null_vertex());
    boost::lengauer_tarjan_dominator_tree(
        graph, nodes, boost::make_iterator_property_map(above.begin(), get(boost::vertex_index, graph)));
    std::uint64_t sum = 0;
    for (std::size_t n = 0; n < nodes; ++n) sum += sum_of(n, above[n] == nodes ? ~std::uint64_t{0} : above[n]);
    return sum;
  });
}

void write_edges(const char* path, const sim::Topology& graph) {
  std::ofstream out(path, std::ios::binary);
  const auto write = [&](std::uint32_t parent, std::uint32_t child) {
    const std::uint32_t edge[] = {parent, child};
    out.write(reinterpret_cast<const char*>(edge), sizeof edge);
  };
  const auto root = static_cast<std::uint32_t>(graph.size());
  graph.in_order_of_birth([&](NodeIndex node, NodeIndex first, auto further) {
    write(first.exists() ? first.value : root, node.value);
    for (const auto& more : further) write(more.parent.value, node.value);
  });
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const auto number = [&](int at) { return argc > at ? std::stoul(argv[at]) : 0; };
  if (what == "edges" && argc == 5) {
    write_edges(argv[2], lineage(number(3), number(4)));
  } else if (what == "own" && argc == 4) {
    own(lineage(number(2), number(3)));
  } else if (what == "boost" && argc == 4) {
    boost_graph(number(2), number(3));
  } else {
    std::fprintf(stderr, "usage: dominators own|boost NODES MERGES, or dominators edges FILE NODES MERGES\n");
    return 2;
  }
}
