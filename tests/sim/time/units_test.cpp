// The unit words of the border.
#include "sim/time/units.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a quantity is a number and its unit, spaces folded") {
  const auto rate = sim::parse_quantity(" 0.8/year");
  REQUIRE(rate);
  CHECK(rate->value == 0.8);
  CHECK(rate->unit == "/ year");
  CHECK(sim::parse_quantity("+2e9  USD /  year")->unit == "USD / year");
  CHECK(sim::parse_quantity("-3")->unit.empty());
  CHECK_FALSE(sim::parse_quantity("fast"));
  CHECK_FALSE(sim::parse_quantity(""));
}

TEST_CASE("units of one dimension convert") {
  CHECK(sim::conversion("months", "year") == Approx(1.0 / 12.0));
  CHECK(sim::conversion("/ month", "/ year") == Approx(12.0));
  CHECK(sim::conversion("%", "1") == Approx(0.01));
  CHECK(sim::conversion("", "1") == Approx(1.0));
  CHECK(sim::conversion("weeks", "days") == Approx(7.0));
}

TEST_CASE("a length of time is no rate, and an unknown word is no unit") {
  CHECK_FALSE(sim::conversion("months", "/ year"));
  CHECK_FALSE(sim::conversion("EUR / year", "USD / year"));
  CHECK_FALSE(sim::conversion("1", "months"));
  CHECK(sim::known_unit("USD / year"));
  CHECK_FALSE(sim::known_unit("furlongs"));
}

TEST_CASE("a message lists one word for each size of unit, where there is a choice") {
  CHECK(sim::units_like("years") == std::vector<std::string>{"day", "week", "month", "year"});
  CHECK(sim::units_like("1") == std::vector<std::string>{"%"});
  CHECK(sim::units_like("USD / year").empty());
  CHECK(sim::units_like("furlongs").empty());
}
