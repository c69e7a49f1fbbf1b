// Incidents of misuse and propaganda, and the salience that they leave in a region.
#pragma once

#include <vector>

#include "models/context/context.hpp"
#include "models/incidents/parameters.hpp"

namespace weightshed::incidents {

struct Exposure {
  std::vector<double> salience;  // incidents remembered, by region; the last entry is the unknown region (the mean)
};

// `rate` per year by region: the profile of the families that its organisations use, weighted by their share.
void strike(Exposure& exposure, const std::vector<double>& rate, const Parameters& p, const context::Context& context);

}  // namespace weightshed::incidents
