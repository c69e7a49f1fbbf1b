// Philox by AVX2, compiled for it; to be called only where the processor has it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sim {

struct FourCounters {
  std::uint64_t entity[4], step[4];
};

// Writes Philox4x32-10 of the first `blocks` blocks of four counters, four words a block, one counter after another.
void make_fours(const FourCounters& counters, std::uint64_t key, std::uint32_t* words, std::size_t blocks);

}  // namespace sim
