// Poisson by inversion or by transformed rejection; negative binomial as a gamma mixture of Poissons.
#include "sim/random/poisson.hpp"

#include <algorithm>
#include <boost/random/poisson_distribution.hpp>
#include <cassert>
#include <cmath>

#include "sim/random/gamma.hpp"
#include "sim/random/normal.hpp"

namespace sim {
namespace {

// Where Boost changes to rejection too; PTRD is proved from 10 on.
constexpr double largest_inverted_mean = 10.0;

// Up to here the transformed normal differs from the negative binomial by less than 0.0012 in distribution function.
constexpr double largest_transformed_skewness_squared = 0.5;

// Sequential search (Devroye 1986, section X.3.3). Boost's own search can run for ever: the remainder of u = 1 - 2^-53
// may stay above every later probability after rounding. Beyond 100 a Poisson of mean 10 has probability below 1e-60.
std::int64_t invert(double u, double mean) {
  double probability = std::exp(-mean);
  double cumulative = probability;
  std::int64_t count = 0;
  while (u > cumulative && count < 100) {
    ++count;
    probability *= mean / static_cast<double>(count);
    cumulative += probability;
  }
  return count;
}

}  // namespace

std::int64_t poisson(Draws& draws, double mean) {
  assert(mean >= 0.0 && mean <= 1e12);
  if (mean <= 0.0) return 0;
  if (mean < largest_inverted_mean) return invert(draws.uniform(), mean);
  // PTRD (Hormann 1993). Its acceptance test cancels terms of the size of the mean in double: at mean 1e12 an
  // absolute error of about 2e-4 in the logarithm of a probability, far below what a sample can show.
  return boost::random::poisson_distribution<std::int64_t, double>(mean)(draws);
}

std::int64_t negative_binomial(Draws& draws, double mean, double theta) {
  assert(mean >= 0.0 && theta >= 0.0);
  if (mean <= 0.0) return 0;
  // Below 1e-9 the mixture differs from Poisson by less than double shows, and mean / theta may overflow.
  if (theta < 1e-9) return poisson(draws, mean);
  const double variance = mean * (1.0 + theta);
  const double skewness = (1.0 + 2.0 * theta) / std::sqrt(variance);
  if (mean >= 10.0 && skewness * skewness <= largest_transformed_skewness_squared) {
    // The gamma law of the same three moments, by the cube of a normal (Wilson and Hilferty 1931), rounded.
    const double cube_root = 1.0 + skewness / 6.0 * (normal(draws) - skewness / 6.0);
    const double deviation = 2.0 / skewness * (cube_root * cube_root * cube_root - 1.0);
    // Rounded by truncation: a call of llround costs as much as the rest of this line.
    return static_cast<std::int64_t>(std::max(0.0, mean + std::sqrt(variance) * deviation + 0.5));
  }
  return poisson(draws, gamma(draws, mean / theta, theta));
}

}  // namespace sim
