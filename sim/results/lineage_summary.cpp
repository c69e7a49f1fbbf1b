// Counts of one lineage: traversals by the Boost Graph Library, dependence on one model alone by dominators.
#include "sim/results/lineage_summary.hpp"

#include <algorithm>
#include <numeric>

#include "sim/graph/lineage.hpp"

namespace sim {

namespace {

struct Conflict {
  bool with_parent = false, with_ancestor = false;
};

std::vector<Conflict> conflicts_of(const RecordedLineage& lineage) {
  const std::vector<std::uint8_t>& licence = lineage.table.licence;
  std::vector<Conflict> conflicts(licence.size());
  std::vector<std::uint8_t> strictest = licence;  // of a node and its ancestors
  lineage.graph.in_order_of_birth([&](NodeIndex node, NodeIndex first, std::span<const Topology::FurtherParent> more) {
    const std::size_t n = node.value;
    const auto look = [&](NodeIndex parent) {
      conflicts[n].with_parent |= licence[n] > licence[parent.value];
      conflicts[n].with_ancestor |= licence[n] > strictest[parent.value];
      strictest[n] = std::min(strictest[n], strictest[parent.value]);
    };
    if (first.exists()) look(first);
    for (const auto& further : more) look(further.parent);
  });
  return conflicts;
}

void count(LicenceConflicts& counted, const Conflict& conflict) {
  counted.with_parent += conflict.with_parent;
  counted.with_ancestor += conflict.with_ancestor;
}

// What is computed once for all rows.
class Summariser {
 public:
  explicit Summariser(const RecordedLineage& lineage)
      : lineage_(lineage), view_(lineage.graph), conflicts_(conflicts_of(lineage)) {}

  LineageSummary totals() const {
    LineageSummary summary;
    std::vector<NodeIndex> roots;
    for (std::size_t n = 0; n < lineage_.table.size(); ++n) {
      if (lineage_.is_base(n)) {
        roots.emplace_back(n);
        continue;
      }
      count(summary.conflicts, conflicts_[n]);
      summary.downloads += lineage_.represented(n);
      summary.merges += !lineage_.graph.further_parents(NodeIndex(n)).empty();
    }
    summary.bases = roots.size();
    summary.derivatives = lineage_.table.size() - roots.size();
    summary.depth = generations(view_, roots).sizes.size();
    summary.depth -= summary.depth > 0;
    const std::vector<std::size_t> parts = components(view_);
    summary.parts = parts.size();
    summary.largest_part = parts.empty() ? 0 : parts.front();
    return summary;
  }

  LineageRow row(std::string name, const std::vector<NodeIndex>& sources, const Hanging& alone, double all) const {
    LineageRow row;
    row.name = std::move(name);
    row.bases = lineage_.is_base(sources.front().value) ? sources.size() : 0;
    row.alone = {alone.models, alone.downloads / lineage_.scale};
    const Generations found = generations(view_, sources);
    row.depth = found.sizes.size() - 1;
    for (std::size_t g = 1; g < found.sizes.size(); ++g) row.width = std::max(row.width, found.sizes[g]);
    row.descendants = found.nodes.size() - sources.size();
    double downloads = 0.0, trainings = 0.0;
    const auto& trained = lineage_.table.trainings;
    const int before = row.bases > 0 ? 0 : trained[sources.front().value];
    for (std::size_t i = sources.size(); i < found.nodes.size(); ++i) {
      const std::size_t n = found.nodes[i].value;
      count(row.conflicts, conflicts_[n]);
      downloads += lineage_.represented(n);
      trainings += lineage_.represented(n) * std::max(0, trained[n] - before);
    }
    row.exposure = all > 0.0 ? downloads / all : 0.0;
    row.trainings = downloads > 0.0 ? trainings / downloads : 0.0;
    return row;
  }

