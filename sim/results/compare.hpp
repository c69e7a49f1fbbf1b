// What policies change: paired effects read from a result file, with intervals and the variance that pairing removed.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/results/result_file.hpp"
#include "sim/results/slices.hpp"
#include "sim/results/statistics.hpp"

namespace sim {

struct CompareOptions {
  std::string vs;          // reference policy; empty: the first of the file
  std::optional<Date> at;  // read at the last recording date on or before it; nothing: the last of the file
  Asked asked = {};        // of the measures; nothing: all
};

// The effect of a policy on one value of a measure; the differences are paired over (world, member). See
// PairedStatistics for the definitions.
struct Effect {
  std::string policy, reference, measure, units;
  Labels coordinates;  // dimension and label, in the order of the measure
  Date at;
  double effect = 0.0;
  double low = 0.0, high = 0.0;  // 80 % interval of the paired differences
  double standard_error = 0.0;   // of the effect
  double sign_probability = 0.0;
  double variance_removed = 0.0;
  std::size_t pairs = 0;
  std::size_t left_out = 0;  // pairs without a value on one side: failed cells, or the measure had none
  bool calibrated = false;
  // Mean paired difference of what governments have spent by then, in USD, and the effect for each billion of it. NaN
  // where no cost is recorded; the effect also where the difference is 0.
  double cost = std::numeric_limits<double>::quiet_NaN();
  double per_billion = std::numeric_limits<double>::quiet_NaN();
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
  visit("sign_probability", e.sign_probability,
        "share of pairs with the more frequent sign; NaN of one pair, which tells none");
  visit("variance_removed", e.variance_removed, "share of the variance that pairing removed");
  visit("pairs", e.pairs, "number of pairs");
  visit("left_out", e.left_out, "pairs without a value on one side");
  visit("calibrated", e.calibrated, "whether published figures have tested the measure");
  visit("cost", e.cost, "USD that governments spend more than under `vs`, by the date");
  visit("per_billion", e.per_billion, "effect for each billion USD of that cost");
}

// Every policy but the reference, every measure and coordinate that is asked for, in the order of the file. Throws
// Error(invalid_input) for a policy, measure, label or date that the file does not have.
std::vector<Effect> compare(const ModelKind& kind, const ResultFile& result, const CompareOptions& options);

// What a policy costs a payer more than the reference by a date: the mean of the paired differences, in USD.
struct PolicyCost {
  std::string policy, reference, payer;
  Date at;
  double usd = 0.0;
};

// Of every policy but the reference and every payer, in the order of the file; nothing where the result records no
// cost. Which measures are asked for makes no difference. Throws as `compare` does.
std::vector<PolicyCost> policy_costs(const ModelKind& kind, const ResultFile& result, const CompareOptions& options);

}  // namespace sim
