// How numbers, units, labels and counts are shown to a reader.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/result_file.hpp"
#include "sim/results/slices.hpp"

namespace sim {

// The unit shown after a measure: " [share]", " [millions]", or nothing where the measure is its own unit.
std::string unit_text(const ResultFile::Measure& measure);

// "128 pairs of 16 worlds".
std::string pairs_of(std::size_t pairs, std::size_t worlds);

// A plain sentence when the effects rest on so few pairs that they look more certain than they are; else empty.
std::string doubt_about(std::size_t pairs, std::size_t worlds);

std::string text_of(const Labels& labels);  // "country=CN, sector=finance"

// Four significant digits; "-" for NaN.
std::string shown(double value);

// A value and its interval with the same decimals, four significant digits of the largest; a decimal year as a month.
std::vector<std::string> shown_alike(const std::vector<double>& values, const std::string& units);

// "1 world", "16 worlds", "2 policies"
std::string counted(std::size_t count, std::string_view one);

}  // namespace sim
