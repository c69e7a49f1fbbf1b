// Assumptions of release: how often labs release which models, and who enters.
#pragma once

#include "sim/registry/cards.hpp"

namespace weightshed::release {

struct Parameters {
  double flagship_pace_frontier = 4.0;
  double flagship_pace_behind = 1.5;
  double flagship_pace_small = 0.7;
  double flagship_pace_shape = 3.0;
  double programme_pace = 2.0;
  double interval_shape = 4.0;
  double pace_frontier_start_up = 3.5;
  double pace_big_tech = 1.5;
  double pace_tiger_start_up = 2.2;
  double pace_other = 0.4;
  double pace_shape = 1.0;
  double ramp_midpoint = 2023.5;
  double ramp_growth = 1.68;
  double onset = 0.5;
  double noise = 0.12;
  double hold_back = 0.95;
  double flagship_size = 70e9;
  double mixture_midpoint = 2026.0;
  double mixture_growth = 1.76;
  double mixture_china = 1.84;
  double mixture_scarcity = 0.5;
  double mixture_sparsity = 16.0;
  double entrants_us = 1.5;
  double entrants_cn = 1.0;
  double entrants_elsewhere = 1.0;
  double entrant_share = 0.005;
  double entrant_share_spread = 0.7;
  double entrant_stance = 0.5;
  double entrant_stance_spread = 1.5;
  double entrant_second_line = 0.8;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  const char* counts = "own count in releases.csv: releases per lab and year since the lab's first one";
  visit("release.flagship_pace_frontier", p.flagship_pace_frontier,
        sim::About{"/ year", 2.0, 8.0, log_normal, 0.25, judgement, medium, counts, "models, frontier_lag",
                   "how often leading labs release a new best model"},
        "Mean rate of flagships, open or closed, of labs whose runs are within half an order of the largest");
  visit("release.flagship_pace_behind", p.flagship_pace_behind,
        sim::About{"/ year", 0.8, 3.0, log_normal, 0.25, judgement, medium, counts, "models, frontier_lag",
                   "how often technology companies and start-ups behind the frontier release a new best model"},
        "Mean rate of flagships, open or closed, of other technology companies and start-ups");
  visit("release.flagship_pace_small", p.flagship_pace_small,
        sim::About{"/ year", 0.3, 1.5, log_normal, 0.25, judgement, medium, counts, "models, P9",
                   "how often small labs release a new best model"},
        "Mean rate of flagships, open or closed, of all other labs");
  visit("release.flagship_pace_shape", p.flagship_pace_shape,
        sim::About{"1", 1.0, 10.0, fixed, 0, judgement, low, counts, "models, frontier_lag"},
        "Shape of the gamma distribution of these rates among labs");
  visit("release.programme_pace", p.programme_pace,
        sim::About{"/ year", 1.0, 4.0, fixed, 0, judgement, guess,
                   "a public programme is made to release: twice a year", "effect of us.open_weight_programme"},
        "Rate at which the lab of a public programme releases its models");
  visit("release.interval_shape", p.interval_shape,
        sim::About{"1", 1.0, 10.0, fixed, 0, judgement, low, "prototype", "models"},
        "Shape of the gamma distribution of the time between two flagships");
  visit("release.pace_frontier_start_up", p.pace_frontier_start_up,
        sim::About{"/ year", 1.0, 10.0, log_normal, 0.4, judgement, medium, counts, "P3, derivative_share",
                   "how often leading start-ups release further open models"},
        "Mean rate of open releases besides flagships, of frontier start-ups that publish weights");
  visit("release.pace_big_tech", p.pace_big_tech,
        sim::About{"/ year", 0.6, 4.0, log_normal, 0.25, judgement, medium, counts, "P3, derivative_share",
                   "how often big technology companies release further open models"},
        "Mean rate of open releases besides flagships, of big technology companies that publish weights");
  visit("release.pace_tiger_start_up", p.pace_tiger_start_up,
        sim::About{"/ year", 0.5, 5.0, log_normal, 0.3, judgement, medium, counts, "P3, derivative_share",
                   "how often China’s “tiger” start-ups release further open models"},
        "Mean rate of open releases besides flagships, of tiger start-ups that publish weights");
  visit("release.pace_other", p.pace_other,
        sim::About{"/ year", 0.2, 2.0, log_normal, 0.25, judgement, medium, counts, "derivative_share",
                   "how often all other labs release further open models"},
        "Mean rate of open releases besides flagships, of all other labs that publish weights");
  visit("release.pace_shape", p.pace_shape,
        sim::About{"1", 0.5, 3.0, fixed, 0, judgement, low, counts, "spread of every share"},
        "Shape of the gamma distribution of these rates of open releases among labs of one kind");
  visit("release.ramp_midpoint", p.ramp_midpoint,
        sim::About{"date", 2023.0, 2024.0, normal, 0.15, judgement, medium,
                   "own fit of a logistic curve to half-yearly counts in releases.csv", "P3, derivative_share",
                   "the date at which publishing open models became usual"},
        "Decimal year in which labs begin to publish weights at half the rate of a mature industry");
  visit("release.ramp_growth", p.ramp_growth,
        sim::About{"/ year", 1.0, 2.5, fixed, 0, judgement, medium,
                   "own fit of a logistic curve to half-yearly counts in releases.csv", "P3, derivative_share"},
        "Growth rate of that logistic curve");
  visit("release.onset", p.onset,
        sim::About{"years", 0.1, 1.5, fixed, 0, judgement, low,
                   "from entry in the table of labs to the first release on record", "models"},
        "Mean time from a lab's entry to the start of each of its lines, for open weights in a mature industry");
  visit("release.noise", p.noise,
        sim::About{"orders", 0.05, 0.20, fixed, 0, judgement, medium, "prototype; a tie tolerance of 0.08 orders",
                   "frontier_lag"},
        "Standard deviation of a release's capability around the lab's state");
  visit("release.hold_back", p.hold_back,
        sim::About{"orders", 0.4, 1.6, normal, 0.2, judgement, medium,
                   "gpt-oss below GPT-5: 0.9; Gemma 3 below Gemini: 0.4 to 1.15; best open of the US below its best "
                   "closed, 2024 and 2025: 0.8 to 1.4",
                   "derivative_share", "how far the second line that labs open is below their best model"},
        "Distance by which an open second line is below the flagship");
  visit("release.flagship_size", p.flagship_size,
        sim::About{"parameters", 10e9, 500e9, fixed, 0, judgement, guess,
                   "no source; matters only for labs of small models", "derivative_share"},
        "Smallest effective size of the flagship to which a lab's capability refers");
  const char* mixtures =
      "logistic regression on the 157 open flagships of 2023 to 2025 in releases.csv: standard errors 0.35 per year "
      "(growth) and 0.45 (China)";
  visit("release.mixture_midpoint", p.mixture_midpoint,
        sim::About{"date", 2025.0, 2027.0, fixed, 0, judgement, medium, mixtures, "mixture_of_experts"},
        "Decimal year in which half of the open flagships outside China are mixtures of experts");
  visit("release.mixture_growth", p.mixture_growth,
        sim::About{"/ year", 1.0, 2.5, fixed, 0, judgement, medium, mixtures, "mixture_of_experts"},
        "Growth rate of that logistic curve");
  visit("release.mixture_china", p.mixture_china,
        sim::About{"log-odds", 0.9, 2.8, normal, 0.45, judgement, medium, mixtures, "mixture_of_experts",
                   "how much more Chinese labs favour models that use a part of themselves at a time"},
        "How much likelier a mixture of experts is in China, under the controls on record");
  visit("release.mixture_scarcity", p.mixture_scarcity,
        sim::About{"1", 0.0, 1.0, uniform, 0, judgement, guess,
                   "not identified: China differs from others in more than scarcity of compute", "mixture_of_experts",
                   "how much of the Chinese taste for such models scarce chips explain"},
        "Share of that difference that scarcity of compute causes; it goes with the orders of compute that policy "
        "keeps from a country");
  visit("release.mixture_sparsity", p.mixture_sparsity,
        sim::About{"1", 4.0, 32.0, fixed, 0, judgement, medium,
                   "medians in releases.csv: 8 to 11 in 2024, 18 in China in 2025", "none"},
        "Total over active parameters of a new mixture of experts");
  visit("release.entrants_us", p.entrants_us,
        sim::About{"/ year", 0.5, 3.0, fixed, 0, judgement, guess, "prototype", "models"},
        "Labs that enter in the United States per year after 2025");
  visit("release.entrants_cn", p.entrants_cn,
        sim::About{"/ year", 0.3, 2.0, fixed, 0, judgement, guess, "prototype", "models"},
        "Labs that enter in China per year after 2025");
  visit("release.entrants_elsewhere", p.entrants_elsewhere,
        sim::About{"/ year", 0.3, 2.0, fixed, 0, judgement, guess, "prototype", "models"},
        "Labs that enter elsewhere per year after 2025");
  visit("release.entrant_share", p.entrant_share,
        sim::About{"1", 0.001, 0.05, fixed, 0, judgement, guess, "as the tiger start-ups of the table of labs",
                   "models, frontier_lag"},
        "Median share of the national stock of accelerators in an entrant's flagship run");
  visit("release.entrant_share_spread", p.entrant_share_spread,
        sim::About{"1", 0.2, 1.5, fixed, 0, judgement, guess, "narrower than the 1.5 of the table of labs",
                   "models, frontier_lag"},
        "Standard deviation of the natural logarithm of that share");
  visit("release.entrant_stance", p.entrant_stance,
        sim::About{"1", -2.0, 3.0, fixed, 0, judgement, guess, "no count of entrants by openness", "licence_mix"},
        "Mean stance of entrants towards opening their flagship, on the latent scale of openness");
  visit("release.entrant_stance_spread", p.entrant_stance_spread,
        sim::About{"1", 0.5, 3.0, fixed, 0, judgement, guess, "narrower than the 2.7 of the table of labs",
                   "licence_mix"},
        "Standard deviation of that stance");
  visit(
      "release.entrant_second_line", p.entrant_second_line,
      sim::About{"1", 0.0, 2.0, fixed, 0, judgement, guess, "mean difference in the table of labs: 0.6", "licence_mix"},
      "How much more willing an entrant is to open its second line than its flagship");
}

}  // namespace weightshed::release
