// Paired effects as read from a result file.
#include "sim/results/compare.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/execution/run.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

sim::ResultFile result_of(const sim::Study& study, const std::filesystem::path& output) {
  sim::RunOptions options;
  options.output = output;
  run_study(study, options);
  return sim::ResultFile(output);
}

}  // namespace

TEST_CASE("common random numbers leave the push alone: its effect is drift times weeks, without noise") {
  const walkers::Folder folder;
  const sim::Study study = walkers::study(2, 16);  // drifts of 0.25 and 0.75
  const sim::ResultFile result = result_of(study, folder / "out.h5");
  sim::CompareOptions options;
  options.asked.measures = {"level"};
  options.at = sim::date_of(2020, 12, 31);
  const std::vector<sim::Effect> effects = compare(walkers::kind(), result, options);
  REQUIRE(effects.size() == 4);  // two policies, two countries
  const sim::Effect& placebo = effects[0];
  REQUIRE(placebo.policy == "placebo");
  REQUIRE(placebo.reference == "current");
  REQUIRE(placebo.coordinates == std::vector<std::pair<std::string, std::string>>{{"country", "US"}});
  REQUIRE(placebo.effect == 0.0);
  REQUIRE(placebo.low == 0.0);
  REQUIRE(placebo.high == 0.0);
  REQUIRE(std::isnan(placebo.sign_probability));
  REQUIRE(placebo.variance_removed == 1.0);
  REQUIRE(placebo.pairs == 32);
  const sim::Effect& pushed = effects[3];
  REQUIRE(pushed.policy == "pushed");
  REQUIRE(pushed.coordinates[0].second == "CN");
  REQUIRE(to_string(pushed.at) == "2020-12-31");
  // Pushed steps start on 2020-07-06 and later; 25 of them end by 2020-12-31.
  REQUIRE(pushed.effect == Approx(0.5 * 25).epsilon(1e-5));
  REQUIRE(pushed.low == Approx(0.25 * 25).epsilon(1e-5));
  REQUIRE(pushed.high == Approx(0.75 * 25).epsilon(1e-5));
  REQUIRE(pushed.sign_probability == 1.0);
  REQUIRE(pushed.variance_removed > 0.5);
  REQUIRE(pushed.units == "m");
  REQUIRE(pushed.calibrated);
}

TEST_CASE("what a policy costs each payer is the effect on the measure of cost, whatever is asked for") {
  const walkers::Folder folder;
  const sim::ResultFile result = result_of(walkers::study(2, 4), folder / "out.h5");
  CHECK(policy_costs(walkers::kind(), result, {}).empty());
  sim::ModelKind kind = walkers::kind();
  kind.measure_of_cost = "level";  // by country, as though each paid
  kind.public_payer = "CN";
  sim::CompareOptions options;
  options.asked.measures = {"level"};
  const std::vector<sim::Effect> effects = compare(kind, result, options);
  options.asked.measures = {"flow"};
  const std::vector<sim::PolicyCost> costs = policy_costs(kind, result, options);
  REQUIRE(costs.size() == effects.size());
  for (std::size_t i = 0; i < costs.size(); ++i) {
    CHECK(costs[i].policy == effects[i].policy);
    CHECK(costs[i].payer == effects[i].coordinates[0].second);
    CHECK(costs[i].usd == effects[i].effect);
    if (costs[i].payer == "CN") CHECK(effects[i].cost == costs[i].usd);
  }
}

TEST_CASE("effects in /summary are those of compare") {
  const walkers::Folder folder;
  const sim::ResultFile result = result_of(walkers::study(2, 5), folder / "out.h5");
  const std::size_t dates = result.dates().size();
  const std::vector<float> stored = result.summary("flow_effect");
  const std::vector<float> removed = result.summary("flow_effect_variance_removed");
  sim::CompareOptions options;
  options.asked.measures = {"flow"};
  const std::vector<sim::Effect> effects = compare(walkers::kind(), result, options);
  REQUIRE(stored[2 * dates + dates - 1] == static_cast<float>(effects[1].effect));
  REQUIRE(removed[2 * dates + dates - 1] == static_cast<float>(effects[1].variance_removed));
}

TEST_CASE("another reference turns the sign") {
  const walkers::Folder folder;
  const sim::ResultFile result = result_of(walkers::study(1, 3), folder / "out.h5");
  sim::CompareOptions options;
  options.asked.measures = {"flow"};
  const double forth = compare(walkers::kind(), result, options)[1].effect;
  options.vs = "pushed";
  const std::vector<sim::Effect> back = compare(walkers::kind(), result, options);
  REQUIRE(back[0].policy == "current");
  REQUIRE(back[0].effect == -forth);
}

TEST_CASE("pairs with a failed cell are left out and counted") {
  const walkers::Folder folder;
  sim::Study study = walkers::study(2, 4);
  study.design.values[3] = 0.5;
  const sim::ResultFile result = result_of(study, folder / "out.h5");
  sim::CompareOptions options;
  options.asked.measures = {"flow"};
  const std::vector<sim::Effect> effects = compare(walkers::kind(), result, options);
  REQUIRE(effects[0].left_out == 0);
  REQUIRE(effects[1].pairs == 4);
  REQUIRE(effects[1].left_out == 4);
}

TEST_CASE("unknown policies, measures and dates are told with what there is") {
  const walkers::Folder folder;
  const sim::ResultFile result = result_of(walkers::study(1, 1), folder / "out.h5");
  sim::CompareOptions options;
  options.vs = "pused";
  REQUIRE_THROWS_WITH(compare(walkers::kind(), result, options),
                      Catch::Contains("allowed: current, placebo, pushed") && Catch::Contains("did you mean 'pushed'"));
  options.vs = "";
  options.asked.measures = {"levle"};
  REQUIRE_THROWS_WITH(compare(walkers::kind(), result, options), Catch::Contains("did you mean 'level'"));
  options.asked.measures = {};
  options.at = sim::date_of(2019, 1, 1);
  REQUIRE_THROWS_WITH(compare(walkers::kind(), result, options), Catch::Contains("its first date is 2019-07-31"));
}

TEST_CASE("effects are also told for each billion of what the policy costs governments, where it costs anything") {
  const walkers::Folder folder;
  const sim::ResultFile result = result_of(walkers::study(1, 3), folder / "out.h5");
  sim::ModelKind kind = walkers::kind();
  sim::CompareOptions options;
  options.asked.measures = {"flow"};
  CHECK(std::isnan(compare(kind, result, options)[1].cost));  // nothing says which measure is a cost
  kind.measure_of_cost = "level";
  kind.public_payer = "CN";
  const std::vector<sim::Effect> flow = compare(kind, result, options);
  options.asked.measures = {"level"};
  const std::vector<sim::Effect> cost = compare(kind, result, options);
  REQUIRE(cost[3].coordinates[0].second == "CN");
  CHECK(flow[0].cost == 0.0);  // the placebo
  CHECK(std::isnan(flow[0].per_billion));
  CHECK(flow[1].cost == cost[3].effect);
  CHECK(flow[1].per_billion == flow[1].effect / (cost[3].effect / 1e9));
  CHECK(std::isnan(cost[3].per_billion));  // the cost itself
}
