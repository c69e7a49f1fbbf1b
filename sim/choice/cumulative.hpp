// Drawing an index from non-negative weights by inverse cumulative sums, in the order given.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace sim {

// Monotone in the uniform: with a fixed, canonical order of alternatives a small change of weights moves few draws,
// which keeps common random numbers in common; an alias table would reshuffle them.
class Cumulative {
 public:
  Cumulative() = default;
  explicit Cumulative(std::span<const double> weights) { assign(weights); }

  // Rebuilds in place; weights >= 0 and finite, all may be 0.
  void assign(std::span<const double> weights) {
    sums_.resize(weights.size());
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      assert(weights[i] >= 0.0 && weights[i] < 1e300);
      sums_[i] = sum += weights[i];
    }
  }

  std::size_t size() const { return sums_.size(); }
  double total() const { return sums_.empty() ? 0.0 : sums_.back(); }

  double weight(std::size_t i) const { return i < sums_.size() ? sums_[i] - before(i) : 0.0; }

  // Index i with probability weight[i] / total; never one of weight 0. uniform in (0, 1); total must be above 0.
  std::size_t draw(double uniform) const {
    assert(total() > 0.0 && uniform > 0.0 && uniform < 1.0);
    // The last sum is the total itself and uniform * total rounds below it (uniform <= 1 - 2^-53), so an entry is
    // found.
    return find(uniform * total());
  }

  // One alternative whose weight counts `factor` times, factor >= 1: who stays with what there is.
  struct Favourite {
    std::size_t index = 0;
    double factor = 1.0;
  };
  double total(const Favourite& favourite) const {
    return total() + (favourite.factor - 1.0) * weight(favourite.index);
  }
  // As `draw` on weights with the favourite's multiplied, in the same order, without rebuilding the sums.
  std::size_t draw(double uniform, const Favourite& favourite) const {
    assert(total() > 0.0 && uniform > 0.0 && uniform < 1.0 && favourite.factor >= 1.0);
    const double target = uniform * total(favourite), extra = (favourite.factor - 1.0) * weight(favourite.index);
    if (target < before(favourite.index)) return find(target);
    if (target < sums_[favourite.index] + extra) return favourite.index;
    return find(std::min(target - extra, std::nextafter(total(), 0.0)));  // the difference may round up to the total
  }

 private:
  double before(std::size_t i) const { return i == 0 ? 0.0 : sums_[i - 1]; }

  // The first entry above `target`, which must be below the total. A binary search without branches: their outcome is
  // random, and a wrong guess costs more than the step itself.
  std::size_t find(double target) const {
    const double* first = sums_.data();
    for (std::size_t left = sums_.size(); left > 1;) {
      const std::size_t half = left / 2;
      const std::size_t beyond = first[half - 1] <= target ? 1 : 0;
      first += half & (0 - beyond);
      left -= half;
    }
    return static_cast<std::size_t>(first - sums_.data());
  }

  std::vector<double> sums_;
};

}  // namespace sim
