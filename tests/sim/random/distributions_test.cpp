// Distributions against their laws: Kolmogorov-Smirnov or chi-square, moments, monotone inversion, edges.
#include "sim/random/distributions.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <catch2/catch.hpp>
#include <vector>

#include "tests/sim/random/goodness_of_fit.hpp"

using sim::Draws;
using sim::Stream;
using namespace sim::test;

namespace {

// One draw an entity, as the model does it.
template <class Draw>
std::vector<double> sample(const char* name, std::uint64_t size, Draw draw) {
  const Stream stream(2026, 0, name);
  std::vector<double> x;
  for (std::uint64_t e = 0; e < size; ++e) {
    Draws draws = stream.at(e, 0);
    x.push_back(static_cast<double>(draw(draws)));
  }
  return x;
}

// Chi-square of whole numbers from 0 to `largest` (the rest pooled) against a probability function.
template <class Pmf>
double counts_p(const std::vector<double>& x, int smallest, int largest, Pmf pmf) {
  std::vector<double> observed(static_cast<std::size_t>(largest - smallest + 2), 0.0), expected;
  for (const double v : x) {
    REQUIRE(v >= smallest);
    observed[static_cast<std::size_t>(std::min(v, largest + 1.0) - smallest)] += 1;
  }
  double rest = 1;
  for (int k = smallest; k <= largest; ++k) {
    rest -= pmf(k);
    expected.push_back(static_cast<double>(x.size()) * pmf(k));
  }
  expected.push_back(static_cast<double>(x.size()) * std::max(rest, 0.0));
  return chi_square_p(observed, expected);
}

}  // namespace

TEST_CASE("normal draws follow the normal law") {
  const auto x = sample("normal", 100000, [](Draws& d) { return sim::normal(d); });
  CHECK(ks_p(x, [](double v) { return boost::math::cdf(boost::math::normal(), v); }) > 0.001);
  const auto y = sample("normal", 100000, [](Draws& d) { return sim::normal(d, 3.0, 2.0); });
  CHECK(moments(y).mean == Approx(3.0).margin(4 * 2.0 / std::sqrt(1e5)));
  CHECK(moments(y).variance == Approx(4.0).epsilon(0.03));
}

TEST_CASE("the normal quantile inverts the normal law into both tails") {
  for (const double u : {0x1p-53, 1e-12, 0.001, 0.3, 0.5, 0.9, 1.0 - 0x1p-53}) {
    CHECK(boost::math::cdf(boost::math::normal(), sim::normal_quantile(u)) == Approx(u).epsilon(1e-12));
  }
  CHECK(sim::normal_quantile(0.5) == 0.0);
}

TEST_CASE("the normal quantile agrees with Boost's to rounding") {
  Draws draws = Stream(1, 0, "quantile").at(0, 0);
  for (int i = 0; i < 100000; ++i) {
    // Every third far in a tail.
    const double u = i % 3 == 0 ? std::pow(draws.uniform(), 12.0) : draws.uniform();
    if (u < 1e-300) continue;
    REQUIRE(sim::normal_quantile(u) ==
            Approx(boost::math::quantile(boost::math::normal(), u)).epsilon(2e-15).margin(2e-16));
  }
}

TEST_CASE("lognormal draws have the median and the log standard deviation asked for") {
  const auto x = sample("lognormal", 50000, [](Draws& d) { return std::log(sim::lognormal(d, 75.0, 1.4)); });
  CHECK(ks_p(x, [](double v) { return boost::math::cdf(boost::math::normal(std::log(75.0), 1.4), v); }) > 0.001);
}

TEST_CASE("exponential draws follow their law") {
  const auto x = sample("exponential", 100000, [](Draws& d) { return sim::exponential(d, 2.5); });
  CHECK(ks_p(x, [](double v) { return -std::expm1(-v / 2.5); }) > 0.001);
}

TEST_CASE("a gamma law kept for many draws gives the same as one made for each") {
  const sim::Stream stream(1, 0, "gamma");
  for (const double shape : {0.06, 0.7, 1.0, 2.0}) {
    sim::Gamma law(shape, 3.0);
    for (std::uint32_t e = 0; e < 1000; ++e) {
      sim::Draws kept = stream.at(e, 0), made = stream.at(e, 0);
      CHECK(law(kept) == sim::gamma(made, shape, 3.0));
      CHECK(kept.bits() == made.bits());
    }
  }
}

