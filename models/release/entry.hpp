// How a base comes out, whoever decided on it.
#pragma once

#include "models/downloads/hub.hpp"
#include "models/labs/labs.hpp"
#include "models/lineage/models.hpp"
#include "models/release/release.hpp"

namespace weightshed::release {

// What a base draws for those who choose: log-odds.
struct Attractions {
  double derive = 0.0, use = 0.0;
};
Attractions drawn(sim::Draws& draws, const Attraction& spread);

// Enters a base on the hub: node, tree, pins, shelf, and what is known of its family. Closed models have no node.
// `decay`: years in which its weight as a parent falls to 1/e.
void enter(lineage::Models& models, downloads::Hub& hub, lineage::Base base, const Attractions& draws, double decay,
           const sim::Clock& clock);

// An open flagship that is far better than every open model so far makes its family known to everybody, and the event
// is logged. `best_open_before`: orders, of the open models before the step.
void make_known(downloads::Hub& hub, const lineage::Base& base, double best_open_before, const Reception& reception,
                const context::Context& context);

// Counts a release in what its lab has shown and in what everybody sees.
void show(labs::Labs& labs, labs::Lab& lab, const lineage::Base& base);

// A base on record as the model has it; capability that nobody has measured is drawn for the world.
lineage::Base base_on_record(const roster::RosterBase& known, std::size_t row, const Reception& reception,
                             const context::Context& context);

}  // namespace weightshed::release
