// Philox of four counters in the four lanes of a vector of AVX2.
#include "sim/random/blocks_side_by_side.hpp"

#ifdef WEIGHTSHED_AVX

#include <immintrin.h>

namespace sim {

void make_fours(const std::uint64_t* entities, const std::uint64_t* steps, std::uint64_t key, std::uint32_t* words,
                std::size_t blocks) {
  const __m256i times0 = _mm256_set1_epi64x(0xD2511F53), times1 = _mm256_set1_epi64x(0xCD9E8D57);
  // Keys and their steps in the low halves: an addition of 32 bits leaves the high halves at 0.
  const __m256i first_key0 = _mm256_set1_epi64x(static_cast<std::uint32_t>(key));
  const __m256i first_key1 = _mm256_set1_epi64x(static_cast<long long>(key >> 32));
  const __m256i next0 = _mm256_set1_epi64x(0x9E3779B9), next1 = _mm256_set1_epi64x(0xBB67AE85);
  const __m256i entity = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(entities));
  const __m256i step = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(steps));
  for (std::size_t block = 0; block < blocks; ++block) {
    __m256i x0 = entity, x1 = _mm256_srli_epi64(entity, 32), x2 = step;
    __m256i x3 = _mm256_set1_epi64x(static_cast<long long>(block));
    __m256i key0 = first_key0, key1 = first_key1;
    for (int round = 0; round < 10; ++round) {
      const __m256i product0 = _mm256_mul_epu32(x0, times0), product1 = _mm256_mul_epu32(x2, times1);
      x0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product1, 32), x1), key0);
      x1 = product1;
      x2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product0, 32), x3), key1);
      x3 = product0;
      key0 = _mm256_add_epi32(key0, next0);
      key1 = _mm256_add_epi32(key1, next1);
    }
    // Each lane's words beside each other: two of them in 64 bits, then all four in half a vector.
    constexpr int odd_words = 0xAA;
    const __m256i first = _mm256_blend_epi32(x0, _mm256_slli_epi64(x1, 32), odd_words);
    const __m256i second = _mm256_blend_epi32(x2, _mm256_slli_epi64(x3, 32), odd_words);
    const __m256i even = _mm256_unpacklo_epi64(first, second), odd = _mm256_unpackhi_epi64(first, second);
    const auto write = [&](std::size_t lane, __m128i four) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(words + 4 * (lane * blocks + block)), four);
    };
    write(0, _mm256_castsi256_si128(even));
    write(1, _mm256_castsi256_si128(odd));
    write(2, _mm256_extracti128_si256(even, 1));
    write(3, _mm256_extracti128_si256(odd, 1));
  }
}

}  // namespace sim

#endif
