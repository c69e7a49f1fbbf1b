// Philox4x32-10 (see stream.hpp) of four counters side by side, each word in the low half of 64 bits. Compiled for AVX2
// where the compiler has it: it includes nothing that others share.
#include "sim/random/blocks_of_four.hpp"

#ifdef WEIGHTSHED_AVX

#include <immintrin.h>

namespace sim {

void make_fours(const FourCounters& counters, std::uint64_t key, std::uint32_t* words, std::size_t blocks) {
  const __m256i times0 = _mm256_set1_epi64x(0xD2511F53), times1 = _mm256_set1_epi64x(0xCD9E8D57);
  const __m256i entity = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(counters.entity));
  const __m256i step = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(counters.step));
  for (std::size_t block = 0; block < blocks; ++block) {
    __m256i x0 = entity, x1 = _mm256_srli_epi64(entity, 32), x2 = step;
    __m256i x3 = _mm256_set1_epi64x(static_cast<long long>(block));
    auto key0 = static_cast<std::uint32_t>(key), key1 = static_cast<std::uint32_t>(key >> 32);
    for (int round = 0; round < 10; ++round) {
      const __m256i product0 = _mm256_mul_epu32(x0, times0), product1 = _mm256_mul_epu32(x2, times1);
      x0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product1, 32), x1), _mm256_set1_epi64x(key0));
      x1 = product1;
      x2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product0, 32), x3), _mm256_set1_epi64x(key1));
      x3 = product0;
      key0 += 0x9E3779B9U;
      key1 += 0xBB67AE85U;
    }
    alignas(32) std::uint64_t lanes[4][4];
    _mm256_store_si256(reinterpret_cast<__m256i*>(lanes[0]), x0);
    _mm256_store_si256(reinterpret_cast<__m256i*>(lanes[1]), x1);
    _mm256_store_si256(reinterpret_cast<__m256i*>(lanes[2]), x2);
    _mm256_store_si256(reinterpret_cast<__m256i*>(lanes[3]), x3);
    for (std::size_t lane = 0; lane < 4; ++lane) {
      for (std::size_t word = 0; word < 4; ++word)
        words[4 * (lane * blocks + block) + word] = static_cast<std::uint32_t>(lanes[word][lane]);
    }
  }
}

}  // namespace sim

#endif
