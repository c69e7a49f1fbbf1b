// Gamma draws with Boost.Random's fixed algorithms.
#include "sim/random/gamma.hpp"

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <cassert>
#include <cstdint>

#include "sim/numeric/bits.hpp"

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

// Rejection GS takes a uniform u and an exponential y; where u < p, p = e / (e + shape), it proposes x = exp(-y /
// shape), and takes it where u < p exp(-x). With the bound on x written as 2^-n (1 + m), m in [0, 1), the logarithm to
// the base 2 of 1 + m is at least m, so y > shape log 2 (n - m) shows that x is below the bound, and u < p (1 - bound)
// that it is taken.
std::optional<double> Gamma::unless_below(Draws& draws, double least) {
  constexpr double e = 2.718281828459045235, log_2 = 0.693147180559945309, margin = 1e-6;
  const double shape = law_->distribution.alpha(), bound = least / law_->distribution.beta();
  if (shape < 1.0 && bound > 1e-300 && bound < 1.0) {
    constexpr int mantissa = 52, bias = 1023;
    const auto bits = bit_cast<std::uint64_t>(bound);
    const double n = bias - static_cast<int>(bits >> mantissa);
    const double m = bit_cast<double>((bits << 12 >> 12) | std::uint64_t{bias} << mantissa) - 1.0;
    Draws ahead = draws;
    const double u = boost::uniform_01<double>()(ahead);
    const double y = boost::random::exponential_distribution<double>()(ahead);
    const bool is_taken = u < e / (e + shape) * (1.0 - bound) * (1.0 - 1e-12);
    if (is_taken && y > shape * ((n - m) * log_2 + margin)) return std::nullopt;
  }
  return law_->distribution(draws);
}

}  // namespace sim
