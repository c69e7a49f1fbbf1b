// The table is the model's; what hangs on a model comes from the graph that `weightshed lineage` uses.
#include "explorer/engine/lineage.hpp"

#include <string>
#include <type_traits>

#include "sim/graph/dominators.hpp"
#include "sim/results/lineage_columns.hpp"
#include "sim/results/lineage_graph.hpp"

namespace explorer {

namespace {

// The typed array of JavaScript that holds such values.
template <class Value>
std::string array_of() {
  if constexpr (std::is_floating_point_v<Value>) return "Float" + std::to_string(8 * sizeof(Value)) + "Array";
  return "Uint" + std::to_string(8 * sizeof(Value)) + "Array";
}

template <class Value>
nlohmann::ordered_json place_of(const std::vector<Value>& values) {
  return {
      {"array", array_of<Value>()}, {"at", reinterpret_cast<std::uintptr_t>(values.data())}, {"length", values.size()}};
}

}  // namespace

LineageColumns::LineageColumns(const Session& session)
    : study_(&session.study()), table_(session.history().model().lineage()) {
  derivatives_.assign(table_.size(), 0);
  for (std::size_t row = table_.size(); row-- > 0;) {
    if (table_.parent[row] != sim::LineageTable::no_parent) derivatives_[table_.parent[row]] += derivatives_[row] + 1;
  }
  const sim::Dominators tree = sim::dominators(sim::graph_of(table_));
  for (const sim::Hanging& hanging : sim::hanging_on_nodes(tree, table_.downloads))
    alone_.push_back(static_cast<std::uint32_t>(hanging.models));
}

nlohmann::ordered_json LineageColumns::layout() const {
  nlohmann::ordered_json columns = nlohmann::ordered_json::object(), words = columns;
  sim::each_node_column(
      [&](const sim::LineageColumn& column, const auto& values) {
        columns[column.name] = place_of(values);
        const std::string labels = column.labels;
        if (column.flags != nullptr) {
          words[column.name] = study_->kind->*(column.flags);
        } else if (labels.starts_with("/")) {
          words[column.name] = study_->coordinates.find(labels.substr(1))->second;
        } else if (!labels.empty()) {
          words[column.name] = table_.releases;
        }
      },
      table_);
  sim::each_merge_column(
      [&](const sim::LineageColumn& column, const auto& values) { columns[column.name] = place_of(values); }, table_);
  columns["derivatives"] = place_of(derivatives_);
  columns["alone"] = place_of(alone_);
  return {{"rows", table_.size()}, {"scale", study_->run.scale}, {"columns", columns}, {"words", words}};
}

}  // namespace explorer
