// Philox of eight counters in the eight lanes of a vector of AVX-512, as blocks_of_four.cpp does it with four.
#include "sim/random/blocks_side_by_side.hpp"

#ifdef WEIGHTSHED_AVX

#include <immintrin.h>

namespace sim {

void make_eights(const std::uint64_t* entities, const std::uint64_t* steps, std::uint64_t key, std::uint32_t* words,
                 std::size_t blocks) {
  const __m512i times0 = _mm512_set1_epi64(0xD2511F53), times1 = _mm512_set1_epi64(0xCD9E8D57);
  const __m512i first_key0 = _mm512_set1_epi64(static_cast<std::uint32_t>(key));
  const __m512i first_key1 = _mm512_set1_epi64(static_cast<long long>(key >> 32));
  const __m512i next0 = _mm512_set1_epi64(0x9E3779B9), next1 = _mm512_set1_epi64(0xBB67AE85);
  const __m512i entity = _mm512_loadu_si512(entities), step = _mm512_loadu_si512(steps);
  constexpr int exclusive_or = 0x96;  // of three
  for (std::size_t block = 0; block < blocks; ++block) {
    __m512i x0 = entity, x1 = _mm512_srli_epi64(entity, 32), x2 = step;
    __m512i x3 = _mm512_set1_epi64(static_cast<long long>(block));
    __m512i key0 = first_key0, key1 = first_key1;
    for (int round = 0; round < 10; ++round) {
      const __m512i product0 = _mm512_mul_epu32(x0, times0), product1 = _mm512_mul_epu32(x2, times1);
      x0 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(product1, 32), x1, key0, exclusive_or);
      x1 = product1;
      x2 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(product0, 32), x3, key1, exclusive_or);
      x3 = product0;
      key0 = _mm512_add_epi32(key0, next0);
      key1 = _mm512_add_epi32(key1, next1);
    }
    constexpr __mmask16 odd_words = 0xAAAA;
    const __m512i first = _mm512_mask_blend_epi32(odd_words, x0, _mm512_slli_epi64(x1, 32));
    const __m512i second = _mm512_mask_blend_epi32(odd_words, x2, _mm512_slli_epi64(x3, 32));
    const __m512i even = _mm512_unpacklo_epi64(first, second), odd = _mm512_unpackhi_epi64(first, second);
    const auto write = [&](std::size_t lane, __m128i four) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(words + 4 * (lane * blocks + block)), four);
    };
    write(0, _mm512_castsi512_si128(even));
    write(1, _mm512_castsi512_si128(odd));
    write(2, _mm512_extracti32x4_epi32(even, 1));
    write(3, _mm512_extracti32x4_epi32(odd, 1));
    write(4, _mm512_extracti32x4_epi32(even, 2));
    write(5, _mm512_extracti32x4_epi32(odd, 2));
    write(6, _mm512_extracti32x4_epi32(even, 3));
    write(7, _mm512_extracti32x4_epi32(odd, 3));
  }
}

}  // namespace sim

#endif