TEST_CASE("gamma draws follow the gamma law for shapes below, at and above 1") {
  for (const double shape : {0.05, 0.3, 1.0, 2.5, 40.0}) {
    const auto x = sample("gamma", 100000, [&](Draws& d) { return sim::gamma(d, shape, 3.0); });
    INFO("shape " << shape);
    CHECK(ks_p(x, [&](double v) {
            return v > 0 ? boost::math::cdf(boost::math::gamma_distribution<>(shape, 3.0), v) : 0.0;
          }) > 0.001);
  }
}

TEST_CASE("Poisson counts follow the Poisson law on both sides of the change of method") {
  for (const double mean : {0.02, 0.3, 3.0, 9.99, 10.0, 35.0, 300.0}) {
    const auto x = sample("poisson", 100000, [&](Draws& d) { return sim::poisson(d, mean); });
    INFO("mean " << mean);
    CHECK(counts_p(x, 0, static_cast<int>(mean + 8 * std::sqrt(mean) + 8),
                   [&](int k) { return boost::math::pdf(boost::math::poisson(mean), k); }) > 0.001);
  }
}

TEST_CASE("Poisson counts of huge means are normal around their mean") {
  for (const double mean : {1e6, 1e9, 1e12}) {
    const auto x = sample("poisson", 50000, [&](Draws& d) {
      return (static_cast<double>(sim::poisson(d, mean)) - mean) / std::sqrt(mean);
    });
    INFO("mean " << mean);
    CHECK(ks_p(x, [](double v) { return boost::math::cdf(boost::math::normal(), v); }) > 0.001);
  }
}

TEST_CASE("a mean of 0 always counts 0 and the largest uniform ends the search") {
  Draws draws = Stream(1, 0, "edge").at(0, 0);
  CHECK(sim::poisson(draws, 0.0) == 0);
  CHECK(sim::negative_binomial(draws, 0.0, 2.0) == 0);
  CHECK(sim::binomial(draws, 0, 0.5) == 0);
  CHECK(sim::binomial(draws, 7, 0.0) == 0);
  CHECK(sim::binomial(draws, 7, 1.0) == 7);
  CHECK_FALSE(sim::bernoulli(draws, 0.0));
  CHECK(sim::bernoulli(draws, 1.0));
}

TEST_CASE("a small Poisson count never falls when its mean rises, draw by draw") {
  const Stream stream(8, 0, "monotone");
  for (std::uint64_t e = 0; e < 2000; ++e) {
    std::int64_t last = 0;
    for (const double mean : {0.1, 0.5, 1.0, 2.0, 5.0, 9.0}) {
      Draws draws = stream.at(e, 0);
      const std::int64_t count = sim::poisson(draws, mean);
      REQUIRE(count >= last);
      last = count;
    }
  }
}

TEST_CASE("negative binomial counts follow NB1, variance proportional to the mean") {
  for (const double mean : {0.3, 4.0, 60.0}) {
    const double theta = 2.0;
    // Shape r = mean / theta and success probability 1 / (1 + theta) in the usual form.
    const boost::math::negative_binomial law(mean / theta, 1 / (1 + theta));
    const auto x = sample("nb1", 100000, [&](Draws& d) { return sim::negative_binomial(d, mean, theta); });
    INFO("mean " << mean);
    CHECK(counts_p(x, 0, static_cast<int>(mean + 12 * std::sqrt(3 * mean) + 20),
                   [&](int k) { return boost::math::pdf(law, k); }) > 0.001);
    CHECK(moments(x).variance / moments(x).mean == Approx(1 + theta).epsilon(0.03));
  }
}

