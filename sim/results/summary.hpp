// /summary: bands and paired effects of every measure, small enough to open at once.
#pragma once

#include <filesystem>

#include "sim/plan/layout.hpp"
#include "sim/results/hdf5.hpp"

namespace sim {

inline constexpr double summary_quantiles[] = {0.1, 0.25, 0.5, 0.75, 0.9};

// Reads the measures of the file that is being written once, within a bound of memory. `scratch` is a folder with room
// for two policies' values of the largest measure.
void write_summary(hid_t file, const Study& study, const Layout& layout, const std::filesystem::path& scratch);

}  // namespace sim
