// us.diffusion_rule: caps on accelerators for countries that are neither allies nor embargoed.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

// Rows of the jurisdiction table in the rule's second tier: India, Singapore and ASEAN, the Gulf, Africa, Latin America
// and the rest of the world. Its first tier named 18 allies; China and others in its third were under control already.
constexpr std::size_t second_tier[] = {6, 8, 9, 10, 11, 12};

void press(const sim::LeverValue& value, Terms& terms) {
  std::vector<double>& blocked = terms.trade.blocked;
  for (const std::size_t c : second_tier) {
    if (c < blocked.size()) strictest(blocked[c], value.value);
  }
}

}  // namespace

extern const Lever us_diffusion_rule;
constinit const Lever us_diffusion_rule{
    {.key = "us.diffusion_rule",
     .unit = "1",
     .low = 0.0,
     .high = 1.0,
     .neutral = 0.0,
     .index = {},
     .description =
         "Share of the accelerator demand of countries of the second tier that may not be shipped; Chinese labs lose "
         "what they rent there",
     .source = "BIS, Framework for AI Diffusion (90 FR 4544), published 2025-01-15, rescinded 2025-05-13 before it "
               "took effect; scale by construction"},
    press};

}  // namespace weightshed::levers
