// cn.compute_subsidy: public money for domestic accelerators.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) { terms.compute.subsidy[china_row] += value.value; }

}  // namespace

extern const Lever cn_compute_subsidy;
constinit const Lever cn_compute_subsidy{
    {.key = "cn.compute_subsidy",
     .unit = "USD / year",
     .low = 0.0,
     .high = 5e10,
     .neutral = 0.0,
     .index = {},
     .description =
         "Budget a year that buys Chinese accelerators at the price of compute, beyond what the record contains",
     .source = "size for comparison: third phase of the Big Fund, 344 billion yuan over its life (2024-05)"},
    press};

}  // namespace weightshed::levers
