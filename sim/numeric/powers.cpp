// One at a time, and the choice of more.
#include "sim/numeric/powers.hpp"

#ifdef __wasm__
#include <cmath>
#else
#include <sleef.h>
#endif

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

// SLEEF is in no library for WebAssembly. The C library's functions are as accurate: single powers may differ in their
// last digit, six digits behind what results record.
double power(double value, double exponent) {
#ifdef __wasm__
  return std::exp(std::log(value) * exponent);
#else
  return Sleef_cinz_expd1_u10purec(Sleef_cinz_logd1_u10purec(value) * exponent);
#endif
}

}  // namespace

void raise(std::span<double> values, double exponent) {
  for (double& value : values.subspan(raise_by_fours(values, exponent))) value = power(value, exponent);
}

}  // namespace sim
