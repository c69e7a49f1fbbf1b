// A policy lever of the ecosystem: its card, and how it presses on the terms.
#pragma once

#include <span>

#include "models/levers/terms.hpp"
#include "models/roster/roster.hpp"
#include "sim/model/policy.hpp"
#include "sim/registry/cards.hpp"

namespace weightshed::levers {

struct Lever {
  sim::LeverCard card;
  void (*press)(const sim::LeverValue& value, const roster::Roster& roster, Terms& terms);
};

// All levers of the model; positions are the `lever` of a sim::Target.
std::span<const Lever> catalogue();

// Other spellings of levers that have become more general.
std::span<const sim::LeverSpelling> spellings();

// Folds the values in force into neutral terms; `labs` includes the slots of entrants.
Terms fold(const sim::LeverValues& values, const roster::Roster& roster, std::size_t labs);

}  // namespace weightshed::levers
