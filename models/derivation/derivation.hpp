// Derivation: what an author does at an opportunity — which class, base, parent, kind and licence.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/arrival/arrival.hpp"
#include "models/context/context.hpp"
#include "models/derivation/parameters.hpp"
#include "models/downloads/hub.hpp"
#include "models/lineage/models.hpp"

namespace weightshed::derivation {

// Log-odds of deriving from a base that depend on the base alone: capability, size, purpose, attraction, launch, and
// age in forward decay. `points_an_order`: utilities are stated for 10 ECI points.
double own_utility(const lineage::Base& base, const lineage::Rivalry& rivalry, double points_an_order,
                   const Parameters& p);

// Log-odds that the bases of a family share: brand, and the network of its recent derivatives.
double family_utility(const lineage::FamilyState& family, double brand, const Parameters& p);

// What an author objects to in licences: nothing, limits on commercial use, or (bulk uploaders) any restriction.
enum class Minds : std::uint8_t { nothing, commercial, any_restriction };
inline constexpr std::size_t kinds_of_minds = 3;
Minds minds_of(const arrival::Author& author);

// Factors on a base's weight for an author: from its licence, from its origin as seen in the author's region (home,
// aversion, bans), and from awareness of its family there.
double licence_factor(Licence licence, Minds minds, const Parameters& p);
double origin_factor(CountryIndex origin, std::size_t region, double salience, CountryIndex china,
                     const levers::UseTerms& use, const Parameters& p);
// The last for many families at once: turns awareness, in place, into factors.
void weigh_awareness(std::span<double> awareness, const Parameters& p);

// The share of each task class among works that state a base, at a moment; sums to 1.
std::vector<double> class_demand(double year, const Parameters& p);

// What authors see, and what their works carry.
struct Scene {
  const std::vector<double>& salience;  // of incidents, by region; the last entry is the unknown region
  double stated_base = 0.0;             // share of works that state a base
  double points_an_order = 11.6;        // of the index of capability
  const downloads::Parameters& downloads;
};

// All opportunities of the step: works without a base, and derivatives with parents drawn on the state at its start.
void build(arrival::Authors& authors, lineage::Models& models, downloads::Hub& hub, const Scene& scene,
           const Parameters& p, const context::Context& context);

}  // namespace weightshed::derivation
