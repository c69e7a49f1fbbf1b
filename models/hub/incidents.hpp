// Incidents of misuse and propaganda, and the salience that they leave in a region.
#pragma once

#include <vector>

#include "models/hub/parameters.hpp"
#include "models/lineage/ledger.hpp"
#include "models/roster/streams.hpp"
#include "sim/model/model.hpp"
#include "sim/time/calendar.hpp"

namespace weightshed {

struct Exposure {
  std::vector<double> salience;  // incidents remembered, by region; the last entry is the unknown region (the mean)
};

namespace incidents {

// `rate` a year by region: the profile of the families that its organisations use, weighted by their share.
void strike(Exposure& exposure, const std::vector<double>& rate, const std::vector<std::string>& regions,
            Ledger& ledger, const sim::Clock& clock, const Parameters& p, const Streams& streams,
            std::vector<sim::Event>& events);

}  // namespace incidents
}  // namespace weightshed
