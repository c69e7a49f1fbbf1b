// Whose models organisations use, by the three measures of it.
#include <catch2/catch.hpp>

#include "tests/models/small_history.hpp"

using namespace weightshed;

TEST_CASE("shares by jurisdiction add up to those by origin, and Europe is one of the others") {
  const sim::Study study = test::load("baseline", {"run.end=2026-12-31"});
  history::History history = test::begin(study, 0.002);
  test::run_until(history, study.policies.front(), sim::date_of(2026, 6, 29));
  const auto& regions = study.coordinates.find("region")->second;
  const auto& countries = study.coordinates.find("country")->second;
  const std::vector<double> by_origin = test::row_of(history, test::measure_at("adoption"), study.coordinates);
  const std::vector<double> by_country =
      test::row_of(history, test::measure_at("adoption_by_jurisdiction"), study.coordinates);
  REQUIRE(by_country.size() == regions.size() * countries.size());
  REQUIRE(by_origin.size() == regions.size() * 9);
  double european = 0.0;
  for (std::size_t region = 0; region < regions.size(); ++region) {
    double origins[3] = {};  // CN, US, other
    for (std::size_t i = 0; i < 9; ++i) origins[i / 3] += by_origin[region * 9 + i];
    double found[3] = {};
    for (std::size_t c = 0; c < countries.size(); ++c) {
      const double share = by_country[region * countries.size() + c];
      found[countries[c] == "CN" ? 0 : countries[c] == "US" ? 1 : 2] += share;
      if (countries[c] == "EU") european += share;
    }
    for (std::size_t origin = 0; origin < 3; ++origin) CHECK(found[origin] == Approx(origins[origin]).margin(1e-12));
  }
  CHECK(european > 0.0);
}
