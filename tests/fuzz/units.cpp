// Quantities, units and dates: what is understood says the same when it is written out and read again.
#include "sim/time/units.hpp"

#include <algorithm>
#include <cmath>

#include "sim/scenario/section.hpp"
#include "sim/time/calendar.hpp"
#include "tests/fuzz/invariant.hpp"

namespace {

void check_quantity(std::string_view text, std::string_view unit) {
  const auto quantity = sim::parse_quantity(text);
  if (!quantity) return;
  const auto there = sim::conversion(quantity->unit, unit);
  const auto back = sim::conversion(unit, quantity->unit);
  fuzz::require(there.has_value() == back.has_value(), "a unit converts both ways or not at all");
  if (there) fuzz::require(std::abs(*there * *back - 1.0) < 1e-12, "a unit converts back");
  if (sim::known_unit(quantity->unit))
    fuzz::require(sim::conversion(quantity->unit, quantity->unit) == 1.0, "a unit is itself");
  if (!std::isfinite(quantity->value)) return;
  const auto again = sim::parse_quantity(sim::toml_number(quantity->value) + " " + quantity->unit);
  fuzz::require(again && again->value == quantity->value, "a quantity that is printed reads back to the same bits");
  fuzz::require(again->unit == quantity->unit || !sim::known_unit(quantity->unit), "and to the same unit");
}

void check_date(std::string_view text) {
  const auto date = sim::parse_date(text);
  if (!date) return;
  fuzz::require(sim::to_string(*date) == text, "a date is printed as it is written");
  const sim::CivilDate c = sim::civil(*date);
  fuzz::require(sim::date_of(c.year, c.month, c.day) == *date, "a date comes back from its parts");
  const double days = sim::days_of_decimal_year(sim::decimal_year(*date));
  fuzz::require(std::abs(days - date->days) < 1e-3, "a date comes back from its decimal year");
  fuzz::require(sim::first_of_month(*date) <= *date && *date < sim::first_of_next_month(*date),
                "a day is in its month");
}

void check_value(std::string_view text, std::string_view unit) {
  std::vector<sim::Problem> problems;
  const sim::Node node = sim::text_node(text, {"fuzz", 1, 1});
  const auto value = sim::read_quantity(node, "key", {unit, 0.5, 2200.0, {}}, problems);
  fuzz::require(value.has_value() == problems.empty(), "a value is given or refused");
  if (value) fuzz::require(*value >= 0.5 && *value <= 2200.0, "a value is in range");
  if (!value) fuzz::require_told(problems);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Computing computing;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t bar = std::min(text.find('|'), text.size());
  const std::string_view first = text.substr(0, bar);
  const std::string_view unit = bar < text.size() ? text.substr(bar + 1) : std::string_view("1");
  check_quantity(first, unit);
  check_date(first);
  check_value(first, unit);
  if (const auto day = sim::parse_day_or_month(first, sim::MonthDay::last))
    fuzz::require(sim::parse_day_or_month(first, sim::MonthDay::first) <= day, "a month begins before it ends");
  return 0;
}
