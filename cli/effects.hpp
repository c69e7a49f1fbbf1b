// Effects as the table that `compare` and `demo` print.
#pragma once

#include <string>
#include <vector>

#include "sim/results/compare.hpp"

namespace cli {

// How much of the effects is told.
struct TableRows {
  bool all = false;    // every row, else the first six
  bool point = false;  // no interval
};

// One block for each policy and measure: first the values that the policy's actions touch, then the largest effects.
// When the effects rest on few pairs or one world, the first line says so.
std::string effect_table(const sim::ModelKind& kind, const sim::ResultFile& result,
                         const std::vector<sim::Effect>& effects, const TableRows& rows);

// The same as JSON on standard output: every effect, nothing left out.
void print_effects_json(const std::vector<sim::Effect>& effects);

}  // namespace cli
