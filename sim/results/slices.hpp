// Which values of its measures a reader of a result asks for, and which ones the policies are about.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/model/model.hpp"
#include "sim/results/result_file.hpp"

namespace sim {

using Labels = std::vector<std::pair<std::string, std::string>>;  // dimension and label

// From texts as in `--where region=EU,sector=government`, each with one or more pairs. Throws Error(usage).
Labels parse_where(std::span<const std::string> texts);

// As typed: names of measures, and labels that their values must have. A dimension that is given several times allows
// all of its labels; "*" is every label.
struct Asked {
  std::vector<std::string> measures;  // empty: all that have the dimensions of `where`
  Labels where;
  bool any() const { return !measures.empty() || !where.empty(); }
};

struct MeasureSlice {
  const ResultFile::Measure* measure = nullptr;
  std::vector<std::size_t> places;  // in the measure's row, ascending
};

// The tables of the study as recorded in the result.
Tables recorded_tables(const std::string& study_json);

// In the order asked for, else in that of the file. A label may be written as people write it, see label_meant. Throws
// Error(invalid_input) with every unknown measure, dimension and label at once, each with the nearest name.
std::vector<MeasureSlice> slices_of(const ModelKind& kind, const ResultFile& result, const Asked& asked);

// The dimensions and labels of each value of a measure's row, in its order.
std::vector<Labels> labels_of(const ResultFile& result, const ResultFile::Measure& measure);

// Of one action: the dimensions of measures on which its aim is seen, and the label there.
using Touched = std::map<std::string, std::string>;

// What the actions of each policy touch, in the order of the record; nothing where the record does not say.
// `coordinates` are the labels of the dimensions that the result has.
std::vector<std::vector<Touched>> touched_by_policies(const ModelKind& kind, const std::string& study_json,
                                                      const Coordinates& coordinates);
std::vector<std::vector<Touched>> touched_by_policies(const ModelKind& kind, const ResultFile& result);

// The measures that the cards of each policy's levers say that they move, in the order of the record; nothing where the
// record does not say.
std::vector<std::vector<std::string>> measures_of_policies(const ModelKind& kind, const std::string& study_json);

// Whether a value is what some action is about: it has the action's label on every dimension that both name.
bool is_touched(const std::vector<Touched>& actions, const Labels& labels);

}  // namespace sim
