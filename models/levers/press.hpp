// What the files of levers share: their vocabulary and the loops over the targets that an action may leave open.
#pragma once

#include <algorithm>
#include <array>

#include "models/levers/lever.hpp"

namespace weightshed::levers {

using Value = const sim::LeverValue&;
using Facts = const roster::Roster&;

// Calls `with(i)` for the named position, or for all `count` when an action names none.
template <class Function>
void each(int index, std::size_t count, Function with) {
  if (index != sim::any_index) return with(static_cast<std::size_t>(index));
  for (std::size_t i = 0; i < count; ++i) with(i);
}

// The parts of the catalogue, a file each.
std::span<const Lever> of_compute();
std::span<const Lever> of_openness();
std::span<const Lever> of_use();
std::span<const Lever> of_capability();

}  // namespace weightshed::levers
