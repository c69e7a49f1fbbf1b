// Actions that no step can hold, and why.
#include "sim/plan/force.hpp"

#include <catch2/catch.hpp>

#include "tests/sim/execution/toy_model.hpp"

namespace {

// What is said of a policy of these actions, beside a reference without any.
std::vector<std::string> said(std::vector<sim::Action> actions) {
  sim::Study study = walkers::study();
  study.policies.resize(2);
  study.policies[1].actions = std::move(actions);
  return idle_actions(study);
}

sim::Action push(sim::Date at, double to = 1.0) { return walkers::push("", at, to).actions[0]; }

const sim::Date summer = sim::date_of(2020, 7, 1);

}  // namespace

TEST_CASE("an action between two steps is never in force, one that reaches a step is") {
  sim::Action action = push(summer);
  CHECK(said({action}).empty());
  action.until = summer.plus_days(1);
  std::size_t idle = 0;
  for (int day = 0; day < 7; ++day) {  // one day of the week is the start of a step
    action.at = summer.plus_days(day);
    action.until = action.at.plus_days(1);
    const auto warnings = said({action});
    if (!warnings.empty()) CHECK_THAT(warnings.front(), Catch::Contains("push is never in force: it ends on"));
    idle += warnings.size();
  }
  CHECK(idle == 6);
}

TEST_CASE("an action after the last recorded step is never in force") {
  const sim::Study study = walkers::study();
  const sim::RecordedSteps steps = recorded_steps(study);
  CHECK(said({push(steps.last())}).empty());
  const auto late = said({push(steps.last().plus_days(1))});
  REQUIRE(late.size() == 1);
  CHECK_THAT(late[0], Catch::Contains("the last step that is recorded begins on " + to_string(steps.last())));
}

TEST_CASE("an action that others cover from its first step on is never in force") {
  const auto covered = said({push(summer, 0.5), push(summer, 1.0)});
  REQUIRE(covered.size() == 1);
  CHECK_THAT(covered[0], Catch::Contains("later actions on the same lever take its place"));
  CHECK(said({push(summer, 0.5), push(summer.plus_days(30), 1.0)}).empty());
  // Under a ramp the earlier action shows through until the ramp has ended.
  sim::Action slow = push(summer, 1.0);
  slow.ramp = sim::Years{0.25};
  CHECK(said({push(summer, 0.5), slow}).empty());
}

TEST_CASE("a condition that cannot have held long enough within the run is named, one that can is not") {
  sim::Action waits = push(sim::undated);
  waits.when = sim::Trigger{false, {{0, 0, 0.0, std::nullopt, 28}}};
  CHECK(said({waits, push(summer, 0.5)}).empty());
  waits.when->conditions[0].for_days = 20'000;
  const auto never = said({waits, push(summer, 0.5)});
  REQUIRE(never.size() == 1);
  CHECK_THAT(never[0], Catch::Contains("its condition can have held long enough"));
  waits.when->any = true;  // the shorter of two is enough
  waits.when->conditions.push_back({0, 1, 0.0, std::nullopt, 28});
  CHECK(said({waits, push(summer, 0.5)}).empty());
  waits.when->any = false;
  CHECK(said({waits, push(summer, 0.5)}).size() == 1);
}

TEST_CASE("the actions of a lone policy hold, but its conditions are never looked at") {
  sim::Study study = walkers::study();
  study.policies.resize(1);
  study.policies[0].actions = {push(summer)};
  CHECK(idle_actions(study).empty());
  study.policies[0].actions[0].when = sim::Trigger{false, {{0, 0, 0.0, std::nullopt, 0}}};
  REQUIRE(idle_actions(study).size() == 1);
  CHECK_THAT(idle_actions(study)[0], Catch::Contains("conditions are looked at from the fork on"));
}
