// [sweep]: what it repeats, in what order, with which luck; and what it refuses.
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "sim/results/study_record.hpp"
#include "sim/scenario/load.hpp"
#include "tests/sim/scenario/loaded.hpp"

namespace {

const std::string policies = R"(extends = "baseline"
[run]
worlds = 3
members = 2
[assume]
"derivation.habit" = { range = [0.1, 0.5] }
[[policy]]
name = "current"
[[policy]]
name = "tight"
actions = [ { lever = "us.export_control", of = "CN", at = 2027-01-04, to = 0.5 } ]
)";

sim::Study load(const std::string& sweep) { return scenario_test::load(policies + sweep); }

// The only problem of a sweep, as the user reads it.
std::string problem(const std::string& sweep) {
  try {
    load(sweep);
  } catch (const sim::Error& error) {
    REQUIRE(error.problems().size() == 1);
    return error.problems().front().text();
  }
  return "";
}

}  // namespace

TEST_CASE("a grid repeats a policy for each value of its lever, and all worlds for each value of an assumption") {
  const sim::Study once = load("");
  const sim::Study study = load(R"([sweep]
"tight.us.export_control" = { from = 0.0, to = 1.0, points = 3 }
"supply.domestic_growth" = [0.4, "1.2 / year"]
)");
  REQUIRE(study.policies.size() == 4);
  CHECK(study.policies[0].name == "current");
  CHECK(study.policies[1].name == "tight@0");
  CHECK(study.policies[2].name == "tight@0.5");
  CHECK(study.policies[3].actions.front().to == 1.0);
  REQUIRE(study.design.worlds() == 2 * once.design.worlds());
  const std::size_t growth = 0, habit = 1;  // in the order of the toy's parameters
  for (std::size_t w = 0; w < study.design.worlds(); ++w) {
    const std::size_t same = w % once.design.worlds();
    CHECK(study.design.row(w)[growth] == (w < once.design.worlds() ? 0.4 : 1.2));
    CHECK(study.design.row(w)[habit] == once.design.row(same)[habit]);
    CHECK(study.design.keys[w] == once.design.keys[same]);  // the same luck at every point
  }
  REQUIRE(study.sweep);
  CHECK(std::isnan(study.sweep->of_policy[0][0]));
  CHECK(study.sweep->of_policy[2][0] == 0.5);
  CHECK(std::isnan(study.sweep->of_policy[2][1]));
  CHECK(study.sweep->of_world[0][1] == 0.4);
  CHECK(study.sweep->of_world[5][1] == 1.2);
}

TEST_CASE("a study with a sweep is recorded and read back with it") {
  const sim::Study study = load("[sweep]\n\"tight.us.export_control\" = [0.25, 0.75]\n");
  const sim::Study again = study_from_json(toy::kind(), study_to_json(study), "here");
  REQUIRE(again.sweep);
  CHECK(again.sweep->axes.front().key == "tight.us.export_control");
  CHECK(again.sweep->of_policy[1][0] == 0.25);
  CHECK(std::isnan(again.sweep->of_policy[0][0]));
  CHECK(again.policies[2].name == "tight@0.75");
}

TEST_CASE("a Sobol sweep has as many points as asked for, within the ends of its axes, the same for the same seed") {
  const std::string text = R"([sweep]
method = "sobol"
points = 8
"derivation.habit" = [0.2, 0.4]
"supply.domestic_growth" = [0.5, 1.5]
)";
  const sim::Study study = load(text);
  REQUIRE(study.design.worlds() == 8 * 3);
  std::set<double> seen;
  for (const std::vector<double>& point : study.sweep->of_world) {
    CHECK((point[0] >= 0.2 && point[0] <= 0.4));
    CHECK((point[1] >= 0.5 && point[1] <= 1.5));
    seen.insert(point[0]);
  }
  CHECK(seen.size() == 8);
  CHECK(load(text).design.values == study.design.values);
}

TEST_CASE("values that differ late have names that differ, and no policy is called as another") {
  const sim::Study study = load("[sweep]\n\"tight.us.export_control\" = [0.50001, 0.50002, 0.75]\n");
  CHECK(study.policies[1].name == "tight@0.50001");
  CHECK(study.policies[2].name == "tight@0.50002");
  CHECK(study.policies[3].name == "tight@0.75");
  CHECK(problem("[[policy]]\nname = \"tight@0.5\"\n[sweep]\n\"tight.us.export_control\" = [0.5, 0.6]\n")
            .find("a second policy 'tight@0.5'") != std::string::npos);
}

TEST_CASE("what a sweep cannot mean is refused by name") {
  CHECK(problem("[sweep]\n\"tight.us.exprt_control\" = [0.1, 0.2]\n").find("tight.us.export_control") !=
        std::string::npos);
  CHECK(problem("[sweep]\n\"tight.us.export_control\" = [0.1, 1.2]\n").find("0 to 1") != std::string::npos);
  CHECK(problem("[sweep]\n\"tight.us.export_control\" = [0.1]\n").find("two or more") != std::string::npos);
  CHECK(problem("[sweep]\n\"current.us.export_control\" = [0.1, 0.2]\n").find("neither") != std::string::npos);
  CHECK(problem("[sweep]\n\"tight.us.export_control\" = [0.5, 0.5, 1.0]\n").find("twice") != std::string::npos);
  CHECK(problem("[sweep]\n\"tight.us.export_control\" = 0.5\n").find("two or more") != std::string::npos);
  CHECK(problem("[sweep]\ntight.us.export_control = [0.1, 0.2]\n").find("in quotes") != std::string::npos);
  CHECK(problem("[sweep]\npoints = 3\n").find("sobol") != std::string::npos);
  CHECK(problem("[sweep]\nmethod = \"sobol\"\n\"derivation.habit\" = [0.2, 0.4]\n").find("sweep.points") !=
        std::string::npos);
  CHECK(problem("[sweep]\n\"tight.us.export_control\" = { from = 0.1, to = 0.9, points = 500 }\n")
            .find("at most 100 policies") != std::string::npos);
  CHECK(problem("[sweep]\n").find("no axis") != std::string::npos);
}
