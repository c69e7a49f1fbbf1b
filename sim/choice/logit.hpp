// Multinomial and nested logit: from utilities to shares (McFadden 1974, 1978).
//
// Utilities are in units of the Gumbel noise. Minus infinity forbids an alternative: its share is exactly 0. If all are
// forbidden, all shares are 0 and the inclusive value is minus infinity; the caller decides what nobody choosing means.
// Arrays are Eigen's own (aligned), never maps: Eigen's exponential peels an unaligned map and could give other bits.
#pragma once

#include <Eigen/Core>
#include <span>

namespace sim {

// exp(u - largest u): proportional to the shares, largest 1; what a Cumulative wants.
Eigen::ArrayXd logit_weights(const Eigen::ArrayXd& utilities);

// Softmax; sums to 1 unless all are forbidden.
Eigen::ArrayXd logit_shares(const Eigen::ArrayXd& utilities);

// dissimilarity * log(sum(exp(u / dissimilarity))), dissimilarity in (0, 1]: the expected best utility of a nest, less
// Euler's constant. At dissimilarity 1 the ordinary log-sum.
double inclusive_value(const Eigen::ArrayXd& utilities, double dissimilarity = 1.0);

struct NestedShares {
  Eigen::ArrayXd nests;         // sums to 1
  Eigen::ArrayXd alternatives;  // unconditional; those of a nest sum to the nest's share
};

// nest_of[j] is the nest of alternative j, from 0 to nest_utilities.size() - 1. nest_utilities adds to each nest's
// inclusive value (0 for none); dissimilarity, one a nest, in (0, 1]: 1 everywhere is the plain logit, towards 0 the
// alternatives of a nest become perfect substitutes. A nest without allowed alternatives has share 0.
NestedShares nested_logit_shares(const Eigen::ArrayXd& utilities, std::span<const int> nest_of,
                                 const Eigen::ArrayXd& nest_utilities, const Eigen::ArrayXd& dissimilarity);

}  // namespace sim
