// What people call jurisdictions, and the countries within a bloc.
#include "models/roster/other_names.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "sim/model/labels.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;

TEST_CASE("every name belongs to a jurisdiction of the table and stands once") {
  const sim::Study study = test::load("baseline");
  const auto& codes = study.coordinates.find("country")->second;
  std::set<std::string_view> seen;
  for (const sim::OtherName& other : roster::other_names()) {
    INFO(other.name);
    CHECK(std::find(codes.begin(), codes.end(), other.label) != codes.end());
    CHECK(std::find(codes.begin(), codes.end(), other.name) == codes.end());
    CHECK(seen.insert(other.name).second);
  }
}

TEST_CASE("Europe and America are known by these names, and a country within a bloc leads to the bloc") {
  const sim::Study study = test::load("baseline");
  const auto& codes = study.coordinates.find("country")->second;
  const auto names = sim::label_names(history::kind(), study.tables, "country");
  const auto meant = [&](std::string_view given) {
    const auto position = sim::label_meant(codes, names, given);
    return position ? codes[*position] : std::string();
  };
  CHECK(meant("Europe") == "EU");
  CHECK(meant("european union") == "EU");
  CHECK(meant("america") == "US");
  CHECK(meant("south korea") == "KR");
  CHECK(meant("UAE").empty());  // the Gulf states are more than that
  CHECK(sim::nearest_label(codes, names, "UAE") == "GULF");
  CHECK(sim::nearest_label(codes, names, "Singapore") == "ASEAN");
  CHECK(sim::nearest_label(codes, names, "Germny") == "EU");
  CHECK(sim::nearest_label(codes, names, "Euroep") == "EU");
}
