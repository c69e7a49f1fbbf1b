// What would have been built instead: a recorded history simulated again without some of its bases.
#pragma once

#include "sim/plan/study.hpp"
#include "sim/results/lineage_summary.hpp"

namespace sim {

// The lineage of the same history with the knock-outs of `why` that the removals mean, all removed together and with
// the same luck. A country means all its labs. Throws Error(invalid_input) where the model has no such knock-out, as
// for bases that labs decided on, and Error(mismatch) when the recorded history cannot be reproduced.
RecordedLineage lived_without(const Study& study, const RecordedLineage& lineage, const std::vector<Removal>& removals);

}  // namespace sim
