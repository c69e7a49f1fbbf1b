// Derivation: what an author does at an opportunity — which class, base, parent, kind and licence.
#pragma once

#include <cstdint>
#include <vector>

#include "models/authors/authors.hpp"
#include "models/derivation/parameters.hpp"
#include "models/hub/hub.hpp"
#include "models/levers/terms.hpp"
#include "models/lineage/ledger.hpp"
#include "models/lineage/models.hpp"

namespace weightshed::derivation {

// Factors from index points to the log-odds of a card: utilities are stated for 10 ECI points.
struct Scale {
  double points_an_order = 11.6;
  double simulated = 0.01;  // share of the real population
};

inline constexpr double launch_years = 6.0 * 7.0 / 365.2425;  // the first six weeks after release

// Log-odds of deriving from a base that are its own: capability, size, purpose, attraction, launch, and age in forward
// decay (counted from 2024, the same constant for all, so that it need not be renewed).
double own_utility(const Base& base, double best_of_size, double year, const Scale& scale, const Parameters& p);

// Log-odds that a family has in common: brand, fading, and the network of its recent derivatives.
double family_utility(const FamilyState& family, double brand, double year, const Parameters& p);

// What an author minds about licences: nothing, limits on commercial use, or (bulk uploaders) any restriction.
enum class Minds : std::uint8_t { nothing, commercial, any_restriction };
inline constexpr std::size_t kinds_of_minds = 3;
Minds minds_of(const Author& author);

// Factors on a base's weight for an author: of its licence, of its origin in the author's region (home, aversion,
// bans), and of the awareness of its family there.
double licence_factor(Licence licence, Minds minds, const Parameters& p);
double origin_factor(CountryIndex origin, std::size_t region, double salience, CountryIndex china, const UseTerms& use,
                     const Parameters& p);
double awareness_factor(const FamilyState& family, std::size_t region, const Parameters& p);

// The share of each task class among works that state a base, at a moment; sums to 1.
std::vector<double> class_demand(double year, const Parameters& p);

struct Surroundings {
  const std::vector<double>* brand = nullptr;     // of each family's lab among authors
  const std::vector<double>* salience = nullptr;  // by region, the last entry is the unknown region
  CountryIndex china{};
};

// All opportunities of the step: works without a base, and derivatives with parents drawn on the state at its start.
void build(Authors& authors, Models& models, Hub& hub, const UseTerms& use, Ledger& ledger, const sim::Clock& clock,
           const Surroundings& around, const Scale& scale, double stated_base, const downloads::Parameters& downloads,
           const Parameters& p, const Streams& streams);

}  // namespace weightshed::derivation
