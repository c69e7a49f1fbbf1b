// Known answer 1: attachment in proportion to 1 + children gives P(c) = 4 / ((c + 1)(c + 2)(c + 3)).
// Krapivsky and Redner 2001, "Organization of growing random networks"; Bollobas, Riordan, Spencer, Tusnady 2001.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/verification/growing_tree.hpp"

using namespace sim::test;

TEST_CASE("popularity alone gives the degree exponent 3 and two thirds of nodes without children") {
  const auto children = grow_tree(1.0, 1'000'000, 0);
  REQUIRE(children.size() == 1'000'000);
  for (std::uint32_t c = 0; c < 8; ++c) {
    INFO(c << " children");
    // Four standard deviations of a share at a million nodes, or 0.1% for growth in steps of a thousandth.
    const double law = 4.0 / ((c + 1.0) * (c + 2.0) * (c + 3.0));
    CHECK(share_with(children, c) == Approx(law).margin(4 * std::sqrt(law / 1e6)).epsilon(0.001));
  }

  // Maximum likelihood of a discrete power law above kmin (Clauset, Shalizi, Newman 2009, equation 3.7), on
  // k = children + 2, for which the law is a power with error of order k^-2 only.
  double log_sum = 0, nodes = 0;
  const double smallest = 12;
  for (const std::uint32_t c : children) {
    if (c + 2.0 < smallest) continue;
    log_sum += std::log((c + 2.0) / (smallest - 0.5));
    ++nodes;
  }
  CHECK(nodes / 1e6 == Approx(2.0 / (11 * 12)).epsilon(0.04));
  CHECK(1 + nodes / log_sum == Approx(3.0).margin(0.1));
}

TEST_CASE("every birth is the child of exactly one node") {
  const auto children = grow_tree(1.0, 20'000, 1);
  std::uint64_t total = 0;
  for (const std::uint32_t c : children) total += c;
  CHECK(total == 19'999);
}
