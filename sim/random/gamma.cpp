// Gamma draws with Boost.Random's fixed algorithms.
#include "sim/random/gamma.hpp"

#include <boost/random/gamma_distribution.hpp>
#include <cassert>

namespace sim {

// Below shape 1 Boost takes rejection GS of Ahrens and Dieter (1974), above it the tangent method of Knuth (1998,
// volume 2, section 3.4.1), at shape 1 the exponential. Rejection takes a varying number of uniforms, so a gamma should
// be the last draw of its run or have a stream of its own.
double gamma(Draws& draws, double shape, double scale) {
  assert(shape > 0.0 && scale > 0.0);
  return boost::random::gamma_distribution<double>(shape, scale)(draws);
}

struct Gamma::Law {
  boost::random::gamma_distribution<double> distribution;
};

Gamma::Gamma(double shape, double scale)
    : law_(std::make_unique<Law>(Law{boost::random::gamma_distribution<double>(shape, scale)})) {
  assert(shape > 0.0 && scale > 0.0);
}

Gamma::~Gamma() = default;

double Gamma::operator()(Draws& draws) { return law_->distribution(draws); }

}  // namespace sim
