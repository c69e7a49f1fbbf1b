// The table of a sweep, as `compare` prints it.
#pragma once

#include <string>

#include "cli/results.hpp"
#include "sim/results/sweep.hpp"

namespace cli {

// As a table, policies down and points across, with the points between which each policy's effect reverses sign.
std::string sweep_table(const sim::ResultFile& result, const sim::Sweep& sweep, const sim::MeasureSlice& asked,
                        std::size_t date);

}  // namespace cli
