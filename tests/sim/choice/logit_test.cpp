// Logit shares: forbidden alternatives, extreme utilities, nests.
#include "sim/choice/logit.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

using Eigen::ArrayXd;

namespace {
constexpr double forbidden = -std::numeric_limits<double>::infinity();

ArrayXd array(std::initializer_list<double> values) {
  ArrayXd a(static_cast<Eigen::Index>(values.size()));
  Eigen::Index i = 0;
  for (const double v : values) a[i++] = v;
  return a;
}
}  // namespace

TEST_CASE("a forbidden alternative has share exactly 0 and leaves the others' odds alone") {
  const ArrayXd shares = sim::logit_shares(array({1.0, forbidden, 2.0, forbidden, 0.5}));
  CHECK(shares[1] == 0.0);
  CHECK(shares[3] == 0.0);
  CHECK(shares.sum() == Approx(1.0));
  CHECK(shares[2] / shares[0] == Approx(std::exp(1.0)));
}

TEST_CASE("when everything is forbidden every share is 0") {
  CHECK((sim::logit_shares(array({forbidden, forbidden})) == 0.0).all());
  CHECK(sim::inclusive_value(array({forbidden})) == forbidden);
  CHECK(sim::logit_shares(ArrayXd()).size() == 0);
}

TEST_CASE("huge utilities neither overflow nor lose the difference") {
  const ArrayXd shares = sim::logit_shares(array({1e6, 1e6 - 1, -1e6}));
  CHECK(shares[0] == Approx(1 / (1 + std::exp(-1.0))));
  CHECK(shares[2] < 1e-300);
  CHECK(sim::inclusive_value(array({1e6, 1e6})) == Approx(1e6 + std::log(2.0)));
}

TEST_CASE("adding one number to all utilities changes no share") {
  const ArrayXd u = array({0.3, -1.2, 2.5, 0.0, 1.1});
  CHECK((sim::logit_shares(u) - sim::logit_shares(u + 17.0)).abs().maxCoeff() < 1e-14);
}

TEST_CASE("an alternative that nobody chose before gains from all others alike") {
  const ArrayXd before = sim::logit_shares(array({1.0, 2.0, forbidden}));
  const ArrayXd after = sim::logit_shares(array({1.0, 2.0, 1.5}));
  CHECK(after[0] / before[0] == Approx(after[1] / before[1]));
}

TEST_CASE("a nested logit with dissimilarity 1 is the plain logit") {
  const ArrayXd u = array({0.2, 1.0, -0.5, 2.0, 0.7});
  const std::vector<int> nest{0, 1, 0, 1, 2};
  const auto nested = sim::nested_logit_shares(u, nest, ArrayXd::Zero(3), ArrayXd::Ones(3));
  CHECK((nested.alternatives - sim::logit_shares(u)).abs().maxCoeff() < 1e-14);
  CHECK(nested.nests.sum() == Approx(1.0));
}

TEST_CASE("two identical buses in one nest count almost as one when dissimilarity is small") {
  // The red bus and blue bus of the textbooks: a car against two buses that differ in colour only.
  const auto nested = sim::nested_logit_shares(array({1.0, 1.0, 1.0}), std::vector<int>{0, 1, 1}, ArrayXd::Zero(2),
                                               array({1.0, 0.001}));
  CHECK(nested.alternatives[0] == Approx(0.5).margin(0.001));
  CHECK(nested.alternatives[1] == Approx(0.25).margin(0.001));
}

TEST_CASE("nested shares follow the textbook formula and add up inside their nests") {
  const ArrayXd u = array({0.2, 1.0, -0.5, 2.0});
  const ArrayXd lambda = array({0.5, 0.8}), own = array({0.3, 0.0});
  const auto nested = sim::nested_logit_shares(u, std::vector<int>{0, 0, 1, 1}, own, lambda);
  const double s0 = std::exp(0.4) + std::exp(2.0), s1 = std::exp(-0.625) + std::exp(2.5);
  const double v0 = std::exp(0.3) * std::pow(s0, 0.5), v1 = std::pow(s1, 0.8);
  CHECK(nested.nests[0] == Approx(v0 / (v0 + v1)));
  CHECK(nested.alternatives[3] == Approx(v1 / (v0 + v1) * std::exp(2.5) / s1));
  CHECK(nested.alternatives[0] + nested.alternatives[1] == Approx(nested.nests[0]));
}

TEST_CASE("a nest whose alternatives are all forbidden or that is empty has share 0") {
  const auto nested = sim::nested_logit_shares(array({forbidden, forbidden, 1.0}), std::vector<int>{0, 0, 1},
                                               array({9.0, 0.0, 9.0}), ArrayXd::Constant(3, 0.5));
  CHECK(nested.nests[0] == 0.0);
  CHECK(nested.nests[1] == 1.0);
  CHECK(nested.nests[2] == 0.0);
  CHECK(nested.alternatives[2] == 1.0);
}
