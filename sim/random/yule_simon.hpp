// Yule-Simon draws: the stationary law of "the more pins, the more new pins".
#pragma once

#include <cassert>
#include <cmath>

#include "sim/random/stream.hpp"

namespace sim {

// P(k) = exponent * B(k, exponent + 1), k = 1, 2, ...; the tail falls as k^-(exponent + 1) and the mean is
// exponent / (exponent - 1) above 1, infinite below. A Simon process with probability a of a new node has
// exponent 1 / (1 - a) (Simon 1955). Returned as double because the tail exceeds 64-bit integers; always whole.
// Method: geometric with success probability exp(-w), w exponential of rate `exponent` (Devroye 1986, section X.6.3);
// two uniforms, monotone in both.
inline double yule_simon(Draws& draws, double exponent) {
  assert(exponent > 0.0);
  const double w = -std::log1p(-draws.uniform()) / exponent;
  const double u = draws.uniform();
  // log(1 - exp(-w)), exact at both ends.
  const double log_failure = w < 0.693 ? std::log(-std::expm1(-w)) : std::log1p(-std::exp(-w));
  return 1.0 + std::floor(std::log1p(-u) / log_failure);
}

}  // namespace sim
