// us.smuggling_enforcement: effort against accelerators that leak through controls.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) { strictest(terms.trade.enforcement, value.value); }

}  // namespace

extern const Lever us_smuggling_enforcement;
constinit const Lever us_smuggling_enforcement{
    {.key = "us.smuggling_enforcement",
     .unit = "1",
     .low = 0.0,
     .high = 4.0,
     .neutral = 0.0,
     .index = {},
     .description =
         "Enforcement against smuggling beyond that of 2022 to 2025: the leak through controls is multiplied "
         "by exp(-value); 1.5 leaves about a fifth of it",
     .source = "scale: judgement; size of the leak: CNAS 2025-06 (median 140,000 chips in 2024)"},
    press};

}  // namespace weightshed::levers
