// Assumptions of research: how the capability of labs grows.
#pragma once

#include "sim/registry/cards.hpp"

namespace weightshed::research {

struct Parameters {
  double own_rate = 0.50;
  double rho = 0.20;
  double open_spill = 1.1;
  double idea_spill = 0.8;
  double kappa = 0.57;
  double tau_copy = 0.8;
  double api_allowed = 0.7;
  double induced_share = 0.3;
  double induced_time = 1.5;
  double china_at_handover = 0.0;
  double china_concentration = 1.0;
  double mobilisation = 2.3;
  double allocation_start = 0.17;
  double allocation_growth = 0.14;
  double generation = 0.8;
  double run_length = 0.26;
  double run_length_growth = 1.4;
  double run_length_cap = 0.75;
  double surprise = 0.65;
  double china_start = -0.45;
  double entrant_handicap = 0.25;
  double generation_luck = 0.30;
  double utilisation = 0.35;
  double points_an_order = 11.6;
  double orders_at_gpt4 = 27.2;
  double size_penalty = 1.25;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  visit("research.own_rate", p.own_rate,
        sim::About{"orders / year", 0.25, 0.59, uniform, 0, fitted, medium,
                   "fitted to P5 and P7 in a prototype; Ho et al. 2024: threefold per year", "frontier_lag",
                   "the pace at which a leading lab finds better methods"},
        "Growth rate of a frontier lab's algorithmic efficiency");
  visit("research.rho", p.rho,
        sim::About{"1", 0.05, 0.35, uniform, 0, judgement, low, "prototype", "frontier_lag",
                   "how much more slowly methods improve in labs with less computing power"},
        "Elasticity of efficiency growth with respect to compute relative to the frontier");
  visit("research.open_spill", p.open_spill,
        sim::About{"/ year", 0.65, 1.4, uniform, 0, fitted, low, "prototype, P7", "frontier_lag",
                   "how fast labs learn better methods from open models"},
        "Rate at which a lab closes its gap to the best efficiency among open releases");
  visit("research.idea_spill", p.idea_spill,
        sim::About{"/ year", 0.15, 2.5, log_normal, 0.5, judgement, low,
                   "labs that began years later are within half an order of the best closed model (eci_scores.csv)",
                   "P28, frontier_gap", "how fast better methods spread from any release, open or closed"},
        "Rate at which a lab closes its gap to the best efficiency behind any release, open or closed");
  visit(
      "research.kappa", p.kappa,
      sim::About{
          "1", 0.05, 1.0, normal, 0.28, judgement, low,
          "compute deficits that flagships made good (eci_scores.csv) and arXiv 2501.12948, 2305.15717, 2502.08606 "
          "put its product with research.api_allowed at 0.40 (0.15 to 0.65); no lag identifies it (docs/model.md, 4.3)",
          "frontier_lag, frontier_gap", "the part of their distance to the best closed models that labs can copy"},
      "Share of the distance to the best closed release that distillation closes");
  visit("research.tau_copy", p.tau_copy,
        sim::About{"years", 0.4, 1.2, uniform, 0, judgement, low, "prototype", "frontier_lag",
                   "the time that copying a model takes"},
        "Time that copying a release takes");
  visit("research.api_allowed", p.api_allowed,
        sim::About{"1", 0.3, 1.0, fixed, 0, judgement, guess, "prototype; terms of use forbid it, practice varies",
                   "frontier_lag"},
        "Share of distillation that access to APIs permits when no policy restricts it");
  visit("research.induced_share", p.induced_share,
        sim::About{"1", 0.0, 2.0, uniform, 0, judgement, guess, "not identified by any pattern",
                   "sign of the effect of us.export_control",
                   "the part of the lost computing power that Chinese labs win back with better methods"},
        "Share of the missing orders of compute that scarcity gives back as efficiency. Export controls backfire where "
        "it is high; how high depends on the question and its date, so look for the value at which the sign changes");
  visit("research.china_at_handover", p.china_at_handover,
        sim::About{"orders", -1.5, 1.5, fixed, 0, judgement, guess, "by construction, for questions that state the gap",
                   "frontier_gap"},
        "Capability that Chinese labs have at the handover beyond what their releases on record show");
  visit("research.induced_time", p.induced_time,
        sim::About{"years", 0.5, 3.0, fixed, 0, judgement, guess, "prototype", "frontier_gap"},
        "Time in which scarcity turns into efficiency");
  visit("research.china_concentration", p.china_concentration,
        sim::About{"1", 0.5, 1.8, log_normal, 0.25, judgement, low, "runs are disclosed selectively; P24",
                   "P24, frontier_lag", "how far Chinese labs concentrate their computing power on their largest runs"},
        "Factor on the share of compute that the table of labs gives to flagship runs of Chinese labs");
  visit("research.mobilisation", p.mobilisation,
        sim::About{"years", 1.4, 3.4, uniform, 0, judgement, low, "prototype", "frontier_lag",
                   "the time that a lab takes to commit its full computing power"},
        "Time in which a lab's allocation rises from its starting share to 1, counted from its entry or from 2022-11");
  visit("research.allocation_start", p.allocation_start,
        sim::About{"1", 0.05, 0.5, fixed, 0, judgement, low, "prototype", "frontier_lag"},
        "Share of its full allocation with which a lab begins, where the table of labs states no other value");
  visit("research.allocation_growth", p.allocation_growth,
        sim::About{"/ year", -0.25, 0.34, normal, 0.1, judgement, medium,
                   "Epoch AI: frontier compute grows 4 to 5 times per year; stock and run length alone make 3.8",
                   "frontier_lag", "the growth of the part of the world’s chips that trains leading models"},
        "Growth rate of the share of the stock in flagship runs, until 2026");
  visit("research.generation", p.generation,
        sim::About{"years", 0.4, 2.0, fixed, 0, judgement, low, "prototype", "frontier_lag"},
        "Mean time between generations, of which each takes from half to one and a half times as long; training "
        "compute is fixed when one starts");
  visit("research.run_length", p.run_length,
        sim::About{"years", 0.15, 0.4, fixed, 0, published, medium, "Epoch AI: 1.4 times per year", "frontier_lag"},
        "Length of a flagship run at 2022-09");
  visit("research.run_length_growth", p.run_length_growth,
        sim::About{"1", 1.2, 1.6, fixed, 0, published, medium, "Epoch AI: 1.4 times per year", "frontier_lag"},
        "Yearly factor by which flagship runs grow longer, up to the longest run");
  visit("research.run_length_cap", p.run_length_cap,
        sim::About{"years", 0.5, 1.0, fixed, 0, published, medium, "Epoch AI 2025-07, maximum training run",
                   "frontier_lag"},
        "Longest flagship run");
  visit("research.surprise", p.surprise,
        sim::About{"orders", 0.4, 0.95, normal, 0.12, fitted, low,
                   "GPT-4 is 0.67 orders above the line through US records", "P5, P6",
                   "OpenAI’s unexplained lead in 2023"},
        "OpenAI's lead at 2023-01 that no equation explains; it is used up by 2024-05");
  visit("research.china_start", p.china_start,
        sim::About{"orders", -0.75, 0.1, uniform, 0, judgement, guess, "not identified", "none",
                   "how good the methods of Chinese labs were in 2019"},
        "Efficiency of Chinese labs relative to US labs at 2019-07");
  visit("research.entrant_handicap", p.entrant_handicap,
        sim::About{"orders", 0.0, 0.6, fixed, 0, judgement, low, "prototype", "models"},
        "Distance of an entrant's efficiency below the best efficiency among open releases");
  visit("research.generation_luck", p.generation_luck,
        sim::About{"orders", 0.15, 0.4, normal, 0.04, judgement, medium,
                   "own computation from eci_scores.csv: flagships of one lab scatter by 0.25 to 0.35",
                   "frontier_lag, frontier_gap, P25", "how far luck moves a generation of a lab’s models"},
        "Standard deviation of the luck that a generation of a lab's models has as long as it lasts");
  visit("research.utilisation", p.utilisation,
        sim::About{"1", 0.25, 0.5, fixed, 0, published, medium,
                   "Epoch AI: 30 to 40% of peak FLOP/s in large training runs", "compute of flagships, P24"},
        "Share of the peak FLOP/s of accelerators that a flagship run uses");
  visit("research.points_an_order", p.points_an_order,
        sim::About{"points", 10.0, 13.5, fixed, 0, normalised, medium,
                   "12.8 ECI points per year over 1.1 orders per year", "frontier_gap"},
        "Points of the Epoch Capabilities Index per order of magnitude of effective compute");
  visit("research.orders_at_gpt4", p.orders_at_gpt4,
        sim::About{"orders", 26.8, 27.8, uniform, 0, normalised, medium,
                   "2.1e25 FLOP and 3.7 years at own_rate; cancels in every gap", "P6 in the simulated past",
                   "how capable GPT-4 was"},
        "Capability, in log10 of effective FLOP, that corresponds to GPT-4's index score of 125.9");
  visit("research.size_penalty", p.size_penalty,
        sim::About{"orders", 0.8, 1.6, fixed, 0, published, medium,
                   "14.5 ECI points per factor of ten in size within generations", "derivative_share"},
        "Capability lost per factor of ten in size below the flagship");
}

}  // namespace weightshed::research
