// Published figures for which the model has a reading: each pattern's card, and how it is read at its date.
#pragma once

#include <vector>

#include "models/measures/measure.hpp"
#include "sim/registry/cards.hpp"

namespace weightshed::measures {

struct Pattern {
  sim::PatternCard card;
  // Its value after the last step, in the unit of the card; none where the measure of the card gives it.
  double (*read)(const Ecosystem& e, const Assumptions& a, const Streams& s) = nullptr;
};

// Those of the frontier.
std::vector<Pattern> frontier_patterns();

// All published figures of the model.
const std::vector<Pattern>& patterns();

// Finds rows of published_figures that no pattern reads, and of published_series that name no measure and label.
void check_published(const sim::Tables& tables, const sim::Coordinates& coordinates,
                     std::vector<sim::Problem>& problems);

double read(const Pattern& pattern, const Ecosystem& e, const Assumptions& a, const Streams& s);

}  // namespace weightshed::measures
