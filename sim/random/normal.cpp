// The normal quantile through Boost.Math's inverse complementary error function.
#include "sim/random/normal.hpp"

#include <boost/math/constants/constants.hpp>
#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cassert>
#include <cmath>

namespace sim {

double normal_quantile(double u) {
  assert(u > 0.0 && u < 1.0);
  // Without promotion to long double: that would cost a factor of about three for bits nobody sees.
  using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  return -boost::math::constants::root_two<double>() * boost::math::erfc_inv(2.0 * u, Policy());
}

double lognormal(Draws& draws, double median, double sd) { return median * std::exp(sd * normal(draws)); }

}  // namespace sim
