// Two-pass variances in double; the sums have a fixed order, so results do not depend on threads.
#include "sim/results/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sim {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double mean(const std::vector<double>& x) {
  double sum = 0.0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}

double variance(const std::vector<double>& x) {
  if (x.size() < 2) return nan;
  const double centre = mean(x);
  double sum = 0.0;
  for (const double v : x) sum += (v - centre) * (v - centre);
  return sum / static_cast<double>(x.size() - 1);
}

}  // namespace

double sorted_quantile(std::span<const double> sorted, double q) {
  if (sorted.empty()) return nan;
  const double at = q * static_cast<double>(sorted.size() - 1);
  const std::size_t below = std::min(sorted.size() - 1, static_cast<std::size_t>(at));
  const std::size_t above = std::min(sorted.size() - 1, below + 1);
  const double share = at - static_cast<double>(below);
  return share == 0.0 ? sorted[below] : sorted[below] + (sorted[above] - sorted[below]) * share;
}

PairedStatistics paired_statistics(std::span<const float> policy, std::span<const float> reference) {
  std::vector<double> a, b, difference;
  a.reserve(policy.size());
  b.reserve(policy.size());
  difference.reserve(policy.size());
  std::size_t above = 0;
  std::size_t below = 0;
  for (std::size_t i = 0; i < policy.size(); ++i) {
    if (std::isnan(policy[i]) || std::isnan(reference[i])) continue;
    a.push_back(static_cast<double>(policy[i]));
    b.push_back(static_cast<double>(reference[i]));
    difference.push_back(a.back() - b.back());
    if (difference.back() > 0.0) ++above;
    if (difference.back() < 0.0) ++below;
  }
  const std::size_t pairs = difference.size();
  if (pairs == 0) return {nan, nan, nan, nan, nan, nan, 0};
  PairedStatistics s;
  s.pairs = pairs;
  s.effect = mean(difference);
  const double spread = variance(difference);
  s.standard_error = std::sqrt(spread / static_cast<double>(pairs));
  const double unpaired = variance(a) + variance(b);
  s.variance_removed = unpaired > 0.0 ? 1.0 - spread / unpaired : nan;
  std::sort(difference.begin(), difference.end());
  s.low = sorted_quantile(difference, 0.1);
  s.high = sorted_quantile(difference, 0.9);
  s.sign_probability =
      above + below == 0 ? nan : static_cast<double>(std::max(above, below)) / static_cast<double>(pairs);
  return s;
}

}  // namespace sim
