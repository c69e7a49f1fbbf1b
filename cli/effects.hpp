// Effects as the table that `compare` and `demo` print.
#pragma once

#include <string>
#include <vector>

#include "sim/results/compare.hpp"

namespace cli {

// One block for each policy and measure, largest effects first; `all` rows or the largest six; `point` leaves the
// interval out. When the effects rest on few pairs or one world, the first line says so.
std::string effect_table(const sim::ResultFile& result, const std::vector<sim::Effect>& effects, bool all, bool point);

// The same as JSON on standard output: every effect, nothing left out.
void print_effects_json(const std::vector<sim::Effect>& effects);

}  // namespace cli
