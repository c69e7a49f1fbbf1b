// cn.state_leash: the state keeps a hand on the Chinese labs that lead.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

void press(const sim::LeverValue& value, Terms& terms) { strictest(terms.openness.leash[china_row], value.value); }

}  // namespace

extern const Lever cn_state_leash;
constinit const Lever cn_state_leash{
    {.key = "cn.state_leash",
     .unit = "1",
     .low = 0.0,
     .high = 1.0,
     .neutral = 0.0,
     .index = {},
     .description =
         "Pressure against opening on the Chinese labs that lead their country: limits on travel, approvals, "
         "delays; taken off the state's encouragement",
     .source = "press of 2025-03-14: limits on travel of DeepSeek's staff after V3 and R1; scale by construction"},
    press};

}  // namespace weightshed::levers