 private:
  const RecordedLineage& lineage_;
  LineageView view_;
  std::vector<Conflict> conflicts_;
};

// Derivatives on which alone most models depend.
std::vector<LineageRow> rows_of_derivatives(const RecordedLineage& lineage, const Summariser& summariser,
                                            std::size_t top, double all) {
  const std::vector<Hanging> alone = hanging_on_nodes(dominators(lineage.graph), lineage.table.downloads);
  std::vector<std::size_t> order;
  for (std::size_t n = 0; n < alone.size(); ++n) {
    if (!lineage.is_base(n) && alone[n].models > 0) order.push_back(n);
  }
  if (top == 0 || top > order.size()) top = order.size();
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(top), order.end(),
                    [&](std::size_t a, std::size_t b) {
                      return alone[a].models != alone[b].models ? alone[a].models > alone[b].models : a < b;
                    });
  order.resize(top);
  std::vector<LineageRow> rows;
  for (const std::size_t n : order) rows.push_back(summariser.row(lineage.name(n), {NodeIndex(n)}, alone[n], all));
  return rows;
}

std::vector<LineageRow> rows_of_bases(const RecordedLineage& lineage, const Summariser& summariser, LineageGrouping by,
                                      std::size_t top, double all) {
  const std::vector<std::uint32_t> group = lineage.codes(by);
  const std::size_t groups = group.empty() ? 0 : std::size_t{1} + *std::max_element(group.begin(), group.end());
  std::vector<std::vector<NodeIndex>> bases(groups);
  for (std::size_t n = 0; n < group.size(); ++n) {
    if (lineage.is_base(n)) bases[group[n]].emplace_back(n);
  }
  const std::vector<Hanging> alone = hanging_on_groups(lineage.graph, group, groups, lineage.table.downloads);
  const std::vector<std::string>& labels = lineage.labels(by);
  std::vector<LineageRow> rows;
  for (std::size_t g = 0; g < groups; ++g) {
    if (bases[g].empty()) continue;
    rows.push_back(summariser.row(g < labels.size() ? labels[g] : "unknown", bases[g], alone[g], all));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const LineageRow& a, const LineageRow& b) { return a.descendants > b.descendants; });
  if (top > 0 && top < rows.size()) rows.resize(top);
  return rows;
}

// The bases of a removal; none when nothing in the lineage has its label.
std::vector<bool> bases_of(const RecordedLineage& lineage, const Removal& removal) {
  const std::vector<std::string>& labels = lineage.labels(removal.by);
  const auto wanted = static_cast<std::size_t>(std::find(labels.begin(), labels.end(), removal.label) - labels.begin());
  const std::vector<std::uint32_t> codes = lineage.codes(removal.by);
  std::vector<bool> bases(codes.size(), false);
  for (std::size_t n = 0; n < codes.size(); ++n) bases[n] = lineage.is_base(n) && codes[n] == wanted;
  return bases;
}

constexpr LineageGrouping of_bases[] = {LineageGrouping::base, LineageGrouping::family, LineageGrouping::lab,
                                        LineageGrouping::country};

}  // namespace

LineageSummary summarise(const RecordedLineage& lineage, LineageGrouping by, std::size_t top) {
  const Summariser summariser(lineage);
  LineageSummary summary = summariser.totals();
  summary.rows = by == LineageGrouping::model ? rows_of_derivatives(lineage, summariser, top, summary.downloads)
                                              : rows_of_bases(lineage, summariser, by, top, summary.downloads);
  return summary;
}

Removal find_removal(const RecordedLineage& lineage, const std::string& text) {
  std::vector<Removal> found;
  std::vector<std::string> names;
  for (const LineageGrouping by : of_bases) {
    std::vector<bool> present(lineage.labels(by).size(), false);
    const std::vector<std::uint32_t> codes = lineage.codes(by);
    for (std::size_t n = 0; n < codes.size(); ++n) {
      if (lineage.is_base(n) && codes[n] < present.size()) present[codes[n]] = true;
    }
    for (std::size_t i = 0; i < present.size(); ++i) {
      if (!present[i]) continue;
      const Removal removal{by, lineage.labels(by)[i]};
      if (removal.name() == text) return removal;
      if (removal.label == text) found.push_back(removal);
      names.push_back(removal.name());
      names.push_back(removal.label);
    }
  }
  if (found.size() == 1) return found.front();
  std::vector<Problem> problems;
  if (found.empty()) {
    add_problem(problems, {}, "--without", "no base, family, lab or country '" + text + "' has a base in this lineage",
                "base:NAME, family:NAME, lab:ID or country:CODE", nearest_name(text, names));
  } else {
    add_problem(
        problems, {}, "--without", "'" + text + "' names more than one thing",
        std::accumulate(found.begin() + 1, found.end(), found.front().name(),
                        [](std::string list, const Removal& r) { return std::move(list) + " or " + r.name(); }));
  }
  throw Error(Failure::invalid_input, std::move(problems));
}

std::vector<bool> fallen(const RecordedLineage& lineage, const std::vector<Removal>& removals) {
  std::vector<bool> removed(lineage.table.size(), false);
  for (const Removal& removal : removals) {
    const std::vector<bool> bases = bases_of(lineage, removal);
    std::transform(removed.begin(), removed.end(), bases.begin(), removed.begin(), std::logical_or<>());
  }
  return fallen_without(lineage.graph, removed);
}

std::vector<std::size_t> derivatives_by(const RecordedLineage& lineage, LineageGrouping by,
                                        const std::vector<bool>& left_out) {
  const std::vector<std::uint32_t> codes = lineage.codes(by);
  std::vector<std::size_t> counts(lineage.labels(by).size() + 1, 0);  // the last: unknown
  for (std::size_t n = 0; n < codes.size(); ++n) {
    if (lineage.is_base(n) || (!left_out.empty() && left_out[n])) continue;
    ++counts[std::min<std::size_t>(codes[n], counts.size() - 1)];
  }
  return counts;
}

}  // namespace sim
