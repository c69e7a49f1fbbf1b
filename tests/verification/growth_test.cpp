// The simulated past and the future after it stay within what is known and what is possible, in calibrated worlds:
// growth of compute and of the frontier, stocks, power, and openness that does not run to one end.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Slope of a line fitted to a series, as growth is stated in the sources.
struct Trend {
  double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0;
  void add(double at, double value) { n += 1.0, x += at, y += value, xx += at * at, xy += at * value; }
  double slope() const { return (n * xy - x * y) / (n * xx - x * x); }
};

struct Signs {
  Trend us_compute, frontier;                  // 2020 to 2025, and 2023 to 2025
  double least_stock = 1e9, most_power = 0.0;  // power as a share of the cap
  double open_share = 0.0;                     // of the flagships of active labs at the end of 2032
};

double us_compute(const ecosystem::Ecosystem& e) {
  double best = 0.0;
  for (const labs::Lab& lab : e.labs.labs) {
    if (lab.active(e.clock.year()) && lab.country == e.roster->united_states) best = std::max(best, lab.log_compute);
  }
  return best;
}

Signs run(const sim::Study& study, std::size_t world, std::uint32_t member) {
  sim::Beginning b;
  b.tables = &study.tables;
  b.parameters = study.design.row(world);
  const std::vector<std::size_t> structure{0, 0};
  b.structure = structure;
  b.seed = 11;
  b.member = member;
  b.world_key = study.design.keys[world];
  b.past = sim::Past::simulated;
  b.start = study.run.start;
  b.end = study.run.end;
  b.scale = 0.0003;
  history::History history(b);
  const ecosystem::Ecosystem& e = history.state();
  const supply::Parameters& p = history.assumptions().supply;
  Signs signs;
  while (history.clock().now() < study.run.end) {
    history.step(study.policies[0]);
    const double year = history.clock().year();
    // Relative to 2020, so that sums of squares keep their digits.
    if (year >= 2020.0 && year < 2026.0) signs.us_compute.add(year - 2020.0, us_compute(e));
    if (year >= 2023.0 && year < 2026.0) signs.frontier.add(year - 2020.0, e.labs.frontier.best);
    for (const double stock : e.stocks.stock) signs.least_stock = std::min(signs.least_stock, stock);
    const double kilowatt = std::pow(p.efficiency_gain, 2025.5 - history.clock().year());
    signs.most_power = std::max(signs.most_power, e.stocks.total() * kilowatt / p.power_cap);
  }
  double open = 0.0, labs = 0.0;
  for (const labs::Lab& lab : e.labs.labs) {
    if (!lab.active(history.clock().year()) || lab.programme) continue;
    labs += 1.0;
    open += lab.open[0];
  }
  signs.open_share = open / labs;
  return signs;
}

}  // namespace

TEST_CASE("compute and the frontier grow as on record, nothing is negative, nothing passes the power cap") {
  const sim::Study study = load("baseline", {"run.past=simulated"});
  std::vector<double> compute, frontier;
  int one_sided = 0;
  // One history differs from another by 0.2 orders a year, so that the median of 16 is told to 0.06 only, of 128 to
  // 0.02.
  constexpr std::size_t worlds = 16, members = 8, histories = worlds * members;
  for (std::size_t i = 0; i < histories; ++i) {
    const Signs s = run(study, i % worlds, static_cast<std::uint32_t>(i));
    compute.push_back(std::pow(10.0, s.us_compute.slope()));
    frontier.push_back(s.frontier.slope());
    CHECK(s.least_stock >= 0.0);
    // What is imported stops at the cap; domestic output, which is small, does not ask.
    CHECK(s.most_power < 1.1);
    one_sided += s.open_share < 0.02 || s.open_share > 0.98;
  }
  INFO("flagship compute x " << median(compute) << " a year, frontier " << median(frontier) << " orders a year, "
                             << one_sided << " histories one-sided");
  CHECK(median(compute) > 4.0);
  CHECK(median(compute) < 5.0);
  CHECK(median(frontier) > 1.0);
  CHECK(median(frontier) < 1.2);
  CHECK(one_sided <= 0.6 * static_cast<double>(histories));
}
