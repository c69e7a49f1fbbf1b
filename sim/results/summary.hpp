// /summary: bands and paired effects of every measure, small enough to open at once.
#pragma once

#include "sim/plan/layout.hpp"
#include "sim/results/hdf5.hpp"

namespace sim {

inline constexpr double summary_quantiles[] = {0.1, 0.25, 0.5, 0.75, 0.9};

// Reads the measures of the file that is being written, a block of dates at a time.
void write_summary(hid_t file, const Study& study, const Layout& layout);

}  // namespace sim
