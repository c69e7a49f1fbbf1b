// cn.open_encouragement: the state encourages open weights.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) { terms.openness.push[china_row] += value.value; }

}  // namespace

extern const Lever cn_open_encouragement;
constinit const Lever cn_open_encouragement{
    {.key = "cn.open_encouragement",
     .unit = "1",
     .low = -5.0,
     .high = 5.0,
     .neutral = 0.0,
     .index = {},
     .description = "Push on the latent scale on which Chinese labs decide to open or close, beyond the encouragement "
                    "since 2025; negative: a leash",
     .source = "Government work reports and AI Plus guidelines of 2025-08 name open source; the scale is judgement: "
               "stances lie between -5 and 5"},
    press};

}  // namespace weightshed::levers
