// Assumptions of downloads: what is downloaded, by whom, for how long.
#pragma once

#include "sim/registry/cards.hpp"

namespace weightshed::downloads {

struct Parameters {
  double hub_flow = 21.1e9;
  double hub_growth = 0.42;
  double language_flow = 1.57e9;
  double language_growth = 1.57;
  double language_slowing = 1.0;
  double language_community = 0.68;
  double other_community = 0.28;
  double language_half_life = 0.75;
  double other_half_life = 0.40;
  double trial = 0.03;
  double capability = 0.7;
  double size_slope = -0.4;
  double size_width = 3.5;
  double non_commercial = -0.8;
  double restricted = 0.0;
  double ageing = -0.3;
  double network = 0.2;
  double brand = 0.5;
  double brand_carried = 0.9;
  double brand_built = 1.0;
  double instruct = 0.8;
  double code = -0.8;
  double attraction_spread = 1.5;
  double awareness = 0.5;
  double home = 0.0;
  double other_ageing = 21.0;
  double live = 0.601;
  double body_median = 75.0;
  double body_spread = 1.4;
  double body_life = 0.5;
  double pinned = 0.015;
  double organisation_pinned = 12.0;
  double pin_exponent = 1.10;
  double language_pin_life = 0.55;
  double other_pin_life = 2.7;
  double independent_language = 0.30;
  double head_threshold = 1000.0;
  double dispersion = 20.0;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  visit("downloads.hub_flow", p.hub_flow,
        sim::About{"downloads / year", 15e9, 30e9, fixed, 0, fitted, medium,
                   "Hub snapshot of 2025-10-23: mean of 21,641 downloads in all and 812 in 30 days", "P26"},
        "Downloads of all models per year at 2025.8");
  visit("downloads.hub_growth", p.hub_growth,
        sim::About{"/ year", 0.3, 0.6, normal, 0.05, fitted, low,
                   "all-time downloads equal 26.7 months of 30-day downloads", "download_share",
                   "the growth of downloads of all models"},
        "Growth rate of that flow");
  visit("downloads.language_flow", p.language_flow,
        sim::About{"downloads / year", 0.8e9, 3e9, fixed, 0, normalised, low,
                   "1.0e9 downloads of official language repositories by 2025.8", "P1"},
        "Downloads of official language repositories per year at 2025.8");
  visit("downloads.language_growth", p.language_growth,
        sim::About{"/ year", 1.1, 2.0, uniform, 0, fitted, low, "prototype, P1", "P1",
                   "the growth of downloads of official language models"},
        "Growth rate of that flow to 2025.8; afterwards it slows to the hub's");
  visit("downloads.language_slowing", p.language_slowing,
        sim::About{"years", 0.5, 3.0, uniform, 0, judgement, guess, "no data after the vintage", "download_share",
                   "the time in which that growth slows down to the average"},
        "Time in which that growth rate falls to the hub's");
  visit("downloads.language_community", p.language_community,
        sim::About{"1", 0.4, 0.8, uniform, 0, fitted, low, "prototype, P2 and P14", "P2, P14",
                   "the part of the use of language models that goes through adapted ones"},
        "Share of the use of language models that goes through community nodes");
  visit("downloads.other_community", p.other_community,
        sim::About{"1", 0.15, 0.45, uniform, 0, fitted, low, "prototype, P2 and P14", "P2, P14",
                   "the part of the use of all other models that goes through adapted ones"},
        "Share of the use of models of other classes that goes through community nodes");
  visit("downloads.language_half_life", p.language_half_life,
        sim::About{"years", 0.4, 2.2, uniform, 0, judgement, guess, "not identified", "P1",
                   "how long users keep downloading the same language model"},
        "Half-life of a pipeline's pin on a language model");
  visit("downloads.other_half_life", p.other_half_life,
        sim::About{"years", 0.4, 1.7, uniform, 0, judgement, guess, "not identified", "P2",
                   "how long users keep downloading the same model of another kind"},
        "Half-life of a pipeline's pin on a model of another class");
  visit("downloads.trial", p.trial,
        sim::About{"1", 0.0, 0.1, uniform, 0, judgement, low,
                   "prototype; not needed to match the figures of the observed past (ablation)", "P2",
                   "the part of official downloads that are trials of new models"},
        "Share of official downloads that are trials of models in their first six weeks");
  visit("downloads.capability", p.capability,
        sim::About{"log-odds", -0.2, 1.8, normal, 0.5, judgement, low, "panels of Ollama pulls and Hub downloads, 2025",
                   "download_share", "how much users who download models care about capability"},
        "Weight of 10 ECI points in the choice of a model to use");
  visit("downloads.size_slope", p.size_slope,
        sim::About{"log-odds", -0.9, 0.1, normal, 0.3, judgement, medium,
                   "panel of Ollama pulls, 2025; not needed to match the figures of the observed past (ablation)",
                   "download_share", "how much users who download models avoid large ones"},
        "Weight per doubling of size above 7e9 parameters");
  visit("downloads.size_width", p.size_width,
        sim::About{"doublings", 2.5, 6.0, fixed, 0, judgement, guess, "no interior optimum in the panels",
                   "download_share"},
        "Spread (standard deviation) of demand over sizes below 7e9 parameters");
  visit("downloads.non_commercial", p.non_commercial,
        sim::About{"log-odds", -2.0, 0.0, normal, 0.5, judgement, low,
                   "panel of Ollama pulls, 2025; not needed to match the figures of the observed past (ablation)",
                   "download_share", "how much users who download models avoid licences that forbid commercial use"},
        "Weight of a licence that forbids commercial use, relative to a permissive one");
  visit("downloads.restricted", p.restricted,
        sim::About{"log-odds", -1.2, 0.7, normal, 0.5, judgement, guess,
                   "the panels cannot separate brand from licence; not needed to match the figures of the observed "
                   "past (ablation)",
                   "download_share", "how much users who download models avoid restricted commercial licences"},
        "Weight of a restricted commercial licence, relative to a permissive one");
  visit("downloads.ageing", p.ageing,
        sim::About{"log-odds", -1.2, 0.3, normal, 0.4, judgement, guess,
                   "panel of Ollama pulls, 2025; not needed to match the figures of the observed past (ablation)",
                   "download_share", "how fast a model loses its appeal to users who download"},
        "Weight of one year of age in new pins on language models");
  visit("downloads.network", p.network,
        sim::About{"log-odds", 0.0, 0.6, normal, 0.2, judgement, guess,
                   "not estimated; not needed to match the figures of the observed past (ablation)", "download_share",
                   "how much users who download follow what developers adapt"},
        "Elasticity with respect to the family's derivatives of the last two months");
  visit("downloads.brand", p.brand,
        sim::About{"1", 0.0, 1.3, uniform, 0, fitted, low,
                   "P1; with the full brand weights of the panel, Llama stays ahead beyond 2026", "P1",
                   "how much a lab’s name counts with users who download"},
        "Factor on a lab's brand");
  visit("downloads.brand_carried", p.brand_carried,
        sim::About{"1", 0.6, 1.0, normal, 0.1, judgement, guess, "Meta minus Alibaba stayed at 2.5 through 2025", "P1",
                   "how well a lab’s name lasts with users who download"},
        "Share of a brand's weight that is left after one year, counted from 2025-06");
  visit("downloads.brand_built", p.brand_built,
        sim::About{"/ year", 0.0, 3.0, normal, 0.5, judgement, guess,
                   "no panel follows a new family; below what would give Meta its whole brand", "P1, P3",
                   "how fast a family earns a name with users who download"},
        "Brand that a family gains in a year in which all new official downloads are its own, where labs decide");
  visit("downloads.instruct", p.instruct,
        sim::About{"log-odds", 0.2, 1.4, normal, 0.3, judgement, medium, "panel of Hub downloads, 2024 to 2025", "none",
                   "how much users who download prefer models that follow instructions to raw ones"},
        "Weight of an instruct model, relative to a base model");
  visit("downloads.code", p.code,
        sim::About{"log-odds", -2.4, 0.8, normal, 0.8, judgement, low, "panel of Hub downloads, 2024 to 2025", "none",
                   "how much users who download prefer code models to general ones"},
        "Weight of a code model, relative to a general one");
  visit("downloads.attraction_spread", p.attraction_spread,
        sim::About{"log-odds", 0.9, 2.0, fixed, 0, judgement, low,
                   "residual spread between models of 2.0, including small ones", "spread of every share"},
        "Standard deviation of a base's lasting attraction to users");
  visit("downloads.awareness", p.awareness,
        sim::About{"1", 0.0, 2.5, uniform, 0, judgement, guess,
                   "prototype; not needed to match the figures of the observed past (ablation)", "P1",
                   "how much it counts with users who download that a model family is known"},
        "Exponent on awareness");
  visit("downloads.home", p.home,
        sim::About{"log-odds", -0.8, 0.8, normal, 0.4, judgement, guess,
                   "no panel shows who the user is; not needed to match the figures of the observed past (ablation)",
                   "download_share", "how much users who download prefer models from their own country"},
        "Weight of a model from one's own country");
  visit("downloads.other_ageing", p.other_ageing,
        sim::About{"years", 3, 40, uniform, 0, judgement, low, "even new pins on encoders go to old models", "P2",
                   "how long models of other kinds than language appeal to users"},
        "Age at which the appeal of models of other classes has fallen to 1/e");
  visit("downloads.live", p.live,
        sim::About{"1", 0.55, 0.65, fixed, 0, published, high,
                   "Hub snapshot of 2025-10-23: 59.7% have any download; a few that will be downloaded have none yet",
                   "P26"},
        "Probability that a derivative or independent model is ever downloaded");
  visit("downloads.body_median", p.body_median,
        sim::About{"downloads", 30, 150, log_normal, 0.3, fitted, medium, "median of 19 downloads over all nodes",
                   "P26", "how often a typical adapted model is downloaded by chance"},
        "Median of the lifetime downloads that a live node receives from crawlers and trials");
  visit("downloads.body_spread", p.body_spread,
        sim::About{"1", 1.0, 2.0, fixed, 0, fitted, low, "median of 19 downloads over all nodes", "P26"},
        "Standard deviation of the logarithm of those downloads");
  visit(
      "downloads.body_life", p.body_life,
      sim::About{"years", 0.2, 1.5, fixed, 0, judgement, low, "half of all models have no download in 30 days", "P13"},
      "Time over which those downloads are spread");
  visit("downloads.pinned", p.pinned,
        sim::About{"1", 0.003, 0.1, log_normal, 0.6, fitted, low, "P12, P13", "P12, P13",
                   "the share of adapted models by individuals that somebody relies on"},
        "Share of individuals' community nodes that a pipeline pins");
  visit("downloads.organisation_pinned", p.organisation_pinned,
        sim::About{"1", 1.0, 30.0, log_normal, 0.5, normalised, low,
                   "half of community downloads go to individuals (prototype, P14)", "P14",
                   "how much more often somebody relies on an adapted model by a firm or university"},
        "Probability that a node of a firm or university is pinned, relative to an individual's node");
  visit("downloads.pin_exponent", p.pin_exponent,
        sim::About{"1", 1.05, 1.15, uniform, 0, fitted, low, "P12, P13", "P12, P13",
                   "how unequally reliance spreads over adapted models"},
        "Yule-Simon exponent of the number of pins on a pinned node");
  visit("downloads.language_pin_life", p.language_pin_life,
        sim::About{"years", 0.3, 1.5, log_normal, 0.4, fitted, low, "84% of community use is on nodes under a year old",
                   "P2", "how long reliance on adapted language models lasts"},
        "Time over which pins on community nodes of language models fall to 1/e");
  visit("downloads.other_pin_life", p.other_pin_life,
        sim::About{"years", 1.0, 6.0, log_normal, 0.4, fitted, low, "31% of community use is on nodes under a year old",
                   "P2", "how long reliance on adapted models of other kinds lasts"},
        "Time over which pins on community nodes of other classes fall to 1/e");
  visit("downloads.independent_language", p.independent_language,
        sim::About{"1", 0.1, 0.6, fixed, 0, judgement, guess, "no published count", "concentration"},
        "Share of language models among works that state no base model");
  visit("downloads.head_threshold", p.head_threshold,
        sim::About{"downloads", 50, 2000, fixed, 0, judgement, high,
                   "measured: 88% of the community's downloads are drawn node by node at the end of 2025, 96% with a "
                   "threshold of 300; shares of downloads and concentration differ by less than 0.0005 between the two",
                   "none"},
        "Mean weekly downloads above which a node's downloads are drawn individually");
  visit("downloads.dispersion", p.dispersion,
        sim::About{"1", 0.0, 1000.0, fixed, 0, judgement, guess, "no daily series by model", "none"},
        "Excess of the variance of weekly counts over their mean, in units of the mean");
}

}  // namespace weightshed::downloads
