// Weights that menus take over from the step before, because what they are computed from has not changed.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "models/kept.hpp"
#include "models/levers/terms.hpp"
#include "sim/choice/cumulative.hpp"

namespace weightshed::adoption {

// Weights on the families of an origin, as closed APIs and as open weights, in a region and sector.
struct Tie {
  double closed = 0.0, open = 0.0;
};

// What a tie depends on besides parameters and the rules on purchases: the share of choices for which the origin is
// ruled out, and the salience of incidents.
struct TieInput {
  double forbidden = 0.0;
  double salience = 0.0;
  friend bool operator==(const TieInput&, const TieInput&) = default;
};

// A nest of families: exp(log-odds / nest) of each.
struct Nest {
  sim::Cumulative families;  // by position among the families with a model
  double value = 0.0;        // of the nest to those who use none of its families: the sum of weights, to its power
};

// What organisations of a region and sector choose from in a step.
struct GroupMenus {
  bool is_weighed = false;
  Nest closed;
  std::vector<double> open, promoted;  // weights: as families are known there, and where promoted
  // Open weights, by the programmes that reach a user, first without any; the first `nests` are those of the step.
  std::vector<std::pair<std::uint64_t, Nest>> reached;
  std::size_t nests = 0;
};

// What a step weighs, for whoever asks first. A list of a region, or of a region and sector, is empty until then.
struct MenuMemory {
  std::vector<GroupMenus> groups;              // by region and sector
  std::vector<double> closed, open;            // weights by merit of the families available, 0: it has no such model
  std::vector<double> brand;                   // weights by the brand of each family's lab, outside China
  std::vector<double> liked, weights;          // of the menu at hand
  std::vector<double> tied_closed, tied_open;  // likewise, by origin
  std::vector<std::vector<double>> awareness;  // by region
  std::vector<std::vector<double>> peers;      // by region and sector
};

// As many lists as there are, all empty; they keep their memory.
inline void empty_lists(std::vector<std::vector<double>>& lists, std::size_t count) {
  lists.resize(count);
  for (std::vector<double>& list : lists) list.clear();
}

// Of one kind of user.
struct KeptWeights {
  using Capability = std::pair<double, double>;  // of the family's best model, and of the best of all
  struct OfFamily {
    Kept<Capability, double> closed, open;
    Kept<double, double> brand;
  };
  std::vector<OfFamily> families;
  std::vector<Kept<TieInput, Tie>> ties;              // [region][sector][origin]
  std::vector<levers::ProcurementTerms> procurement;  // [region][sector], the rules on purchases that they are made by
  Reused<MenuMemory> menus;
};

}  // namespace weightshed::adoption
