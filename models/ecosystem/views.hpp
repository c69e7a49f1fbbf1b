// What one process sees of another, gathered from the state for the calls of the step, and what the step keeps for the
// next one.
#pragma once

#include "models/derivation/derivation.hpp"
#include "models/ecosystem/ecosystem.hpp"
#include "models/release/release.hpp"

namespace weightshed::ecosystem {

// Valid until the clock advances.
context::Context context_of(Ecosystem& e, const levers::Terms& terms, const Streams& streams);

governments::Indicators indicators(const Ecosystem& e, const Assumptions& a);
openness::Community community(const Ecosystem& e, const Assumptions& a);
// Valid until the stocks change.
release::Reception reception(const Ecosystem& e, const Assumptions& a);
arrival::Shares shares(const Assumptions& a);
derivation::Scene scene(const Ecosystem& e, const Assumptions& a);
// Orders by which the best closed model that is out is ahead of the best open one; below 0 behind it.
double lead_of_closed(const labs::Frontier& frontier);
adoption::Market market(const Ecosystem& e, const Assumptions& a);
downloads::Users users(const Assumptions& a);

// Incidents per year by region: profiles of the families that its organisations use.
std::vector<double> incident_rates(const Ecosystem& e, const Assumptions& a);

// Bookkeeping at the end of a step: popularity is forgotten a little, brands are worn by time and built by use, API
// revenue follows adoption.
void keep_standing(Ecosystem& e, const Assumptions& a);

}  // namespace weightshed::ecosystem
