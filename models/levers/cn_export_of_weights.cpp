// cn.export_of_weights: China restricts the release of open weights by its labs.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) { strictest(terms.openness.forbidden[china_row], value.value); }

}  // namespace

extern const Lever cn_export_of_weights;
constinit const Lever cn_export_of_weights{
    {.key = "cn.export_of_weights",
     .unit = "1",
     .low = 0.0,
     .high = 1.0,
     .neutral = 0.0,
     .index = {},
     .description =
         "Probability that a Chinese lab's release of open weights is refused and goes out by API only; what "
         "is already released stays",
     .source = "no such rule existed by the vintage; scale by construction"},
    press};

}  // namespace weightshed::levers
