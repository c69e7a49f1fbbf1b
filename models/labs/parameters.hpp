// Assumptions of labs: research and capability, openness, release.
#pragma once

#include "sim/registry/cards.hpp"

namespace weightshed::research {

struct Parameters {
  double own_rate = 0.50;
  double rho = 0.20;
  double open_spill = 1.1;
  double kappa = 0.75;
  double tau_copy = 0.8;
  double api_allowed = 0.7;
  double induced_share = 0.3;
  double induced_time = 1.5;
  double china_concentration = 0.7;
  double mobilisation = 2.3;
  double allocation_growth = 0.28;
  double generation = 0.8;
  double run_length = 0.26;
  double run_length_cap = 0.75;
  double surprise = 0.4;
  double china_start = -0.45;
  double entrant_handicap = 0.25;
  double quality_spread = 0.12;
  double points_an_order = 11.6;
  double orders_at_gpt4 = 27.2;
  double size_penalty = 1.25;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  visit("research.own_rate", p.own_rate,
        sim::About{"orders / year", 0.36, 0.59, uniform, 0, fitted, medium,
                   "fitted to P5, P7 in a prototype; Ho et al. 2024: 3 x a year", "frontier_lag"},
        "Growth of a frontier lab's algorithmic efficiency");
  visit("research.rho", p.rho, sim::About{"1", 0.05, 0.35, uniform, 0, judgement, low, "prototype", "frontier_lag"},
        "Elasticity of efficiency growth in compute relative to the frontier");
  visit("research.open_spill", p.open_spill,
        sim::About{"/ year", 0.65, 1.4, uniform, 0, fitted, low, "prototype, P7", "frontier_lag"},
        "Rate at which a lab closes its gap to the best released open efficiency");
  visit("research.kappa", p.kappa,
        sim::About{"1", 0.6, 0.8, uniform, 0, fitted, low, "prototype, P5", "frontier_lag, frontier_gap"},
        "Share of the distance to the best closed release that distillation copies");
  visit("research.tau_copy", p.tau_copy,
        sim::About{"years", 0.4, 1.2, uniform, 0, judgement, low, "prototype", "frontier_lag"},
        "Time that copying takes");
  visit("research.api_allowed", p.api_allowed,
        sim::About{"1", 0.3, 1.0, fixed, 0, judgement, guess, "prototype; terms of use forbid, practice varies",
                   "frontier_lag"},
        "Share of distillation that access to APIs permits without policy");
  visit(
      "research.induced_share", p.induced_share,
      sim::About{"1", 0.0, 2.0, uniform, 0, judgement, guess, "not identified by any pattern",
                 "sign of the effect of us.export_control"},
      "Share of the missing orders of compute that necessity gives back as efficiency; export controls backfire where "
      "it is high: above 0.85 to 1.1 in a prototype; in the calibrated simulated past, by the end of 2027, above 1.0 "
      "if they are near complete, above 1.5 as on record");
  visit("research.induced_time", p.induced_time,
        sim::About{"years", 0.5, 3.0, fixed, 0, judgement, guess, "prototype", "frontier_gap"},
        "Time in which scarcity turns into efficiency");
  visit("research.china_concentration", p.china_concentration,
        sim::About{"1", 0.3, 0.85, uniform, 0, judgement, low, "P24: 1.0 to 1.4 orders at the end of 2024",
                   "P24, frontier_lag"},
        "Factor on the flagship share of Chinese labs");
  visit("research.mobilisation", p.mobilisation,
        sim::About{"years", 1.4, 3.4, uniform, 0, judgement, low, "prototype", "frontier_lag"},
        "Time in which a lab's allocation rises from 0.17 to 1 after entry or 2022-11");
  visit("research.allocation_growth", p.allocation_growth,
        sim::About{"/ year", 0.2, 0.34, normal, 0.04, fitted, medium, "Epoch AI: frontier compute 4 to 5 x a year",
                   "frontier_lag"},
        "Growth of the share of the stock in flagship runs, to 2026");
  visit("research.generation", p.generation,
        sim::About{"years", 0.4, 2.0, fixed, 0, judgement, low, "prototype", "frontier_lag"},
        "Time between generations; training compute is fixed when one starts");
  visit("research.run_length", p.run_length,
        sim::About{"years", 0.15, 0.4, fixed, 0, published, medium, "Epoch AI: 1.4 x a year", "frontier_lag"},
        "Length of a flagship run at 2022-09, growing 1.4 x a year");
  visit("research.run_length_cap", p.run_length_cap,
        sim::About{"years", 0.5, 1.0, fixed, 0, published, medium, "Epoch AI 2025-07, maximum training run",
                   "frontier_lag"},
        "Longest flagship run");
  visit("research.surprise", p.surprise,
        sim::About{"orders", 0.25, 0.7, uniform, 0, fitted, low,
                   "GPT-4 stands 0.67 orders above the line through US records", "P5, P6"},
        "OpenAI's lead of 2023-01 to 2024-05 that no equation gives");
  visit("research.china_start", p.china_start,
        sim::About{"orders", -0.75, 0.1, uniform, 0, judgement, guess, "not identified", "none"},
        "Efficiency of Chinese labs at 2019-07 relative to US labs");
  visit("research.entrant_handicap", p.entrant_handicap,
        sim::About{"orders", 0.0, 0.6, fixed, 0, judgement, low, "prototype", "models"},
        "Distance of an entrant's efficiency below the best released open efficiency");
  visit("research.quality_spread", p.quality_spread,
        sim::About{"orders", 0.10, 0.15, fixed, 0, judgement, low, "prototype: more lowers P5", "frontier_lag"},
        "Standard deviation of a lab's slow quality path");
  visit("research.points_an_order", p.points_an_order,
        sim::About{"points", 10.0, 13.5, fixed, 0, normalised, medium, "12.8 ECI points a year over 1.1 orders a year",
                   "frontier_gap"},
        "Points of the Epoch Capabilities Index to an order of effective compute");
  visit("research.orders_at_gpt4", p.orders_at_gpt4,
        sim::About{"orders", 26.8, 27.8, uniform, 0, normalised, medium,
                   "2.1e25 FLOP and 3.7 years at own_rate; cancels in every gap", "P6 in the simulated past"},
        "Capability, in log10 of effective FLOP, that stands for GPT-4's index score of 125.9");
  visit("research.size_penalty", p.size_penalty,
        sim::About{"orders", 0.8, 1.6, fixed, 0, published, medium,
                   "14.5 ECI points a decade of size inside generations", "derivative_share"},
        "Capability lost a decade of size below the flagship");
}

}  // namespace weightshed::research

