// Extents follow from the study alone, so a part file need not repeat them.
#include "sim/plan/layout.hpp"

namespace sim {

std::size_t width_of(const MeasureCard& card, const Coordinates& coordinates) {
  std::size_t width = 1;
  for (std::size_t d = 0; d < card.rank(); ++d) {
    const auto found = coordinates.find(card.dimensions[d]);
    if (found == coordinates.end()) {
      throw Error(Failure::internal, "measure '" + std::string(card.key) + "' uses the dimension '" +
                                         std::string(card.dimensions[d]) + "', which the model does not declare");
    }
    width *= found->second.size();
  }
  return width;
}

Layout layout_of(const Study& study) {
  Layout layout{study.policies.size(), study.design.worlds(), study.run.members, study.record_dates(), {}, 0};
  if (study.record.patterns) layout.patterns = study.kind->patterns.size();
  for (const std::size_t measure : study.record.measures) {
    MeasureLayout shape;
    shape.card = &study.kind->measures[measure];
    shape.index = measure;
    shape.width = width_of(*shape.card, study.coordinates);
    for (std::size_t d = 0; d < shape.card->rank(); ++d) shape.dimensions.emplace_back(shape.card->dimensions[d]);
    layout.measures.push_back(std::move(shape));
  }
  return layout;
}

}  // namespace sim
