// The unit words that are accepted at the border of the program: "0.8 / year", "6 months", "2e9 USD / year" to a number
// in the declared unit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sim {

struct Quantity {
  double value = 0.0;
  std::string unit;  // as written, spaces folded; empty when no unit was given
};

// Splits "0.8 / year" into 0.8 and "/ year"; nothing when there is no leading number.
std::optional<Quantity> parse_quantity(std::string_view text);

// The factor that turns a value in `from` into one in `to`; nothing when the two do not measure the same thing.
// Known words: 1, %, points, day, week, month, year, / year, / month, USD / year, orders, orders / year, parameters,
// downloads, models, GW, FLOP; "1" and "" are the same, "%" is 0.01 of "1".
std::optional<double> conversion(std::string_view from, std::string_view to);

// True when `unit` is one of the known words: the registry's own units are tested with it.
bool known_unit(std::string_view unit);

// The words in which a value of this unit may be written, one for each size; nothing for a unit that is its own only
// word.
std::vector<std::string> units_like(std::string_view unit);

}  // namespace sim