namespace weightshed::openness {

struct Parameters {
  double peers = 3.8;
  double gain = 1.4;
  double rent = 3.6;
  double rent_decay = 0.5;
  double rent_scale = 0.03;
  double second_line_rent = 0.35;
  double state = 2.2;
  double china_encouragement = 0.25;
  double us_encouragement = 0.3;
  double persistent_spread = 0.3;
  double quarterly_spread = 0.1;
  double threshold = 0.8;
  double rival_reach = 0.5;
  double community = 2.0;
  double licence_peers = 1.4;
  double licence_behind = 1.5;
  double licence_community = 2.25;
  double licence_reserve = 1.2;
  double licence_spread = 0.4;
  double licence_academic = 1.0;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  visit("openness.peers", p.peers,
        sim::About{"1", 1.1, 5.2, uniform, 0, judgement, low, "prototype; the 2025 cluster of Chinese openings",
                   "P19, licence_mix"},
        "Weight of the share of open flagships among rivals, each by how near it comes to the lab");
  visit("openness.gain", p.gain,
        sim::About{"1", 0.5, 2.5, fixed, 0, judgement, guess, "prototype; not identified", "licence_mix"},
        "Weight of the adoption that a lab would win by opening");
  visit("openness.rent", p.rent,
        sim::About{"1", 1.5, 5.0, uniform, 0, judgement, guess,
                   "prototype; without it almost every lab is open in 2032", "licence_mix"},
        "Weight of API revenue against opening");
  visit("openness.rent_scale", p.rent_scale,
        sim::About{"1", 0.01, 0.1, fixed, 0, judgement, guess, "no figures of API revenue by lab enter the model",
                   "licence_mix"},
        "Share of organisations paying for a lab's API at which its rent reaches 63% of the full weight");
  visit("openness.rent_decay", p.rent_decay,
        sim::About{"orders", 0.3, 1.0, fixed, 0, judgement, guess, "prototype", "licence_mix"},
        "Distance behind the frontier over which rent fades");
  visit("openness.second_line_rent", p.second_line_rent,
        sim::About{"1", 0.1, 0.7, fixed, 0, judgement, guess, "prototype", "licence_mix"},
        "Rent of the second line relative to the flagship's");
  visit("openness.state", p.state,
        sim::About{"1", 0.5, 4.0, fixed, 0, judgement, guess, "prototype; not identified", "licence_mix"},
        "Weight of the state's encouragement");
  visit("openness.china_encouragement", p.china_encouragement,
        sim::About{"1", 0.0, 0.6, uniform, 0, judgement, guess, "recognition of DeepSeek and the AI Plus plan in 2025",
                   "licence_mix"},
        "Encouragement of openness by the Chinese state, from 2025-02 on");
  visit("openness.us_encouragement", p.us_encouragement,
        sim::About{"1", 0.0, 0.6, uniform, 0, judgement, guess,
                   "America's AI Action Plan, 2025-07-23: encourage open weights", "P19, licence_mix"},
        "Encouragement of openness by the US government, from 2025-07-23 on");
  visit("openness.persistent_spread", p.persistent_spread,
        sim::About{"1", 0.2, 0.8, fixed, 0, judgement, low,
                   "prototype: a fresh draw a review flickers 6.5 times a lab; P19", "P19, licence_mix"},
        "Standard deviation of a lab's lasting inclination");
  visit("openness.quarterly_spread", p.quarterly_spread,
        sim::About{"1", 0.0, 0.3, fixed, 0, judgement, low, "prototype", "licence_mix"},
        "Standard deviation of the noise of one review");
  visit("openness.threshold", p.threshold,
        sim::About{"1", 0.2, 1.2, fixed, 0, judgement, low, "prototype; P17", "licence_mix"},
        "A lab opens above it and closes below its negative");
  visit("openness.community", p.community,
        sim::About{"1", 1.0, 3.0, uniform, 0, judgement, low,
                   "prototype: what a lab wins by opening grows with the community", "P19, licence_mix"},
        "Weight of the maturity of the community that builds on open weights");
  visit("openness.rival_reach", p.rival_reach,
        sim::About{"orders", 0.25, 1.0, uniform, 0, judgement, guess, "as rent_decay", "P19, licence_mix"},
        "Distance below a lab over which a rival's openness stops to matter to it");
  visit("openness.licence_peers", p.licence_peers,
        sim::About{"1", 0.5, 2.5, fixed, 0, judgement, low, "prototype, P17", "P17, licence_mix"},
        "Weight of rivals' permissive licences in the choice of one's own");
  visit("openness.licence_behind", p.licence_behind,
        sim::About{"/ order", 0.5, 2.5, fixed, 0, judgement, guess, "prototype, P17", "P17, licence_mix"},
        "Weight of the distance below the best open release: who follows gives more away");
  visit("openness.licence_community", p.licence_community,
        sim::About{"1", 1.0, 5.0, uniform, 0, judgement, low,
                   "prototype; P17: under 45% permissive in 2023, over 70% in 2025", "P17, licence_mix"},
        "Weight of the maturity of the community that builds on open weights");
  visit("openness.licence_reserve", p.licence_reserve,
        sim::About{"1", 0.0, 2.0, uniform, 0, judgement, low, "prototype, P17", "P17, licence_mix"},
        "Reserve against a permissive licence");
  visit("openness.licence_spread", p.licence_spread,
        sim::About{"1", 0.2, 1.2, fixed, 0, judgement, low, "prototype; P17", "licence_mix"},
        "Standard deviation of a lab's lasting lean to permissive licences");
  visit("openness.licence_academic", p.licence_academic,
        sim::About{"1", 0.0, 2.0, fixed, 0, judgement, guess, "releases.csv: OLMo, Pythia, BLOOM against firms",
                   "licence_mix"},
        "Lean to permissive licences of universities, public bodies, non-profits and communities");
}

}  // namespace weightshed::openness

