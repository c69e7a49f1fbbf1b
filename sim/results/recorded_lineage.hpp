// The lineage of one simulated history as a result file holds it: checked, with its words and its graph.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/graph/topology.hpp"
#include "sim/results/result_file.hpp"

namespace sim {

// What models can be counted by; `model` means each derivative by itself.
enum class LineageGrouping { base, family, lab, country, model };
inline constexpr std::string_view lineage_groupings[] = {"base", "family", "lab", "country", "model"};

struct RecordedLineage {
  std::string policy;
  std::size_t world = 0, member = 0;
  LineageTable table;
  std::map<std::string, std::vector<std::string>, std::less<>> words;  // of the coded columns, by column
  double scale = 1.0;  // share of the real population that is simulated: a derivative represents 1 / scale works
  Topology graph;

  std::string word(const std::string& column, std::size_t code) const;  // "unknown" past the end
  bool is_base(std::size_t node) const { return table.parent[node] == LineageTable::no_parent; }
  // "Qwen2.5-7B", or "fine_tune of Qwen2.5-7B, 2024-11-04, row 1234".
  std::string name(std::size_t node) const;
  double represented(std::size_t node) const;  // downloads that a node represents

  // Of each node, by what is known of its base, and what the codes mean.
  std::vector<std::uint32_t> codes(LineageGrouping by) const;
  const std::vector<std::string>& labels(LineageGrouping by) const;
};

// Throws Error(invalid_input) when the history was not recorded, when the file is of a format before 1.1, or when its
// rows contradict each other: a parent that is missing or listed after its child, a model that descends from itself.
RecordedLineage read_lineage(const ResultFile& result, const std::string& policy, std::size_t world,
                             std::size_t member);

// The table of another history of the same study, in the words of a recorded one. Throws as above.
RecordedLineage with_table(const RecordedLineage& words, LineageTable table);

}  // namespace sim
