// Yule-Simon draws: the stationary law of "the more pins, the more new pins".
#pragma once

#include <cassert>
#include <cmath>

#include "sim/random/stream.hpp"

namespace sim {

// Failures before the first success of probability exp(-w), w > 0.
inline double geometric(Draws& draws, double w) {
  const double u = draws.uniform();
  // log(1 - exp(-w)), exact at both ends.
  const double log_failure = w < 0.693 ? std::log(-std::expm1(-w)) : std::log1p(-std::exp(-w));
  return std::floor(std::log1p(-u) / log_failure);
}

// P(k) = exponent * B(k, exponent + 1), k = 1, 2, ...; the tail falls as k^-(exponent + 1) and the mean is
// exponent / (exponent - 1) above 1, infinite below. A Simon process with probability a of a new node has
// exponent 1 / (1 - a) (Simon 1955). Returned as double because the tail exceeds 64-bit integers; always whole.
// Method: geometric with success probability exp(-w), w exponential of rate `exponent` (Devroye 1986, section X.6.3);
// two uniforms, monotone in both.
inline double yule_simon(Draws& draws, double exponent) {
  assert(exponent > 0.0);
  return 1.0 + geometric(draws, -std::log1p(-draws.uniform()) / exponent);
}

// P(k >= least) of a whole `least` from 1 on.
inline double yule_simon_tail(double exponent, std::uint32_t least) {
  double tail = 1.0;
  for (std::uint32_t j = 1; j < least; ++j) tail *= j / (j + exponent);
  return tail;
}

// A draw given that it is at least `least`. Its w is then a sum of exponentials of rates exponent, exponent + 1, …,
// exponent + least - 1 (exp(-w) is a beta variate of exponent and least), and what exceeds `least` is geometric as
// before. least + 1 uniforms, monotone in each.
inline double yule_simon_from(Draws& draws, double exponent, std::uint32_t least) {
  assert(exponent > 0.0 && least >= 1);
  double w = 0.0;
  for (std::uint32_t j = 0; j < least; ++j) w -= std::log1p(-draws.uniform()) / (exponent + j);
  return least + geometric(draws, w);
}

}  // namespace sim
