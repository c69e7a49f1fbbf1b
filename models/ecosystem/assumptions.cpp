// The two uses of `describe`: cards for the engine, values for a world.
#include "models/ecosystem/assumptions.hpp"

namespace weightshed::ecosystem {

std::vector<sim::ParameterCard> parameter_cards() {
  Assumptions defaults;
  sim::CardCollector collect;
  describe(collect, defaults);
  return collect.take();
}

Assumptions assumptions(std::span<const double> values) {
  Assumptions result;
  sim::ValueSetter set(values);
  describe(set, result);
  return result;
}

}  // namespace weightshed::ecosystem
