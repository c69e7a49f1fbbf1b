// Quantiles and paired differences, as the summary and `compare` define them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sim {

// Quantile q of values sorted in ascending order, linear between order statistics (type 7 of Hyndman and Fan 1996);
// NaN when there are none.
double sorted_quantile(std::span<const double> sorted, double q);

// What a policy changes against a reference under common random numbers; pair i is one (world, member).
struct PairedStatistics {
  double effect = 0.0;            // mean of the differences
  double standard_error = 0.0;    // of that mean, were pairs independent draws; NaN below two pairs
  double low = 0.0, high = 0.0;   // 10 % and 90 % quantile of the differences: an 80 % interval
  double sign_probability = 0.0;  // larger of P(difference > 0) and P(difference < 0); NaN when every difference is 0
  double variance_removed = 0.0;  // 1 - var(a - b) / (var a + var b); NaN when both are constant
  std::size_t pairs = 0;          // with a value on both sides; the others are left out
};

// All statistics are NaN without a pair. Sums run in the order of the pairs.
PairedStatistics paired_statistics(std::span<const float> policy, std::span<const float> reference);

}  // namespace sim
