// Assumptions of openness: when labs open their weights, and under which licence.
#pragma once

#include "sim/registry/cards.hpp"

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
  double leave = 0.12;
  double leave_flagship = 0.10;
  double come_back = 0.15;
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
                   "P19, licence_mix", "how much labs follow the openness of their rivals"},
        "Weight of the share of open flagships among rivals, each weighted by how close it comes to the lab");
  visit("openness.gain", p.gain,
        sim::About{"1", 0.5, 2.5, fixed, 0, judgement, guess, "prototype; not identified", "licence_mix"},
        "Weight of the adoption that a lab would gain by opening");
  visit(
      "openness.rent", p.rent,
      sim::About{"1", 1.5, 5.0, uniform, 0, judgement, guess, "prototype; without it almost every lab is open in 2032",
                 "licence_mix", "how much revenue from closed access keeps labs from opening"},
      "Weight of API revenue against opening");
  visit("openness.rent_scale", p.rent_scale,
        sim::About{"1", 0.01, 0.1, fixed, 0, judgement, guess, "no figures of API revenue by lab enter the model",
                   "licence_mix"},
        "Share of organisations paying for a lab's API at which API revenue reaches 63% of its full weight");
  visit("openness.rent_decay", p.rent_decay,
        sim::About{"orders", 0.3, 1.0, fixed, 0, judgement, guess, "prototype", "licence_mix"},
        "Distance behind the frontier over which the weight of API revenue fades");
  visit("openness.second_line_rent", p.second_line_rent,
        sim::About{"1", 0.1, 0.7, fixed, 0, judgement, guess, "prototype", "licence_mix"},
        "API revenue of the second line relative to the flagship's");
  visit("openness.state", p.state,
        sim::About{"1", 0.5, 4.0, fixed, 0, judgement, guess, "prototype; not identified", "licence_mix"},
        "Weight of the state's encouragement");
  visit("openness.china_encouragement", p.china_encouragement,
        sim::About{"1", 0.0, 0.6, uniform, 0, judgement, guess, "recognition of DeepSeek and the AI Plus plan in 2025",
                   "licence_mix", "how strongly the Chinese state encourages open models"},
        "Encouragement of openness by the Chinese state, from 2025-02 on");
  visit("openness.us_encouragement", p.us_encouragement,
        sim::About{"1", 0.0, 0.6, uniform, 0, judgement, guess,
                   "America's AI Action Plan, 2025-07-23: encouragement of open weights", "P19, licence_mix",
                   "how strongly the American government encourages open models"},
        "Encouragement of openness by the US government, from 2025-07-23 on");
  visit("openness.persistent_spread", p.persistent_spread,
        sim::About{"1", 0.2, 0.8, fixed, 0, judgement, low,
                   "prototype: with a fresh draw at each review, a lab changes its mind 6.5 times; P19",
                   "P19, licence_mix"},
        "Standard deviation of a lab's lasting inclination");
  visit("openness.quarterly_spread", p.quarterly_spread,
        sim::About{"1", 0.0, 0.3, fixed, 0, judgement, low, "prototype", "licence_mix"},
        "Standard deviation of the noise of one review");
  visit("openness.threshold", p.threshold,
        sim::About{"1", 0.2, 1.2, fixed, 0, judgement, low, "prototype; P17", "licence_mix"},
        "A lab opens above this value and closes below its negative");
  visit("openness.leave", p.leave,
        sim::About{"/ year", 0.05, 0.25, log_normal, 0.35, judgement, medium,
                   "own count of exits in releases.csv: labs with three or more open releases, 0.12 (0.07 to 0.19)",
                   "P3, licence_mix", "how often labs give up open models altogether"},
        "Rate at which labs give up open weights altogether, for reasons that their reviews do not see");
  visit("openness.leave_flagship", p.leave_flagship,
        sim::About{"/ year", 0.03, 0.2, log_normal, 0.35, judgement, medium,
                   "own count in releases.csv: open flagships end at 0.21 (0.14 to 0.30), of which 0.12 altogether",
                   "P3, P25, licence_mix", "how often labs stop opening their best model"},
        "Rate at which labs retreat from an open flagship to an open second line, likewise");
  visit("openness.come_back", p.come_back,
        sim::About{"/ year", 0.05, 0.3, fixed, 0, judgement, low,
                   "own count of returns in releases.csv: 0.15 (0.08 to 0.27)", "licence_mix"},
        "Rate at which labs come back to a line that they have given up");
  visit("openness.community", p.community,
        sim::About{"1", 1.0, 3.0, uniform, 0, judgement, low,
                   "prototype: what a lab gains by opening grows with the community", "P19, licence_mix",
                   "how much the community around open models draws labs to open theirs"},
        "Weight of the maturity of the community that builds on open weights");
  visit("openness.rival_reach", p.rival_reach,
        sim::About{"orders", 0.25, 1.0, uniform, 0, judgement, guess, "as rent_decay", "P19, licence_mix",
                   "how far behind a rival may be and still matter to a lab"},
        "Distance below a lab over which a rival's openness ceases to matter to it");
  visit("openness.licence_peers", p.licence_peers,
        sim::About{"1", 0.5, 2.5, fixed, 0, judgement, low, "prototype, P17", "P17, licence_mix"},
        "Weight of rivals' permissive licences in the choice of one's own");
  visit("openness.licence_behind", p.licence_behind,
        sim::About{"/ order", 0.5, 2.5, fixed, 0, judgement, guess, "prototype, P17", "P17, licence_mix"},
        "Weight of the distance below the best open release: labs that trail give more away");
  visit("openness.licence_community", p.licence_community,
        sim::About{"1", 1.0, 5.0, uniform, 0, judgement, low,
                   "prototype; P17: under 45% of licences are permissive in 2023, over 70% in 2025", "P17, licence_mix",
                   "how much the community around open models draws labs to permissive licences"},
        "Weight of the maturity of the community that builds on open weights");
  visit("openness.licence_reserve", p.licence_reserve,
        sim::About{"1", 0.0, 2.0, uniform, 0, judgement, low, "prototype, P17", "P17, licence_mix",
                   "how reluctant labs are to choose a permissive licence"},
        "Reluctance to choose a permissive licence");
  visit("openness.licence_spread", p.licence_spread,
        sim::About{"1", 0.2, 1.2, fixed, 0, judgement, low, "prototype; P17", "licence_mix"},
        "Standard deviation of a lab's lasting leaning towards permissive licences");
  visit("openness.licence_academic", p.licence_academic,
        sim::About{"1", 0.0, 2.0, fixed, 0, judgement, guess, "releases.csv: OLMo, Pythia, BLOOM compared with firms",
                   "licence_mix"},
        "Leaning of universities, public bodies, non-profits and communities towards permissive licences");
}

}  // namespace weightshed::openness
