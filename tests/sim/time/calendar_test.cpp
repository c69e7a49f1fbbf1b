// Calendar dates against known answers.
#include "sim/time/calendar.hpp"

#include <catch2/catch.hpp>
#include <limits>

TEST_CASE("days count from 1970-01-01") {
  CHECK(sim::date_of(1970, 1, 1).days == 0);
  CHECK(sim::date_of(2000, 3, 1).days == 11017);
  CHECK(sim::date_of(1969, 12, 31).days == -1);
}

TEST_CASE("a date survives the way through text") {
  for (const char* text : {"2019-07-01", "2024-02-29", "2032-12-31", "1999-12-31"}) {
    const auto date = sim::parse_date(text);
    REQUIRE(date);
    CHECK(to_string(*date) == text);
  }
}

TEST_CASE("what is no date is refused") {
  for (const char* text : {"2023-02-29", "2023-13-01", "2023-00-10", "2023-1-1", "20230101", "2023-01-01 ", "",
                           "-023-01-01", "2023-01-+1"}) {
    INFO(text);
    CHECK_FALSE(sim::parse_date(text));
  }
}

TEST_CASE("a day or a month is read, and a month stands for its first or its last day") {
  CHECK(sim::parse_day_or_month("2032-12", sim::MonthDay::first) == sim::date_of(2032, 12, 1));
  CHECK(sim::day_or_month("2032-12", sim::MonthDay::last) == sim::date_of(2032, 12, 31));
  CHECK(sim::day_or_month("2028-02", sim::MonthDay::last) == sim::date_of(2028, 2, 29));
  CHECK(sim::day_or_month("2032-12-05", sim::MonthDay::last) == sim::date_of(2032, 12, 5));
  for (const char* text : {"2032-13", "2032-1", "", "soon"}) {
    INFO(text);
    CHECK_FALSE(sim::parse_day_or_month(text, sim::MonthDay::last));
    CHECK_THROWS_WITH(sim::day_or_month(text, sim::MonthDay::last), Catch::Contains("is neither a day nor a month"));
  }
}

TEST_CASE("the first of the next month crosses the year") {
  CHECK(first_of_next_month(sim::date_of(2025, 12, 31)) == sim::date_of(2026, 1, 1));
  CHECK(first_of_next_month(sim::date_of(2024, 2, 29)) == sim::date_of(2024, 3, 1));
  CHECK(first_of_month(sim::date_of(2024, 2, 29)) == sim::date_of(2024, 2, 1));
}

TEST_CASE("a decimal year is exact at the turn of the year and in the middle of a leap year") {
  CHECK(sim::decimal_year(sim::date_of(2025, 1, 1)) == 2025.0);
  CHECK(sim::decimal_year(sim::date_of(2024, 7, 2)) == 2024.5);  // day 183 of 366
  for (int day = 0; day < 3000; day += 17) {
    const double days = sim::date_of(2019, 7, 1).days + day + 0.25;
    CHECK(sim::days_of_decimal_year(sim::decimal_year(days)) == Approx(days).margin(1e-6));
  }
}

TEST_CASE("a date falls into one step, and what is dated inside a step waits for the next") {
  for (const std::int32_t weeks : {1, 2}) {
    const sim::Steps steps{sim::date_of(2019, 7, 1), weeks};
    for (std::int32_t day = -3; day < 100; ++day) {
      const sim::Date date = steps.start.plus_days(day);
      const std::uint32_t first = steps.first_from(date), ended = steps.ended_by(date);
      REQUIRE((steps.start_of(first) >= date && (first == 0 || steps.start_of(first - 1) < date)));
      REQUIRE((steps.start_of(ended + 1).plus_days(-1) > date &&
               (ended == 0 || steps.start_of(ended).plus_days(-1) <= date)));
    }
    CHECK(steps.in_weeks(52) * static_cast<std::uint32_t>(weeks) == 52);
    CHECK(steps.in_weeks(0) == 1);  // a state is read from the last step
  }
}

TEST_CASE("what lies as far back or ahead as dates go is before the first step, or after as many as there are") {
  constexpr sim::Date before{std::numeric_limits<std::int32_t>::min()}, after{std::numeric_limits<std::int32_t>::max()};
  const sim::Steps steps{sim::date_of(2019, 7, 1)};
  CHECK(steps.first_from(before) == 0);
  CHECK(steps.ended_by(before) == 0);
  CHECK(steps.first_from(after) > 300'000'000);
  CHECK(steps.ended_by(after) > 300'000'000);
}

TEST_CASE("the clock goes by weeks") {
  sim::Clock clock(sim::date_of(2019, 7, 1));
  clock.advance();
  clock.advance();
  CHECK(clock.step() == 2);
  CHECK(clock.now() == sim::date_of(2019, 7, 15));
  CHECK(clock.end_of_step() == sim::date_of(2019, 7, 22));
  CHECK(sim::Steps{}.length().value * 365.2425 == Approx(7.0));
}
