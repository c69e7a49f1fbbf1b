// Weights that menus take over from the step before, because what they are computed from has not changed.
#pragma once

#include <utility>
#include <vector>

#include "models/kept.hpp"
#include "models/levers/terms.hpp"

namespace weightshed::adoption {

// Weights on the families of an origin, as closed APIs and as open weights, in a region and sector.
struct Tie {
  double closed = 0.0, open = 0.0;
};

// What a tie depends on besides parameters: the share of choices for which the origin is ruled out, the rules on
// purchases, and the salience of incidents.
struct TieInput {
  double forbidden = 0.0;
  levers::ProcurementTerms procurement;
  double salience = 0.0;
  friend bool operator==(const TieInput&, const TieInput&) = default;
};

// Of one kind of user.
struct KeptWeights {
  using Capability = std::pair<double, double>;  // of the family's best model, and of the best of all
  struct OfFamily {
    Kept<Capability, double> closed, open;
    Kept<double, double> brand;
  };
  std::vector<OfFamily> families;
  std::vector<Kept<TieInput, Tie>> ties;  // [region][sector][origin]
};

}  // namespace weightshed::adoption
