// us.open_release_limit: open weights of US labs above a threshold of training compute are refused.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) {
  terms.openness.limit[us_row] = std::min(terms.openness.limit[us_row], value.value);
}

}  // namespace

extern const Lever us_open_release_limit;
constinit const Lever us_open_release_limit{
    {.key = "us.open_release_limit",
     .unit = "orders",
     .low = 22.0,
     .high = no_limit,
     .neutral = no_limit,
     .index = {},
     .description =
         "Training compute, in log10 FLOP, above which a US lab's release of open weights is refused and goes "
         "out by API only; what is already released stays",
     .source = "no such rule existed by the vintage; for comparison: reporting threshold of Executive Order 14110, 26"},
    press};

}  // namespace weightshed::levers
