// Assumptions of release: how often labs release which models, and who enters.
#pragma once

#include "sim/registry/cards.hpp"

namespace weightshed::release {

struct Parameters {
  double interval = 0.5;
  double interval_shape = 4.0;
  double shorter_when_behind = 0.45;
  double noise = 0.12;
  double hold_back = 0.95;
  double flagship_size = 70e9;
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
  visit("release.interval", p.interval,
        sim::About{"years", 0.3, 0.65, uniform, 0, judgement, medium, "roster: median gap between flagships",
                   "models, frontier_lag"},
        "Mean time between a lab's releases");
  visit("release.interval_shape", p.interval_shape,
        sim::About{"1", 1.0, 10.0, fixed, 0, judgement, low, "prototype", "models"},
        "Shape of the gamma distribution of that time");
  visit("release.shorter_when_behind", p.shorter_when_behind,
        sim::About{"/ order", 0.2, 0.7, fixed, 0, judgement, low, "prototype", "frontier_lag"},
        "Log shortening of the interval per order of magnitude behind the frontier");
  visit("release.noise", p.noise,
        sim::About{"orders", 0.05, 0.20, fixed, 0, judgement, medium, "prototype; a tie tolerance of 0.08 orders",
                   "frontier_lag"},
        "Standard deviation of a release's capability around the lab's state");
  visit("release.hold_back", p.hold_back,
        sim::About{"orders", 0.4, 1.15, uniform, 0, judgement, medium,
                   "gpt-oss below GPT-5: 0.9; Gemma 3 below Gemini: 0.4 to 1.15", "derivative_share"},
        "Distance by which an open second line is below the flagship");
  visit("release.flagship_size", p.flagship_size,
        sim::About{"parameters", 10e9, 500e9, fixed, 0, judgement, guess,
                   "no source; matters only for labs of small models", "derivative_share"},
        "Smallest effective size of the flagship to which a lab's capability refers");
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
