// us.equipment_control: controls on machines that make accelerators.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) {
  strictest(terms.compute.equipment_blocked[china_row], value.value);
}

}  // namespace

extern const Lever us_equipment_control;
constinit const Lever us_equipment_control{
    {.key = "us.equipment_control",
     .unit = "1",
     .low = 0.0,
     .high = 1.0,
     .neutral = 0.0,
     .index = {},
     .description = "Share of the growth of Chinese accelerator capacity that controls on equipment stop, beyond those "
                    "in force at the vintage; lines that were built stay",
     .source = "BIS rules of 2022-10-07, 2023-10-17 and 2024-12-02 are in the growth that the record shows; the "
               "mapping from rule to share is judgement"},
    press};

}  // namespace weightshed::levers
