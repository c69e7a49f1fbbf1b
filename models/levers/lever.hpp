// A policy lever of the ecosystem: its card, and the one line that presses it on the terms.
#pragma once

#include <functional>
#include <vector>

#include "models/levers/terms.hpp"
#include "sim/model/policy.hpp"
#include "sim/registry/cards.hpp"

namespace weightshed::levers {

// Rows in the table of jurisdictions; the check of the tables holds it to them.
constexpr std::size_t us_row = 0, china_row = 1;

struct Lever {
  sim::LeverCard card;
  void (*press)(const sim::LeverValue& value, Terms& terms);
};

// Calls `with(i)` for the named position, or for all `count` when an action names none.
template <class Function>
void each(int index, std::size_t count, Function with) {
  if (index != sim::any_index) return with(static_cast<std::size_t>(index));
  for (std::size_t i = 0; i < count; ++i) with(i);
}

// All levers of the model, in the order of the catalogue; positions are the `lever` of a sim::Target.
const std::vector<const Lever*>& catalogue();

// Folds the values in force into neutral terms.
Terms fold(const sim::LeverValues& values, std::size_t countries, std::size_t labs);

}  // namespace weightshed::levers
