// What policies change: paired effects read from a result file, with intervals and the variance that pairing removed.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/result_file.hpp"
#include "sim/results/statistics.hpp"

namespace sim {

struct CompareOptions {
  std::string vs;                     // reference policy; empty: the first of the file
  std::optional<Date> at;             // read at the last recording date on or before it; nothing: the last of the file
  std::vector<std::string> measures;  // empty: all
};

// The effect of a policy on one value of a measure; the differences are paired over (world, member). See
// PairedStatistics for the definitions.
struct Effect {
  std::string policy, reference, measure, units;
  std::vector<std::pair<std::string, std::string>> coordinates;  // dimension and label, in the order of the measure
  Date at;
  double effect = 0.0;
  double low = 0.0, high = 0.0;  // 80 % interval of the paired differences
  double standard_error = 0.0;   // of the effect
  double sign_probability = 0.0;
  double variance_removed = 0.0;
  std::size_t pairs = 0;
  std::size_t left_out = 0;  // pairs without a value on one side: failed cells, or the measure had none
  bool calibrated = false;
};

// The fields of an effect for writers, as those of cards in sim/registry/fields.hpp.
template <class Visit>
void fields(Visit&& visit, const Effect& e) {
  visit("policy", e.policy, "policy");
  visit("vs", e.reference, "policy that it is compared with");
  visit("measure", e.measure, "measure");
  visit("coordinates", e.coordinates, "labels of the measure's dimensions");
  visit("at", to_string(e.at), "date");
  visit("unit", e.units, "unit of the measure");
  visit("effect", e.effect, "mean of the paired differences");
  visit("low", e.low, "low end of the 80% interval of the differences");
  visit("high", e.high, "high end of the 80% interval of the differences");
  visit("standard_error", e.standard_error, "of the effect");
  visit("sign_probability", e.sign_probability, "share of pairs with the more frequent sign; NaN of one pair, which tells none");
  visit("variance_removed", e.variance_removed, "share of the variance that pairing removed");
  visit("pairs", e.pairs, "number of pairs");
  visit("left_out", e.left_out, "pairs without a value on one side");
  visit("calibrated", e.calibrated, "whether published figures have tested the measure");
}

// Every policy but the reference, every measure, every coordinate, in the order of the file. Throws
// Error(invalid_input) for a policy, measure or date that the file does not have.
std::vector<Effect> compare(const ResultFile& result, const CompareOptions& options);

}  // namespace sim
