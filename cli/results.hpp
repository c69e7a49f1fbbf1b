// What the verbs that read a result file share: dates as typed, coordinates as text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/slices.hpp"
#include "sim/time/calendar.hpp"

namespace cli {

using sim::Labels;

// --measure and --where, which mean the same for every verb that reads a result. Throws Error(usage).
sim::Asked asked_of(const Options& options);

// "2032-12" means the last day of the month; nothing for an empty text. Throws Error(usage).
std::optional<sim::Date> date_of_option(const std::string& text);

// Index of the recording date that `at` names; without it, of the last one. Between two dates it means the earlier one.
// Before the first, or after the month of the last, there is nothing to read: throws Error(invalid_input) with the
// range.
std::size_t recorded_date(const sim::ResultFile& result, const std::optional<sim::Date>& at);

// The unit shown after a measure: " [share]", " [millions]", or nothing where the measure is its own unit.
std::string unit_text(const sim::ResultFile::Measure& measure);

// A plain sentence when the effects rest on so few pairs that they look more certain than they are; else empty.
std::string doubt_about(std::size_t pairs, std::size_t worlds);

std::string text_of(const Labels& labels);  // "country=CN, sector=finance"

// Eight heights for the values between their extremes; a space where there is none.
std::string sparkline(const std::vector<double>& values);

// Four significant digits; "-" for NaN.
std::string shown(double value);

// A value and its interval with the same decimals, four significant digits of the largest; a decimal year as a month.
std::vector<std::string> shown_alike(const std::vector<double>& values, const std::string& units);

}  // namespace cli
