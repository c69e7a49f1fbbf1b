// Bookkeeping at the end of a step: brands are worn by time and built by use.
#include "models/ecosystem/views.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

constexpr int weeks = 52;
const double years = weeks * sim::Steps{}.length().value;

// A state at the start of a simulated past, in which labs decide from the first day; its brands have no record.
ecosystem::Ecosystem simulated(const history::History& history) { return history.state(); }

void pass_a_year(ecosystem::Ecosystem& e, const ecosystem::Assumptions& a) {
  for (int w = 0; w < weeks; ++w) {
    keep_standing(e, a);
    e.clock.advance();
  }
}

}  // namespace

TEST_CASE("without use a brand is worn to the share that a year carries, and no name is worth anything at the start") {
  const sim::Study study = load("baseline");
  const history::History history = begin(study, 0.0001, 0, {0, 0}, sim::Past::simulated);
  ecosystem::Ecosystem e = simulated(history);
  const ecosystem::Assumptions& a = history.assumptions();
  for (const double brand : e.hub.brands.derive) REQUIRE(brand == 0.0);
  e.hub.brands.derive[2] = 2.0;
  e.hub.brands.use[3] = 3.0;
  pass_a_year(e, a);
  CHECK(e.hub.brands.derive[2] == Approx(2.0 * std::pow(a.derivation.brand_carried, years)));
  CHECK(e.hub.brands.use[3] == Approx(3.0 * std::pow(a.downloads.brand_carried, years)));
  CHECK(a.derivation.brand_carried < 0.95);
  CHECK(e.hub.brands.derive[3] == 0.0);
}

TEST_CASE("use builds brands in proportion to its shares") {
  const sim::Study study = load("baseline");
  const history::History history = begin(study, 0.0001, 0, {0, 0}, sim::Past::simulated);
  ecosystem::Ecosystem e = simulated(history);
  ecosystem::Assumptions a = history.assumptions();
  a.derivation.brand_carried = 1.0;  // nothing is worn
  e.hub.families[2].recent = 30.0;
  e.hub.families[5].recent = 10.0;
  pass_a_year(e, a);
  CHECK(e.hub.brands.derive[2] == Approx(0.75 * a.derivation.brand_built * years));
  CHECK(e.hub.brands.derive[5] == Approx(0.25 * a.derivation.brand_built * years));
  CHECK(std::accumulate(e.hub.brands.derive.begin(), e.hub.brands.derive.end(), 0.0) ==
        Approx(a.derivation.brand_built * years));
}

TEST_CASE("while labs follow the record, brands are what the table of labs says, worn since they were measured") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0001);
  const auto check = [&](double worn) {
    const ecosystem::Ecosystem& e = history.state();
    double largest = 0.0;
    for (std::size_t f = 0; f < e.hub.brands.derive.size(); ++f) {
      CHECK(e.hub.brands.derive[f] == Approx(e.names->brand_derive[f] * worn).epsilon(0.02).margin(1e-12));
      largest = std::max(largest, std::abs(e.names->brand_derive[f]));
    }
    CHECK(largest > 0.5);
  };
  run_until(history, study.policies[0], sim::date_of(2022, 1, 3));
  check(1.0);
  run_until(history, study.policies[0], sim::date_of(2025, 4, 7));
  check(history.assumptions().derivation.brand_carried);  // a year after the middle of its panel, 2024.25
}
