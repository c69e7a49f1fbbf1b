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

VarianceAnalysis::VarianceAnalysis(std::span<const std::uint32_t> keys) : worlds_(keys.size()), mean_(keys.size()) {
  std::map<std::uint32_t, std::vector<std::size_t>> worlds_of;
  for (std::size_t w = 0; w < keys.size(); ++w) worlds_of[keys[w]].push_back(w);
  for (auto& [key, worlds] : worlds_of) {
    const auto size = static_cast<double>(worlds.size());
    squared_ += size * size;
    worlds_of_.push_back(std::move(worlds));
  }
}

VarianceAnalysis::Sums VarianceAnalysis::sums_of_squares(std::span<const float> values, std::size_t members) {
  // Around the first value, so that constants have a variance of exactly 0.
  const auto at = [&](std::size_t world, std::size_t member) {
    return static_cast<double>(values[world * members + member]) - static_cast<double>(values[0]);
  };
  Sums sums;
  for (std::size_t w = 0; w < worlds_; ++w) {
    double sum = 0.0;
    for (std::size_t i = 0; i < members; ++i) sum += at(w, i);
    mean_[w] = sum / static_cast<double>(members);
  }
  for (const std::vector<std::size_t>& worlds : worlds_of_) {
    const auto size = static_cast<double>(worlds.size());
    luck_.assign(members, 0.0);
    for (std::size_t i = 0; i < members; ++i) {
      for (const std::size_t w : worlds) luck_[i] += at(w, i) / size;
    }
    const double centre = mean(luck_);
    for (std::size_t i = 0; i < members; ++i) {
      sums.of_luck += size * (luck_[i] - centre) * (luck_[i] - centre);
      for (const std::size_t w : worlds) {
        const double rest = at(w, i) - mean_[w] - luck_[i] + centre;
        sums.of_rest += rest * rest;
      }
    }
  }
  return sums;
}

VarianceShares VarianceAnalysis::operator()(std::span<const float> values) {
  constexpr VarianceShares unknown{nan, nan, nan, nan};
  const std::size_t members = worlds_ == 0 ? 0 : values.size() / worlds_;
  if (members == 0 || !std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) {
    return unknown;
  }
  const Sums sums = sums_of_squares(values, members);
  const double n = static_cast<double>(members);
  const double worlds = static_cast<double>(worlds_), groups = static_cast<double>(worlds_of_.size());
  const double of_means = worlds_ > 1 ? variance(mean_) : 0.0;
  if (members == 1) return {nan, nan, nan, of_means > 0.0 && groups == worlds ? worlds : nan};
  const double spare = worlds - groups;  // worlds beyond one for each key, which tell common luck from the rest
  const double of_luck = sums.of_luck / (n - 1.0);
  const double within = spare > 0.0 ? sums.of_rest / ((n - 1.0) * spare) : of_luck / groups;
  const double common = spare > 0.0 ? std::max(0.0, (of_luck - groups * within) / worlds) : 0.0;
  // Common luck moves the means of worlds with the same key together, so it shows between the means of the others only.
  const double apart = worlds_ > 1 ? (worlds - squared_ / worlds) / (worlds - 1.0) : 0.0;
  const double between = worlds_ > 1 ? std::max(0.0, of_means - (within + apart * common) / n) : 0.0;
  const double one = common + between + within;
  if (one <= 0.0) return unknown;
  const double of_mean = between / worlds + common * squared_ / (worlds * worlds * n) + within / (worlds * n);
  return {common / one, between / one, within / one, one / of_mean};
}

VarianceShares variance_shares(std::span<const float> values, std::span<const std::uint32_t> keys) {
  return VarianceAnalysis(keys)(values);
}

PairedStatistics PairedAnalysis::operator()(std::span<const float> policy, std::span<const float> reference) {
  std::vector<double>&a = policy_, &b = reference_, &difference = difference_;
  for (std::vector<double>* v : {&a, &b, &difference}) v->clear();
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

PairedStatistics paired_statistics(std::span<const float> policy, std::span<const float> reference) {
  return PairedAnalysis()(policy, reference);
}

}  // namespace sim
