// One at a time, and the choice of more.
#include "sim/numeric/powers.hpp"

#include <sleef.h>

#include "sim/numeric/powers_of_four.hpp"

namespace sim {

namespace {

std::size_t raise_by_fours(std::span<double> values, double exponent) {
#ifdef WEIGHTSHED_AVX
  if (__builtin_cpu_supports("avx")) return raise_fours(values.data(), values.size(), exponent);
#else
  static_cast<void>(values);
  static_cast<void>(exponent);
#endif
  return 0;
}

}  // namespace

void raise(std::span<double> values, double exponent) {
  for (double& value : values.subspan(raise_by_fours(values, exponent)))
    value = Sleef_cinz_expd1_u10purec(Sleef_cinz_logd1_u10purec(value) * exponent);
}

}  // namespace sim
