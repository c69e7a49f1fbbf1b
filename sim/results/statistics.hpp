// Quantiles, shares of variance and paired differences, as the summary and `compare` define them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sim {

// Quantile q of values sorted in ascending order, linear between order statistics (type 7 of Hyndman and Fan 1996);
// NaN when there are none.
double sorted_quantile(std::span<const double> sorted, double q);

// Where the variance of a level comes from, and how many independent histories its mean is worth. Shares add up to 1.
struct VarianceShares {
  double members = 0.0;  // luck that worlds with the same key have in common
  double worlds = 0.0;   // assumptions and structure
  double within = 0.0;   // luck that a world has for itself
  double draws = 0.0;    // variance of one history over the variance of the mean of all
};

// A random-effects analysis of variance by the method of moments: value = mean + world + luck + rest, where the luck of
// a member is common to the worlds with its key; negative components are set to 0. If no two worlds share a key, all
// luck is `within`; if all do, this is the crossed two-way analysis. `values` are worlds × members, `keys` one per
// world. One world: nothing is between worlds. One member: shares are NaN, as luck and assumptions cannot be told
// apart; `draws` is the number of worlds if these share no key. All are NaN when a value is missing or nothing varies.
VarianceShares variance_shares(std::span<const float> values, std::span<const std::uint32_t> keys);

// The same for many values of the same worlds, which are put in groups once; one for each thread.
class VarianceAnalysis {
 public:
  explicit VarianceAnalysis(std::span<const std::uint32_t> keys);
  VarianceShares operator()(std::span<const float> values);

 private:
  // Sums of squares around the means over members of each world, over worlds of each (key, member) and of each key.
  struct Sums {
    double of_luck = 0.0;  // luck within a key
    double of_rest = 0.0;  // what neither world nor luck explains
  };
  Sums sums_of_squares(std::span<const float> values, std::size_t members);

  std::vector<std::vector<std::size_t>> worlds_of_;  // of each key, keys in ascending order
  std::size_t worlds_;
  double squared_ = 0.0;             // sum over keys of the squared number of their worlds
  std::vector<double> mean_, luck_;  // of each world, and of each member of a key
};

// What a policy changes against a reference under common random numbers; pair i is one (world, member).
struct PairedStatistics {
  double effect = 0.0;            // mean of the differences
  double standard_error = 0.0;    // of that mean, were pairs independent draws; NaN below two pairs
  double low = 0.0, high = 0.0;   // 10 % and 90 % quantile of the differences: an 80 % interval
  double sign_probability = 0.0;  // larger of P(difference > 0) and P(difference < 0); NaN when every difference is 0
  double variance_removed = 0.0;  // 1 - var(a - b) / (var a + var b); NaN when both are constant
  std::size_t pairs = 0;          // with a value on both sides; the others are left out
};

// An effect is clear when at least this share of the pairs has its sign; one pair tells no sign.
inline constexpr double clear_sign = 0.9;
constexpr bool is_clear(double sign_probability, std::size_t pairs) {
  return pairs > 1 && sign_probability >= clear_sign;
}

// All statistics are NaN without a pair. Sums run in the order of the pairs.
PairedStatistics paired_statistics(std::span<const float> policy, std::span<const float> reference);

// The same for many values, in memory that is taken once; one for each thread.
class PairedAnalysis {
 public:
  PairedStatistics operator()(std::span<const float> policy, std::span<const float> reference);

 private:
  std::vector<double> policy_, reference_, difference_;
};

}  // namespace sim
