// One block at a time, and the choice of more.
#include "sim/random/together.hpp"

#include "sim/random/blocks_of_four.hpp"

namespace sim {

void make_blocks(const Stream& stream, std::span<const Drawing> whose, std::span<PhiloxBlock> blocks) {
  if (whose.empty()) return;
  const std::size_t each = blocks.size() / whose.size();
  std::size_t made = 0;
#ifdef WEIGHTSHED_AVX
  if (__builtin_cpu_supports("avx2")) {
    for (; made + 4 <= whose.size(); made += 4) {
      FourCounters counters;
      for (std::size_t lane = 0; lane < 4; ++lane) {
        counters.entity[lane] = whose[made + lane].entity;
        counters.step[lane] = whose[made + lane].step;
      }
      make_fours(counters, stream.key(), blocks[made * each].data(), each);
    }
  }
#endif
  for (; made < whose.size(); ++made) {
    for (std::uint32_t b = 0; b < each; ++b)
      blocks[made * each + b] = stream.block(whose[made].entity, whose[made].step, b);
  }
}

}  // namespace sim
