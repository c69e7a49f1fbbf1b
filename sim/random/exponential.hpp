// Exponential draws by inversion: one uniform each, monotone in it.
#pragma once

#include <cassert>
#include <cmath>

#include "sim/random/stream.hpp"

namespace sim {

// Waiting time of a Poisson process; mean > 0 in the caller's unit.
inline double exponential(Draws& draws, double mean = 1.0) {
  assert(mean >= 0.0);
  return -mean * std::log1p(-draws.uniform());
}

}  // namespace sim