TEST_CASE("a large negative binomial count is a transformed normal close to its law, one uniform and monotone") {
  const Stream stream(9, 0, "large");
  for (const double theta : {0.5, 2.0, 20.0, 1000.0}) {
    const double mean = std::max(10.0, 2.0 * (1 + 2 * theta) * (1 + 2 * theta) / (1 + theta) * 1.001);
    const double sd = std::sqrt(mean * (1 + theta));
    const boost::math::negative_binomial law(mean / theta, 1 / (1 + theta));
    std::vector<double> x;
    for (std::uint64_t e = 0; e < 200000; ++e) {
      Draws draws = stream.at(e, 0);
      x.push_back(static_cast<double>(sim::negative_binomial(draws, mean, theta)));
      if (e < 2000) {
        Draws again = stream.at(e, 0);
        REQUIRE(static_cast<double>(sim::negative_binomial(again, 1.05 * mean, theta)) >= x.back());
      }
    }
    std::sort(x.begin(), x.end());
    double farthest = 0.0;
    for (double k = std::max(0.0, std::floor(mean - 4 * sd)); k < mean + 5 * sd; k += std::ceil(sd / 50)) {
      const auto below = std::upper_bound(x.begin(), x.end(), k) - x.begin();
      farthest = std::max(farthest, std::abs(static_cast<double>(below) / 200000 - boost::math::cdf(law, k)));
    }
    INFO("theta " << theta << ", mean " << mean);
    CHECK(farthest < 0.0012 + 1.95 / std::sqrt(200000.0));  // Kolmogorov's distance, exceeded once in 1000
    CHECK(moments(x).variance / moments(x).mean == Approx(1 + theta).epsilon(0.015));
  }
}

TEST_CASE("negative binomial without dispersion is Poisson") {
  const auto x = sample("nb0", 50000, [](Draws& d) { return sim::negative_binomial(d, 4.0, 0.0); });
  CHECK(counts_p(x, 0, 20, [](int k) { return boost::math::pdf(boost::math::poisson(4.0), k); }) > 0.001);
}

TEST_CASE("binomial counts follow the binomial law for few and for many trials") {
  struct Law {
    int trials;
    double probability;
  };
  for (const Law& law : {Law{1, 0.597}, Law{20, 0.1}, Law{20, 0.8}, Law{500, 0.3}, Law{1000, 0.9}}) {
    const auto x = sample("binomial", 100000, [&](Draws& d) { return sim::binomial(d, law.trials, law.probability); });
    INFO("trials " << law.trials << " probability " << law.probability);
    const boost::math::binomial expected(law.trials, law.probability);
    CHECK(counts_p(x, 0, law.trials, [&](int k) { return boost::math::pdf(expected, k); }) > 0.001);
  }
  const auto large = sample("binomial", 20000, [](Draws& d) { return sim::binomial(d, 10'000'000'000, 0.25); });
  CHECK(moments(large).mean == Approx(2.5e9).margin(4 * std::sqrt(1.875e9 / 2e4)));
  CHECK(moments(large).variance == Approx(1.875e9).epsilon(0.05));
}

TEST_CASE("bernoulli is yes as often as asked") {
  const auto x = sample("bernoulli", 100000, [](Draws& d) { return sim::bernoulli(d, 0.06) ? 1 : 0; });
  CHECK(moments(x).mean == Approx(0.06).margin(4 * std::sqrt(0.06 * 0.94 / 1e5)));
}

TEST_CASE("Yule-Simon counts from a least one on follow the law given that they reach it") {
  CHECK(sim::yule_simon_tail(1.1, 1) == 1.0);
  for (const double exponent : {0.8, 1.1, 3.0}) {
    const std::uint32_t least = 7;
    const double tail = sim::yule_simon_tail(exponent, least);
    CHECK(tail == Approx(exponent * boost::math::beta(exponent, static_cast<double>(least))));
    const auto x = sample("yule tail", 200000, [&](Draws& d) { return sim::yule_simon_from(d, exponent, least); });
    INFO("exponent " << exponent);
    CHECK(counts_p(x, 7, 500, [&](int k) {
            return exponent * boost::math::beta(static_cast<double>(k), exponent + 1) / tail;
          }) > 0.001);
  }
}

TEST_CASE("Yule-Simon counts follow their law, also at exponents near 1") {
  for (const double exponent : {0.8, 1.06, 1.5, 3.0}) {
    const auto x = sample("yule", 200000, [&](Draws& d) { return sim::yule_simon(d, exponent); });
    INFO("exponent " << exponent);
    CHECK(counts_p(x, 1, 500,
                   [&](int k) { return exponent * boost::math::beta(static_cast<double>(k), exponent + 1); }) > 0.001);
  }
}
