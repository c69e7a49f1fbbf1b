// Assumptions of incidents: how often they happen, and how long they are remembered.
#pragma once

#include "sim/registry/cards.hpp"

namespace weightshed::incidents {

struct Parameters {
  double rate_us = 0.6;
  double rate_cn = 1.2;
  double rate_other = 0.6;
  double salience_decay = 0.5;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  visit("incidents.rate_us", p.rate_us,
        sim::About{"/ year", 0.0, 5.0, uniform, 0, judgement, guess, "no count of incidents by origin", "exposure",
                   "how often American models cause an incident"},
        "Incidents per year in a region that uses only models of US families");
  visit("incidents.rate_cn", p.rate_cn,
        sim::About{"/ year", 0.0, 10.0, uniform, 0, judgement, guess,
                   "CAISI 2025-09 (agent hijacking 12 times as likely) and NewsGuard 2025 (60%), damped", "exposure",
                   "how often Chinese models cause an incident"},
        "Incidents per year in a region that uses only models of Chinese families");
  visit("incidents.rate_other", p.rate_other,
        sim::About{"/ year", 0.0, 5.0, uniform, 0, judgement, guess, "no count of incidents by origin", "exposure",
                   "how often models of other countries cause an incident"},
        "Incidents per year in a region that uses only models of other families");
  visit("incidents.salience_decay", p.salience_decay,
        sim::About{"years", 0.1, 2.0, fixed, 0, judgement, guess, "news cycles", "exposure"},
        "Time in which the salience of an incident falls to 1/e");
}

}  // namespace weightshed::incidents
