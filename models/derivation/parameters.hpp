// Assumptions of derivation: the weights of the choice of a base, in log-odds, and how a derivative picks its parent.
#pragma once

#include "sim/registry/cards.hpp"

namespace weightshed::derivation {

struct Parameters {
  double capability = 1.1;
  double size_optimum = 1.7e9;
  double size_width = 2.4;
  double non_commercial = -0.5;
  double restricted = -0.2;
  double commercial_authors = 0.5;
  double ageing = -0.4;
  double launch = 0.3;
  double network = 0.25;
  double brand = 1.0;
  double brand_carried = 0.5;
  double brand_built = 1.5;
  double instruct = -0.4;
  double code = -1.0;
  double finished = -1.0;
  double attraction_spread = 1.1;
  double chinese_2023 = 0.0;
  double chinese_2024_first = 0.0;
  double chinese_2024_second = 0.0;
  double chinese_2025 = 0.0;
  double awareness = 1.7;
  double home = 0.0;
  double aversion = 0.1;
  double habit = 0.25;
  double series = 0.5;
  double language_share = 0.63;
  double diffusion_share = 0.12;
  double language_midpoint = 2023.2;
  double language_growth = 1.8;
  double direct_adapter = 0.80;
  double direct_fine_tune = 0.60;
  double direct_quantisation = 0.30;
  double popularity = 1.0;
  double fitness_spread = 0.9;
  double decay = 0.75;
  double adapter = 0.42;
  double quantisation = 0.12;
  double merge = 0.025;
  double distillation = 0.01;
  double licence_drift = 0.3;
  double gain_fine_tune = 0.03;
  double gain_quantisation = -0.05;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  const char* panel =
      "own panel estimate on monthly counts of derivatives per base, 2023-07 to 2024-12 "
      "(KBhandari11/ForecastHuggingFaceModels)";
  const char* idle_panel =
      "own panel estimate on monthly counts of derivatives per base, 2023-07 to 2024-12 "
      "(KBhandari11/ForecastHuggingFaceModels); not needed to match the figures of the observed past (ablation)";
  visit("derivation.capability", p.capability,
        sim::About{"log-odds", 0.0, 1.9, normal, 0.35, judgement, medium, panel, "derivative_share",
                   "how much developers who adapt models care about capability"},
        "Weight of 10 ECI points of capability above the best model of that size");
  visit("derivation.size_optimum", p.size_optimum,
        sim::About{"parameters", 0.7e9, 4e9, log_normal, 0.49, judgement, medium, panel, "derivative_share",
                   "the size of model that developers like best to adapt"},
        "Size from which most derivatives are made, as the geometric mean of total and active parameters");
  visit("derivation.size_width", p.size_width,
        sim::About{"doublings", 1.9, 2.8, normal, 0.3, judgement, medium, panel, "derivative_share",
                   "how wide a range of sizes developers adapt"},
        "Spread (standard deviation) of demand around that size");
  visit("derivation.non_commercial", p.non_commercial,
        sim::About{"log-odds", -1.2, 0.1, normal, 0.35, judgement, low, idle_panel,
                   "derivative_share; every licence lever",
                   "how much developers avoid licences that forbid commercial use"},
        "Weight of a licence that forbids commercial use, relative to a permissive one");
  visit(
      "derivation.restricted", p.restricted,
      sim::About{
          "log-odds", -1.0, 0.6, normal, 0.4, judgement, guess,
          "clean contrasts within generations give 0; not needed to match the figures of the observed past (ablation)",
          "derivative_share; every licence lever", "how much developers avoid restricted commercial licences"},
      "Weight of a restricted commercial licence, relative to a permissive one");
  visit("derivation.commercial_authors", p.commercial_authors,
        sim::About{"1", 0.2, 0.8, fixed, 0, judgement, guess, "no panel shows who the author is", "derivative_share"},
        "Share of individuals whose purpose is commercial; licence weights count double for them and not at all for "
        "others");
  visit("derivation.ageing", p.ageing,
        sim::About{"log-odds", -1.2, 0.0, normal, 0.35, judgement, low, idle_panel, "derivative_share",
                   "how fast a model loses its appeal to those who adapt models"},
        "Weight of one year of age at a given capability");
  visit("derivation.launch", p.launch,
        sim::About{"log-odds", 0.0, 0.7, normal, 0.15, judgement, medium, idle_panel, "derivative_share",
                   "how much a launch draws developers to a model"},
        "Extra weight in the first six weeks after release");
  visit("derivation.network", p.network,
        sim::About{"log-odds", 0.0, 0.6, normal, 0.15, judgement, low, idle_panel, "derivative_share",
                   "how much developers follow what others already adapt"},
        "Elasticity with respect to the family's derivatives of the last two months");
  visit("derivation.brand", p.brand,
        sim::About{"1", 0.0, 1.3, normal, 0.3, judgement, low, "scale of the brand column of the table of labs",
                   "P1, P3", "how much a lab’s name counts with those who adapt models"},
        "Factor on a lab's brand");
  visit("derivation.brand_carried", p.brand_carried,
        sim::About{"1", 0.2, 0.8, normal, 0.2, judgement, guess,
                   "Meta minus Alibaba is 2.9, then 2.6, then 2.0 in the course of 2024", "P3, derivative_share",
                   "how well a lab’s name lasts with those who adapt models"},
        "Share of a brand's weight that is left after one year, counted from 2024-04");
  visit("derivation.brand_built", p.brand_built,
        sim::About{"/ year", 0.0, 4.0, normal, 0.7, judgement, guess,
                   "no panel follows a new family; below what would give Meta its whole brand", "P1, P3",
                   "how fast a family earns a name with those who adapt models"},
        "Brand that a family gains in a year in which all new derivatives are its own, where labs decide");
  visit("derivation.instruct", p.instruct,
        sim::About{"log-odds", -1.0, 0.2, normal, 0.25, judgement, medium, panel, "none",
                   "how much developers prefer models that follow instructions to raw ones"},
        "Weight of an instruct model, relative to a base model");
  visit("derivation.code", p.code,
        sim::About{"log-odds", -2.0, 0.0, normal, 0.5, judgement, medium, panel, "none",
                   "how much developers prefer code models to general ones"},
        "Weight of a code model, relative to a general one");
  visit(
      "derivation.finished", p.finished,
      sim::About{"log-odds", -3.0, 0.0, normal, 0.7, judgement, low,
                 "most fine-tunes of encoders are made from pre-trained bases; attraction is read from downloads; "
                 "not needed to match the figures of the observed past (ablation)",
                 "P15", "how much developers avoid models that their maker finished for a task"},
      "Weight, outside language models, of a model that its maker finished for a task, relative to a pre-trained one");
  visit("derivation.attraction_spread", p.attraction_spread,
        sim::About{"log-odds", 0.9, 1.4, fixed, 0, judgement, medium, panel, "spread of every share"},
        "Standard deviation of the lasting attraction of a base");
  const char* cohort =
      "no source; the drawn attractions share this part, so that the record can move it; not needed to match the "
      "figures of the observed past in one of two ablations";
  visit("derivation.chinese_2023", p.chinese_2023,
        sim::About{"log-odds", -1.5, 1.5, normal, 0.5, fitted, guess, cohort, "P23a",
                   "the appeal to developers of Chinese models from 2023 and before"},
        "Attraction common to Chinese language bases released up to 2023");
  visit("derivation.chinese_2024_first", p.chinese_2024_first,
        sim::About{"log-odds", -1.5, 1.5, normal, 0.5, fitted, guess, cohort, "P23a",
                   "the appeal to developers of Chinese models from early 2024"},
        "Attraction common to Chinese language bases released in the first half of 2024");
  visit("derivation.chinese_2024_second", p.chinese_2024_second,
        sim::About{"log-odds", -1.5, 1.5, normal, 0.5, fitted, guess, cohort, "P3, P15",
                   "the appeal to developers of Chinese models from late 2024"},
        "Attraction common to Chinese language bases released in the second half of 2024");
  visit("derivation.chinese_2025", p.chinese_2025,
        sim::About{"log-odds", -1.5, 1.5, normal, 0.5, fitted, guess, cohort, "P3",
                   "the appeal to developers of Chinese models from 2025"},
        "Attraction common to Chinese language bases released in 2025");
  visit("derivation.awareness", p.awareness,
        sim::About{"1", 0.0, 2.5, uniform, 0, judgement, guess,
                   "prototype; not needed to match the figures of the observed past (ablation)", "P3",
                   "how much it counts with developers that a model family is known"},
        "Exponent on awareness");
  visit("derivation.home", p.home,
        sim::About{"log-odds", -0.8, 0.8, normal, 0.4, judgement, guess,
                   "no panel shows who the author is; not needed to match the figures of the observed past (ablation)",
                   "derivative_share", "how much developers prefer models from their own country"},
        "Weight of a base from one's own country");
  visit("derivation.aversion", p.aversion,
        sim::About{"log-odds", 0.0, 0.8, uniform, 0, judgement, guess,
                   "no panel; surveys of 2025; not needed to match the figures of the observed past (ablation)",
                   "derivative_share", "how much incidents turn developers away from Chinese models"},
        "Weight against Chinese bases outside China, per unit of salience of incidents");
  visit("derivation.habit", p.habit,
        sim::About{"1", 0.0, 0.45, normal, 0.1, judgement, low,
                   "Open LLM Leaderboard submitters: 0.18 to 0.50, fading with the gap; not needed to match the "
                   "figures of the observed past (ablation)",
                   "derivative_share", "how often developers return to the family that they used last"},
        "Probability of returning to the family last used");
  visit("derivation.series", p.series,
        sim::About{"1", 0.0, 1.0, fixed, 0, judgement, guess,
                   "accounts publish variants of one parent in series; no count by author and parent; not needed to "
                   "match the figures of the observed past (ablation)",
                   "P16, P20"},
        "Share of those returns that continue with exactly the same parent as the last work");
  visit("derivation.language_share", p.language_share,
        sim::About{"1", 0.4, 0.8, uniform, 0, fitted, low, "prototype, P15", "P15",
                   "the share of language models among what is adapted in the long run"},
        "Long-run share of language bases among works with a stated base");
  visit("derivation.diffusion_share", p.diffusion_share,
        sim::About{"1", 0.05, 0.25, uniform, 0, fitted, low, "prototype, P15", "P15",
                   "the share of image models among what is adapted in the long run"},
        "Long-run share of diffusion bases among works with a stated base");
  visit("derivation.language_midpoint", p.language_midpoint,
        sim::About{"date", 2022.5, 2024.0, normal, 0.3, judgement, low, "release of Llama", "P15",
                   "the date at which adapting turned to language models"},
        "Decimal year in which those shares reach half their long-run value");
  visit("derivation.language_growth", p.language_growth,
        sim::About{"/ year", 1.0, 4.0, fixed, 0, judgement, low, "prototype", "P15"},
        "Growth rate of that logistic curve");
  visit("derivation.direct_adapter", p.direct_adapter,
        sim::About{"1", 0.5, 1.0, fixed, 0, judgement, low,
                   "0.6 overall, from counts by direct parent compared with counts by root", "P15, P20"},
        "Probability that an adapter is made directly from the base");
  visit("derivation.direct_fine_tune", p.direct_fine_tune,
        sim::About{"1", 0.3, 0.9, fixed, 0, judgement, low, "0.6 overall", "P15, P20"},
        "Probability that a fine-tune is made directly from the base");
  visit("derivation.direct_quantisation", p.direct_quantisation,
        sim::About{"1", 0.1, 0.6, fixed, 0, judgement, low, "quantisers work on fine-tunes", "P15, P20"},
        "Probability that a quantisation or merge is made directly from the base");
  visit("derivation.popularity", p.popularity, sim::About{"1", 0.6, 1.2, fixed, 0, fitted, medium, "P20", "P20"},
        "Exponent on (1 + number of children) in the weight of a parent");
  visit("derivation.fitness_spread", p.fitness_spread,
        sim::About{"log-odds", 0.2, 1.0, fixed, 0, fitted, low,
                   "P20; with unbounded fitness, one node would attract nearly all derivatives", "P20"},
        "Standard deviation of a node's log fitness, cut off at 2.5 standard deviations");
  visit("derivation.decay", p.decay, sim::About{"years", 0.3, 2.0, fixed, 0, judgement, low, "prototype", "P20"},
        "Time in which a parent's weight falls to 1/e of its value");
  visit("derivation.adapter", p.adapter, sim::About{"1", 0.2, 0.6, fixed, 0, normalised, high, "P18", "P18"},
        "Share of adapters among works by individuals, firms and universities");
  visit("derivation.quantisation", p.quantisation, sim::About{"1", 0.05, 0.3, fixed, 0, normalised, high, "P18", "P18"},
        "Share of quantisations among those works");
  visit("derivation.merge", p.merge, sim::About{"1", 0.0, 0.1, fixed, 0, normalised, high, "P18", "P18"},
        "Share of merges among those works");
  visit("derivation.distillation", p.distillation,
        sim::About{"1", 0.0, 0.1, fixed, 0, judgement, guess, "no published count", "models"},
        "Share of distillations among those works");
  visit(
      "derivation.licence_drift", p.licence_drift,
      sim::About{"1", 0.1, 0.6, fixed, 0, judgement, low, "Laufer et al. 2025, for the sign only", "P16, licence_mix"},
      "Share of authors who put a permissive licence of their own on everything they publish");
  visit("derivation.gain_fine_tune", p.gain_fine_tune,
        sim::About{"orders", 0.0, 0.2, fixed, 0, judgement, guess, "no published count", "models"},
        "Capability gained by a fine-tune, adapter, merge or distillation");
  visit("derivation.gain_quantisation", p.gain_quantisation,
        sim::About{"orders", -0.2, 0.0, fixed, 0, judgement, guess, "no published count", "models"},
        "Capability gained by a quantisation");
}

}  // namespace weightshed::derivation
