// What is known of each family of models: how many models build on it, how well known it is, how good its best models
// are.
#pragma once

#include <vector>

#include "models/words.hpp"

namespace weightshed::lineage {

inline constexpr double no_model = -1e9;  // capability of a family that has released nothing of a kind
inline bool has_model(double capability) { return capability > 0.5 * no_model; }

struct FamilyState {
  double first_release = 1e9;                           // decimal year; later: the family does not exist yet
  double sensation = 1e9;                               // decimal year from which everybody has heard of it
  double recent = 0.0;                                  // represented derivatives, forgotten over two months
  double recent_trainings = 0.0;                        // of them, between base and derivative
  std::vector<double> awareness;                        // by region; the last entry is the unknown region
  std::vector<double> recent_by_region;                 // as `recent`, by the author's region
  CountryIndex stands_on = unknown_country;             // origin of the weights of its best open model
  double best_open = no_model, best_closed = no_model;  // capability of the best language release of each kind
};

}  // namespace weightshed::lineage
