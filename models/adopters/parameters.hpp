// Assumptions of adopters: organisations that choose a family, or a closed API, when a contract ends.
#pragma once

#include "sim/registry/cards.hpp"

namespace weightshed::adoption {

struct Parameters {
  double organisations = 2000;
  double start_midpoint = 2024.5;
  double start_growth = 1.6;
  double contract = 1.2;
  double switching_cost = 0.8;
  double capability = 0.7;
  double brand = 0.5;
  double closed_premium = -0.5;
  double price_fall = 0.6;
  double self_hosting = -0.8;
  double sensitivity_government = 1.2;
  double sensitivity_critical = 1.0;
  double sensitivity_technology = 0.2;
  double sensitivity_other = 0.5;
  double home = 0.6;
  double alliance = 0.4;
  double peers = 0.5;
  double aversion = 0.2;
  double nest = 0.7;
  double government_share = 0.12;
  double critical_share = 0.18;
  double technology_share = 0.30;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  visit("adoption.organisations", p.organisations,
        sim::About{"1", 200, 20000, fixed, 0, judgement, high, "enough for a standard error of one point", "adoption"},
        "Organisations simulated; each stands for the same share of its region's output");
  visit("adoption.start_midpoint", p.start_midpoint,
        sim::About{"date", 2023.5, 2026.0, fixed, 0, judgement, low, "business surveys 2023 to 2025", "adoption"},
        "Decimal year in which half of organisations have begun to use such models");
  visit("adoption.start_growth", p.start_growth,
        sim::About{"/ year", 0.8, 3.0, fixed, 0, judgement, low, "business surveys 2023 to 2025", "adoption"},
        "Growth rate of that logistic");
  visit("adoption.contract", p.contract,
        sim::About{"years", 0.5, 3.0, fixed, 0, judgement, guess, "yearly contracts", "adoption"},
        "Mean time between an organisation's choices");
  visit("adoption.switching_cost", p.switching_cost,
        sim::About{"log-odds", 0.0, 2.0, uniform, 0, judgement, guess, "no count", "adoption"},
        "Weight of staying with the family in use");
  visit("adoption.capability", p.capability,
        sim::About{"log-odds", -0.2, 1.8, normal, 0.5, judgement, low, "as downloads.capability", "adoption"},
        "Weight of 10 ECI points");
  visit("adoption.brand", p.brand,
        sim::About{"1", 0.0, 1.0, fixed, 0, judgement, guess, "half of the brand of users", "adoption"},
        "Factor on the brand of a lab among users");
  visit("adoption.closed_premium", p.closed_premium,
        sim::About{"log-odds", -2.0, 1.0, uniform, 0, judgement, guess, "price of closed over open tokens", "adoption"},
        "Weight of a closed API against open weights hosted by others at the end of 2024, price and support together");
  visit("adoption.price_fall", p.price_fall,
        sim::About{"/ year", 0.0, 1.5, fixed, 0, judgement, guess, "prices of both fall; the premium shrinks",
                   "adoption"},
        "Rate at which that weight fades");
  visit("adoption.self_hosting", p.self_hosting,
        sim::About{"log-odds", -2.0, 1.0, uniform, 0, judgement, guess, "staff and machines", "adoption"},
        "Weight of hosting open weights oneself without regard to sensitivity");
  visit("adoption.sensitivity_government", p.sensitivity_government,
        sim::About{"log-odds", 0.0, 3.0, fixed, 0, judgement, guess, "no count", "adoption"},
        "Weight that government gives to keeping data at home");
  visit("adoption.sensitivity_critical", p.sensitivity_critical,
        sim::About{"log-odds", 0.0, 3.0, fixed, 0, judgement, guess, "no count", "adoption"},
        "The same for critical infrastructure");
  visit("adoption.sensitivity_technology", p.sensitivity_technology,
        sim::About{"log-odds", 0.0, 3.0, fixed, 0, judgement, guess, "no count", "adoption"},
        "The same for technology firms");
  visit("adoption.sensitivity_other", p.sensitivity_other,
        sim::About{"log-odds", 0.0, 3.0, fixed, 0, judgement, guess, "no count", "adoption"},
        "The same for other sectors");
  visit("adoption.home", p.home, sim::About{"log-odds", 0.0, 2.0, uniform, 0, judgement, guess, "no count", "adoption"},
        "Weight of a family from one's own country");
  visit("adoption.alliance", p.alliance,
        sim::About{"log-odds", 0.0, 2.0, uniform, 0, judgement, guess, "no count", "adoption"},
        "Weight of a family from one's own bloc");
  visit("adoption.peers", p.peers, sim::About{"log-odds", 0.0, 1.5, fixed, 0, judgement, guess, "no count", "adoption"},
        "Weight of a family's share among organisations of the region");
  visit("adoption.aversion", p.aversion,
        sim::About{"log-odds", 0.0, 1.0, uniform, 0, judgement, guess, "no count", "adoption"},
        "Weight, a unit of salience, against Chinese families outside China");
  visit("adoption.nest", p.nest,
        sim::About{"1", 0.3, 1.0, fixed, 0, judgement, guess, "nested logit, McFadden 1978", "adoption"},
        "Dissimilarity of families within a mode");
  visit("adoption.government_share", p.government_share,
        sim::About{"1", 0.05, 0.3, fixed, 0, judgement, low, "share of public bodies in output", "adoption"},
        "Share of organisations that are government");
  visit("adoption.critical_share", p.critical_share,
        sim::About{"1", 0.05, 0.3, fixed, 0, judgement, low, "energy, health, finance in output", "adoption"},
        "Share that are critical infrastructure");
  visit("adoption.technology_share", p.technology_share,
        sim::About{"1", 0.1, 0.5, fixed, 0, judgement, low, "early users of models", "adoption"},
        "Share that are technology firms");
}

}  // namespace weightshed::adoption
