// What a result says of policies that did nothing.
#include "sim/results/force_count.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "sim/execution/run.hpp"
#include "sim/results/result_file.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

sim::Policy waiting(const std::string& name, double above) {
  sim::Policy policy = walkers::push(name, sim::undated, 1.0);
  policy.actions[0].when = sim::Trigger{false, {{0, 0, above, std::nullopt, 0}}};
  return policy;
}

}  // namespace

TEST_CASE("a result tells in how many histories a policy was in force, and which conditions never fired") {
  const walkers::Folder folder;
  sim::Study study = walkers::study(2, 8);
  const sim::Date at = sim::date_of(2020, 7, 1);
  sim::Policy between_steps = walkers::push("between steps", at, 1.0);
  between_steps.actions[0].until = at.plus_days(1);
  sim::Policy mixed = waiting("mixed", 1e6);
  mixed.actions.push_back(walkers::push("", at, 1.0).actions[0]);
  study.policies.push_back(between_steps);
  study.policies.push_back(waiting("never", 1e6));
  study.policies.push_back(waiting("sometimes", 8.0));
  study.policies.push_back(mixed);
  sim::RunOptions options;
  options.output = folder / "out.h5";
  run_study(study, options);

  const sim::ResultFile result(folder / "out.h5");
  const std::vector<double> in_force = result.in_force();
  REQUIRE(in_force.size() == study.policies.size());
  CHECK(std::isnan(in_force[0]));  // the reference has no action
  CHECK(in_force[1] == 1.0);       // a placebo is in force, too
  CHECK(in_force[3] == 0.0);
  CHECK(in_force[4] == 0.0);
  CHECK(in_force[6] == 1.0);
  CHECK(result.unfired() == std::vector<std::string>{"", "", "", "", "push", "", "push"});
  // The share is that of the histories in which the event of the condition stands, unless it fired after the last
  // record.
  std::set<std::pair<std::size_t, std::size_t>> fired;
  const sim::Date last = recorded_steps(study).last();
  for (const auto& event : result.events()) {
    if (event.policy == 5 && event.kind == "trigger" && event.days <= last.days)
      fired.insert({event.world, event.member});
  }
  CHECK(in_force[5] == static_cast<double>(fired.size()) / 16.0);
  CHECK(fired.size() > 0);
  CHECK(fired.size() < 16);
}

TEST_CASE("failed histories count neither way") {
  const walkers::Folder folder;
  sim::Study study = walkers::study(1, 2);
  study.design.values[1] = 0.5;  // the walker falls when pushed
  sim::RunOptions options;
  options.output = folder / "out.h5";
  run_study(study, options);
  const std::vector<double> in_force = sim::ResultFile(folder / "out.h5").in_force();
  CHECK(in_force[1] == 1.0);
  CHECK(std::isnan(in_force[2]));  // of no finished history anything is known
}
