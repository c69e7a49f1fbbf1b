// cn.import_discouragement: the buyer country turns its own firms away from foreign accelerators.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) { strictest(terms.trade.discouraged[china_row], value.value); }

}  // namespace

extern const Lever cn_import_discouragement;
constinit const Lever cn_import_discouragement{
    {.key = "cn.import_discouragement",
     .unit = "1",
     .low = 0.0,
     .high = 1.0,
     .neutral = 0.0,
     .index = {},
     .description = "Share of Chinese demand for foreign accelerators that the Chinese government turns away",
     .source = "guidance against the H20 of 2025-08 and 2025-09 (press); the mapping to a share is judgement"},
    press};

}  // namespace weightshed::levers
