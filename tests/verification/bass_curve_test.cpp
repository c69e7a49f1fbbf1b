// Known answer 5: without feedback, and with a family's share equal to its awareness, awareness is the Bass curve.
// Bass 1969: A(t) = (1 - k e^{-(p + q) t}) / (1 + (q / p) k e^{-(p + q) t}) with k set by A(0).
#include <catch2/catch.hpp>
#include <cmath>

#include "models/arrival/arrival.hpp"

using namespace weightshed;

namespace {

double bass(double t, double start, double p, double q) {
  const double k = p * (1.0 - start) / (p + q * start);
  const double decayed = k * std::exp(-(p + q) * t);
  return (1.0 - decayed) / (1.0 + q / p * decayed);
}

// Largest distance between the curve and steps of the model, over two years.
double error(std::uint32_t steps_a_year, const arrival::Parameters& p) {
  double awareness = 0.0, largest = 0.0;
  const sim::Years dt{1.0 / steps_a_year};
  for (std::uint32_t i = 1; i <= 2 * steps_a_year; ++i) {
    awareness = arrival::spread_awareness(awareness, awareness, dt, p);
    largest = std::max(largest, std::abs(awareness - bass(i * dt.value, 0.0, p.innovate, p.imitate)));
  }
  return largest;
}

}  // namespace

TEST_CASE("the closed form solves the equation of Bass") {
  const double p = 0.1, q = 5.0, h = 1e-6;
  CHECK(bass(0.0, 0.3, p, q) == Approx(0.3));
  for (const double t : {0.1, 0.5, 1.0}) {
    const double a = bass(t, 0.3, p, q), slope = (bass(t + h, 0.3, p, q) - bass(t - h, 0.3, p, q)) / (2.0 * h);
    CHECK(slope == Approx((p + q * a) * (1.0 - a)).epsilon(1e-6));
  }
}

TEST_CASE("awareness with a share equal to itself follows the Bass curve, with an error in proportion to the step") {
  const arrival::Parameters p;  // innovate 0.10, imitate 27 a year
  // The share is held for a step, so the error is first order: about (p + q) dt of the steepest stretch.
  const double coarse = error(1000, p), fine = error(10000, p), finest = error(100000, p);
  CHECK(coarse < 27.1 / 1000.0);
  CHECK(fine < 27.1 / 10000.0);
  CHECK(finest < 27.1 / 100000.0);
  CHECK(coarse / fine == Approx(10.0).epsilon(0.1));
  CHECK(fine / finest == Approx(10.0).epsilon(0.1));
}

TEST_CASE("at the weekly step and a slow imitation the curve is met within two points") {
  arrival::Parameters p;
  p.imitate = 2.0;
  double awareness = 0.05;
  const double dt = sim::Steps{}.length().value;
  for (int i = 1; i <= 52 * 5; ++i) {
    awareness = arrival::spread_awareness(awareness, awareness, sim::Steps{}.length(), p);
    REQUIRE(awareness == Approx(bass(i * dt, 0.05, p.innovate, p.imitate)).margin(0.02));
  }
}
