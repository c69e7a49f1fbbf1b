// Which models depend on which in one recorded lineage: descendants, depth, models that depend on one base only,
// licences, exposure.
#pragma once

#include <string>
#include <vector>

#include "sim/graph/dominators.hpp"
#include "sim/results/recorded_lineage.hpp"

namespace sim {

// Works whose licence grants more than that of a parent, or of any ancestor, allows.
struct LicenceConflicts {
  std::size_t with_parent = 0, with_ancestor = 0;
};

// Of the bases of one family, lab or country, of one base, or of one derivative.
struct LineageRow {
  std::string name;
  std::size_t bases = 0;        // 0 for a derivative
  std::size_t descendants = 0;  // derivatives with an ancestor among them
  std::size_t depth = 0;        // generations below
  std::size_t width = 0;        // of the largest generation below
  Hanging alone;                // derivatives that have no line to another base or derivative; their downloads
  LicenceConflicts conflicts;   // of the descendants
  double exposure = 0.0;        // descendants' share of the downloads of all derivatives
  double trainings = 0.0;       // in between, a mean over descendants weighted by downloads; 0 without downloads
};

template <class Visit>
void fields(Visit&& visit, const LineageRow& row) {
  visit("name", row.name, "of the base, family, lab, country or derivative");
  visit("bases", row.bases, "number of its bases");
  visit("descendants", row.descendants, "derivatives with an ancestor among them");
  visit("depth", row.depth, "generations below");
  visit("width", row.width, "models in the largest generation below");
  visit("alone_models", row.alone.models, "derivatives that depend on it alone");
  visit("alone_downloads", row.alone.downloads, "their downloads");
  visit("conflicts_with_parent", row.conflicts.with_parent, "descendants freer than a parent allows");
  visit("conflicts_with_ancestor", row.conflicts.with_ancestor, "descendants freer than an ancestor allows");
  visit("exposure", row.exposure, "descendants' share of the downloads of all derivatives");
  visit("trainings", row.trainings, "trainings in between, a mean over descendants weighted by downloads");
}

struct LineageSummary {
  std::size_t bases = 0, derivatives = 0, merges = 0;
  std::size_t parts = 0, largest_part = 0;  // connected components
  std::size_t depth = 0;
  LicenceConflicts conflicts;
  double downloads = 0.0;        // of derivatives, represented
  std::vector<LineageRow> rows;  // most descendants first; derivatives by what depends on them alone
};

// The totals; the rows have fields of their own.
template <class Visit>
void fields(Visit&& visit, const LineageSummary& s) {
  visit("bases", s.bases, "number of bases");
  visit("derivatives", s.derivatives, "number of derivatives");
  visit("merges", s.merges, "derivatives of several parents");
  visit("connected_parts", s.parts, "connected components");
  visit("largest_part", s.largest_part, "models of the largest component");
  visit("depth", s.depth, "generations");
  visit("downloads", s.downloads, "downloads of derivatives");
  visit("conflicts_with_parent", s.conflicts.with_parent, "derivatives freer than a parent allows");
  visit("conflicts_with_ancestor", s.conflicts.with_ancestor, "derivatives freer than an ancestor allows");
}

// The first `top` rows; 0 is all.
LineageSummary summarise(const RecordedLineage& lineage, LineageGrouping by, std::size_t top);

// Bases to be removed.
struct Removal {
  LineageGrouping by{};
  std::string label;  // "Qwen"
  std::string name() const { return std::string(lineage_groupings[static_cast<std::size_t>(by)]) + ":" + label; }
};

// From "family:Qwen", "lab:alibaba", "country:CN" or "base:Qwen2.5-7B", or from the name alone where only one kind has
// it. Throws Error(invalid_input) with the nearest name.
Removal find_removal(const RecordedLineage& lineage, const std::string& text);

// The nodes that fall away with them: the bases themselves, and derivatives whose every line ends in one of these.
std::vector<bool> fallen(const RecordedLineage& lineage, const std::vector<Removal>& removals);

// Number of derivatives by what is known of their base, in the order of `labels(by)`; `left_out` may be empty.
std::vector<std::size_t> derivatives_by(const RecordedLineage& lineage, LineageGrouping by,
                                        const std::vector<bool>& left_out);

}  // namespace sim
