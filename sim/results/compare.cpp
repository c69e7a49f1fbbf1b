// Columns over (world, member) at one date, policy by policy.
#include "sim/results/compare.hpp"

#include <algorithm>
#include <limits>

#include "sim/error.hpp"

namespace sim {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::vector<float> column(const std::vector<float>& values, std::size_t width, std::size_t at) {
  std::vector<float> out;
  out.reserve(values.size() / width);
  for (std::size_t i = at; i < values.size(); i += width) out.push_back(values[i]);
  return out;
}

// The measure of cost, if the result has it by payer.
const ResultFile::Measure* measure_of_cost(const ModelKind& kind, const ResultFile& result) {
  const auto& measures = result.measures();
  const auto cost = std::find_if(measures.begin(), measures.end(),
                                 [&](const auto& measure) { return measure.name == kind.measure_of_cost; });
  return cost == measures.end() || cost->dimensions.size() != 1 ? nullptr : &*cost;
}

// What is compared with what, and when.
struct Frame {
  std::size_t reference = 0, date = 0;
};

Frame frame_of(const ResultFile& result, const CompareOptions& options) {
  if (result.dates().empty()) {
    throw Error(Failure::invalid_input, "'" + result.path().string() + "' has no recording dates");
  }
  return {options.vs.empty() ? 0 : result.policy_index(options.vs),
          options.at ? result.date_index(*options.at) : result.dates().size() - 1};
}

// What each policy costs the public; NaN where the result does not say.
std::vector<double> public_costs(const ModelKind& kind, const ResultFile& result, const CompareOptions& options) {
  std::vector<double> costs(result.policies().size(), unknown);
  for (const PolicyCost& cost : policy_costs(kind, result, options)) {
    if (cost.payer == kind.public_payer) costs[result.policy_index(cost.policy)] = cost.usd;
  }
  return costs;
}

}  // namespace

std::vector<Effect> compare(const ModelKind& kind, const ResultFile& result, const CompareOptions& options) {
  const auto [reference, date] = frame_of(result, options);
  const std::vector<MeasureSlice> slices = slices_of(kind, result, options.asked);
  const std::vector<double> cost = public_costs(kind, result, options);
  std::vector<Effect> effects;
  for (const auto& [measure, places] : slices) {
    const std::vector<Labels> labels = labels_of(result, *measure);
    const std::vector<float> before = result.values(measure->name, reference, date);
    for (std::size_t p = 0; p < result.policies().size(); ++p) {
      if (p == reference) continue;
      const std::vector<float> after = result.values(measure->name, p, date);
      for (const std::size_t v : places) {
        const std::vector<float> a = column(after, measure->width, v);
        const PairedStatistics s = paired_statistics(a, column(before, measure->width, v));
        effects.push_back({result.policies()[p], result.policies()[reference], measure->name, measure->units, labels[v],
                           result.dates()[date], s.effect, s.low, s.high, s.standard_error,
                           s.pairs > 1 ? s.sign_probability : unknown, s.variance_removed, s.pairs, a.size() - s.pairs,
                           measure->calibration != "not calibrated", cost[p]});
        if (cost[p] != 0.0 && measure->name != kind.measure_of_cost)
          effects.back().per_billion = s.effect / (cost[p] / 1e9);  // NaN where there is no cost
      }
    }
  }
  return effects;
}

std::vector<PolicyCost> policy_costs(const ModelKind& kind, const ResultFile& result, const CompareOptions& options) {
  std::vector<PolicyCost> costs;
  const ResultFile::Measure* measure = measure_of_cost(kind, result);
  if (measure == nullptr) return costs;
  const auto [reference, date] = frame_of(result, options);
  const std::vector<std::string> payers = result.coordinate(measure->dimensions.front());
  const std::vector<float> before = result.values(measure->name, reference, date);
  for (std::size_t p = 0; p < result.policies().size(); ++p) {
    if (p == reference) continue;
    const std::vector<float> after = result.values(measure->name, p, date);
    for (std::size_t payer = 0; payer < payers.size(); ++payer) {
      const PairedStatistics s =
          paired_statistics(column(after, measure->width, payer), column(before, measure->width, payer));
      costs.push_back(
          {result.policies()[p], result.policies()[reference], payers[payer], result.dates()[date], s.effect});
    }
  }
  return costs;
}

}  // namespace sim
