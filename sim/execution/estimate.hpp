// What a study will cost, measured on one of its histories.
#pragma once

#include <cstddef>

#include "sim/plan/study.hpp"

namespace sim {

struct Estimate {
  double past_seconds = 0.0;    // of one history up to the fork
  double future_seconds = 0.0;  // of one policy from the fork to the end
  double seconds = 0.0;         // wall time of all cells on `threads`
  bool at_least = false;        // the measurement was cut short: later steps cost more than those measured
  int threads = 1;
};

// Simulates world 0, member 0 under the reference policy, for at most `most_seconds` of wall time. `threads` 0: as
// many as a run would take; `shards`: into how many parts the cells are divided.
Estimate estimate_run(const Study& study, int threads, std::size_t shards, double most_seconds = 10.0);

}  // namespace sim
