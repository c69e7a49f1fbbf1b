// What one process sees of another, gathered from the state for the calls of the step, and what the step keeps for the
// next one.
#pragma once

#include "models/derivation/derivation.hpp"
#include "models/ecosystem/ecosystem.hpp"

namespace weightshed {

governments::Indicators indicators(const Ecosystem& e, const Assumptions& a);

openness::Community community(const Ecosystem& e, const Assumptions& a);

release::Attraction attraction(const Assumptions& a);
derivation::Surroundings surroundings(const Ecosystem& e);
derivation::Scale scale_of(const Ecosystem& e, const Assumptions& a);
adoption::Market market(const Ecosystem& e, const Assumptions& a);
downloads::Users users(const Ecosystem& e, const Assumptions& a);

// Incidents a year by region: profiles of the families that its organisations use.
std::vector<double> incident_rates(const Ecosystem& e, const Assumptions& a);

// Bookkeeping at the end of a step: popularity is forgotten a little, API revenue follows adoption.
void keep_standing(Ecosystem& e);

}  // namespace weightshed
