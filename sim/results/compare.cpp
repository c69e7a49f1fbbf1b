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

// Of each policy; NaN where the result records no cost, or has no value of it.
std::vector<double> costs(const ModelKind& kind, const ResultFile& result, std::size_t reference, std::size_t date) {
  std::vector<double> costs(result.policies().size(), unknown);
  const auto& measures = result.measures();
  const auto cost = std::find_if(measures.begin(), measures.end(),
                                 [&](const auto& measure) { return measure.name == kind.measure_of_cost; });
  if (cost == measures.end() || cost->dimensions.size() != 1) return costs;
  const std::vector<std::string> payers = result.coordinate(cost->dimensions.front());
  const auto payer = std::find(payers.begin(), payers.end(), kind.public_payer);
  if (payer == payers.end()) return costs;
  const auto at = static_cast<std::size_t>(payer - payers.begin());
  const std::vector<float> before = column(result.values(cost->name, reference, date), cost->width, at);
  for (std::size_t p = 0; p < costs.size(); ++p) {
    costs[p] = paired_statistics(column(result.values(cost->name, p, date), cost->width, at), before).effect;
  }
  return costs;
}

}  // namespace

std::vector<Effect> compare(const ModelKind& kind, const ResultFile& result, const CompareOptions& options) {
  const std::size_t reference = options.vs.empty() ? 0 : result.policy_index(options.vs);
  if (result.dates().empty()) {
    throw Error(Failure::invalid_input, "'" + result.path().string() + "' has no recording dates");
  }
  const std::size_t date = options.at ? result.date_index(*options.at) : result.dates().size() - 1;
  const std::vector<MeasureSlice> slices = slices_of(kind, result, options.asked);
  const std::vector<double> cost = costs(kind, result, reference, date);
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

}  // namespace sim
