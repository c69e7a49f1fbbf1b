// What a sweep shows: the effect of each policy at each point of the worlds.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/plan/study.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/slices.hpp"
#include "sim/results/statistics.hpp"

namespace sim {

// The worlds that a sweep repeats at one point of its assumptions.
struct SweepPoint {
  std::vector<double> at;           // one value for each axis; NaN for the axes of policies
  std::vector<std::size_t> worlds;  // ascending
};

// The points in the order of the worlds.
std::vector<SweepPoint> sweep_points(const Sweep& sweep);

// The effect of a policy against the first one, over the worlds of one point.
struct SweptEffect {
  std::size_t policy = 0;
  std::vector<double> at;  // one value for each axis; NaN where it concerns neither the policy nor the worlds
  Labels labels;           // of the measure
  PairedStatistics effect;
};

// Every policy but the first and every point, for one value of a measure at one date: of those asked for, the one that
// the policies move most. Policies in the order of the file, points in that of the worlds.
std::vector<SweptEffect> swept_effects(const ResultFile& result, const Sweep& sweep, const MeasureSlice& asked,
                                       std::size_t date);

}  // namespace sim
