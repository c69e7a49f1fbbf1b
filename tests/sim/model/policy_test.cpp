// Dated actions: what is in force on a date.
#include "sim/model/policy.hpp"

#include <catch2/catch.hpp>

namespace {

const sim::Date begin = sim::date_of(2027, 1, 1);

sim::Action action(sim::Date at, double to) {
  sim::Action a;
  a.at = at;
  a.to = to;
  return a;
}

double value(const sim::Policy& policy, sim::Date date) { return levers_in_force(policy, date, {0.0}).at(0).value; }

}  // namespace

TEST_CASE("a fact holds from its date and a later one replaces it") {
  sim::Policy policy;
  policy.baseline = {action(begin, 0.3), action(begin.plus_days(100), 0.6)};
  CHECK(value(policy, begin.plus_days(-1)) == 0.0);
  CHECK(value(policy, begin) == 0.3);
  CHECK(value(policy, begin.plus_days(100)) == 0.6);
  CHECK(value(policy, begin.plus_days(9999)) == 0.6);
}

TEST_CASE("an action goes before the facts and returns to them at its end") {
  sim::Policy policy;
  policy.baseline = {action(begin, 0.3)};
  policy.actions = {action(begin.plus_days(10), 0.9)};
  policy.actions[0].until = begin.plus_days(20);
  CHECK(value(policy, begin.plus_days(9)) == 0.3);
  CHECK(value(policy, begin.plus_days(10)) == 0.9);
  CHECK(value(policy, begin.plus_days(19)) == 0.9);
  CHECK(value(policy, begin.plus_days(20)) == 0.3);
}

TEST_CASE("a ramp is linear from the value before it") {
  sim::Policy policy;
  policy.baseline = {action(begin, 0.2)};
  policy.actions = {action(begin.plus_days(10), 1.0)};
  policy.actions[0].ramp = sim::Years{100.0 / sim::days_per_year};
  CHECK(value(policy, begin.plus_days(10)) == Approx(0.2));
  CHECK(value(policy, begin.plus_days(60)) == Approx(0.6));
  CHECK(value(policy, begin.plus_days(110)) == 1.0);
}

TEST_CASE("later dates win whatever their order in the file, and on one date the later in the file") {
  sim::Policy policy;
  policy.actions = {action(begin.plus_days(50), 0.5), action(begin, 0.1)};
  CHECK(value(policy, begin.plus_days(60)) == 0.5);
  policy.actions = {action(begin, 0.1), action(begin, 0.7)};
  CHECK(value(policy, begin) == 0.7);
}

TEST_CASE("a placebo, set to what holds already, changes no bit even on a ramp") {
  sim::Policy policy;
  policy.baseline = {action(begin, 0.1)};
  policy.actions = {action(begin.plus_days(7), 0.1)};
  policy.actions[0].ramp = sim::Years{1.0};
  for (int day = 0; day < 500; day += 7) CHECK(value(policy, begin.plus_days(day)) == 0.1);
}

TEST_CASE("targets are told apart by every index, in a fixed order") {
  sim::Policy policy;
  sim::Action a = action(begin, 1.0);
  a.target = {0, 1, sim::any_index, 2};
  sim::Action b = action(begin, 0.5);
  b.target = {0, 1, sim::any_index, 1};
  policy.actions = {a, b};
  const auto values = levers_in_force(policy, begin, {0.0});
  REQUIRE(values.size() == 2);
  CHECK(values[0].target.sector == 1);
  CHECK(values[1].target.sector == 2);
}

TEST_CASE("policies first differ at the earliest action, and a single policy never does") {
  sim::Policy reference;
  sim::Policy other;
  other.actions = {action(begin.plus_days(30), 1.0), action(begin, 1.0)};
  CHECK(sim::first_difference({reference, other}) == begin);
  CHECK_FALSE(sim::first_difference({other}));
  CHECK_FALSE(sim::first_difference({reference, reference}));
}

TEST_CASE("an action has a part in the values from its date until its end, and unless a later one covers it") {
  sim::Policy policy;
  policy.actions = {action(begin, 0.3), action(begin.plus_days(10), 0.9)};
  policy.actions[1].until = begin.plus_days(20);
  policy.actions[1].ramp = sim::Years{5.0 / sim::days_per_year};
  const auto in_force = [&](int day) { return actions_in_force(policy, begin.plus_days(day)); };
  CHECK(in_force(-1) == std::vector<bool>{false, false});
  CHECK(in_force(9) == std::vector<bool>{true, false});
  CHECK(in_force(12) == std::vector<bool>{true, true});  // the ramp has begun and not ended
  CHECK(in_force(15) == std::vector<bool>{false, true});
  CHECK(in_force(20) == std::vector<bool>{true, false});
  policy.actions[0].when = sim::Trigger{};
  CHECK(in_force(9) == std::vector<bool>{false, false});
}
