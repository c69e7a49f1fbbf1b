// Walks over the lineage and files of it, with algorithms of the Boost Graph Library.
#include "sim/graph/lineage.hpp"

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/graphml.hpp>
#include <boost/graph/graphviz.hpp>
#include <boost/graph/incremental_components.hpp>
#include <boost/graph/topological_sort.hpp>
#include <boost/graph/two_bit_color_map.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <boost/pending/queue.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <functional>
#include <ostream>

#include "sim/error.hpp"

namespace sim {
namespace {

// Colours of a search, two bits a node.
auto fresh_colours(const LineageView& view) {
  return boost::make_two_bit_color_map(view.nodes(), get(boost::vertex_index, view));
}

// Nodes are examined in the order in which they were discovered, so the generation under examination is known.
class GenerationRecorder : public boost::default_bfs_visitor {
 public:
  GenerationRecorder(Generations& found, std::size_t& examined, std::size_t& generation_ends)
      : found_(&found), examined_(&examined), generation_ends_(&generation_ends) {}
  void examine_vertex(NodeIndex, const LineageView&) const {
    if ((*examined_)++ != *generation_ends_) return;
    *generation_ends_ = found_->nodes.size();
    found_->sizes.push_back(0);
  }
  void discover_vertex(NodeIndex node, const LineageView&) const {
    found_->nodes.push_back(node);
    ++found_->sizes.back();
  }

 private:
  Generations* found_;
  std::size_t *examined_, *generation_ends_;
};

template <class Item>
void add(boost::dynamic_properties& properties, const std::vector<LineageAttribute<Item>>& attributes) {
  for (const LineageAttribute<Item>& attribute : attributes) {
    std::visit(
        [&](const auto& value) { properties.property(attribute.name, boost::make_function_property_map<Item>(value)); },
        attribute.value);
  }
}

boost::dynamic_properties properties_of(const LineageAttributes& attributes) {
  boost::dynamic_properties properties;
  add(properties, attributes.nodes);
  add(properties, attributes.edges);
  return properties;
}

}  // namespace

Generations generations(const LineageView& view, std::span<const NodeIndex> sources) {
  Generations found{{}, {0}};
  std::size_t examined = 0, generation_ends = 0;
  boost::queue<NodeIndex> queue;
  boost::breadth_first_visit(view, sources.begin(), sources.end(), queue,
                             GenerationRecorder(found, examined, generation_ends), fresh_colours(view));
  while (!found.sizes.empty() && found.sizes.back() == 0) found.sizes.pop_back();  // the last one has no children
  return found;
}

std::vector<NodeIndex> topological_order(const LineageView& view) {
  std::vector<NodeIndex> order;
  order.reserve(view.nodes());
  try {
    boost::topological_sort(view, std::back_inserter(order), boost::color_map(fresh_colours(view)));
  } catch (const boost::not_a_dag&) {
    throw Error(Failure::invalid_input, "some models descend from themselves");
  }
  std::reverse(order.begin(), order.end());  // BGL gives children first
  return order;
}

std::vector<std::size_t> components(const LineageView& view) {
  std::vector<std::uint32_t> rank(view.nodes());
  const auto index = get(boost::vertex_index, view);
  std::vector<NodeIndex> parent(view.nodes());
  boost::disjoint_sets sets(boost::make_iterator_property_map(rank.begin(), index),
                            boost::make_iterator_property_map(parent.begin(), index));
  boost::initialize_incremental_components(view, sets);
  boost::incremental_components(view, sets);
  std::vector<std::size_t> sizes(view.nodes(), 0);
  const auto [first, last] = vertices(view);
  std::for_each(first, last, [&](NodeIndex node) { ++sizes[sets.find_set(node).value]; });
  std::erase(sizes, std::size_t{0});
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  return sizes;
}

void write_graphml(std::ostream& out, const LineageView& view, const LineageAttributes& attributes) {
  boost::write_graphml(out, view, properties_of(attributes), true);
}

void write_dot(std::ostream& out, const LineageView& view, const LineageAttributes& attributes) {
  boost::dynamic_properties properties = properties_of(attributes);
  const std::string number = "number";
  properties.property(number, get(boost::vertex_index, view));
  boost::write_graphviz_dp(out, view, properties, number);
}

}  // namespace sim
