// Published figures that the model can be asked for: each pattern's card and how it is read at its date.
#pragma once

#include <vector>

#include "models/measures/measure.hpp"
#include "sim/registry/cards.hpp"

namespace weightshed::measures {

struct Pattern {
  sim::PatternCard card;
  double (*read)(const Ecosystem& e, const Assumptions& a, const Streams& s);
};

// All published figures of the model.
const std::vector<Pattern>& patterns();

}  // namespace weightshed::measures
