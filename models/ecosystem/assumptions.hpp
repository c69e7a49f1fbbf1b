// All assumptions of one world, by the process that reads them.
#pragma once

#include <span>
#include <vector>

#include "models/adoption/parameters.hpp"
#include "models/arrival/parameters.hpp"
#include "models/derivation/parameters.hpp"
#include "models/downloads/parameters.hpp"
#include "models/incidents/parameters.hpp"
#include "models/openness/parameters.hpp"
#include "models/release/parameters.hpp"
#include "models/research/parameters.hpp"
#include "models/supply/parameters.hpp"
#include "sim/registry/describe.hpp"

namespace weightshed::ecosystem {

struct Assumptions {
  supply::Parameters supply;
  research::Parameters research;
  openness::Parameters openness;
  release::Parameters release;
  arrival::Parameters arrival;
  derivation::Parameters derivation;
  adoption::Parameters adoption;
  downloads::Parameters downloads;
  incidents::Parameters incidents;
};

void describe(auto& visit, Assumptions& a) {
  describe(visit, a.supply);
  describe(visit, a.research);
  describe(visit, a.openness);
  describe(visit, a.release);
  describe(visit, a.arrival);
  describe(visit, a.derivation);
  describe(visit, a.adoption);
  describe(visit, a.downloads);
  describe(visit, a.incidents);
}

std::vector<sim::ParameterCard> parameter_cards();
Assumptions assumptions(std::span<const double> values);  // in the order of the cards

}  // namespace weightshed::ecosystem
