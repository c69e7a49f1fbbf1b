// What a study will cost, measured on a few of its histories.
#pragma once

#include <cstddef>

#include "sim/plan/study.hpp"

namespace sim {

struct Estimate {
  double past_seconds = 0.0;    // of one history up to the fork, mean
  double future_seconds = 0.0;  // of one policy from the fork to the end, mean
  double seconds = 0.0;         // wall time of all cells on `threads` that have nothing else to do
  bool at_least = false;        // the measurement was cut short: later steps cost more than those measured
  int threads = 1;
  std::size_t histories = 0;  // that were measured
};

// Simulates up to eight histories, spread over worlds and policies, for at most about `most_seconds`, and takes the
// processor's time, which does not depend on what else the machine does. `threads` 0: as many as a run would take;
// `shards`: into how many parts the cells are divided.
Estimate estimate_run(const Study& study, int threads, std::size_t shards, double most_seconds = 10.0);

}  // namespace sim
