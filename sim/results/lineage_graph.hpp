// The graph of a table of models.
#pragma once

#include "sim/graph/topology.hpp"
#include "sim/model/model.hpp"

namespace sim {

// Throws Error(invalid_input) where rows contradict each other: a parent that is missing or listed after its child, a
// model that descends from itself.
Topology graph_of(const LineageTable& table);

}  // namespace sim
