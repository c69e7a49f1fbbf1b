// run.precision: what it becomes, and what is said of one that cannot be.
#include <catch2/catch.hpp>

#include "sim/results/study_record.hpp"
#include "tests/sim/scenario/loaded.hpp"

namespace {

using scenario_test::load;

const std::string policies =
    "[[policy]]\nname = \"current\"\n[[policy]]\nname = \"other\"\n[[policy]]\nname = \"third\"\n";

std::string scenario(const std::string& precision, const std::string& run = "members = 64\n") {
  return "extends = \"baseline\"\n[run]\n" + run + "precision = " + precision + "\n" + policies;
}

}  // namespace

TEST_CASE("an effect is named by measure, labels, policies and date, with defaults for the rest") {
  const sim::Study study =
      load(scenario("{ measure = \"stock\", country = \"Europe\", policy = \"third\", vs = \"other\", "
                    "at = 2027-03-15, half_width = 0.5, interval = 95, batch = 8 }"));
  REQUIRE(study.precision);
  CHECK(study.precision->policy == 2);
  CHECK(study.precision->reference == 1);
  CHECK(study.coordinates.at("country").at(study.precision->value) == "EU");
  CHECK(to_string(study.record_dates().at(study.precision->date)) == "2027-02-28");
  CHECK(study.precision->half_width == 0.5);
  CHECK(study.precision->interval == 95);
  CHECK(study.precision->batch == 8);
  const sim::Study plain = load(scenario("{ measure = \"frontier_lag\", half_width = \"2 months\" }"));
  CHECK(plain.precision->policy == 1);
  CHECK(plain.precision->reference == 0);
  CHECK(plain.precision->date == plain.record_dates().size() - 1);
  CHECK(plain.precision->half_width == 2.0);
  CHECK(plain.precision->interval == 80);
  CHECK(plain.precision->batch == 16);
  CHECK_FALSE(load(scenario("\"none\"")).precision);
}

TEST_CASE("the record of a study keeps its precision, and the resolved scenario loads to the same") {
  const sim::Study study = load(scenario("{ measure = \"frontier_lag\", half_width = 0.25 }"));
  const sim::Study again = study_from_json(*study.kind, study_to_json(study), "a record");
  REQUIRE(again.precision);
  CHECK(again.precision->half_width == 0.25);
  CHECK(again.precision->batch == 16);
  CHECK(load(study.source.resolved_text).source.sha256 == study.source.sha256);
  CHECK(load(scenario("{ measure = \"frontier_lag\", half_width = 0.5 }")).source.sha256 != study.source.sha256);
}

TEST_CASE("each mistake in run.precision is told with its key and what is allowed") {
  const auto refuses = [](const std::string& precision, const std::string& what) {
    INFO(precision);
    CHECK_THROWS_WITH(load(scenario(precision)), Catch::Contains(what));
  };
  refuses("3", "run.precision: 3 is an integer");
  refuses("{ half_width = 1 }", "run.precision.measure: is missing");
  refuses("{ measure = \"stok\", half_width = 1 }", "did you mean 'stock'");
  refuses("{ measure = \"stock\", half_width = 1 }", "run.precision.country: is missing");
  refuses("{ measure = \"frontier_lag\" }", "run.precision.half_width: is missing");
  refuses("{ measure = \"frontier_lag\", half_width = 0 }", "is not above 0");
  refuses("{ measure = \"frontier_lag\", half_width = 1, interval = 90 }", "90 is not known (allowed: 80 or 95");
  refuses("{ measure = \"frontier_lag\", half_width = 1, batch = 10 }", "the most that there may be, is 64");
  refuses("{ measure = \"frontier_lag\", half_width = 1, policy = \"thrid\" }", "did you mean 'third'");
  refuses("{ measure = \"frontier_lag\", half_width = 1, vs = \"other\", policy = \"other\" }", "with itself");
  refuses("{ measure = \"frontier_lag\", half_width = 1, at = 2031-01-01 }", "is outside what is recorded");
  refuses("{ measure = \"frontier_lag\", half_width = 1, members = 3 }", "unknown key");
  CHECK_THROWS_WITH(load("extends = \"baseline\"\n[run]\nmembers = 16\nprecision = { measure = \"frontier_lag\", "
                         "half_width = 1 }\n"),
                    Catch::Contains("there is one policy"));
  CHECK_THROWS_WITH(
      load(scenario("{ measure = \"frontier_lag\", half_width = 1 }") + "[measure]\nrecord = [\"stock\"]\n"),
      Catch::Contains("'frontier_lag' is not recorded"));
}
