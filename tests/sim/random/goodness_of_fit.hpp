// Goodness-of-fit tests for samples with a fixed seed: chi-square on counts, Kolmogorov-Smirnov on continuous values.
#pragma once

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace sim::test {

// P(chi-square with these degrees of freedom >= statistic).
inline double chi_square_tail(double statistic, double degrees_of_freedom) {
  return boost::math::gamma_q(0.5 * degrees_of_freedom, 0.5 * statistic);
}

// p-value of observed counts against expected ones (same total). Neighbouring cells are pooled until each expects at
// least 10, Cochran's rule with margin.
inline double chi_square_p(const std::vector<double>& observed, const std::vector<double>& expected) {
  double statistic = 0, o = 0, e = 0, last_o = 0, last_e = 0;
  int cells = 0;
  const auto close = [&](double sign, double oo, double ee) { statistic += sign * (oo - ee) * (oo - ee) / ee; };
  for (std::size_t i = 0; i < observed.size(); ++i) {
    o += observed[i];
    e += expected[i];
    if (e < 10) continue;
    close(1, o, e);
    last_o = o;
    last_e = e;
    o = e = 0;
    ++cells;
  }
  if (e > 0 || o > 0) {  // the remainder joins the last cell
    close(-1, last_o, last_e);
    close(1, last_o + o, last_e + e);
  }
  return chi_square_tail(statistic, cells - 1);
}

// Asymptotic tail of the Kolmogorov distribution (Stephens 1970 for the small-sample factor).
inline double kolmogorov_tail(double distance, double effective_size) {
  const double root = std::sqrt(effective_size);
  const double t = (root + 0.12 + 0.11 / root) * distance;
  double p = 0;
  for (int j = 1; j <= 100; ++j) p += (j % 2 == 1 ? 2 : -2) * std::exp(-2.0 * j * j * t * t);
  return t < 0.2 ? 1.0 : std::clamp(p, 0.0, 1.0);
}

template <class Cdf>
double ks_p(std::vector<double> sample, Cdf cdf) {
  std::sort(sample.begin(), sample.end());
  const double n = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double f = cdf(sample[i]);
    distance = std::max({distance, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return kolmogorov_tail(distance, n);
}

inline double two_sample_ks_p(std::vector<double> a, std::vector<double> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const double n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  double distance = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const double x = std::min(a[i], b[j]);
    while (i < a.size() && a[i] <= x) ++i;
    while (j < b.size() && b[j] <= x) ++j;
    distance = std::max(distance, std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  return kolmogorov_tail(distance, n * m / (n + m));
}

struct Moments {
  double mean;
  double variance;
};

inline Moments moments(const std::vector<double>& x) {
  const double n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  return {mean, squares / (n - 1)};
}

}  // namespace sim::test
