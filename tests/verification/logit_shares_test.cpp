// Known answer 3: when nothing feeds back, the shares of a logit choice are the softmax of the utilities.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/choice/cumulative.hpp"
#include "sim/choice/logit.hpp"
#include "sim/random/exponential.hpp"
#include "tests/sim/random/goodness_of_fit.hpp"

namespace {

// 40 alternatives from a spread of utilities, one of them forbidden.
Eigen::ArrayXd utilities() {
  Eigen::ArrayXd u(40);
  for (Eigen::Index i = 0; i < 40; ++i)
    u[i] = 3.0 * std::sin(static_cast<double>(i) * 1.7) + 0.02 * static_cast<double>(i);
  u[17] = -std::numeric_limits<double>::infinity();
  return u;
}

std::vector<double> softmax_in_long_double(const Eigen::ArrayXd& u) {
  long double sum = 0;
  for (const double v : u) sum += std::exp(static_cast<long double>(v));
  std::vector<double> shares;
  for (const double v : u) shares.push_back(static_cast<double>(std::exp(static_cast<long double>(v)) / sum));
  return shares;
}

}  // namespace

TEST_CASE("logit shares equal the softmax to rounding") {
  const auto expected = softmax_in_long_double(utilities());
  const Eigen::ArrayXd shares = sim::logit_shares(utilities());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(shares[static_cast<Eigen::Index>(i)] == Approx(expected[i]).epsilon(1e-13));
  }
}

TEST_CASE("a million independent choosers split as the softmax says, by cumulative sums and by Gumbel noise") {
  const Eigen::ArrayXd u = utilities();
  auto expected = softmax_in_long_double(u);
  const Eigen::ArrayXd weights = sim::logit_weights(u);
  const sim::Cumulative law(std::span(weights.data(), static_cast<std::size_t>(weights.size())));
  const sim::Stream choice(1, 0, "choice"), noise(1, 0, "noise");

  std::vector<double> drawn(40, 0.0);
  for (std::uint64_t e = 0; e < 1'000'000; ++e) drawn[law.draw(choice.at(e, 0).uniform())] += 1;

  // The same choice as the theory tells it: the best of utility plus a Gumbel draw for each alternative.
  std::vector<double> best(40, 0.0);
  for (std::uint64_t e = 0; e < 100'000; ++e) {
    sim::Draws draws = noise.at(e, 0);
    Eigen::Index winner = 0;
    double highest = -std::numeric_limits<double>::infinity();
    for (Eigen::Index i = 0; i < 40; ++i) {
      const double value = u[i] + sim::gumbel(draws);
      if (value > highest) {
        highest = value;
        winner = i;
      }
    }
    best[static_cast<std::size_t>(winner)] += 1;
  }
  CHECK(drawn[17] == 0);
  CHECK(best[17] == 0);
  std::vector<double> of_million, of_noise;
  for (const double share : expected) {
    of_million.push_back(1e6 * share);
    of_noise.push_back(1e5 * share);
  }
  CHECK(sim::test::chi_square_p(drawn, of_million) > 0.001);
  CHECK(sim::test::chi_square_p(best, of_noise) > 0.001);
}
