// What the capability index scores.
#include "models/roster/coverage.hpp"

#include <catch2/catch.hpp>

#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

TEST_CASE("the index scores most closed flagships of the United States and hardly any of China") {
  const auto roster = roster::make_roster(load("baseline").tables);
  // Counted in releases.csv: flagships of language, closed or by API only, since 2024.
  CHECK(roster->jurisdictions[at(roster->united_states)].closed_scored == Approx(34.0 / 37.0));
  CHECK(roster->jurisdictions[at(roster->china)].closed_scored == Approx(2.0 / 21.0));
  const double of_few = roster->jurisdictions[at(roster->country("EU"))].closed_scored;
  CHECK(of_few == roster->jurisdictions[at(roster->country("KR"))].closed_scored);
}
