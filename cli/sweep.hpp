// What a sweep shows: the effect of each policy at each point of the worlds, and where it reverses sign.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/results.hpp"
#include "sim/plan/study.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/statistics.hpp"

namespace cli {

// The effect of a policy against the first one, over the worlds of one point.
struct SweptEffect {
  std::size_t policy = 0;
  std::vector<double> point;  // of the axes of assumptions, in their order
  Labels labels;              // of the measure
  sim::PairedStatistics effect;
};

// Every policy but the first and every point, for one value of a measure at one date: of those asked for, the one that
// the policies move most. Policies in the order of the file, points in that of the worlds.
std::vector<SweptEffect> swept_effects(const sim::ResultFile& result, const sim::Study& study,
                                       const sim::MeasureSlice& asked, std::size_t date);

// As a table, policies down and points across, with the points between which each policy's effect reverses sign.
std::string sweep_table(const sim::ResultFile& result, const sim::Study& study, const sim::MeasureSlice& asked,
                        std::size_t date);

}  // namespace cli
