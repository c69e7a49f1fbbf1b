// The levers of the model, one row for each: its card, and how it presses on the terms.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

namespace {

using Value = const sim::LeverValue&;
using Facts = const roster::Roster&;

// Calls `with(i)` for the named position, or for all `count` when an action names none.
template <class Function>
void each(int index, std::size_t count, Function with) {
  if (index != sim::any_index) return with(static_cast<std::size_t>(index));
  for (std::size_t i = 0; i < count; ++i) with(i);
}

constexpr std::string_view openness_words[] = {"own decision", "closed", "open"};

constexpr Lever list[] = {
    {{.key = "us.export_control",
      .unit = "1",
      .index = {.of = "country"},
      .fee = true,
      .description = "Share of a country's demand for accelerators, measured by performance, that US rules keep from "
                     "being shipped; `fee` is the share of the price charged on licensed shipments",
      .source = "BIS rules of 2022-10-07, 2023-10-17 and 2024-12-02 and later licences: reference table policy_dates; "
                "the mapping from rule to share is judgement"},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.trade.blocked.size(), [&](std::size_t c) {
         strictest(t.trade.blocked[c], v.value);
         strictest(t.trade.fee[c], v.fee);
       });
     }},

    {{.key = "us.smuggling_enforcement",
      .unit = "1",
      .high = 4.0,
      .description = "Enforcement against smuggling beyond that of 2022 to 2025: the leak through controls is "
                     "multiplied by exp(-value); 1.5 leaves about a fifth of it",
      .source = "scale: judgement; size of the leak: CNAS 2025-06 (median 140,000 chips in 2024)"},
     [](Value v, Facts, Terms& t) { strictest(t.trade.enforcement, v.value); }},

    {{.key = "us.open_weight_programme",
      .unit = "USD / year",
      .high = 2e10,
      .description = "Budget per year of one US programme that trains frontier-class models and releases their weights "
                     "under a permissive licence",
      .source = "size for comparison: ATOM project 2025 (about 1e8 USD of compute per year)"},
     [](Value v, Facts r, Terms& t) { t.open_programme[at(r.united_states)] += v.value; }},

    {{.key = "cn.export_of_weights",
      .unit = "1",
      .description = "Probability that a Chinese lab's release of open weights is refused, so that the model is "
                     "offered only through an API; weights already released stay available",
      .source = "no such rule existed by the vintage; scale by construction"},
     [](Value v, Facts r, Terms& t) { strictest(t.openness.forbidden[at(r.china)], v.value); }},

    {{.key = "ban_foreign_weights",
      .unit = "1",
      .index = {.of = "country", .in = "country", .sectors = "sector"},
      .description = "Strength of a ban: in the region and sector, the weight of models from the banned origin is "
                     "multiplied by 1 - value; a ban without `sectors` also binds developers and downloads",
      .source = "scale by construction; bans on government devices in 2025 cover apps, not weights"},
     [](Value v, Facts, Terms& t) {
       each(v.target.in, t.use.countries, [&](std::size_t region) {
         each(v.target.sector, sectors, [&](std::size_t sector) {
           each(v.target.of, t.use.countries, [&](std::size_t origin) {
             if (origin != region) strictest(t.use.at_forbidden(region, sector, origin), v.value);
           });
         });
       });
     }},

    {{.key = "lab.openness",
      .unit = "1",
      .high = 2.0,
      .index = {.of = "lab"},
      .words = openness_words,
      .description = "Overrides a lab's own choice for its flagship and its second line",
      .source = "by construction"},
     [](Value v, Facts, Terms& t) {
       if (v.value < 0.5) return;
       const int state = v.value < 1.5 ? 0 : 1;
       each(v.target.of, t.openness.forced.size(), [&](std::size_t lab) {
         int& forced = t.openness.forced[lab];
         forced = forced < 0 ? state : std::min(forced, state);
       });
     }},

    {{.key = "us.equipment_control",
      .unit = "1",
      .description = "Share of the growth of Chinese accelerator capacity that equipment controls prevent, beyond the "
                     "controls in force at the vintage; production lines already built stay",
      .source = "the recorded growth already contains the BIS rules of 2022-10-07, 2023-10-17 and 2024-12-02; the "
                "mapping from rule to share is judgement"},
     [](Value v, Facts r, Terms& t) { strictest(t.compute.equipment_blocked[at(r.china)], v.value); }},

    {{.key = "us.cloud_access",
      .unit = "1",
      .description = "Of the accelerators that Chinese labs rent in South-East Asia and the Gulf, the share that "
                     "know-your-customer rules withhold",
      .source = "proposed BIS rule of 2024-01-29 (infrastructure as a service), not in force at the vintage; scale by "
                "construction"},
     [](Value v, Facts r, Terms& t) { strictest(t.compute.know_your_customer[at(r.china)], v.value); }},

    {{.key = "api_access",
      .unit = "1",
      .index = {.of = "country"},
      .description = "Share of the distillation from closed APIs by a country's labs that providers stop",
      .source = "OpenAI blocked access from China on 2024-07-09, which the record contains; scale by construction"},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.api_allowed.size(),
            [&](std::size_t c) { t.api_allowed[c] = std::min(t.api_allowed[c], 1.0 - v.value); });
     }},

    {{.key = "cn.compute_subsidy",
      .unit = "USD / year",
      .high = 5e10,
      .description = "Budget per year for Chinese accelerators, bought at the price of compute, beyond what the record "
                     "already contains",
      .source = "size for comparison: third phase of the Big Fund, 344 billion yuan over its life (2024-05)"},
     [](Value v, Facts r, Terms& t) { t.compute.subsidy[at(r.china)] += v.value; }},

    {{.key = "cn.import_discouragement",
      .unit = "1",
      .description = "Share of Chinese demand for foreign accelerators that the Chinese government suppresses",
      .source = "guidance of 2025-08 and 2025-09 against the H20 (press); the mapping to a share is judgement"},
     [](Value v, Facts r, Terms& t) { strictest(t.trade.discouraged[at(r.china)], v.value); }},

    {{.key = "cn.open_encouragement",
      .unit = "1",
      .low = -5.0,
      .high = 5.0,
      .description = "Push on the latent scale on which Chinese labs decide to open or close, beyond the encouragement "
                     "since 2025; a negative value restrains opening",
      .source =
          "government work reports and the AI Plus guidelines of 2025-08 name open source; the scale is judgement: "
          "stances lie between -5 and 5"},
     [](Value v, Facts r, Terms& t) { t.openness.push[at(r.china)] += v.value; }},

    {{.key = "us.diffusion_rule",
      .unit = "1",
      .description = "Share of accelerator demand in second-tier countries that may not be shipped; Chinese labs lose "
                     "what they rent there",
      .source = "BIS, Framework for AI Diffusion (90 FR 4544), published 2025-01-15, rescinded 2025-05-13 before it "
                "took effect; tiers: reference table jurisdictions; scale by construction"},
     [](Value v, Facts r, Terms& t) {
       for (std::size_t c = 0; c < r.jurisdictions.size(); ++c) {
         if (r.jurisdictions[c].diffusion_tier == 2) strictest(t.trade.blocked[c], v.value);
       }
     }},

    {{.key = "us.open_release_limit",
      .unit = "orders",
      .low = 22.0,
      .high = no_limit,
      .neutral = no_limit,
      .description = "Training compute, in log10 FLOP, above which a US lab's release of open weights is refused, so "
                     "that the model is offered only through an API; weights already released stay available",
      .source = "no such rule existed by the vintage; for comparison: the reporting threshold of Executive Order 14110 "
                "was 26"},
     [](Value v, Facts r, Terms& t) {
       double& limit = t.openness.limit[at(r.united_states)];
       limit = std::min(limit, v.value);
     }},

    {{.key = "cn.state_leash",
      .unit = "1",
      .description = "Pressure on China's leading labs not to open their weights (limits on travel, approvals, "
                     "delays); it is subtracted from the state's encouragement",
      .source = "press of 2025-03-14: limits on travel by DeepSeek's staff after V3 and R1; scale by construction"},
     [](Value v, Facts r, Terms& t) { strictest(t.openness.leash[at(r.china)], v.value); }},
};

}  // namespace

std::span<const Lever> catalogue() { return list; }

Terms fold(const sim::LeverValues& values, const roster::Roster& roster, std::size_t labs) {
  Terms terms = Terms::neutral(roster.jurisdictions.size(), labs);
  for (const sim::LeverValue& value : values) {
    list[static_cast<std::size_t>(value.target.lever)].press(value, roster, terms);
  }
  return terms;
}

}  // namespace weightshed::levers
