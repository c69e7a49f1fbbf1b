// Shares of a nested logit straight from utilities (McFadden 1978): the oracle of choices that the model makes by
// weights, powers and cumulative sums.
#pragma once

#include <cmath>
#include <vector>

namespace weightshed::test {

// A nest with a utility of its own and those of its alternatives; minus infinity is an alternative that is not there.
struct Nest {
  double utility = 0.0;
  std::vector<double> alternatives;
};

// By nest and alternative; they sum to 1. `dissimilarity`: 1 is the plain logit, towards 0 the alternatives of a nest
// become perfect substitutes.
inline std::vector<std::vector<double>> nested_logit_shares(const std::vector<Nest>& nests, double dissimilarity) {
  std::vector<long double> within, weights;
  long double total = 0.0L;
  for (const Nest& nest : nests) {
    within.push_back(0.0L);
    for (const double u : nest.alternatives) within.back() += std::exp(static_cast<long double>(u) / dissimilarity);
    const long double inclusive = dissimilarity * std::log(within.back());
    weights.push_back(std::exp(nest.utility + inclusive));
    total += weights.back();
  }
  std::vector<std::vector<double>> shares;
  for (std::size_t n = 0; n < nests.size(); ++n) {
    shares.emplace_back();
    for (const double u : nests[n].alternatives) {
      const long double inside = std::exp(static_cast<long double>(u) / dissimilarity) / within[n];
      shares.back().push_back(static_cast<double>(weights[n] / total * inside));
    }
  }
  return shares;
}

}  // namespace weightshed::test
