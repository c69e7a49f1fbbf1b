// Two-pass variances in double; the sums have a fixed order, so results do not depend on threads.
#include "sim/results/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

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

namespace {

// Means over members of each world, over worlds of each (key, member) and of each key; sums of squares around them.
struct SumsOfSquares {
  double worlds = 0.0;       // number of worlds
  double groups = 0.0;       // number of keys
  double squared = 0.0;      // sum over keys of the squared number of their worlds
  double of_luck = 0.0;      // sum of squares of luck within a key
  double of_rest = 0.0;      // of what neither world nor luck explains
  std::vector<double> mean;  // of each world
};

SumsOfSquares sums_of_squares(std::span<const float> values, std::span<const std::uint32_t> keys, std::size_t members) {
  // Around the first value, so that constants have a variance of exactly 0.
  const auto at = [&](std::size_t world, std::size_t member) {
    return static_cast<double>(values[world * members + member]) - static_cast<double>(values[0]);
  };
  std::map<std::uint32_t, std::vector<std::size_t>> worlds_of;
  SumsOfSquares m;
  for (std::size_t w = 0; w < keys.size(); ++w) {
    worlds_of[keys[w]].push_back(w);
    double sum = 0.0;
    for (std::size_t i = 0; i < members; ++i) sum += at(w, i);
    m.mean.push_back(sum / static_cast<double>(members));
  }
  m.worlds = static_cast<double>(keys.size());
  m.groups = static_cast<double>(worlds_of.size());
  for (const auto& [key, worlds] : worlds_of) {
    const auto size = static_cast<double>(worlds.size());
    m.squared += size * size;
    std::vector<double> luck(members, 0.0);
    for (std::size_t i = 0; i < members; ++i) {
      for (const std::size_t w : worlds) luck[i] += at(w, i) / size;
    }
    const double centre = mean(luck);
    for (std::size_t i = 0; i < members; ++i) {
      m.of_luck += size * (luck[i] - centre) * (luck[i] - centre);
      for (const std::size_t w : worlds) {
        const double rest = at(w, i) - m.mean[w] - luck[i] + centre;
        m.of_rest += rest * rest;
      }
    }
  }
  return m;
}

}  // namespace

VarianceShares variance_shares(std::span<const float> values, std::span<const std::uint32_t> keys) {
  constexpr VarianceShares unknown{nan, nan, nan, nan};
  const std::size_t members = keys.empty() ? 0 : values.size() / keys.size();
  if (members == 0 || !std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) {
    return unknown;
  }
  const SumsOfSquares m = sums_of_squares(values, keys, members);
  const double n = static_cast<double>(members);
  const double of_means = keys.size() > 1 ? variance(m.mean) : 0.0;
  if (members == 1) {
    return {nan, nan, nan, of_means > 0.0 && m.groups == m.worlds ? m.worlds : nan};
  }
  const double spare = m.worlds - m.groups;  // worlds beyond one for each key, which tell common luck from the rest
  const double of_luck = m.of_luck / (n - 1.0);
  const double within = spare > 0.0 ? m.of_rest / ((n - 1.0) * spare) : of_luck / m.groups;
  const double common = spare > 0.0 ? std::max(0.0, (of_luck - m.groups * within) / m.worlds) : 0.0;
  // Common luck moves the means of worlds with the same key together, so it shows between the means of the others only.
  const double apart = keys.size() > 1 ? (m.worlds - m.squared / m.worlds) / (m.worlds - 1.0) : 0.0;
  const double between = keys.size() > 1 ? std::max(0.0, of_means - (within + apart * common) / n) : 0.0;
  const double one = common + between + within;
  if (one <= 0.0) return unknown;
  const double of_mean = between / m.worlds + common * m.squared / (m.worlds * m.worlds * n) + within / (m.worlds * n);
  return {common / one, between / one, within / one, one / of_mean};
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
