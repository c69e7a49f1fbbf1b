// Walks over the lineage with algorithms of the Boost Graph Library.
#include "sim/graph/lineage.hpp"

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/graphviz.hpp>
#include <boost/graph/topological_sort.hpp>
#include <boost/graph/two_bit_color_map.hpp>
#include <boost/pending/queue.hpp>
#include <ostream>

namespace sim {
namespace {

// Colours of a search, two bits a node.
auto fresh_colours(const LineageView& view) {
  return boost::make_two_bit_color_map(view.nodes(), get(boost::vertex_index, view));
}

class DiscoveryRecorder : public boost::default_bfs_visitor {
 public:
  explicit DiscoveryRecorder(std::vector<NodeIndex>& found) : found_(&found) {}
  void discover_vertex(NodeIndex node, const LineageView&) const { found_->push_back(node); }

 private:
  std::vector<NodeIndex>* found_;
};

class DepthRecorder : public boost::default_bfs_visitor {
 public:
  explicit DepthRecorder(std::vector<std::uint32_t>& depth) : depth_(&depth) {}
  void tree_edge(LineageView::Edge edge, const LineageView&) const {
    (*depth_)[edge.child.value] = (*depth_)[edge.parent.value] + 1;
  }

 private:
  std::vector<std::uint32_t>* depth_;
};

template <class Visitor>
void search_from(const std::vector<NodeIndex>& sources, const LineageView& view, Visitor visitor) {
  boost::queue<NodeIndex> queue;
  boost::breadth_first_visit(view, sources.begin(), sources.end(), queue, visitor, fresh_colours(view));
}

}  // namespace

std::vector<NodeIndex> descendants(const LineageView& view, NodeIndex ancestor) {
  std::vector<NodeIndex> found;
  search_from({ancestor}, view, DiscoveryRecorder(found));
  found.erase(found.begin());  // the search discovers its source first
  return found;
}

std::vector<std::uint32_t> depths(const LineageView& view) {
  std::vector<NodeIndex> roots;
  const auto [first, last] = vertices(view);
  std::copy_if(first, last, std::back_inserter(roots), [&](NodeIndex node) { return in_degree(node, view) == 0; });
  std::vector<std::uint32_t> depth(view.nodes(), 0);
  search_from(roots, view, DepthRecorder(depth));
  return depth;
}

std::vector<std::size_t> widths(const LineageView& view) {
  std::vector<std::size_t> width;
  for (const std::uint32_t depth : depths(view)) {
    if (depth >= width.size()) width.resize(depth + 1, 0);
    ++width[depth];
  }
  return width;
}

std::vector<NodeIndex> topological_order(const LineageView& view) {
  std::vector<NodeIndex> order;
  order.reserve(view.nodes());
  boost::topological_sort(view, std::back_inserter(order), boost::color_map(fresh_colours(view)));
  std::reverse(order.begin(), order.end());  // BGL gives children first
  return order;
}

void write_dot(std::ostream& out, const LineageView& view, const std::function<std::string(NodeIndex)>& label) {
  boost::write_graphviz(out, view, [&](std::ostream& os, NodeIndex node) {
    os << "[label=" << boost::escape_dot_string(label(node)) << "]";
  });
}

}  // namespace sim
