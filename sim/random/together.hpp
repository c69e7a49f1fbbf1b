// Draws of many entities whose first blocks are made together, which takes a third of the time that making each alone
// takes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "sim/random/stream.hpp"

namespace sim {

// Whose draws.
struct Drawing {
  std::uint64_t entity = 0;
  std::uint32_t step = 0;
  friend bool operator==(const Drawing&, const Drawing&) = default;
};

// Fills `blocks` with the first blocks of each, equally many, one entity after another: the same bits as Stream::block,
// four entities at a time where the processor has AVX2, eight where it has AVX-512.
void make_blocks(const Stream& stream, std::span<const Drawing> whose, std::span<PhiloxBlock> blocks);

// The draws of up to `together` entities, of which `first_blocks` are made at once.
template <std::size_t first_blocks>
class DrawsTogether {
 public:
  static constexpr std::size_t together = 16;

  void make(const Stream& stream, std::span<const Drawing> whose) {
    std::copy(whose.begin(), whose.end(), whose_.begin());
    count_ = whose.size();
    make_blocks(stream, whose, std::span(blocks_).first(whose.size() * first_blocks));
  }

  // As stream.at(entity, step), whether or not the one at this place was made for it.
  Draws at(const Stream& stream, std::size_t place, std::uint64_t entity, std::uint32_t step) const {
    if (place >= count_ || !(whose_[place] == Drawing{entity, step})) return stream.at(entity, step);
    return {stream.key(), entity, step, std::span(blocks_).subspan(place * first_blocks, first_blocks)};
  }

 private:
  std::array<Drawing, together> whose_;
  std::array<PhiloxBlock, together * first_blocks> blocks_;
  std::size_t count_ = 0;
};

}  // namespace sim
