// Levers on accelerators: controls, smuggling, output, subsidies and power.
#include "models/levers/press.hpp"

namespace weightshed::levers {

namespace {

constexpr sim::LeverOption fee[] = {
    {.key = "fee", .unit = "1", .description = "share of the price that is charged on licensed shipments"}};

constexpr Lever list[] = {
    {{.key = "us.export_control",
      .unit = "1",
      .index = {.of = "country"},
      .options = fee,
      .effect = {"compute", "country=CN", "of=CN", false},
      .description = "Share of a country's demand for accelerators, measured by performance, that US rules keep from "
                     "being shipped; `fee` is the share of the price charged on licensed shipments",
      .source = "BIS rules of 2022-10-07, 2023-10-17 and 2024-12-02 and later licences: reference table policy_dates; "
                "the mapping from rule to share is judgement",
      .cause = "Controls block part of the chips that a country wants to buy, and smuggling undoes part of that.",
      .unseen = "lost chip sales, on enforcement or on retaliation"},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.trade.blocked.size(), [&](std::size_t c) {
         strictest(t.trade.blocked[c], v.value);
         strictest(t.trade.fee[c], v.options[0]);
       });
     }},

    {{.key = "us.smuggling_enforcement",
      .unit = "1",
      .high = 4.0,
      .effect = {"compute", "country=CN", "", false},
      .description = "Enforcement against smuggling beyond that of 2022 to 2025: the leak through controls is "
                     "multiplied by e to the power of minus this number; 1.5 leaves about a fifth of it",
      .source = "scale: judgement; size of the leak: CNAS 2025-06 (median 140,000 chips in 2024)",
      .cause = "Enforcement closes the leak through controls, and without controls there is little to smuggle.",
      .unseen = "enforcement, or on trade that it slows"},
     [](Value v, Facts, Terms& t) { strictest(t.trade.enforcement, v.value); }},

    {{.key = "us.diffusion_rule",
      .unit = "1",
      .effect = {"compute", "country=GULF", "", false},
      .description = "Share of accelerator demand in second-tier countries that may not be shipped; Chinese labs lose "
                     "what they rent there",
      .source = "BIS, Framework for AI Diffusion (90 FR 4544), published 2025-01-15, rescinded 2025-05-13 before it "
                "took effect; tiers: reference table jurisdictions; scale by construction",
      .cause = "Limits on third countries also cut what Chinese labs rent there.",
      .unseen = "lost chip sales, or on the goodwill of third countries"},
     [](Value v, Facts r, Terms& t) {
       for (std::size_t c = 0; c < r.jurisdictions.size(); ++c) {
         if (r.jurisdictions[c].diffusion_tier == 2) strictest(t.trade.blocked[c], v.value);
       }
     }},

    {{.key = "us.equipment_control",
      .unit = "1",
      .effect = {"compute", "country=CN", "", false},
      .description = "Share of the growth of Chinese accelerator capacity that equipment controls prevent, beyond the "
                     "controls in force at the vintage; production lines already built stay",
      .source = "the recorded growth already contains the BIS rules of 2022-10-07, 2023-10-17 and 2024-12-02; the "
                "mapping from rule to share is judgement",
      .cause = "Without the equipment, Chinese chipmakers grow more slowly; lines already built stay.",
      .unseen = "lost sales of equipment, or on retaliation"},
     [](Value v, Facts r, Terms& t) { strictest(t.compute.equipment_blocked[at(r.china)], v.value); }},

    {{.key = "us.cloud_access",
      .unit = "1",
      .effect = {"frontier_gap", "pair=cn-us", "", true},
      .description = "Of the accelerators that Chinese labs rent in South-East Asia and the Gulf, the share that "
                     "know-your-customer rules withhold",
      .source = "proposed BIS rule of 2024-01-29 (infrastructure as a service), not in force at the vintage; scale by "
                "construction",
      .cause = "Providers that must know their customers rent fewer chips abroad to Chinese labs.",
      .unseen = "lost cloud revenue, or on checks of customers"},
     [](Value v, Facts r, Terms& t) { strictest(t.compute.know_your_customer[at(r.china)], v.value); }},

    {{.key = "cn.import_discouragement",
      .unit = "1",
      .effect = {"compute", "country=CN", "", false},
      .description = "Share of Chinese demand for foreign accelerators that the Chinese government suppresses",
      .source = "guidance of 2025-08 and 2025-09 against the H20 (press); the mapping to a share is judgement",
      .cause = "China itself keeps its buyers from foreign chips.",
      .unseen = "what Chinese firms lose meanwhile"},
     [](Value v, Facts r, Terms& t) { strictest(t.trade.discouraged[at(r.china)], v.value); }},

    {{.key = "compute_subsidy",
      .unit = "USD / year",
      .high = 5e10,
      .index = {.of = "country"},
      .priced = true,
      .effect = {"compute", "country=CN", "of=CN", true},
      .description =
          "Public budget per year for accelerators of a country, bought at the price of compute, beyond what "
          "the record already contains; `cn.compute_subsidy` is another spelling for that of China",
      .source = "size for comparison: third phase of the Big Fund, 344 billion yuan over its life (2024-05)",
      .cause = "Public money buys chips at the market price.",
      .unseen = "what the money would have done elsewhere"},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.compute.subsidy.size(), [&](std::size_t c) { t.compute.subsidy[c] += v.value; });
     }},

    {{.key = "energy_supply",
      .unit = "1",
      .low = -1.0,
      .high = 0.5,
      .index = {.of = "country"},
      .effect = {"compute", "country=US", "of=US", true},
      .description = "Change of the accelerators for which a country finds power, as a share: chips go where they can "
                     "run, and its own output beyond that stands idle; -0.2 leaves a fifth without power",
      .source =
          "scale by construction; for comparison: waits of years for grid connections in the US (LBNL, Queued Up, "
          "2024)",
      .cause = "Chips go where they find power, and output without power stands idle.",
      .unseen = "power plants and grids"},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.compute.energy.size(), [&](std::size_t c) { t.compute.energy[c] += v.value; });
     }},
};

}  // namespace

std::span<const Lever> of_compute() { return list; }

}  // namespace weightshed::levers
