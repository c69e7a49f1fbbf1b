// Assumptions of authors: how many there are, when they come and how often they get an opportunity.
#pragma once

#include "sim/registry/cards.hpp"

namespace weightshed::arrival {

struct Parameters {
  double models_ceiling = 1.197e6;
  double models_growth = 1.684;
  double models_midpoint = 2024.061;
  double stated_base = 0.281;
  double authors_2025 = 11e6;
  double authors_growth = 1.75;
  double authors_midpoint = 2025.0;
  double authors_later_growth = 0.05;
  double activity_shape = 0.3;
  double bulk_authors = 0.002;
  double bulk_activity = 215.0;
  double bulk_start = 2024.17;
  double quantiser_authors = 0.002;
  double quantiser_activity = 60.0;
  double firm_authors = 0.06;
  double firm_decline = 0.3;
  double university_authors = 0.035;
  double known_country = 0.32;
  double known_china = 0.30;
  double known_us = 0.10;
  double awareness_start = 0.23;
  double awareness_big = 0.90;
  double sensation = 0.55;
  double innovate = 0.10;
  double imitate = 27.0;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  visit("arrival.models_ceiling", p.models_ceiling,
        sim::About{"models / year", 1.0e6, 1.5e6, fixed, 0, fitted, high, "P11 and five Hub counts", "models, P11"},
        "New models per year towards which the logistic curve of creation tends");
  visit("arrival.models_growth", p.models_growth,
        sim::About{"/ year", 1.4, 2.0, fixed, 0, fitted, high, "P11 and five Hub counts", "models, P11"},
        "Growth rate of that logistic curve");
  visit("arrival.models_midpoint", p.models_midpoint,
        sim::About{"date", 2023.5, 2024.6, fixed, 0, fitted, high, "P11 and five Hub counts", "models, P11"},
        "Decimal year of the midpoint of that curve");
  visit("arrival.stated_base", p.stated_base,
        sim::About{"1", 0.2, 0.4, fixed, 0, published, high, "Hub snapshot of 2025-10-23: 28.09%", "models"},
        "Share of new models that state a base");
  visit("arrival.authors_2025", p.authors_2025,
        sim::About{"authors", 8e6, 14e6, fixed, 0, published, medium,
                   "Hugging Face: 11 million accounts at the end of 2025", "none"},
        "Authors at the end of 2025");
  visit("arrival.authors_growth", p.authors_growth,
        sim::About{"/ year", 1.2, 2.4, fixed, 0, normalised, low, "0.1 million in 2021, 5 million at the start of 2025",
                   "none"},
        "Growth rate of the logistic curve of authors");
  visit("arrival.authors_midpoint", p.authors_midpoint,
        sim::About{"date", 2024.0, 2026.0, fixed, 0, normalised, low,
                   "0.1 million in 2021, 5 million at the start of 2025", "none"},
        "Decimal year of the midpoint of that curve");
  visit("arrival.authors_later_growth", p.authors_later_growth,
        sim::About{"/ year", 0.0, 0.3, fixed, 0, judgement, guess, "no data after the vintage", "none"},
        "Growth rate of the number of authors after 2025");
  visit("arrival.activity_shape", p.activity_shape,
        sim::About{"1", 0.1, 0.6, fixed, 0, judgement, low,
                   "leaderboard submitters: the top 10% make 46 to 60% of works", "concentration"},
        "Shape of the gamma distribution of activity across authors");
  visit("arrival.bulk_authors", p.bulk_authors,
        sim::About{
            "1", 0.0, 0.01, fixed, 0, judgement, guess,
            "bulk uploads of June to October 2024; not needed to match the figures of the observed past (ablation)",
            "derivative_share"},
        "Share of new authors who are bulk uploaders");
  visit("arrival.bulk_activity", p.bulk_activity,
        sim::About{"1", 20, 800, log_normal, 0.6, judgement, guess,
                   "gives bulk uploaders a fifth of works in 2025, rising towards 30%", "derivative_share",
                   "how much more mass uploaders publish than others"},
        "Activity of a bulk uploader relative to the mean author");
  visit("arrival.bulk_start", p.bulk_start,
        sim::About{"date", 2023.5, 2025.0, fixed, 0, judgement, low, "jump in the series in 2024", "derivative_share"},
        "Decimal year from which there are bulk uploaders");
  visit("arrival.quantiser_authors", p.quantiser_authors,
        sim::About{"1", 0.0005, 0.01, fixed, 0, judgement, guess, "a few accounts quantise models that others publish",
                   "P18"},
        "Share of new authors who are quantisers");
  visit("arrival.quantiser_activity", p.quantiser_activity,
        sim::About{"1", 10, 300, fixed, 0, judgement, guess, "gives quantisers about a tenth of works", "P18"},
        "Activity of a quantiser relative to the mean author");
  visit("arrival.firm_authors", p.firm_authors,
        sim::About{"1", 0.02, 0.15, uniform, 0, judgement, low, "organisations on the Hub", "P14",
                   "the share of new authors who work for a firm"},
        "Share of the authors joining in 2025 who work for a firm");
  visit(
      "arrival.firm_decline", p.firm_decline,
      sim::About{"/ year", 0.0, 0.7, normal, 0.15, fitted, low,
                 "Longpre et al. 2025: industry's share of downloads falls while the unaffiliated rise from 17 to 39%; "
                 "not needed to match the figures of the observed past (ablation)",
                 "P14", "how fast the share of authors who work for a firm fell"},
      "Rate at which the share of new authors who work for a firm fell until 2025");
  visit("arrival.university_authors", p.university_authors,
        sim::About{"1", 0.01, 0.1, fixed, 0, judgement, low, "organisations on the Hub", "P14"},
        "Share of new authors who work for a university or public body");
  visit("arrival.known_country", p.known_country,
        sim::About{"1", 0.2, 0.5, uniform, 0, fitted, low, "prototype, P2", "P2, download_share",
                   "the share of authors whose country is known"},
        "Share of authors whose country is known");
  visit("arrival.known_china", p.known_china,
        sim::About{"1", 0.15, 0.45, uniform, 0, fitted, low, "prototype, P2", "P2, download_share",
                   "China’s share of the authors whose country is known"},
        "Share of China among authors whose country is known");
  visit("arrival.known_us", p.known_us,
        sim::About{"1", 0.05, 0.3, uniform, 0, fitted, low, "prototype, P2", "P2, download_share",
                   "America’s share of the authors whose country is known"},
        "Share of the United States among authors whose country is known");
  visit("arrival.awareness_start", p.awareness_start,
        sim::About{"1", 0.02, 0.5, uniform, 0, fitted, low, "prototype, P3", "derivative_share",
                   "how well known a new model family is at first"},
        "Initial awareness of a new family in a region");
  visit("arrival.awareness_big", p.awareness_big,
        sim::About{"1", 0.6, 1.0, fixed, 0, judgement, low, "prototype", "derivative_share"},
        "Initial awareness of a new family from a lab with a big name");
  visit("arrival.sensation", p.sensation,
        sim::About{"orders", 0.3, 0.8, fixed, 0, judgement, low,
                   "eci_scores.csv: since 2023-03 DeepSeek-R1 was 0.74 orders better than every open model before it, "
                   "no other release more than 0.41; it was first in the US App Store on 2025-01-27 (Reuters)",
                   "derivative_share, token_share"},
        "Orders of capability above every open model so far from which an open flagship makes its family known to "
        "everybody, as those of big names are");
  visit("arrival.innovate", p.innovate,
        sim::About{"/ year", 0.02, 0.5, log_normal, 0.6, judgement, low, "prototype; Bass 1969", "derivative_share",
                   "how fast people discover a model family by themselves"},
        "Rate at which the unaware discover a family by themselves");
  visit("arrival.imitate", p.imitate,
        sim::About{"/ year", 5, 50, uniform, 0, judgement, low, "prototype; Bass 1969", "derivative_share",
                   "how fast people learn of a model family from others"},
        "Rate at which the unaware learn of a family from its share of the region's works");
}

}  // namespace weightshed::arrival
