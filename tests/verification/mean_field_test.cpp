// Known answer 6: as the simulated share of the population grows, shares of families under network feedback converge to
// the deterministic limit, and their error falls as one over the root of the number of works.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/verification/small_ecosystem.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

constexpr std::uint32_t steps = 78, measured = 26;  // a year and a half, of which the last half counts
constexpr std::uint32_t members = 100;
constexpr double network = 0.25;
const sim::Date start = sim::date_of(2023, 1, 2);

const std::vector<roster::Jurisdiction> world{{"US", "us_aligned", 0.4, 0.4, 0.4, 0.4},
                                              {"CN", "china", 0.3, 0.3, 0.3, 1.0},
                                              {"REST", "non_aligned", 0.3, 0.3, 0.3, 0.7}};
// The last one comes in mid run, without a derivative to its name.
const std::vector<SmallFamily> families{{0, 0.6}, {0, 0.0}, {1, 0.3}, {2, -0.4}, {1, 0.9, sim::date_of(2023, 7, 5)}};

// The law in the limit, written from its equations: share ~ exp(attraction) (1 + recent)^network among the released,
// recent' = (recent + works * share) * exp(-dt / two months). Works a week follow the logistic of creation.
std::vector<double> limit() {
  const double dt = 7.0 / 365.2425;
  std::vector<double> recent(families.size(), 0.0), built(families.size(), 0.0);
  for (std::uint32_t s = 0; s < steps; ++s) {
    const sim::Date begin = start.plus_days(static_cast<std::int32_t>(7 * s));
    const double middle = sim::decimal_year(begin.days + 3.5);
    const double works = 1.197e6 / (1.0 + std::exp(-1.684 * (middle - 2024.061))) * dt;
    std::vector<double> weight(families.size(), 0.0);
    double total = 0.0;
    for (std::size_t f = 0; f < families.size(); ++f) {
      if (families[f].released >= begin.plus_days(7)) continue;
      total += weight[f] = std::exp(families[f].attraction) * std::pow(1.0 + recent[f], network);
    }
    for (std::size_t f = 0; f < families.size(); ++f) {
      if (s >= steps - measured) built[f] += works * weight[f] / total;
      recent[f] = (recent[f] + works * weight[f] / total) * std::exp(-dt / (2.0 / 12.0));
    }
  }
  double sum = 0.0;
  for (const double b : built) sum += b;
  for (double& b : built) b /= sum;
  return built;
}

std::vector<double> shares(double scale, std::uint32_t member, double& works) {
  SmallEcosystem e(small_roster(world, families), bare_assumptions(network), start, steps, scale, member);
  for (std::uint32_t s = 0; s < steps; ++s) e.step();
  std::vector<double> built;
  double sum = 0.0;
  for (std::size_t f = 0; f < families.size(); ++f) {
    built.push_back(e.state.ledger.derivatives_by_family.sum(steps - measured, steps - 1, f));
    sum += built.back();
  }
  works += sum * scale;
  for (double& b : built) b /= sum;
  return built;
}

}  // namespace

TEST_CASE("shares under feedback converge to the mean field, with an error of one over the root of the works") {
  const std::vector<double> expected = limit();
  std::vector<double> log_works, log_error;
  for (const double scale : {0.001, 0.004, 0.016, 0.064}) {
    double works = 0.0, squares = 0.0;
    std::vector<double> sum(families.size(), 0.0), sum_squares(families.size(), 0.0);
    for (std::uint32_t m = 0; m < members; ++m) {
      const std::vector<double> found = shares(scale, m, works);
      for (std::size_t f = 0; f < families.size(); ++f) {
        const double error = found[f] - expected[f];
        sum[f] += error;
        sum_squares[f] += error * error;
        squares += error * error;
      }
    }
    log_works.push_back(std::log(works / members));
    log_error.push_back(0.5 * std::log(squares / members));
    INFO("scale " << scale << ", works " << works / members << ", root mean square " << std::sqrt(squares / members));
    // The bias of a curved feedback is of order 1 / works, below the error of the mean at the two larger scales.
    if (scale > 0.01) {
      for (std::size_t f = 0; f < families.size(); ++f) {
        const double mean = sum[f] / members;
        const double variance = (sum_squares[f] / members - mean * mean) / (members - 1);
        INFO("family " << f << ": limit " << expected[f] << ", off by " << mean);
        CHECK(std::abs(mean) < 4.0 * std::sqrt(variance));
      }
    }
  }
  double x = 0.0, y = 0.0, xx = 0.0, xy = 0.0;
  const auto n = static_cast<double>(log_works.size());
  for (std::size_t i = 0; i < log_works.size(); ++i) {
    x += log_works[i] / n;
    y += log_error[i] / n;
  }
  for (std::size_t i = 0; i < log_works.size(); ++i) {
    xx += (log_works[i] - x) * (log_works[i] - x);
    xy += (log_works[i] - x) * (log_error[i] - y);
  }
  // Each log error has a standard deviation of at most 1 / sqrt(2 members) (one effective degree of freedom a member).
  const double deviation = 1.0 / std::sqrt(2.0 * members * xx);
  INFO("slope " << xy / xx << ", standard error " << deviation);
  CHECK(std::abs(xy / xx + 0.5) < 4.0 * deviation);
  CHECK(4.0 * deviation < 0.15);  // a slope of -1/3 or -2/3 would fail
}

TEST_CASE("the mean field is not what the shares would be without feedback") {
  const std::vector<double> expected = limit();
  double total = 0.0, apart = 0.0;
  for (const SmallFamily& family : families) total += std::exp(family.attraction);
  for (std::size_t f = 0; f < families.size(); ++f) {
    apart = std::max(apart, std::abs(expected[f] - std::exp(families[f].attraction) / total));
  }
  CHECK(apart > 0.03);  // some hundred standard errors of the mean at the largest scale
}
