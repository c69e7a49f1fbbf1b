// Normal and lognormal draws by inversion: one uniform each and monotone in it, which keeps common random numbers
// common.
#pragma once

#include "sim/random/stream.hpp"

namespace sim {

// Quantile of the standard normal law; u in (0, 1).
double normal_quantile(double u);

inline double normal(Draws& draws) { return normal_quantile(draws.uniform()); }

inline double normal(Draws& draws, double mean, double sd) { return mean + sd * normal(draws); }

// exp of a normal; `median` in the caller's unit, `sd` of the natural logarithm.
double lognormal(Draws& draws, double median, double sd);

}  // namespace sim
