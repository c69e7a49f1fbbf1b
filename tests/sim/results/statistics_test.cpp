// Quantiles and paired differences on numbers that can be checked by hand.
#include "sim/results/statistics.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

TEST_CASE("quantiles are linear between order statistics") {
  const std::vector<double> x{1.0, 2.0, 3.0, 4.0, 5.0};
  REQUIRE(sim::sorted_quantile(x, 0.0) == 1.0);
  REQUIRE(sim::sorted_quantile(x, 0.5) == 3.0);
  REQUIRE(sim::sorted_quantile(x, 0.1) == Approx(1.4));
  REQUIRE(sim::sorted_quantile(x, 1.0) == 5.0);
  REQUIRE(std::isnan(sim::sorted_quantile({}, 0.5)));
}

TEST_CASE("paired statistics of four pairs are what paper and pencil give") {
  const std::vector<float> policy{2.0F, 4.0F, 6.0F, 9.0F};
  const std::vector<float> reference{1.0F, 2.0F, 3.0F, 10.0F};
  const sim::PairedStatistics s = sim::paired_statistics(policy, reference);  // differences 1, 2, 3, -1
  REQUIRE(s.pairs == 4);
  REQUIRE(s.effect == Approx(1.25));
  REQUIRE(s.low == Approx(-0.4));
  REQUIRE(s.high == Approx(2.7));
  REQUIRE(s.sign_probability == 0.75);
  REQUIRE(s.standard_error == Approx(std::sqrt(35.0 / 12.0 / 4.0)));
  // var(policy) = 107/12, var(reference) = 50/3, var(difference) = 35/12
  REQUIRE(s.variance_removed == Approx(1.0 - (35.0 / 12.0) / (107.0 / 12.0 + 50.0 / 3.0)));
}

TEST_CASE("equal values have an effect of exactly 0, no sign, and all their variance removed") {
  const std::vector<float> x{0.1F, 0.7F, 0.3F};
  const sim::PairedStatistics s = sim::paired_statistics(x, x);
  REQUIRE(s.effect == 0.0);
  REQUIRE(s.low == 0.0);
  REQUIRE(s.high == 0.0);
  REQUIRE(std::isnan(s.sign_probability));
  REQUIRE(s.variance_removed == 1.0);
}

TEST_CASE("pairs without a value on one side are left out") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> policy{nan, 2.0F, 3.0F};
  const std::vector<float> reference{1.0F, nan, 1.0F};
  const sim::PairedStatistics s = sim::paired_statistics(policy, reference);
  REQUIRE(s.pairs == 1);
  REQUIRE(s.effect == 2.0);
  REQUIRE(std::isnan(s.standard_error));
  REQUIRE(std::isnan(sim::paired_statistics({}, {}).effect));
}