namespace weightshed::release {

struct Parameters {
  double interval = 0.5;
  double interval_shape = 4.0;
  double shorter_when_behind = 0.45;
  double noise = 0.12;
  double hold_back = 0.95;
  double entrants_us = 1.5;
  double entrants_cn = 1.0;
  double entrants_elsewhere = 1.0;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  visit("release.interval", p.interval,
        sim::About{"years", 0.3, 0.65, uniform, 0, judgement, medium, "roster: median gap between flagships",
                   "models, frontier_lag"},
        "Mean time between a lab's releases");
  visit("release.interval_shape", p.interval_shape,
        sim::About{"1", 1.0, 10.0, fixed, 0, judgement, low, "prototype", "models"}, "Gamma shape of that time");
  visit("release.shorter_when_behind", p.shorter_when_behind,
        sim::About{"/ order", 0.2, 0.7, fixed, 0, judgement, low, "prototype", "frontier_lag"},
        "Log shortening of the interval an order behind the frontier");
  visit("release.noise", p.noise,
        sim::About{"orders", 0.05, 0.20, fixed, 0, judgement, medium, "prototype; a tie tolerance of 0.08 orders",
                   "frontier_lag"},
        "Standard deviation of a release's capability around the lab's state");
  visit("release.hold_back", p.hold_back,
        sim::About{"orders", 0.4, 1.15, uniform, 0, judgement, medium,
                   "gpt-oss against GPT-5: 0.9; Gemma 3 against Gemini: 0.4 to 1.15", "derivative_share"},
        "Distance of an open second line below the flagship");
  visit("release.entrants_us", p.entrants_us,
        sim::About{"/ year", 0.5, 3.0, fixed, 0, judgement, guess, "prototype", "models"},
        "Labs that enter in the United States after 2025");
  visit("release.entrants_cn", p.entrants_cn,
        sim::About{"/ year", 0.3, 2.0, fixed, 0, judgement, guess, "prototype", "models"},
        "Labs that enter in China after 2025");
  visit("release.entrants_elsewhere", p.entrants_elsewhere,
        sim::About{"/ year", 0.3, 2.0, fixed, 0, judgement, guess, "prototype", "models"},
        "Labs that enter elsewhere after 2025");
}

}  // namespace weightshed::release
