// What is checked before anything is simulated: that the result can be written, and that it overwrites nothing without
// permission.
#pragma once

#include "sim/execution/run.hpp"

namespace sim {

// Throws Error: no such folder, not writable, output is a folder, a device or another thing that is no file, a shard
// that does not exist.
void require_writable(const RunOptions& options);
// Throws Error(invalid_input) when the output exists and `force` is not set.
void require_absent(const RunOptions& options);

}  // namespace sim
