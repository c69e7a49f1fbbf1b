// Actions that a condition wakes: when they fire, that they fire once, and that nothing else changes.
#include "sim/execution/triggers.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "sim/execution/run.hpp"
#include "sim/results/result_file.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

// A history whose only measure is what a test says, week by week.
class Told final : public sim::Model {
 public:
  explicit Told(std::vector<double> values) : clock_(sim::date_of(2020, 1, 6)), values_(std::move(values)) {}
  std::unique_ptr<sim::Model> copy() const override { return std::make_unique<Told>(*this); }
  const sim::Clock& clock() const override { return clock_; }
  void step(const sim::Policy&) override { clock_.advance(); }
  void observe(std::size_t, sim::StepRange window, std::span<double> row) const override {
    row[0] = values_.at(window.last);
  }
  double pattern(std::size_t) const override { return 0.0; }
  const std::vector<sim::Event>& events() const override { return events_; }
  sim::LineageTable lineage() const override { return {}; }

 private:
  sim::Clock clock_;
  std::vector<double> values_;
  std::vector<sim::Event> events_;
};

sim::ModelKind told_kind() {
  sim::ModelKind kind;
  sim::MeasureCard told{};
  told.key = "told";
  kind.measures = {told};
  sim::LeverCard lever{};
  lever.key = "push";
  kind.levers = {lever};
  kind.event_kinds = {"stride"};
  return kind;
}

sim::Policy woken_by(sim::Trigger trigger, sim::Date at = sim::undated) {
  sim::Policy policy = walkers::push("woken", at, 0.75);
  policy.actions[0].when = std::move(trigger);
  return policy;
}

// The step at whose start the trigger fires; -1: never.
int fires_at(const sim::Policy& policy, const std::vector<double>& values) {
  static const sim::ModelKind kind = told_kind();
  Told history(values);
  sim::Triggers triggers(policy);
  for (std::size_t k = 0; k < values.size(); ++k) {
    triggers.look(history, kind, {});
    if (!triggers.fired().empty()) return static_cast<int>(k);
    history.step(triggers.policy());
  }
  return -1;
}

sim::Condition above(double bound, std::int32_t for_days = 0) { return {0, 0, bound, {}, for_days}; }

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("a trigger fires at the first step after its condition holds, and holds means strictly beyond") {
  CHECK(fires_at(woken_by({false, {above(2.0)}}), {1, 2, 2.5, 1, 1}) == 3);
  CHECK(fires_at(woken_by({false, {above(2.0)}}), {1, 2, 2, 2}) == -1);
  CHECK(fires_at(woken_by({false, {{0, 0, 1.0, 2.0, 0}}}), {0, 3, 2, 1.5, 0}) == 4);
  CHECK(fires_at(woken_by({false, {above(2.0)}}), {nothing, nothing, 3, 3}) == 3);
}

TEST_CASE("a condition has to hold without a break for as long as it says") {
  // Two weeks: seen at the starts of steps 4, 5 and 6.
  CHECK(fires_at(woken_by({false, {above(2.0, 14)}}), {3, 3, 1, 3, 3, 3, 3}) == 6);
  CHECK(fires_at(woken_by({false, {above(2.0, 14)}}), {3, 3, nothing, 3, 3}) == -1);
}

TEST_CASE("all wants every condition at once, any wants one") {
  const sim::Condition low{0, 0, {}, 1.0, 0};
  CHECK(fires_at(woken_by({false, {above(2.0), low}}), {3, 0, 3, 0}) == -1);
  CHECK(fires_at(woken_by({true, {above(2.0), low}}), {1.5, 0, 3, 0}) == 2);
}

TEST_CASE("a trigger sleeps until its date") {
  const sim::Date third = sim::date_of(2020, 1, 6).plus_days(15);
  CHECK(fires_at(woken_by({false, {above(2.0)}}, third), {3, 3, 3, 3, 3}) == 3);
  // It does not remember what held while it slept.
  CHECK(fires_at(woken_by({false, {above(2.0, 7)}}, third), {3, 3, 3, 3, 3}) == 4);
}

TEST_CASE("a history goes on as if the action had been dated to the day on which it fired, and logs it") {
  const walkers::Folder folder;
  sim::Study study = walkers::study(1, 1);
  // The walkers' level is above a hundred below zero from the start: the trigger fires at the fork.
  sim::Policy woken = walkers::push("woken", sim::undated, 1.0);
  woken.actions[0].when = sim::Trigger{false, {{0, 0, -100.0, {}, 28}}};
  study.policies.push_back(woken);
  const sim::Date fork = study.fork();
  study.policies.push_back(walkers::push("dated", fork.plus_days(28), 1.0));
  sim::Policy never = woken;
  never.name = "never";
  never.actions[0].when->conditions[0].above = 1e6;
  study.policies.push_back(never);
  sim::RunOptions options;
  options.output = folder / "out.h5";
  run_study(study, options);
  const sim::ResultFile result(folder / "out.h5");
  for (const char* measure : {"level", "flow"}) {
    CHECK(result.values(measure, 3) == result.values(measure, 4));
    CHECK(result.values(measure, 5) == result.values(measure, 0));
    CHECK(result.values(measure, 3) != result.values(measure, 2));  // that one is pushed from the fork on
  }
  std::vector<sim::ResultFile::LoggedEvent> woken_events;
  for (const auto& event : result.events()) {
    if (event.kind == "trigger") woken_events.push_back(event);
  }
  REQUIRE(woken_events.size() == 1);
  CHECK(woken_events[0].policy == 3);
  CHECK(woken_events[0].actor == "push");
  CHECK(woken_events[0].value == 1.0);
  CHECK(woken_events[0].days == fork.days + 28);
}
