// The only source that is compiled for AVX, where the compiler has it: it includes nothing that others share.
#include "sim/numeric/powers_of_four.hpp"

#ifdef WEIGHTSHED_AVX

#include <immintrin.h>
#include <sleef.h>

namespace sim {

std::size_t raise_fours(double* values, std::size_t count, double exponent) {
  const __m256d exponents = _mm256_set1_pd(exponent);
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const __m256d logarithms = Sleef_cinz_logd4_u10avx(_mm256_loadu_pd(values + i));
    _mm256_storeu_pd(values + i, Sleef_cinz_expd4_u10avx(_mm256_mul_pd(logarithms, exponents)));
  }
  return i;
}

}  // namespace sim

#endif
