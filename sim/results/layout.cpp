// Extents follow from the study alone, so a part file need not repeat them.
#include "sim/results/layout.hpp"

namespace sim {

Layout layout_of(const Study& study) {
  Layout layout{study.policies.size(), study.design.worlds(), study.run.members, study.record_dates(), {}, 0};
  if (study.patterns) layout.patterns = study.kind->patterns.size();
  for (const std::size_t measure : study.record) {
    MeasureLayout shape;
    shape.card = &study.kind->measures[measure];
    shape.index = measure;
    for (std::size_t d = 0; d < shape.card->rank(); ++d) {
      shape.dimensions.emplace_back(shape.card->dimensions[d]);
      const auto found = study.coordinates.find(shape.card->dimensions[d]);
      if (found == study.coordinates.end()) {
        throw Error(Failure::internal, "measure '" + std::string(shape.card->key) + "' lies on the dimension '" +
                                           shape.dimensions.back() + "', which the model does not declare");
      }
      shape.width *= found->second.size();
    }
    layout.measures.push_back(std::move(shape));
  }
  return layout;
}

}  // namespace sim
