// What a file says is not trusted: its rows may come from another program.
#include "sim/results/recorded_lineage.hpp"

#include <algorithm>
#include <cmath>

#include "sim/results/hdf5.hpp"
#include "sim/results/lineage_columns.hpp"
#include "sim/results/lineage_graph.hpp"
#include "sim/results/result_format.hpp"

namespace sim {

namespace {

struct Rows {
  hsize_t first = 0, count = 0;
};

// A ragged table: its group, its dimension and the version of the format, which give the names of its columns.
struct Ragged {
  hid_t group;
  const char* dimension;
  int format;
  std::string name(const char* column) const { return column_name(format, dimension, column); }
};

// The rows of a cell are adjacent. None when the table is empty and therefore left out.
Rows rows_of(const Ragged& from, std::size_t policy, std::size_t world, std::size_t member) {
  Rows rows;
  if (!h5::exists(from.group, from.name("policy"))) return rows;
  const auto policies = h5::read_vector<std::uint16_t>(from.group, from.name("policy"));
  const auto worlds = h5::read_vector<std::uint32_t>(from.group, from.name("world"));
  const auto members = h5::read_vector<std::uint32_t>(from.group, from.name("member"));
  for (std::size_t i = 0; i < policies.size(); ++i) {
    if (policies[i] != policy || worlds.at(i) != world || members.at(i) != member) continue;
    if (rows.count++ == 0) rows.first = i;
  }
  return rows;
}

std::vector<std::string> words_of(hid_t file, hid_t group, const std::string& column) {
  const h5::Handle dataset = h5::open_dataset(group, column);
  if (const auto labels = h5::text_attribute(dataset.get(), "labels")) {
    const bool of_root = labels->starts_with('/');
    const std::string name = of_root ? labels->substr(1) : *labels;
    if (h5::exists(of_root ? file : group, name)) {
      return h5::read_strings(h5::open_dataset(of_root ? file : group, name).get());
    }
  }
  return h5::flag_meanings(dataset.get());
}

}  // namespace

std::string RecordedLineage::word(const std::string& column, std::size_t code) const {
  const auto found = words.find(column);
  return found != words.end() && code < found->second.size() ? found->second[code] : "unknown";
}

std::string RecordedLineage::name(std::size_t node) const {
  const std::string base = word("release", table.release[node]);
  if (is_base(node)) return base;
  const Date born{static_cast<std::int32_t>(std::floor(table.born[node]))};
  return word("kind", table.kind[node]) + " of " + base + ", " + to_string(born) + ", row " + std::to_string(node);
}

double RecordedLineage::represented(std::size_t node) const {
  return static_cast<double>(table.downloads[node]) / (is_base(node) ? 1.0 : scale);
}

std::vector<std::uint32_t> RecordedLineage::codes(LineageGrouping by) const {
  const auto wide = [](const auto& column) { return std::vector<std::uint32_t>(column.begin(), column.end()); };
  switch (by) {
    case LineageGrouping::family:
      return wide(table.family);
    case LineageGrouping::lab:
      return wide(table.lab);
    case LineageGrouping::country:
      return wide(table.country);
    default:
      return table.release;
  }
}

const std::vector<std::string>& RecordedLineage::labels(LineageGrouping by) const {
  static const std::vector<std::string> none;
  const bool of_base = by == LineageGrouping::base || by == LineageGrouping::model;
  const auto found = words.find(of_base ? "release" : lineage_groupings[static_cast<std::size_t>(by)]);
  return found == words.end() ? none : found->second;
}

RecordedLineage with_table(const RecordedLineage& words, LineageTable table) {
  RecordedLineage lineage{words.policy, words.world, words.member, std::move(table), words.words, words.scale, {}};
  lineage.words["release"] = lineage.table.releases;
  lineage.graph = graph_of(lineage.table);
  return lineage;
}

RecordedLineage read_lineage(const ResultFile& result, const std::string& policy, std::size_t world,
                             std::size_t member) {
  const std::string path = result.path().string();
  const auto refuse = [&](const std::string& why) { throw Error(Failure::invalid_input, "'" + path + "' " + why); };
  RecordedLineage lineage;
  lineage.policy = policy.empty() ? result.policies().front() : policy;
  lineage.world = world;
  lineage.member = member;
  const std::size_t p = result.policy_index(lineage.policy);
  const h5::Handle file = h5::open_file(result.path());
  if (!h5::exists(file.get(), "lineage")) {
    refuse("holds no lineage: set `lineage` in [measure] to \"one member\" or \"all\" and run the study again");
  }
  const h5::Handle group = h5::open_group(file.get(), "lineage");
  const Ragged nodes{group.get(), "node", result.format()};
  if (nodes.format < 2 && !(h5::exists(group.get(), "release") && h5::exists(group.get(), "further_parents"))) {
    refuse(
        "holds a lineage of a format before 1.1, without names of releases and further parents of merges; run the "
        "study again");
  }
  const Rows rows = rows_of(nodes, p, world, member);
  if (rows.count == 0) {
    refuse("holds no lineage of policy '" + lineage.policy + "', world " + std::to_string(world) + ", member " +
           std::to_string(member) + "; `lineage = \"one member\"` records world 0, member 0 of each policy");
  }
  const h5::Handle merges = h5::open_group(group.get(), "further_parents");
  const Ragged of_merges{merges.get(), "further", result.format()};
  const Rows further = rows_of(of_merges, p, world, member);
  const auto read = [&](const Ragged& from, const Rows& which) {
    return [&, from, which]<class T>(const LineageColumn& column, std::vector<T>& values) {
      values.resize(which.count);
      if (which.count == 0) return;
      const h5::Handle dataset = h5::open_dataset(from.group, from.name(column.name));
      h5::read(dataset.get(), h5::native_type<T>(), {which.first}, {which.count}, values.data());
      if (column.flags != nullptr || *column.labels != '\0') {
        lineage.words[column.name] = words_of(file.get(), from.group, from.name(column.name));
      }
    };
  };
  try {
    each_node_column(read(nodes, rows), lineage.table);
    each_merge_column(read(of_merges, further), lineage.table);
    if (lineage.words["release"].empty()) refuse("holds a lineage without names of bases");
    lineage.table.releases = lineage.words["release"];
    lineage.scale = h5::number_attribute(group.get(), "scale").value_or(1.0);
    if (!(lineage.scale > 0.0 && lineage.scale <= 1.0)) refuse("holds a lineage of an impossible scale");
    lineage.graph = graph_of(lineage.table);
  } catch (const Error& error) {
    refuse(error.what());
  }
  return lineage;
}

}  // namespace sim
