// [assume]: which parameters are fixed at another value and which are drawn, and from what.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/scenario/parts.hpp"
#include "sim/scenario/quantile.hpp"

namespace sim {

struct StatedAssumptions {
  struct Sampled {
    std::size_t parameter = 0;
    Assumed distribution;
    double centre = 0.0;  // its value when only one world is asked for
  };
  std::vector<double> values;    // of every parameter: the card's default, or as fixed
  std::vector<Sampled> sampled;  // in the order of the cards
  std::vector<bool> stated;      // the scenario says something of the parameter
  bool states(std::size_t parameter) const { return stated[parameter]; }
};

StatedAssumptions read_assumptions(Draft& draft);

}  // namespace sim
