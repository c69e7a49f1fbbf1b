// One history by itself: a fork shares its state until a step, what is held does not change, levers move under way.
#include "sim/execution/live_history.hpp"

#include <catch2/catch.hpp>
#include <cstring>

#include "sim/execution/cell.hpp"
#include "sim/scenario/further_policies.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

// A plan and its history, the reference until somebody follows another policy.
struct Started {
  sim::Study study = walkers::study();
  sim::Layout layout = layout_of(study);
  sim::Schedule schedule = schedule_of(study);
  sim::LiveHistory history{study, layout, schedule, study.kind->begin(sim::beginning_of(study, 1))};
};

bool same(const std::vector<std::vector<float>>& a, const std::vector<std::vector<float>>& b) {
  for (std::size_t m = 0; m < a.size(); ++m) {
    if (std::memcmp(a[m].data(), b[m].data(), a[m].size() * sizeof(float)) != 0) return false;
  }
  return a.size() == b.size();
}

std::string refusal(const Started& started, const std::string& actions, sim::Date now) {
  try {
    further_actions(started.study, started.study.policies.front(), actions, now);
  } catch (const sim::Error& error) {
    CHECK(error.kind() == sim::Failure::invalid_input);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a history that is stepped by hand is the one of the runner") {
  Started started;
  const sim::UnitRecord unit = simulate_unit(started.study, started.layout, started.schedule, 1);
  for (std::size_t p = 0; p < started.study.policies.size(); ++p) {
    Started own;
    while (own.history.steps() < own.schedule.fork) own.history.step();
    own.history.follow(own.study.policies[p]);
    while (!own.history.is_over()) own.history.step();
    CHECK(own.history.recorded_dates() == own.layout.dates.size());
    CHECK(same(own.history.rows(), unit.policies[p].measures));
    CHECK(std::move(own.history).record(false).events.size() == unit.policies[p].events.size());
  }
}

TEST_CASE("a fork shares the state until one of the two steps, and the past is the same") {
  Started started;
  while (started.history.steps() < 20) started.history.step();
  sim::LiveHistory fork = started.history;
  CHECK(&fork.model() == &started.history.model());
  fork.step();
  CHECK(&fork.model() != &started.history.model());
  CHECK(started.history.steps() == 20);
  started.history.step();
  CHECK(same(fork.rows(), started.history.rows()));
  while (!fork.is_over()) fork.step();
  while (!started.history.is_over()) started.history.step();
  CHECK(same(fork.rows(), started.history.rows()));
}

TEST_CASE("a state that is held stays as it is, and one that nobody holds is not copied") {
  Started started;
  started.history.step();
  const sim::Model* const before = &started.history.model();
  started.history.step();
  CHECK(&started.history.model() == before);
  const auto held = started.history.state();
  started.history.step();
  CHECK(held->clock().step() == 2);
  CHECK(started.history.steps() == 3);
}

TEST_CASE("a lever that is changed under way is an action of that date") {
  Started started;
  const std::string action = "[{ lever = \"push\", at = 2020-07-06, to = 1.0 }]";
  const sim::Date at = sim::date_of(2020, 7, 6);
  sim::Policy pushed = started.study.policies.front();
  while (started.history.model().clock().now() < at) started.history.step();
  const auto further = further_actions(started.study, pushed, action, started.history.model().clock().now());
  REQUIRE(further.size() == 1);
  started.history.follow(pushed);
  started.history.change(further);
  while (!started.history.is_over()) started.history.step();

  pushed.actions.push_back(further.front());
  Started planned;
  planned.history.follow(pushed);
  while (!planned.history.is_over()) planned.history.step();
  CHECK(same(planned.history.rows(), started.history.rows()));
  Started untouched;
  while (!untouched.history.is_over()) untouched.history.step();
  CHECK_FALSE(same(untouched.history.rows(), started.history.rows()));
}

TEST_CASE("actions under way are checked like those of a scenario") {
  const Started started;
  const sim::Date now = sim::date_of(2020, 7, 6);
  CHECK(refusal(started, "[{ lever = \"push\", at = 2020-06-01, to = 1.0 }]", now).find("before the fork") !=
        std::string::npos);
  CHECK(refusal(started, "[{ lever = \"pull\", at = 2020-08-03, to = 1.0 }]", now).find("pull") != std::string::npos);
  CHECK(refusal(started, "[{ lever = ", now).find("change:1") != std::string::npos);
}
