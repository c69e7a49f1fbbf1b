// Gamma draws for any shape above 0.
#pragma once

#include <memory>
#include <optional>

#include "sim/random/stream.hpp"

namespace sim {

// Mean shape * scale, variance shape * scale^2. Shape > 0, scale > 0. For shapes far below 0.01 most draws are so small
// that they round to 0.
double gamma(Draws& draws, double shape, double scale = 1.0);

// One such law for many draws, the same as `gamma` gives: what its constants need is computed once.
class Gamma {
 public:
  explicit Gamma(double shape, double scale = 1.0);
  ~Gamma();
  double operator()(Draws& draws);
  // The draw, or nothing where it is sure to be below `least` by more than 5e-7 of it: the first uniforms show that for
  // most small draws, without an exponential. For shapes below 1.
  std::optional<double> unless_below(Draws& draws, double least);

 private:
  struct Law;
  std::unique_ptr<Law> law_;
};

}  // namespace sim
