// Binomial draws with Boost.Random's fixed algorithm.
#include "sim/random/binomial.hpp"

#include <boost/random/binomial_distribution.hpp>

namespace sim {

// BTRD (Hormann 1993, "The generation of binomial random variates"), by inversion when the mode is below 11.
std::int64_t binomial(Draws& draws, std::int64_t trials, double probability) {
  assert(trials >= 0 && probability >= 0.0 && probability <= 1.0);
  if (trials == 0 || probability <= 0.0) return 0;
  if (probability >= 1.0) return trials;
  return boost::random::binomial_distribution<std::int64_t, double>(trials, probability)(draws);
}

}  // namespace sim
