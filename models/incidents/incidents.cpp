// Incidents (ODD 4.10): Poisson in proportion to exposure; salience rises by one per incident and decays.
#include "models/incidents/incidents.hpp"

#include <cmath>

#include "sim/random/distributions.hpp"

namespace weightshed::incidents {

void strike(Exposure& exposure, const std::vector<double>& rate, const Parameters& p, const context::Context& context) {
  const double dt = context.clock.length().value;
  const double kept = std::exp(-dt / p.salience_decay);
  double sum = 0.0;
  for (std::size_t region = 0; region < rate.size(); ++region) {
    sim::Draws draws = context.streams.incidents.at(region, context.clock.step());
    const auto count = static_cast<double>(sim::poisson(draws, rate[region] * dt));
    exposure.salience[region] = exposure.salience[region] * kept + count;
    sum += exposure.salience[region];
    context.ledger.incidents.add(region, count);
    if (count > 0.0) {
      context.events.push_back({static_cast<double>(context.clock.now().days), number_of(EventKind::incident),
                                context.names.regions[region], count});
    }
  }
  exposure.salience[rate.size()] = sum / static_cast<double>(rate.size());
}

}  // namespace weightshed::incidents
