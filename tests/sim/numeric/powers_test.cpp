// Powers of many numbers at once, against the standard library's of each.
#include "sim/numeric/powers.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/random/stream.hpp"

TEST_CASE("powers of many are those of each to 2e-14, however many, and 0 stays 0") {
  sim::Draws draws = sim::Stream(1, 0, "powers").at(0, 0);
  for (const double exponent : {0.3, 1.0, 1.0 / 0.7, 1.7, 4.0}) {
    for (std::size_t count = 0; count < 40; ++count) {
      std::vector<double> values(count);
      for (double& value : values) value = std::pow(10.0, -6.0 * draws.uniform());
      if (count > 5) values[5] = 0.0;
      std::vector<double> raised = values;
      sim::raise(raised, exponent);
      for (std::size_t i = 0; i < count; ++i) {
        const double expected = std::pow(values[i], exponent);
        CHECK(std::abs(raised[i] - expected) <= 2e-14 * expected);
      }
      if (count > 5) CHECK(raised[5] == 0.0);
    }
  }
}

TEST_CASE("a number has the same bits alone and among others, four at a time") {
  sim::Draws draws = sim::Stream(2, 0, "powers").at(0, 0);
  std::vector<double> together(1000);
  for (double& value : together) value = draws.uniform();
  std::vector<double> alone = together;
  sim::raise(together, 1.7);
  for (double& value : alone) sim::raise({&value, 1}, 1.7);
  CHECK(alone == together);
}
