// Published figures that the model can be asked for: each pattern's card and how it is read at its date.
#pragma once

#include <vector>

#include "models/ecosystem/ecosystem.hpp"
#include "sim/registry/cards.hpp"

namespace weightshed {

struct Pattern {
  sim::PatternCard card;
  double (*read)(const Ecosystem& e, const Assumptions& a, const Streams& s);
};

namespace patterns {

const std::vector<Pattern>& catalogue();

}  // namespace patterns
}  // namespace weightshed
