// Bernoulli and binomial draws.
#pragma once

#include <cassert>
#include <cstdint>

#include "sim/random/stream.hpp"

namespace sim {

// True with the given probability; one uniform, and raising the probability never turns a yes into a no.
inline bool bernoulli(Draws& draws, double probability) {
  assert(probability >= 0.0 && probability <= 1.0);
  return draws.uniform() < probability;
}

// Number of successes in `trials` (>= 0) independent trials.
std::int64_t binomial(Draws& draws, std::int64_t trials, double probability);

}  // namespace sim
