// Counts: Poisson for any mean, and negative binomial whose variance is proportional to its mean.
#pragma once

#include <cstdint>

#include "sim/random/stream.hpp"

namespace sim {

// Mean from 0 (always 0) to 1e12. Below 10 one uniform and monotone in it; above by rejection.
std::int64_t poisson(Draws& draws, double mean);

// Negative binomial of kind NB1 (Cameron and Trivedi 1986): variance mean * (1 + theta), theta >= 0; 0 is Poisson.
// Closed under sums: independent NB1 counts of one theta add to an NB1 count of that theta. Where its skewness is at
// most 0.7 and the mean at least 10, one uniform and monotone in it and in the mean, within 0.0012 in distribution
// function; else a gamma mixture of Poissons.
std::int64_t negative_binomial(Draws& draws, double mean, double theta);

}  // namespace sim
