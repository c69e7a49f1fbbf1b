// Logit shares with the largest utility taken out first, so that no exponential overflows.
#include "sim/choice/logit.hpp"

#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

namespace sim {
namespace {

constexpr double forbidden = -std::numeric_limits<double>::infinity();

double largest_of(const Eigen::ArrayXd& utilities) {
  if (utilities.size() == 0) return forbidden;
  assert((utilities == utilities).all() && "a utility is not a number");
  const double largest = utilities.maxCoeff();
  assert(largest < std::numeric_limits<double>::infinity());
  return largest;
}

}  // namespace

Eigen::ArrayXd logit_weights(const Eigen::ArrayXd& utilities) {
  const double largest = largest_of(utilities);
  if (largest == forbidden) return Eigen::ArrayXd::Zero(utilities.size());
  // Eigen's exponential of minus infinity is the smallest normal number, not 0.
  return (utilities == forbidden).select(0.0, (utilities - largest).exp());
}

Eigen::ArrayXd logit_shares(const Eigen::ArrayXd& utilities) {
  Eigen::ArrayXd shares = logit_weights(utilities);
  const double sum = shares.sum();
  if (sum > 0.0) shares /= sum;
  return shares;
}

double inclusive_value(const Eigen::ArrayXd& utilities, double dissimilarity) {
  assert(dissimilarity > 0.0 && dissimilarity <= 1.0);
  const double largest = largest_of(utilities);
  if (largest == forbidden) return forbidden;
  return largest + dissimilarity * std::log(logit_weights(utilities / dissimilarity).sum());
}

NestedShares nested_logit_shares(const Eigen::ArrayXd& utilities, std::span<const int> nest_of,
                                 const Eigen::ArrayXd& nest_utilities, const Eigen::ArrayXd& dissimilarity) {
  assert(static_cast<std::size_t>(utilities.size()) == nest_of.size());
  assert(nest_utilities.size() == dissimilarity.size());
  const Eigen::Index nests = nest_utilities.size();

  std::vector<std::vector<Eigen::Index>> members(static_cast<std::size_t>(nests));
  for (Eigen::Index j = 0; j < utilities.size(); ++j) {
    const int nest = nest_of[static_cast<std::size_t>(j)];
    assert(nest >= 0 && nest < nests);
    members[static_cast<std::size_t>(nest)].push_back(j);
  }

  Eigen::ArrayXd nest_value(nests);
  NestedShares shares{{}, Eigen::ArrayXd::Zero(utilities.size())};
  for (Eigen::Index n = 0; n < nests; ++n) {
    const auto& inside = members[static_cast<std::size_t>(n)];
    const Eigen::ArrayXd own = utilities(inside);
    nest_value[n] = nest_utilities[n] + inclusive_value(own, dissimilarity[n]);
    shares.alternatives(inside) = logit_shares(own / dissimilarity[n]);
  }
  shares.nests = logit_shares(nest_value);
  for (Eigen::Index j = 0; j < utilities.size(); ++j) {
    shares.alternatives[j] *= shares.nests[nest_of[static_cast<std::size_t>(j)]];
  }
  return shares;
}

}  // namespace sim
