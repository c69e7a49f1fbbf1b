// A frozen derivation graph with both directions of its edges, which the Boost Graph Library can read.
//
// Models BGL's VertexListGraph, EdgeListGraph and BidirectionalGraph with a vertex_index map. Edges point from parent
// to child. Built on demand from a Topology in linear time; it does not follow later births.
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "sim/graph/node_index.hpp"
#include "sim/graph/topology.hpp"

namespace sim {

class LineageView {
 public:
  struct Edge {
    NodeIndex parent;
    NodeIndex child;
    constexpr auto operator<=>(const Edge&) const = default;
  };

  class VertexIterator
      : public boost::iterator_facade<VertexIterator, NodeIndex, boost::random_access_traversal_tag, NodeIndex> {
   public:
    VertexIterator() = default;
    explicit VertexIterator(std::size_t position) : position_(position) {}

   private:
    friend class boost::iterator_core_access;
    NodeIndex dereference() const { return NodeIndex(position_); }
    bool equal(const VertexIterator& other) const { return position_ == other.position_; }
    void increment() { ++position_; }
    void decrement() { --position_; }
    void advance(std::ptrdiff_t n) { position_ += static_cast<std::size_t>(n); }
    std::ptrdiff_t distance_to(const VertexIterator& other) const {
      return static_cast<std::ptrdiff_t>(other.position_) - static_cast<std::ptrdiff_t>(position_);
    }
    std::size_t position_ = 0;
  };

  // What boost::graph_traits reads.
  using vertex_descriptor = NodeIndex;
  using edge_descriptor = Edge;
  using directed_category = boost::bidirectional_tag;
  using edge_parallel_category = boost::disallow_parallel_edge_tag;
  struct traversal_category : boost::vertex_list_graph_tag,
                              boost::edge_list_graph_tag,
                              boost::bidirectional_graph_tag {};
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  using vertex_iterator = VertexIterator;
  using edge_iterator = std::vector<Edge>::const_iterator;
  using out_edge_iterator = edge_iterator;
  using in_edge_iterator = edge_iterator;
  static constexpr NodeIndex null_vertex() { return NodeIndex::none(); }

  // Reads the number of a vertex; BGL's vertex_index_t map.
  struct IndexMap {
    using key_type = NodeIndex;
    using value_type = std::size_t;
    using reference = std::size_t;
    using category = boost::readable_property_map_tag;
    friend std::size_t get(IndexMap, NodeIndex node) { return node.value; }
  };

  explicit LineageView(const Topology& topology) : LineageView(topology.first_parents(), topology.further_parents()) {}
  // Of edges that come from elsewhere and may be no topology: `further_parents` ascend by child, all nodes exist.
  LineageView(std::span<const NodeIndex> parents, std::span<const Topology::FurtherParent> further_parents);

  std::size_t nodes() const { return first_child_.size() - 1; }
  std::size_t edges() const { return by_child_.size(); }

  using EdgeRange = std::pair<edge_iterator, edge_iterator>;
  // In the order of birth of the children.
  EdgeRange children(NodeIndex node) const { return slice(by_parent_, first_child_, node); }
  // The first parent first.
  EdgeRange parents(NodeIndex node) const { return slice(by_child_, first_parent_, node); }
  EdgeRange all_edges() const { return {by_child_.begin(), by_child_.end()}; }

 private:
  static EdgeRange slice(const std::vector<Edge>& edges, const std::vector<std::uint32_t>& first, NodeIndex node) {
    return {edges.begin() + first[node.value], edges.begin() + first[node.value + 1]};
  }

  std::vector<Edge> by_parent_;
  std::vector<Edge> by_child_;
  std::vector<std::uint32_t> first_child_;   // offsets into by_parent_, one more than nodes
  std::vector<std::uint32_t> first_parent_;  // offsets into by_child_
};

// The free functions that BGL finds by argument-dependent lookup.
inline std::pair<LineageView::VertexIterator, LineageView::VertexIterator> vertices(const LineageView& view) {
  return {LineageView::VertexIterator(0), LineageView::VertexIterator(view.nodes())};
}
inline std::size_t num_vertices(const LineageView& view) { return view.nodes(); }
inline LineageView::EdgeRange edges(const LineageView& view) { return view.all_edges(); }
inline std::size_t num_edges(const LineageView& view) { return view.edges(); }
inline NodeIndex source(LineageView::Edge edge, const LineageView&) { return edge.parent; }
inline NodeIndex target(LineageView::Edge edge, const LineageView&) { return edge.child; }
inline LineageView::EdgeRange out_edges(NodeIndex node, const LineageView& view) { return view.children(node); }
inline LineageView::EdgeRange in_edges(NodeIndex node, const LineageView& view) { return view.parents(node); }
inline std::size_t out_degree(NodeIndex node, const LineageView& view) {
  const auto [first, last] = view.children(node);
  return static_cast<std::size_t>(last - first);
}
inline std::size_t in_degree(NodeIndex node, const LineageView& view) {
  const auto [first, last] = view.parents(node);
  return static_cast<std::size_t>(last - first);
}
inline std::size_t degree(NodeIndex node, const LineageView& view) {
  return out_degree(node, view) + in_degree(node, view);
}
inline LineageView::IndexMap get(boost::vertex_index_t, const LineageView&) { return {}; }
inline std::size_t get(boost::vertex_index_t, const LineageView&, NodeIndex node) { return node.value; }

}  // namespace sim

template <>
struct boost::property_map<sim::LineageView, boost::vertex_index_t> {
  using type = sim::LineageView::IndexMap;
  using const_type = type;
};
