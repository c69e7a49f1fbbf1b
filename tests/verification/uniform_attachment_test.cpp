// Known answer 2: without popularity every node is as likely as any other, and children are geometric, P(c) = 2^-(c +
// 1). The random recursive tree (Na and Rapoport 1970).
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/verification/growing_tree.hpp"

using namespace sim::test;

TEST_CASE("uniform attachment gives geometric numbers of children") {
  const auto children = grow_tree(0.0, 1'000'000, 0);
  for (std::uint32_t c = 0; c < 14; ++c) {
    INFO(c << " children");
    const double law = std::pow(2.0, -static_cast<double>(c) - 1);
    CHECK(share_with(children, c) == Approx(law).margin(4 * std::sqrt(law / 1e6)).epsilon(0.003));
  }
}

TEST_CASE("a popularity near 0 comes as near to the geometric law") {
  const auto children = grow_tree(1e-6, 200'000, 1);
  for (std::uint32_t c = 0; c < 8; ++c) {
    const double law = std::pow(2.0, -static_cast<double>(c) - 1);
    CHECK(share_with(children, c) == Approx(law).margin(4 * std::sqrt(law / 2e5)).epsilon(0.003));
  }
}
