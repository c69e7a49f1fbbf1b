// Recording dates and forks in steps of the clock.
#include "sim/plan/schedule.hpp"

#include <catch2/catch.hpp>

#include "tests/sim/execution/toy_model.hpp"

TEST_CASE("a recording date is read after the last step that ends on or before it, and every step is counted once") {
  const std::int32_t weeks = GENERATE(1, 2);
  for (const sim::Every every : {sim::Every::week, sim::Every::month, sim::Every::quarter, sim::Every::year}) {
    if (weeks == 2 && every == sim::Every::week) continue;  // refused where a scenario is read
    sim::Study study = walkers::study();
    study.run.end = sim::date_of(2024, 12, 31);
    study.run.step_weeks = weeks;
    study.record.every = every;
    const sim::Schedule schedule = schedule_of(study);
    const auto year = static_cast<std::uint32_t>(52 / weeks);
    REQUIRE_FALSE(schedule.readings.empty());
    for (std::size_t i = 0; i < schedule.readings.size(); ++i) {
      const sim::Reading& r = schedule.readings[i];
      const auto last_day = [&](std::uint32_t step) {
        return study.run.start.plus_days(static_cast<std::int32_t>(step + 1) * 7 * weeks - 1);
      };
      REQUIRE(last_day(r.period.last) <= r.date);
      REQUIRE(last_day(r.period.last + 1) > r.date);
      if (i > 0) REQUIRE(r.period.first == schedule.readings[i - 1].period.last + 1);
      REQUIRE(r.whole_year == (r.period.last >= year - 1));
      if (r.whole_year) REQUIRE(r.trailing_year.last - r.trailing_year.first == year - 1);
    }
  }
}

TEST_CASE("the first period of a run that starts inside a month holds only its own steps") {
  sim::Study study = walkers::study();
  study.run.start = sim::date_of(2019, 7, 10);
  const sim::Schedule schedule = schedule_of(study);
  REQUIRE(to_string(schedule.readings[0].date) == "2019-08-31");
  // Steps end on 16, 23 and 30 July; the fourth, on 6 August, is the first of the period.
  REQUIRE(schedule.readings[0].period.first == 3);
}

TEST_CASE("the fork is the first step that starts on or after the date") {
  sim::Study study = walkers::study();
  const sim::Schedule schedule = schedule_of(study);
  const sim::Date fork = study.run.start.plus_days(static_cast<std::int32_t>(schedule.fork) * 7);
  REQUIRE(fork >= sim::date_of(2020, 7, 1));
  REQUIRE(fork.plus_days(-7) < sim::date_of(2020, 7, 1));
  study.policies.resize(1);
  REQUIRE(schedule_of(study).fork == schedule_of(study).steps);
}
