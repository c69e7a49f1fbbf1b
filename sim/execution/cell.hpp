// Simulating one (world, member): one past, then every policy from a copy of it.
#pragma once

#include "sim/plan/layout.hpp"
#include "sim/plan/schedule.hpp"
#include "sim/plan/study.hpp"
#include "sim/results/cell_record.hpp"

namespace sim {

// What the history of a (world, member) starts from; `study` must outlive it.
Beginning beginning_of(const Study& study, std::size_t unit);

// A model that throws makes its cell failed, with its message; the other policies continue. In the past it fails them
// all.
UnitRecord simulate_unit(const Study& study, const Layout& layout, const Schedule& schedule, std::size_t unit);

}  // namespace sim
