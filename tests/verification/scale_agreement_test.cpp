// Known answer 9, scale: what share of the population is simulated moves the patterns that studies read by no more than
// chance does.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

struct Sample {
  double sum = 0.0, squares = 0.0, count = 0.0;
  void add(double x) {
    sum += x;
    squares += x * x;
    count += 1.0;
  }
  double mean() const { return sum / count; }
  double squared_error() const { return (squares / count - mean() * mean()) / (count - 1.0); }
};

// Patterns that a study reads at a small scale.
bool is_read(std::string_view pattern) {
  return pattern == "P2" || pattern == "P3" || pattern == "P12" || pattern == "P13" || pattern == "P14";
}

// P1 as the log ratio that it is read from (downloads of Qwen over those of Llama since 2023, at the end of 2025: a
// date need not exist in every world), the others on their own dates; from members of one world.
std::map<std::string, Sample> read(const sim::Study& study, double scale, std::uint32_t members) {
  const auto& patterns = history::kind().patterns;
  std::multimap<std::string, std::size_t> by_date;
  for (std::size_t p = 0; p < patterns.size(); ++p) {
    if (is_read(patterns[p].id)) by_date.emplace(patterns[p].at, p);
  }
  std::map<std::string, Sample> samples;
  for (std::uint32_t m = 0; m < members; ++m) {
    history::History history = begin(study, scale, m);
    for (const auto& [date, p] : by_date) {
      run_until(history, study.policies[0], sim::parse_date(date).value());
      samples[patterns[p].key()].add(history.pattern(p));
    }
    run_until(history, study.policies[0], sim::date_of(2026, 1, 5));
    const auto& names = history.state().names->families;
    const auto since_2023 = [&](std::string_view name) {
      const auto family = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
      const ledger::Flow& flow = history.state().ledger.official_downloads;
      return flow.sum(183, flow.steps() - 1, family);  // 183 weeks after 2019-07-01 it is 2023
    };
    samples["P1"].add(std::log(since_2023("Qwen") / since_2023("Llama")));
  }
  return samples;
}

}  // namespace

TEST_CASE("P1 to P3 and P12 to P14 agree at scales 0.001, 0.01 and 0.1 within the error of their means") {
  const sim::Study study = load("baseline");
  const auto coarse = read(study, 0.001, 40), middle = read(study, 0.01, 40), fine = read(study, 0.1, 10);
  REQUIRE(fine.size() == 8);
  for (const auto& [name, sample] : fine) {
    for (const auto* other : {&coarse, &middle}) {
      const Sample& o = other->at(name);
      const double error = std::sqrt(sample.squared_error() + o.squared_error());
      INFO(name << ": " << o.mean() << " at scale " << (other == &coarse ? 0.001 : 0.01) << ", " << sample.mean()
                << " at 0.1, standard error of the difference " << error);
      REQUIRE(error > 0.0);
      // t with at least 9 degrees of freedom: 4 errors leave one in 300 at worst. Network feedback is concave in counts
      // that come in lumps of 1 / scale, so a bias of order 1 / works is due; at 0.001, where a family has a handful of
      // works, it may reach one standard deviation of chance, and no more.
      const double chance = other == &coarse ? std::sqrt(o.squared_error() * o.count) : 0.0;
      CHECK(std::abs(o.mean() - sample.mean()) < 4.0 * error + chance);
    }
  }
}
