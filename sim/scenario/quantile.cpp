// Quantile functions on Boost.Math's normal distribution.
#include "sim/scenario/quantile.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace sim {

namespace {

// Valgrind has no long double, in which Boost.Math tries its tables before main: what underflows there is no error.
using Policy =
    boost::math::policies::policy<boost::math::policies::overflow_error<boost::math::policies::ignore_error>>;
const boost::math::normal_distribution<double, Policy> standard{0.0, 1.0};
constexpr double z90 = 1.2815515655446004;  // 90% point of the standard normal

}  // namespace

double Assumed::quantile(double u) const {
  if (form == Form::uniform) return low + u * (high - low);
  const auto score = [&](double value) {
    const double distance = form == Form::log_normal ? std::log(value) - std::log(median) : value - median;
    const double sd = distance < 0.0 ? below : above;
    return sd > 0.0 ? distance / sd : std::copysign(40.0, distance);
  };
  const double first = form == Form::log_normal && low <= 0.0 ? 0.0 : boost::math::cdf(standard, score(low));
  const double last = boost::math::cdf(standard, score(high));
  const double share = std::clamp(first + u * (last - first), 1e-300, 1.0 - 1e-16);
  const double z = boost::math::quantile(standard, share);
  const double step = z * (z < 0.0 ? below : above);
  const double value = form == Form::log_normal ? median * std::exp(step) : median + step;
  return std::clamp(value, low, high);
}

Assumed from_interval(double median, double p10, double p90, double low, double high) {
  return {Assumed::Form::normal, low, high, median, (median - p10) / z90, (p90 - median) / z90};
}

}  // namespace sim
