// Columns over (world, member) at one date, policy by policy.
#include "sim/results/compare.hpp"

#include <limits>

#include "sim/error.hpp"

namespace sim {

namespace {

std::vector<std::vector<std::pair<std::string, std::string>>> labels_of(const ResultFile& result,
                                                                        const ResultFile::Measure& measure) {
  std::vector<std::vector<std::string>> coordinates;
  for (const std::string& dimension : measure.dimensions) coordinates.push_back(result.coordinate(dimension));
  std::vector<std::vector<std::pair<std::string, std::string>>> labels(measure.width);
  for (std::size_t v = 0; v < measure.width; ++v) {
    std::size_t rest = v;
    labels[v].resize(measure.dimensions.size());
    for (std::size_t d = measure.dimensions.size(); d-- > 0;) {  // the last dimension is the fastest
      labels[v][d] = {measure.dimensions[d], coordinates[d][rest % coordinates[d].size()]};
      rest /= coordinates[d].size();
    }
  }
  return labels;
}

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::vector<float> column(const std::vector<float>& values, std::size_t width, std::size_t at) {
  std::vector<float> out;
  out.reserve(values.size() / width);
  for (std::size_t i = at; i < values.size(); i += width) out.push_back(values[i]);
  return out;
}

}  // namespace

std::vector<Effect> compare(const ResultFile& result, const CompareOptions& options) {
  const std::size_t reference = options.vs.empty() ? 0 : result.policy_index(options.vs);
  if (result.dates().empty()) {
    throw Error(Failure::invalid_input, "'" + result.path().string() + "' has no recording dates");
  }
  const std::size_t date = options.at ? result.date_index(*options.at) : result.dates().size() - 1;
  std::vector<ResultFile::Measure> measures;
  for (const std::string& name : options.measures) measures.push_back(result.measure(name));
  if (options.measures.empty()) measures = result.measures();
  std::vector<Effect> effects;
  for (const ResultFile::Measure& measure : measures) {
    const auto labels = labels_of(result, measure);
    const std::vector<float> before = result.values(measure.name, reference, date);
    for (std::size_t p = 0; p < result.policies().size(); ++p) {
      if (p == reference) continue;
      const std::vector<float> after = result.values(measure.name, p, date);
      for (std::size_t v = 0; v < measure.width; ++v) {
        const std::vector<float> a = column(after, measure.width, v);
        const PairedStatistics s = paired_statistics(a, column(before, measure.width, v));
        effects.push_back({result.policies()[p], result.policies()[reference], measure.name, measure.units, labels[v],
                           result.dates()[date], s.effect, s.low, s.high, s.standard_error, s.pairs > 1 ? s.sign_probability : unknown,
                           s.variance_removed, s.pairs, a.size() - s.pairs, measure.calibration != "not calibrated"});
      }
    }
  }
  return effects;
}

}  // namespace sim
