// What the verbs that read a result file share: dates as typed, coordinates as text.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/time/calendar.hpp"

namespace weightshed {

using Labels = std::vector<std::pair<std::string, std::string>>;  // dimension and label

// "2032-12" is the last day of the month; nothing for an empty text. Throws Error(usage).
std::optional<sim::Date> date_of_option(const std::string& text);

std::string text_of(const Labels& labels);  // "country=CN, sector=finance"

// Every combination of the labels of some dimensions, last fastest: the order of a measure's values.
std::vector<Labels> combinations(const std::vector<std::pair<std::string, std::vector<std::string>>>& dimensions);

// Eight heights for the values between their extremes; a space where there is none.
std::string sparkline(const std::vector<double>& values);

// Four significant digits; "-" for NaN.
std::string shown(double value);

}  // namespace weightshed
