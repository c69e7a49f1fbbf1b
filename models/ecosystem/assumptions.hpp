// All assumptions of one world, by the process that reads them.
#pragma once

#include <span>
#include <vector>

#include "models/adopters/parameters.hpp"
#include "models/authors/parameters.hpp"
#include "models/derivation/parameters.hpp"
#include "models/hub/parameters.hpp"
#include "models/labs/parameters.hpp"
#include "models/supply/parameters.hpp"
#include "sim/registry/describe.hpp"

namespace weightshed {

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

}  // namespace weightshed
