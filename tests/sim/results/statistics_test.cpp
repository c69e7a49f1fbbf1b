// Quantiles, shares of variance and paired differences on numbers that can be checked by hand.
#include "sim/results/statistics.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "sim/random/normal.hpp"
#include "sim/random/stream.hpp"

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

namespace {

// Worlds × members of what `value` says of a world and a member.
template <class Value>
std::vector<float> histories(std::size_t worlds, std::size_t members, Value value) {
  std::vector<float> all;
  for (std::size_t w = 0; w < worlds; ++w) {
    for (std::size_t m = 0; m < members; ++m) all.push_back(static_cast<float>(value(w, m)));
  }
  return all;
}

std::vector<std::uint32_t> own_keys(std::size_t worlds) {
  std::vector<std::uint32_t> keys(worlds);
  for (std::size_t w = 0; w < worlds; ++w) keys[w] = static_cast<std::uint32_t>(1000 + w);
  return keys;
}

}  // namespace

TEST_CASE("luck that all worlds share is worth one draw a member") {
  const auto x = histories(16, 8, [](std::size_t, std::size_t m) { return m * m; });
  const auto s = sim::variance_shares(x, std::vector<std::uint32_t>(16, 5));
  CHECK(s.members == Approx(1.0));
  CHECK(s.worlds == Approx(0.0).margin(1e-12));
  CHECK(s.within == Approx(0.0).margin(1e-12));
  CHECK(s.draws == Approx(8.0));
}

TEST_CASE("assumptions alone are worth one draw a world, whatever the keys") {
  const auto x = histories(16, 8, [](std::size_t w, std::size_t) { return w * w; });
  for (const auto& keys : {own_keys(16), std::vector<std::uint32_t>(16, 5)}) {
    const auto s = sim::variance_shares(x, keys);
    CHECK(s.worlds == Approx(1.0));
    CHECK(s.members == Approx(0.0).margin(1e-12));
    CHECK(s.draws == Approx(16.0));
  }
}

TEST_CASE("one analysis of many values gives what a new one for each gives") {
  const std::vector<std::uint32_t> keys{7, 3, 7, 9};
  sim::VarianceAnalysis variance(keys);
  sim::PairedAnalysis paired;
  for (const double power : {1.0, 2.0, 3.0, 4.0}) {
    const auto x =
        histories(4, 3, [&](std::size_t w, std::size_t m) { return std::pow(static_cast<double>(w + 2 * m), power); });
    const auto y = histories(4, 3, [&](std::size_t w, std::size_t m) {
      return std::sin(static_cast<double>(w) * power + static_cast<double>(m));
    });
    const auto a = variance(x), b = sim::variance_shares(x, keys);
    CHECK((a.members == b.members && a.worlds == b.worlds && a.within == b.within && a.draws == b.draws));
    const auto c = paired(x, y), d = sim::paired_statistics(x, y);
    CHECK((c.effect == d.effect && c.standard_error == d.standard_error && c.low == d.low && c.high == d.high));
    CHECK((c.variance_removed == d.variance_removed && c.sign_probability == d.sign_probability));
  }
}

TEST_CASE("luck of their own makes every history a draw") {
  // +1 and -1 in every world: all means are equal, so nothing is between worlds.
  const auto x = histories(16, 8, [](std::size_t, std::size_t m) { return m % 2 == 0 ? 1.0 : -1.0; });
  const auto s = sim::variance_shares(x, own_keys(16));
  CHECK(s.within == Approx(1.0));
  CHECK(s.members == 0.0);
  CHECK(s.worlds == 0.0);
  CHECK(s.draws == Approx(128.0));
}

TEST_CASE("shares of a sum are those of its parts, for own and for common luck") {
  // Many worlds and members, so that moments are near their expectation: variances 4 (worlds), 9 (luck), 1 (rest).
  const std::size_t worlds = 200;
  const std::size_t members = 200;
  const sim::Stream stream(1, 0, "shares of variance");
  const auto normal = [&](std::uint64_t entity, std::uint32_t step) {
    sim::Draws draws = stream.at(entity, step);
    return sim::normal(draws);
  };
  for (const std::uint32_t each : {1U, 2U, 200U}) {  // worlds of one key
    std::vector<std::uint32_t> keys;
    for (std::uint32_t w = 0; w < worlds; ++w) keys.push_back(w / each);
    const auto x = histories(worlds, members, [&](std::size_t w, std::size_t m) {
      const auto member = static_cast<std::uint32_t>(m);
      return 2.0 * normal(w, 1000) + 3.0 * normal(1000 + keys[w], member) + normal(w, 2000 + member);
    });
    const auto s = sim::variance_shares(x, keys);
    INFO(each);
    CHECK(s.members + s.worlds + s.within == Approx(1.0));
    CHECK(s.worlds == Approx(4.0 / 14.0).margin(0.06));
    CHECK(s.members == Approx(each == 1 ? 0.0 : 9.0 / 14.0).margin(0.06));
    CHECK(s.within == Approx(each == 1 ? 10.0 / 14.0 : 1.0 / 14.0).margin(0.06));
    const double of_mean = s.worlds / 200.0 + s.members * each / 40000.0 + s.within / 40000.0;
    CHECK(s.draws == Approx(1.0 / of_mean));
  }
}

TEST_CASE("where nothing varies or a value is missing there is nothing to share") {
  auto x = histories(4, 3, [](std::size_t, std::size_t) { return 0.1; });
  CHECK(std::isnan(sim::variance_shares(x, own_keys(4)).within));
  CHECK(std::isnan(sim::variance_shares(x, own_keys(4)).draws));
  x[5] = 2.0F;
  CHECK_FALSE(std::isnan(sim::variance_shares(x, own_keys(4)).draws));
  x[7] = std::numeric_limits<float>::quiet_NaN();
  CHECK(std::isnan(sim::variance_shares(x, own_keys(4)).draws));
  CHECK(std::isnan(sim::variance_shares({}, {}).draws));
}

TEST_CASE("with one world all variance is luck, with one member luck and assumptions are not told apart") {
  const auto one_world = sim::variance_shares(std::vector<float>{1.0F, 5.0F, 2.0F, 9.0F}, own_keys(1));
  CHECK(one_world.within == 1.0);
  CHECK(one_world.worlds == 0.0);
  CHECK(one_world.draws == Approx(4.0));
  const auto one_member = sim::variance_shares(std::vector<float>{1.0F, 5.0F, 2.0F, 9.0F}, own_keys(4));
  CHECK(std::isnan(one_member.within));
  CHECK(one_member.draws == 4.0);
  const auto shared = sim::variance_shares(std::vector<float>{1.0F, 5.0F}, std::vector<std::uint32_t>{3, 3});
  CHECK(std::isnan(shared.draws));
  CHECK(std::isnan(sim::variance_shares(std::vector<float>{1.0F}, own_keys(1)).draws));
}
