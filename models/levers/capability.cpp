// Levers on the capability of labs: ideas that are copied, money, talent, and what a study states outright.
#include "models/levers/press.hpp"

namespace weightshed::levers {

namespace {

constexpr sim::LeverOption spread[] = {
    {.key = "spread",
     .unit = "orders",
     .high = 2.0,
     .description = "standard deviation of what is added, over histories; the same draw under every policy"}};

constexpr Lever list[] = {
    {{.key = "api_access",
      .unit = "1",
      .index = {.of = "country"},
      .effect = {"frontier_gap", "pair=cn-us", "of=CN", true},
      .description = "Share of the distillation from closed APIs by a country's labs that providers stop",
      .source = "OpenAI blocked access from China on 2024-07-09, which the record contains; scale by construction",
      .cause =
          "What providers keep from being copied through public interfaces, Chinese labs have to find for themselves.",
      .unseen = "what honest customers lose, or on enforcement"},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.api_allowed.size(),
            [&](std::size_t c) { t.api_allowed[c] = std::min(t.api_allowed[c], 1.0 - v.value); });
     }},

    {{.key = "lab_funding",
      .unit = "USD / year",
      .high = 5e10,
      .index = {.of = "country"},
      .priced = true,
      .effect = {"frontier_gap", "pair=cn-us", "of=CN", false},
      .description = "Public money per year for the flagship runs of a country's labs, shared in proportion to their "
                     "size and spent on rented compute at its price",
      .source =
          "size for comparison: InvestAI, 20 billion euros for AI gigafactories (European Commission, 2025-02-11)",
      .cause = "Public money pays for larger training runs, shared among labs by size.",
      .unseen = "what the money would have done elsewhere"},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.research.funding.size(), [&](std::size_t c) { t.research.funding[c] += v.value; });
     }},

    {{.key = "talent",
      .unit = "1",
      .low = -1.0,
      .high = 1.0,
      .index = {.of = "country"},
      .effect = {"frontier_gap", "pair=cn-us", "of=CN", false},
      .description =
          "Change of the pace at which a country's labs have ideas of their own, as a share: people who come, "
          "stay or leave",
      .source = "scale by construction; for comparison: visa rules and recruitment programmes, effect not measured",
      .cause = "People who come or leave change how fast labs have ideas of their own.",
      .unseen = "the lives and careers of those who move"},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.research.talent.size(), [&](std::size_t c) { t.research.talent[c] += v.value; });
     }},

    {{.key = "capability_lag",
      .unit = "month",
      .high = not_held,
      .neutral = not_held,
      .index = {.of = "country"},
      .effect = {"frontier_gap", "pair=cn-us", "of=CN", false},
      .description = "Months behind the best release of all other countries at which the best labs of a country are "
                     "held, whatever their compute and ideas; 120 leaves them free",
      .source = "by construction, for questions that fix the lag",
      .cause = "The distance is set by the study and not explained by it."},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.research.lag_held.size(), [&](std::size_t c) { least(t.research.lag_held[c], v.value); });
     }},

    {{.key = "capability_shift",
      .unit = "orders",
      .low = -3.0,
      .high = 3.0,
      .index = {.of = "country"},
      .options = spread,
      .effect = {"frontier_gap", "pair=cn-us", "of=CN", false},
      .description = "Orders of magnitude of effective compute by which a country's labs are better than the model has "
                     "them, while it holds: a breakthrough or a setback",
      .source = "by construction",
      .cause = "The change in capability is set by the study and not explained by it."},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.research.shift.size(), [&](std::size_t c) {
         t.research.shift[c] += v.value;
         if (v.value != 0.0) strictest(t.research.shift_spread[c], v.options[0]);
       });
     }},

    {{.key = "lab.capability_shift",
      .unit = "orders",
      .low = -3.0,
      .high = 3.0,
      .index = {.of = "lab"},
      .options = spread,
      .effect = {"frontier_gap", "pair=cn-us", "of=deepseek", false},
      .description = "As capability_shift, for one lab",
      .source = "by construction",
      .cause = "The change in capability is set by the study and not explained by it."},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.research.lab_shift.size(), [&](std::size_t lab) {
         t.research.lab_shift[lab] += v.value;
         if (v.value != 0.0) strictest(t.research.lab_shift_spread[lab], v.options[0]);
       });
     }},

    {{.key = "lab.stall",
      .unit = "1",
      .index = {.of = "lab"},
      .effect = {"frontier_gap", "pair=cn-us", "of=deepseek", true},
      .description = "Share of a lab's progress that stops: neither larger runs nor new ideas, its own or those of "
                     "others",
      .source = "by construction",
      .cause = "The lab neither trains larger models nor gains from new ideas."},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.research.lab_stall.size(),
            [&](std::size_t lab) { strictest(t.research.lab_stall[lab], v.value); });
     }},
};

}  // namespace

std::span<const Lever> of_capability() { return list; }

}  // namespace weightshed::levers
