// Philox of several counters side by side, each word in the low half of 64 bits of a vector. Each function is compiled
// for its instructions, in a file that includes nothing that others share; to be called only where the processor has
// them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sim {

// Writes Philox4x32-10 (see stream.hpp) of the first `blocks` blocks of four counters (AVX2) or eight (AVX-512), four
// words a block, one counter after another. A counter is an entity and a step, below 2^32.
void make_fours(const std::uint64_t* entities, const std::uint64_t* steps, std::uint64_t key, std::uint32_t* words,
                std::size_t blocks);
void make_eights(const std::uint64_t* entities, const std::uint64_t* steps, std::uint64_t key, std::uint32_t* words,
                 std::size_t blocks);

}  // namespace sim
