// One block at a time, and the choice of more.
#include "sim/random/together.hpp"

#include "sim/random/blocks_side_by_side.hpp"

namespace sim {

#ifdef WEIGHTSHED_AVX

namespace {

// As many as vectors hold, the widest that the processor has first; returns how many.
std::size_t make_side_by_side(const Stream& stream, std::span<const Drawing> whose, std::span<PhiloxBlock> blocks,
                              std::size_t each) {
  constexpr std::size_t most = 16;
  alignas(64) std::uint64_t entities[most], steps[most];
  std::size_t made = 0;
  const bool has_eights = __builtin_cpu_supports("avx512f") != 0, has_fours = __builtin_cpu_supports("avx2") != 0;
  while (has_fours && made + 4 <= whose.size()) {
    const std::size_t first = made, count = std::min(most, whose.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      entities[i] = whose[first + i].entity;
      steps[i] = whose[first + i].step;
    }
    std::size_t i = 0;
    for (; has_eights && i + 8 <= count; i += 8)
      make_eights(entities + i, steps + i, stream.key(), blocks[(first + i) * each].data(), each);
    for (; i + 4 <= count; i += 4)
      make_fours(entities + i, steps + i, stream.key(), blocks[(first + i) * each].data(), each);
    made += i;
  }
  return made;
}

}  // namespace

#endif

void make_blocks(const Stream& stream, std::span<const Drawing> whose, std::span<PhiloxBlock> blocks) {
  if (whose.empty()) return;
  const std::size_t each = blocks.size() / whose.size();
  std::size_t made = 0;
#ifdef WEIGHTSHED_AVX
  made = make_side_by_side(stream, whose, blocks, each);
#endif
  for (; made < whose.size(); ++made) {
    for (std::uint32_t b = 0; b < each; ++b)
      blocks[made * each + b] = stream.block(whose[made].entity, whose[made].step, b);
  }
}

}  // namespace sim
